"""Which side words say where the procedure was done: not the side the patient lies on, the arm with the IV, a complaint, a
wish or the margin of a page."""

from __future__ import annotations

import pytest

from tests.conftest import Read
from tests.marked import done

MEANT = [
    ("Patient in left lateral decubitus. The right sural nerve was frozen with a cryoprobe.", "right"),
    ("The patient lay on the left side. The right sural nerve was frozen with a cryoprobe.", "right"),
    ("Today, with her on the left side, I froze the right sural nerve with a cryoprobe.", "right"),
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
FROZEN = "The sural nerve was found with ultrasound and frozen with a cryoprobe for two minutes."
BESIDE = [
    "She would like the right one treated as well.",
    "Wants R done too, no date set.",
    "Right: later, if at all.",
    "R: not yet booked.",
    "The right only hurts in the cold.",
    "The right has never bothered him.",
    "Right side next time.",
    "The right got no needle.",
    "Sling on the right arm came off.",
    "Lifts the right leg to 60 as before.",
    "The right came off the list at the bedside.",
    "Right: click none, squeeze none.",
    "Form continues in the right column.",
    "The right-hand screen showed the ice ball.",
    "I sat on her right.",
    "Pain has been right > left for years.",
    "Side marked:  L ____   R ____",
]
TAKEN_BACK = [
    "Right ankle. No, strike that, left ankle. " + FROZEN,
    "The right, correction, left sural nerve was frozen with a cryoprobe for two minutes.",
    "The right - sorry, left - sural nerve was frozen with a cryoprobe for two minutes.",
    "This is the right, I mean the left ankle. " + FROZEN,
]
OTHER = [
    ("The left sural nerve was frozen with a cryoprobe. The contralateral nerve was handled likewise.", "bilateral"),
    ("The left sural nerve was frozen with a cryoprobe. I froze that of the other foot too.", "bilateral"),
    ("The left sural nerve was frozen with a cryoprobe. The other side was not treated.", "left"),
    ("The left sural nerve was frozen with a cryoprobe. On the other hand he bruised easily.", "left"),
    ("The right was done in March. Today we treated the other foot. " + FROZEN, "left"),
    ("The sural nerve of each ankle was found with ultrasound and frozen with a cryoprobe.", "bilateral"),
    ("LLE sural nerve frozen with a cryoprobe.", "left"),
    ("Sural nerves (R, L) frozen with a cryoprobe.", "bilateral"),
    ("RLE: sural nerve frozen with a cryoprobe.", "right"),
    ("PROCEDURE: cryoneurolysis\nLEFT\nThe sural nerve was frozen with a cryoprobe.", "left"),
]


SAME = [
    "Left foot, 22 G needle. The same foot once more: " + FROZEN,
    "We worked on the left ankle. On that side " + FROZEN[0].lower() + FROZEN[1:],
    "Left leg prepped. Ipsilateral sural nerve frozen with a cryoprobe, two cycles. Ask him in June re right.",
    FROZEN + " All of it on the left. Remind her about the right one in the autumn.",
]


@pytest.mark.parametrize("text", SAME)
def test_the_same_side_is_the_one_told_before_and_a_reminder_is_for_another_day(read: Read, text: str) -> None:
    assert done(read(text)) == ["cryo sural left"]


@pytest.mark.parametrize(("text", "side"), MEANT)
def test_the_side_meant(read: Read, text: str, side: str) -> None:
    assert [item.laterality or "" for item in read(text)] == [side]


@pytest.mark.parametrize("words", BESIDE)
def test_words_beside_the_act_tell_no_side_of_it(read: Read, words: str) -> None:
    title = "PROCEDURE: Cryoneurolysis, left sural nerve\n\n"
    assert [item.laterality for item in read(f"{title}{FROZEN} {words}")] == ["left"]


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_a_side_that_the_speaker_takes_back(read: Read, text: str) -> None:
    assert done(read(text)) == ["cryo sural left"]


@pytest.mark.parametrize(("text", "side"), OTHER)
def test_the_other_side_each_side_and_limbs_by_letters(read: Read, text: str, side: str) -> None:
    assert done(read(text)) == [f"cryo sural {side}"]


@pytest.mark.parametrize("words", ["on that side", "on the same side", "ipsilaterally"])
def test_a_side_carries_over(read: Read, words: str) -> None:
    text = f"The right sural nerve was frozen with a cryoprobe. Then the saphenous nerve was frozen {words}."
    assert set(done(read(text))) == {"cryo sural right", "cryo saphenous right"}


def test_halves_of_a_sentence_have_sides_of_their_own(read: Read) -> None:
    text = (
        "RF at 80 C: on the left the greater and lesser occipital nerves were lesioned, on the right the greater only."
    )
    assert set(done(read(text))) == {
        "radiofrequency greater-occipital bilateral",
        "radiofrequency lesser-occipital left",
    }
