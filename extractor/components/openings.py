"""Where prose turns to an act: the sentences of position, preparation or instruments that tell no earlier treatment."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.components.sentences import sentences

_POSED = (
    r"\s+(?:her|him|them|the\s+patient)\s+(?:(?:to|lying|lie|already|positioned|settled)\s+)?(?:sit|lie|roll|turn|kneel|bend|lean|curl|hug|rest|stay|hold|climb|stretch|face|prone|supine|"
    r"seated|sitting|lying|propped|flat|semi-?recumbent|sideways|on\s+(?:her|his|their|the)\s+(?:\w+\s+)?(?:back|side|stomach|front|belly|tummy|abdomen|elbows|table|couch))\b"
)
_SET_UP = re.compile(
    r"\b(?:prone|supine|decubitus|prepped|draped|prepared\s+with|cleaned\s+with|time[\s-]?out|sterile|chlora?-?prep|chlorhexidine|betadine|povidone|duraprep|skin\s+wheal|lithotomy|"
    r"positioned|seated|sitting|sat|lay\b|lying|procedure\s+room|fluoro(?:scopy)?\s+suite|treatment\s+room|in\s+the\s+suite|needles?|cannulas?|cannulae|(?:cryo-?)?probes?|introducers?|electrodes?|"
    r"transducer|(?<=\n)[ \t]*(?:(?:left|right|lt|rt|[LR])\s+)?[CTLS]\d{1,2}\b[^\n\d.]{0,16}\s[6-9]\d(?:\s?C)?[ \t/|x]+\d{2,3}\b|\b[4-9]\d\s?(?:\u00b0\s?)?C\b|\b\d{1,3}\s?(?:s|secs?|mins?|minutes?)\s?[x\u00d7]\s?\d\b|\b\d\s?[x\u00d7]\s?\d{1,3}\s?(?:s|secs?|mins?|minutes?)\b|\d{2}\s?(?:g|ga|gauge)\b|0?\.\d+\s?(?:mA|V|volts?)\b|stim(?:ulat\w*)?\s+(?:ok|pos|neg|good|at)\b|h[aä]rtel|submental|[6-9]\d\s?/\s?(?:90|100|120|150|180)\b(?!/)|\d+(?:\.\d+)?\s?(?:u|iu|units)\b|(?:was|were)\s+(?:\w+\s+){0,3}?(?:frozen|lesioned|ablated|denervated|coagulated|injected)|c-arm|fluoroscop\w*|ultrasound|image\s+intensifier|(?:this\s+morning|this\s+afternoon|today)\s+(?:i|we|he|she|the)\b|(?:received|got|given|gave|took)\s+(?:\w+\s+){0,2}\d[\d.]*\s?(?:ml|cc)\b|(?:i|we)\s+(?:used|put|placed|injected|gave|froze|brought|treated|scanned)|"
    rf"(?:had|got|let|asked|put|laid|placed|turned|have){_POSED}|"
    r"(?:through|via)\s+an?\s+(?:[\w-]+\s+){0,3}incision|incision\s+was|tourniquet|(?:was|were)\s+(?:surgically\s+)?exposed|dissected|dissection\s+(?:was|proceeded|carried)|"
    r"the\s+(?:left|right)\s+(?:side\s+)?(?:was|came|went)\s+(?:(?:done|treated|dealt\s+with|taken)\s+)?first|"
    r"(?:i|we)\s+(?:then\s+|next\s+)?(?:slid|slipped|steered|walked|worked|pushed|drove|threaded|eased|numbed|palpated|groped|felt\s+(?:for|along|behind|over|the)|settled|positioned|marked|painted|scrubbed|swabbed|wiped|mapped|outlined|cleaned|washed|prepped|draped|found\s+the|located|identified|advanced|inserted|introduced|passed|aimed|directed|angled|lowered|guided|deposited|trickled|dripped|emptied|pricked|stimulated))\b"
    r"|\[\s?[xX\u2713\u2714]\s?\]|[\u2611\u2612]|\d\s?(?:\u00b0\s?)?(?:C|deg\w*)\W{1,3}(?:x\s|for\s)?\d{2,3}\s?(?:s|secs?|seconds)\b",
    re.IGNORECASE,
)  # fmt: skip
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
# What leaves no doubt that a sentence tells an act and no complaint: the patient laid out, a needle's gauge, an amount, a heat.
_LAID_OUT = re.compile(
    r"(?:(?:the\s+)?(?:patient|pt\.?|she|he|m(?:r|rs|s)\.?\s+[\w'-]+)\s+(?:was\s+|lay\s+|is\s+|then\s+)*)?(?:(?:placed|positioned|turned|laid|lying|brought|taken)\s+)?(?:in(?:to)?\s+|on\s+)?(?:the\s+|a\s+)?"
    r"(?:prone|supine|prepped|draped|lithotomy|beach\s+chair|(?:left|right)\s+lateral\s+decubitus|lateral\s+decubitus|procedure\s+(?:room|table|suite)|fluoro\w*\s+(?:room|table|suite))\b"
    r"|(?:the\s+)?(?:patient|pt)\.?\s+(?:was\s+)?(?:sat|seated|sitting|positioned|placed|laid)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b\d{2}[\s-]?(?:g|ga|gauge)\b|\d\s?(?:ml|cc|u|iu|units)\b|\d\s?(?:\u00b0\s?)?(?:C|deg\w*)\b|\d\s?mm\s+(?:active\s+)?tip|\b(?:prepped|draped|skin\s+wheal)\b",
    re.IGNORECASE,
)
_TODAY = re.compile(r"\b(?:today|this\s+(?:morning|afternoon|visit)|now)\b", re.IGNORECASE)


class Opening(NamedTuple):
    """A sentence that may open an account: where it begins, where it ends, and where its cue stands."""

    start: int
    end: int
    cue: int


def openings(text: str, start: int, end: int, begun: Sequence[int]) -> Iterator[Opening]:
    """The sentences between two offsets that set up an act and tell no earlier one, in order. ``begun`` are the offsets at
    which the sentences begin."""
    return (opened for opened, earlier in _set_up(text, start, end, begun) if not earlier)


def _set_up(text: str, start: int, end: int, begun: Sequence[int]) -> Iterator[tuple[Opening, bool]]:
    """Sentences with a cue of an act, and whether they tell an earlier one."""
    cues = [*_SET_UP.finditer(text, start, end), *_NEUROLYTIC_GIVEN.finditer(text, start, end)]
    for match in sorted(cues, key=re.Match.start):
        at = bisect_right(begun, match.start())
        first = max(begun[at - 1], _line_start(text, start, match.start()), start)
        stop = min([end, *begun[at : at + 1]])
        earlier = _LONG_BEFORE if _NEUROLYTIC_GIVEN.search(text, first, stop) else _BEFORE_TODAY
        told = not _POSTURE.match(text, first) and bool(earlier.search(text, first, stop))
        yield Opening(first, stop, match.start()), told


def swallowed(text: str, start: int, end: int, *, earlier: bool) -> int | None:
    """Where, under a heading of background, an account begins without one of its own: at the sentences of set-up that lead to
    one which no complaint can be. Under a heading of what is ``earlier``, or behind an act of an earlier day, it must say that
    it is of today, or begin a line where the heading does not forbid it. None where there is no such sentence."""
    first, after, doubted = None, start, earlier
    begun = [first for first, _ in sentences(text, start, end)]
    for opened, of_before in _set_up(text, start, end, begun):
        if of_before:
            first, doubted = None, True
            continue
        before = begun[max(0, bisect_left(begun, opened.start) - 1)]
        doubted = doubted or bool(_LONG_BEFORE.search(text, before, opened.start))
        if first is None or text[after : opened.start].strip(" .;\n"):
            first = opened.start
        after = max(after, opened.end)
        sure = _LAID_OUT.match(text, opened.start) or _MEASURED.search(text, opened.start, opened.end)
        opens_line = not earlier and text[opened.start - 1] == "\n"
        if sure and (not doubted or opens_line or _TODAY.search(text, opened.start, opened.end)):
            return first if text[start:first].strip() else None
    return None


def _line_start(text: str, start: int, at: int) -> int:
    """Where the line of an offset begins, or the first of the lines that a sentence is wrapped over."""
    first = text.rfind("\n", start, at) + 1
    while first and text[first : first + 1].islower() and text[first - 2 : first - 1].strip():
        first = text.rfind("\n", start, first - 1) + 1
    return first
