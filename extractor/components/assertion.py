"""Component ``neurolysis_assertion``: how each mention stands: performed, intended, planned, historical, negated,
hypothetical, or another person's.

A cue reaches over its clause, never past a stop or past an "and" that opens a clause of its own; a section has a
default (a plan is planned, a consent hypothetical); check boxes and ``Key: No`` fields are read as such.
Results: ``doc.spans["assertions"]``, parallel to ``doc.spans["mentions"]``, labelled with the assertion.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise, product, zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.components import tables
from extractor.components.encounter import DATE_OF_SERVICE, Dated, date_of_service, dates, days
from extractor.components.layers import Page, Read, Record, group, put, text_of, words_of
from extractor.components.mentions import MENTIONS
from extractor.components.sections import PART, SECTIONS
from extractor.components.sentences import SENTENCES
from extractor.components.words import Trie, Word, words

if TYPE_CHECKING:
    from spacy.tokens import Doc

ASSERTIONS = "assertions"
# Key in ``user_data`` for the offset at which the account begins.
TOLD_UNTIL = "neurolysis_told_until"
PERFORMED, INTENDED, PLANNED, HISTORICAL = "performed", "intended", "planned", "historical"
NEGATED, HYPOTHETICAL, OTHER, PAST = "negated", "hypothetical", "other", "past"
_PRIORITY = (NEGATED, OTHER, HYPOTHETICAL, PLANNED, HISTORICAL, PAST, INTENDED)
_REACH = {NEGATED: 14, INTENDED: 30, PLANNED: 30, HISTORICAL: 30, PAST: 20, HYPOTHETICAL: 30, OTHER: 20}
_REACH_OF_WITHOUT = 5
_REACH_OF_DATE = {HISTORICAL: 18, PLANNED: 30}
_TAKEN_BACK = 3
_OPENING = 3
_SECTION_DEFAULT = {
    "history": HISTORICAL, "consent": HYPOTHETICAL, "education": HYPOTHETICAL, "plan": PLANNED, "exam": HYPOTHETICAL,
    "medications": HYPOTHETICAL, "planned-title": INTENDED,
}  # fmt: skip
_TOLD = frozenset(
    {"history", "head", "body", "diagnosis", "exam", "medications", "plan", "consent", "impression", "metadata"}
)
_POSED = (
    r"\s+(?:her|him|them|the\s+patient)\s+(?:(?:to|lying|lie|already|positioned|settled)\s+)?(?:sit|lie|roll|turn|kneel|bend|lean|curl|hug|rest|stay|hold|climb|stretch|face|prone|supine|"
    r"seated|sitting|lying|propped|flat|semi-?recumbent|sideways|on\s+(?:her|his|their|the)\s+(?:\w+\s+)?(?:back|side|stomach|front|belly|tummy|abdomen|elbows|table|couch))\b"
)
_SET_UP = re.compile(
    r"\b(?:prone|supine|decubitus|prepped|draped|prepared\s+with|cleaned\s+with|time[\s-]?out|sterile|chlora?-?prep|chlorhexidine|betadine|povidone|duraprep|skin\s+wheal|lithotomy|"
    r"positioned|seated|sitting|sat|lay\b|lying|procedure\s+room|fluoro(?:scopy)?\s+suite|treatment\s+room|in\s+the\s+suite|needles?|cannulas?|cannulae|(?:cryo-?)?probes?|introducers?|electrodes?|"
    r"transducer|\d+(?:\.\d+)?\s?(?:u|iu|units)\b|(?:was|were)\s+(?:\w+\s+){0,3}?(?:frozen|lesioned|ablated|denervated|coagulated|injected)|c-arm|fluoroscop\w*|ultrasound|image\s+intensifier|(?:this\s+morning|this\s+afternoon|today)\s+(?:i|we|he|she|the)\b|i\s+(?:used|put|placed|injected|gave|froze|brought|treated|scanned)|"
    rf"(?:had|got|let|asked|put|laid|placed|turned|have){_POSED}|"
    r"(?:through|via)\s+an?\s+(?:[\w-]+\s+){0,3}incision|incision\s+was|tourniquet|(?:was|were)\s+(?:surgically\s+)?exposed|dissected|dissection\s+(?:was|proceeded|carried)|"
    r"the\s+(?:left|right)\s+(?:side\s+)?(?:was|came|went)\s+(?:(?:done|treated|dealt\s+with|taken)\s+)?first|"
    r"(?:i|we)\s+(?:then\s+|next\s+)?(?:slid|slipped|steered|walked|worked|pushed|drove|threaded|eased|numbed|palpated|groped|felt\s+(?:for|along|behind|over|the)|settled|positioned|marked|painted|scrubbed|swabbed|wiped|mapped|outlined|cleaned|washed|prepped|draped|found\s+the|located|identified|advanced|inserted|introduced|passed|aimed|directed|angled|lowered|guided|deposited|trickled|dripped|emptied|pricked|stimulated))\b"
    r"|\[\s?[xX\u2713\u2714]\s?\]|[\u2611\u2612]|\d\s?(?:\u00b0\s?)?(?:C|deg\w*)\W{1,3}(?:x\s|for\s)?\d{2,3}\s?(?:s|secs?|seconds)\b",
    re.IGNORECASE,
)  # fmt: skip
_LAID = re.compile(r"\b(?:prone|supine|prepped|draped|decubitus|lithotomy)\b", re.IGNORECASE)
_POSTURE = re.compile(
    r"(?:with\s+(?:the\s+patient|him|her)\s+)?(?:sitting|seated|lying|prone|supine|positioned|laid)\b"
    r"|(?:he|she|they|the\s+(?:patient|man|woman|lady|gentleman|child|boy|girl)|m(?:r|rs|s)\.?\s+[\w'-]+)\s+(?:was\s+|were\s+)?"
    r"(?:lay|sat|knelt|leaned|leant|laid|seated|positioned|placed|turned|rolled|propped|brought|wheeled|taken|helped)\b",
    re.IGNORECASE,
)
_EARLIER = (
    r"ago|last\s+(?!mon|tue|wed|thu|fri|sat|sun)|previous\w*|prior|history|MRI|showed|in\s+(?:19|20)\d\d|referred"
)
_BEFORE_TODAY = re.compile(rf"\b(?:{_EARLIER}|had(?!{_POSED})|failed|block|blocks|tried)\b", re.IGNORECASE)
_LONG_BEFORE = re.compile(rf"\b(?:{_EARLIER})\b", re.IGNORECASE)
_NEUROLYTIC_GIVEN = re.compile(
    r"\b(?:\d|half|one|two|three|four|five|six|eight|ten)\s*(?:a\s+|further\s+)?(?:ml|cc|millilit(?:er|re)s?)\s+(?:of\s+)?(?:\d+(?:\.\d+)?\s*(?:%|percent|per\s+cent)\s*)?(?:\w+\s+){0,2}(?:phenol|alcohol|ethanol|glycer\w*)",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"(?P<off>\[[\s_]?\]|\(\s?\)|\u2610|\u25a1|\u274f|\u25cb|\[\s?-\s?\])|(?P<on>\[\s?[xX\u2713\u2714*]\s?\]|\((?:x|X|\u2713)\)|\u2611|\u2612|\u2611|\u2713|\u2714|\u25cf(?=\s?\w+\s*\u25cb))"
)
_LABEL_WORDS = 6
_LONGEST_KEY = 4
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|had|have|did|does|can|could|will|would|complain\w*|present\w*|return\w*|failed|helped|relieved|tried|signed|referred|seen|consent\w*)\b|\?",
    re.IGNORECASE,
)
_SIDE_LABEL = re.compile(r"\b(?:left|right|both|bilateral|lt|rt|[LR])\b", re.IGNORECASE)
# "The left was done first", "We began on the right": which side the account takes up.
_ORDERS = re.compile(
    r"(?:(?:i|we|he|she|it)\s+)?(?:(?:was|were|have|had)\s+)?(?:began|begun|started?|starting|beginning|commenced|commencing|opened)\s+(?:(?:with|on|at|in|from)\s+)?(?:(?:the|his|her)\s+)?(?:left|right)(?:[-\s]hand)?(?:\s+(?:side|one|\w+))?\W*"
    r"|(?:(?:the|his|her)\s+)?(?:left|right)(?:[-\s]hand)?(?:\s+(?:side|one|\w+))?\s+(?:was|is|were|came|went)\s+(?:(?:done|treated|tackled|taken|addressed|approached|dealt\s+with|seen\s+to|attended\s+to|begun|started)\s+)?(?:first|on|with)\W*",
    re.IGNORECASE,
)
# What parts the cells of a row, and ends what a cell says.
_CELL_OPENS = (
    r"(?:(?<![ ])[ ]{2,}+|\t|\||[ ](?:-{1,3}|[\u2013\u2014]|->|=>|\u2192|=)[ ]|-{2,}|\.{3,})[\s.|>-]*+(?:was\s+|on\s+)?"
)
_CELL_ENDS = r"(?:\s+(?:today|here|this\s+time|(?:on|at|for)\s+(?:this|that|the)\s+\w+))?(?=\W*$|[ ]{2}|[ ]?(?:[(,;|\t.\u2013\u2014:]|-)|\s+(?:because|as|since|due|per|until|for|after|by|in\s+view)\b)"
_DONE_COLUMN = re.compile(
    r"^(?=[^\n]*(?:[ ]{2}|\t|\|))[^\n]*[ \t|](?:done|treated|lesioned|lesion|performed|injected|burned|frozen|ablated|given|completed?|used|y/n|done\?)[ \t|?]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_DONE_CELL = re.compile(
    r"(?:[ ]{2,}|\t|\|)[ ]*(?:no|n|none|not|never|-{1,3}|[\u2013\u2014\u2717\u2715\u2716]|0)[ ]*\|?[ ]*$", re.IGNORECASE
)
_ROW_STOP = re.compile(r"(?:[a-z]{4}|\d|\))\. (?=[A-Z])|; ")
_EMPTY_ROW = re.compile(
    r"^\W*(?:(\w[^|\t\n]*?)(?:\s*[|\t]\s*[-\u2013\u2014_]+\s*){2,}\|?|([^\W\d][^|\t\n\d]*?)[ ]{3,}[-\u2013\u2014_]{2,})[ \t]*$",
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(
    r"\{[^{}\n]{1,80}\}|[\[<]\W*(?:please\s+)?(?:select|choose|pick|circle|enter|insert|specify|list|drop-?down|options?)\b[^\[\]<>\n]{1,80}[\]>]",
    re.IGNORECASE,
)
_QUESTION_STOP = re.compile(r"(?<=[a-z\d)])[.;]\s+|\s{3,}|[|\t]", re.IGNORECASE)
_ANSWER = re.compile(r"\s?(yes\b|no\b|[yn](?=$|[\s\])|/;,]))", re.IGNORECASE)
_FIELD_STOP = re.compile(r"(?<=[a-z])\.\s+(?=[A-Z])|\s{2,}(?=[A-Za-z][\w /]{1,25}:\s)")
_KEY_OF_BOXES = re.compile(
    r"(?:^|(?<=[ ]{2})|(?<=[|\t;]))\s*(?P<key>[A-Za-z][^\n:|\t]{1,40}?)\s?[:?]\s*(?=[\[(\u2610-\u2612])"
)
_BEHIND = re.compile(r"\s?[^\s\[(]")
_COMPARED = re.compile(r"\b(?:as|like|unlike|than)\b[^.,;]{0,22}$", re.IGNORECASE)
_EXPIRY = re.compile(r"\b(?:exp\w*|lot|use\s+by)\b", re.IGNORECASE)
_COLUMN = re.compile(r" {3,}|\t|\|")
_CELLS = re.compile(r"[ ]{2}|[|\t;]")
_NO_ANSWER = re.compile(
    r"[:?]\s*(?:no|none|n/a|not\s+(?:used|done|performed|applicable|needed|given|run)|never|false|nil|off|(?-i:N)(?!\.))\b(?=\s{2,}|\s*[|;,.)]|\s*$)",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD_KEY = re.compile(r"[A-Za-z][^\n:?|\t]{1,60}$")
_QUOTED = re.compile(r"(?:^[ \t]*>{1,3}[^\n]*(?:\n|$)){2,}", re.MULTILINE)
_IMPERATIVE = frozenset({"return", "back", "proceed"})
_BOTH_WAYS = frozenset(
    {
        "nothing done",
        "nothing was done",
        "is not",
        "are not",
        "was not",
        "were not",
        "isn't",
        "wasn't",
        "weren't",
        "will be",
        "would have been",
        "could have been",
    }
)
_AUXILIARIES = frozenset({"was", "were", "is", "are", "wasn", "weren", "isn"})
_BEFORE_VERB = frozenset(
    {
        "i",
        "we",
        "he",
        "she",
        "they",
        "and",
        "was",
        "were",
        "be",
        "been",
        "is",
        "are",
        "being",
        "have",
        "had",
        "deliberately",
        "therefore",
        "then",
        "which",
        "but",
    }
)
_HEARSAY = frozenset({"heard", "hear", "know", "knew", "read"})
_PRONOUNS = frozenset({"it", "that", "them"})
_LINKS = frozenset({"but", "so"})
_HOPED = frozenset({"planned", "intended", "hoped", "meant"})
_SAME = frozenset({"this", "that", "the"})
_SAME_NOUNS = frozenset(
    {
        "level",
        "nerve",
        "one",
        "site",
        "target",
        "side",
        "joint",
        "branch",
        "point",
        "segment",
        "muscle",
        "vertebra",
        "body",
    }
)
_SUBJECTS = frozenset({"i", "we", "he", "she", "they"})
_DATE = "<date>"
_NOW = frozenset({"today", "here", "now", "time", "visit", "this"})
_HARD_STOPS = frozenset({";", "but", "today"})
_TO_COMMA = frozenset(
    {
        "after",
        "following",
        "despite",
        "failing",
        "failed",
        "failure",
        "refractory",
        "unresponsive",
        "without",
        "instead",
        "rather",
        "avoiding",
        "avoided",
        "avoid",
        "sparing",
        "if",
        "unless",
        "usually",
        "generally",
        "typically",
        "normally",
        "ordinarily",
    }
)
_DATE_LABELS = frozenset({"last", "next", "prev", "previou", "previous", "prior", "due", "since", "rtc", "return"})
_NEIGHBOURS = frozenset(
    {
        "vessel",
        "artery",
        "arterie",
        "vein",
        "lung",
        "pleura",
        "bowel",
        "peritoneum",
        "dura",
        "cord",
        "ureter",
        "viscera",
        "spleen",
        "liver",
        "kidney",
        "aorta",
        "tendon",
        "epineurium",
    }
)
_CONTRASTS = frozenset({"not", "rather", "instead"})
_NOT_NEEDED = frozenset({"used", "needed", "required", "available", "employed", "obtained", "necessary"})
_REASONS = frozenset({"for", "during", "because", "as", "since", "in", "to"})
_AND = frozenset({"and", ",", "&"})
_RELATIVES = frozenset({"which", "who", "whose", "where"})
_LIST_ITEM = re.compile(
    r"[ \t]*(?:[-*>+~\u2022\u25cf\u2013\u2014]|->|\(?(?:\d{1,2}|[A-Za-z])[.)]|[A-Za-z]\))[ \t]|[ ]{2,}\S"
)
# What tells an item as done, not only named: its dose or its time.
_MEASURED_ITEM = re.compile(r"\d\s?(?:ml|cc|u|units|s|secs?|seconds?|mins?|minutes?)\b", re.IGNORECASE)
_LONGEST_LIST = 25
_CONDITIONS = frozenset({"if", "unless", "should", "once", "when", "provided"})
_EVER = frozenset({"is", "are", "can", "may", "doe", "does"})
_ASIDE_AFTER = 3
_OWN_SUBJECT = 3
_ENDS = frozenset({".", ";", ",", ")"})
_SUBORDINATING = frozenset({"because", "as", "since", "when", "although", "though", "while", "given"})
_OPERATORS = frozenset({"i", "we"})


class Cue(NamedTuple):
    category: str
    forward: bool
    first: int
    after: int
    word: str = ""
    until: int | None = None
    truth: bool = False
    since: int = 0


class Cues:
    """The cues of ``cues.yaml`` compiled for matching."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.trie = Trie()
        for category in _PRIORITY:
            for direction in ("forward", "backward"):
                for term in data[category][direction]:
                    self.trie.add(term, (category, direction == "forward"))
                    if direction == "backward" and term in _BOTH_WAYS:
                        self.trie.add(term, (category, True))
        for teller, telling in product(data[PLANNED]["tellers"], data[PLANNED]["tellings"]):
            self.trie.add(f"{teller} {telling}", (PLANNED, True))
        for modal in data[PLANNED]["modals"]:
            for base in data[PLANNED]["bases"]:
                self.trie.add(f"{modal} {base}", (PLANNED, True))
            for participle in data[PLANNED]["participles"]:
                self.trie.add(f"{modal} be {participle}", (PLANNED, True))
                self.trie.add(f"{modal} be {participle}", (PLANNED, False))
        for person, modal, verb in product(("i", "we"), data[PLANNED]["modals"], data[PLANNED]["proposals"]):
            self.trie.add(f"{person} {modal} {verb}", (PLANNED, False))
        for person, verb in product(data[OTHER]["persons"], data[OTHER]["verbs"]):
            self.trie.add(f"{person} {verb}", (OTHER, True))
        for verb, state in product(data[NEGATED]["idle"]["verbs"], data[NEGATED]["idle"]["states"]):
            self.trie.add(f"{verb} {state}", (NEGATED, False))
        for verb, thing in product(data[NEGATED]["missed"]["verbs"], data[NEGATED]["missed"]["things"]):
            self.trie.add(f"{verb} {thing}", (NEGATED, False))
        bookings = data[PLANNED]["bookings"]
        for booking in product(bookings["verbs"], bookings["persons"], bookings["links"]):
            self.trie.add(" ".join(booking), (PLANNED, True))
        for paper, saying in product(data[HYPOTHETICAL]["papers"], data[HYPOTHETICAL]["sayings"]):
            self.trie.add(f"{paper} {saying}", (HYPOTHETICAL, True))
        for verb, thing in product(data[HYPOTHETICAL]["truths"]["verbs"], data[HYPOTHETICAL]["truths"]["objects"]):
            self.trie.add(f"{verb} {thing}", (HYPOTHETICAL, False, True))
            self.trie.add(f"{verb} {thing}", (HYPOTHETICAL, True, True))
        for season, occasion in product(data[HISTORICAL]["seasons"], data[HISTORICAL]["occasions"]):
            for link in ("at", "at her", "at his", "at the", "in the", "during the", "since the"):
                self.trie.add(f"{link} {season} {occasion}", (HISTORICAL, False))
        general = data[HYPOTHETICAL]["general"]
        for some, person in product(general["quantifiers"], general["persons"]):
            self.trie.add(f"{some} {person}", (HYPOTHETICAL, True))
        for words_of_whom in product(general["ends"], general["whom"], general["links"]):
            self.trie.add(" ".join(words_of_whom), (HYPOTHETICAL, False))
        for copula, habit in product(general["copulas"], general["habits"]):
            self.trie.add(f"{copula} {habit}", (HYPOTHETICAL, False))
        for effect, negation in product(data[HISTORICAL]["effects"], ("", "not ", "never ", "hardly ")):
            self.trie.add(f"had {negation}{effect}", (HISTORICAL, False))
        for span in data[HISTORICAL]["spans"]:
            self.trie.add(f"{span} since", (HISTORICAL, True))
        times = data[HISTORICAL]["times"]
        for category, sense in ((PAST, "told"), (HISTORICAL, "before"), (PLANNED, "ahead")):
            for word, period in product(times[sense], times["periods"]):
                self.trie.add(f"{word} {period}", (category, False))
        for term in data[NEGATED]["unused"]:
            self.trie.add(term, (NEGATED, False))
        self.denied_use = Trie()
        for denial in data[NEGATED]["denials"]:
            for verb in data[NEGATED]["using"]:
                for joined in (f"{denial} {verb}", f"{denial} to {verb}"):
                    for pronoun in data[NEGATED]["pronouns"]:
                        self.denied_use.add(f"{joined} {pronoun}", "use")
        self.corrections = Trie()
        for opening, term in product(("", "no ", "no no ", "no no no ", "sorry "), data[NEGATED]["corrections"]):
            self.corrections.add(f"{opening}{term}", "correction")
        self.leaving = frozenset(word.norm for term in data[NEGATED]["leaving"] for word in words(term))
        self.ends = Trie()
        for term in data[NEGATED]["ends"]:
            self.ends.add(term, "end")
        for term in data[NEGATED]["pseudo"]:
            self.trie.add(term, ("pseudo", True))
        bounds = data[NEGATED]["bounds"]
        for denial in product(bounds["denials"], bounds["verbs"], bounds["limits"]):
            self.trie.add(" ".join(denial), ("pseudo", True))
        self.stops = Trie()
        for term in data["stops"]:
            self.stops.add(term, "stop")
        self.finite = frozenset(word.norm for term in data["finite"] for word in words(term))
        self.done = frozenset(word.norm for term in data["treated"]["terms"] if " " not in term for word in words(term))
        phrases = "|".join(re.escape(term).replace(r"\ ", r"\s+") for term in data[NEGATED]["left_out"])
        self.left_out = re.compile(rf"{_CELL_OPENS}(?:{phrases})\b{_CELL_ENDS}", re.IGNORECASE | re.MULTILINE)
        self.skipped = re.compile(
            rf"^[ \t]*(?P<level>[CTLS]-?\d{{1,2}}\b)[^\n]*[\s,;](?:{phrases})[ .!]*$", re.IGNORECASE | re.MULTILINE
        )
        self.no_means = re.compile(
            rf":\s*(?-i:[a-z][a-z' -]{{2,30}}[,;]\s*)?(?:{phrases})\b{_CELL_ENDS}", re.IGNORECASE | re.MULTILINE
        )


def assertions(
    text: str,
    found: Sequence[Word],
    cues: Cues,
    spans: Mapping[str, Sequence[tuple[str, int, int]]],
    service: date | None,
    dated: Sequence[Dated],
    told_end: int,
) -> list[str]:
    """The assertion of each mention; ``spans`` holds sections, sentences and mentions as (label, start, end)."""
    starts = [word.start for word in found]
    result: list[str] = []
    sentences = [(start, end) for _, start, end in spans["sentences"]]
    sentence_starts = [start for start, _ in sentences]
    sections = spans["sections"]
    section_starts = [start for _, start, _ in sections]
    clauses: dict[int, _Clauses] = {}
    boxes = [*_unchecked(text), *_denied_fields(text), *_left_out(text, cues)]
    quoted = list(_quoted(text, service, dated))
    for _kind, start, end in spans["mentions"]:
        section = sections[max(0, bisect_right(section_starts, start) - 1)][0] if sections else "body"
        at = bisect_right(sentence_starts, start) - 1
        if at < 0:
            result.append(_SECTION_DEFAULT.get(section, PERFORMED))
            continue
        if at not in clauses:
            first, last = sentences[at]
            clauses[at] = _Clauses(
                text, found, bisect_left(starts, first), bisect_left(starts, last), cues, service, dated
            )
        lead = _lead(text, sentences, at)
        if lead is not None and lead not in clauses:
            clauses[lead] = _Clauses(
                text,
                found,
                bisect_left(starts, sentences[lead][0]),
                bisect_left(starts, sentences[lead][1]),
                cues,
                service,
                dated,
            )
        told = section in _TOLD and (section not in {"body", "head"} or start < told_end)
        if any(a <= start < b for a, b in quoted):
            result.append(HISTORICAL)
            continue
        result.append(
            _assertion(
                clauses[at],
                bisect_left(starts, start),
                bisect_left(starts, end),
                section,
                told,
                any(a <= start < b for a, b in boxes),
                clauses[lead].tone() if lead is not None else frozenset(),
            )
        )
    return result


def _lead(text: str, sentences: Sequence[tuple[int, int]], at: int) -> int | None:
    """The sentence with a colon at its end that opens the list in which a sentence stands, if it stands in one."""
    line = text.rfind("\n", 0, sentences[at][0]) + 1
    if not _LIST_ITEM.match(text, line):
        return None
    for earlier in range(at - 1, max(-1, at - _LONGEST_LIST), -1):
        start, end = sentences[earlier]
        if text[start:end].rstrip().endswith(":"):
            return None if _MEASURED_ITEM.search(text, end, _list_end(text, end)) else earlier
        begun = text.rfind("\n", 0, start) + 1
        if not _LIST_ITEM.match(text, begun) or "\n\n" in text[end : sentences[earlier + 1][0]]:
            return None
    return None


def _list_end(text: str, start: int) -> int:
    stop = text.find("\n\n", start + 2)
    return stop if stop >= 0 else len(text)


def _assertion(
    clauses: _Clauses, first: int, after: int, section: str, told: bool, unchecked: bool, tone: frozenset[str]
) -> str:
    if unchecked:
        return NEGATED
    categories = clauses.categories(first, after) or set(tone)
    for category in _PRIORITY:
        if category not in categories:
            continue
        if category == PAST:
            if told:
                return HISTORICAL
            continue
        if category == INTENDED and section == "plan":
            return PLANNED
        return category
    return _SECTION_DEFAULT.get(section, PERFORMED)


def told_until(text: str, sections: Sequence[tuple[str, int, int]]) -> int:
    """In prose under no heading, what stands before the patient is set up is told, not done. Returns the offset at which
    the account begins: the first sentence of position, preparation or instruments that tells no earlier treatment."""
    floor: int | None = None
    for kind, start, end in sections:
        if kind == "narrative" or (kind == "title" and _LAID.search(text, start, end)):
            return start
        if kind not in {"body", "head"}:
            floor = None
            continue
        floor = start if floor is None else floor
        if part := PART.search(text, start, end):
            end = part.end()
        cues = [*_SET_UP.finditer(text, start, end), *_NEUROLYTIC_GIVEN.finditer(text, start, end)]
        table = next(tables.of_acts(text, start, end), end)
        for match in sorted(cues, key=re.Match.start):
            if table < match.start():
                return _with_labels(text, floor, table)
            stopped = text.rfind(". ", start, match.start())
            first = max(stopped + 2 if stopped >= 0 else start, _line_start(text, start, match.start()), start)
            stop = text.find(".", match.end(), end)
            stop = stop if stop >= 0 else end
            earlier = _LONG_BEFORE if _NEUROLYTIC_GIVEN.search(text, first, stop) else _BEFORE_TODAY
            if _POSTURE.match(text, first) or not earlier.search(text, first, stop):
                return _with_labels(text, floor, first)
        if part:
            return part.start()
        if table < end:
            return _with_labels(text, floor, table)
    return 0


def _line_start(text: str, start: int, at: int) -> int:
    """Where the line of an offset begins, or the first of the lines that a sentence is wrapped over."""
    first = text.rfind("\n", start, at) + 1
    while first and text[first : first + 1].islower() and text[first - 2 : first - 1].strip():
        first = text.rfind("\n", start, first - 1) + 1
    return first


def _with_labels(text: str, start: int, first: int) -> int:
    """Step back over the short labels without a verb ("Right first.", "Obturator nerve, anterior division.") that open an
    account: any number in its paragraph, and above it those that name a side."""
    paragraph = max(text.rfind("\n\n", start, first), start)
    while True:
        before = text[start:first].rstrip()
        cut = max(before.rfind(". ", 0, -1), before.rfind("\n"))
        label = " ".join(before[cut + 1 :].split())
        if cut < 0 or not _ORDERS.fullmatch(label):
            if not 0 < len(label.split()) <= _LABEL_WORDS or cut < 0 or _FINITE.search(label):
                return first
            if start + cut < paragraph and not _SIDE_LABEL.search(label):
                return first
        first = start + cut + 1


class _Clauses:
    """One sentence: its cues and where their reach ends."""

    def __init__(
        self,
        text: str,
        found: Sequence[Word],
        first: int,
        after: int,
        cues: Cues,
        service: date | None,
        dated: Sequence[Dated],
    ) -> None:
        self._text = text
        self._words = found[first:after]
        self._first = first
        self._finite = cues.finite
        self._done = cues.done
        self._taken_back = [first for _, first, after in cues.corrections.find(self._words) if after < len(self._words)]
        norms = [word.norm for word in self._words]
        self._taken_back += [at for at in range(1, len(norms) - 1) if norms[at - 1 : at + 2] == [",", "no", ","]]
        self._cues = [
            Cue(payload[0], payload[1], start, end, self._words[start].norm, truth=len(payload) > 2)
            for payloads, start, end in cues.trie.find(self._words)
            for payload in payloads
            if len(payload) == 2 or self._words[start].text.endswith("s")
        ]
        self._cues += [*self._uses(cues), *self._leavings(cues)]
        if self._words and self._words[0].norm in _HOPED:
            self._cues.append(Cue(INTENDED, True, 0, 1, self._words[0].norm))
        held = {at for cue in self._cues for at in range(cue.first, cue.after) if cue.category == "pseudo"}
        self._stops = self._boundaries(cues, held)
        self._cues = [cue for cue in self._cues if cue.category != "pseudo" and not self._idle(cue)]
        self._cues = [
            cue._replace(category=PLANNED)
            if cue.category == INTENDED and cue.first == 0 and cue.word in _IMPERATIVE
            else cue
            for cue in self._cues
        ]
        self._cues += [
            cue._replace(forward=True)
            for cue in self._cues
            if cue.category == HISTORICAL and not cue.forward and cue.first <= _OPENING
        ]
        if any(word.norm == "today" for word in self._words):
            self._cues = [cue for cue in self._cues if cue.category not in {PAST, HISTORICAL} or cue.word == _DATE]
        self._of_today: list[int] = []
        if self._words:
            self._cues += list(self._dates(service, dated, self._words[0].start, self._words[-1].end))

    def _uses(self, cues: Cues) -> Iterator[Cue]:
        """ "... but did not need it" denies what stands before."""
        for _, first, after in cues.denied_use.find(self._words):
            yield Cue(NEGATED, False, first, after, self._words[first].norm)

    def _leavings(self, cues: Cues) -> Iterator[Cue]:
        """ "left the nerve alone" denies what stands between verb and end."""
        ends = [(first, after) for _, first, after in cues.ends.find(self._words)]
        for at, word in enumerate(self._words):
            if word.norm in cues.leaving and (word.norm != "left" or (at and self._words[at - 1].norm in _BEFORE_VERB)):
                end = next((first for first, _ in ends if at + 1 < first <= at + _REACH[NEGATED]), None)
                if end is not None and not any(other.norm in _HARD_STOPS | {","} for other in self._words[at:end]):
                    yield Cue(NEGATED, True, at, at + 1, word.norm, end)

    def _idle(self, cue: Cue) -> bool:
        """A question mark behind a word ("22g? no 18g"), "no" before a figure, and "as far as can be done" suppose, deny and
        plan nothing."""
        first = self._words[cue.first]
        if (
            cue.category == PLANNED
            and not cue.forward
            and any(word.norm == "as" for word in self._words[max(0, cue.first - 3) : cue.first])
        ):
            return True
        if cue.word == "no" and self._text[: first.start].rstrip()[-1:] in {"]", ")"} and cue.after - cue.first == 1:
            return True
        if cue.word == "?":
            return first.start > 0 and not self._text[first.start - 1].isspace()
        return (
            cue.word == "no"
            and cue.after - cue.first == 1
            and cue.after < len(self._words)
            and self._words[cue.after].norm[:1].isdigit()
        )

    def _boundaries(self, cues: Cues, held: set[int]) -> list[int]:
        stops = {start for _, start, _ in cues.stops.find(self._words)} - held
        stops -= {
            at for at in stops if self._words[at].norm in _RELATIVES and (self._told_of(at) or self._explains(at))
        }
        gaps = [(one.end, other.start) for one, other in pairwise(self._words)]
        self._columns = {at for at, gap in enumerate(gaps, 1) if gap[0] < gap[1] and self._parts_cells(*gap)}
        self._columns |= {at + 1 for at, word in enumerate(self._words) if word.norm == "|"}
        stops |= self._columns
        stops |= {
            at
            for at, (word, following) in enumerate(pairwise(self._words))
            if word.norm == "," and following.norm in _SUBJECTS
        }
        if self._words and self._words[0].norm in _SUBORDINATING:
            stops |= {at for at, word in enumerate(self._words) if at > _ASIDE_AFTER and word.norm in _OPERATORS}
        stops |= {at for at in range(1, len(self._words) - 1) if self._enumerates(at)}
        verbs = {at for at, word in enumerate(self._words) if word.norm in cues.finite}
        last = 0
        for at, word in enumerate(self._words):
            if at in stops:
                last = at
            elif word.norm in _AND and any(last <= verb < at for verb in verbs):
                following = next(
                    (
                        other
                        for other in range(at + 1, len(self._words))
                        if self._words[other].norm in _AND or other in stops
                    ),
                    len(self._words),
                )
                if any(
                    at + 1 < verb <= min(following, at + 10)
                    and not any(other.norm in _RELATIVES for other in self._words[at:verb])
                    for verb in verbs
                ):
                    stops.add(at)
                    last = at
        return sorted(stops)

    def _enumerates(self, at: int) -> bool:
        """Whether a word is the mark of an item in a running list ("1) the sural 2) the tibial")."""
        word, following = self._words[at], self._words[at + 1]
        mark = word.norm.isdigit() or (len(word.norm) == 1 and word.norm.isalpha())
        return mark and following.norm == ")" and following.start == word.end and self._text[word.start - 1].isspace()

    def _parts_cells(self, start: int, end: int) -> bool:
        gap = self._text[start:end]
        return gap != " " and "\n" not in gap and bool(_COLUMN.search(gap))

    def _told_of(self, at: int) -> bool:
        """Whether a relative clause goes on with what someone heard of ("heard of a man who ...")."""
        return any(word.norm in _HEARSAY for word in self._words[max(0, at - _REACH[NEGATED]) : at])

    def _explains(self, at: int) -> bool:
        """Whether a relative clause says what a thing is like at all times ("in which a probe is heated")."""
        return any(word.norm in _EVER for word in self._words[at + 1 : at + 5])

    def _dates(self, service: date | None, dated: Sequence[Dated], start: int, end: int) -> Iterator[Cue]:
        for item in dated:
            if (
                not start <= item.start < end
                or (service is None and item.day)
                or _EXPIRY.search(self._text, max(start, item.start - 20), item.start)
            ):
                continue
            starts = [word.start for word in self._words]
            at, aside = bisect_left(starts, item.start), _aside(self._text, item)
            since, until = (bisect_left(starts, edge) for edge in aside) if aside else (0, None)
            if (aside and service is None) or _COMPARED.search(self._text, max(start, item.start - 30), item.start):
                continue
            if service is None:
                yield Cue(HISTORICAL, True, at, at, _DATE)
                yield Cue(HISTORICAL, False, at, at, _DATE)
                continue
            if item.day == service or (
                item.day is None and (item.year, item.month or service.month) == (service.year, service.month)
            ):
                self._of_today.append(at)
                continue
            written = item.day or date(item.year, item.month or (1 if item.year > service.year else 12), 1)
            if item.day is None and item.month is None and item.year == service.year:
                continue
            category = PLANNED if written > service else HISTORICAL
            yield Cue(category, True, at, at, _DATE, until, since=since)
            yield Cue(category, False, at, at, _DATE, until, since=since)

    def categories(self, first: int, after: int) -> set[str]:
        """Categories of the cues that reach the words [first, after) of the text."""
        start, end = first - self._first, after - self._first
        found: set[str] = set()
        if any(0 < at - end + 1 <= _TAKEN_BACK for at in self._taken_back):
            found.add(NEGATED)
        for cue in self._cues:
            if cue.first < end and start < cue.after:
                if cue.truth:
                    found.add(HYPOTHETICAL)
                continue
            if (cue.until is not None and start >= cue.until) or end <= cue.since:
                continue
            if cue.word == _DATE:
                if (
                    max(start - cue.after, cue.first - end) <= self._reach_of_date(cue, start)
                    and not (
                        self._labelled(cue)
                        and any(min(start, cue.first) < at <= max(start, cue.first) for at in self._columns)
                    )
                    and not any(
                        word.norm in _HARD_STOPS for word in self._words[min(start, cue.first) : max(end, cue.after)]
                    )
                    and not any(cue.after <= at <= start for at in self._of_today)
                ):
                    found.add(cue.category)
                continue
            if cue.forward and self._conditional(cue, start):
                found.add(PLANNED)
                continue
            if cue.forward and cue.after <= start and not self._heads_row(cue, start):
                if cue.category == NEGATED and any(
                    other.category == INTENDED and cue.after + 1 < other.first and other.after <= start
                    for other in self._cues
                ):
                    continue
                if self._crosses(cue.after, start) or (cue.category == NEGATED and self._spent(cue, start)):
                    continue
                if cue.word in _TO_COMMA and any(word.norm == "," for word in self._words[cue.after : start]):
                    continue
                if self._tells(cue, start):
                    found.add(cue.category)
                if start - cue.after <= (
                    _REACH_OF_WITHOUT if cue.word == "without" else _REACH[cue.category]
                ) and not self._between(cue.after, start):
                    found.add(cue.category)
            elif (
                cue.category == NEGATED
                and cue.after <= start
                and (self._heads_list(cue) or self._heads_row(cue, start))
            ):
                found.add(NEGATED)
            elif (
                not cue.forward
                and end <= cue.first
                and end > self._subject_from(cue)
                and not self._of_another(end, cue)
                and not self._of_one_side(end, cue)
                and (
                    (self._bare(cue) and not self._in_another_cell(end, cue))
                    or not self._between(self._past_aside(end, cue.first), cue.first)
                )
            ):
                found.add(cue.category)
        return found

    def _reach_of_date(self, cue: Cue, start: int) -> int:
        """A date before a quotation dates all that is quoted."""
        quote = self._text.find('"', self._words[max(0, cue.first - 1)].start)
        if cue.after <= start and 0 <= quote < self._words[start].start:
            return len(self._words)
        return _REACH_OF_DATE[cue.category]

    def tone(self) -> frozenset[str]:
        """What the cues of a list's first line say of all its items ("Options that we talked about:")."""
        last = bisect_left(self._stops, len(self._words) - 1)
        opened = self._stops[last - 1] if last else 0
        said = {cue.category for cue in self._cues if cue.first >= opened and cue.word != _DATE}
        if INTENDED in said or any(word.norm == "today" for word in self._words):
            return frozenset()
        if any(word.norm in self._done for word in self._words[opened:]):
            said -= {PLANNED, HYPOTHETICAL}
        denied = any(cue.category == NEGATED and not cue.forward and cue.first >= opened for cue in self._cues)
        return frozenset(said & {HYPOTHETICAL, PLANNED, HISTORICAL, OTHER} | ({NEGATED} if denied else set()))

    def _conditional(self, cue: Cue, start: int) -> bool:
        """Whether a word stands in the main clause of "if ..., (then) ...", told in no past tense."""
        if cue.word not in _CONDITIONS or cue.first > 1:
            return False
        opened = next((at for at in range(cue.after, start) if self._words[at].norm in {",", "then"}), None)
        if opened is None:
            return False
        stop = next((at for at in range(start, len(self._words)) if self._words[at].norm == ";"), len(self._words))
        return not any(word.norm in self._finite - _EVER for word in self._words[opened:stop])

    def _tells(self, cue: Cue, start: int) -> bool:
        """ "I explained how it is done: a needle is placed and ...": what follows the colon is told, all of it."""
        teller = {cue.word, self._words[max(0, cue.first - 1)].norm}
        if cue.category != HYPOTHETICAL or not teller & _OPERATORS:
            return False
        return any(word.norm == ":" for word in self._words[cue.after : start])

    def _past_aside(self, start: int, end: int) -> int:
        """Behind a relative clause between commas, which parts a subject from its verb ("the left, which ..., was not")."""
        opened = next((at for at in range(start, end) if self._words[at].norm == ","), end)
        if opened - start > _ASIDE_AFTER or opened + 1 >= end or self._words[opened + 1].norm not in _RELATIVES:
            return start
        return next((at + 1 for at in range(end - 1, opened + 1, -1) if self._words[at].norm == ","), start)

    def _heads_list(self, cue: Cue) -> bool:
        """ "Not treated: ..." denies all that follows."""
        following = (word.norm for word in self._words[cue.after :] if word.norm not in _NOW)
        return not cue.forward and next(following, "") == ":"

    def _heads_row(self, cue: Cue, start: int) -> bool:
        """ "Not discussed      Cryo": a row whose key denies. "No" may number it."""
        if cue.category != NEGATED or cue.first or cue.word == "no" or not self._columns:
            return False
        key, *others = sorted(self._columns)
        return key <= _LONGEST_KEY and key <= start and not any(key < at <= start for at in others)

    def _labelled(self, cue: Cue) -> bool:
        """A date with a label of its own ("last: 3/24/22") speaks for its cell only."""
        return any(word.norm in _DATE_LABELS for word in self._words[max(0, cue.first - 2) : cue.first])

    def _of_operator(self, cue: Cue) -> bool:
        """ "..., the supratrochlear I let be": an operator's denial whose object stands before it."""
        following = self._words[cue.after].norm if cue.after < len(self._words) else "."
        return self._words[cue.first - 1].norm in _OPERATORS and following in _ENDS

    def _subject_from(self, cue: Cue) -> int:
        """Where the subject of a coordinated denial begins: "A, B: needles down, the artery was mapped and avoided" denies
        no more than the artery."""
        if cue.category != NEGATED or not cue.first:
            return -1
        if self._of_operator(cue):
            return max(
                (
                    at
                    for at in range(cue.first - 1)
                    if self._words[at].norm in {",", ";", "and", "but"} and self._words[at + 1].norm == "the"
                ),
                default=-1,
            )
        if self._words[cue.first - 1].norm != "and":
            return -1
        comma = next((at for at in range(cue.first - 2, -1, -1) if self._words[at].norm in {",", ";"}), -1)
        own = [word.norm for word in self._words[comma + 1 : cue.first - 1]]
        return comma if len(own) >= _OWN_SUBJECT and "and" not in own else -1

    def _of_another(self, end: int, cue: Cue) -> bool:
        """ "..., vessels avoided": a backward denial with a neighbour of the nerve as its subject is about that one, as is one
        whose subject stands behind a first with its own figure ("anterior 2 mL, posterior not injected")."""
        comma = next((at for at in range(cue.first - 1, end - 1, -1) if self._words[at].norm in {",", ";"}), None)
        if comma is None or self._of_operator(cue):
            return False
        given = cue.first > comma + 1 and any(word.norm[:1].isdigit() for word in self._words[end:comma])
        return given or any(word.norm in _NEIGHBOURS for word in self._words[comma : cue.first])

    def _in_another_cell(self, end: int, cue: Cue) -> bool:
        """A denial inside a cell ("seen lateral, avoided") stays there; one that fills its cell speaks of the row."""
        return cue.first not in self._columns and any(end <= at <= cue.first for at in self._columns)

    def _of_one_side(self, end: int, cue: Cue) -> bool:
        """A denial under the heading of a side ("| sural | 2 min | not done |") speaks for that side only."""
        between = self._text[self._words[end - 1].end : self._words[cue.first].start]
        return bool(_CELLS.search(between)) and tables.of_one_side(self._text, self._words[cue.first].start)

    def _bare(self, cue: Cue) -> bool:
        """A denial without a subject of its own ("...; not treated"), or of a pronoun ("but I left it alone"), goes back to
        the subject of the sentence."""
        if cue.category != NEGATED or not cue.first:
            return False
        of_pronoun = any(word.norm in _PRONOUNS for word in self._words[cue.first : cue.after])
        if of_pronoun or self._of_operator(cue) or self._of_the_same(cue):
            return True
        if self._words[cue.first - 1].norm in _AND and self._words[cue.first].norm in _AUXILIARIES:
            return False
        return cue.first - 1 in self._stops or self._words[cue.first - 1].norm in {";", ":", "-", "and", ","}

    def _of_the_same(self, cue: Cue) -> bool:
        """ "L3 could not be entered and this level was abandoned": the subject is what was named before."""
        at = cue.first - 1
        while at > 0 and self._words[at].norm in _AUXILIARIES | {"therefore", "then", "so", "had", "been", "be"}:
            at -= 1
        if self._words[at].norm in _SAME_NOUNS:
            return at > 0 and self._words[at - 1].norm in _SAME
        goes_on = any(word.norm == ":" for word in self._words[cue.after : cue.after + _ASIDE_AFTER])
        return (
            self._words[at].norm in _PRONOUNS and at > 0 and self._words[at - 1].norm in _AND | _LINKS and not goes_on
        )

    def _crosses(self, start: int, end: int) -> bool:
        """Whether a forward cue would leave its cell."""
        return any(start <= at <= end for at in self._columns)

    def _spent(self, cue: Cue, start: int) -> bool:
        """ "X, not Y, was done" denies Y alone; "not used for Z" says nothing against Z."""
        between = self._words[cue.after : start]
        if (
            cue.word in _CONTRASTS
            and cue.after - cue.first == 1
            and self._words[cue.first - 1].norm not in _AUXILIARIES
        ):
            return any(word.norm in self._finite for word in between)
        return (
            cue.word in _AUXILIARIES
            and any(word.norm in _NOT_NEEDED for word in between[:1])
            and any(word.norm in _REASONS for word in between)
        )

    def _between(self, start: int, end: int) -> bool:
        if start < len(self._words) and self._words[start].norm == ":":
            start += 1
        at = bisect_left(self._stops, start)
        return at < len(self._stops) and self._stops[at] < end


def _aside(text: str, item: Dated) -> tuple[int, int] | None:
    """The brackets around a date with words of its own ("(mastectomy 2021)"), which dates those words only."""
    opened = text.rfind("(", max(0, item.start - 60), item.start)
    closed = text.find(")", item.end, item.end + 60)
    if opened < 0 or closed < 0 or ")" in text[opened : item.start]:
        return None
    told = re.search(r"[A-Za-z]{4,}", text[opened : item.start] + text[item.end : closed])
    return (opened, closed) if told else None


def _quoted(text: str, service: date | None, dated: Sequence[Dated]) -> Iterator[tuple[int, int]]:
    """Runs of lines behind a mark of quotation that open with another day's date: an earlier note."""
    if service is None:
        return
    for run in _QUOTED.finditer(text):
        opening = text.find("\n", run.start())
        if any(run.start() <= item.start < opening and item.day and item.day < service for item in dated):
            yield run.span()


def _unchecked(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that a check box denies. A box belongs to the words right behind it, else to those before it; a ticked
    "no" or an open "yes" denies what stands before."""
    at = 0
    for line in text.splitlines(keepends=True):
        boxes = list(_BOX.finditer(line)) if "[" in line or "(" in line or not line.isascii() else []
        if boxes and _labels_first(line, boxes):
            yield from ((at + start, at + end) for start, end in _off_labels(line, boxes))
            boxes = []
        yield from ((at + start, at + end) for start, end in _open_keys(line, boxes))
        for index, box in enumerate(boxes):
            previous = boxes[index - 1].end() if index else 0
            following = boxes[index + 1].start() if index + 1 < len(boxes) else len(line.rstrip())
            answer = _ANSWER.match(line, box.end())
            if answer:
                if bool(box["off"]) == answer.group(1).lower().startswith("y"):
                    yield at + _cell(line, previous, boxes[index - 1] if index else None), at + box.start()
            elif box["off"] and _BEHIND.match(line, box.end()):
                stop = _FIELD_STOP.search(line, box.end(), following)
                yield at + box.end(), at + (stop.start() if stop else following)
            elif box["off"]:
                yield at + previous, at + box.start()
        at += len(line)


def _open_keys(line: str, boxes: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The keys of fields of which no box is ticked ("RFA: [ ] pulsed [ ] thermal")."""
    keys = list(_KEY_OF_BOXES.finditer(line)) if len(boxes) > 1 else []
    for key, following in zip_longest(keys, keys[1:]):
        own = [box for box in boxes if key.end() <= box.start() < (following.start() if following else len(line))]
        if len(own) > 1 and all(box["off"] for box in own):
            yield key.span("key")


def _labels_first(line: str, boxes: Sequence[re.Match[str]]) -> bool:
    """ "fluoroscopy [X]   ultrasound [ ]": each label stands before its box."""
    before = line[: boxes[0].start()].rstrip()
    if len(boxes) < 2 or line[boxes[-1].end() :].strip() or not before or not before[-1].isalnum():
        return False
    gaps = [(box.start() - len(line[: box.start()].rstrip()), _gap(line, box.end())) for box in boxes[:-1]]
    return all(before <= after for before, after in gaps)


def _gap(line: str, at: int) -> int:
    """How many blanks stand at a place of a line."""
    return len(line) - at - len(line[at:].lstrip())


def _off_labels(line: str, boxes: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    previous = 0
    for box in boxes:
        if box["off"]:
            gap = max((match.end() for match in _COLUMN.finditer(line, previous, box.start())), default=previous)
            yield gap, box.start()
        previous = box.end()


def _cell(line: str, previous: int, box: re.Match[str] | None) -> int:
    """Where the question before an answer begins: behind an earlier yes or no it is the same question."""
    if box and _ANSWER.match(line, box.end()):
        stretch = re.split(r"\s{2,}", line[: box.start()].rstrip())
        return _asked(line, line.rfind(stretch[-1], 0, box.start()) if stretch else 0, box.start())
    return _asked(line, previous, line.find("[", previous))


def _asked(line: str, start: int, end: int) -> int:
    asked = line[start : end if end >= 0 else len(line)].rstrip()
    return start + max((stop.end() for stop in _QUESTION_STOP.finditer(asked)), default=0)


def _first_word(text: str, start: int) -> int:
    return next((at for at in range(start, len(text)) if text[at].isalnum()), start)


def _denied_fields(text: str) -> Iterator[tuple[int, int]]:
    """The keys of "Pulsed: No" forms, and the placeholders of unfilled templates."""
    yield from _keys(text, _NO_ANSWER)
    if "|" in text or "\t" in text or "   " in text:
        yield from (match.span(match.lastindex or 0) for match in _EMPTY_ROW.finditer(text))
    yield from (match.span() for match in _PLACEHOLDER.finditer(text))


def _undone_rows(text: str) -> Iterator[tuple[int, int]]:
    """The rows of a table whose last column asks whether it was done, and is answered with no."""
    for header in _DONE_COLUMN.finditer(text):
        at = header.end() + 1
        while (end := text.find("\n", at)) >= 0 or at < len(text):
            line = text[at : end if end >= 0 else len(text)]
            if not line.strip():
                break
            if answer := _NOT_DONE_CELL.search(line):
                yield at, at + answer.start()
            at += len(line) + 1


def _left_out(text: str, cues: Cues) -> Iterator[tuple[int, int]]:
    """The rows of which a cell says that they were left out ("L3   -- not done --"), up to that cell; the keys of which
    it is the answer ("L5 dorsal ramus: no needle")."""
    for match in cues.left_out.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        if tables.of_one_side(text, _first_word(text, match.start())):
            continue
        stops = [stop.end() for stop in _ROW_STOP.finditer(text, start, match.start())]
        yield max(stops, default=start), match.start()
    yield from (match.span("level") for match in cues.skipped.finditer(text))
    yield from _keys(text, cues.no_means)
    yield from _undone_rows(text)


def _keys(text: str, answers: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in answers.finditer(text):
        if key := _FIELD_KEY.search(text, max(0, match.start() - 61), match.start()):
            cell = max(key.group().rstrip().rfind("  "), key.group().rfind("."), key.group().rfind(";")) + 1
            yield key.start() + cell, match.start()


class Assertion:
    def __init__(self, cues: Cues) -> None:
        self._cues = cues

    def __call__(self, doc: Read) -> Read:
        put(doc, ASSERTIONS, self._records(doc))
        return doc

    def _records(self, doc: Doc | Page) -> list[Record]:
        text = text_of(doc)
        written = dates(text)
        service = doc.user_data.get(DATE_OF_SERVICE) or date_of_service(text, written)
        dated = (*written, *days(text, service, written)) if service else written
        spans = {
            name: [(label, start, end) for label, _, start, end in group(doc, name)]
            for name in (SECTIONS, SENTENCES, MENTIONS)
        }
        told_end = doc.user_data[TOLD_UNTIL] = told_until(text, spans[SECTIONS])
        labels = assertions(text, words_of(doc), self._cues, spans, service, dated, told_end)
        return [(label, "", start, end) for label, (_, start, end) in zip(labels, spans[MENTIONS], strict=True)]
