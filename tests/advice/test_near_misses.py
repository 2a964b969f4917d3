"""What nearly applied, with the one fact that kept each code away."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractor.facts import Evidence
from extractor.rulebook import Rulebook
from extractor.suggestions import suggest
from tests.procedures_for_tests import procedure

RF = {"technique": "radiofrequency", "temperature_c": 80, "laterality": "left"}
CRYO = {"technique": "cryo", "laterality": "left"}
PULSED = {"technique": "pulsed", "temperature_c": 42, "laterality": "left"}
JOINT = {"levels": ["L4", "L5"], "imaging": ["fluoroscopy"]}


def missed(rulebook: Rulebook, facts: dict[str, Any], day: date = date(2024, 3, 2)) -> dict[str, str]:
    advice = suggest([procedure(rulebook, facts)], [], rulebook.on(day), dated=True)
    return {item.code: item.blocked_by for item in advice.near_misses}


@pytest.mark.parametrize(
    ("facts", "code", "says"),
    [
        ({**PULSED, "nerve": "suprascapular"}, "64640", "the note documents pulsed radiofrequency"),
        ({**PULSED, "nerve": "facet-lumbar", **JOINT}, "64635", "the note documents pulsed radiofrequency"),
        ({**CRYO, "nerve": "sural"}, "0441T", "no imaging guidance is documented"),
        ({**CRYO, "nerve": "intercostal"}, "0442T", "no imaging guidance is documented"),
        (
            {**RF, "nerve": "sural", "imaging": ["ultrasound"]},
            "0441T",
            "radiofrequency lesioning; the code asks for cryoneurolysis",
        ),
        ({**RF, "nerve": "facet-lumbar", **JOINT, "temperature_c": 60}, "64635", "below 80 C"),
        ({**RF, "nerve": "facet-lumbar", **JOINT, "imaging": ["ultrasound"]}, "64635", "neither fluoroscopy nor CT"),
        ({**RF, "nerve": "si-joint", "imaging": ["ultrasound"]}, "64625", "neither fluoroscopy nor CT"),
        ({**RF, "nerve": "genicular", "levels": ["SL", "SM"]}, "64624", "fewer than the three genicular nerves"),
        (
            {"technique": "chemical", "agent": "phenol", "nerve": "mandibular-v3", "traits": ["foramen-ovale"]},
            "64610",
            "neither",
        ),
    ],
)
def test_the_fact_that_blocked_each(rulebook: Rulebook, facts: dict[str, Any], code: str, says: str) -> None:
    assert says in missed(rulebook, facts)[code]


def test_two_facts_may_stand_against_a_code_of_the_same_technique(rulebook: Rulebook) -> None:
    joint = {**RF, "nerve": "facet-lumbar", "levels": ["L4", "L5"], "temperature_c": 60, "imaging": ["ultrasound"]}
    assert "below 80 C" in missed(rulebook, joint)["64635"]
    assert "neither fluoroscopy nor CT" in missed(rulebook, joint)["64635"]
    assert "0441T" not in missed(rulebook, {**PULSED, "nerve": "sural"})


def test_a_code_of_another_date_is_a_near_miss(rulebook: Rulebook) -> None:
    knee = {**RF, "nerve": "genicular", "levels": ["SL", "SM", "IM"]}
    assert "only from 2020-01-01 on" in missed(rulebook, knee, date(2019, 12, 31))["64624"]
    assert "to 2018-12-31" in missed(rulebook, {**CRYO, "nerve": "sural"})["64999"]


def test_what_is_suggested_or_an_alternate_is_no_near_miss(rulebook: Rulebook) -> None:
    cold = {**CRYO, "nerve": "sural", "imaging": ["ultrasound"]}
    assert not {"0441T", "64640"} & set(missed(rulebook, cold))


def test_codes_of_other_targets_are_no_near_miss(rulebook: Rulebook) -> None:
    assert set(missed(rulebook, {**RF, "nerve": "pudendal"})) <= {"0442T"}
    assert "64633" not in missed(rulebook, {**PULSED, "nerve": "facet-lumbar", **JOINT})


def test_the_evidence_is_that_of_the_blocking_fact(rulebook: Rulebook) -> None:
    words = Evidence(fact="technique", start=0, end=6, text="pulsed", section="procedure")
    other = Evidence(fact="nerve", start=7, end=12, text="sural", section="procedure")
    found = procedure(rulebook, {**PULSED, "nerve": "sural", "evidence": (words, other)})
    advice = suggest([found], [], rulebook.on(date(2024, 3, 2)), dated=True)
    assert {item.code: item.evidence for item in advice.near_misses}["64640"] == (words,)
