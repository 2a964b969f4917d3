"""Under which guidance: imaging, saved images, approach, nerve stimulation and EMG."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from extractor.reading.scene import BEFORE, DONE, NAMED, SUMMED, Item, Scene, once

_NOT_GUIDANCE = re.compile(
    r"\b(?:showed|shows|demonstrated|reviewed|report|prior|previous|diagnos\w*|dx|outside|dated|screening\s+(?:exam|tool)|follow-?up|post-?procedure\s+chest|chest\s+(?:x-?ray|film|radiograph)|erect|portable\s+(?:chest|film|x-?ray|radiograph|CXR|AP)|CXR|(?:hip|knee|spine|foot|hand|pelvis|shoulder)\s+x-?ray|x-?rays?\s+(?:of|show\w*|from|to\s+be|in\s+the\s+chart|on\s+file)|doppler\s+(?:pulses?|signals?|stud(?:y|ies)|exam\w*)|recovery|duplex\s+(?:of|for)|DVT|carotid|therapeutic\s+ultrasound|physical\s+therapy|self[\s-]?test)\b",
    re.IGNORECASE,
)
# What a scan showed before today ("encasement on CT").
_SEEN_ON = re.compile(
    r"\b(?:encas\w+|mass(?:es)?|tumou?rs?|metastas[ie]s|mets|nodul\w+|disease|stenosis|narrowing|involvement|invasion|infiltration|oedema|edema|"
    r"fractures?|hypertrophy|arthropathy|arthritis|arthrosis|degenerat\w+|neuromas?|thickening|collapse|compression|entrapment|effusion|"
    r"enlarge\w+|atrophy|scarring|fibrosis|recurrence|progression|shr[aiu]nk\w*|gr[eo]w\w*|stable|normal|unremarkable|clean|clear|negative)\s+"
    r"(?:(?:seen|visible|present|noted|found|shown|evident|again)\s+)?(?:on|by|per)\s+(?:(?:the|a|an|his|her|recent|staging)\s+)*$",
    re.IGNORECASE,
)
_LIVE = re.compile(
    r"fluor|c-?arm|intensifier|panel|screening|live|transducer|probe|array|linear|scanning|picture|shot", re.IGNORECASE
)
_TELLS = re.compile(r"\b(?:showed|shows|demonstrated)\b", re.IGNORECASE)
_OF_LABEL = re.compile(r"\s*(?:machine|guidance|unit|system)?\s*:(?P<told>[^.;\n]*)", re.IGNORECASE)
_TO_NO_USE = re.compile(
    r"\b(?:but|before|yet)\b[^.;]*\b(?:died|failed|dead|broke\w*|not|never|no)\b|\b(?:not|never)\s+(?:used|needed|opened|switched|turned)\b|\bunused\b",
    re.IGNORECASE,
)
_LEFT_OFF = re.compile(
    r"\bit\s+(?:was|is)\s+(?:not|never)\s+(?:switched|turned|powered|brought|wheeled|moved)\b", re.IGNORECASE
)
_HAND = re.compile(
    r"\b(?:palpat\w*|landmarks?|blind\w*|by\s+feel|stim(?:ulat\w+)?\s+(?:only|alone)|(?:only|alone|nothing\s+but|just|merely|solely)\s+(?:by\s+|with\s+|on\s+)?(?:a\s+|the\s+)?(?:nerve\s+|peripheral\s+)?stimulat\w+|(?:without|no)\s+(?:any\s+)?(?:imaging|image|scan|x-?ray|picture))\b",
    re.IGNORECASE,
)
_WEAK = frozenset(
    {"in plane", "short axis", "long axis", "ap", "lateral view", "oblique view", "hypoechoic", "transducer"}
)
_TOXIN = "chemodenervation"
# Alcohol that nothing tells to be more than what wipes the skin.
_SWAB = "alcohol-bare"
_NEAR_STORING = 90
_LETTERHEAD = 60
_A_VERB = re.compile(r"\b(?:is|are|was|were|has|had|showed|shows|confirmed|\w{3,}ed)\b", re.IGNORECASE)
# "US in plane, saved": what was kept goes without saying.
_KEPT = re.compile(r"saved|stored|archived", re.IGNORECASE)
_GUIDED = re.compile(
    r"\b(?:US|u/s|sono\w*|ultrasound|usg)\b(?:\s+(?:guid\w*|guided|view|in[\s-]plane|out[\s-]of[\s-]plane|linear|long|short|axis|used))*\s*[,+/&]\s*$",
    re.IGNORECASE,
)
_NO_RECORD = frozenset({"history", "consent", "education"})
_NEVER_SAVED = re.compile(
    r"\bnothing\b[^.;\n]{0,25}\b(?:saved|stored|archived|kept|printed|recorded|captured|retained)"
    r"|\b(?:no|not|neither|nothing)\b[^.;\n]{0,30}\b(?:image|picture|still|clip|print|photo)\w*[^.;\n]{0,40}"
    r"|\b(?:image|picture|still|clip|photo)\w*[^.;\n]{0,25}\bnot\b[^.;\n]{0,25}\b(?:saved|stored|archived|kept|printed|recorded|captured|retained)"
    r"|\b(?:image|picture|still|clip|print|photo|storage|archiv)\w*[^.;:?=\n]{0,30}[:?=]\s*(?:(?-i:N)\b|no\b|not\b|none|nil\b|0\b|never)"
    r"|\b(?:image|picture|frame|still|clip|print|photo|film)\w*[^.;\n]{0,25}\b(?:lost|failed|erased|deleted|overwritten)\b",
    re.IGNORECASE,
)
_OTHER_PICTURE = re.compile(
    r"\b(?:mri|outside|prior|clinical|consent|blood|photo\s+id|wound|skin\s+photo|before\s+and\s+after\s+photo|(?:kept|keep|held|hold|holds|lay|lie|sat|stay\w*|remain\w*|very|perfectly|absolutely|be|is|was)\s+still\b(?!\s+(?:image|frame|picture|shot|photo|capture|view|of)))\b",
    re.IGNORECASE,
)
_EVEN_NOW = re.compile(
    r"\W*(?:hurts?|sore|numb|having|has|had|have|there|able|painful|present|weak|was|is|in|on|at|the|a|not)\b",
    re.IGNORECASE,
)
_NOT_OF_THE_NEEDLE = re.compile(
    r"[- ]+(?:dressing|interpreter|id\b|guid\w*|intensif\w*|amplif\w*|visit|call)"
    r"|\s+of\s+(?:the\s+|his\s+|her\s+)?(?:skin|wound|scar|mark\w*|patient|foot|hand|rash|mole)"
    r"|\s+(?:from|of)\s+(?:(?:the|last|his|her)\s+)?(?:last|prior|previous|earlier|diagnostic|block|jan|feb|march|apr|may\b|june|july|aug|sep|oct|nov|dec|20\d\d)",
    re.IGNORECASE,
)
_CHECKED = re.compile(
    r"\b(?:interrogat\w*|telemetry|battery|re-?program\w*|re-?charg\w*|implant\w*|settings?\s+(?:un\w+|left|restored))\b",
    re.IGNORECASE,
)
_OF_EARLIER_SURGERY = re.compile(
    r"\b(?:post|s/p|since|previous|prior|old|earlier|(?:days|weeks|months|years|pain|ache|neuralgia|numbness|scar)\s+(?:after|following|from))[\s-]+(?:[\w\u2019'-]+\s+){0,3}$"
    r"|\b(?:after|following|since|from)\s+(?:(?:his|her|the|a|an)\s+)?(?:last\s+(?:year|month|week|spring|summer|autumn|fall|winter)|(?:19|20)\d\d)[\u2019']?s?\s+(?:\w+\s+)?$"
    r"|^\W*(?:after|following)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_OPEN_NERVES = frozenset(
    {"intercostal", "phrenic", "intercostobrachial", "subcostal", "long-thoracic", "thoracodorsal"}
)


def guidance(scene: Scene, items: Sequence[Item], *, several: bool, rivals: Sequence[Item] = ()) -> list[Item]:
    """The imaging mentions that guided an event, one per modality. Where a session has several techniques, or its nerves
    were found in different ways, an event has the imaging of its own blocks or sentences."""
    used = [item for item in _used(scene) if _stands(scene, item)]
    done = [item for item in used if item.tier == DONE]
    told = [item for item in used if item.tier not in {DONE, BEFORE}]
    if several and items:
        blocks = {item.block for item in items if item.tier == DONE}
        owners = {item.block for item in scene.of("nerve", "muscle", "branch") if item.tier == DONE and item.performed}
        own = [item for item in done if item.block in blocks]
        used = own or [item for item in used if item.tier != DONE or item.block not in owners]
    elif _by_hand(scene, items) and any(item.sentence == rival.sentence for rival in rivals for item in done):
        used = [item for item in done if any(item.sentence == word.sentence for word in items)]
    else:
        used = done or told or used
    first: dict[str, Item] = {}
    for item in used:
        first.setdefault(_modality(scene, item), item)
    return [replace(item, concept=modality) for modality, item in first.items()]


def _modality(scene: Scene, item: Item) -> str:
    return str(scene.concept(item).sets["imaging"])


def _stands(scene: Scene, item: Item) -> bool:
    """Whether the modality is not denied, or the account itself insists on it in plain words."""
    modality = _modality(scene, item)
    return all(_modality(scene, other) != modality for other in _denied(scene)) or any(
        _modality(scene, other) == modality
        and other.tier == DONE
        and other.performed
        and other.text.lower() not in _WEAK
        for other in _used(scene)
    )


@once
def _used(scene: Scene) -> list[Item]:
    """The imaging of today. A vague word ("in two planes", "under the scanner") tells a modality only where no plain word
    tells another."""
    used = [
        item
        for item in scene.of("imaging")
        if item.today and item.tier in {DONE, NAMED, SUMMED, BEFORE} and not _incidental(scene, item)
    ]
    plain = {_modality(scene, item) for item in used if not _is_vague(scene, item)}
    return [item for item in used if not _is_vague(scene, item) or not plain]


def _is_vague(scene: Scene, item: Item) -> bool:
    return "vague" in scene.concept(item).traits


@once
def _denied(scene: Scene) -> list[Item]:
    """Imaging that the note did without. In brackets ("no hernia (US)") it is how a denial was found."""
    return [
        item
        for item in scene.of("imaging")
        if item.tier in {DONE, NAMED, SUMMED, BEFORE}
        and scene.before(item, 1) != "("
        and (_unavailable(scene, item) or _plainly_denied(scene, item))
    ]


def _plainly_denied(scene: Scene, item: Item) -> bool:
    """Whether the device is denied, not only pictures of it ("no fluoroscopic images were kept")."""
    if any(not other.performed and other.end > item.start for other in scene.same_sentence(item, "image", "storing")):
        return False
    around = scene.before(item, 30) + scene.after(item, 30)
    return item.assertion == "negated" and bool(re.search(r"\b(?:no|without|not)\b", around, re.IGNORECASE))


def _unavailable(scene: Scene, item: Item) -> bool:
    """Whether its clause, or what it is the label of, tells that the device was not to be had, did not work, or was only
    made ready."""
    label = _OF_LABEL.match(scene.after(item, 80))
    told = f"{scene.clause(item)} {label['told'] if label else ''}"
    ready = scene.cues["prepared"].search(told) and _TO_NO_USE.search(scene.after(item, 80))
    return bool(ready or scene.cues["unavailable"].search(told))


def found_by(scene: Scene, sentences: Collection[int]) -> bool:
    """Whether these sentences of the account tell how the target was found: under an image, without the one that they
    name, or by hand."""
    return any(item.tier == DONE and item.sentence in sentences for item in [*_used(scene), *_denied(scene)]) or any(
        _HAND.search(scene.sentence(at)) for at in sentences
    )


def _by_hand(scene: Scene, items: Sequence[Item]) -> bool:
    """Whether a nerve's own sentence says that it was found without an image."""
    return any(item.tier == DONE and _HAND.search(scene.sentence_text(item)) for item in items)


def _incidental(scene: Scene, item: Item) -> bool:
    around = scene.before(item, 40) + item.text + scene.after(item, 40)
    if item.text == "AP" and not re.search(
        r"fluor|view|lateral|oblique|c-?arm|tunnel|projection|image", scene.sentence_text(item), re.IGNORECASE
    ):
        return True
    if item.tier == DONE or _LIVE.search(item.text):
        around = _TELLS.sub("", around)
    return (
        bool(_NOT_GUIDANCE.search(around))
        or bool(_SEEN_ON.search(scene.before(item) + ("on " if item.text.lower().startswith("on ") else "")))
        or _unavailable(scene, item)
        or bool(_LEFT_OFF.search(scene.sentence_text(item)))
    )


@once
def saved_images(scene: Scene) -> list[Item]:
    """The image words that the note says were kept: an image and a storing word in one sentence, neither denied."""
    storing = [item for item in scene.of("storing") if item.assertion == "performed" and item.section not in _NO_RECORD]
    return [
        item
        for item in scene.of("image")
        if item.assertion == "performed"
        and any(other.sentence == item.sentence and abs(other.start - item.start) < _NEAR_STORING for other in storing)
        and not _NEVER_SAVED.search(scene.sentence_text(item))
        and not _is_other_picture(scene, item)
    ] or [item for item in storing if _KEPT.fullmatch(item.text) and _GUIDED.search(scene.before(item, 60))]


def _is_other_picture(scene: Scene, item: Item) -> bool:
    """Whether a word for an image means another one than the guidance's, or none ("still sore", "kept still")."""
    if _OTHER_PICTURE.search(scene.before(item, 30) + item.text + scene.after(item, 12)):
        return True
    after = _EVEN_NOW if item.text.lower() == "still" else _NOT_OF_THE_NEEDLE
    return after.match(scene.after(item, 40)) is not None


def approach(scene: Scene, nerve: str | None) -> str:
    """percutaneous unless an open, thoracoscopic or endoscopic way in is told."""
    ways = [
        str(scene.concept(item).sets["approach"])
        for item in scene.of("approach")
        if item.today
        and (item.tier in {DONE, NAMED, SUMMED} or (item.tier == BEFORE and "scope" in item.text.lower()))
        and not _of_earlier_surgery(scene, item)
    ]
    undone = {str(scene.concept(item).sets["approach"]) for item in scene.of("approach") if item.assertion == "negated"}
    ways = [way for way in ways if way not in undone]
    if nerve in _OPEN_NERVES:
        for way in ("thoracoscopic", "open"):
            if way in ways and not _percutaneous_told(scene, ways):
                return way
    if "endoscopic" in ways and nerve in {
        "celiac-plexus",
        "splanchnic",
        "posterior-nasal",
        "facet-lumbar",
        "facet-cervical",
        "facet-thoracic",
        "sphenopalatine",
    }:
        return "endoscopic"
    if (
        "open-exposure" in ways
        and nerve not in _OPEN_NERVES
        and re.search(
            r"under\s+direct\s+vision|surgically\s+exposed|open\s+(?:exposure|approach)|laparotomy|craniotomy|craniectomy",
            scene.text,
            re.IGNORECASE,
        )
    ):
        return "open"
    return "percutaneous"


def _of_earlier_surgery(scene: Scene, item: Item) -> bool:
    """Whether a way in is that of an operation before today ("post-thoracotomy", "After thoracotomy." without an act)."""
    earlier = _OF_EARLIER_SURGERY.search(scene.before(item, 45))
    return earlier is not None and not (earlier.start() == 0 and scene.same_sentence(item, "technique", "nerve"))


def _percutaneous_told(scene: Scene, ways: Sequence[str]) -> bool:
    return "percutaneous" in ways and not re.search(
        r"port|incision|pleura|lung\s+(?:down|deflat|isolat)|bar\b|closed|chest\s+tube|single[- ]lung",
        scene.text,
        re.IGNORECASE,
    )


def stimulation(scene: Scene, items: Sequence[Item]) -> set[str]:
    """The non-imaging guidance of a toxin injection: electrical stimulation or needle EMG."""
    found = set()
    for kind, trait in (("emg", "emg-guided"), ("stimulation", "stimulation-guided")):
        used = [
            item
            for item in scene.of(kind)
            if item.today
            and (item.tier in {DONE, NAMED, SUMMED} or _in_letterhead(scene, item))
            and not _implanted(scene, item)
            and not _unavailable(scene, item)
            and not _of_another_technique(scene, item, items)
        ]
        if used and not all(
            re.search(
                r"\b(?:showed|study|ncs|diagnos\w*|prior|report|interrogat\w*|battery|implant\w*|DBS|pacemaker|settings|programm\w*)\b",
                scene.sentence_text(item),
                re.IGNORECASE,
            )
            for item in used
        ):
            found.add(trait)
    return found


def _in_letterhead(scene: Scene, item: Item) -> bool:
    """Whether a word stands in a few words without a verb ahead of the account."""
    told = scene.sentence_text(item)
    return item.tier == BEFORE and len(told) < _LETTERHEAD and not _A_VERB.search(told)


def _of_another_technique(scene: Scene, item: Item, items: Sequence[Item]) -> bool:
    """Whether what was stimulated was a nerve, in the part of the account that treats it with another technique than
    toxin."""
    named = [word for word in scene.of("technique") if word.tier in {DONE, NAMED} and word.performed]
    means = [(word, str(scene.concept(word).sets["technique"])) for word in named if word.concept != _SWAB]
    toxin = {word.sentence for word, technique in means if technique == _TOXIN}
    before = [word.sentence for word, technique in means if word.start < item.start and technique != "unspecified"]
    here = any(word.sentence == item.sentence for word in items)
    return bool(before) and before[-1] not in toxin and item.tier == DONE and not here


def _implanted(scene: Scene, item: Item) -> bool:
    """Whether a stimulator is one that the patient carries."""
    return bool(scene.same_sentence(item, "implant") or _CHECKED.search(scene.sentence_text(item)))
