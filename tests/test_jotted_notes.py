"""Notes jotted down rather than written: flow sheets, logs, telegram style, capitals, forms without colons, dictation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.facts import Note
from extractor.flow import Coder
from extractor.rulebook import Rulebook

NOTES = yaml.safe_load((Path(__file__).parent / "jotted_notes.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def coder(rulebook: Rulebook) -> Coder:
    return Coder(rulebook)


@pytest.mark.parametrize("note", NOTES, ids=[note["text"].split("\n")[0] for note in NOTES])
def test_codes(coder: Coder, note: dict[str, Any]) -> None:
    report = coder.code(Note(id="n", text=note["text"], source="n.txt"))
    assert (
        sorted("-".join([f"{line.code}x{line.units}", *line.modifiers]) for line in report.suggestions) == note["codes"]
    )
