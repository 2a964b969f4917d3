"""On which side: the side that is meant, not the side the patient lies on or the arm with the IV."""

from __future__ import annotations

import pytest

from extractor.facts import GapKind
from tests.conftest import Read
from tests.marked import done, wrong

MEANT = [
    ("Patient in left lateral decubitus. The right sural nerve was frozen with a cryoprobe.", "right"),
    ("The patient lay on the left side. The right sural nerve was frozen with a cryoprobe.", "right"),
    ("The head was turned to the left. The right sural nerve was frozen with a cryoprobe.", "right"),
    ("An IV was placed in the left hand. The right sural nerve was frozen with a cryoprobe.", "right"),
    ("He is left handed. The right sural nerve was frozen with a cryoprobe.", "right"),
    ("The left leg is fine. The right sural nerve was frozen with a cryoprobe.", "right"),
    ("The probe was left in place at the sural nerve and cryoneurolysis was completed.", ""),
    ("The sural nerve on the right was frozen with a cryoprobe.", "right"),
    ("The sural nerve (R) was frozen with a cryoprobe.", "right"),
    ("Rt sural nerve was frozen with a cryoprobe.", "right"),
    ("The sural nerve was frozen with a cryoprobe.", ""),
    ("Both sural nerves were frozen with a cryoprobe.", "bilateral"),
    ("The sural nerves were frozen with a cryoprobe bilaterally.", "bilateral"),
    ("The right and left sural nerves were frozen with a cryoprobe.", "bilateral"),
    ("B/L sural nerves were frozen with a cryoprobe.", "bilateral"),
    ("The right sural nerve was frozen with a cryoprobe. The same was done on the left.", "bilateral"),
    ("The right sural nerve was frozen with a cryoprobe. This was repeated on the other side.", "bilateral"),
    ("PROCEDURE: Cryoneurolysis, left sural nerve\n\nThe sural nerve was found and frozen with a cryoprobe.", "left"),
    ("DIAGNOSIS: left foot pain\n\nThe patient was prepped and the sural nerve was frozen with a cryoprobe.", "left"),
    ("The left arm was tucked. The right sural nerve was frozen with a cryoprobe.", "right"),
    ("The surgeon stood on the left. The right sural nerve was frozen with a cryoprobe.", "right"),
    ("Pain is worse on the left. The right sural nerve was frozen with a cryoprobe.", "right"),
    ("Pulses intact left and right. The right sural nerve was frozen with a cryoprobe.", "right"),
    ("Left breast cancer. The right sural nerve was frozen with a cryoprobe.", "right"),
    ("She sat with her left arm across the right shoulder. The left sural nerve was frozen with a cryoprobe.", "left"),
    (
        "Pain of the right ankle. She sat with the right heel resting on the left knee. The sural nerve was frozen with a cryoprobe.",
        "right",
    ),
    ("The C-arm was brought in from the left. The right L4 medial branch was lesioned with RF at 80 C.", "right"),
    ("A grounding pad was placed on the left thigh. The right sural nerve was lesioned with RF at 80 C.", "right"),
]
IN_FORCE = [
    (
        "Left side first. The sural nerve was frozen with a cryoprobe. Then the saphenous nerve was frozen too.",
        ["cryo saphenous left", "cryo sural left"],
    ),
    (
        "RIGHT:\nThe sural nerve was frozen with a cryoprobe.\nLEFT:\nThe saphenous nerve was frozen with a cryoprobe.",
        ["cryo saphenous left", "cryo sural right"],
    ),
    (
        "The left T5, T6 and T7 intercostal nerves were frozen with a cryoprobe. Then the right T5 intercostal nerve was frozen.",
        ["cryo intercostal T5 right", "cryo intercostal T5,T6,T7 left"],
    ),
    wrong(
        "sides that differ in levels are merged where one letter serves both",
        "Right L3, L4 and L5 and left L4 and L5 medial branches were lesioned with RF at 80 C.",
        ["radiofrequency facet-lumbar L3,L4,L5 right", "radiofrequency facet-lumbar L4,L5 left"],
    ),
]


@pytest.mark.parametrize(("text", "side"), MEANT)
def test_the_side_meant(read: Read, text: str, side: str) -> None:
    assert [item.laterality or "" for item in read(text)] == [side]


@pytest.mark.parametrize(("text", "expected"), IN_FORCE)
def test_the_side_in_force(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == expected


@pytest.mark.parametrize(
    ("title", "account", "side", "contradict"),
    [("left", "right", "right", True), ("left", "left", "left", False), ("bilateral", "left", "left", True)],
)
def test_the_account_outranks_the_title(read: Read, title: str, account: str, side: str, contradict: bool) -> None:
    text = f"PROCEDURE: Cryoneurolysis, {title} sural nerve\n\nThe {account} sural nerve was found and frozen with a cryoprobe."
    (procedure,) = read(text)
    assert procedure.laterality == side
    assert (GapKind.LATERALITY_CONFLICT in procedure.conflicts) is contradict
