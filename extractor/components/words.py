"""Words of a text, and the trie that finds the lexicon's terms among them.

A word is a run of letters, a number, or a single sign; white space is no word, so a term is found across line wraps
and double blanks. Words are compared in a normal form: lower case, without plural and in American spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

_SCANNED = r"[^\W\d_]{2,}(?:[015][^\W\d_]+)+|(?<![\d.])0[^\W\d_]{3,}"
WORD = re.compile(rf"{_SCANNED}|[^\W\d_]+|\d+(?:\.\d+)?|[^\w\s]|_")
TOKEN = re.compile(rf"({_SCANNED}|[^\W\d_]+|\d+(?:\.\d+)?|\s+|[^\w\s]|_)( ?)")
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


def words(text: str) -> list[Word]:
    """The words of a text. Hyphens inside a compound and optional plurals ("branch(es)") are left out."""
    skipped = {match.start() for match in _OPTIONAL_PLURAL.finditer(text)} if "(" in text else set()
    found: list[Word] = []
    skip_until = -1
    for match in WORD.finditer(text):
        start, end = match.span()
        if start < skip_until:
            continue
        written = match.group()
        if written == "(" and start in skipped:
            skip_until = text.index(")", start) + 1
            continue
        if written in _HYPHENS and _joins(text, start):
            continue
        found.append(Word(normal(written), written, start, end))
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


class Trie:
    """Terms of several words; ``skippable`` words of the text may stand inside a term. ``add`` what is to be found, then ``find`` it, longest first, in a sequence of words."""

    def __init__(self, skippable: frozenset[str] = frozenset()) -> None:
        self._root: dict[str, Any] = {}
        self._skippable = skippable

    def add(self, term: str, payload: Any, *, cased: bool = False) -> None:
        """Add one term. Words in capitals must be in capitals in the text too when ``cased``."""
        parts = [word for word in words(term) if not (word.norm == "the" and term.lower() != "the")]
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

    def find(self, text: Sequence[Word], *, overlapping: bool = False) -> Iterator[tuple[list[Any], int, int]]:
        """Yield (payloads, first word, word after the last) of each longest match, left to right."""
        at = 0
        root = self._root
        total = len(text)
        while at < total:
            if text[at].norm not in root:
                at += 1
                continue
            payloads, end = self._longest(text, at)
            if payloads:
                yield payloads, at, end
                at = at + 1 if overlapping else end
            else:
                at += 1

    def _longest(self, text: Sequence[Word], start: int) -> tuple[list[Any], int]:
        node = self._root[text[start].norm]
        at = start + 1
        best: tuple[list[Any], int] = (_payloads(node, text, start, at), at)
        skipped = 0
        while at < len(text):
            following = node.get(text[at].norm)
            if following is None:
                if skipped < 2 and text[at].norm in self._skippable:
                    skipped += 1
                    at += 1
                    continue
                break
            node = following
            at += 1
            if _ENTRY in node and (payloads := _payloads(node, text, start, at)):
                best = (payloads, at)
        return best


def _payloads(node: dict[str, Any], text: Sequence[Word], start: int, end: int) -> list[Any]:
    found = []
    for payload, capitals in node.get(_ENTRY, ()):
        if capitals is None or all(
            not needed or word.text.isupper() for needed, word in zip(capitals, text[start:end], strict=False)
        ):
            found.append(payload)
    return found
