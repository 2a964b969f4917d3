"""How a mention of a nerve bears on it: treated, reached, seen, numbed, passed by, left out or denied."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from extractor.components import tables
from extractor.reading.scene import DONE, Item, Scene

ACTED, LISTED, REACHED, NAMED_ONLY, SEEN = 5, 4, 3, 2, 1
NERVE_COLUMN = re.compile(
    r"\W*(?:(?:target|treated)\s+)?(?:nerves?|n\.|targets?|branch(?:es)?|ganglion|structure)(?:\s*/?\s*(?:branch\w*|site|target\w*|nerves?|treated|name|\(?s\)?|level))?\W*",
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
_ACT_COLUMN = re.compile(
    r"\W*(?:no\.?\s+of\s+|#\s*)?(?:cycles?|freez\w*|lesions?|burns?|applications?|runs?|treated|done|given|performed|today|dose|vol(?:ume)?|ml|cc|temp\w*|duration|sec(?:ond)?s?|min(?:ute)?s?)(?:\W*[x\u00d7/@]\s*\w{1,8})?(?:\W*(?:\(?[a-z/]{1,8}\)?))?\W*",
    re.IGNORECASE,
)
_LABEL_BEFORE = re.compile(
    r"(?:^|\n)[\s>*~+\u2022\u25aa#|\u2014\u2013-]*(?:(?:\(?\d{1,2}(?:st|nd|rd|th)?[.):]?|(?:first|second|third|fourth)[,:.]?|\(?[A-Za-z][.)])\s*)?(?:(?:left|right|both|bilateral|[LR]t?\.?|b/l|[CTLS]\d{1,2})\W+){0,2}(?:the\s+)?(?:(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth)\s+(?:(?:inter|web)[\s-]?spaces?\s+)?)?$",
    re.IGNORECASE,
)
_LABEL_AFTER = re.compile(
    r"^\s*(?:nerves?|nn?\.?|branch\w*|brr?\.?)?\s*(?:\([^)]*\)\s*)?(?:[TLSC]\d{1,2}\s*(?:(?:,|and|&|/|to)\s*(?=[TLSC]?\d))?)*(?:\(?(?:[LR]t?|B/?L|left|right|both|bilat\w*)\b\)?\s*)?(?:[:\u2014\u2013|\t@,]|-|\s{2,}|$|\n|\.|\d[\d.]*\s?(?:ml|cc|x|s\b|sec|min))",
    re.IGNORECASE,
)
_AT_IT = re.compile(r"[^.;,]{0,40}\b(?:at|of|to|on|for)\s+(?:the\s+|this\s+)?(?:left\s+|right\s+)?", re.IGNORECASE)
_BLOCK_AND = re.compile(r"^\W*blocks?(?=\s*(?:and|with|then|followed|/|,|\+|&))", re.IGNORECASE)
# A bracket that recalls how blocks went.
_TESTED = re.compile(r"\s*\([^()]{0,40}\bblocks?\b[^()]{0,60}(?:%|relief|positive|\+ve)[^()]{0,40}\)", re.IGNORECASE)
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
_IT = r"(?:it|this|that|this\s+one|that\s+one|this\s+nerve|that\s+nerve)"
_NOT_IT = re.compile(
    rf"\bnot\s+(?:treat|freeze|lesion|ablate|burn|target|touch|do)\s+{_IT}\b"
    rf"|\b{_IT}\s+(?:was|is)\s+(?:not\s+(?:treated|frozen|lesioned|ablated|burned|targeted|done)|left\s+(?:alone|out)|skipped|spared)\b",
    re.IGNORECASE,
)
_JOINS = re.compile(r"\s*(?:,|/|&|\+|,?\s*(?:and|or)\b)\s*(?:the\s+)?", re.IGNORECASE)
_STOPS = re.compile(r"[.;]\s")
_GOES_ON = re.compile(r"(?:it|its|this|that|there|here|so|i|we)\b", re.IGNORECASE)
TITLES = frozenset({"title", "head", "planned-title"})
NASAL, CELIAC = "posterior-nasal", "celiac-plexus"


def near_treatment(scene: Scene, item: Item) -> bool:
    """Whether the sentence of a mention tells of an act."""
    told = bool(scene.same_sentence(item, "technique", "temperature"))
    return told or scene.has("treated", item) or scene.has("repeat", item)


def is_label(scene: Scene, item: Item) -> bool:
    """Whether a nerve stands as a label: it opens its line, or fills the column of the nerves in a table."""
    if NERVE_COLUMN.fullmatch(tables.heading(scene.text, item.start)):
        return True
    start = scene.text.rfind("\n", 0, item.start)
    line_before = scene.text[max(0, start) : item.start]
    return bool(_LABEL_BEFORE.search(line_before)) and bool(_LABEL_AFTER.match(scene.text[item.end : item.end + 40]))


def bystander(scene: Scene, item: Item) -> bool:
    """Whether the words around a nerve make it a landmark or something to spare."""
    if item.concept == NASAL and scene.same_sentence(item, "technique"):
        return False
    last = _last_of_row(scene, item)
    tested = _TESTED.match(scene.text, last.end)
    before, after = scene.before(item, 45), "" if tested else _BLOCK_AND.sub("", scene.after(last, 40))
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
        return ACTED
    if numbed(scene, item):
        return SEEN
    if clause_has(scene, "treated", item):
        return ACTED
    if is_label(scene, item) or (item.kind == "nerve-name" and clause_has(scene, "repeat", item)):
        return LISTED
    if clause_has(scene, "approached", item) or _GOAL.search(scene.before(item, 40)):
        return REACHED
    return SEEN if scene.has("perceived", item) or _only_felt(scene, item) else NAMED_ONLY


def _only_felt(scene: Scene, item: Item) -> bool:
    """Whether a nerve is the subject of a finding ("the middle cluneals were tender")."""
    state = _STATE.match(scene.after(item, 60))
    return state is not None and scene.cues["condition"].search(state.group()) is not None


def clause_has(scene: Scene, cue: str, item: Item) -> bool:
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


def only_examined(scene: Scene, item: Item) -> bool:
    """ "2nd spaces quiet in both feet": a sentence that tells how a place feels, and no act."""
    told = scene.has("acting", item) or scene.has("treated", item) or scene.same_sentence(item, "technique")
    return scene.has("condition", item) and not told


def blocked_in_vain(scene: Scene, item: Item) -> bool:
    """Whether a sentence that tells no act says that a block of the nerve was of no use."""
    if not scene.same_sentence(item, "block") or scene.same_sentence(item, "technique", "temperature"):
        return False
    start, end = scene.sentences[item.sentence]
    opened, closed = scene.text.rfind(";", start, item.start) + 1 or start, scene.text.find(";", item.end, end)
    return _USELESS.search(scene.text, opened, closed if closed >= 0 else end) is not None


def without_entry(scene: Scene, item: Item) -> bool:
    """Whether the row of a nerve has nothing in the column of the acts."""
    return tables.lacks(scene.text, item.start, _ACT_COLUMN)


def diagnosed(scene: Scene, item: Item) -> bool:
    """Whether a heading names the complaint, not the act: a diagnosis makes no procedure."""
    return bool(_COMPLAINT.search(scene.sentence_text(item))) and not scene.same_sentence(item, "technique", "block")


def only_seen(scene: Scene, item: Item) -> bool:
    """Whether a sentence of a heading's prose only looks at the nerve."""
    told = scene.same_sentence(item, "technique", "temperature") or clause_has(scene, "approached", item)
    return not told and clause_has(scene, "perceived", item)


def called_off(scene: Scene, item: Item) -> bool:
    """ "She had been put down for the ganglion impar too. Not done.": what was meant and then left, in a paragraph of the
    account without an act."""
    if item.assertion != "intended" or item.section in TITLES:
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


def refused(scene: Scene, item: Item) -> bool:
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
