"""The print of forms is made plain, and nothing else is touched."""

from __future__ import annotations

import pytest

from extractor.restoration.forms import plain
from extractor.restored import Restored


def read(text: str) -> str:
    restored = Restored(text)
    restored.edit(plain(text))
    return restored.text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Nerve ........ sural", "Nerve:         sural"),
        ("Nerve . . . . . sural", "Nerve:          sural"),
        ("Agent: phenol   Volume ... 3 mL", "Agent: phenol   Volume:    3 mL"),
        ("Skipped ----> saphenous", "Skipped:      saphenous"),
        ("temp _85_ C, __2__ cycles", "temp  85  C,   2   cycles"),
        ("L E F T\nsural", "LEFT\nsural"),
        ("knee (circle one)   R   [L]", "knee (circle one)   [ ] R   [x] L"),
        ("CIRCLE SIDE: *right* / left", "CIRCLE SIDE: [x] right / [ ] left"),
    ],
)
def test_the_print_of_forms(written: str, shown: str) -> None:
    assert read(written) == shown


@pytest.mark.parametrize(
    "text",
    [
        "He waited ... and then it was numb.",
        "no, wait... the left one",
        "side: ____   level: ______",
        "T L I F, then home",
        "circle of Willis, left and right",
        "-----------\nsural   2 min",
    ],
)
def test_what_is_no_form_stays(text: str) -> None:
    assert read(text) == text


@pytest.mark.parametrize("mark", ["**", " || ", "~", "\\n", " ¶ "])
def test_a_note_strung_together_with_a_mark_gets_its_lines_back(mark: str) -> None:
    fields = ["date 5/6/2020", "indication pain of the heel for a year", "nerve left sural nerve, found by landmarks",
              "cryoprobe at the nerve, two cycles of two minutes", "bandage", "home with a driver, no complications"]  # fmt: skip
    assert read(mark.join(fields)).split("\n") == fields


def test_a_page_of_double_blanks_is_narrowed_and_a_table_is_not() -> None:
    page, table = "Left  sural  nerve ,  two  freezes .\n", "TON   80   90  x2  OK\nC3    80   90  x1  OK"
    assert read(15 * page) == 15 * "Left sural nerve, two freezes.\n"
    assert read(page) == page
    assert read(table) == table
