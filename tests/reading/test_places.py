"""Nerves that an account tells by the place to which it brings the needle."""

from __future__ import annotations

import pytest

from tests.conftest import Read
from tests.marked import done

AT_A_PLACE = [
    (
        "Supine, skin prepped. The left mental foramen was entered and its nerve got 0.5 mL of absolute alcohol.",
        ["chemical mental left"],
    ),
    (
        "Prone. The RF needle was walked off the lower edge of the right eighth rib and the lesion held at 80 C for 90 seconds.",
        ["radiofrequency intercostal T8 right"],
    ),
    (
        "Prone, ultrasound over the left seventh rib, nerve seen below its margin. The cryoprobe was laid against it and two "
        "cycles were run.",
        ["cryo intercostal T7 left"],
    ),
    (
        "Left facial pain. Under fluoroscopy the needle was passed through the oval foramen. CSF came. 0.3 mL of glycerol was "
        "then injected.",
        ["chemical gasserian left"],
    ),
    (
        "Prone. RF cannula x 2. Fifth and sixth ribs, left. The tip at each was slid under the edge. Thermal lesion, 80 "
        "degrees, 90 seconds.",
        ["radiofrequency intercostal T5,T6 left"],
    ),
    (
        "Under CT the heads of the T2 and T3 ribs on the right were reached and the needle brought to the chain. 2 mL of phenol "
        "at each.",
        ["chemical thoracic-sympathetic T2,T3 right"],
    ),
    (
        "Pain in the left sixth, seventh and eighth distributions. Prone. Needles were passed to the ribs and walked off. "
        "Two mL of dehydrated alcohol was deposited at each of the three levels.",
        ["chemical intercostal T6,T7,T8 left"],
    ),
    (
        "Recurrent neuroma at the second web of the left foot. I put 1 cc of dehydrated alcohol into the stump.",
        ["chemical plantar-common-digital second interspace left"],
    ),
    (
        "Lithotomy. The needle was passed to the right ischial spine and 5 mL of 6% phenol was injected.",
        ["chemical pudendal right"],
    ),
]
NO_PLACE_OF_THE_ACT = [
    "The rib was fractured last year. Supine, prepped. The nerve was frozen with a cryoprobe on the left.",
    "Prone. A needle was passed to the left eighth rib and 5 mL of bupivacaine was injected.",
]


@pytest.mark.parametrize(("text", "expected"), AT_A_PLACE)
def test_a_place_tells_its_nerve(read: Read, text: str, expected: list[str]) -> None:
    assert done(read(text)) == expected


def test_a_named_nerve_outranks_a_place(read: Read) -> None:
    text = "The cryoprobe was passed below the left last rib and the left subcostal nerve was frozen twice."
    assert done(read(text)) == ["cryo subcostal left"]


@pytest.mark.parametrize("text", NO_PLACE_OF_THE_ACT)
def test_a_place_without_an_act_tells_none(read: Read, text: str) -> None:
    assert all(item.nerve is None for item in read(text))
