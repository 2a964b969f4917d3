"""Means set out and not used, and sessions that ended before their act."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import Read
from tests.marked import done, told

DAY = date(2024, 5, 3)
TITLE = "PROCEDURE: {}\n\n{}"
SURAL = TITLE.format("Cryoneurolysis left sural nerve", "{}")
ENDED = [
    (
        "Phenol neurolysis of the right obturator nerve",
        "The needle lay beside the nerve. Aspiration brought blood three times. We gave up. The phenol syringe was "
        "never opened.",
        "aborted chemical obturator right",
    ),
    (
        "Alcohol neurolysis of the celiac plexus",
        "Needle advanced to T12. Contrast filled the aorta on every attempt, so the session was called off; the alcohol "
        "was sent back to the pharmacy.",
        "aborted chemical celiac-plexus",
    ),
    (
        "RFA of the right suprascapular nerve",
        "The introducer was seated. Its generator failed the self test twice. Introducer removed. Treatment not delivered.",
        "aborted radiofrequency suprascapular right",
    ),
    (
        "Cryoneurolysis left sural nerve",
        "Probe steered to the nerve. The console would not cool. I ended the attempt and took the probe out.",
        "aborted cryo sural left",
    ),
    (
        "Botulinum toxin, left gastrocnemius",
        "EMG needle put into the left gastrocnemius. He screamed and his father asked us to stop. The vial of Botox went "
        "back to the fridge.",
        "aborted chemodenervation muscle:lower-limb gastrocnemius left",
    ),
    (
        "RFA of the left suprascapular nerve",
        "She was prone with the cannula in when she began to sob. We had to stop, and nothing had been heated.",
        "aborted radiofrequency suprascapular left",
    ),
    (
        "Cryoneurolysis left sural nerve",
        "INR 3.8 this morning, so the case was postponed.",
        "negated cryo sural left",
    ),
]
CARRIED_OUT = [
    SURAL.format("The first freeze took two minutes. The second freeze was stopped at 40 seconds because of pain."),
    SURAL.format("Aspirin had been stopped. The cryoprobe was slid to the nerve and ran twice for two minutes."),
    SURAL.format("Frozen twice. The saphenous was abandoned because of pain. The procedure ended at 14:20."),
    "The cryoprobe was primed and tested. The left sural nerve was treated for 60 seconds, twice.",
    "The cryo console stood by. The left sural nerve was frozen for 60 seconds.",
]
BLOCKS = [
    "The cryo machine was in the room and switched on, but she thought better of it. I gave 5 mL of bupivacaine around "
    "the left saphenous nerve.",
    "RF generator calibrated and the cannulas laid out. The left suprascapular nerve was blocked with 6 mL of ropivacaine.",
    "Phenol had been drawn up and stood on the cart. Only 3 mL of lidocaine were injected at the left obturator nerve.",
    "The iovera handpiece was charged and capped. Left sural nerve: 4 mL of bupivacaine. The handpiece was put away unused.",
]


@pytest.mark.parametrize(("title", "account", "expected"), ENDED)
def test_a_session_without_effect_ended_before_its_act(read: Read, title: str, account: str, expected: str) -> None:
    assert [told(item) for item in read(TITLE.format(title, account), DAY)] == [expected]


@pytest.mark.parametrize("text", CARRIED_OUT)
def test_what_had_its_effect_was_not_stopped(read: Read, text: str) -> None:
    assert done(read(text, DAY)) == ["cryo sural left"]


@pytest.mark.parametrize("text", BLOCKS)
def test_a_means_that_only_stands_ready_treats_nothing(read: Read, text: str) -> None:
    assert done(read(text, DAY)) == []


BEGUN = "Date 09/10/2025\nPROCEDURE: right S1-S3 lateral branch cooled RF\n\nProne. Introducers were placed at S1, S2 and S3. "


@pytest.mark.parametrize(
    "told",
    [
        "No output was delivered at any moment and the introducers were withdrawn.",
        "She fainted before the first lesion; we took the needles out.",
        "Not one lesion could be made and the introducers were removed.",
        "Before the generator could be started he had a seizure. Introducers were withdrawn at once.",
        "The session ended there, without a lesion.",
    ],
)
def test_sessions_broken_off_in_open_words(read: Read, told: str) -> None:
    assert {item.status.value for item in read(BEGUN + told)} == {"aborted"}


def test_a_lesion_that_ends_early_is_a_lesion(read: Read) -> None:
    told = (
        "Cooled lesions, 60 C 150 s each; the last one ended early. No further lesion was made. Introducers withdrawn."
    )
    assert {item.status.value for item in read(BEGUN + told)} == {"performed"}
