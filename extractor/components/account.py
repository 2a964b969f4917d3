"""Where the account of what was done begins in a text that names no section."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.components import tables
from extractor.components.openings import openings
from extractor.components.sections import PART

_LAID = re.compile(r"\b(?:prone|supine|prepped|draped|decubitus|lithotomy)\b", re.IGNORECASE)
_LABEL_WORDS = 6
_ROW_WORDS = 20
_OF_SIDE = re.compile(r"(?:left|right|both|bilateral|lt|rt|[LR])\b[^.:;]{0,20}:", re.IGNORECASE)
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
# "RT: S1 3 lesions, S2 3 lesions": a row of what was done on a side.
_SIDE_ROW = re.compile(
    r"(?:left|right|lt|rt|[LR])\b\s*[:|\u2013-].*(?:\b[CTLS]\d{1,2}\b|\blesion|\bcycle|\bnerve|\bn\.|\d\s?u\b)",
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
        table = next(tables.of_acts(text, start, end), end)
        if opened := next(openings(text, start, end, sentences), None):
            return _with_labels(text, floor, table if table < opened.cue else opened.start)
        if part:
            return part.start()
        if table < end:
            return _with_labels(text, floor, table)
    return 0


def _with_labels(text: str, start: int, first: int) -> int:
    """Step back over the short labels without a verb ("Right first.", "Obturator nerve, anterior division.") that open an
    account: any number in its paragraph, and above it those that name a side."""
    paragraph = max(text.rfind("\n\n", start, first), start)
    while first > start:
        before = text[start:first].rstrip()
        cut = max(before.rfind(". ", 0, -1), before.rfind("\n"))
        label = " ".join(before[cut + 1 :].split())
        row = start + cut + 1 >= paragraph and _OF_SIDE.match(label) is not None
        if not (_ORDERS.fullmatch(label) or _SIDE_ROW.match(label)):
            if not 0 < len(label.split()) <= (_ROW_WORDS if row else _LABEL_WORDS) or _FINITE.search(label):
                return first
            if not row and (cut < 0 or (start + cut < paragraph and not _SIDE_LABEL.search(label))):
                return first
        first = start + cut + 1
    return first
