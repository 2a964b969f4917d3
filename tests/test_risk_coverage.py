"""Risk against coverage: shares with intervals, and lines drawn without the family that is judged."""

import pytest

from extractor.risk_coverage import Share, Trial, at_targets, best, brier, curve, outcomes, reliability, summary


def trial(name: str, confidence: float, right: bool = True, **other: object) -> Trial:
    facts: dict[str, object] = {"fold": 0, "stratum": "clean", "unseen": True, "due": True, "held": False}
    return Trial(id=name, confidence=confidence, right=right, **(facts | other))  # type: ignore[arg-type]


def notes(fold: int, count: int, confidence: float, right: bool = True) -> list[Trial]:
    return [trial(f"{fold}-{n}-{confidence}-{right}", confidence, right, fold=fold) for n in range(count)]


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(10, 10, 0.7225, 1.0), (0, 10, 0.0, 0.2775), (50, 100, 0.4038, 0.5962)]
)
def test_intervals_are_wilsons(part: int, whole: int, low: float, high: float) -> None:
    assert Share(part, whole).interval == pytest.approx((low, high), abs=1e-4)


def test_a_share_of_nothing_is_unknown() -> None:
    assert Share(0, 0).record() == {"part": 0, "of": 0, "share": None, "interval": [0.0, 1.0]}


def test_a_family_never_draws_its_own_line() -> None:
    sure, unsure = notes(0, 200, 0.9), notes(1, 5, 0.9)
    row = next(row for row in at_targets([*sure, *unsure]) if row.name == "99%")
    assert row.through.part == 5, "the 200 carry the line of the 5, not their own"


def test_a_line_given_is_the_line_used() -> None:
    row = next(row for row in at_targets(notes(0, 5, 0.9), evidence=[(0.8, True)] * 98) if row.name == "99%")
    assert (row.right.part, row.through.part) == (5, 5)


def test_held_notes_never_pass_and_notes_not_due_do_not_count_as_through() -> None:
    trials = [trial("a", 0.9, held=True), trial("b", 0.9, due=False), trial("c", 0.9, right=False)]
    row = at_targets(trials)[0]
    assert (row.right.part, row.right.whole) == (1, 2)
    assert (row.through.part, row.through.whole) == (1, 2)


def test_evidence_is_of_unseen_notes_that_nothing_else_holds() -> None:
    assert outcomes([trial("a", 0.9), trial("b", 0.8, unseen=False), trial("c", 0.7, held=True)]) == [(0.9, True)]


def test_the_surest_come_first() -> None:
    trials = [*notes(0, 5, 0.9), *notes(0, 5, 0.5, right=False)]
    half = best(trials, (0.5,))[0]
    assert (half.right.part, half.right.whole) == (5, 5)
    assert [share.value for _, share in curve(trials)][4::5] == [1.0, 0.5]


def test_brier_is_the_mean_squared_distance() -> None:
    assert brier([trial("a", 1.0), trial("b", 0.5, right=False)]) == 0.125
    assert brier([]) is None


def test_reliability_sets_confidence_beside_outcome_of_unseen_notes() -> None:
    rows = reliability([trial("a", 0.85), trial("b", 0.87, right=False), trial("c", 0.86, unseen=False)])
    (row,) = [row for row in rows if row["confidence"]]
    assert (row["from"], row["confidence"], row["right"]["part"], row["right"]["of"]) == (0.8, 0.86, 1, 2)


def test_the_summary_sets_unseen_notes_apart() -> None:
    trials = [*notes(0, 4, 0.9), trial("seen", 0.9, unseen=False, fold=1)]
    found = summary(trials, trials)
    assert [found["lines"][part][0]["right"]["of"] for part in ("all", "unseen")] == [5, 4]
    assert (found["notes"], found["families"]) == (5, 2)
