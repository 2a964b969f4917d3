"""The working store of one review: a private SQLite database without a name, which may spill to disk and is gone when it
is closed. It keeps memory flat however many lines and notes there are."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from extractor.facts import Note, Report
from extractor.note import Failure
from extractor.prebill.records import ClaimFinding, ClaimLine, Severity, Unjudged

_TABLES = """
CREATE TABLE notes (key INTEGER PRIMARY KEY, id TEXT, claim TEXT, patient TEXT, day TEXT, used INTEGER, content BLOB);
CREATE INDEX notes_id ON notes (id);
CREATE INDEX notes_claim ON notes (claim);
CREATE INDEX notes_patient ON notes (patient, day);
CREATE TABLE lines (seq INTEGER PRIMARY KEY, claim TEXT, day TEXT, notes TEXT, code TEXT, content BLOB);
CREATE INDEX lines_claim ON lines (claim, day, notes);
CREATE INDEX lines_notes ON lines (notes);
CREATE TABLE facets (patient TEXT, region TEXT, day TEXT, joints INTEGER, seq INTEGER);
CREATE TABLE findings (seq INTEGER PRIMARY KEY, claim TEXT, line TEXT, rank INTEGER, amount TEXT, content BLOB);
CREATE INDEX findings_claim ON findings (claim);
CREATE TABLE asides (claim TEXT, kind TEXT, content BLOB);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNote:
    """A note with the report of the base policy, or with the reason why there is none."""

    note: Note
    report: Report | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The lines of one claim on one date that rest on the same notes (keys of the store)."""

    claim_id: str
    day: date
    notes: tuple[int, ...]
    lines: tuple[ClaimLine, ...]


class Store:
    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add_note(self, stored: StoredNote, claim: str | None, patient: str | None, day: date | None) -> None:
        row = (stored.note.id, claim, patient, day.isoformat() if day else None, pickle.dumps(stored))
        self._db.execute("INSERT INTO notes (id, claim, patient, day, used, content) VALUES (?, ?, ?, ?, 0, ?)", row)

    def notes_of(self, column: str, value: str) -> list[tuple[int, date | None]]:
        """Key and date of the notes whose ``id``, ``claim`` or ``patient`` is ``value``."""
        assert column in ("id", "claim", "patient")
        rows = self._db.execute(f"SELECT key, day FROM notes WHERE {column} = ? ORDER BY key", (value,))
        return [(key, date.fromisoformat(day) if day else None) for key, day in rows]

    def note(self, key: int) -> StoredNote:
        row = self._db.execute("SELECT content FROM notes WHERE key = ?", (key,)).fetchone()
        return _stored_note(row[0])

    def unused_notes(self) -> Iterator[StoredNote]:
        """The notes that no claim line was matched to."""
        for (content,) in self._db.execute("SELECT content FROM notes WHERE used = 0 ORDER BY key"):
            yield _stored_note(content)

    def add_line(self, line: ClaimLine, notes: Iterable[int]) -> int:
        """Keeps the line; the notes count as used. Gives the line's number."""
        keys = tuple(notes)
        self._db.executemany("UPDATE notes SET used = 1 WHERE key = ?", [(key,) for key in keys])
        row = (line.claim_id, line.date_of_service.isoformat(), _joined(keys), line.code, pickle.dumps(line))
        cursor = self._db.execute("INSERT INTO lines (claim, day, notes, code, content) VALUES (?, ?, ?, ?, ?)", row)
        return int(cursor.lastrowid or 0)

    def groups(self) -> Iterator[Group]:
        rows = self._db.execute("SELECT claim, day, notes FROM lines GROUP BY claim, day, notes ORDER BY MIN(seq)")
        for claim, day, notes in rows:
            held = self._db.execute(
                "SELECT content FROM lines WHERE claim = ? AND day = ? AND notes = ? ORDER BY seq", (claim, day, notes)
            )
            keys = tuple(int(key) for key in notes.split(",") if key)
            lines = tuple(pickle.loads(content) for (content,) in held)
            yield Group(claim_id=claim, day=date.fromisoformat(day), notes=keys, lines=lines)

    def billed_elsewhere(self, group: Group) -> tuple[bool, frozenset[str]]:
        """Whether this is the first claim of that day for the notes, and the codes that the other claims bill for them."""
        if not group.notes:
            return True, frozenset()
        rows = self._db.execute(
            "SELECT claim, code FROM lines WHERE notes = ? AND day = ? ORDER BY seq",
            (_joined(group.notes), group.day.isoformat()),
        ).fetchall()
        return rows[0][0] == group.claim_id, frozenset(code for claim, code in rows if claim != group.claim_id)

    def claim_lines(self, claim: str) -> list[tuple[ClaimLine, tuple[int, ...]]]:
        rows = self._db.execute("SELECT content, notes FROM lines WHERE claim = ? ORDER BY seq", (claim,))
        return [(pickle.loads(content), tuple(int(key) for key in notes.split(",") if key)) for content, notes in rows]

    def claims(self) -> Iterator[str]:
        for (claim,) in self._db.execute("SELECT claim FROM lines GROUP BY claim ORDER BY MIN(seq)"):
            yield claim

    def count_groups(self) -> int:
        rows = self._db.execute("SELECT COUNT(*) FROM (SELECT 1 FROM lines GROUP BY claim, day, notes)")
        return int(rows.fetchone()[0])

    def add_facet(self, patient: str, region: str, line: ClaimLine, joints: int, seq: int) -> None:
        row = (patient, region, line.date_of_service.isoformat(), joints, seq)
        self._db.execute("INSERT INTO facets VALUES (?, ?, ?, ?, ?)", row)

    def facets(self) -> Iterator[tuple[str, str, int, ClaimLine]]:
        """Patient, region, joints and line, in the order of patient, region and date."""
        rows = self._db.execute(
            "SELECT patient, region, joints, content FROM facets JOIN lines USING (seq)"
            " ORDER BY patient, region, facets.day, seq"
        )
        for patient, region, joints, content in rows:
            yield patient, region, joints, pickle.loads(content)

    def add_finding(self, finding: ClaimFinding) -> None:
        amount = None if finding.amount is None else str(finding.amount)
        row = (finding.claim_id, finding.line, finding.severity.rank, amount, pickle.dumps(finding))
        self._db.execute("INSERT INTO findings (claim, line, rank, amount, content) VALUES (?, ?, ?, ?, ?)", row)

    def at_stake(self) -> Iterator[tuple[Severity, Decimal]]:
        """What is at stake a line, told once: under the gravest severity that the line has, its largest amount."""
        rows = self._db.execute(
            "SELECT MIN(rank), MAX(CAST(amount AS REAL)) FROM findings"
            " WHERE amount IS NOT NULL AND line IS NOT NULL GROUP BY claim, line"
        )
        for rank, amount in rows:
            yield list(Severity)[rank], Decimal(str(amount))

    def unbilled(self) -> Iterator[Decimal]:
        """What nobody billed."""
        for (amount,) in self._db.execute("SELECT amount FROM findings WHERE amount IS NOT NULL AND line IS NULL"):
            yield Decimal(amount)

    def findings(self, claim: str | None = None) -> Iterator[ClaimFinding]:
        """The gravest first, and of these the dearest; of one claim, or of all."""
        where, values = ("WHERE claim = ?", (claim,)) if claim else ("", ())
        order = "ORDER BY rank, CAST(amount AS REAL) DESC, seq"
        for (content,) in self._db.execute(f"SELECT content FROM findings {where} {order}", values):
            finding = pickle.loads(content)
            assert isinstance(finding, ClaimFinding)
            yield finding

    def add_aside(self, item: Failure | Unjudged) -> None:
        claim = item.line.claim_id if isinstance(item, Unjudged) else None
        row = (claim, type(item).__name__, pickle.dumps(item))
        self._db.execute("INSERT INTO asides VALUES (?, ?, ?)", row)

    def failures(self) -> Iterator[Failure]:
        for (content,) in self._db.execute("SELECT content FROM asides WHERE kind = ?", (Failure.__name__,)):
            yield pickle.loads(content)

    def unjudged(self, claim: str | None = None) -> Iterator[Unjudged]:
        where, values = ("AND claim = ?", (Unjudged.__name__, claim)) if claim else ("", (Unjudged.__name__,))
        for (content,) in self._db.execute(f"SELECT content FROM asides WHERE kind = ? {where}", values):
            yield pickle.loads(content)


def _joined(keys: Iterable[int]) -> str:
    return ",".join(map(str, keys))


def _stored_note(content: bytes) -> StoredNote:
    stored = pickle.loads(content)
    assert isinstance(stored, StoredNote)
    return stored
