"""One-paragraph notes, a handful for each row of the coding policy, read and coded from text to line."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.advice.lines import brief
from extractor.facts import Note
from extractor.flow import Coder
from extractor.policy.guidelines import Example, example_of
from extractor.policy.strict_yaml import parse
from extractor.rulebook import Rulebook

FILE = Path(__file__).parent / "policy_cases.yaml"
ROWS = parse(FILE.read_text(encoding="utf-8"), FILE.name)
CASES = [
    pytest.param(
        example_of({key: value for key, value in row.items() if key != "row"}, f"case {number}"),
        id=f"{row['row']}-{number}",
    )
    for number, row in enumerate(ROWS, 1)
]
EXAMPLES = [
    pytest.param(example, id=f"{guideline.id}-{example.date}-{number}")
    for guideline in Rulebook.load().guidelines
    for number, example in enumerate(guideline.examples, 1)
]


@pytest.fixture(scope="module")
def coder(rulebook: Rulebook) -> Coder:
    return Coder(rulebook)


def judge(coder: Coder, example: Example) -> None:
    note = Note(id="case", text=example.note, source="case", date_of_service=example.date, payer=example.payer)
    report = coder.code(note)
    assert [brief(line.code, line.modifiers, line.units) for line in report.suggestions] == list(example.expect)
    if example.gaps is not None:
        assert {gap.kind for gap in report.gaps} == set(example.gaps)
    if example.reason is not None:
        assert report.no_code_reason is example.reason
    if example.alternates is not None:
        assert {item.code for line in report.suggestions for item in line.alternates} == set(example.alternates)


def test_there_are_cases_for_every_row() -> None:
    assert len(CASES) >= 150


@pytest.mark.parametrize("example", CASES)
def test_policy_case(example: Example, coder: Coder) -> None:
    judge(coder, example)


@pytest.mark.parametrize("example", EXAMPLES)
def test_guideline_example(example: Example, coder: Coder) -> None:
    judge(coder, example)
