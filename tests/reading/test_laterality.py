"""The side of each of several nerves, of midline targets, and of what was done on one side only."""

from __future__ import annotations

import pytest

from tests.conftest import Read
from tests.marked import done, wrong

LETTER = "Dear Colleague,\nShe came back about her feet; the block of March had helped for a week. "
SIDED = [
    (
        "The right obturator nerve was injected with 3 mL of 6% phenol. Then the left, 3 mL too.",
        ["chemical obturator bilateral"],
    ),
    ("Right: obturator nerve, 2 mL of 6% phenol. Left: 2 mL.", ["chemical obturator bilateral"]),
    (
        f"{LETTER}We began on the right. A cryoprobe was laid on the sural nerve and it was frozen twice. The opposite side "
        "was then treated likewise.",
        ["cryo sural bilateral"],
    ),
    (
        f"{LETTER}The right was treated first. A cryoprobe was laid on the sural nerve, two freezes. The other foot was then "
        "frozen in the same manner.",
        ["cryo sural bilateral"],
    ),
    (
        f"{LETTER}I had her kneel and felt behind the ankle on the right until it tingled. The cryoprobe went down to the "
        "sural nerve, which froze for two minutes. The left sural nerve was found by hand and frozen in the same manner.",
        ["cryo sural bilateral"],
    ),
    (
        f"{LETTER}We had him lie with the left foot up, and I threaded the cryoprobe onto the sural nerve and froze it twice.",
        ["cryo sural left"],
    ),
    (
        f"{LETTER}We let her sit. I groped for the spot on the right, pushed the cryoprobe in and froze the sural nerve.",
        ["cryo sural right"],
    ),
    (
        "PROCEDURE: Cryoneurolysis, sural nerves, bilateral\n\nRight first: numbed, cryoprobe to the sural nerve, frozen twice. "
        "Left: identical.",
        ["cryo sural bilateral"],
    ),
    ("The sural nerves of both legs were frozen with a cryoprobe.", ["cryo sural bilateral"]),
    (
        "The left sural nerve and then the right saphenous nerve were frozen with a cryoprobe.",
        ["cryo saphenous right", "cryo sural left"],
    ),
    (
        "The right side was done first: the sural nerve was frozen with a cryoprobe. The left was not done.",
        ["cryo sural right"],
    ),
    (
        "PROCEDURE: Cryoneurolysis, bilateral sural nerves\n\nThe sural nerve on each side was frozen with a cryoprobe.",
        ["cryo sural bilateral"],
    ),
    (
        "The left sural nerve was treated in 2021; today the right sural nerve was frozen with a cryoprobe.",
        ["cryo sural right"],
    ),
    ("Celiac plexus neurolysis with alcohol from the left side was performed.", ["chemical celiac-plexus"]),
    ("Ganglion impar neurolysis with 4 mL of absolute alcohol, patient on the left side.", ["chemical ganglion-impar"]),
    ("Basivertebral nerve ablation at L4 and L5 through the left pedicles.", ["radiofrequency basivertebral L4,L5"]),
    ("The left stellate ganglion was treated with pulsed RF at 42 C.", ["pulsed stellate left"]),
    (
        "Cryo, ultrasound\n| nerve | left | right |\n| sural n. | 2 min | 2 min |\n| saphenous n. | 2 min | not done |\n"
        "| tibial n. | - | - |",
        ["cryo saphenous left", "cryo sural bilateral"],
    ),
    (
        "Thermal RF 80 C 90 s, fluoroscopy, medial branch neurotomy\n  right side    left side\n  C4            C4\n"
        "  C5            C5\n  C6",
        ["radiofrequency facet-cervical C4,C5 left", "radiofrequency facet-cervical C4,C5,C6 right"],
    ),
    (
        "L suprascapular n.: RF needle, 80 C x 90 s.\nL axillary n.: RF needle, 80 C x 90 s.\nR suprascapular n.: as per left.",
        ["radiofrequency axillary left", "radiofrequency suprascapular bilateral"],
    ),
    wrong(
        "both sides of paired nerves beside the midline are not heard",
        "The splanchnic nerves at T11 were treated with RF at 80 C bilaterally.",
        ["radiofrequency splanchnic T11 bilateral"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SIDED)
def test_sided(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == expected


PHENOL = "Supine. 3 mL of 6% phenol was injected at the right obturator nerve. "


@pytest.mark.parametrize(
    "told",
    [
        "The left leg was given an equal dose in the same fashion.",
        "Everything was repeated for the left.",
        "And again on the left, 3 mL.",
        "Exactly as much was put in on the left.",
        "We crossed to the left and went through it all a second time.",
    ],
)
def test_sameness_in_any_words_doubles_the_side(read: Read, told: str) -> None:
    assert done(read(PHENOL + told)) == ["chemical obturator bilateral"]


@pytest.mark.parametrize(
    "told",
    [
        "She goes home the same day; the left leg is to be treated in three weeks.",
        "The left adductors feel the same as before and were not injected.",
    ],
)
def test_sameness_of_something_else_does_not(read: Read, told: str) -> None:
    assert done(read(PHENOL + told)) == ["chemical obturator right"]


def test_labels_of_both_sides_agree_with_a_title_that_names_both(read: Read) -> None:
    title = "Procedure: Pulsed radiofrequency, both suprascapular nerves\n\nSeated. Needle to the notch.\n"
    assert done(read(f"{title}Right: pulsed at 42 C, 240 s.\nLeft: 240 s, 41 C.")) == ["pulsed suprascapular bilateral"]


def test_done_again_on_one_side_tells_that_it_was_done_on_the_other(read: Read) -> None:
    text = (
        "With the C-arm rolled to the right, the L3 and L4 medial branches and the L5 dorsal ramus were lesioned with RF at 85 C. "
        "The tube was then swung over to the left, where everything was done again exactly as before."
    )
    assert done(read(text)) == ["radiofrequency facet-lumbar L3,L4,L5 bilateral"]


def test_the_account_begins_where_the_patient_is_laid_face_down(read: Read) -> None:
    text = (
        "She has headaches on both sides. I had her face down with a bolster under the chest. The left was done first. "
        "An RF electrode was laid along the third occipital nerve and heated to 85 C. "
        "The other side was then dealt with in the same way."
    )
    assert done(read(text)) == ["radiofrequency third-occipital bilateral"]
