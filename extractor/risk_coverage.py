"""Risk against coverage: how many notes pass without review, and how many of those are right.

The measure of every share is a count with a Wilson interval of 95 %: the samples are small, and that is to be seen.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.trust import Line, Outcome, line_for

TARGETS = (0.99, 0.98, 0.95, 0.9, 0.85)
_BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
_Z = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A note judged by models that had not seen its family.

    ``held`` is whether the rules or a contradiction send it to review at any line, ``due`` whether the policy itself leaves
    it without review, ``unseen`` whether the rules were made without it.
    """

    id: str
    fold: int
    stratum: str
    unseen: bool
    due: bool
    held: bool
    right: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``, with its interval."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's, 95 %."""
        if not self.whole:
            return 0.0, 1.0
        share, n = self.part / self.whole, self.whole
        middle, width = share + _Z**2 / (2 * n), _Z * math.sqrt(share * (1 - share) / n + (_Z / (2 * n)) ** 2)
        low, high = ((middle + sign * width) / (1 + _Z**2 / n) for sign in (-1, 1))
        return max(0.0, low), min(1.0, high)

    def record(self) -> dict[str, Any]:
        low, high = self.interval
        value = None if self.value is None else round(self.value, 4)
        return {"part": self.part, "of": self.whole, "share": value, "interval": [round(low, 4), round(high, 4)]}


@dataclass(frozen=True, slots=True)
class Point:
    """What passes at one setting: right ones among those that pass, and passing ones among those that are due."""

    name: str
    right: Share
    through: Share

    def record(self) -> dict[str, Any]:
        return {"name": self.name, "right": self.right.record(), "through": self.through.record()}


Passes = Callable[[Trial], bool]


def point(name: str, trials: Sequence[Trial], passes: Passes) -> Point:
    passing = [item for item in trials if passes(item)]
    due = [item for item in trials if item.due]
    return Point(
        name,
        Share(sum(item.right for item in passing), len(passing)),
        Share(sum(map(passes, due)), len(due)),
    )


def outcomes(trials: Sequence[Trial]) -> list[Outcome]:
    """The evidence for a line: notes that the rules had not seen, and that nothing else sends to review."""
    return sorted((item.confidence, item.right) for item in trials if item.unseen and not item.held)


def summary(
    trials: Sequence[Trial], baseline: Sequence[Trial], evidence: Sequence[Outcome] | None = None
) -> dict[str, Any]:
    """All that is published: for all notes, and apart for those that the rules had not seen. ``evidence`` is that of the
    models that judged, where these were not learned from the other families of the trials."""
    parts: dict[str, Passes] = {"all": lambda item: True, "unseen": lambda item: item.unseen}
    free = [item for item in trials if not item.held]
    return {
        "notes": len(trials),
        "families": len({item.fold for item in trials}),
        "brier": {name: brier([item for item in trials if chosen(item)]) for name, chosen in parts.items()},
        "reliability": reliability(trials),
        "strata": {
            name: Share(sum(item.right for item in same), len(same)).record()
            for name in sorted({item.stratum for item in free})
            for same in [[item for item in free if item.stratum == name]]
        },
        "lines": {
            name: [row.record() for row in at_targets(trials, chosen, evidence)] for name, chosen in parts.items()
        },
        "surest": {
            name: [row.record() for row in best([item for item in trials if chosen(item)])]
            for name, chosen in parts.items()
        },
        "baseline": {
            name: [row.record() for row in best([item for item in baseline if item.due and chosen(item)])]
            for name, chosen in parts.items()
        },
    }


def at_targets(
    trials: Sequence[Trial], chosen: Passes = lambda item: True, evidence: Sequence[Outcome] | None = None
) -> list[Point]:
    """Nothing but the rules and contradictions, then the line of each target, drawn for each family on the evidence of the
    other families, or on ``evidence``."""
    shown = [item for item in trials if chosen(item)]
    rows = [point("no line", shown, lambda item: not item.held)]
    for target in TARGETS:
        lines = _lines(trials, target, evidence)
        rows.append(point(f"{target:.0%}", shown, lambda item, lines=lines: _passes(item, lines[item.fold])))  # type: ignore[misc]
    return rows


def best(trials: Sequence[Trial], coverages: Sequence[float] = (0.1, 0.25, 0.47, 0.75, 1.0)) -> list[Point]:
    """The surest notes, up to a share of those that are due: what the ranking by confidence is worth, without a line."""
    free = sorted((item for item in trials if not item.held), key=lambda item: -item.confidence)
    size = sum(item.due for item in trials)
    rows = []
    for coverage in coverages:
        chosen = {item.id for item in free[: round(coverage * size)]}
        rows.append(point(f"{coverage:.0%}", trials, lambda item, chosen=chosen: item.id in chosen))  # type: ignore[misc]
    return rows


def curve(trials: Sequence[Trial]) -> list[tuple[float, Share]]:
    """(share of the free notes that pass, right ones among them), from the surest note on."""
    free = sorted((item for item in trials if not item.held), key=lambda item: -item.confidence)
    right = 0
    points = []
    for number, item in enumerate(free, start=1):
        right += item.right
        points.append((number / len(free), Share(right, number)))
    return points


def brier(trials: Sequence[Trial]) -> float | None:
    """The mean squared distance of confidence and outcome; 0 is perfect."""
    return round(sum((item.confidence - item.right) ** 2 for item in trials) / len(trials), 4) if trials else None


def reliability(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    """Confidence against outcome, in bins: what a reliability diagram draws. Of notes that the rules had not seen, which
    alone the confidence speaks of."""
    trials = [item for item in trials if item.unseen]
    rows = []
    for low, high in itertools.pairwise(_BINS):
        inside = [item for item in trials if low < item.confidence <= high]
        mean = round(sum(item.confidence for item in inside) / len(inside), 4) if inside else None
        share = Share(sum(item.right for item in inside), len(inside))
        rows.append({"from": low, "to": high, "confidence": mean, "right": share.record()})
    return rows


def _lines(trials: Sequence[Trial], target: float, evidence: Sequence[Outcome] | None) -> dict[int, Line | None]:
    others = {fold: [item for item in trials if item.fold != fold] for fold in {item.fold for item in trials}}
    return {fold: line_for(outcomes(rest) if evidence is None else evidence, target) for fold, rest in others.items()}


def _passes(trial: Trial, line: Line | None) -> bool:
    return not trial.held and line is not None and trial.confidence >= line.confidence
