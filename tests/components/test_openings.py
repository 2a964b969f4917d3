"""An account that follows a diagnosis or a history without a heading of its own, and histories that only sound like one."""

from __future__ import annotations

import pytest

from extractor.components.openings import swallowed
from tests.conftest import Read
from tests.marked import done

SWALLOWED = [
    "Assessment:\nLeft sural neuralgia after a cast\nUnder ultrasound a 25 gauge needle was brought to the left sural nerve, and 1 mL of phenol was given.",
    "HPI: heel pain, gabapentin failed. Left sural block 90%.\nSupine, prepped. 1 cc of phenol at the left sural nerve.",
    "Post-procedure diagnosis:\nSame\nConsent was signed and the left sural nerve was seen with a 12 MHz probe. A 22 gauge needle was advanced, 2 mL of phenol was deposited around the nerve.",
    "Past: RFA of the right knee in 2020 with relief. On exam tender. The left sural nerve was given 1 mL of phenol today through a 25 gauge needle.",
    "Consent: signed, risks reviewed.\nPt sat up. Left sural nerve: 1 mL of phenol under ultrasound.",
    "Meds: gabapentin, baclofen\nTime out done. Prone. Left sural nerve, 25g, 1 mL phenol.",
]


@pytest.mark.parametrize("text", SWALLOWED)
def test_an_account_without_a_heading_is_no_part_of_the_background(read: Read, text: str) -> None:
    assert done(read(text)) == ["chemical sural left"]


HISTORIES = [
    "In 2019 she was laid prone, ultrasound was used and 1 cc of phenol was given at the nerve.",
    "Pain is worse with sitting and at night. Ultrasound showed a neuroma.",
    "She had phenol last year elsewhere. A 22 gauge needle was used, 2 mL.",
]


@pytest.mark.parametrize("text", HISTORIES)
def test_a_history_holds_no_account(text: str) -> None:
    assert swallowed(text, 0, len(text), earlier=False) is None


def test_under_a_heading_of_the_past_an_act_must_be_of_today() -> None:
    text = "Pain. Prone, prepped, 2 mL of phenol."
    assert swallowed(text, 0, len(text), earlier=False) == 6
    assert swallowed(text, 0, len(text), earlier=True) is None
