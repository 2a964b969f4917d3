"""Which notes a claim line rests on: by the note's key, by the claim number, or by patient and date of service.

A note is known by its id; by the claim number and patient of an index file (columns note_id, claim_id, patient_id,
date_of_service); and by the patient number that stands behind a label such as MRN in its text.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from extractor.errors import ClaimError
from extractor.facts import Note
from extractor.note import named
from extractor.prebill.policy import Policy
from extractor.prebill.readers.rows import day as read_day
from extractor.prebill.readers.rows import field_of
from extractor.prebill.records import ClaimLine
from extractor.prebill.store import Store, StoredNote


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """What an index file says of one note."""

    claim_id: str | None = None
    patient_id: str | None = None
    day: date | None = None


@dataclass(slots=True)
class Matcher:
    """Files notes away and finds them again."""

    store: Store
    policy: Policy
    index: dict[str, IndexEntry] = field(default_factory=dict)
    _label: re.Pattern[str] = field(init=False)
    _last: tuple[ClaimLine, tuple[int, ...]] | None = None

    def __post_init__(self) -> None:
        labels = "|".join(re.escape(label) for label in self.policy.patient_labels)
        self._label = re.compile(rf"\b(?:{labels})\b[ \t]*[:#.]*[ \t]*([A-Z0-9][A-Z0-9-]{{2,24}})", re.IGNORECASE)

    def add(self, stored: StoredNote) -> None:
        note, known = stored.note, self.index.get(stored.note.id, IndexEntry())
        patient = known.patient_id or self.patient_in(note)
        day = known.day or (stored.report.date_of_service if stored.report else note.date_of_service)
        claim = plain(known.claim_id) if known.claim_id else plain(note.id)
        self.store.add_note(stored, claim, plain(patient) if patient else None, day)

    def patient_in(self, note: Note) -> str | None:
        """The patient number that the text names, if it holds a digit."""
        found = self._label.search(note.text)
        return found.group(1) if found and any(char.isdigit() for char in found.group(1)) else None

    def notes_of(self, line: ClaimLine) -> tuple[int, ...]:
        """The keys of the notes in the store; empty where there is none. A line that names no note goes with the line
        before it of the same claim, patient and day."""
        keys = self._by_key(line) or self._by_claim(line) or self._by_line_before(line) or self._by_patient(line)
        if keys:
            self._last = (line, keys)
        return keys

    def _by_key(self, line: ClaimLine) -> tuple[int, ...]:
        return self._of_day(self.store.notes_of("id", line.note_id), line) if line.note_id else ()

    def _by_claim(self, line: ClaimLine) -> tuple[int, ...]:
        numbers = [plain(number) for number in (line.claim_id, line.reference) if number]
        found = (self._of_day(self.store.notes_of("claim", number), line) for number in numbers)
        return next(filter(None, found), ())

    def _by_line_before(self, line: ClaimLine) -> tuple[int, ...]:
        if line.note_id or self._last is None:
            return ()
        before, keys = self._last
        same = (before.claim_id, before.date_of_service) == (line.claim_id, line.date_of_service)
        return keys if same and line.patient_id in (None, before.patient_id) else ()

    def _by_patient(self, line: ClaimLine) -> tuple[int, ...]:
        if not line.patient_id:
            return ()
        found = self.store.notes_of("patient", plain(line.patient_id))
        return tuple(key for key, day in found if day == line.date_of_service)

    def _of_day(self, found: list[tuple[int, date | None]], line: ClaimLine) -> tuple[int, ...]:
        """Of several notes those of the day; a single one, or none of that day, stands for a wrong date."""
        same = tuple(key for key, day in found if day in (None, line.date_of_service))
        return same or tuple(key for key, _ in found)


def plain(number: str) -> str:
    """A number of a claim or patient as it is compared."""
    return "".join(char for char in number.upper() if char.isalnum()).lstrip("0")


def read_index(path: Path, policy: Policy) -> dict[str, IndexEntry]:
    """Raises ClaimError where the file cannot be read or has no column for the note."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            header, *rows = csv.reader(file)
    except (OSError, ValueError) as error:
        raise ClaimError(f"{named(path)}: the index cannot be read", kind="index") from error
    fields = [field_of(name, policy) for name in header]
    if "note_id" not in fields:
        raise ClaimError(f"{named(path)}: line 1: there is no column for note_id", kind="index")
    index = {}
    for number, row in enumerate(rows, start=2):
        values = {name: value.strip() for name, value in zip(fields, row, strict=False) if name and value.strip()}
        if "note_id" in values:
            index[values["note_id"]] = _entry(values, f"{named(path)}: line {number}")
    return index


def _entry(values: dict[str, str], source: str) -> IndexEntry:
    day = values.get("date_of_service")
    return IndexEntry(
        claim_id=values.get("claim_id"),
        patient_id=values.get("patient_id"),
        day=read_day(day, source) if day else None,
    )
