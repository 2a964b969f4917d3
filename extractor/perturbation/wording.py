"""Perturbations of words: typing, scanning, dictation, and other words for the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from random import Random

from extractor.perturbation.tables import Context, Table, edited, like

_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]{4,}")
_LONG = re.compile(r"[^\W\d_]{7,}")
_GAP = re.compile(r"(?<=[^\W\d_]{3}) (?=[^\W\d_]{3})")
_SCANNABLE = re.compile(r"(?<![\d/.-])\d{1,3}(?![\d/.-])|[^\W\d_]{4,}")
_EXCHANGED = 0.5
_MISHEARD = 0.25


def typos(text: str, context: Context, *, rate: float) -> str:
    """Letters swapped, dropped, doubled or struck beside their key, never the first; or a misspelling that recurs."""

    def mistyped(word: str) -> str:
        known = context.tables.misspellings.get(word.lower())
        if known and context.rng.random() < _EXCHANGED:
            return like(word, context.rng.choice(known))
        at = context.rng.randrange(1, len(word) - 1)
        here, following = word[at], word[at + 1]
        beside = like(here, context.rng.choice(context.tables.keys.get(here.lower(), here)))
        forms = {following + here, here + here + following, following, beside + following}
        return word[:at] + context.rng.choice(sorted(forms - {here + following})) + word[at + 2 :]

    return _spoilt(text, _LETTERS.finditer(text), rate, mistyped, context.rng)


def scanned(text: str, context: Context, *, rate: float) -> str:
    """Letters and figures exchanged for what they look like; the figures of a date stay."""
    signs = re.compile("|".join(map(re.escape, sorted(context.tables.scanned, key=len, reverse=True))))

    def misread(word: str) -> str:
        match = context.rng.choice(list(signs.finditer(word)))
        return word[: match.start()] + context.tables.scanned[match.group()] + word[match.end() :]

    matches = [match for match in _SCANNABLE.finditer(text) if signs.search(match.group())]
    return _spoilt(text, matches, rate, misread, context.rng)


def words_split(text: str, context: Context, *, rate: float) -> str:
    """A blank inside long words."""

    def split(word: str) -> str:
        at = context.rng.randrange(2, len(word) - 2)
        return f"{word[:at]} {word[at:]}"

    return _spoilt(text, _LONG.finditer(text), rate, split, context.rng)


def words_joined(text: str, context: Context, *, rate: float) -> str:
    """No blank between two words."""
    return _spoilt(text, _GAP.finditer(text), rate, lambda gap: "", context.rng)


def misheard(text: str, context: Context) -> str:
    """A quarter of the words that speech recognisers get wrong, in words that sound alike."""
    return _exchanged(text, context.tables.misheard, _MISHEARD, context.rng)


def synonyms(text: str, context: Context) -> str:
    """Half of the expressions that have other words for the same."""
    return _exchanged(text, context.tables.synonyms, _EXCHANGED, context.rng)


def _spoilt(text: str, matches: Iterable[re.Match[str]], rate: float, spoil: Callable[[str], str], rng: Random) -> str:
    """The text with as many matches spoilt as ``rate`` says of all its words."""
    spoilable = list(matches)
    count = min(len(spoilable), round(rate * len(_WORD.findall(text))))
    return edited(text, [(*match.span(), spoil(match.group())) for match in rng.sample(spoilable, count)])


def _exchanged(text: str, table: Table, share: float, rng: Random) -> str:
    longest_first = sorted(table, key=len, reverse=True)
    known = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
    chosen = [match for match in known.finditer(text) if rng.random() < share]
    return edited(
        text, [(*match.span(), like(match.group(), rng.choice(table[match.group().lower()]))) for match in chosen]
    )
