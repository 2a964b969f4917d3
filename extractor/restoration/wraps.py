"""Lines that a narrow window wrapped, made whole: a line end goes where the next word would not have fitted before it.

A blank takes its place, so that every offset stays.
"""

from __future__ import annotations

import re
from itertools import pairwise

_NARROWEST, _WIDEST = 50, 100
_FEWEST = 4
_OWN_LINE = re.compile(r"\s|[-*\u2022#>|\[(]|\w{1,3}[.):]|[A-Z][\w /&'-]{0,40}:|$")
_COLUMNS = re.compile(r"\S\s{3,}\S|[\t|]")


def unwrapped(text: str) -> str:
    """The text with its wrapped lines made whole; as it is where no width shows at which lines were wrapped."""
    lines = text.split("\n")
    width = max(map(len, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return text
    wrapped = [_is_wrapped(line, following, width) for line, following in pairwise(lines)]
    if sum(wrapped) < _FEWEST:
        return text
    ends = [" " if joined else "\n" for joined in wrapped]
    return "".join(part for pair in zip(lines, [*ends, ""], strict=True) for part in pair)


def _is_wrapped(line: str, following: str, width: int) -> bool:
    if len(line) + 1 + len(following.partition(" ")[0]) <= width or _OWN_LINE.match(following):
        return False
    return len(line) > width // 2 and not _COLUMNS.search(line) and not _COLUMNS.search(following)
