from __future__ import annotations

from datetime import date

import pytest

from extractor.errors import DateNotCovered
from extractor.facts import Note, Report
from extractor.rulebook import Rulebook
from extractor.rules.comparing import changes, diff
from extractor.suggestions import suggest
from tests.procedures_for_tests import procedure


class KneeCoder:
    """Reads every note as radiofrequency of the three genicular nerves on the left, or of the sural nerve."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    def code(self, note: Note) -> Report:
        facts = {
            "technique": "radiofrequency",
            "temperature_c": 80,
            "nerve": note.text,
            "laterality": "left",
            "sites": 3,
        }
        edition = self.rulebook.on(note.date_of_service, note.payer)
        advice = suggest([procedure(self.rulebook, facts)], [], edition, dated=True)
        return Report(
            note_id=note.id,
            source=note.source,
            date_of_service=note.date_of_service,
            payer=note.payer,
            edition=edition.id,
            rulebook=self.rulebook.hash,
            note_hash="",
            suggestions=advice.suggestions,
        )


def test_what_changes_is_said_in_words(rulebook: Rulebook) -> None:
    said = diff(rulebook, date(2019, 12, 31), date(2020, 1, 1))
    assert any(line.startswith("code 64624 begins") for line in said)
    assert any(line.startswith("guideline genicular-before-2020 ends on 2019-12-31") for line in said)
    assert any("genicular-complete begins on 2020-01-01" in line for line in said)


def test_nothing_changes_within_a_year_but_a_payer(rulebook: Rulebook) -> None:
    days = date(2022, 1, 30), date(2022, 1, 31)
    assert diff(rulebook, *days) == ()
    assert any("cgs-cryo-trunk begins" in line for line in diff(rulebook, *days, "cgs"))


def test_a_date_outside_is_refused(rulebook: Rulebook) -> None:
    with pytest.raises(DateNotCovered):
        diff(rulebook, date(2016, 1, 1), date(2020, 1, 1))


def test_notes_whose_lines_change(rulebook: Rulebook) -> None:
    notes = [Note(id="knee", text="genicular", source="knee.txt"), Note(id="ankle", text="sural", source="ankle.txt")]
    found = list(changes(KneeCoder(rulebook), notes, date(2019, 12, 31), date(2020, 1, 1)))
    assert [change.says for change in found] == ["knee: 64640-LT x3 -> 64624-LT"]
