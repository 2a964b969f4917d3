from __future__ import annotations

from extractor.advice.cases import cases_of
from extractor.facts import Side
from extractor.rulebook import Rulebook
from tests.procedures_for_tests import procedure

CRYO = {"technique": "cryo", "nerve": "sural"}


def test_a_bilateral_procedure_is_two_cases(rulebook: Rulebook) -> None:
    cases = cases_of([procedure(rulebook, {**CRYO, "laterality": "bilateral"})], rulebook.measures)
    assert [(case.index, case.procedure.laterality) for case in cases] == [(0, Side.LEFT), (0, Side.RIGHT)]


def test_peers_share_technique_nerve_and_side(rulebook: Rulebook) -> None:
    both, left = {**CRYO, "laterality": "bilateral"}, {**CRYO, "laterality": "left"}
    cases = cases_of([procedure(rulebook, both), procedure(rulebook, left)], rulebook.measures)
    assert [len(case.peers) for case in cases] == [2, 1, 2]
    assert all(len(case.session) == 3 for case in cases)


def test_what_cannot_be_coded_makes_no_case(rulebook: Rulebook) -> None:
    facts = [
        {**CRYO, "status": "planned"},
        {**CRYO, "status": "aborted"},
        {**CRYO, "nerve": None},
        {**CRYO, "technique": "unspecified"},
    ]
    assert cases_of([procedure(rulebook, item) for item in facts], rulebook.measures) == ()
