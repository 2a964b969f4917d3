"""Perturbations of form: case, line ends, headings and the order of sections."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from extractor.perturbation.tables import Context, Headings, edited, like

_WIDTH = 60


def upper_case(text: str, context: Context) -> str:
    return text.upper()


def lower_case(text: str, context: Context) -> str:
    return text.lower()


def line_wraps(text: str, context: Context) -> str:
    """A line end after at most 60 characters, as a narrow window or a fax leaves it."""
    wrap = partial(textwrap.wrap, width=_WIDTH, break_long_words=False, break_on_hyphens=False)
    return re.sub(rf"[^\r\n]{{{_WIDTH + 1},}}", lambda line: "\n".join(wrap(line.group())), text)


def newlines_removed(text: str, context: Context) -> str:
    return re.sub(r"\s*\n\s*(?=\S)", " ", text)


def headings_renamed(text: str, context: Context) -> str:
    """Each known heading in other words."""
    marks = _marks(text, context.tables.headings)
    return edited(
        text,
        [(*match.span("name"), _styled(match["name"], context.rng.choice(known.others))) for match, known in marks],
    )


def headings_removed(text: str, context: Context) -> str:
    """Without the headings whose text speaks for itself; those of plans, consent and the like stay."""
    marks = _marks(text, context.tables.headings)
    return edited(text, [(*match.span(), "") for match, known in marks if not known.keep])


def sections_reordered(text: str, context: Context) -> str:
    """The sections between the first heading and the last in another order; a note that rests on the order stays."""
    if any(re.search(rf"\b{re.escape(words)}\b", text, re.IGNORECASE) for words in context.tables.ordered):
        return text
    starts = [match.start() for match, _ in _marks(text, context.tables.headings)]
    starts = [start for start in starts if text[:start].endswith("\n")]
    sections = [text[start:end] for start, end in pairwise(starts)]
    if len(sections) < 2:
        return text
    shuffled = context.rng.sample(sections, len(sections))
    while shuffled == sections:
        context.rng.shuffle(shuffled)
    return text[: starts[0]] + "".join(shuffled) + text[starts[-1] :]


def _marks(text: str, known: Sequence[Headings]) -> Iterator[tuple[re.Match[str], Headings]]:
    """The known headings with the colon behind them: at the start of a line, or before a colon in running text."""
    by_name = {name: headings for headings in known for name in headings.names}
    names = "|".join(map(re.escape, sorted(by_name, key=len, reverse=True)))
    at_line, in_text = rf"^(?:{names})(?=[ \t]*(?::|$)|\t| {{3,}})", rf"(?<=[.;|] |  )(?:{names})(?=[ \t]*:)"
    for match in re.finditer(rf"(?P<name>{at_line}|{in_text})(?:[ \t]*:[ \t]*)?", text, re.IGNORECASE | re.MULTILINE):
        yield match, by_name[match["name"].lower()]


def _styled(old: str, new: str) -> str:
    return new.upper() if old.isupper() else like(old, new)
