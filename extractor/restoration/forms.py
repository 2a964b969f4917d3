"""The print of forms, made plain: rows of dots between a key and its value, values written on a rule, words in spaced
capitals, and lines that an interface strung together with a mark of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.restoration.spelling import frequency
from extractor.restored import Edit

_LEADER = re.compile(
    r"(?:^|(?<=[ ]{2})|(?<=\t))(?P<key>[ \t]*[A-Za-z][\w /&()'#,-]{0,38}?[A-Za-z)])(?P<dots>[ \t]*(?:[.\u2026\u00b7][ \t]?){4,}|[ \t]+(?:\.{3}|\u2026)[ \t](?=[A-Z\d(\[])|[ \t]*(?:[-=]{2,}>|-{4,}(?!>)))(?=[ \t]*[^\s-])",
    re.MULTILINE,
)
_ON_RULE = re.compile(r"(?<![A-Za-z\d_])_+(?=[\w.+-])(?P<value>[^\n_]{1,40}?)_+(?![A-Za-z\d_])")
_SPACED = re.compile(r"(?<!\S)[A-Z](?:[ ][A-Z]){3,}(?!\S)")
_STRUNG = re.compile(r"\s*(?P<mark>\*{2,}|\|{1,2}|~+|\^+|\\{1,2}n?|\u00b6|<br\s*/?>|_{2,}|;;)\s*(?=\S)")
_CIRCLE = re.compile(r"^[^\n]*\bcircled?\b[^\n]*$", re.IGNORECASE | re.MULTILINE)
_OPTION = r"(?:right|left|both|bilateral|bilat|b/l|rt|lt|[rlb])"
_CIRCLED = re.compile(rf"[\[(<*]\s?(?P<on>{_OPTION})\s?[\])>*]|(?<![\w/])(?P<off>{_OPTION})(?![\w/])", re.IGNORECASE)
_BLANKS = re.compile(r"(?<=\S)[ ]+(?=\S)")
_BEFORE_MARK = re.compile(r"(?<=\w)[ ]+(?=[.,;:)](?:\s|$))")
_WIDE, _A_PAGE = 0.6, 60
_LEADS = ("...", ". .", "\u2026", "\u00b7", "->", "=>", "----")
_LONG, _MOSTLY, _FEWEST = 160, 0.8, 5


def plain(text: str) -> Iterator[Edit]:
    """The edits that make the print of a form plain."""
    if any(sign in text for sign in _LEADS):
        for match in _LEADER.finditer(text):
            start, end = match.span("dots")
            yield Edit(start, end, ":" + " " * (end - start - 1))
    if "_" in text:
        for match in _ON_RULE.finditer(text):
            yield Edit(match.start(), match.start("value"), " " * (match.start("value") - match.start()))
            yield Edit(match.end("value"), match.end(), " " * (match.end() - match.end("value")))
    for match in _SPACED.finditer(text):
        whole = match.group().replace(" ", "")
        if frequency(whole.lower()):
            yield Edit(*match.span(), whole)
    yield from _circled(text)
    yield from _narrowed(text)
    yield from _strung(text)


def _narrowed(text: str) -> Iterator[Edit]:
    """One blank between words that a scanner set apart by two throughout a page, and none before marks."""
    gaps = list(_BLANKS.finditer(text))
    double = sum(gap.end() - gap.start() == len("  ") for gap in gaps)
    if len(gaps) > _A_PAGE and double > _WIDE * len(gaps):
        marks = {gap.start() for gap in _BEFORE_MARK.finditer(text)}
        yield from (Edit(*gap.span(), "" if gap.start() in marks else " ") for gap in gaps)


def _circled(text: str) -> Iterator[Edit]:
    """Boxes for the sides of a form that asks to circle one, where one is marked."""
    for line in _CIRCLE.finditer(text):
        options = list(_CIRCLED.finditer(text, *line.span()))
        if len(options) > 1 and sum(option["on"] is not None for option in options) == 1:
            for option in options:
                yield Edit(*option.span(), f"[x] {option['on']}" if option["on"] else f"[ ] {option['off']}")


def _strung(text: str) -> Iterator[Edit]:
    """Line ends for the mark that stands for them in a note of one long line."""
    line = max(text.split("\n"), key=len)
    if len(line) < max(_LONG, _MOSTLY * len(text.strip())):
        return
    at = text.index(line)
    marks = list(_STRUNG.finditer(line))
    written = [match["mark"] for match in marks]
    mark = max(written, key=written.count, default="")
    if written.count(mark) >= _FEWEST:
        yield from (Edit(at + match.start(), at + match.end(), "\n") for match in marks if match["mark"] == mark)
