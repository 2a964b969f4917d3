"""Where the account of what was done begins in a text that names no section."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from extractor.components import tables
from extractor.components.sections import PART

_POSED = (
    r"\s+(?:her|him|them|the\s+patient)\s+(?:(?:to|lying|lie|already|positioned|settled)\s+)?(?:sit|lie|roll|turn|kneel|bend|lean|curl|hug|rest|stay|hold|climb|stretch|face|prone|supine|"
    r"seated|sitting|lying|propped|flat|semi-?recumbent|sideways|on\s+(?:her|his|their|the)\s+(?:\w+\s+)?(?:back|side|stomach|front|belly|tummy|abdomen|elbows|table|couch))\b"
)
_SET_UP = re.compile(
    r"\b(?:prone|supine|decubitus|prepped|draped|prepared\s+with|cleaned\s+with|time[\s-]?out|sterile|chlora?-?prep|chlorhexidine|betadine|povidone|duraprep|skin\s+wheal|lithotomy|"
    r"positioned|seated|sitting|sat|lay\b|lying|procedure\s+room|fluoro(?:scopy)?\s+suite|treatment\s+room|in\s+the\s+suite|needles?|cannulas?|cannulae|(?:cryo-?)?probes?|introducers?|electrodes?|"
    r"transducer|\d+(?:\.\d+)?\s?(?:u|iu|units)\b|(?:was|were)\s+(?:\w+\s+){0,3}?(?:frozen|lesioned|ablated|denervated|coagulated|injected)|c-arm|fluoroscop\w*|ultrasound|image\s+intensifier|(?:this\s+morning|this\s+afternoon|today)\s+(?:i|we|he|she|the)\b|(?:received|got|given|gave|took)\s+(?:\w+\s+){0,2}\d[\d.]*\s?(?:ml|cc)\b|(?:i|we)\s+(?:used|put|placed|injected|gave|froze|brought|treated|scanned)|"
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
_LABEL_WORDS = 6
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


def told_until(text: str, sections: Sequence[tuple[str, int, int]], sentences: Sequence[int]) -> int:
    """In prose under no heading, what stands before the patient is set up is told, not done. Returns the offset at which
    the account begins: the first sentence of position, preparation or instruments that tells no earlier treatment.
    ``sentences`` are the offsets at which the sentences begin."""
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
            at = bisect_right(sentences, match.start())
            first = max(sentences[at - 1], _line_start(text, start, match.start()), start)
            stop = min([end, *sentences[at : at + 1]])
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
