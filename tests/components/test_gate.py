"""The gate ahead of the pipeline: it may open in vain, it must never shut on a note that would give a procedure."""

from __future__ import annotations

import pytest

from extractor.components.gate import Gate, misread
from extractor.rulebook import Rulebook
from tests.conftest import Read

SHUT = [
    "Walking better. Continue metformin. Follow up in June.",
    "Chest x-ray clear. No acute distress.",
    "Knee arthroscopy with partial meniscectomy was performed.",
    "Cranial nerves II to XII are intact. No skin lesions. Pulses are equal.",
    "Social: alcohol on weekends." + 70 * " Nothing else." + " The median nerve is not tender.",
    "",
]
OPEN = [
    "dehyd EtOH 2 cc under each rib",
    "98% EtOH, 10 ml antecrural",
    "The left sural nerve was frozen.",
    "CRYONEUROLYSIS, LEFT SURAL NERVE",
    "cryoneurolisis of the left sural nerve",
    "Radio-frequency of the sural nerve",
    "RF lesion of the sural nerve",
    "Botox into the left biceps",
    "The left sural nerve was lesioned at 80 C.",
    "The left sural nerve was blocked with bupivacaine and steroid was injected.",
    "Electrodes were seated along the L4 medial branches and taken to 85 for 90 seconds.",
    "Pulsed treatment of the sural nerve at 42\u00b0",
    "cryo-\nablation of the sural nerve",
    "radio-\nfrequency of the sural nerve",
    "rhizo-\ntomy of the left L4 medial branch",
    "The needle reached the left sural nerve."
    + 40 * " All was well."
    + " I coagulated for sixty seconds at 75 degrees.",
    "The obturator articular branch was found and cooked at 80 for 90 seconds.",
    "phen0l 3 mL was injected at the left obturator nerve",
]


@pytest.fixture(scope="module")
def gate(rulebook: Rulebook) -> Gate:
    return Gate(rulebook.data("triggers.yaml"))


@pytest.mark.parametrize("text", SHUT)
def test_it_shuts_on_notes_of_other_things(gate: Gate, text: str) -> None:
    assert not gate.opens(text)


@pytest.mark.parametrize("text", OPEN)
def test_it_opens(gate: Gate, text: str) -> None:
    assert gate.opens(text)


FRAMES = [
    "{} of the left sural nerve was performed.",
    "The left sural nerve was treated with {}.",
    "{} 3 mL was injected, left T5.",
]


@pytest.mark.xfail(strict=True, reason="the gate has a list of its own, apart from the lexicon")
@pytest.mark.parametrize("frame", FRAMES)
def test_whatever_tells_a_technique_opens_it(gate: Gate, rulebook: Rulebook, read: Read, frame: str) -> None:
    terms = [term.lstrip("=") for item in rulebook.concepts if item.kind == "technique" for term in item.terms]
    assert len(terms) > 200
    assert [term for term in terms if not gate.opens(frame.format(term)) and read(frame.format(term))] == []


def test_a_device_in_the_plural_opens_it(rulebook: Rulebook) -> None:
    whole = Gate(rulebook.data("triggers.yaml"), rulebook.concepts)
    assert whole.opens("The cooled probes were switched on for two minutes.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.5 mL dehydrated alc0hol", True),
        ("0ccipital neuralgia", True),
        ("the interdigita1ly spaced", True),
        ("Vitamin B12 1000 mcg, L4-5, 0.5 mL", False),
        ("Seen at 10am in room A1c", False),
    ],
)
def test_figures_within_words_tell_a_scanner(text: str, expected: bool) -> None:
    assert misread(text) is expected
