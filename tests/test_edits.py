from __future__ import annotations

import pytest

from extractor.edits import findings
from extractor.facts import FindingKind, Suggestion
from extractor.policy.edit_tables import EditTables, tables


@pytest.fixture
def edits() -> EditTables:
    pair = {
        "practitioner_indicator": "1",
        "outpatient_status": "none",
        "outpatient_indicator": "",
        "rationale": "Misuse",
    }
    return tables(
        "2025q1",
        {
            "mue": [{"code": "A", "practitioner": "2", "outpatient": "", "adjudication": "3", "rationale": "Clinical"}],
            "ptp": [
                {"column1": "A", "column2": "B", "practitioner_status": "active", **pair},
                {"column1": "A", "column2": "C", "practitioner_status": "deleted 2019-12-31", **pair},
            ],
            "addons": [{"addon": "X", "primary": "A", "type": "1"}, {"addon": "Y", "primary": "CCCCC", "type": "2"}],
        },
        "edits",
    )


def line(code: str, units: int = 1) -> Suggestion:
    return Suggestion(
        code=code, units=units, modifiers=(), procedures=(0,), guideline="g", why="", arithmetic="", sources=()
    )


def kinds(edits: EditTables, *lines: Suggestion) -> list[tuple[FindingKind, str]]:
    return [(item.kind, item.code) for item in findings(lines, edits)]


def test_units_above_the_limit(edits: EditTables) -> None:
    assert kinds(edits, line("A", 2)) == []
    assert kinds(edits, line("A", 3)) == [(FindingKind.MUE_EXCEEDED, "A")]


def test_active_pairs_in_either_order(edits: EditTables) -> None:
    assert kinds(edits, line("A"), line("B")) == [(FindingKind.NCCI_PAIR, "B")]
    assert kinds(edits, line("B"), line("A")) == [(FindingKind.NCCI_PAIR, "B")]
    assert kinds(edits, line("A"), line("C")) == []
    [found] = findings([line("A"), line("B")], edits)
    assert "indicator 1, modifier allowed" in found.why
    assert "outpatient hospital: no active edit" in found.why


def test_an_addon_needs_one_of_its_primaries(edits: EditTables) -> None:
    assert kinds(edits, line("X")) == [(FindingKind.ADDON_WITHOUT_PRIMARY, "X")]
    assert kinds(edits, line("X"), line("A")) == []


def test_an_addon_whose_primaries_the_contractor_decides_is_left_alone(edits: EditTables) -> None:
    assert kinds(edits, line("Y")) == []
