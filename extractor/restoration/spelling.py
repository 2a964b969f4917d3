"""Mends misspelt words towards the rulebook's own vocabulary, one or two letters off. A word that English knows, by the
frequency list of pyspellchecker, is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property

_SHORT, _LONG, _LONGEST = 6, 9, 24
_FAR_MORE = 3


class Mender:
    """Callable on a word in small letters; returns the vocabulary's word when one is close enough, else the word itself."""

    def __init__(
        self, vocabulary: Mapping[str, int] | Iterable[str], keep: Iterable[str] = (), short: Iterable[str] = ()
    ) -> None:
        """``vocabulary`` may say how often each word is expected; of two words as close, one far more expected is taken.
        ``short`` are words of it that are mended to although they are short."""
        short = frozenset(short)
        self._weights = vocabulary if isinstance(vocabulary, Mapping) else dict.fromkeys(vocabulary, 1)
        self._vocabulary = frozenset(word for word in self._weights if word.isalpha())
        self._keep = frozenset(keep)
        self._shortest = min((len(word) for word in short), default=_SHORT) - 1
        self._short = short
        self._known: dict[str, str] = {}

    @cached_property
    def _near(self) -> dict[str, set[str]]:
        """The words of the vocabulary by what is left of them without one or two letters."""
        near: dict[str, set[str]] = {}
        for word in self._vocabulary:
            if len(word) >= _SHORT or word in self._short:
                for form in _shortened(word, 2 if len(word) > _LONG else 1):
                    near.setdefault(form, set()).add(word)
        return near

    def __call__(self, word: str) -> str:
        mended = self._known.get(word)
        if mended is None:
            mended = self._mend(word)
            if len(self._known) < 200_000:
                self._known[word] = mended
        return mended

    def _mend(self, word: str) -> str:
        if (
            not self._shortest <= len(word) <= _LONGEST
            or word in self._vocabulary
            or word in self._keep
            or not word.isalpha()
        ):
            return word
        candidates: set[str] = set()
        for form in _shortened(word, 2 if len(word) >= _LONG else 1):
            candidates |= self._near.get(form, set())
        scored = sorted((distance(word, other), -self._weights[other], other) for other in candidates)
        allowed = 2 if len(word) >= _LONG else 1
        if not scored or scored[0][0] > allowed:
            return word
        best = scored[0][2]
        tied = len(scored) > 1 and scored[1][0] == scored[0][0] and scored[0][1] > _FAR_MORE * scored[1][1]
        begins_otherwise = best[0] != word[0] and best[1:2] != word[:1]
        if (tied or begins_otherwise) and best[1:] != word[1:]:
            return word
        return word if _english(word) else best


def _shortened(word: str, most: int) -> Iterator[str]:
    """A word without any of its letters, and without any two where ``most`` is 2."""
    yield word
    once = [word[:at] + word[at + 1 :] for at in range(len(word))]
    yield from once
    if most > 1:
        for first, form in enumerate(once):
            yield from (form[:at] + form[at + 1 :] for at in range(first, len(form)))


def distance(one: str, other: str) -> int:
    """Letters inserted, deleted, exchanged or swapped (optimal string alignment) between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row = row, [i]
        for j, b in enumerate(other, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = previous
    return row[-1]


@cache
def _frequencies() -> dict[str, int]:
    from spellchecker import SpellChecker

    return dict(SpellChecker(language="en").word_frequency.dictionary)


def frequency(word: str) -> int:
    """How often a word in small letters stands in a large body of English; 0 for what is no English word."""
    return _frequencies().get(word, 0)


def _english(word: str) -> bool:
    return bool(frequency(word) or frequency(word + "s"))
