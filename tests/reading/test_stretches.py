"""How an account falls into stretches, and which of them are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extractor.reading.stretches import stretches
from extractor.reading.techniques import clues
from tests.conftest import Parse, Read

if TYPE_CHECKING:
    from extractor.procedures import Reader

SERIES = [
    (
        "1. The left sural nerve was frozen with a cryoprobe.\n2. The left saphenous nerve was lesioned at 80 C.",
        [{"sural"}, {"saphenous"}],
    ),
    (
        "1. Prone.\n2. Cannulas to the left L3, L4 and L5 medial branches.\n3. Lidocaine.\n4. Lesions at 80 C for 90 s.",
        [],
    ),
    (
        "1. Left L4 medial branch lesioned at 80 C for 90 s.\n2. Left L5 dorsal ramus lesioned at 80 C for 90 s.",
        [],
    ),
    (
        "Left L4 and L5 medial branches lesioned at 80 C.\nRight L5 medial branch lesioned at 80 C.\n"
        "Left L3 medial branch then lesioned too, at 80 C.",
        [],
    ),
    (
        "The left saphenous hurts too and is numb already.\n"
        "Right sural nerve - lesioned at 80 C for 90 s.\nLeft saphenous nerve - pulsed RF at 42 C for 4 min.",
        [{"sural"}, {"saphenous"}],
    ),
    (
        "LEFT FOOT\nThe sural nerve was frozen with a cryoprobe.\n\nRIGHT KNEE\nThe saphenous nerve was lesioned at 80 C.\n\n"
        "Both sides dressed.",
        [{"sural"}, {"saphenous"}],
    ),
]


@pytest.mark.parametrize(("account", "topics"), SERIES)
def test_stretches(parse: Parse, reader: Reader, account: str, topics: list[set[str]]) -> None:
    scene = reader.scene(parse(f"DESCRIPTION OF PROCEDURE:\n{account}"))
    assert [one.topics for one in stretches(scene, clues(scene))] == topics


def test_the_closing_words_belong_to_no_stretch(parse: Parse, reader: Reader) -> None:
    scene = reader.scene(parse(f"DESCRIPTION OF PROCEDURE:\n{SERIES[-1][0]}"))
    assert stretches(scene, clues(scene))[-1].last < len(scene.sentences) - 1


@pytest.mark.parametrize(
    "last", ["", "PART 3 - OTHER\nHip films were taken while asleep.\n", "PART 3 - RECOVERY\nWoke calmly.\n"]
)
def test_a_series_may_end_with_what_treats_nothing(read: Read, last: str) -> None:
    text = (
        "Toxin: Botox, 300 U\n\nPART 1 - GLANDS\nUltrasound for each gland.\n"
        "Parotid, right 20 and left 20. Submandibular, right 15 and left 15.\n\n"
        "PART 2 - MUSCLES\nEach found with the nerve stimulator.\nRight leg:  gastrocnemius 40 / soleus 20\n"
        f"Left leg:  gastrocnemius 40\n\n{last}"
    )
    legs = [one for one in read(text) if one.nerve == "muscle:lower-limb"]
    assert len(legs) == 2
    assert all("stimulation-guided" in one.traits for one in legs)
