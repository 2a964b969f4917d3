"""Scores and errors for the terminal."""

import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

from extractor import evaluation
from extractor.evaluation import Comparison
from extractor.gold import Gold, Reading, Stratum
from extractor.outputs import scores

EXPECTED = Reading(
    date_of_service="2024-03-02", lines=Counter([("64640", 2, ("LT",))]), gaps=frozenset({"image-not-saved"})
)


def compared(note_id: str, found: Reading, error: str | None = None) -> Comparison:
    path = Path(f"{note_id}.txt")
    gold = Gold(id=note_id, path=path, stratum=Stratum.MESSY, payer=None, reading=EXPECTED, evidence=(), why="Row 3.")
    return Comparison(gold=gold, found=found, error=error)


NOTHING = Reading(date_of_service="2024-03-02", lines={}, no_code_reason="planned", review=True)
OTHER = replace(EXPECTED, lines=Counter([("64999", 1, ())]))


def test_scores_are_shown_for_each_part_and_the_second_reader() -> None:
    summary = evaluation.summary([compared("k1", EXPECTED), compared("k6", OTHER)])
    out = io.StringIO()
    scores.write(summary, evaluation.summary([compared("k1", EXPECTED)]), out)
    text = out.getvalue()
    for words in ("tuning", "held-out", "second reader", "whole notes exact", "messy", "64999", "code lines"):
        assert words in text


def test_errors_name_what_was_expected_what_was_found_and_where_it_went_wrong() -> None:
    out = io.StringIO()
    items = [compared("k1", EXPECTED), compared("k2", NOTHING), compared("k3", OTHER), compared("k4", NOTHING, "empty")]
    assert scores.write_errors(items, out) == 3
    text = out.getvalue()
    assert "k1" not in text
    assert text.index("k3 wrong code, no review") < text.index("k2 wrong codes")
    assert "expected  64640-LT x2" in text
    assert "found     no code (planned), review" in text
    assert "gaps: expected image-not-saved" in text
    assert "no-code reason: found planned" in text
    assert "failed: empty" in text
    assert "Row 3." in text
