"""A text in which words were put right, and where each of its places is written in the text as it was."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor.facts import Evidence, Report


class Edit(NamedTuple):
    """The words that stand for those between two offsets."""

    start: int
    end: int
    new: str


class Restored:
    """``text`` is what is read; ``written`` leads from its offsets back to those of the text as it was."""

    def __init__(self, original: str) -> None:
        self.original = self.text = original
        self._layers: list[_Layer] = []

    def edit(self, edits: Iterable[Edit]) -> None:
        """Put words in; of edits that overlap, the first counts. Offsets are those of the text as it stands now."""
        layer = _Layer(self.text, edits)
        if layer.places:
            self.text = layer.text
            self._layers.append(layer)

    def relay(self, text: str) -> None:
        """Put another text of the same length in the place of this one."""
        self.text = text

    @property
    def changed(self) -> bool:
        return self.text != self.original

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of a stretch of the text; where words were put right, the whole of them."""
        for layer in reversed(self._layers):
            start, end = layer.before(start), layer.after(end)
        return start, max(start, end)

    def report(self, report: Report) -> Report:
        """A report on the text, with its evidence as it stands in the original."""
        if not self.changed:
            return report
        return replace(
            report,
            procedures=tuple(replace(item, evidence=self._all(item.evidence)) for item in report.procedures),
            near_misses=tuple(replace(item, evidence=self._all(item.evidence)) for item in report.near_misses),
        )

    def _all(self, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
        places = [self.written(item.start, item.end) for item in evidence]
        return tuple(
            replace(item, start=start, end=end, text=self.original[start:end])
            for item, (start, end) in zip(evidence, places, strict=True)
        )


class _Layer:
    """One round of edits; ``places`` are (start, end) of the new words and (start, end) of the old ones."""

    def __init__(self, original: str, edits: Iterable[Edit]) -> None:
        self.places: list[tuple[int, int, int, int]] = []
        parts, at, length = [], 0, 0
        for start, end, new in sorted(edits):
            if start >= at:
                parts += [original[at:start], new]
                length += start - at + len(new)
                self.places.append((length - len(new), length, start, end))
                at = end
        self.text = "".join([*parts, original[at:]])
        self._starts = [place[0] for place in self.places]

    def before(self, at: int) -> int:
        """Where a stretch that starts here starts in the old text."""
        number = bisect_right(self._starts, at) - 1
        if number < 0:
            return at
        _, after, start, end = self.places[number]
        return start if at < after else end + at - after

    def after(self, at: int) -> int:
        """Where a stretch that ends here ends in the old text."""
        number = bisect_right(self._starts, at - 1) - 1
        if number < 0:
            return at
        _, after, _, end = self.places[number]
        return end if at <= after else end + at - after
