"""The mentions that name nerves: names, labels, places of an agent, and points that stand for them."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.components import tables
from extractor.reading.bearing import CELIAC, NASAL, NERVE_COLUMN, is_label, near_treatment, numbed
from extractor.reading.scene import DONE, NAMED, TOLD, Item, Scene, once

_ANATOMY = re.compile(
    r"^\W{0,2}(?:(?:medial|lateral|proximal|distal|anterior|posterior|superior|inferior|upper|lower|neurovascular)\s+)?(?:metaphys\w*|diaphys\w*|epiphys\w*|cortex|flare|periosteum|surface|junction|bundle|acetabul\w*|notch|foram\w*|arter\w*|vein|veins|vessel\w*|head\b|condyl\w*|styloid|line|crest|rim|plane|groove|tunnel|canal|muscle|epicondyl\w*|tuberos\w*|malleol\w*|fractur\w*|shaft|gyrus|process|tubercle|triangle|fold|region|status|health|plateau|component|tray|stem|space|pulse|recess|membrane|fossa|border|sinus|ridge|protuberance|neuralgia|headache\w*|pain|wall|angle|spine|bone|sided?|deviat\w*|aspect|collateral|ligament\w*|dimple|sulcus|neuropath\w*|eminence|hiatus|dermatome|neck|vein|sheath|canal|trunk\s+anesth|drift|function|capacity|illness|artery)\b",
    re.IGNORECASE,
)
_PERIPHERAL_OWNER = re.compile(
    r"^\W*(?:of|from)\s+(?:the\s+)?(?:left\s+|right\s+)?(?:\w+\s+){0,2}(?:peroneal|fibular|antebrachial|cutaneous|calcaneal|plantar|saphenous|sural|femoral|radial|ulnar|occipital|pudendal|obturator|trigeminal|genitofemoral|lateral femoral)",
    re.IGNORECASE,
)
_SPINE = re.compile(
    r"\b(?:cervical|lumbar|thoracic|sacral|spine|lumbosacral|zyg\w*|facet\w*|articular\s+pillar|SAP|transverse\s+process|[CTL]\d{1,2})\b",
    re.IGNORECASE,
)
_SACRAL = re.compile(r"\b(?:sacroiliac|sacral|sacrum|SIJ?|si[\s-]joint|S[1-4])\b")
_NERVE_KEY = re.compile(
    r"(?:^|\n|[ ]{2})\s*(?:target\s+|treated\s+)?(?:nerve|target)(?:s|\(s\))?(?:\s+(?:treated|targeted))?\s*[:=]\s*(?:(?:the|left|right|both|bilateral|[LR]t?\.?|b/l)\s+)*$",
    re.IGNORECASE,
)
_NEUROMA_OF = re.compile(r"\s+(?:nerve\s+)?(?:stump\s+)?(?:neurom(?:as?|ata)|stumps?)\b", re.IGNORECASE)
_NERVES = re.compile(r"\bnerves\b", re.IGNORECASE)
_AS_NOUN_BEFORE = re.compile(
    r"(?:\b(?:the|a|its|his|her|both|each|left|right|bilateral|[LR]t?\.?|to|into|and|&|then|\d{1,2}(?:st|nd|rd|th)|first|second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf)th|[CTLS]\d{1,2})|[:,(/+-])\s*$",
    re.IGNORECASE,
)
_OWN_NEUROMA = re.compile(r"\s+(?:\w+\s+)?(?:neuromas?|stump)\b", re.IGNORECASE)
_AS_NOUN_AFTER = re.compile(
    r"^(?:\s*$|\s*[,.;:()/+&]|\s+[-\u2013\u2014]\s|\s+(?:and|then|was|were|is|had|has|got|received|gets|at|in|under|with|for|by|as|where|which|just|behind|below|above|next|only|x\s?\d|ant\w*|post\w*|motor|articular|div\w*|branch\w*|each|too|also|likewise|frozen|lesioned|ablated|treated|burned|done)\b)",
    re.IGNORECASE,
)
_SIDE_BY_SIDE = re.compile(
    r"\s*(?:\([^)]{1,40}\)\s*)?(?:,|;|\+|&|and\b)\s*(?:and\s+)?(?:(?:an?|the|his|her)\s+)?(?:(?:left|right|both|bilateral|[LR]t?\.?)\s+)?",
    re.IGNORECASE,
)
_POINT = re.compile(
    r"\b(?:points?|sites?|targets?|cannula\w*|needles?|probes?|introducers?|corners?|tips?)\b", re.IGNORECASE
)
_PUMP = re.compile(
    r"\W*(?:\w+\s+)?(?:pump|baclofen|morphine|catheter|trial|therapy|opioid\w*|ziconotide)\b", re.IGNORECASE
)
_FEW_POINTS = 2


@once
def candidates(scene: Scene) -> list[Item]:
    """Nerve mentions that really name a nerve here."""
    full = [item for item in scene.of("nerve") if _is_nerve(scene, item)]
    chemical = any(
        scene.concept(item).sets["technique"] == "chemical" and item.performed for item in scene.of("technique")
    )
    cistern = any(item.today and "foramen-ovale" in scene.concept(item).traits for item in scene.of("site"))
    spaces = [
        item
        for item in scene.of("site")
        if chemical and "nerve" in scene.concept(item).sets and not (cistern and item.concept == "csf")
    ]
    names = [item for item in scene.of("nerve-name") if not _ANATOMY.match(scene.after(item, 24))]
    titled = [item for item in names if item.tier == NAMED and scene.same_sentence(item, "technique")]
    known = {item.concept for item in [*full, *titled]}
    weak = [item for item in names if item in titled or _names_nerve(scene, item, known)]
    spoken = [*full, *weak, *spaces, *_by_branches(scene)]
    return sorted((item for item in spoken if tables.sides(scene.text, item.start) != ()), key=lambda item: item.start)


def _by_branches(scene: Scene) -> list[Item]:
    """Two or more named genicular points in one sentence, or in rows of one table, stand for the genicular nerves, whether
    or not these are named."""
    points = [item for item in scene.of("branch") if item.performed and item.tier == DONE]
    rows = [item for item in points if NERVE_COLUMN.fullmatch(tables.heading(scene.text, item.start))]
    knees = bool(re.search(r"\bknee|genicul", scene.text, re.IGNORECASE))
    told = [
        item
        for item in points
        if scene.has("approached", item)
        or scene.has("treated", item)
        or _POINT.search(scene.sentence_text(item))
        or len({other.concept for other in points if other.sentence == item.sentence}) > _FEW_POINTS
    ]
    several = [
        item
        for item in points
        if (item in rows and len({other.concept for other in rows}) > 1)
        or (item in told and len({other.concept for other in points if other.sentence == item.sentence}) > 1)
    ]
    return [replace(item, kind="nerve", concept=str(scene.concept(item).sets["nerve"])) for item in several if knees]


def _is_nerve(scene: Scene, item: Item) -> bool:
    if item.concept == "facet":
        return not _PERIPHERAL_OWNER.match(scene.after(item, 50)) and bool(_SPINE.search(scene.text))
    if item.concept == "si-joint" and "branch" in item.text.lower():
        return bool(_SACRAL.search(scene.text)) and not _PERIPHERAL_OWNER.match(scene.after(item, 50))
    if item.concept == NASAL:
        return True
    if item.concept == "subarachnoid" and _PUMP.match(scene.after(item, 24)):
        return False
    if item.text == "CPN" and any(scene.concept(other).sets.get("nerve") == CELIAC for other in scene.of("site")):
        return False
    if item.concept in {"maxillary-v2", "mandibular-v3"} and re.fullmatch(
        r"v\s?[23]|\w+ division", item.text, re.IGNORECASE
    ):
        return bool(
            re.search(
                r"trigemin|neuralgia|ovale?\b|rotundum|gasser|mandib|maxill|division|h[aä]rtel|submental|\bjaw\b|\bcheek\b|facial|masseter|\btic\b",
                scene.text,
                re.IGNORECASE,
            )
        )
    return not (
        _ANATOMY.match(scene.after(item, 24))
        and not re.search(r"nerve|branch|\bn\b|ganglion|plexus|^[A-Z]{2,6}$", item.text)
    )


def _names_nerve(scene: Scene, item: Item, known: set[str]) -> bool:
    """Whether an adjective ("sural") stands for its nerve: one already named, a label, or beside the word nerve."""
    if item.concept in known:
        denied = item.assertion == "negated" and item.tier == DONE
        return denied or is_label(scene, item) or item.tier == NAMED or near_treatment(scene, item)
    if item.tier != TOLD and (
        NERVE_COLUMN.fullmatch(tables.heading(scene.text, item.start)) or _NERVE_KEY.search(scene.before(item, 45))
    ):
        return True
    if item.tier in {DONE, NAMED} and any(
        _in_one_list(scene, item, other) for other in scene.same_sentence(item, "nerve")
    ):
        return True
    if item.tier != DONE:
        return False
    if _NEUROMA_OF.match(scene.after(item, 20)):
        return True
    if is_label(scene, item) and _in_list(scene, item):
        return True
    return near_treatment(scene, item) and (
        is_label(scene, item)
        or (_as_noun(scene, item) and not numbed(scene, item))
        or bool(_OWN_NEUROMA.match(scene.after(item, 24)))
        or bool(_NERVES.search(scene.sentence_text(item)))
    )


def _in_one_list(scene: Scene, item: Item, nerve: Item) -> bool:
    """ "Left saphenous (adductor canal), left sural nerve": whether two nerves stand side by side in a list."""
    first, last = sorted((item, nerve), key=lambda one: one.start)
    return nerve.performed and _SIDE_BY_SIDE.fullmatch(scene.text, first.end, last.start) is not None


def _in_list(scene: Scene, item: Item) -> bool:
    """Whether a label is one of several nerves, or heads a paragraph that tells of an act."""
    listed = any(is_label(scene, other) for other in scene.of("nerve") if other.tier == DONE)
    return listed or any(act.performed for act in scene.same_block(item, "technique", "temperature"))


def _as_noun(scene: Scene, item: Item) -> bool:
    """Whether an adjective stands where a noun would ("the T7 intercostal was frozen")."""
    return bool(_AS_NOUN_AFTER.match(scene.after(item, 24)) and _AS_NOUN_BEFORE.search(scene.before(item, 12)))
