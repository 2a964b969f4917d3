"""Findings against what was expected of a set of claims: precision and recall of each kind.

The expectations are a CSV of claim_id, line (empty for a service that nobody billed) and kind; a claim without a row
is right. ``supported`` is the absence of a finding and is not scored.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ClaimError
from extractor.facts import FindingKind
from extractor.note import named
from extractor.prebill.records import ClaimFinding, Severity

Expected = tuple[str, str, FindingKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of one kind, or of all."""

    expected: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """``wrongly_held`` are the right claims that were held all the same."""

    kinds: dict[str, Score]
    wrongly_held: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        rows = [
            f"{name:26} expected {score.expected:3}  found {score.found:3}  "
            f"precision {score.precision:.3f}  recall {score.recall:.3f}"
            for name, score in self.kinds.items()
        ]
        held = ", ".join(self.wrongly_held) or "none"
        return [*rows, f"right claims that were held: {held}"]


def read(path: Path) -> frozenset[Expected]:
    """Raises ClaimError where the file cannot be read or a row is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return frozenset(
                (row["claim_id"], row["line"] or "", FindingKind(row["kind"])) for row in csv.DictReader(file)
            )
    except (OSError, KeyError, ValueError) as error:
        raise ClaimError(f"{named(path)}: no expectations can be read from it ({error})", kind="expected") from None


def score(findings: Iterable[ClaimFinding], expected: frozenset[Expected]) -> Scores:
    """Findings of claims only: what no claim bills at all is not scored."""
    found: set[Expected] = set()
    held: Counter[str] = Counter()
    for item in findings:
        if item.claim_id is None or item.kind is FindingKind.SUPPORTED:
            continue
        found.add((item.claim_id, item.line or "", item.kind))
        held[item.claim_id] += item.severity is Severity.HOLD
    kinds = {kind.value: _score(found, expected, kind) for kind in FindingKind if kind is not FindingKind.SUPPORTED}
    seeded = {claim for claim, _, _ in expected}
    return Scores(
        kinds={
            **{name: item for name, item in kinds.items() if item.expected or item.found},
            "all": _score(found, expected),
        },
        wrongly_held=tuple(sorted(claim for claim, count in held.items() if count and claim not in seeded)),
    )


def _score(found: set[Expected], expected: frozenset[Expected], kind: FindingKind | None = None) -> Score:
    found_here = {item for item in found if kind in (None, item[2])}
    expected_here = {item for item in expected if kind in (None, item[2])}
    return Score(expected=len(expected_here), found=len(found_here), right=len(found_here & expected_here))
