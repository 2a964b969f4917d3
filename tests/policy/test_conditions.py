from __future__ import annotations

from typing import Any

import pytest

from extractor.advice.cases import cases_of
from extractor.policy.conditions import CONDITIONS, matches, plain
from extractor.rulebook import Rulebook
from tests.procedures_for_tests import procedure

RF = {"technique": "radiofrequency"}
TOXIN = {"technique": "chemodenervation"}
ARM = {**TOXIN, "nerve": "muscle:upper-limb", "laterality": "left"}
FIVE = ["biceps", "brachialis", "brachioradialis", "flexor carpi radialis", "flexor carpi ulnaris"]


def value(rulebook: Rulebook, condition: str, *procedures: dict[str, Any]) -> Any:
    cases = cases_of([procedure(rulebook, facts) for facts in procedures], rulebook.measures)
    return CONDITIONS[condition](cases[0])


@pytest.mark.parametrize(
    ("facts", "below"),
    [
        ({"temperature_c": 79.9}, True),
        ({"temperature_c": 80}, False),
        ({"temperature_c": 60, "traits": ["cooled"]}, False),
        ({}, False),
        ({"technique": "pulsed", "temperature_c": 42}, False),
        ({"technique": "cryo", "temperature_c": -70}, False),
    ],
)
def test_below_lesion_minimum(rulebook: Rulebook, facts: dict[str, Any], below: bool) -> None:
    assert value(rulebook, "below_lesion_minimum", {**RF, "nerve": "sural", **facts}) is below


@pytest.mark.parametrize(
    ("facts", "documented"),
    [({"temperature_c": 80}, True), ({"traits": ["thermal"]}, True), ({"traits": ["cooled"]}, True), ({}, False)],
)
def test_heat_documented(rulebook: Rulebook, facts: dict[str, Any], documented: bool) -> None:
    assert value(rulebook, "heat_documented", {**RF, "nerve": "facet-lumbar", **facts}) is documented


@pytest.mark.parametrize(
    ("facts", "complete"),
    [
        ({"levels": ["superolateral", "superomedial", "inferomedial"]}, True),
        ({"levels": ["superior lateral", "superior medial", "inferior medial"]}, True),
        ({"levels": ["SLGN", "SMGN", "IMGN"]}, True),
        ({"levels": ["Supero-lateral genicular nerve", "SM", "inferior medial genicular branch"]}, True),
        ({"levels": ["superolateral", "superomedial"]}, False),
        ({"levels": ["superolateral", "superior lateral", "SL"]}, False),
        ({"levels": ["superolateral", "superomedial", "recurrent fibular"]}, False),
        ({"sites": 3}, True),
        ({"sites": 2}, False),
        ({}, False),
    ],
)
def test_genicular_complete(rulebook: Rulebook, facts: dict[str, Any], complete: bool) -> None:
    knee = {**RF, "nerve": "genicular", "laterality": "left", **facts}
    assert value(rulebook, "genicular_complete", knee) is complete


def test_genicular_nerves_of_one_knee_add_up_over_procedures(rulebook: Rulebook) -> None:
    left = {**RF, "nerve": "genicular", "laterality": "left"}
    two, one = {**left, "levels": ["SL", "SM"]}, {**left, "levels": ["IM"]}
    assert value(rulebook, "genicular_complete", two, one) is True
    assert value(rulebook, "genicular_complete", two, {**one, "laterality": "right"}) is False


def test_heads_of_one_muscle_count_once(rulebook: Rulebook) -> None:
    leg = {**TOXIN, "nerve": "muscle:lower-limb", "laterality": "left"}
    calf = ["medial gastrocnemius", "lateral gastrocnemius", "soleus", "tibialis posterior", "flexor hallucis longus"]
    assert value(rulebook, "many_muscles", {**leg, "levels": calf}) is False
    assert value(rulebook, "many_muscles", {**leg, "levels": [*calf, "flexor digitorum longus"]}) is True


def test_limbs_are_counted_one_by_one(rulebook: Rulebook) -> None:
    left, right = {**ARM, "levels": FIVE[:3]}, {**ARM, "laterality": "right", "levels": FIVE[3:]}
    assert value(rulebook, "many_muscles", left, right) is False
    assert value(rulebook, "many_muscles", left, {**right, "laterality": "left"}) is True
    assert value(rulebook, "beside_larger_limb", {**left, "laterality": "right"}, {**ARM, "levels": FIVE}) is True


def test_the_trunk_is_counted_as_a_whole(rulebook: Rulebook) -> None:
    trunk = {**TOXIN, "nerve": "muscle:trunk"}
    both = {
        **trunk,
        "laterality": "bilateral",
        "levels": ["rectus abdominis", "external oblique", "quadratus lumborum"],
    }
    assert value(rulebook, "many_muscles", both) is True
    assert value(rulebook, "many_muscles", {**both, "laterality": "left"}) is False


def test_a_stated_number_counts_where_no_muscle_is_named(rulebook: Rulebook) -> None:
    assert value(rulebook, "many_muscles", {**ARM, "sites": 5}) is True
    assert value(rulebook, "muscles_documented", {**ARM, "sites": 2}) is True
    assert value(rulebook, "muscles_documented", ARM) is False


def test_membership_in_a_fact_with_several_values(rulebook: Rulebook) -> None:
    nerve = {**RF, "nerve": "sural", "imaging": ["ultrasound", "fluoroscopy"]}
    case = cases_of([procedure(rulebook, nerve)], rulebook.measures)[0]
    assert matches(case, {"imaging": frozenset(["fluoroscopy", "ct"])})
    assert not matches(case, {"imaging": frozenset(["ct"])})
    assert matches(case, {"radiologic": frozenset([True]), "group": frozenset(["somatic"])})


def test_every_condition_has_its_words(rulebook: Rulebook) -> None:
    words = rulebook.data("conditions.yaml")
    assert set(words) == set(CONDITIONS)
    assert all(
        {"says", "fact"} <= set(row) and ({"true", "false"} <= set(row) or "blocked" in row) for row in words.values()
    )


def test_plain_words() -> None:
    assert plain("Superior-Lateral Genicular n.", frozenset({"genicular", "n"})) == "superior lateral"
