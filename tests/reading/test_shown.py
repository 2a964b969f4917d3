"""What a note only speaks of, and what was done at its visit."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import Read
from tests.marked import told

DAY = date(2024, 5, 3)
SPOKEN_OF = [
    (
        "My proposal for her is radiofrequency ablation of the three genicular nerves of the right knee. He has a slot.",
        ["planned radiofrequency genicular right"],
    ),
    (
        "Member requests coverage of cryoneurolysis of the left sural nerve. Physical therapy did not help.",
        ["planned cryo sural left"],
    ),
    ("Cryoneurolysis of the left sural nerve makes sense to us both. See me in June.", ["planned cryo sural left"]),
    ("Four days after cryoneurolysis of the left sural nerve. Walking well.", ["historical cryo sural left"]),
    ("POD 2 cryoneurolysis of the left sural nerve. Home today.", ["historical cryo sural left"]),
    ("Six weeks ago I froze her left sural nerve. Content.", ["historical cryo sural left"]),
    (
        "Cryoneurolysis of the left sural nerve in 2022. Comes for a talk. The cryo of the sural nerve still holds. "
        "Nothing invasive wanted or needed.",
        ["historical cryo sural left"],
    ),
    (
        "APPEAL OF DENIAL. I treated her left sural nerve by cryoneurolysis, two cycles of 2 minutes.",
        ["historical cryo sural left"],
    ),
    (
        "Here for cryoneurolysis of the left sural nerve. INR 4.1, so nothing went into the leg.",
        ["negated cryo sural left"],
    ),
    ("Cryoneurolysis practised on a cadaver: left sural nerve, probe, two cycles of 2 minutes.", []),
    (
        "Cryo begun at the left sural nerve. Introducer in. Blood on aspiration. Withdrew before freezing.",
        ["aborted cryo sural left"],
    ),
]
DONE = [
    "Once the lidocaine had worked, the left sural nerve was frozen with a cryoprobe.",
    "Repeat cryoneurolysis of the left sural nerve, previous one at Mercy 2/2020. Probe, 2 cycles of 2 minutes.",
    "The old scar was excised and the left sural nerve frozen with a cryoprobe.",
    "Cryoneurolysis of the left sural nerve, two cycles. The right did not answer to its test block and was not treated.",
    "Left sural nerve, cryoprobe, 2 cycles only, since the upper branch never hurt and wasn't blocked.",
]


@pytest.mark.parametrize(("text", "expected"), SPOKEN_OF)
def test_spoken_of(read: Read, text: str, expected: list[str]) -> None:
    assert [told(item) for item in read(text, DAY)] == expected


@pytest.mark.parametrize("text", DONE)
def test_done(read: Read, text: str) -> None:
    assert [told(item) for item in read(text, DAY) if item.status == "performed"] == ["cryo sural left"]


ORGANS = [
    "Typical flutter. Irrigated RF catheter, 40 W, 14 burns of 30 s on the isthmus line. Right phrenic nerve not at risk.",
    "VivAer RF to both nasal valves, 60 C for 18 s. Infraorbital block 1 mL lidocaine each side first.",
    "Vein clinic. RFA of the left SSV, 120 C, 20 s segments. Sural nerve pushed off by tumescent.",
]


@pytest.mark.parametrize("text", ORGANS)
def test_another_organ(read: Read, text: str) -> None:
    assert [told(item) for item in read(text, DAY)] == []
