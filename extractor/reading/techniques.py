"""Which words tell a technique here, and how firmly.

A technique word is worth what stands around it: "alcohol" wipes the skin or destroys a nerve, "RF" is a current or a
rheumatoid factor, "frozen" a section or a nerve, 42 degrees a pulsed and 80 degrees a thermal lesion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.facts import Technique
from extractor.reading.scene import NUMBER, Item, Scene, once

NAMED, DEVICE, AGENT, SIGN, ACT = "named", "device", "agent", "sign", "act"
_LOOSE_PULSES = frozenset({"pulsing", "pulsating", "pulses", "pulse", "pulsed", "burst", "bursts"})
_HEARTBEAT = frozenset({"pulse", "pulses", "pulsing", "pulsating"})
_BEATS = re.compile(
    r"\b(?:pedal|strong|good|normal|distal|palpable|palpated|felt|found|radial|femoral|peripheral|equal|intact|DP|PT|arter\w+|carotid|vessel\w*|temporal|beside|alongside)\b",
    re.IGNORECASE,
)
_PULSE_OF_CURRENT = re.compile(
    r"\W*(?:width|rate|duration|frequency|mode|dose|train|radio\w*|rf\w?|current|treatment|lesion\w*|setting|protocol|therapy|\d)",
    re.IGNORECASE,
)
_RANK = {NAMED: 4, AGENT: 4, DEVICE: 3, SIGN: 2, ACT: 1}

_PREP = re.compile(
    r"\b(?:prep\w*|swab\w*|wipe\w*|wiped|pads?|clean\w*|cleans\w*|isopropyl|chlor[ah]\w*|chg|betadine|povidone|iodine|antisep\w*|scrub\w*|drink\w*|abuse|use\b|tobacco|social|sober|consum\w*|rub\b|smok\w*|units?/w|beverage|dry\b|dried|rinse\w*|sterili\w*|avoid|no\s+alcohol|gel\b|etoh\s+(?:use|abuse|level|social)|beer|wine|daily|nightly|socially|occasional\w*|thermal\s+relays?|hand\b|allerg\w*|intoxicat\w*|withdrawal|hepatitis|cirrhosis|polyvinyl)\b",
    re.IGNORECASE,
)
# What pure alcohol does that is not meant for a nerve.
_ALCOHOL_OTHER = re.compile(
    r"^\W*(?:lock|levels?|abuse)\b|\b(?:degreas|wip|swab|clean|steril|fix(?:ed|ation)|rins|preserv)\w*", re.IGNORECASE
)
_INJECTED = re.compile(
    rf"\b(?:[\d.]*{NUMBER}\s*(?:%|pct|per\s?cent|percent|ml|cc|mls|ea\b|millilit\w+)|inject\w*|instill\w*|deposit\w*|infus\w*|given|gave|administered|neurolys\w*|neurolytic|ablation|ablat\w*|lysis|deliver\w*|placed|introduced|sclerosing|nerve|neuroma|interspace|ganglion|plexus|into|same\s+(?:amount|volume|dose|quantity|aliquot))\b|%",
    re.IGNORECASE,
)
_DOSED = re.compile(
    rf"{NUMBER}[\s-]*(?:an?\s+)?(?:ml|cc|millilit(?:er|re))s?\s+(?:of\s+)?(?:(?:an?\s+)?{NUMBER}\s*(?:%|per\s?cent)\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_VOLUME = re.compile(r"\d\s*(?:ml|cc)s?\b", re.IGNORECASE)
_PHENOL_OTHER = re.compile(
    r"\b(?:preserv\w*|camphor|matri[xc]ectomy|matricectomy|nail\w*|toenail|hallux\s+nail|peel|multidose|multi-dose|diluent|gargle|spray|lozenge|swab|skin\s+prep|histo\w*|allergen|tuberculin\s+(?:skin|test))\b",
    re.IGNORECASE,
)
_RHEUM = re.compile(
    r"\b(?:rheum\w*|ccp|seropositiv\w*|iu/ml|titer|esr|crp|ana\b|rf\s*(?:factor|negative|positive|neg|pos)|anti-ccp|methotrexate|mtx)\b",
    re.IGNORECASE,
)
_FIBRIN = re.compile(r"platelet|fibrin|\bprf\s*(?:membrane|matrix|clot)|centrifug\w*|\brpm\b", re.IGNORECASE)
_FROZEN_OTHER = re.compile(
    r"\b(?:frozen\s+(?:section|plasma|gait|embry\w*|specimen)|freezing\s+of\s+gait|fresh\s+frozen|cryoprecipitate|liquid\s+nitrogen|frozen\s+off|freezing\s+(?:episodes|gait)|freez\w*\s+(?:stage|phase)|thaw\w*[\s-]+(?:stage|phase)|cryotherapy\W{1,3}(?:ice|cold|gel)\s+packs?|cryo\s?(?:cuff|/\s?cuff|compression)|cold\s+therapy|ice\s+(?:machine|bag|massage)|off\s+the\s+ice|freezer|freeze\s+frame|freeze-frame|frozen\s+pelvis)\b",
    re.IGNORECASE,
)
_EMG_DENERVATION = re.compile(
    r"\b(?:active|acute|chronic|ongoing|no|signs?\s+of|evidence\s+of|subacute|fibrillation\w*|potentials?|emg|needle|motor\s+units?|psw|positive\s+sharp|atrophy|edema|denervation\s+(?:of|in)\s+the\s+(?:tibialis|deltoid|first|abductor|muscle)|re-?innervat\w*|spontaneous)\b",
    re.IGNORECASE,
)
_STUDY = re.compile(
    r"\b(?:conduction|amplitudes?|latenc\w+|fibrillation\w*|recruitment|snaps?|cmaps?|f-?waves?|polyphasi\w+|sharp\s+waves?|needle\s+(?:study|exam\w*|testing))\b",
    re.IGNORECASE,
)
_LESION_OTHER = re.compile(
    r"\b(?:excis\w*|resect\w*|palpable|skin|cutaneous|brain|liver|hepatic|renal|lung|osseous|lytic|bone|focal|mass|white\s+matter|demyelinat\w*|labral|slap|labr\w*|calcified|enhanc\w*|cystic|compressive|suspicious|pigmented|benign|malignant|scal\w*|biops\w*|mri|ct\b|space.occupying|ulcer\w*|neoplas\w*|metasta\w*|retinal|papul\w*|lesion\s+(?:on|in)\s+(?:the\s+)?(?:skin|lung|liver|brain|scalp|face|arm|leg|spine|vertebra)|no\s+(?:rash|skin)|tumou?r|fat|nodule\w*|keratos\w*)\b",
    re.IGNORECASE,
)
_HEATER = re.compile(
    r"\b(?:cannula\w*|electrodes?|probes?|needles?|heat\w*|lesion\w*|burn\w*|tips?|generator|puls(?:ed|ing)|temperature|temp|rfa?|radio-?frequency|seconds?|secs?|minutes?|mins?|each)\b|\b\d+\s?(?:s|\"|'')(?!\w)",
    re.IGNORECASE,
)
_ANGLED = re.compile(
    r"\b(?:sat|sit\w*|splint\w*|angl\w*|obliqu\w*|tilt\w*|flex\w*|abduct\w*|extens\w*|turned|turn|bent|raised|elevat\w*|head\s+up|caudal|cephal\w*|ipsilateral|contralateral)\b",
    re.IGNORECASE,
)
_DEGREES = re.compile(r"[CF]\b|\u00b0|\u00ba|[Cc]el[sc]ius")
_OTHER_RF = re.compile(
    r"^\W*(?:antenna|interference|coil|signal|id\b|tags?\b|noise|telemetry|communicat\w*|link\b|shield\w*|burst\b|factor|titer|titre|positive|negative|is\s+positive|[+-]\s*(?:ve|pos|neg))\b|^\s*[+]",
    re.IGNORECASE,
)
_OTHER_PULSE = re.compile(
    r"^\W*(?:lavage|irrigat\w*|dye|doppler|steroids?|ox\b|oximet\w*|rate|field|light|laser|dose\s+steroid)",
    re.IGNORECASE,
)
_MAKING = re.compile(
    r"\b(?:made|make|creat\w*|deliver\w*|perform\w*|produc\w*|done|run|set|given|held|carried|seconds?|secs?|mins?|minutes?|\d+\s?s|cycles?|each|per|twice|once|repeat\w*|levels?|cannula\w*|electrodes?|probe|needle|time|generator|yes|y|"
    r"x\s?\d|\d\s?x|degrees?|deg|C|thermal|rf|rfa|radiofrequency|bipolar|monopolar|cooled|stopped|first|second|third|two|three|four|before|after|started|started|no|adequate|complete\w*)\b",
    re.IGNORECASE,
)
_BURN_OTHER = re.compile(
    r"\b(?:skin\s+burns?|(?:burn\w*|stung)\s+(?:like|during|on\s+inject\w*|with\s+(?:the\s+)?inject\w*|a\s+(?:bit|little|lot)|when)|(?:that|this|which|stung\s+and)\s+burn(?:s|ed)|(?:feet|foot|toes?|legs?|hands?|soles?|fingers?|it|they)\s+burns?|burning|risks?|sunburn|1988|old\s+burn|burn\s+(?:pad|scar|unit|injur\w*))\b",
    re.IGNORECASE,
)
_TOXIN_OTHER = re.compile(
    r"\b(?:tetanus|endotoxin|shiga|uremic\s+toxin|neurotoxin\s+exposure|c\.?\s?diff\w*)\b", re.IGNORECASE
)
_BESIDE = re.compile(
    r"\b(?:off|from|away|clear|beside|near|around|over|outside|along|sparing|avoiding|protecting)\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_COLD_TOOL = re.compile(
    r"\b(?:probes?|tips?|needles?|cannula\w*|handpiece|applicator|console|introducer|ice\s?balls?|cycles?)\b",
    re.IGNORECASE,
)
_STYLED = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Sister|Nurse)\.?\s+(?:[A-Z][\w-]*\.?\s+)?$")
_SURNAME = re.compile(
    r"[ ]+[A-Z][a-z]+(?:-[A-Z][a-z]+)?,?[ ]+(?:is|was|an?|aged?)?[ ]?\d{2}\b(?!\s?(?:%|ml|cc|sec|s\b|°|deg|C\b|u\b))"
)
_ADJACENT = 2
_ABBREVIATED = re.compile(r"[A-Z]{2,4}")
_STIMULATION = re.compile(r"\b(?:motor|sensory|stim\w*|impedance|test\w*)\b", re.IGNORECASE)


@dataclass(slots=True)
class Clue:
    """One word that tells a technique: the technique, its rank, and what it brings along."""

    technique: Technique
    strength: str
    item: Item
    traits: frozenset[str]
    agent: str | None = None

    @property
    def rank(self) -> int:
        return _RANK[self.strength]

    @property
    def recalled(self) -> bool:
        """Whether it names a toxin that was given before."""
        return self.technique is Technique.CHEMODENERVATION and self.item.assertion == "historical"


@once
def clues(scene: Scene) -> list[Clue]:
    """All technique clues of the scene that survive a look at their surroundings, in order."""
    found = [clue for item in scene.of("technique") if (clue := _clue(scene, item))]
    found += _from_temperatures(scene, found)
    found += _from_pulses(scene, found)
    return sorted(_settled(scene, found), key=lambda clue: clue.item.start)


def _clue(scene: Scene, item: Item) -> Clue | None:
    concept = scene.concept(item)
    technique = Technique(concept.sets["technique"])
    strength = str(concept.sets["strength"])
    around = f"{scene.before(item, 60)}{item.text}{scene.after(item, 60)}"
    if technique is Technique.CHEMICAL and not _is_neurolytic(scene, item, strength, concept.sets.get("agent"), around):
        return None
    if _is_other_thing(scene, item, technique, strength, around):
        return None
    if strength == "bare":
        strength = AGENT
    return Clue(technique, strength, item, concept.traits, concept.sets.get("agent"))


def _is_neurolytic(scene: Scene, item: Item, strength: str, agent: object, around: str) -> bool:
    if agent == "alcohol":
        tight = f"{scene.before(item, 32)}{item.text}{scene.after(item, 26)}"
        if re.search(
            r"dehyd\w*|absolute|\babs\b|ethanol|neurolysis|ablation|scleros|anhydrous|ethyl|desiccated",
            item.text + scene.before(item, 12),
            re.IGNORECASE,
        ):
            return not _ALCOHOL_OTHER.search(scene.after(item))
        if any(
            item.start - _ADJACENT <= other.end <= item.start
            for other in scene.same_sentence(item, "nerve", "nerve-name")
        ):
            return True
        dosed = _DOSED.search(scene.before(item, 32)) or (
            scene.same_sentence(item, "nerve") and _VOLUME.search(scene.after(item, 80)) and not _PREP.search(around)
        )
        return bool(dosed or (_INJECTED.search(tight) and not _PREP.search(tight)))
    if agent == "phenol":
        nail = scene.cues["nail"].search(scene.text) and not re.search(
            r"\bnerve|neuro", scene.sentence_text(item), re.IGNORECASE
        )
        return not _PHENOL_OTHER.search(around) and not nail
    if agent == "glycerol":
        return not re.search(r"phenol\W+(?:\w+\W+){0,3}$", scene.before(item, 40), re.IGNORECASE)
    if strength == NAMED and re.fullmatch(r"(?:chemical\s+)?neurolytic", item.text, re.IGNORECASE):
        return True
    return True


def _goes_with_lookalike(scene: Scene, item: Item, technique: Technique, strength: str) -> bool:
    """A sign goes with the look-alike of its technique in its sentence ("the cryopreserved graft was thawed"); a bare
    abbreviation means all through a note what its look-alike means ("RFA stick site ... RFA patent")."""
    alike = [other for other in scene.of("look-alike") if scene.concept(other).sets["technique"] == technique]
    if strength == SIGN:
        return any(other.sentence == item.sentence for other in alike)
    return any(
        item.text in other.text.split() and not scene.same_sentence(item, "temperature") for other in alike
    ) and bool(_ABBREVIATED.fullmatch(item.text))


def _stops_bleeding(scene: Scene, item: Item, technique: Technique) -> bool:
    """A surgeon's current seals vessels: its sentence speaks of them or of the instrument, and of no treated nerve."""
    return (
        technique in {Technique.RADIOFREQUENCY, Technique.UNSPECIFIED}
        and scene.has("haemostasis", item)
        and not scene.same_sentence(item, "temperature", "level")
        and all(_BESIDE.search(scene.before(other)) for other in scene.same_sentence(item, "nerve"))
        and "neuro" not in item.text.lower()
    )


def _names_a_person(scene: Scene, item: Item) -> bool:
    """ "Ms. Frost", "Frost Miller, 61": a word that is somebody's name here."""
    if not item.text.istitle() or " " in item.text:
        return False
    return bool(_STYLED.search(scene.before(item, 12)) or _SURNAME.match(scene.after(item, 40)))


def _is_other_thing(scene: Scene, item: Item, technique: Technique, strength: str, around: str) -> bool:
    if _goes_with_lookalike(scene, item, technique, strength) or _stops_bleeding(scene, item, technique):
        return True
    if _names_a_person(scene, item):
        return True
    if strength == DEVICE and scene.cues["unavailable"].search(scene.clause(item)):
        return True
    word = item.text.lower()
    if word == "rf" and _RHEUM.search(around):
        return True
    if word in {"prf", "p-rf"} and (
        _FIBRIN.search(around) or (_FIBRIN.search(scene.text) and not re.search(r"pulsed", scene.text, re.IGNORECASE))
    ):
        return True
    if technique is Technique.CRYO and strength != DEVICE and _FROZEN_OTHER.search(around):
        return True
    if word.startswith("puls") and _OTHER_PULSE.match(scene.after(item, 20)):
        return True
    if technique is Technique.RADIOFREQUENCY and _OTHER_RF.match(scene.after(item, 24)):
        return True
    if technique is Technique.CHEMODENERVATION and _TOXIN_OTHER.search(around):
        return True
    if technique is not Technique.UNSPECIFIED:
        return False
    if word.startswith("denervat"):
        if _STUDY.search(scene.sentence_text(item)):
            return True
        return bool(_EMG_DENERVATION.search(f"{scene.before(item, 35)} {scene.after(item, 25)}")) and not re.search(
            r"facet|radiofreq|\brf|medial|joint", around, re.IGNORECASE
        )
    if word.startswith("lesion") and word in {"lesion", "lesions"} and not _MAKING.search(scene.sentence_text(item)):
        return True
    if word.startswith("lesion"):
        return bool(_LESION_OTHER.search(f"{scene.before(item, 30)}{item.text}{scene.after(item, 30)}"))
    if word.startswith("burn"):
        return bool(_BURN_OTHER.search(around)) or item.tier == "told"
    return False


def _from_temperatures(scene: Scene, found: Sequence[Clue]) -> Iterator[Clue]:
    heated = any(
        clue.technique in {Technique.RADIOFREQUENCY, Technique.UNSPECIFIED, Technique.PULSED} for clue in found
    )
    for item in scene.of("temperature"):
        value = float(item.concept)
        if value <= -20:
            yield Clue(Technique.CRYO, SIGN, item, frozenset())
        elif value >= 60:
            sentence = scene.sentence_text(item)
            if not re.search(
                r"\b(?:saline|warm(?:ed|er|ers|ing)|warm\s+(?:saline|water|compress\w*|blankets?|packs?|towels?)|cement|autoclave|body|skin)\b",
                sentence,
                re.IGNORECASE,
            ) and _is_heat(scene, item, heated=heated):
                yield Clue(Technique.RADIOFREQUENCY, SIGN, item, frozenset())
        elif 40 <= value <= 45 and _is_heat(scene, item, heated=heated):
            held = replace(item, assertion="performed") if item.assertion == "negated" else item
            yield Clue(Technique.PULSED, SIGN, held, frozenset())


def _is_heat(scene: Scene, item: Item, *, heated: bool) -> bool:
    """Bare degrees are an angle unless their sentence tells of a current, a tip or a time."""
    if _DEGREES.search(item.text):
        return True
    sentence = scene.sentence_text(item)
    if "deg" in item.text.lower():
        return bool(_HEATER.search(sentence)) and not _ANGLED.search(scene.before(item, 30) + scene.after(item, 25))
    return heated or bool(_HEATER.search(sentence))


def _from_pulses(scene: Scene, found: Sequence[Clue]) -> Iterator[Clue]:
    radio = [
        clue
        for clue in found
        if clue.technique in {Technique.RADIOFREQUENCY, Technique.PULSED} and clue.item.text.lower() not in _HEARTBEAT
    ]
    for item in scene.of("pulse-width"):
        if radio and not _STIMULATION.search(f"{scene.before(item, 25)}{scene.after(item, 15)}"):
            yield Clue(Technique.PULSED, SIGN, item, frozenset())


def _settled(scene: Scene, found: list[Clue]) -> list[Clue]:
    """Clues that need company: a freezing word needs a probe or a nerve, "pulses" needs a current."""
    kept = []
    heated = any(
        clue.strength == ACT
        or clue.item.kind == "temperature"
        or (clue.technique is Technique.RADIOFREQUENCY and clue.strength in {NAMED, DEVICE})
        for clue in found
    )
    techniques = {
        clue.technique
        for clue in found
        if clue.rank >= _RANK[DEVICE] and clue.item.text.lower() not in {"pulses", "pulse", "burst", "bursts"}
    }
    technique_named = any(
        clue.rank > 2
        and clue.technique in {Technique.RADIOFREQUENCY, Technique.PULSED}
        and len(clue.item.text) > 2
        and clue.item.text.lower() not in _LOOSE_PULSES
        for clue in found
    )
    mild = any(
        clue.technique is Technique.PULSED and clue.item.kind in {"temperature", "pulse-width"} for clue in found
    )
    nerve = bool(re.search(r"\bnerves?\b|neuroma", scene.text, re.IGNORECASE))
    handled = nerve and sum(clue.technique is Technique.CRYO for clue in found) > 1 and _COLD_TOOL.search(scene.text)
    for clue in found:
        word = clue.item.text.lower()
        if clue.item.concept == "radiofrequency-tip" and not heated:
            continue
        if (
            clue.technique is Technique.CRYO
            and clue.strength == SIGN
            and Technique.CRYO not in techniques
            and not handled
            and not scene.same_sentence(clue.item, "nerve", "nerve-name")
            and not re.search(
                r"nerve|neuroma|branch|probe|\bice\b|ice ?ball", scene.sentence_text(clue.item), re.IGNORECASE
            )
        ):
            continue
        if word in _LOOSE_PULSES and not (technique_named or mild):
            continue
        if word in {"burst", "bursts"} and scene.same_sentence(clue.item, "emg"):
            continue
        if word in _HEARTBEAT and _BEATS.search(scene.before(clue.item, 30) + scene.after(clue.item, 25)):
            continue
        if word == "pulse" and not _PULSE_OF_CURRENT.match(scene.after(clue.item, 20)):
            continue
        kept.append(clue)
    return kept
