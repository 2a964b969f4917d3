"""Which sentences open a part: those of one counted series, and those headed with a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extractor.reading.labels import labels
from tests.conftest import Parse

if TYPE_CHECKING:
    from extractor.procedures import Reader

FROZEN = "The sural nerve was frozen with a cryoprobe."
BURNT = "The saphenous nerve was lesioned at 80 C."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Part one.", "Part two."),
        ("PART I:", "PART II:"),
        ("1)", "2)"),
        ("(a)", "(b)"),
        ("A.", "B."),
        ("First,", "Second,"),
        ("Site #1 -", "Site #2 -"),
    ],
)
def test_a_counted_series(parse: Parse, reader: Reader, first: str, second: str) -> None:
    text = f"DESCRIPTION OF PROCEDURE:\n{first} {FROZEN}\n{second} {BURNT}"
    scene = reader.scene(parse(text))
    found = labels(scene)
    assert list(found.values()) == [True, True]
    assert all(
        scene.text[scene.sentences[at][0] :].startswith(label) for at, label in zip(found, (first, second), strict=True)
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [("Left ankle.", "Right thigh."), ("FOOT", "KNEE"), ("R ANKLE -", "L KNEE -"), ("Heel:", "Groin:")],
)
def test_headed_with_a_place(parse: Parse, reader: Reader, first: str, second: str) -> None:
    text = f"DESCRIPTION OF PROCEDURE:\n{FROZEN}\n{first}\n{FROZEN}\n\n{second}\n{BURNT}"
    assert list(labels(reader.scene(parse(text))).values()) == [False, False]


@pytest.mark.parametrize(
    "text",
    [
        f"DIAGNOSIS:\n1. Foot pain.\n2. Knee pain.\n\nDESCRIPTION OF PROCEDURE:\n{FROZEN}",
        f"DESCRIPTION OF PROCEDURE:\n{FROZEN}\nEquipment: 14 gauge.\n{BURNT}",
        f"NARRATIVE: {FROZEN} {BURNT}",
        "Nothing was done.",
    ],
)
def test_no_label(parse: Parse, reader: Reader, text: str) -> None:
    assert labels(reader.scene(parse(text))) == {}


def test_a_list_that_begins_anew_counts_rows(parse: Parse, reader: Reader) -> None:
    text = f"DESCRIPTION OF PROCEDURE:\nLEFT FOOT\n1. {FROZEN}\n2. {BURNT}\n\nRIGHT FOOT\n1. {FROZEN}\n2. {BURNT}"
    assert set(labels(reader.scene(parse(text))).values()) == {False}
