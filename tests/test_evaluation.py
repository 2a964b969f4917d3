"""The measures, on readings made by hand."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from extractor import evaluation
from extractor.evaluation import Comparison, Score
from extractor.gold import Fact, Gold, Reading, Stratum
from tests.samples import FakeSettings

FACET = Fact(
    technique="radiofrequency",
    nerve="facet-lumbar",
    levels=frozenset({"l3", "l4"}),
    sides=frozenset({"left", "right"}),
    imaging=frozenset({"fluoroscopy"}),
    status="performed",
)
RIGHT = Reading(date_of_service="2024-03-02", facts=(FACET,), lines=Counter({("64635", 1, ("50",)): 1}))


def compared(
    found: Reading, note_id: str = "k1", stratum: Stratum = Stratum.CLEAN, error: str | None = None
) -> Comparison:
    gold = Gold(id=note_id, path=Path("k"), stratum=stratum, payer=None, reading=RIGHT, evidence=(), why="")
    return Comparison(gold=gold, found=found, error=error)


def test_the_same_reading_is_exact_and_has_no_differences() -> None:
    item = compared(RIGHT)
    assert item.exact
    assert not item.dangerous
    assert item.differences == {}
    assert all(item.score(name).extra == item.score(name).missing == 0 for name in evaluation.MEASURES)


def test_how_procedures_are_split_does_not_matter() -> None:
    halves = tuple(replace(FACET, sides=frozenset({side})) for side in ("left", "right"))
    assert compared(replace(RIGHT, facts=halves)).differences == {}


def test_a_fact_counts_at_its_own_nerve_only() -> None:
    item = compared(replace(RIGHT, facts=(replace(FACET, nerve="facet-cervical"),)))
    assert item.score("technique") == Score(right=0, extra=1, missing=1)
    assert item.score("levels") == Score(right=0, extra=2, missing=2)
    assert item.differences["nerve"] == (["facet-lumbar"], ["facet-cervical"])


def test_what_was_not_performed_counts_under_status_alone() -> None:
    item = compared(replace(RIGHT, facts=(FACET, replace(FACET, nerve="median", status="planned"))))
    assert item.score("nerve") == Score(right=1)
    assert item.score("status") == Score(right=1, extra=1)


@pytest.mark.parametrize(
    ("line", "review", "exact", "dangerous"),
    [
        (("64635", 1, ("50",)), False, True, False),
        (("64635", 2, ("50",)), False, False, False),
        (("64635", 1, ("LT",)), False, False, False),
        (("64633", 1, ("50",)), False, False, True),
        (("64633", 1, ("50",)), True, False, False),
    ],
)
def test_exact_is_the_whole_line_and_dangerous_is_a_wrong_code_unseen(
    line: tuple[str, int, tuple[str, ...]], review: bool, exact: bool, dangerous: bool
) -> None:
    item = compared(replace(RIGHT, lines=Counter([line]), review=review))
    assert (item.exact, item.dangerous) == (exact, dangerous)


def test_a_failed_note_is_never_exact() -> None:
    nothing = Reading(date_of_service=None, lines={}, review=True)
    gold = replace(compared(nothing).gold, reading=replace(nothing, review=False))
    assert not Comparison(gold=gold, found=nothing, error="empty").exact


def test_shares_are_of_what_was_expected_and_found() -> None:
    assert Score(right=3, extra=1, missing=2).record() == {
        "precision": 0.75,
        "recall": 0.6,
        "f1": 0.6667,
        "expected": 5,
        "found": 4,
    }
    assert Score().record()["f1"] is None


def test_the_summary_keeps_the_held_out_notes_apart() -> None:
    wrong = replace(RIGHT, lines=Counter([("64633", 1, ())]))
    summary = evaluation.summary([compared(RIGHT, "k1"), compared(RIGHT, "k3", Stratum.PROSE), compared(wrong, "k6")])
    parts = summary["parts"]
    assert [(parts[name]["notes"], parts[name]["exact"]) for name in parts] == [(3, 0.6667), (2, 1.0), (1, 0.0)]
    assert parts["held-out"]["dangerous"] == 1
    assert parts["all"]["by_code"]["64633"]["precision"] == 0.0
    assert parts["tuning"]["strata"]["prose"]["notes"] == 1


def test_a_second_reader_is_scored_like_the_program() -> None:
    mine, other = compared(RIGHT).gold, compared(RIGHT, "k2").gold
    theirs = replace(mine, reading=replace(RIGHT, lines=Counter([("64999", 1, ())])))
    (item,) = evaluation.second_reader([mine, other], [theirs])
    assert item.gold.id == "k1"
    assert not item.exact


def test_notes_are_read_under_their_own_payer(tmp_path: Path) -> None:
    (tmp_path / "k1.txt").write_text("quiet")
    gold = replace(compared(RIGHT).gold, path=tmp_path / "k1.txt", payer="cgs")
    missing = replace(gold, id="k2", path=tmp_path / "k2.txt")
    first, second = evaluation.run([gold, missing], FakeSettings())
    assert first.error is None
    assert first.found.no_code_reason == "block-only"
    assert second.error == "missing"
