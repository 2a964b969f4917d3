"""Which temperature a lesion had: the one attained, not the one aimed at."""

from __future__ import annotations

import pytest

from tests.conftest import Read

HEAD = "RF of the left L3, L4 and L5 medial branches under fluoroscopy. "
ATTAINED = [
    ("The generator was programmed for 80 C; the probes settled at 70 C for 90 s.", 70),
    ("The goal was 80 C but the reading peaked at 68 C for the whole 90 seconds.", 68),
    ("Because of the screws I limited the temperature to 65 C rather than our usual 80 C, 90 s.", 65),
    ("Set point 80 C. The tip stalled at 72 C for 90 s and I accepted it.", 72),
    ("Lesioning began at 80 degrees. This hurt. The set point was brought down to 70 degrees, 90 s each.", 70),
    ("Lesions for 90 s, held at 75 degrees instead of the standard 80 degrees.", 75),
]
AS_SET = [
    ("Temperature set at 80 C for 90 s.", 80),
    ("Target temperature 85 C, 90 s, each.", 85),
    ("Set temperature 80 C was reached at each site and held for 90 s.", 80),
    ("Lesioning began at 70 degrees, was raised to 80 degrees and held for 90 s.", 80),
    ("60 C was held for 10 s, then 80 C for 90 s.", 80),
    ("Needle   Temp   Time\nL3       80     90\nL4       80     90\nL5       80     90\n", 80),
]


@pytest.mark.parametrize(("text", "expected"), [*ATTAINED, *AS_SET])
def test_temperature(read: Read, text: str, expected: float) -> None:
    assert {item.temperature_c for item in read(HEAD + text)} == {expected}
