"""Which techniques a session used, which of them at which nerve, and contradictions of title and account."""

from __future__ import annotations

import pytest

from extractor.facts import GapKind
from tests.conftest import Read
from tests.marked import done, wrong

TITLE = "PROCEDURE: {}\n\nThe patient was placed prone and the skin was prepped. {}"
SESSIONS = [
    (
        "Pulsed RF was not performed; thermal radiofrequency was used at the left sural nerve.",
        ["radiofrequency sural left"],
    ),
    ("Pulsed RF was used at the left sural nerve; no thermal lesion was made.", ["pulsed sural left"]),
    (
        "The left sural nerve was lesioned with thermal RF at 80 C, then pulsed RF at 42 C was applied to it.",
        ["pulsed sural left", "radiofrequency sural left"],
    ),
    (
        "The left sural nerve was frozen with a cryoprobe. The right tibial nerve was injected with 3 mL of 6% phenol.",
        ["chemical tibial right", "cryo sural left"],
    ),
    (
        "The left tibial nerve was injected with 3 mL of 6% phenol. Botox 50 units was injected into the left soleus.",
        ["chemical tibial left", "chemodenervation muscle:lower-limb soleus left"],
    ),
    (TITLE.format("RFA, left sural nerve", "A lesion was made at 80 C."), ["radiofrequency sural left"]),
    (TITLE.format("Cryoneurolysis, left sural nerve", "Three cycles were given at the nerve."), ["cryo sural left"]),
    (TITLE.format("Left sural nerve ablation", "The nerve was ablated."), ["unspecified sural left"]),
    ("The left sural nerve received conventional then pulsed RF.", ["pulsed sural left", "radiofrequency sural left"]),
    wrong(
        "two techniques at one nerve, one a side, are given both sides",
        "Thermal RF at 80 C was applied to the right suprascapular nerve; the left suprascapular nerve got pulsed RF at 42 C.",
        ["pulsed suprascapular left", "radiofrequency suprascapular right"],
    ),
    wrong(
        "two techniques at one nerve, one a side, are given both sides",
        "The right sural nerve was injected with 3 mL of 6% phenol. The left sural nerve was frozen with a cryoprobe.",
        ["chemical sural right", "cryo sural left"],
    ),
    wrong(
        "the nerve is given to the denied technique",
        "Cryoneurolysis not radiofrequency was performed on the left sural nerve.",
        ["cryo sural left"],
    ),
    wrong(
        "the nerve is given to the denied technique",
        "Thermal radiofrequency rather than pulsed was used at the left sural nerve at 80 C.",
        ["radiofrequency sural left"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SESSIONS)
def test_session(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == expected


@pytest.mark.parametrize(
    ("title", "account", "expected", "contradict"),
    [
        ("Radiofrequency ablation, left sural nerve", "The sural nerve was frozen with a cryoprobe.", "cryo", True),
        ("Cryoneurolysis, left sural nerve", "The sural nerve was injected with 3 mL of phenol.", "chemical", True),
        ("RFA, left sural nerve", "Pulsed RF at 42 C was applied to the sural nerve.", "pulsed", True),
        ("RF treatment, left sural nerve", "Pulsed RF at 42 C was applied to the sural nerve.", "pulsed", False),
        ("Cryoneurolysis, left sural nerve", "The sural nerve was frozen with a cryoprobe.", "cryo", False),
    ],
)
def test_the_account_outranks_the_title(read: Read, title: str, account: str, expected: str, contradict: bool) -> None:
    (procedure,) = read(TITLE.format(title, account))
    assert procedure.technique == expected
    assert (GapKind.TECHNIQUE_CONFLICT in procedure.conflicts) is contradict
