"""The side in force, and the side of the account against that of the title."""

from __future__ import annotations

import pytest

from extractor.facts import GapKind
from tests.conftest import Read
from tests.marked import done

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
    (
        "Right L3, L4 and L5 and left L4 and L5 medial branches were lesioned with RF at 80 C.",
        ["radiofrequency facet-lumbar L3,L4,L5 right", "radiofrequency facet-lumbar L4,L5 left"],
    ),
]


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
