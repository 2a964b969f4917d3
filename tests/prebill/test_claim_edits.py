"""MUE, NCCI pairs and add-ons on the lines of a claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.policy.edit_tables import EditTables, Limit, Pair
from extractor.prebill import claim_edits
from extractor.prebill.records import ClaimFinding
from extractor.rulebook import Rulebook
from tests.prebill.claims import bench, lines, report, told


def broken(rulebook: Rulebook, *billed: str, bundled: tuple[str, ...] = (), **known: object) -> set[object]:
    made = bench(rulebook, lines(*billed), report(["64635-RT"]), **known)  # type: ignore[arg-type]
    return set(told(claim_edits.broken(made, bundled)))


def test_units_above_the_limit(rulebook: Rulebook) -> None:
    assert broken(rulebook, "64640-LT x5") == set()
    assert broken(rulebook, "64640-LT x6") == {("1", "mue-exceeded", "warn")}


def test_an_add_on_needs_one_of_its_primaries_on_any_claim_for_the_note(rulebook: Rulebook) -> None:
    assert broken(rulebook, "64636-RT") == {("1", "addon-without-primary", "hold")}
    assert broken(rulebook, "64636-RT", "64633-RT") == {("1", "addon-without-primary", "hold")}
    assert broken(rulebook, "64636-RT", "64635-RT") == set()
    assert broken(rulebook, "64636-RT", elsewhere=["64635"]) == set()


def pairs(rulebook: Rulebook, second: str, indicator: str, status: str = "active") -> list[ClaimFinding]:
    """What a pair of the two lines, and no other edit, makes of them."""
    pair = Pair(
        column1="64635",
        column2="64625",
        practitioner_status=status,
        practitioner_indicator=indicator,
        outpatient_status="none",
        outpatient_indicator="9",
        rationale="a reason",
    )
    tables = EditTables(quarter="2024q1", limits={}, pairs={("64635", "64625"): pair}, addons={}, bilateral={})
    made = bench(rulebook, lines("64635-RT", second), report([]))
    edition = replace(made.encounter.edition, edits=tables)
    return list(claim_edits.broken(replace(made, encounter=replace(made.encounter, edition=edition)), ()))


@pytest.mark.parametrize(
    ("indicator", "second", "severity"),
    [
        ("0", "64625-RT", "hold"),
        ("0", "64625-RT-59", "hold"),
        ("1", "64625-RT", "warn"),
        ("1", "64625-RT-XS", "inform"),
    ],
)
def test_pairs_by_indicator_and_modifier(rulebook: Rulebook, indicator: str, second: str, severity: str) -> None:
    found = pairs(rulebook, second, indicator)
    assert told(found) == {("2", "ncci-pair", severity)}
    assert "64635 (a reason)" in found[0].why


@pytest.mark.parametrize("status", ["deleted 2023-12-31", "none"])
def test_a_pair_that_is_not_active_is_none(rulebook: Rulebook, status: str) -> None:
    assert not pairs(rulebook, "64625-RT", "0", status)


def test_a_line_that_is_bundled_already_is_not_told_again(rulebook: Rulebook) -> None:
    assert broken(rulebook, "64635-RT", "20553") == {("2", "ncci-pair", "warn")}
    assert broken(rulebook, "64635-RT", "20553", bundled=("2",)) == set()


def test_no_published_limit_is_no_limit(rulebook: Rulebook) -> None:
    made = bench(rulebook, lines("64640-LT x99"), report([]))
    limit = Limit(practitioner=None, outpatient=None, rationale="")
    tables = EditTables(quarter="2024q1", limits={"64640": limit}, pairs={}, addons={}, bilateral={})
    edition = replace(made.encounter.edition, edits=tables)
    assert not list(claim_edits.broken(replace(made, encounter=replace(made.encounter, edition=edition)), ()))
