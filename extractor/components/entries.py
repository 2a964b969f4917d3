"""Entries of several visits in one text, and which of them is the encounter's own.

An entry opens with a line that heads it by its date: the date alone or in brackets, or the date beside what kind of visit it
was. One such line alone is the note's own head; only lines of one manner with different days part a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from extractor.components.dated import Dated

_FRAME = r"[\s>*#=~_+|\[(<\u2022\u2500-\u257f-]*"
_VISIT = (
    r"(?:visits?|encounters?|enc|entr(?:y|ies)|sessions?|appointments?|appt|consult\w*|office|clinic|hospital|inpatient|outpatient|"
    r"tele(?:phone|health)|phone|video|portal|message|call|progress|procedures?|proc|operative|op|injection|"
    r"new\s+p(?:atien)?t|initial|notes?|day|rn|nurse|nursing)"
)
_KIND = rf"(?:{_VISIT}|follow[\s-]?up|f/?u|recheck|review)"
_ORDER = r"(?:prior|previous|earlier|last|old|past|first|second|third|current|present|today'?s?|this|initial|latest|new|most\s+recent)"
_LEAD = re.compile(
    rf"{_FRAME}(?:(?:{_ORDER}|the|our|my)\s+)*(?:{_VISIT}\W+)+(?:(?:date|dated|of|on|no\.?|\d{{1,2}}|[A-D]|I{{1,3}}|of\s+\d{{1,2}}|(?:mon|tues?|wed\w*|thurs?|fri|sat\w*|sun)(?:day)?|date\s+of\s+service|dos)\b\W*)*"
    rf"|{_FRAME}(?:d\.?o\.?[sv]\.?|date\s+of\s+(?:service|visit|procedure|encounter))\W*",
    re.IGNORECASE,
)
_BARE = re.compile(rf"{_FRAME}(?:(?:mon|tues?|wed\w*|thurs?|fri|sat\w*|sun)(?:day)?\W+)?", re.IGNORECASE)
_REST = re.compile(
    rf"[\])>:,\s-]*(?:(?:at\s+)?\d{{1,2}}[:.]?\d{{2}}(?:\s?[ap]\.?m\.?|\s?h(?:rs?)?)?\b)?\W*(?P<kind>(?:(?:{_ORDER}|in|at|with|w/|\w+)\W+){{0,2}}{_KIND}\b)?",
    re.IGNORECASE,
)
_ALONE = re.compile(r"[\W\d_]*")
_CURRENT = re.compile(r"\b(?:today'?s?|current|present|this\s+(?:visit|encounter|note|entry|session))\b", re.IGNORECASE)
_REMOTE = re.compile(
    r"\b(?:tele(?:phone)?|phone|call|portal|message|rn|nurse|nursing|addendum|prior|previous|earlier|last|old|past)\b",
    re.IGNORECASE,
)
_AMENDS = re.compile(r"\b(?:addend\w*|amend\w*|correct\w*|late\s+entry|signed|print\w*)\b", re.IGNORECASE)
_RUN_IN_ENDS = re.compile(r"\n(?=[ \t\r]*\n|[ \t]*[A-Z][\w /&-]{2,30}:\s)")
# The manner of a dated line that tells its visit itself: only where one of them is said to be this one.
_ROW = "row"
_MOST_WORDS = 9
_LEAST_TOLD = 5


class Entry(NamedTuple):
    """One visit's entry: where its head begins, the date in it ends, what it heads begins and ends; its day and its head."""

    start: int
    dated: int
    body: int
    end: int
    day: date
    head: str


def entries(text: str, found: Iterable[Dated]) -> list[Entry]:
    """The entries of a text with several, in order; none where all that is dated is of one day or one manner of head."""
    heads = [head for item in found if item.day and (head := _head(text, item.start, item.end, item.day))]
    if any(_CURRENT.search(entry.head) for _, entry in heads):
        heads = [("labelled" if manner == _ROW else manner, entry) for manner, entry in heads]
    kept: list[Entry] = []
    for manner, group in groupby(sorted(heads, key=lambda one: one[0]), key=lambda one: one[0]):
        alike = [entry for _, entry in group]
        if manner != _ROW and len({entry.day for entry in alike}) > 1:
            kept += alike
    kept = sorted(entry for entry in kept if len(text[entry.dated :].split()) >= _LEAST_TOLD)
    ends = [*(entry.start for entry in kept[1:]), len(text)]
    return [entry._replace(end=_end(text, entry, end)) for entry, end in zip(kept, ends, strict=False)]


def _head(text: str, start: int, end: int, day: date) -> tuple[str, Entry] | None:
    """The manner of the line that a date heads, with an entry that is open yet; None for a line that heads none."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = last if last >= 0 else len(text)
    lead, line = text[first:start], text[first:last]
    rest = _REST.match(text, end, last)
    if _AMENDS.search(line) or rest is None:
        return None
    if _LEAD.fullmatch(lead):
        manner = "labelled"
    elif not _BARE.fullmatch(lead):
        return None
    elif rest["kind"] and len(text[rest.end() : last].split()) <= _MOST_WORDS:
        manner = "labelled"
    elif _ALONE.fullmatch(text, end, last) or lead.rstrip().endswith(("[", "(", "<", "=", "*", "#")):
        manner = "bare"
    elif len(text[end:last].split()) >= _LEAST_TOLD:
        manner = _ROW
    else:
        return None
    alone = manner != _ROW and (bool(_ALONE.fullmatch(text, rest.end(), last)) or len(line.split()) <= _MOST_WORDS)
    return manner, Entry(first, end, min(last + 1, len(text)) if alone else first, len(text), day, line)


def _end(text: str, entry: Entry, following: int) -> int:
    """An entry reaches to the next; one that its head runs into, to the end of its paragraph at most."""
    if entry.body > entry.start:
        return following
    blank = _RUN_IN_ENDS.search(text, entry.start, following)
    return blank.start() if blank else following


def own_day(found: Sequence[Entry]) -> date | None:
    """The day of the encounter's own entry: the one that says so, else the latest that tells no call and no earlier note."""
    current = [entry.day for entry in found if _CURRENT.search(entry.head)]
    seen = [entry.day for entry in found if not _REMOTE.search(entry.head)]
    return max(current or seen, default=None)
