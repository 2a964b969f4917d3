"""All that is shown of one note at a time: its text, its report, and how its decisions stand for this viewer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from extractor.errors import StoreError
from extractor.review import audit, ledger, worklist
from extractor.review.decisions import codes_in_force
from extractor.review.desk import Desk
from extractor.review.ledger import Ledger
from extractor.review.records import claim_differs
from extractor.review.tables import documents, notes, reports


@dataclass(frozen=True, slots=True)
class Sheet:
    """``mine`` says that the viewer holds the note and may decide; ``newer`` is a later rulebook's report where it
    would now differ from the one that was decided on."""

    row: Any
    text: str
    billed: Sequence[Mapping[str, Any]]
    record: Mapping[str, Any]
    ledger: Ledger
    codes: Mapping[str, str]
    mine: bool
    newer: Mapping[str, Any] | None

    @property
    def suggestions(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.record.get("suggestions", ())
        return found

    @property
    def agrees_with_claim(self) -> bool:
        return not claim_differs(self.record, self.billed)


def open_sheet(desk: Desk, viewer: str, note: int) -> Sheet:
    """The note, logged as viewed and claimed for the viewer where it is free. Raises StoreError (``missing``)."""
    return _open(desk, viewer, note, claim=True)


def look(desk: Desk, viewer: str, note: int) -> Sheet:
    """As ``open_sheet``, but the note stays as free as it was."""
    return _open(desk, viewer, note, claim=False)


def _open(desk: Desk, viewer: str, note: int, *, claim: bool) -> Sheet:
    with desk.store.write() as db:
        mine = claim and worklist.claim(db, desk, viewer, note)
        row = db.execute(select(notes).where(notes.c.id == note)).first()
        if row is None:
            raise StoreError("There is no such note.", kind="missing")
        audit.append(db, desk.store.clock(), viewer, "viewed", note)
        return _sheet(db, desk, viewer, row, mine)


def _sheet(db: Connection, desk: Desk, viewer: str, row: Any, mine: bool) -> Sheet:
    document = db.execute(select(documents).where(documents.c.note == row.id)).one()
    record = _record(db, row.report)
    standing = ledger.read(db, row.id, _round_shown(row, viewer))
    return Sheet(
        row=row,
        text=document.text,
        billed=json.loads(document.billed),
        record=record,
        ledger=ledger.fold(standing),
        codes=codes_in_force(desk, record, row),
        mine=mine and row.report is not None,
        newer=_record(db, row.latest) if row.differs else None,
    )


def _round_shown(row: Any, viewer: str) -> int:
    """A finished note shows what counts; a blind second review shows nothing of the first, except to who made it."""
    in_blind_review = row.blind == row.round and row.state != "done"
    if row.state == "done" or (in_blind_review and row.first_coder == viewer):
        return int(row.settled)
    return int(row.round)


def _record(db: Connection, report: int | None) -> Mapping[str, Any]:
    found = db.execute(select(reports.c.record).where(reports.c.id == report)).scalar()
    return dict(json.loads(found)) if found else {}
