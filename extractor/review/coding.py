"""Coding the queue's notes: a worker takes some, codes them, puts the reports back. Each note is coded once a rulebook.

Each rulebook that workers bring starts a generation; a note whose generation is older is due. A worker that dies leaves
a lease that runs out, and another takes the note; one that outlives its lease finds its report refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import Connection, and_, insert, select, update

from extractor.errors import NeurolysisError
from extractor.facts import SCHEMA, Note, Report
from extractor.review.facets import describe, offer
from extractor.review.ledger import touched
from extractor.review.records import judgement, lines
from extractor.review.store import Store, insert_new
from extractor.review.tables import documents, generations, notes, reports

LEASE_MS = 60_000
BATCH = 16
TRIES = 3


class Codes(Protocol):
    """What codes a note; ``extractor.flow.Coder`` is one."""

    def code(self, note: Note) -> Report: ...


@dataclass(frozen=True, slots=True)
class Task:
    """A note leased to a worker. ``tries`` counts this one."""

    id: int
    note: Note
    tries: int
    billed: tuple[Mapping[str, Any], ...]


def enrol(store: Store, rulebook: str) -> int:
    """The generation of this rulebook: the current one, or a new one where the rulebook changed."""
    with store.write() as db:
        last = db.execute(select(generations).order_by(generations.c.id.desc()).limit(1)).first()
        if last and last.rulebook == rulebook:
            return int(last.id)
        row = {"id": (last.id if last else 0) + 1, "rulebook": rulebook, "since": store.clock()}
        if insert_new(db, generations, row):
            return int(row["id"])
    return enrol(store, rulebook)  # another worker's rulebook came first


def take(store: Store, worker: str, generation: int, lease_ms: int = LEASE_MS) -> list[Task]:
    """Leases due notes to the worker. One that was leased before comes alone, in case it is what kills workers."""
    now = store.clock()
    due = and_(notes.c.generation < generation, notes.c.lease < now, notes.c.claim < now)
    query = (
        select(notes, documents.c.text, documents.c.billed)
        .join(documents)
        .where(due)
        .order_by(notes.c.generation, notes.c.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=notes)
    )
    with store.write() as db:
        rows = list(db.execute(query))
        fresh = [row for row in rows if not row.attempts]
        rows = fresh or rows[:1]
        leased = notes.c.id.in_([row.id for row in rows])
        values = {"worker": worker, "lease": now + lease_ms, "attempts": notes.c.attempts + 1}
        db.execute(update(notes).where(leased).values(values))
    return [_task(row) for row in rows]


def code(coder: Codes, task: Task) -> dict[str, Any]:
    """The report's record, or an error's in its place; no fault of one note stops the others."""
    if task.tries > TRIES:
        return _error(task, "worker-died", "coding this note ended the worker several times")
    try:
        return coder.code(task.note).record()
    except NeurolysisError as error:
        return _error(task, error.kind, str(error))
    except Exception as error:  # noqa: BLE001  what a library throws may hold the note's text: only its type is kept
        return _error(task, "internal", f"coding this note failed ({type(error).__name__})")


def put(store: Store, worker: str, generation: int, rulebook: str, coded: Iterable[tuple[Task, dict[str, Any]]]) -> int:
    """Stores the records of notes that are still leased to the worker; how many were."""
    with store.write() as db:
        kept = [
            task.id for task, record in coded if _put(db, worker, generation, rulebook, task, record, store.clock())
        ]
        offer(db, kept)
    return len(kept)


def _put(
    db: Connection, worker: str, generation: int, rulebook: str, task: Task, record: dict[str, Any], now: int
) -> bool:
    query = select(notes.c.state, notes.c.report).where(
        notes.c.id == task.id, notes.c.worker == worker, notes.c.lease >= now, notes.c.generation < generation
    )
    row = db.execute(query.with_for_update()).first()
    if row is None:
        return False
    report = _keep_report(db, task.id, rulebook, record, now)
    values: dict[str, Any] = {"generation": generation, "latest": report, "worker": None, "lease": 0, "attempts": 0}
    if row.state == "superseded":
        pass
    elif row.state == "done" or touched(db, task.id):
        values["differs"] = _differs(db, row.report, record)
    else:
        values |= judgement(record, task.billed)
        values |= {"report": report, "differs": False, "state": "ready" if row.state == "new" else row.state}
        describe(db, task.id, record, task.billed)
    db.execute(update(notes).where(notes.c.id == task.id).values(values))
    return True


def _keep_report(db: Connection, note: int, rulebook: str, record: dict[str, Any], now: int) -> int:
    known = (reports.c.note == note) & (reports.c.rulebook == rulebook)
    found = db.execute(select(reports.c.id).where(known)).scalar()
    if found is not None:
        return int(found)
    row = {"note": note, "rulebook": rulebook, "record": json.dumps(record), "coded": now}
    key = db.execute(insert(reports).values(row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def _differs(db: Connection, report: int | None, record: Mapping[str, Any]) -> bool:
    before = db.execute(select(reports.c.record).where(reports.c.id == report)).scalar()
    if before is None:
        return False
    return lines(json.loads(before).get("suggestions", ())) != lines(record.get("suggestions", ()))


def _task(row: Any) -> Task:
    day = date.fromisoformat(row.date_of_service) if row.date_of_service else None
    note = Note(id=row.note_id, text=row.text, source=row.source, date_of_service=day, payer=row.payer)
    return Task(row.id, note, row.attempts + 1, tuple(json.loads(row.billed)))


def _error(task: Task, kind: str, message: str) -> dict[str, Any]:
    note = task.note
    return {
        "schema": SCHEMA,
        "note_id": note.id,
        "source": note.source,
        "error": {"kind": kind, "message": message},
    }
