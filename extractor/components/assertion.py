"""Component ``neurolysis_assertion``: how each mention stands: performed, intended, planned, historical, negated,
hypothetical, or another person's.

A cue reaches over its clause, never past a stop or past an "and" that opens a clause of its own; a section has a
default (a plan is planned, a consent hypothetical); check boxes and ``Key: No`` fields are read as such.
Results: ``doc.spans["assertions"]``, parallel to ``doc.spans["mentions"]``, labelled with the assertion."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from extractor.components.account import told_until
from extractor.components.clauses import Clauses
from extractor.components.cues import (
    HISTORICAL,
    HYPOTHETICAL,
    INTENDED,
    NEGATED,
    PAST,
    PERFORMED,
    PLANNED,
    PRIORITY,
    Cues,
)
from extractor.components.dated import Dated
from extractor.components.encounter import DATE_OF_SERVICE, date_of_service, dates, days
from extractor.components.forms import denied_fields, left_out, unchecked
from extractor.components.layers import SECTIONS, Page, Read, Record, group, put, text_of, words_of
from extractor.components.mentions import MENTIONS
from extractor.components.sentences import SENTENCES
from extractor.components.words import Word

if TYPE_CHECKING:
    from spacy.tokens import Doc

ASSERTIONS = "assertions"
# Key in ``user_data`` for the offset at which the account begins.
TOLD_UNTIL = "neurolysis_told_until"
_SECTION_DEFAULT = {
    "history": HISTORICAL, "consent": HYPOTHETICAL, "education": HYPOTHETICAL, "plan": PLANNED, "exam": HYPOTHETICAL,
    "medications": HYPOTHETICAL, "planned-title": INTENDED,
}  # fmt: skip
_TOLD = frozenset({"history", "head", "body", "diagnosis", "exam", "medications", "consent", "impression", "metadata"})
_QUOTED = re.compile(r"(?:^[ \t]*>{1,3}[^\n]*(?:\n|$)){2,}", re.MULTILINE)
_LIST_ITEM = re.compile(
    r"[ \t]*(?:[-*>+~\u2022\u25cf\u2013\u2014]|->|\(?(?:\d{1,2}|[A-Za-z])[.)]|[A-Za-z]\))[ \t]|[ ]{2,}\S"
)
# What tells an item as done, not only named: its dose or its time.
_MEASURED_ITEM = re.compile(r"\d\s?(?:ml|cc|u|units|s|secs?|seconds?|mins?|minutes?)\b", re.IGNORECASE)
# "cryo? no probe": what was only asked for, unless a form asks and is answered with yes.
_LONGEST_LIST = 25
_ASKED = re.compile(r"\?(?!\s*(?:y\b|yes\b|done\b|[\[(]\s?[xX]?\s?[\])]|[\u2610-\u2612]))", re.IGNORECASE)
_NO = re.compile(r"no\b(?=\s*[:,.;\u2013\u2014-])", re.IGNORECASE)


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
    sentences = [(start, end) for _, start, end in spans["sentences"]]
    sentence_starts = [start for start, _ in sentences]
    sections = spans["sections"]
    section_starts = [start for _, start, _ in sections]
    left = [*unchecked(text), *denied_fields(text), *left_out(text, cues)]
    quoted = list(_quoted(text, service, dated))

    @cache
    def clauses(at: int) -> Clauses:
        first, after = (bisect_left(starts, offset) for offset in sentences[at])
        return Clauses(text, found, first, after, cues, service, dated)

    def tone(at: int) -> frozenset[str]:
        lead = _lead(text, sentences, at)
        return frozenset() if lead is None else clauses(lead).tone()

    def assertion(start: int, end: int) -> str:
        section = sections[max(0, bisect_right(section_starts, start) - 1)][0] if sections else "body"
        at = bisect_right(sentence_starts, start) - 1
        if at < 0:
            return _SECTION_DEFAULT.get(section, PERFORMED)
        if _within(start, quoted):
            return HISTORICAL
        if _within(start, left) or _answered_no(text, sentences, at):
            return NEGATED
        if _ASKED.match(text, end):
            return HYPOTHETICAL
        told = section in _TOLD and (section not in {"body", "head"} or start < told_end)
        categories = clauses(at).categories(bisect_left(starts, start), bisect_left(starts, end)) or tone(at)
        return _strongest(categories, section, told)

    return [
        HYPOTHETICAL if kind == "technique" and _ASKED.match(text, end) else assertion(start, end)
        for kind, start, end in spans["mentions"]
    ]


def _answered_no(text: str, sentences: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a sentence asks what the next one denies ("Pulsed first? No: straight to heat.")."""
    return (
        text[sentences[at][1] - 1] == "?"
        and at + 1 < len(sentences)
        and _NO.match(text, sentences[at + 1][0]) is not None
    )


def _within(offset: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)


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


def _strongest(categories: Collection[str], section: str, told: bool) -> str:
    """The assertion of a mention by its cues, and where it has none by its section."""
    for category in PRIORITY:
        if category not in categories:
            continue
        if category == PAST:
            if told:
                return HISTORICAL
            continue
        if category == INTENDED and section == "plan":
            return PLANNED
        if category == PLANNED and section == "planned-title":
            return INTENDED
        return category
    return _SECTION_DEFAULT.get(section, PERFORMED)


def _quoted(text: str, service: date | None, dated: Sequence[Dated]) -> Iterator[tuple[int, int]]:
    """Runs of lines behind a mark of quotation that open with another day's date: an earlier note."""
    if service is None:
        return
    for run in _QUOTED.finditer(text):
        opening = text.find("\n", run.start())
        if any(run.start() <= item.start < opening and item.day and item.day < service for item in dated):
            yield run.span()


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
        told_end = doc.user_data[TOLD_UNTIL] = told_until(
            text, spans[SECTIONS], [start for _, start, _ in spans[SENTENCES]]
        )
        labels = assertions(text, words_of(doc), self._cues, spans, service, dated, told_end)
        return [(label, "", start, end) for label, (_, start, end) in zip(labels, spans[MENTIONS], strict=True)]
