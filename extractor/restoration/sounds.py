"""Words that a speech recogniser did not know, and wrote in others that sound alike: "jenny cular", "L four".

Words are compared by their consonants as they sound (metaphone), over the edges of words, and by their syllables.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import ahocorasick
import jellyfish

from extractor.restoration.spelling import frequency
from extractor.restored import Edit

_WORD = re.compile(r"[A-Za-z']+")
_SYLLABLE = re.compile(r"[aeiouy]+")
_AS_HEARD = str.maketrans("J0", "XT", "AEIOUYHW")
_GAP = re.compile(r"[ '-]*\n?[ '-]*")
_MOST_WORDS, _SHORT_KEY, _RARE, _COMMON, _LONG_WORD, _MOSTLY = 5, 3, 3000, 30_000, 6, 0.7
_FUNCTION_WORD, _MOST_KEPT = 3_000_000, 100_000
_VOWELS = frozenset("aeiou")
_OPENING = re.compile(r"(?:[a-z\d)%]{3}[.!?:] |\n|\A)\s*$")
_BEGIN_ALIKE = re.compile(r"(.)\1|[aeiouh]{2}|[ckqs]{2}|[fp]{2}|[gj]{2}|[dt]{2}|[sz]{2}")
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_LEVEL_BEFORE = re.compile(
    rf"\b(?:[CTLS]|ell?)\s?(?:\d\d?|{'|'.join(_NUMBERS)})(?:,| and| to| through)? $", re.IGNORECASE
)
_LETTERS = {"c": "C", "t": "T", "l": "L", "s": "S", "el": "L", "ell": "L"}
_LEVEL_AFTER = re.compile(
    rf"\s?(?:[-/,&]|\band|\bto|\bthrough)\s?(?:(?:[CTLS]|ell?)\s?)?(?:\d|{'|'.join(_NUMBERS)})"
    r"|\s(?:intercostal|rib|medial branch|facet|dorsal ramus|pillar)",
    re.IGNORECASE,
)
_NUMBER_WORDS = {"for": 4, "fore": 4, "too": 2, "to": 2, "won": 1, "ate": 8, "tree": 3}
_LETTER_WORDS = {"see": "C", "sea": "C", "tea": "T", "tee": "T", "ess": "S", "as": "S"}


class Sounds:
    """Callable on a text; gives the words to put in.

    ``trade`` are the words that recognisers do not know, ``heard`` the phrases that stand for others, ``heads`` the nouns
    that a word of the trade stands before, ``known`` the words that mean themselves."""

    def __init__(
        self, trade: Iterable[str], heard: Mapping[str, Iterable[str]], heads: Iterable[str], known: Iterable[str]
    ) -> None:
        trade = list(trade)
        self._known = frozenset([*known, *trade])
        self._sounds = _Sounds()
        self._heads = frozenset(heads)
        numbers = {number: at for at, number in enumerate(_NUMBERS, 1)}
        self._phrases = _automaton(
            [
                *_phrases(heard),
                *_levels(_LETTERS, numbers, doubtful=False),
                *_levels(_LETTERS, _NUMBER_WORDS, doubtful=True),
                *_levels(_LETTER_WORDS, numbers, doubtful=True),
            ]
        )
        by_sound: dict[str, list[str]] = {}
        for word in trade:
            by_sound.setdefault(self._sounds[word], []).append(word)
        self._alike = _automaton(by_sound.items())

    def __call__(self, text: str) -> Iterator[Edit]:
        lowered = text.lower()
        if len(lowered) == len(text):
            yield from self._said(text, lowered)
            yield from self._like(text, lowered)

    def _said(self, text: str, lowered: str) -> Iterator[Edit]:
        """Phrases that stand for others, and levels in words."""
        for last, (length, (meant, doubtful)) in self._phrases.iter(lowered):
            start, end = last + 1 - length, last + 1
            alone = not (lowered[start - 1 : start].isalnum() or lowered[end : end + 1].isalnum())
            among = _LEVEL_BEFORE.search(text, max(0, start - 14), start) or _LEVEL_AFTER.match(text, end)
            if alone and (not doubtful or among):
                yield Edit(start, end, meant)

    def _like(self, text: str, lowered: str) -> Iterator[Edit]:
        """Words that sound like one of the trade."""
        sounds = list(map(self._sounds.__getitem__, _WORD.findall(lowered)))
        hits = list(self._alike.iter("".join(sounds)))
        if not hits:
            return
        words, ends = list(_WORD.finditer(text)), [0, *accumulate(map(len, sounds))]
        for last, (length, meant) in hits:
            first, after = bisect_right(ends, last + 1 - length) - 1, bisect_left(ends, last + 1)
            if ends[first] != last + 1 - length or ends[after] != last + 1 or after - first > _MOST_WORDS:
                continue
            if edit := self._edit(text, words, range(first, after), length, meant):
                yield edit

    def _edit(
        self, text: str, words: Sequence[re.Match[str]], places: range, length: int, meant: Sequence[str]
    ) -> Edit | None:
        """``places`` are those of the words that sound like ``meant``."""
        heard = [words[at] for at in places]
        if any(not _GAP.fullmatch(text, one.end(), other.start()) for one, other in pairwise(heard)):
            return None
        following = words[places.stop].group().lower() if places.stop < len(words) else ""
        backed = following in self._heads or text[max(0, heard[0].start() - 2) : heard[0].start() - 1].isdigit()
        for word in meant:
            stretch = heard
            if word[0] in _VOWELS and heard[0].group()[0].lower() not in _VOWELS:
                if not places.start or words[places.start - 1].group().lower() not in _VOWELS:
                    continue
                stretch = [words[places.start - 1], *heard]
            opens = bool(_OPENING.search(text, max(0, stretch[0].start() - 8), stretch[0].start()))
            if self._may_be([item.group() for item in stretch], word, length, backed=backed, opens=opens):
                return Edit(stretch[0].start(), stretch[-1].end(), word)
        return None

    def _may_be(self, heard: Sequence[str], word: str, length: int, *, backed: bool, opens: bool) -> bool:
        """Whether words are so odd beside each other, and so like the word, that they stand for it; less odd ones do where
        they are ``backed`` by a noun behind them or a figure before them. A capital is no name's where it ``opens`` a
        sentence."""
        parts = [part.lower() for part in heard]
        joined = "".join(parts)
        alike = _BEGIN_ALIKE.fullmatch(joined[0] + word[0]) and _syllables(joined) == _syllables(word)
        if not alike or (joined in self._known and (joined != word or len(parts) == 1)):
            return False
        if any(part.isupper() and len(part) < _LONG_WORD and part.lower() not in _VOWELS for part in heard):
            return False
        rarest = min(map(frequency, parts))
        if len(parts) == 1:
            return rarest < _RARE and (
                heard[0].islower() or (opens and not heard[0].isupper()) or length > _SHORT_KEY > rarest
            )
        if any(self._means_itself(part, word, backed=backed) for part in parts):
            return False
        if backed or length > _SHORT_KEY + 2:
            return True
        if any(len(part) > 1 and frequency(part) > _FUNCTION_WORD for part in (parts[0], parts[-1])):
            return False
        return rarest < (_RARE if length <= _SHORT_KEY else _COMMON) or length > _SHORT_KEY + 1

    def _means_itself(self, part: str, word: str, *, backed: bool) -> bool:
        """Whether a word among several is too much of a word to be a piece of another."""
        if part in word:
            return part in self._known and len(part) >= _MOSTLY * len(word)
        return len(part) > _SHORT_KEY and (
            part in self._known or (len(part) >= _LONG_WORD and not backed and frequency(part) > 0)
        )


class _Sounds(dict[str, str]):
    """The consonants of words in small letters as they sound, each worked out once."""

    def __missing__(self, word: str) -> str:
        sound = re.sub(r"(.)\1+", r"\1", jellyfish.metaphone(word).translate(_AS_HEARD))
        if len(self) < _MOST_KEPT:
            self[word] = sound
        return sound


def _phrases(heard: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, tuple[str, bool]]]:
    yield from ((phrase.lower(), (meant, False)) for meant, phrases in heard.items() for phrase in phrases)


def _levels(
    letters: Mapping[str, str], numbers: Mapping[str, int], *, doubtful: bool
) -> Iterator[tuple[str, tuple[str, bool]]]:
    for word, letter in letters.items():
        yield from ((f"{word} {number}", (f"{letter}{at}", doubtful)) for number, at in numbers.items())


def _automaton(items: Iterable[tuple[str, Any]]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for key, value in items:
        automaton.add_word(key, (len(key), value))
    automaton.make_automaton()
    return automaton


def _syllables(word: str) -> int:
    return max(1, len(_SYLLABLE.findall(word.removesuffix("e"))))
