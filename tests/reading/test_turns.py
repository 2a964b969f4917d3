"""Sessions that treated one place and broke off at the next."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import Read
from tests.marked import done

DAY = date(2024, 5, 3)
BROKEN = [
    (
        "She lay prone. Left: cryoprobe at the sural nerve, two cycles of two minutes. Right: probe in place when the gas cylinder emptied; "
        "no freeze on this side, probe out.",
        ["cryo sural left"],
    ),
    (
        "Both sural nerves by cryoneurolysis. Left: probe in, two cycles of 2 min. Right: probe in, then he could not lie "
        "still. It was removed before any freeze. Right side to be rebooked.",
        ["cryo sural left"],
    ),
    (
        "Phenol. R obturator nerve found with the stimulator, 5 mL 6%. On the L we got as far as the twitch, but the plunger "
        "jammed and no phenol went in.",
        ["chemical obturator right"],
    ),
    (
        "R intercostal RF T7, T8, T9. 80 C x 90 s at T7 and at T8. When the T9 needle touched the rib he fainted; we ended "
        "there.",
        ["radiofrequency intercostal T7,T8 right"],
    ),
    (
        "Botox for spasticity. R arm: biceps 100, brachialis 50. L arm: first needle entered the biceps when he pulled away; nothing injected "
        "there.",
        ["chemodenervation muscle:upper-limb biceps,brachialis right"],
    ),
    (
        "Left sural nerve: cryoprobe, 3 cycles of 2 min. Then the left saphenous nerve: handpiece error, could not be "
        "cleared. Not treated.",
        ["cryo sural left"],
    ),
]
WHOLE = [
    (
        "Left sural nerve: cryoprobe, 2 cycles of 2 min. Right sural nerve: the console failed at first; then 2 cycles of 2 "
        "min.",
        ["cryo sural bilateral"],
    ),
    (
        "Left sural nerve: cryoprobe, 2 cycles of 2 min. Right sural nerve: same again. No heat was used.",
        ["cryo sural bilateral"],
    ),
    (
        "Left sural nerve: cryoprobe, 2 cycles of 2 min. The third cycle was stopped for pain.",
        ["cryo sural left"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*BROKEN, *WHOLE])
def test_turns(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text, DAY)) == expected
