"""Words of a text, and the trie that finds the lexicon's terms among them.

A word is a run of letters, a number, or a single sign; white space is no word, so a term is found across line wraps
and double blanks. Words are compared in a normal form: lower case, without plural and in American spelling.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import accumulate
from typing import Any, NamedTuple, cast

_SCANNED = r"[^\W\d_]{2,}(?:[015][^\W\d_]+)+|(?<![\d.])0[^\W\d_]{3,}"
TOKEN = re.compile(rf"({_SCANNED}|[^\W\d_]+|\d+(?:\.\d+)?|\s+|[^\w\s]|_)( ?)")
# Plain words and white space first: they are nearly all of a text.
_PIECE = re.compile(rf"[a-zA-Z]+(?!\w)|\s+|{_SCANNED}|[^\W\d_]+|\d+(?:\.\d+)?|[^\w\s]|_")
_MOST_NORMS = 200_000
_MISREAD = str.maketrans({"0": "o", "1": "l", "5": "s"})
_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u00ad")
_OPTIONAL_PLURAL = re.compile(r"\((?:e?s|ies)\)", re.IGNORECASE)


class Word(NamedTuple):
    """One word: normal form, the text as written, and its offsets."""

    norm: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=100_000)
def normal(word: str) -> str:
    """The normal form of one written word."""
    if not word.isupper() and word.replace("l", "").isupper():
        word = word.replace("l", "I")
    word = word.lower()
    if len(word) > 2 and not word.isalpha() and any(letter.isalpha() for letter in word):
        word = word.translate(_MISREAD)
    if word in {"\u2019", "\u2018", "`"}:
        return "'"
    if len(word) < 4 or not word.isalpha():
        return word
    if len(word) > 5:
        word = word.replace("ae", "e").replace("oe", "e")
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


class Norms(dict[str, str]):
    """Normal forms by the word as written, found as words are met; of white space ""."""

    def __missing__(self, written: str) -> str:
        norm = "" if written.isspace() else normal(written)
        if len(self) < _MOST_NORMS:
            self[written] = norm
        return norm


_NORMS = Norms()
_word = cast("Callable[[tuple[str, str, int, int]], Word]", partial(tuple.__new__, Word))


def words(text: str) -> list[Word]:
    """The words of a text. Hyphens inside a compound and optional plurals ("branch(es)") are left out."""
    pieces = _PIECE.findall(text)
    ends = list(accumulate(map(len, pieces)))
    found = [
        word
        for word in map(_word, zip(map(_NORMS.__getitem__, pieces), pieces, [0, *ends], ends, strict=False))
        if word[0]
    ]
    if any(hyphen in text for hyphen in _HYPHENS):
        found = [word for word in found if word[1] not in _HYPHENS or not _joins(text, word[2])]
    if "(" in text and (plurals := [match.span() for match in _OPTIONAL_PLURAL.finditer(text)]):
        found = [word for word in found if not any(start <= word[2] < end for start, end in plurals)]
    return found


def _joins(text: str, at: int) -> bool:
    if not (0 < at < len(text) - 1 and text[at - 1].isalpha()):
        return False
    following = text[at + 1]
    return following.isalpha() or (following == "\n" and text[at + 2 : at + 3].isalpha())


SKIPPABLE = frozenset(
    {"the", "a", "an", "left", "right", "both", "bilateral", "his", "her", "patient", "'", "lt", "rt", "l", "r"}
)
_ENTRY = ""
_MOST_SKIPPED = 2
_SURELY_SHORT, _LONGEST_SHORT = 4, 9


class Trie:
    """Terms of several words; ``skippable`` words of the text may stand inside a term. ``add`` what is to be found, then ``find`` it, longest first, in a sequence of words."""

    def __init__(self, skippable: frozenset[str] = frozenset()) -> None:
        self._root: dict[str, Any] = {}
        self._skippable = skippable

    def add(self, term: str, payload: Any, *, cased: bool = False) -> None:
        """Add one term. Words in capitals must be in capitals in the text too when ``cased``."""
        parts = [word for word in words(term) if word.norm not in self._skippable or word.norm != "the"] or words(term)
        capitals = tuple(cased and word.text.isupper() for word in parts)
        self._insert([word.norm for word in parts], (payload, capitals if any(capitals) else None))

    def add_words(self, norms: Sequence[str], payload: Any) -> None:
        self._insert(norms, (payload, None))

    def _insert(self, norms: Sequence[str], entry: tuple[Any, tuple[bool, ...] | None]) -> None:
        node = self._root
        for norm in norms:
            node = node.setdefault(norm, {})
        entries = node.setdefault(_ENTRY, [])
        if entry not in entries:
            entries.append(entry)

    def holds(self, norms: Sequence[str]) -> bool:
        """Whether these words are a term."""
        node = self._root
        for norm in norms:
            if (following := node.get(norm)) is None:
                return False
            node = following
        return _ENTRY in node

    @property
    def openers(self) -> Iterable[str]:
        """The normal forms with which terms begin."""
        return self._root

    def find(self, text: Sequence[Word], starts: Iterable[int] | None = None) -> Iterator[tuple[list[Any], int, int]]:
        """Yield (payloads, first word, word after the last) of each longest match, left to right. ``starts`` are the
        places of the openers, where these are known."""
        root = self._root
        reached = 0
        for at in [at for at, word in enumerate(text) if word[0] in root] if starts is None else starts:
            if at < reached:
                continue
            payloads, end = self._longest(text, at)
            if payloads:
                yield payloads, at, end
                reached = end

    def _longest(self, text: Sequence[Word], start: int) -> tuple[list[Any], int]:
        node = self._root[text[start].norm]
        best: tuple[list[Any], int] = (_payloads(node, text, start, start + 1), start + 1)
        paths = [(node, start + 1, 0)]
        while paths:
            node, at, skipped = paths.pop()
            if at == len(text):
                continue
            if self._dotted(text, at):
                paths.append((node, at + 1, skipped))
            elif skipped < _MOST_SKIPPED and text[at].norm in self._skippable:
                paths.append((node, at + 1, skipped + 1))
            if (following := node.get(text[at].norm)) is None:
                continue
            paths.append((following, at + 1, skipped))
            if at >= best[1] and _ENTRY in following and (payloads := _payloads(following, text, start, at + 1)):
                best = (payloads, at + 1)
        return best

    def _dotted(self, text: Sequence[Word], at: int) -> bool:
        """Whether a stop only ends an abbreviation inside a term ("sup. cluneal n.")."""
        if text[at].norm != "." or not self._skippable or at + 1 == len(text):
            return False
        short, following = text[at - 1], text[at + 1].text
        abbreviated = short.text.isalpha() and len(short.text) <= _LONGEST_SHORT and short.end == text[at].start
        if following.istitle() and (len(short.text) > _SURELY_SHORT or text[at + 1].norm in self._skippable):
            return False
        return abbreviated and following.isalpha()


def _payloads(node: dict[str, Any], text: Sequence[Word], start: int, end: int) -> list[Any]:
    found = []
    for payload, capitals in node.get(_ENTRY, ()):
        if capitals is None or all(
            not needed or word.text.isupper() for needed, word in zip(capitals, text[start:end], strict=False)
        ):
            found.append(payload)
    return found
