"""Notes that mislead: titles, templates, means and sides that the account takes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.facts import Note
from extractor.flow import Coder
from extractor.rulebook import Rulebook

NOTES = yaml.safe_load((Path(__file__).parent / "misleading_notes.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def coder(rulebook: Rulebook) -> Coder:
    return Coder(rulebook)


@pytest.mark.parametrize("note", NOTES, ids=[note["text"].split("\n")[0] for note in NOTES])
def test_codes_gaps_and_reason(coder: Coder, note: dict[str, Any]) -> None:
    report = coder.code(Note(id="n", text=note["text"], source="n.txt"))
    lines = sorted("-".join([f"{line.code}x{line.units}", *line.modifiers]) for line in report.suggestions)
    assert lines == note["codes"]
    assert sorted(str(gap.kind) for gap in report.gaps) == note.get("gaps", [])
    assert report.no_code_reason == note.get("reason")
