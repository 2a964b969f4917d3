"""Findings against what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import ClaimError
from extractor.facts import FindingKind
from extractor.prebill import scoring
from extractor.rulebook import Rulebook
from tests.prebill.claims import findings, lines, report


def test_precision_recall_and_what_was_wrongly_held(rulebook: Rulebook) -> None:
    found = findings(rulebook, lines("64640-RT", "64681"), report(["64640-LT"]))
    expected = frozenset(
        {("C1", "1", FindingKind.WRONG_SIDE), ("C1", "", FindingKind.MISSED), ("C2", "1", FindingKind.UNSUPPORTED)}
    )
    scores = scoring.score(found, expected)
    assert (scores.kinds["wrong-side"].precision, scores.kinds["wrong-side"].recall) == (1.0, 1.0)
    assert (scores.kinds["unsupported"].precision, scores.kinds["unsupported"].recall) == (0.0, 0.0)
    assert (scores.kinds["all"].expected, scores.kinds["all"].found, scores.kinds["all"].right) == (3, 2, 1)
    assert scores.wrongly_held == ()
    assert scoring.score(found, frozenset()).wrongly_held == ("C1",)


def test_expectations_are_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "expected.csv"
    path.write_text("claim_id,line,kind\nC1,,missed\n")
    assert scoring.read(path) == {("C1", "", FindingKind.MISSED)}
    path.write_text("claim_id,line,kind\nC1,,surprise\n")
    with pytest.raises(ClaimError, match=r"expected\.csv"):
        scoring.read(path)
    with pytest.raises(ClaimError, match=r"gone\.csv"):
        scoring.read(tmp_path / "gone.csv")
