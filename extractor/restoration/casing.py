"""Capitals for a note that has none, or nothing else: at the start of sentences, in levels, sides and abbreviations.

Case carries sense in a note ("US" and "us", "L" and "l", where a sentence begins); a note in one case tells nothing by it
and would be misread. The text stays as long as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import ascii_lowercase, ascii_uppercase

_FEW = 0.02
_HEADING = re.compile(r"(?<![^\s|])(?:[A-Z()/&'-]+[ ]){0,4}[A-Z()/&'-]{2,}[ ]?:")
_CAPITAL = re.compile(
    r"(?:\A|(?:(?<=[.:;!?)])|(?<=\n)|(?<=\A)|(?<!.{45}))[ \t]*[\n|][ \t]*(?:[-*\u2022#>]+[ \t]*)?(?:\(?(?:\d{1,2}|[a-z])[.):]{1,2}[ \t]+)?"
    r"|(?<!\b[lrn]t)(?<!\s[lrn])(?<!\bnn)(?<!\bno)(?<!\bbr)(?<!\bvs)(?<!\bdr)(?<!\.)[.!?][\"')\]]{0,2}\s+(?:\(?\d{1,2}[.)]\s+)?)[a-z]"
    r"|\b[ctls](?=-?\d)|\bv(?=[123]\b)|(?<![\w.'/&-])[lr](?=\.?[\s,;:])|(?<=\()[lr](?=\))|\b[dm](?=rs?\.\s)"
)

# "us" in a cell of its own, or answered: the modality.
_MODALITY_CELL = re.compile(
    r"(?:(?<=^)|(?<=[ ]{2})|(?<=[|:;,/(\]\t])|(?<=[|:;,/(\]\t][ ]))us(?=[ ]{2,}|[ ]?[:=|/;,)\[(\t]|[ ](?:yes|no|y|n|on|off|used|ok)\b|[ ]*$)",
    re.MULTILINE,
)


class Casing:
    """Callable on a text; gives it back with capitals, unless it has some already. ``abbreviations`` are the terms that
    only their capitals tell from common words; of two that differ in case alone, the one with capitals is written."""

    def __init__(self, abbreviations: Iterable[str]) -> None:
        terms = sorted(abbreviations, key=lambda term: (len(term), term), reverse=True)
        self._written = {term.lower(): term for term in terms}
        self._abbreviation = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, self._written))})(?!\w)")

    def __call__(self, text: str) -> str:
        capitals, small = (sum(map(text.count, letters)) for letters in (ascii_uppercase, ascii_lowercase))
        if min(capitals, small) > _FEW * (capitals + small):
            return text
        lowered = text.lower()
        if len(lowered) != len(text):
            return text
        if capitals > small:
            lowered = _with(lowered, ((*match.span(), match.group()) for match in _HEADING.finditer(text)))
        recased = _CAPITAL.sub(lambda match: match.group()[:-1] + match.group()[-1].upper(), lowered)
        recased = _MODALITY_CELL.sub(lambda match: match.group().upper(), recased)
        return self._abbreviation.sub(lambda match: self._written[match.group()], recased)


def _with(text: str, stretches: Iterable[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, written in stretches:
        parts += [text[at:start], written]
        at = end
    return "".join([*parts, text[at:]])
