"""Which nerves were treated, and which are only landmarks, history or bystanders.

A nerve counts as treated when the account acts on it (a lesion, a freeze, an injection in its sentence, a needle brought to
it, a list item of its own), or when the title names it and the account does not speak of another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from extractor.components import tables
from extractor.reading.scene import BEFORE, DONE, NAMED, SUMMED, TOLD, Item, Scene, once
from extractor.reading.techniques import Clue

_ACTED, _LISTED, REACHED, _NAMED_ONLY, _SEEN = 5, 4, 3, 2, 1
_GENERIC = {
    "peroneal nerve": ("superficial-peroneal", "deep-peroneal"),
    "fibular nerve": ("superficial-peroneal", "deep-peroneal"),
    "retrocrural": ("celiac-plexus",),
    "occipital nerve": ("greater-occipital", "lesser-occipital", "third-occipital"),
}
_PART_OF = {
    "saphenous": ("infrapatellar-saphenous",), "ulnar": ("dorsal-ulnar-cutaneous",), "radial": ("superficial-radial",),
    "median": ("palmar-cutaneous",), "femoral": ("femoral-articular", "anterior-femoral-cutaneous", "lateral-femoral-cutaneous"),
    "obturator": ("obturator-articular",), "tibial": ("posterior-tibial",), "lateral-plantar": ("inferior-calcaneal",),
    "genitofemoral": (), "intercostal": ("anterior-cutaneous-abdominal",), "common-peroneal": ("superficial-peroneal", "deep-peroneal"),
    "sciatic": ("tibial", "common-peroneal"), "maxillary-v2": ("infraorbital",), "mandibular-v3": ("mental", "inferior-alveolar", "auriculotemporal"),
    "gasserian": ("mandibular-v3", "maxillary-v2", "supraorbital", "infraorbital", "mental", "inferior-alveolar", "supratrochlear"),
    "epidural": ("epidural-cervicothoracic", "epidural-lumbosacral"), "sympathetic": ("lumbar-sympathetic", "thoracic-sympathetic", "stellate", "ganglion-impar", "superior-hypogastric", "celiac-plexus", "splanchnic"),
    "pudendal": ("inferior-rectal", "dorsal-penile"), "inferior-alveolar": ("mental",), "plantar-common-digital": (), "digital-hand": ("plantar-common-digital", "digital-foot"),
}  # fmt: skip
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
_NERVE_COLUMN = re.compile(
    r"\W*(?:(?:target|treated)\s+)?(?:nerves?|n\.|targets?|branch(?:es)?|ganglion|structure)(?:\s*/?\s*(?:branch\w*|site|target\w*|nerves?|treated|name|\(?s\)?|level))?\W*",
    re.IGNORECASE,
)
_NERVE_KEY = re.compile(
    r"(?:^|\n|[ ]{2})\s*(?:target\s+|treated\s+)?(?:nerve|target)(?:s|\(s\))?(?:\s+(?:treated|targeted))?\s*[:=]\s*(?:(?:the|left|right|both|bilateral|[LR]t?\.?|b/l)\s+)*$",
    re.IGNORECASE,
)
_THE_NERVE = re.compile(
    r"(?<!\w)(?:the|this|that|same|each|on|of|its|his|her|my|our)\s+(?:(?!other|adjacent|neighbou?ring|cranial|facial|optic|spinal|another)[a-z-]+\s+)?(?:nerve|branch|twig)\b(?!\s+(?:root|stim|block))|(?<![\w ])\s?nerve\b|\bnerve\s*=",
    re.IGNORECASE,
)
_THE_NERVES = re.compile(
    r"\b(?:(?P<both>both)|(?:all|each|every\s+one)(?:\s+of)?|the|these|those|they)\s+(?:the\s+|these\s+|those\s+)?(?:(?P<count>two|three|four|[234])\s+)?(?:target\s+|sensory\s+|said\s+|same\s+|named\s+)?(?:nerves|branches|twigs)\b(?!\s+(?:of|to|from)\b)"
    r"|\beach\s+(?:of\s+the\s+(?P<each>two|three|four|[234])\b|(?:nerve|branch)\b)",
    re.IGNORECASE,
)
_CALLED_AFTER = re.compile(
    r"\W*(?:nerve\W+)?(?:\w+\W+)?(?:\w*neuralgi\w*|neuropath\w*|neuritis|neuromas?|entrapment|pains?|headaches?|syndrome|territor\w+|distribution)\b",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"\W*(?:nerves?\W+)?(?:was|were|is|are|remain\w*|look\w*|appear\w*|seem\w*|felt|stay\w*)\s+(?:(?:not|also|still|all|both|only|\w+ly)\s+){0,2}[\w-]+",
    re.IGNORECASE,
)
_USELESS = re.compile(
    r"\b(?:useless|fruitless|futile|did\s+(?:nothing|not\s+help)|didn't\s+help|no\s+(?:use|help|relief|effect|benefit|good)|failed|without\s+(?:effect|relief|benefit)|negative|nothing\s+to\s+show)\b",
    re.IGNORECASE,
)
_MANY = {"both": 2, "two": 2, "three": 3, "four": 4}
_ACT_COLUMN = re.compile(
    r"\W*(?:no\.?\s+of\s+|#\s*)?(?:cycles?|freez\w*|lesions?|burns?|applications?|runs?|treated|done|given|performed|today|dose|vol(?:ume)?|ml|cc|temp\w*|duration|sec(?:ond)?s?|min(?:ute)?s?)(?:\W*(?:\(?[a-z/]{1,8}\)?))?\W*",
    re.IGNORECASE,
)
_NEUROMA = re.compile(r"\bneuroma|\bmorton|\bmulder|\binterdigital\s+n|\bdigital\s+n", re.IGNORECASE)
_NEUROMA_OF = re.compile(r"\s+(?:nerve\s+)?(?:stump\s+)?(?:neurom(?:as?|ata)|stumps?)\b", re.IGNORECASE)
_NERVES = re.compile(r"\bnerves\b", re.IGNORECASE)
_LABEL_BEFORE = re.compile(
    r"(?:^|\n)[\s>*~+\u2022\u25aa#|\u2014\u2013-]*(?:(?:\(?\d{1,2}(?:st|nd|rd|th)?[.):]?|(?:first|second|third|fourth)[,:.]?|\(?[A-Za-z][.)])\s*)?(?:(?:left|right|both|bilateral|[LR]t?\.?|b/l|[CTLS]\d{1,2})\W+){0,2}(?:the\s+)?(?:(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth)\s+(?:(?:inter|web)[\s-]?spaces?\s+)?)?$",
    re.IGNORECASE,
)
_LABEL_AFTER = re.compile(
    r"^\s*(?:nerves?|nn?\.?|branch\w*|brr?\.?)?\s*(?:\([^)]*\)\s*)?(?:[TLSC]\d{1,2}\s*(?:(?:,|and|&|/|to)\s*(?=[TLSC]?\d))?)*(?:\(?(?:[LR]t?|B/?L|left|right|both|bilat\w*)\b\)?\s*)?(?:[:\u2014\u2013|\t@,]|-|\s{2,}|$|\n|\.|\d[\d.]*\s?(?:ml|cc|x|s\b|sec|min))",
    re.IGNORECASE,
)
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
_AT_IT = re.compile(r"[^.;,]{0,40}\b(?:at|of|to|on|for)\s+(?:the\s+|this\s+)?(?:left\s+|right\s+)?", re.IGNORECASE)
_BLOCK_AND = re.compile(r"^\W*blocks?(?=\s*(?:and|with|then|followed|/|,|\+|&))", re.IGNORECASE)
_GOAL = re.compile(
    r"\b(?:for|to|at|onto|on|toward|towards|against|along|around|beside)\s+(?:the\s+|each\s+|both\s+)?(?:left\s+|right\s+)?(?:[CTLS]\d{1,2}\W+(?:and\W+)?){0,4}$",
    re.IGNORECASE,
)
_BLOCK_OF = re.compile(r"\s*(?:\(|of\b|to\b|at\b|:)[^.;]*", re.IGNORECASE)
_DRUGGED = re.compile(
    r"\W*(?:nerves?\W*)?(?:was\s+|were\s+)?(?:\w+ly\s+)?(?:infiltrated|blocked|numbed|ana?esthet[iz]\w*|bathed|covered|hydrodissected|injected)\s+(?:with|by|using)\b[^.;]*"
    r"|\W*(?:nerves?\W+)?(?:injections?|infiltrations?|instillations?|bolus|wheals?|deposits?|doses?)\s+(?:of|with|using)\b[^.;]*",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s?(?:nn?\.?|nerves?)?\W*(?:only\W*)?", re.IGNORECASE)
_TESTS = re.compile(r"diagnostic|test|trial|(?:\w+\s+)*blocks$", re.IGNORECASE)
_DRUG_TO = re.compile(
    r"^(?:(?!\b(?:then|before|after|followed|needle|probe|cannula|electrode|tip)\b)[^.;])*\b(?:around|round|at|to|onto|on|over|along|beside|about|into|toward|for)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
_AT_A_DISTANCE = re.compile(
    r"^\s*(?:\w+\s+){0,4}?\d+(?:\.\d+)?\s*(?:mm|cm|millimet\w+|centimet\w+)\s+(?:(?:away|off|clear|from\s+(?:the\s+)?(?:probe|tip|ice|needle|lesion|zone|electrode))\b|(?:lateral|medial|above|below|deep|anterior|posterior|cranial|caudal|distal|proximal)(?:ly)?\s*(?:$|[-\u2013\u2014,;.()]))",
    re.IGNORECASE,
)
_COMPLAINT = re.compile(
    r"\b(?:\w*neura\wgi\w*|neuropath\w*|neuritis|entrapment|tic\s+douloureux|pain|headaches?|metastas\w*|carcinoma|cancer|tumou?r|syndrome|dx|diagnos\w*)\b",
    re.IGNORECASE,
)
# What a nerve answers to the needle beside it ("sural nerve: tingling at 0.3 V").
_AT_VOLTS = re.compile(r"[^.;\n]*?\bat\s+(?:only\s+)?\d*\.?\d+\s*(?:V|volts?)\b", re.IGNORECASE)
_NOT_TREATED = re.compile(
    r"\bnot\b|left\s+alone|abandoned|given\s+up|gave\s+up|(?:was|were|I|we|he|she|they)\s+left\b|spared|deferred|skipped|omitted|escaped",
    re.IGNORECASE,
)
_POINT = re.compile(
    r"\b(?:points?|sites?|targets?|cannula\w*|needles?|probes?|introducers?|corners?|tips?)\b", re.IGNORECASE
)
_PUMP = re.compile(
    r"\W*(?:\w+\s+)?(?:pump|baclofen|morphine|catheter|trial|therapy|opioid\w*|ziconotide)\b", re.IGNORECASE
)
_IT = r"(?:it|this|that|this\s+one|that\s+one|this\s+nerve|that\s+nerve)"
_NOT_IT = re.compile(
    rf"\bnot\s+(?:treat|freeze|lesion|ablate|burn|target|touch|do)\s+{_IT}\b"
    rf"|\b{_IT}\s+(?:was|is)\s+(?:not\s+(?:treated|frozen|lesioned|ablated|burned|targeted|done)|left\s+(?:alone|out)|skipped|spared)\b",
    re.IGNORECASE,
)
# In how many sentences an agent follows the needle.
_NEXT = 3
_FEW_POINTS = 2
_JOINS = re.compile(r"\s*(?:,|/|&|\+|,?\s*(?:and|or)\b)\s*(?:the\s+)?", re.IGNORECASE)
_STOPS = re.compile(r"[.;]\s")
_GOES_ON = re.compile(r"(?:it|its|this|that|there|here|so|i|we)\b", re.IGNORECASE)
_TITLES = frozenset({"title", "head", "planned-title"})
FOREFOOT = "plantar-common-digital"
_NASAL, _CELIAC = "posterior-nasal", "celiac-plexus"
NEURAXIAL = frozenset({"subarachnoid", "epidural", "epidural-cervicothoracic", "epidural-lumbosacral"})


@dataclass(slots=True)
class Target:
    """One nerve concept with the mentions that speak for its treatment; ``weight`` is the strongest of them."""

    nerve: str
    items: list[Item] = field(default_factory=list)
    named: list[Item] = field(default_factory=list)
    weight: int = 0
    denied: bool = False
    refused: bool = False

    @property
    def all(self) -> list[Item]:
        return sorted([*self.items, *self.named], key=lambda item: item.start)


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
    rows = [item for item in points if _NERVE_COLUMN.fullmatch(tables.heading(scene.text, item.start))]
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
    if item.concept == _NASAL:
        return True
    if item.concept == "subarachnoid" and _PUMP.match(scene.after(item, 24)):
        return False
    if item.text == "CPN" and any(scene.concept(other).sets.get("nerve") == _CELIAC for other in scene.of("site")):
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
        return denied or is_label(scene, item) or item.tier == NAMED or _near_treatment(scene, item)
    if item.tier != TOLD and (
        _NERVE_COLUMN.fullmatch(tables.heading(scene.text, item.start)) or _NERVE_KEY.search(scene.before(item, 45))
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
    return _near_treatment(scene, item) and (
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


def _near_treatment(scene: Scene, item: Item) -> bool:
    told = bool(scene.same_sentence(item, "technique", "temperature"))
    return told or scene.has("treated", item) or scene.has("repeat", item)


def is_label(scene: Scene, item: Item) -> bool:
    """Whether a nerve stands as a label: it opens its line, or fills the column of the nerves in a table."""
    if _NERVE_COLUMN.fullmatch(tables.heading(scene.text, item.start)):
        return True
    start = scene.text.rfind("\n", 0, item.start)
    line_before = scene.text[max(0, start) : item.start]
    return bool(_LABEL_BEFORE.search(line_before)) and bool(_LABEL_AFTER.match(scene.text[item.end : item.end + 40]))


def bystander(scene: Scene, item: Item) -> bool:
    """Whether the words around a nerve make it a landmark or something to spare."""
    if item.concept == _NASAL and scene.same_sentence(item, "technique"):
        return False
    before, after = scene.before(item, 45), scene.after(_last_of_row(scene, item), 40)
    after = _BLOCK_AND.sub("", after)
    return (
        bool(scene.cues["bystander-before"].search(before))
        or (bool(scene.cues["bystander-after"].search(after)) and not _AT_VOLTS.match(scene.after(item, 80)))
        or bool(_AT_A_DISTANCE.match(after))
    )


def _last_of_row(scene: Scene, item: Item) -> Item:
    """The last of the nerves that "and" or a comma joins to one: what is said behind it is said of all."""
    last = item
    for other in scene.of("nerve", "nerve-name"):
        if other.sentence == item.sentence and _JOINS.fullmatch(scene.text, last.end, max(last.end, other.start)):
            last = other
    return last


def weigh(scene: Scene, item: Item, acts: Iterable[Item]) -> int:
    """How much one mention in the account says for the treatment of its nerve."""
    if bystander(scene, item):
        return 0
    if any(act.sentence == item.sentence for act in acts):
        return _ACTED
    if numbed(scene, item):
        return _SEEN
    if _clause_has(scene, "treated", item):
        return _ACTED
    if is_label(scene, item) or (item.kind == "nerve-name" and _clause_has(scene, "repeat", item)):
        return _LISTED
    if _clause_has(scene, "approached", item) or _GOAL.search(scene.before(item, 40)):
        return REACHED
    return _SEEN if scene.has("perceived", item) or _only_felt(scene, item) else _NAMED_ONLY


def _only_felt(scene: Scene, item: Item) -> bool:
    """Whether a nerve is the subject of a finding ("the middle cluneals were tender")."""
    state = _STATE.match(scene.after(item, 60))
    return state is not None and scene.cues["condition"].search(state.group()) is not None


def _clause_has(scene: Scene, cue: str, item: Item) -> bool:
    """Whether the stretch between semicolons in which a mention stands holds one of the cue's phrases, or what follows up to
    the next nerve."""
    if not scene.has(cue, item):
        return False
    start, end = scene.sentences[item.sentence]
    first = scene.text.rfind(";", start, item.start) + 1 or start
    following = min(
        (other.start for other in scene.same_sentence(item, "nerve", "nerve-name") if other.start >= item.end),
        default=end,
    )
    last = scene.text.rfind(";", item.end, following)
    return bool(scene.cues[cue].search(scene.text, first, last if last >= 0 and following < end else end))


def numbed(scene: Scene, item: Item) -> bool:
    """Whether a sentence without a lesion only brings an anaesthetic to the nerve, or tells of blocks."""
    if scene.same_sentence(item, "technique", "temperature"):
        return False
    if not item.concept.startswith("facet") and any(
        block.start >= item.end
        or block.assertion == "historical"
        or _TESTS.match(block.text)
        or _BLOCK_OF.fullmatch(scene.text[block.end : item.start])
        for block in scene.same_sentence(item, "block")
    ):
        return True
    drugs = [drug for drug in scene.same_sentence(item, "anaesthetic") if drug.performed]
    if any(_DRUGGED.fullmatch(scene.text[item.end : drug.start]) for drug in drugs if drug.start >= item.end):
        return True
    told = [drug for drug in scene.same_sentence(item, "anaesthetic", "steroid") if drug.performed]
    if any(drug.start >= item.end and _BESIDE.fullmatch(scene.text[item.end : drug.start]) for drug in told):
        return not scene.has("treated", item)
    return bool(drugs) and bool(_DRUG_TO.search(scene.text[min(drug.end for drug in drugs) : item.start]))


def approached(scene: Scene, item: Item) -> bool:
    """Whether the account brings an instrument or an agent to this nerve."""
    return weigh(scene, item, ()) >= REACHED


def targets(scene: Scene, clues: Sequence[Clue]) -> list[Target]:
    """The treated nerves, in the order in which the note first speaks of them. Prose ahead of the account is asked only
    where account and title name none."""
    acts = [item for item in (clue.item for clue in clues) if item.performed and item.tier in {DONE, SUMMED, BEFORE}]
    spoken = candidates(scene)
    resumed = _resumed(scene, spoken, acts)
    for account in ((DONE, SUMMED), (DONE, SUMMED, BEFORE)):
        found = _gathered(scene, spoken, acts, account, resumed)
        chosen = _chosen(scene, [target for target in found if target.items or target.named])
        if chosen:
            break
    chosen = chosen or _unlisted(scene, acts) or _remembered(scene, spoken, acts) or _unnamed_digital(scene, acts)
    return sorted(
        _specific(chosen, {act.sentence for act in acts if act.tier == DONE}), key=lambda target: target.all[0].start
    )


def _unlisted(scene: Scene, acts: Sequence[Item]) -> list[Target]:
    """Nerves that only the note itself names, where it acts on them or heads with them."""
    found = _gathered(scene, scene.of("nerve-other"), acts, (DONE, SUMMED, BEFORE))
    return [target for target in found if target.named or target.weight >= _ACTED]


def _remembered(scene: Scene, spoken: Sequence[Item], acts: Sequence[Item]) -> list[Target]:
    """The nerve that a note recalls before it tells of an act on it ("blocks of the LFCN helped ... the nerve was frozen"),
    where it recalls only one, or the nerves, where the account then speaks of as many."""
    if not acts:
        return []
    first = min(act.start for act in acts)
    spoken = [item for item in spoken if not _blocked_in_vain(scene, item)]
    told = [
        item
        for item in spoken
        if (item.tier == BEFORE and item.performed) or (item.tier in {BEFORE, NAMED} and item.assertion == "historical")
    ]
    account = _account(scene)
    many = _THE_NERVES.search(scene.text, *account)
    if not told and (many or _THE_NERVE.search(scene.text, *account)):
        told = [
            item
            for item in spoken
            if item.start < first
            and (item.tier != NAMED or item.section not in _TITLES - {"head"} or _diagnosed(scene, item))
            and item.assertion != "other"
            and item.concept not in NEURAXIAL
        ]
        complaints = [item for item in _of_complaints(scene) if item.start < first]
        if many and (both := _as_many(many, [*told, *complaints])):
            return both
        told = told or complaints
    told = told or [item for item in spoken if item.tier == DONE and scene.same_sentence(item, "block")]
    return (_as_many(many, told) if many else []) or _recalled(told, 1)


def _recalled(told: Iterable[Item], number: int) -> list[Target]:
    """The nerves that some mentions name, where they are of a number."""
    nerves: dict[str, Target] = {}
    for item in told:
        nerves.setdefault(item.concept, Target(item.concept, items=[item], weight=_NAMED_ONLY))
    return list(nerves.values()) if len(nerves) == number else []


def _of_complaints(scene: Scene) -> list[Item]:
    """The nerves that complaints are called after ("great auricular neuralgia", "a sciatic neuroma")."""
    return [
        item
        for item in scene.of("nerve", "nerve-name")
        if item.assertion != "other" and _CALLED_AFTER.match(scene.after(item, 30))
    ]


def _as_many(spoken: re.Match[str], told: Sequence[Item]) -> list[Target]:
    """The nerves that words for several of them ("both nerves", "these branches") take up, if they are as many."""
    word = (spoken["both"] or spoken["count"] or spoken["each"] or "").lower()
    return _recalled(told, _MANY.get(word) or int(word or max(2, len({item.concept for item in told}))))


def between_toes(scene: Scene) -> list[Item]:
    """The web spaces that a note of a neuroma names."""
    if not _NEUROMA.search(scene.text):
        return []
    spaces = [item for item in scene.of("interspace", "site") if item.tier in {DONE, NAMED} and item.today]
    spaces = [item for item in spaces if item.kind == "interspace" or scene.concept(item).sets.get("nerve") == FOREFOOT]
    return [item for item in spaces if not only_examined(scene, item)] or spaces


def only_examined(scene: Scene, item: Item) -> bool:
    """ "2nd spaces quiet in both feet": a sentence that tells how a place feels, and no act."""
    told = scene.has("acting", item) or scene.has("treated", item) or scene.same_sentence(item, "technique")
    return scene.has("condition", item) and not told


def _unnamed_digital(scene: Scene, acts: Sequence[Item]) -> list[Target]:
    """The nerve of a web space, where a note of a neuroma names only the space."""
    spaces = between_toes(scene) or [
        item for item in scene.of("interspace") if item.tier == BEFORE and _NEUROMA.search(scene.sentence_text(item))
    ]
    if len({item.concept for item in spaces if item.tier == BEFORE}) > 1:
        return []
    return [Target(FOREFOOT, items=spaces, weight=REACHED)] if spaces and acts else []


def _account(scene: Scene) -> tuple[int, int]:
    """Where the account's mentions begin and end."""
    done = [item for item in scene.items if item.tier == DONE]
    return (scene.sentences[done[0].sentence][0], scene.sentences[done[-1].sentence][1]) if done else (0, 0)


def _resumed(scene: Scene, spoken: Sequence[Item], acts: Sequence[Item]) -> set[int]:
    """Starts of the mentions that a later act takes up: since the last act the account looked at one nerve only, and then
    the lesion is told without naming it."""
    seen = [item for item in spoken if item.tier == DONE and item.performed and not bystander(scene, item)]
    titled = {item.concept for item in spoken if item.tier == NAMED and item.today}
    resumed: set[int] = set()
    last = -1
    for sentence in sorted({act.sentence for act in acts if act.tier == DONE}):
        since = [item for item in seen if last < item.sentence <= sentence]
        if not since:
            continue
        last = sentence
        nerves = {item.concept for item in since}
        if (
            len(nerves) == 1
            and (not titled or nerves <= titled)
            and all(weigh(scene, item, ()) < REACHED for item in since)
        ):
            resumed |= {item.start for item in since}
    return resumed


def _gathered(
    scene: Scene, spoken: Sequence[Item], acts: Sequence[Item], account: Sequence[str], resumed: Iterable[int] = ()
) -> list[Target]:
    found: dict[str, Target] = {}
    for item in spoken:
        nerve = str(scene.concept(item).sets.get("nerve", item.concept))
        target = found.setdefault(nerve, Target(nerve))
        if item.tier in account and (_refused(scene, item) or left_out(scene, item, acts)):
            target.refused = True
        elif item.tier in account and _without_entry(scene, item):
            target.denied = True
        elif item.assertion == "negated" and item.tier in {NAMED, *account}:
            target.denied = target.denied or (denies(scene, item) and not bystander(scene, item))
        elif item.tier == NAMED and item.today:
            if not (
                bystander(scene, item)
                or _diagnosed(scene, item)
                or _called_off(scene, item)
                or numbed(scene, item)
                or _only_seen(scene, item)
            ):
                target.named.append(item)
        elif item.tier in account and item.performed and not _blocked_in_vain(scene, item):
            weight = max(weigh(scene, item, acts), _LISTED if item.start in resumed else 0)
            if weight and (item.tier != SUMMED or weight == _ACTED):
                target.items.append(item)
                target.weight = max(target.weight, weight if item.tier != SUMMED else REACHED)
    return list(found.values())


def _blocked_in_vain(scene: Scene, item: Item) -> bool:
    """Whether a sentence that tells no act says that a block of the nerve was of no use."""
    if not scene.same_sentence(item, "block") or scene.same_sentence(item, "technique", "temperature"):
        return False
    start, end = scene.sentences[item.sentence]
    opened, closed = scene.text.rfind(";", start, item.start) + 1 or start, scene.text.find(";", item.end, end)
    return _USELESS.search(scene.text, opened, closed if closed >= 0 else end) is not None


def _without_entry(scene: Scene, item: Item) -> bool:
    """Whether the row of a nerve has nothing in the column of the acts."""
    return tables.lacks(scene.text, item.start, _ACT_COLUMN)


def _diagnosed(scene: Scene, item: Item) -> bool:
    """Whether a heading names the complaint, not the act: a diagnosis makes no procedure."""
    return bool(_COMPLAINT.search(scene.sentence_text(item))) and not scene.same_sentence(item, "technique", "block")


def _only_seen(scene: Scene, item: Item) -> bool:
    """Whether a sentence of a heading's prose only looks at the nerve."""
    told = scene.same_sentence(item, "technique", "temperature") or _clause_has(scene, "approached", item)
    return not told and _clause_has(scene, "perceived", item)


def _called_off(scene: Scene, item: Item) -> bool:
    """ "She had been put down for the ganglion impar too. Not done.": what was meant and then left, in a paragraph of the
    account without an act."""
    if item.assertion != "intended" or item.section in _TITLES:
        return False
    if any(act.performed for act in scene.same_block(item, "technique", "temperature")):
        return False
    end = next(iter(scene.blocks[item.block + 1 : item.block + 2]), len(scene.text))
    return bool(
        _NOT_TREATED.search(scene.text, item.end, end) or scene.cues["unwanted"].search(scene.text, item.end, end)
    )


def left_out(scene: Scene, item: Item, acts: Collection[Item]) -> bool:
    """ "I looked at the sural too; it had been numb for years and was left alone.": what follows a nerve says that it was not
    treated, in its paragraph where this tells no act, else in its sentence and one that goes on about it."""
    if item.tier != DONE:
        return False
    paragraph = scene.blocks[item.block + 1 : item.block + 2]
    if not any(act.block == item.block for act in acts) and _NOT_IT.search(scene.text, item.end, *paragraph):
        return True
    start, end = scene.sentences[item.sentence]
    opened = max(start - 1, scene.text.rfind(";", start, item.start), scene.text.rfind(". ", start, item.start))
    ended = not acts and scene.cues["aborted"].search(scene.text) is not None
    if ended or any(opened < act.start < item.start for act in acts):
        return False
    others = (other for other in scene.of("nerve", "nerve-name") if other.concept != item.concept)
    ahead = [*acts, *others, *scene.of("level", "branch", "division")]
    if scene.sentences[item.sentence + 1 :] and _GOES_ON.match(scene.text, scene.sentences[item.sentence + 1][0]):
        end = scene.sentences[item.sentence + 1][1]
    told = _last_of_row(scene, item).end
    end = min([end, *paragraph, *(one.start for one in ahead if one.start >= told)])
    passed = scene.cues["passed_by"].search(scene.text, told, end)
    goes_on = any(act.start == end and not _STOPS.search(scene.text, passed.end(), end) for act in acts if passed)
    return passed is not None and not goes_on


def _refused(scene: Scene, item: Item) -> bool:
    """ "No freeze was made at the iliohypogastric": the act is denied of this nerve."""
    denied = [
        other
        for other in scene.same_sentence(item, "technique")
        if other.assertion == "negated" and other.end <= item.start
    ]
    return any(_AT_IT.fullmatch(scene.text[other.end : item.start]) for other in denied)


def denies(scene: Scene, item: Item) -> bool:
    """Whether the treatment of a nerve is denied, not a finding at it."""
    return scene.has("treated", item) or bool(_NOT_TREATED.search(scene.sentence_text(item)))


def _chosen(scene: Scene, found: list[Target]) -> list[Target]:
    named = [target for target in found if target.named]
    reported = any(item.performed for target in named for item in target.named)
    best = max((target.weight for target in found), default=0)
    kept = []
    for target in found:
        alone = all(other.nerve in NEURAXIAL for other in found)
        if target.nerve in NEURAXIAL and not _neuraxial(scene, target, alone=alone):
            continue
        if (target.denied and target.weight < REACHED) or (target.refused and target.weight < _ACTED):
            continue
        if reported and target.named and not any(item.performed for item in target.named):
            if target.weight >= _LISTED:
                kept.append(target)
        elif target.named:
            if target.weight or not _superseded(target, found):
                kept.append(target)
        elif target.weight >= (_LISTED if named else _NAMED_ONLY if best >= REACHED else _SEEN):
            kept.append(target)
    return kept


def _superseded(target: Target, found: Sequence[Target]) -> bool:
    """A nerve of the title gives way where the account acts on a part of it."""
    parts = _PART_OF.get(target.nerve, ()) if target.nerve != "gasserian" else ()
    return any(other.nerve in parts and other.weight >= _LISTED for other in found)


def _neuraxial(scene: Scene, target: Target, *, alone: bool) -> bool:
    """Spinal spaces are targets of an injected neurolytic only; spinal fluid tells the space where no nerve is named."""
    if alone and any(item.kind == "site" or _then_given(scene, item) for item in target.all):
        return True
    return any(
        re.search(
            r"neurolysis|neurolytic|phenol|alcohol|glycer|radiofrequency|\bRF", scene.sentence_text(item), re.IGNORECASE
        )
        for item in target.all
    )


def _then_given(scene: Scene, item: Item) -> bool:
    """Whether the account brings a needle to a space, and tells in one of the next sentences of the agent given there."""
    return (
        item.tier == DONE
        and _clause_has(scene, "approached", item)
        and any(
            act.performed
            and scene.concept(act).sets["technique"] == "chemical"
            and 0 <= act.sentence - item.sentence <= _NEXT
            and scene.has("treated", act)
            for act in scene.of("technique")
        )
    )


def _specific(found: list[Target], acts: Collection[int]) -> list[Target]:
    """Drop the whole where its part is the target ("saphenous" beside its infrapatellar branch)."""
    present = {target.nerve for target in found}
    kept = []
    for target in found:
        generic = {item.text.lower().rstrip("s") for item in target.all}
        loose = [part for words in generic if words in _GENERIC for part in _GENERIC[words] if part != target.nerve]
        if loose and len(generic) == 1 and any(part in present for part in loose):
            continue
        parts = [part for part in _PART_OF.get(target.nerve, ()) if part in present]
        if parts and not _stands_alone(target, [other for other in found if other.nerve in parts], acts):
            continue
        kept.append(target)
    return kept


def _stands_alone(target: Target, parts: Sequence[Target], acts: Collection[int]) -> bool:
    """The whole was treated too: it is acted on in a sentence, or titled, where no part of it is."""
    others = {item.sentence for part in parts for item in part.all}
    titled = [item for item in target.named if item.sentence not in others or _side_by_side(item, parts)]
    acted = [item for item in target.items if item.sentence not in others]
    return any(item.sentence in acts for item in acted) or (bool(titled) and bool(acted) and target.weight >= _LISTED)


def _side_by_side(item: Item, parts: Sequence[Target]) -> bool:
    return any(
        other.sentence == item.sentence and abs(other.start - item.end) < 40 for part in parts for other in part.named
    )
