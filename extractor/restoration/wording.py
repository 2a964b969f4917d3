"""Words put right: misspelt or misread ones, ones that a blank splits, and two that ran into one.

Only words that neither the rulebook nor English knows are looked at, and only words of the rulebook are put in their
place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from operator import add

from extractor.restoration.spelling import Mender, frequency
from extractor.restored import Edit

_WORD = re.compile(r"(?:[^\W_]|\|(?=[^\W\d_]{2}))(?:[^\W_]|(?<=[^\W\d_])\|(?=[^\W\d_]|[\s,.;)]))+")
_MISREAD_WORD = re.compile(r"[^\W_]*\|?[^\W_]*[^\W\d_]{2}[^\W_]*|[^\W\d_]+[0|][^\W_]*|0[a-z]|[a-z]0")
_MISREAD_DATE = re.compile(
    r"(?<![\w/.-])(?=[\w|/.-]{0,9}\d)[\dOIl|]{1,2}([/.-])[\dOIl|]{1,2}\1[\dOIl|]{2,4}(?![\w/])|(?<![\w.])2[0O][\dOIl]{2}(?!\w)"
)
_MISREAD_FIGURE = re.compile(r"(?:[BOlI]\d|\d[BOlIS])[CFGVgs]?|[CTLS]l|[CTL]S")
_MOST_FIGURES = 5
_BEHIND = re.compile(r" ([^\W\d_]+)")
_BEFORE = re.compile(r"([^\W\d_]+) $")
_UNIT = re.compile(
    r"(?<=[CFGVgs])|\s{0,2}(?:deg|[\u00b0\u00ba]|[CFVGg]\b|ga\b|gauge|mm\b|cm\b|s\b|sec|min|Hz|%|m[lL]\b|cc\b|units\b)|,?\s(?:19|20)\d{2}\b"
)
_LEVELS = re.compile(r"[CTLS]\d\s?(?:[,/-]|and)\s?$")
_FIGURES = str.maketrans({"B": "8", "O": "0", "l": "1", "I": "1", "S": "5", "|": "1"})
_TITLE = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|Saint)\.?\s+(?:[A-Z]\.?\s+)?$|[A-Z]\.\s?$")
_TITLE_IN_CAPITALS = re.compile(r"\b(?:DR|MR|MRS|PROF|ST|SAINT)\.?\s+(?:[A-Z]\.?\s+)?$")
_MARKS = ".,;:)"
_SPLIT, _SHORT, _CUT, _COMMON, _EXPECTED = 7, 5, 7, 3000, 10


class Wording:
    """Callable on a text; gives the words to put in.

    ``terms`` are the words of the lexicon, to which a misspelling is mended first, ``others`` those of cues and headings,
    ``core`` those that are mended even where they are short, ``misread`` signs by what a scanner makes of them, ``affixes``
    parts that are no words by themselves."""

    def __init__(
        self,
        terms: Mapping[str, int],
        others: Mapping[str, int],
        core: Iterable[str],
        misread: Mapping[str, Iterable[str]],
        affixes: Iterable[str],
        keep: Iterable[str],
    ) -> None:
        self._core = frozenset(core)
        terms = {**dict.fromkeys(self._core, _EXPECTED), **terms}
        both = {**others, **terms}
        self._words = frozenset(both)
        self._parts = frozenset(word for word, weight in both.items() if weight)
        self._long = frozenset(word for word in self._parts if len(word) >= _SPLIT)
        self._menders = tuple(
            Mender(words, keep, self._core.union(word for word in words if len(word) == _SHORT))
            for words in (terms, both)
        )
        self._misread = [(seen, meant) for seen, others in misread.items() for meant in others]
        self._letters = {seen: others for seen, others in misread.items() if not seen.isalpha()}
        self._affixes = frozenset(affixes)
        self._known: set[str] = set()
        self._put_right: dict[str, str] = {}

    def __call__(self, text: str) -> Iterator[Edit]:
        odd = {word for word in set(_WORD.findall(text)) - self._known if not self._is_known(word)}
        if odd:
            for match in _WORD.finditer(text):
                if match.group() in odd and (edit := self._joined(text, match) or self._mended(text, match)):
                    yield edit
        yield from self._pieces(text)
        for date in _MISREAD_DATE.finditer(text):
            if (figures := date.group().translate(_FIGURES)) != date.group():
                yield Edit(*date.span(), figures)

    def _is_known(self, word: str) -> bool:
        if _MISREAD_FIGURE.fullmatch(word):
            return False
        if word.isalpha():
            known = word.lower() in self._words or bool(frequency(word.lower())) or len(word) < 3
        else:
            known = not _MISREAD_WORD.fullmatch(word)
        if known and len(self._known) < 200_000:
            self._known.add(word)
        return known

    def _pieces(self, text: str) -> Iterator[Edit]:
        """Words of the rulebook that a blank splits into two other words ("per formed")."""
        lowered = text.lower().replace("\n", " . ").split(" ")
        following = [piece.rstrip(_MARKS) for piece in lowered[1:]]
        if whole := self._long.intersection(map(add, lowered, following)):
            for one, other in {pair for pair in zip(lowered, following, strict=False) if "".join(pair) in whole}:
                if min(len(one), len(other)) > 1 and not any(
                    len(part) >= _SHORT and part in self._parts for part in (one, other)
                ):
                    for match in re.finditer(rf"\b{one} {other}\b", text, re.IGNORECASE):
                        yield Edit(*match.span(), match.group().replace(" ", ""))

    def _joined(self, text: str, match: re.Match[str]) -> Edit | None:
        """The whole word that this is a piece of, with the piece beside it."""
        start, end = match.span()
        if (following := _BEHIND.match(text, end)) and self._is_whole(whole := match.group() + following[1]):
            return Edit(start, following.end(), whole)
        before = _BEFORE.search(text, max(0, start - 24), start)
        if before and self._is_whole(whole := before[1] + match.group()):
            return Edit(before.start(), end, whole)
        return None

    def _is_whole(self, word: str) -> bool:
        return len(word) >= _SPLIT and (word.lower() in self._words or bool(frequency(word.lower())))

    def _mended(self, text: str, match: re.Match[str]) -> Edit | None:
        word = match.group()
        if _MISREAD_FIGURE.fullmatch(word):
            return self._figure(text, match)
        if word not in self._put_right:
            self._put_right[word] = self._right(word)
        new = self._put_right[word]
        title = _TITLE_IN_CAPITALS if word.isupper() else _TITLE
        if new == word or (word[0].isupper() and title.search(text, 0, match.start())):
            return None
        return Edit(*match.span(), new)

    @staticmethod
    def _figure(text: str, match: re.Match[str]) -> Edit | None:
        """A number before its unit, or a level behind another, that a scanner read as letters."""
        word, end = match.group(), match.end()
        level = word[0] in "CTLS"
        behind_level = bool(_LEVELS.search(text, 0, match.start()))
        if (word[-1] == "S" and not behind_level) or not (level or _UNIT.match(text, end)):
            return None
        return Edit(match.start() + level, end, word[level:2].translate(_FIGURES) + word[2:])

    def _right(self, word: str) -> str:
        """A word put right, in the case in which it is written."""
        lower = word.lower()
        new = self._seen_as(lower) or self._spelt(word, lower) or lower
        if new == lower:
            return word
        capitals = sum(map(str.isupper, word))
        return new.upper() if 2 * capitals > len(word) else new[0].upper() + new[1:] if word[0].isupper() else new

    def _seen_as(self, word: str) -> str | None:
        """The word of the rulebook that a scanner may have read so."""
        figures = sum(map(str.isdigit, word))
        marked = not word.isalpha() and (not word[0].isdigit() or word[0] == "0" or len(word) > _CUT > 3 * figures)
        if word.startswith("rn") and self._commonness(opened := "m" + word[2:]):
            return opened
        for seen, meant in self._misread:
            for match in re.finditer(re.escape(seen), word):
                candidate = word[: match.start()] + meant + word[match.end() :]
                if (len(word) >= _SHORT and candidate in self._words) or (marked and candidate in self._parts):
                    return candidate
                if len(word) == _SHORT - 1 and candidate in self._core:
                    return candidate
        if not marked:
            return None
        lettered = list(self._lettered(word))
        known = (candidate for candidate in lettered if candidate in self._words)
        return next(known, None) or next((candidate for candidate in lettered if self._is_english(candidate)), None)

    @staticmethod
    def _is_english(word: str) -> bool:
        return len(word) > _SHORT and frequency(word) > 0

    def _lettered(self, word: str) -> Iterator[str]:
        """A word with a letter for each of its figures ("a1coho1")."""
        if 0 < sum(sign in self._letters for sign in word) <= _MOST_FIGURES:
            yield from map("".join, product(*(self._letters.get(sign, sign) for sign in word)))

    def _spelt(self, word: str, lower: str) -> str | None:
        if not word.isalpha() or len(word) < 3:
            return None
        mended = next((new for mend in self._menders if (new := mend(lower)) != lower), lower)
        if mended != lower and not self._derived(lower, mended) and self._likely(word, mended):
            return mended
        return self._cut(lower, name=not word.islower() and not word.isupper()) if len(word) >= _CUT else None

    def _likely(self, word: str, mended: str) -> bool:
        """Whether a word may be a misspelling rather than a name or an abbreviation."""
        if mended in self._core:
            return len(mended) > 3 and (len(word) > 3 or word.islower())
        return len(word) > _SHORT or (len(word) == _SHORT and word.islower())

    def _derived(self, word: str, mended: str) -> bool:
        """Whether a word is another word with an affix, or a clipped one."""
        if len(word) < _CUT and word[:-1] == mended[: len(word) - 1] and word[-1] != mended[-1]:
            return True
        return any(
            (word.startswith(affix) and word[len(affix) :] in self._words)
            or (word.endswith(affix) and word[: -len(affix)] in self._words)
            for affix in self._affixes
        )

    def _cut(self, word: str, *, name: bool) -> str | None:
        """Two words that ran into one, one of them of the rulebook, the other common; what may be a name holds two of the
        rulebook's."""
        shortest = 4 if name else 2
        cuts = [
            (min(self._commonness(word[:at]), self._commonness(word[at:])), at)
            for at in range(shortest, len(word) - shortest + 1)
            if (word[:at] in self._parts) + (word[at:] in self._parts) > name
        ]
        best, at = max(cuts, default=(0, 0))
        return f"{word[:at]} {word[at:]}" if best >= _COMMON else None

    def _commonness(self, part: str) -> int:
        if part in self._affixes or (len(part) < 3 and part not in self._core):
            return 0
        often = frequency(part)
        return max(often, _COMMON if len(part) > 3 and (part in self._parts or (often and len(part) > _SHORT)) else 0)
