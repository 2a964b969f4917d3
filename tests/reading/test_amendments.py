"""A side that an addendum puts right, and addenda that put none right."""

from __future__ import annotations

import pytest

from extractor.facts import GapKind, Note
from extractor.flow import Coder
from extractor.rulebook import Rulebook

DONE = "DOS 4/4/2024\nProcedure: Phenol, left sural nerve\nPt prone; ultrasound; left sural nerve behind the fibula; phenol 5% 1 mL.\n"
RIGHTED = [
    "Addendum 4/5/2024 (Dr. Bell): the above states left in error. The right ankle was treated, per consent.",
    "\n*** AMENDED 04/06/2024 *** Laterality corrected from left to right after review of the photo.",
    "CORRECTION: wrong side dictated throughout; it was done on the RIGHT.",
    "Late entry 4/5/2024: both mentions of the side should read right.",
    'Addendum: where the text says "left", right is meant; my mistake.',
]
UNTOUCHED = [
    "Addendum: right ankle x-ray reviewed, no fracture. Left side numb as expected.",
    "Addendum 4/5/2024: images were in fact archived.",
    "Correction: the lot number was entered in error.",
]


@pytest.fixture(scope="module")
def coder(rulebook: Rulebook) -> Coder:
    return Coder(rulebook)


@pytest.mark.parametrize("addendum", RIGHTED)
def test_the_side_that_an_addendum_says_is_right_is_used_and_the_conflict_said(coder: Coder, addendum: str) -> None:
    report = coder.code(Note(id="n", text=DONE + addendum, source="n"))
    assert [(one.code, one.modifiers) for one in report.suggestions] == [("64640", ("RT",))]
    assert GapKind.LATERALITY_CONFLICT in {gap.kind for gap in report.gaps}


@pytest.mark.parametrize("addendum", UNTOUCHED)
def test_other_addenda_leave_the_side_alone(coder: Coder, addendum: str) -> None:
    report = coder.code(Note(id="n", text=DONE + addendum, source="n"))
    assert "LT" in report.suggestions[0].modifiers
    assert GapKind.LATERALITY_CONFLICT not in {gap.kind for gap in report.gaps}


def test_the_conflict_is_said_where_no_title_names_a_side(coder: Coder) -> None:
    text = "DOS 4/4/2024\nPt prone; ultrasound; left sural nerve behind the fibula; phenol 5% 1 mL.\n" + RIGHTED[2]
    report = coder.code(Note(id="n", text=text, source="n"))
    assert [(one.code, one.modifiers) for one in report.suggestions] == [("64640", ("RT",))]
    assert GapKind.LATERALITY_CONFLICT in {gap.kind for gap in report.gaps}
