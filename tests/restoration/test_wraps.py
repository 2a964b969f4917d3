"""Lines wrapped at a width are made whole; others stay."""

from __future__ import annotations

import textwrap

from extractor.restoration.wraps import unwrapped

PROSE = (
    "The patient was placed prone and the skin was prepared. Under ultrasound a 20 gauge probe was advanced to the nerve at "
    "the level of L4 and two cycles of 106 seconds were run with a thaw between them. The probe was withdrawn and Dressings "
    "were applied. He walked out of the room without help and was seen again after 30 minutes by the nurse on the ward."
)


def test_a_wrapped_paragraph_is_made_whole() -> None:
    wrapped = f"Technique:\n{textwrap.fill(PROSE, 60)}\n\nPlan: rest\n"
    assert unwrapped(wrapped) == f"Technique:\n{PROSE}\n\nPlan: rest\n"


def test_lines_that_end_where_they_will_stay() -> None:
    listed = "\n".join(f"- L{number} medial branch, 80 degrees C for 90 seconds, two lesions" for number in range(1, 6))
    assert unwrapped(listed) == listed


def test_tables_and_short_notes_stay() -> None:
    rows = "\n".join(f"superolateral {number}      80 C      90 s      two lesions here" for number in range(6))
    assert unwrapped(rows) == rows
    assert unwrapped("Left knee.\nThe nerve was frozen.") == "Left knee.\nThe nerve was frozen."
