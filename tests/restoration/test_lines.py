"""A note that lost its line ends gets them back."""

from __future__ import annotations

import pytest

from extractor.restoration.lines import Lines

FILL = " The probe was advanced to the nerve and two cycles were run, as the monitor showed throughout." * 3


@pytest.fixture(scope="module")
def lines() -> Lines:
    headings = {
        "title": ["procedure", "procedure performed"],
        "history": ["indication"],
        "narrative": ["description of procedure", "technique", "side"],
        "plan": ["plan"],
        "findings": ["findings"],
    }
    return Lines(headings, ["procedure", "plan", "findings", "indication"])


def laid_out(lines: Lines, text: str) -> list[str]:
    """The lines of a flattened text."""
    for start, end, new in sorted(lines(text), reverse=True):
        text = text[:start] + new + text[end:]
    return text.split("\n")


@pytest.mark.parametrize(
    ("flat", "expected"),
    [
        ("Procedure performed: RFA, left Indication: pain.", ["Procedure performed: RFA, left", "Indication: pain."]),
        (
            "Clinic Procedure Performed RFA of L4 Plan: rest.",
            ["Clinic", "Procedure Performed", "RFA of L4", "Plan: rest."],
        ),
        ("Side: left. Findings None seen.", ["Side: left.", "Findings", "None seen."]),
        ("FINDINGS Dry tap. PLAN Rest.", ["FINDINGS", "Dry tap.", "PLAN", "Rest."]),
        ("Sites: 1. Left L4 2. Left L5 done.", ["Sites:", "1. Left L4", "2. Left L5 done."]),
        ("Surgeon: Dr. Lee The patient was prone.", ["Surgeon: Dr. Lee", "The patient was prone."]),
        ("Then the plan was to rest. His technique is good.", ["Then the plan was to rest. His technique is good."]),
    ],
)
def test_lines_begin_where_they_did(lines: Lines, flat: str, expected: list[str]) -> None:
    found = laid_out(lines, flat + FILL)
    assert [*found[:-1], found[-1].removesuffix(FILL)] == expected


def test_the_account_under_another_heading_gets_a_paragraph(lines: Lines) -> None:
    flat = "Indication: pain for years. Blocks helped. She was positioned prone and prepped." + FILL
    assert laid_out(lines, flat)[:2] == ["Indication: pain for years. Blocks helped.", ""]


def test_a_note_with_lines_stays(lines: Lines) -> None:
    assert not list(lines(f"Procedure performed: RFA\nIndication: pain\n{FILL}\nTechnique: as always.{FILL}"))
