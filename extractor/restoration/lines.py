"""Line ends that an interface took out of a note, put back where the note was most likely parted.

Each blank of a note that came in one line is judged by a logistic regression over the features of ``breaks``, from the first
to the last, as the lines found so far tell where the next one ends. Its weights are learned by ``line_learning``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from extractor.restoration.breaks import Breaks, heading_words
from extractor.restored import Edit

_LONG = 240
_SHARE = 0.8
# A line end or an empty line too many costs a reading less than one that is missing.
_LINE, _PARAGRAPH = -1.2, -1.2
ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Weights:
    """By feature, for the end of a line and for that of a paragraph; ``ALWAYS`` counts at every blank."""

    line: Mapping[str, float]
    paragraph: Mapping[str, float]

    @classmethod
    def read(cls, tables: Mapping[str, str]) -> Weights:
        """From text: each line a weight and its feature."""
        return cls(_weights(tables["line"]), _weights(tables["paragraph"]))

    def ends(self, features: Iterable[str]) -> int:
        """The line ends at a blank: 0, 1, or 2 at the end of a paragraph."""
        line, paragraph = self.line[ALWAYS], self.paragraph[ALWAYS]
        for feature in features:
            line += self.line.get(feature, 0.0)
            paragraph += self.paragraph.get(feature, 0.0)
        return 2 if paragraph > _PARAGRAPH else 1 if line > _LINE else 0


class Lines:
    """Callable on a text; gives the line ends to put in. ``headings`` are the known ones by their kind, ``tables`` the
    weights as ``Weights.read`` reads them."""

    def __init__(self, headings: Mapping[str, Iterable[str]], tables: Mapping[str, str]) -> None:
        self._headings = heading_words(headings)
        self._tables = tables

    @cached_property
    def _weights(self) -> Weights:
        return Weights.read(self._tables)

    def __call__(self, text: str) -> Iterator[Edit]:
        start, end = _longest_line(text)
        if end - start < max(_LONG, _SHARE * len(text.rstrip())):
            return
        breaks = Breaks(text[start:end], self._headings)
        for at, ends in parted(breaks, self._weights).items():
            yield Edit(start + breaks.starts[at] - 1, start + breaks.starts[at], "\n" * ends)


def parted(breaks: Breaks, weights: Weights) -> dict[int, int]:
    """The chunks that begin a line, with the number of line ends before each."""
    lines, found = [0], {}
    for at in range(1, len(breaks.chunks)):
        if breaks.within_prose(at):
            continue
        if ends := weights.ends(breaks.features(at, lines)):
            found[at] = ends
            lines.append(at)
    return found


def _weights(table: str) -> dict[str, float]:
    rows = (row.partition(" ") for row in table.splitlines())
    return {feature: float(weight) for weight, _, feature in rows}


def _longest_line(text: str) -> tuple[int, int]:
    best, at = (0, 0), 0
    for line in text.split("\n"):
        if len(line) > best[1] - best[0]:
            best = (at, at + len(line))
        at += len(line) + 1
    return best
