"""Levels told by their neighbours, in every way that they are spoken, and what only sounds like them."""

from __future__ import annotations

import pytest

from extractor.components.neighbours import neighbours

SPOKEN = [
    ("moved up one rib and repeated it", ["-1"]),
    ("then one above that, same settings", ["-1"]),
    ("The ribs immediately above and below were treated", ["-1 +1"]),
    ("Second needle one level above.", ["-1"]),
    ("then the next two medial branches up in the same way", ["-1 -2"]),
    ("dropped one rib and did the next", ["+1"]),
    ("dropped down a level", ["+1"]),
    ("went down two ribs and froze that nerve", ["+2"]),
    ("climbed a level", ["-1"]),
    ("the two below", ["+1 +2"]),
    ("the one above and the one below", ["-1 +1"]),
    ("each of the next two ribs down", ["+1 +2"]),
    ("the next rib likewise", ["~1"]),
    ("and the next two levels, 3 mL each", ["~1 ~2"]),
    ("then the next lower intercostal nerve was frozen", ["+1"]),
    ("one more level up", ["-1"]),
    ("another one below it", ["+1"]),
    ("The level directly above was done too", ["-1"]),
    ("skipped a rib and did the next", ["~2"]),
    ("one rib either side", ["-1 +1"]),
    ("THE NERVE BELOW GOT THE SAME", ["+1"]),
    ("same at the next interspace caudally", ["+1"]),
    ("one higher: 3 cc", ["-1"]),
    ("one level above L4", ["-1"]),
    ("the next two medial branches up (L3 and L2)", ["-1 -2"]),
    ("the next level. L5 was done last.", ["~1"]),
    ("the joints above & below", ["-1 +1"]),
]
SILENT = [
    "the needle was slid below the rib",
    "the lower border of the rib",
    "two fingers below the scapula",
    "one lower extremity",
    "the level above the fusion",
    "the next two medial branches (L3 and L2)",
    "the next level, L3, was lesioned",
    "counting down two ribs from the first",
    "the following levels: L3, L4",
    "the nerve under ultrasound",
    "one above the other",
    "the next step",
    "she is up and about",
    "numb above the knee",
    "two joints each side",
    "the next day",
]


@pytest.mark.parametrize(("text", "expected"), SPOKEN)
def test_neighbours(text: str, expected: list[str]) -> None:
    assert [concept for _, concept, *_ in neighbours(text)] == expected


@pytest.mark.parametrize("text", SILENT)
def test_what_is_no_neighbour(text: str) -> None:
    assert list(neighbours(text)) == []
