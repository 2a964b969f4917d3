"""What the two sides of a blank tell about whether a line ended there: the features of the line restorer.

A feature is a name such as "sides Aa. Aa:"; the weights of ``line_ends.yaml`` are those of the features that tell something.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extractor.components.words import Trie, words

_CHUNK = re.compile(r"\S+")
_ENCLOSING = "()[]{}.,;:*\"'|"
_CLOSING = ".,;:!?)]}\"'*|"
_OPENING = '([{*"#>-\u2022'
_MARK = re.compile(r"[.\u2026_]{3,}|--?|[=|>\u2013\u2014]|->|\S*(?:\.{4}|_{4})")
_ITEM = re.compile(r"[\[(]?(?:(?P<number>\d{1,2})(?:\.(?P<part>\d))?[.)\]/:]?|(?P<letter>[A-Ha-h])[.)\]:])")
# The words that sentences have and forms leave out, and how many of them make prose.
_SMALL = frozenset({
    "the", "a", "an", "of", "to", "and", "in", "on", "at", "for", "with", "by", "from", "was", "were", "is", "are",
    "be", "had", "has", "have", "i", "we", "he", "she", "it", "his", "her", "him", "their", "they", "this", "that",
    "which", "who", "as", "but", "so", "not", "until", "then", "there",
})  # fmt: skip
_FEWEST_SMALL, _SMALL_SHARE = 3, 0.2
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "prof", "st", "rev", "sr"})
_FAR = 6
_KEY_WORDS = 5
_FIRST_CHUNKS = 12


class Item(NamedTuple):
    """The number or letter of a list's item: how it is written, and its place."""

    style: str
    place: int


@lru_cache(maxsize=50_000)
def _plain(chunk: str) -> str:
    return re.sub(r"\d", "0", chunk.strip(_ENCLOSING).lower())[:14]


@lru_cache(maxsize=50_000)
def _shape(chunk: str) -> str:
    """Case, figures and the signs around: "Aa:" for "Plan:", "9.9" for "0.5", "AAA" for "PROCEDURE"."""
    core = chunk.rstrip(_CLOSING)
    if not core:
        return f"P{chunk[:3]}"
    tail = chunk[len(core) : len(core) + 1]
    head = core[0] if len(core) > 1 and core[0] in _OPENING else ""
    return head + _case(core[len(head) :]) + tail


def _case(core: str) -> str:
    if core.isdigit():
        return "9" * min(len(core), 4)
    if any(letter.isdigit() for letter in core):
        return re.sub(r"[A-Z]+", "A", re.sub(r"[a-z]+", "a", re.sub(r"\d+", "9", core)))[:7]
    if not any(letter.isalpha() for letter in core):
        return f"P{core[:3]}"
    if core.isupper():
        return "A" if len(core) == 1 else "AA" if len(core) < 4 else "AAA"
    return "Aa" if core[0].isupper() else "a" if core.islower() else "aX"


@lru_cache(maxsize=10_000)
def _item(chunk: str) -> Item | None:
    if not (match := _ITEM.fullmatch(chunk)):
        return None
    signs = (chunk[0] if chunk[0] in "[(" else "") + (chunk[-1] if chunk[-1] in ".)]/:" else "")
    if match["number"]:
        part = match["part"]
        return Item(f"{signs}{'9.9' if part else '9'}", int(match["number"] + (part or "")))
    return Item(f"{signs}{'A' if match['letter'].isupper() else 'a'}", ord(match["letter"].upper()) - ord("A") + 1)


def _few(number: int) -> int:
    return next((most for most in (35, 20, 13, 9, 6) if number >= most), number)


def _starts_high(shape: str) -> bool:
    return shape.lstrip(_OPENING).startswith("A")


class Breaks:
    """The blanks of a text; between chunks ``at - 1`` and ``at`` for ``at`` from 1 on. ``headings`` hold the kinds of known
    headings."""

    def __init__(self, text: str, headings: Trie) -> None:
        found = list(_CHUNK.finditer(text))
        self.chunks = [match.group() for match in found]
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]
        self._plain = [_plain(chunk) for chunk in self.chunks]
        self._shapes = [_shape(chunk) for chunk in self.chunks]
        self._headings(text, headings)
        self._stops = [len(chunk) > 2 and chunk.rstrip(")\"'").endswith((".", "!", "?", ";")) for chunk in self.chunks]
        self._sentence_ends = [at for at, ended in enumerate(self._stops) if ended and self._plain[at] not in _TITLES]
        self._colons = [chunk.endswith(":") or chunk == "=" for chunk in self.chunks]
        marks = [_MARK.fullmatch(chunk) is not None for chunk in self.chunks]
        self._to_colon, self._to_stop, self._to_mark = map(_distances, (self._colons, self._stops, marks))
        self._marks = _few(sum(marks))
        self._items = [_item(chunk) for chunk in self.chunks]
        self._count()

    def _headings(self, text: str, headings: Trie) -> None:
        """The kind of the heading that starts at a chunk, the kinds by the end of each, and whether a colon follows."""
        self._begun: dict[int, str] = {}
        self._ended: dict[int, str] = {}
        self._marked: set[int] = set()
        found = words(text)
        for kinds, first, end in headings.find(found):
            start, stop = found[first].start, found[end - 1].end
            if text[start].isupper():
                self._begun[start] = kinds[0]
                self._ended[stop] = self._ended[stop + 1] = kinds[0]
                if text[stop : stop + 1] == ":":
                    self._marked.add(start)

    def _count(self) -> None:
        """How often each shape, each word and each item's number occurs."""
        shapes = self._shapes
        self._alike = Counter(shapes)
        self._pairs = Counter(pairwise(shapes))
        self._threes = Counter(zip(shapes, shapes[1:], shapes[2:], strict=False))
        self._same = Counter(self._plain)
        self._signs = Counter(chunk for chunk in self.chunks if not any(sign.isalnum() for sign in chunk))
        self._numbered = set(filter(None, self._items))
        per_page = 300 / max(len(shapes), 1)
        self._colon_rate = _few(int(per_page * sum(self._colons)))
        self._stop_rate = _few(int(per_page * sum(self._stops)))

    def within_prose(self, at: int) -> bool:
        """Whether a chunk stands inside a sentence of running prose: one with its small words, without heading, colon or mark
        of an item between its stops."""
        place = bisect_left(self._sentence_ends, at)
        first = self._sentence_ends[place - 1] + 1 if place else 0
        last = self._sentence_ends[place] if place < len(self._sentence_ends) else len(self.chunks) - 1
        if first == at:
            return False
        inside = range(first, last + 1)
        headed = self._items[at] or any(self._colons[other] or self.starts[other] in self._begun for other in inside)
        small = sum(self._plain[other] in _SMALL for other in inside)
        return not headed and small >= max(_FEWEST_SMALL, len(inside) * _SMALL_SHARE)

    def features(self, at: int, lines: Sequence[int]) -> Iterator[str]:
        """What tells whether a line ended before a chunk; ``lines`` are the chunks at which the lines before begin."""
        yield from self._sides(at)
        yield from self._distant(at)
        yield from self._headed(at)
        yield from self._repeated(at)
        yield from self._lines_before(at, lines)

    def _shape_at(self, at: int) -> str:
        return self._shapes[at] if 0 <= at < len(self._shapes) else ""

    def _plain_at(self, at: int) -> str:
        return self._plain[at] if 0 <= at < len(self._plain) else ""

    def _sides(self, at: int) -> Iterator[str]:
        """The words and shapes on both sides."""
        before, after = self._plain[at - 1], self._plain[at]
        left, right = self._shapes[at - 1], self._shapes[at]
        left_2, right_2 = self._shape_at(at - 2), self._shape_at(at + 1)
        sides, gap = f"{left} {right}", min(self.starts[at] - self.ends[at - 1], 4)
        yield f"before {before}"
        yield f"after {after}"
        yield f"left {left}"
        yield f"right {right}"
        yield f"before2 {self._plain_at(at - 2)} {before}"
        yield f"after2 {after} {self._plain_at(at + 1)}"
        yield f"words {before} {after}"
        yield f"sides {sides}"
        yield f"sides21 {left_2} {sides}"
        yield f"sides12 {sides} {right_2}"
        yield f"sides22 {left_2} {sides} {right_2}"
        yield f"sides31 {self._shape_at(at - 3)} {left_2} {sides}"
        yield f"sides13 {sides} {right_2} {self._shape_at(at + 2)}"
        yield f"left-after {left} {after}"
        yield f"before-right {before} {right}"
        yield f"right-second {right} {self._plain_at(at + 1)}"
        yield f"right-third {right} {self._plain_at(at + 2)}"
        yield f"left-second {left} {self._plain_at(at - 2)}"
        yield f"gap {gap}"
        yield f"gap-right {gap} {right}"
        yield f"first {at < _FIRST_CHUNKS} {sides}"
        yield f"length {_few(len(self.chunks) // 40)} {left[-1]} {right[:2]}"

    def _distant(self, at: int) -> Iterator[str]:
        """How far the next and the last colon, stop and other marks are, and how many the text has."""
        left, right = self._shapes[at - 1], self._shapes[at]
        sides, ends = f"{left} {right}", f"{left[-1]} {right[:2]}"
        colon, mark = min(self._to_colon[at], _FAR), min(self._to_mark[at], _FAR)
        yield f"colon {colon}"
        yield f"colon-right {colon} {right}"
        yield f"colon-left {colon} {left}"
        yield f"colon-sides {colon} {sides}"
        yield f"stop {_few(self._to_stop[at])} {right[:2]}"
        yield f"mark-right {mark} {right[:2]}"
        yield f"mark-left {mark} {left[-1]}"
        yield f"marks {mark} {self._marks}"
        yield f"colons {self._colon_rate} {ends}"
        yield f"stops {self._stop_rate} {ends}"
        yield f"style {self._colon_rate > 4}{self._colon_rate > 13}{self._stop_rate > 6}{self._stop_rate > 20} {sides}"
        yield f"capitals {self._capitals(at, 1)} {left[-1]}"
        yield f"capitals-colon {self._capitals(at, 1)} {colon}"
        yield f"capitals-before {self._capitals(at - 1, -1)} {right}"

    def _capitals(self, at: int, step: int) -> int:
        """How many chunks in a row begin with a capital, from one on."""
        shapes = (self._shape_at(at + step * number) for number in range(_KEY_WORDS))
        return next((number for number, shape in enumerate(shapes) if not _starts_high(shape)), _KEY_WORDS)

    def _headed(self, at: int) -> Iterator[str]:
        """The known headings that begin and end here."""
        left, right, start = self._shapes[at - 1], self._shapes[at], self.starts[at]
        sides = f"{left} {right}"
        kind, ended = self._begun.get(start, ""), self._ended.get(self.ends[at - 1], "")
        sign = (":" if start in self._marked else "=") if kind else ""
        yield f"heading {kind}{sign}"
        yield f"heading-left {kind}{sign} {left}"
        yield f"heading-sides {sign} {sides}"
        yield f"headed {ended}"
        yield f"headed-sides {ended} {sides}"
        yield f"headed-right {ended} {self._colons[at - 1]} {right}"

    def _repeated(self, at: int) -> Iterator[str]:
        """How often what begins here begins elsewhere too: rows, bullets, items that count up."""
        left, right = self._shapes[at - 1], self._shapes[at]
        chunk, after, sides = self.chunks[at], self._plain[at], f"{left} {right}"
        threes = _few(self._threes[right, self._shape_at(at + 1), self._shape_at(at + 2)])
        yield f"pairs {_few(self._pairs[left, right])} {sides}"
        yield f"alike {_few(self._alike[right])} {right}"
        yield f"threes {threes} {right} {left[-1]}"
        yield f"threes-sides {threes} {sides}"
        yield f"twos {_few(self._pairs[right, self._shape_at(at + 1)])} {right} {self._shape_at(at + 1)}"
        yield f"same {_few(self._same[after])} {right} {left[-1]}"
        yield f"same-word {_few(self._same[after])} {after}"
        if chunk in self._signs:
            yield f"bullet {_few(self._signs[chunk])} {chunk[:2]} {left[-1]}"
        if item := self._items[at]:
            follows, goes_on = (item._replace(place=item.place + step) in self._numbered for step in (-1, 1))
            yield f"item {item.style}{follows}{goes_on}{min(item.place, 2)}"
            yield f"item-left {item.style}{follows}{goes_on}{min(item.place, 2)} {left[-1]}"

    def _lines_before(self, at: int, lines: Sequence[int]) -> Iterator[str]:
        shapes, left, right = self._shapes, self._shapes[at - 1], self._shapes[at]
        first, last = lines[-1], lines[-2] if len(lines) > 1 else None
        long, ends, colon = _few(at - first), f"{left[-1]} {right[:2]}", min(self._to_colon[at], _FAR)
        told = any(shape.endswith(".") for shape in shapes[first:at])
        high = all(shape.lstrip(_OPENING)[:1] in "A9P" for shape in shapes[first:at])
        keyed = self._to_colon[first] < min(_KEY_WORDS, at - first)
        last_keyed = last is not None and self._to_colon[last] < min(_KEY_WORDS, first - last)
        heading = self._begun.get(self.starts[first], "")
        ended = self._ended.get(self.ends[at - 1], "") if heading else ""
        whole = bool(ended) and at - first <= _KEY_WORDS
        last_shape, last_word = (shapes[last], self._plain[last]) if last is not None else ("", "")
        yield f"long {long} {ends}"
        yield f"long-told {long} {told}{high} {right[:2]}"
        yield f"long-colon {long} {told}{high} {colon < _KEY_WORDS}"
        yield f"long-ahead {long} {colon}"
        yield f"like {shapes[first] == right} {right} {left[-1]}"
        yield f"like-two {last_shape == right}{shapes[first] == right} {right}"
        yield f"like-words {self._plain[first] == self._plain[at]}{last_word == self._plain[at]} {right[:2]}"
        yield f"keyed {keyed}{last_keyed} {colon < _KEY_WORDS} {ends}"
        yield f"keyed-long {keyed}{last_keyed} {long} {right[:2]}"
        yield f"whole {whole} {ended} {right[:2]}"
        yield f"whole-right {whole} {right} {high}"
        yield f"under {heading} {long} {left[-1]}"
        yield f"before-long {_few(first - last) if last is not None else 0} {long} {left[-1]}"
        yield f"began {shapes[first]} {long} {left[-1]}"
        yield f"line {len(lines) < 4} {long} {told} {right[:2]}"
        yield f"line-high {min(len(lines), 5)} {high} {right}"


def heading_words(headings: Mapping[str, Iterable[str]]) -> Trie:
    """The known headings by their words, with their kinds."""
    trie = Trie()
    for kind, names in headings.items():
        for name in names:
            trie.add(name, kind)
    return trie


def _distances(hits: Sequence[bool]) -> list[int]:
    """How far ahead the next hit is, from each place."""
    found, distance = [], 99
    for hit in reversed(hits):
        distance = 0 if hit else distance + 1
        found.append(distance)
    return found[::-1]
