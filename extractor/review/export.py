"""Decided notes on their way out: JSON lines, CSV, and training input. What counts is the round that is settled.

JSON lines: a note an object ``{"schema", "note_id", "source", "date_of_service", "payer", "coder", "finished",
"rulebook", "note_hash", "codes": [{code, units, modifiers}], "decisions": [...], "no_code": bool}``. CSV: a line a
final code. Training: as JSON lines with ``text`` and the report that was decided on, as ``report``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from extractor.facts import SCHEMA
from extractor.review import audit, ledger
from extractor.review.ledger import Kind
from extractor.review.store import Store
from extractor.review.tables import decisions, documents, notes, reports

FORMATS = ("jsonl", "csv", "training")
COLUMNS = ("note_id", "date_of_service", "payer", "code", "units", "modifiers", "coder", "finished", "rulebook")
_SAID = ("kind", "line", "code", "units", "modifiers", "reason", "remark", "suggested", "guideline", "actor", "at")


def export(store: Store, actor: str, form: str) -> Iterator[str]:
    """The text of the export, in pieces; logged before the first."""
    with store.write() as db:
        audit.append(db, store.clock(), actor, "exported", detail={"format": form})
    with store.read() as db:
        found = _decided(db, with_text=form == "training")
        yield from _csv(found) if form == "csv" else (json.dumps(item, ensure_ascii=False) + "\n" for item in found)


def _decided(db: Connection, with_text: bool) -> Iterator[dict[str, Any]]:
    """In chunks by key, so that memory stays flat however many there are."""
    last = 0
    while rows := db.execute(_chunk_after(last)).all():
        for row in rows:
            yield _item(db, row, with_text)
        last = rows[-1].id


def _chunk_after(last: int) -> Any:
    # The report that the settled round was decided on, which a later coding may have followed.
    on = (
        select(decisions.c.report)
        .where(decisions.c.note == notes.c.id, decisions.c.round == notes.c.settled)
        .order_by(decisions.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(notes, documents.c.text, reports.c.record, reports.c.rulebook)
        .join(documents)
        .join(reports, reports.c.id == on)
        .where(notes.c.settled.is_not(None), notes.c.id > last)
        .order_by(notes.c.id)
        .limit(200)
    )


def _item(db: Connection, row: Any, with_text: bool) -> dict[str, Any]:
    record = json.loads(row.record)
    standing = ledger.read(db, row.id, row.settled)
    codes = ledger.fold(standing).final(record.get("suggestions", ()))
    item = {
        "schema": SCHEMA,
        "note_id": row.note_id,
        "source": row.source,
        "date_of_service": record.get("date_of_service") or row.date_of_service,
        "payer": row.payer,
        "coder": row.first_coder,
        "finished": _when(row.finished),
        "rulebook": row.rulebook,
        "note_hash": record.get("note_hash"),
        "codes": [{"code": code, "units": units, "modifiers": list(modifiers)} for code, units, modifiers in codes],
        "no_code": not codes,
        "decisions": [_decision(decision) for decision in standing],
    }
    return item | {"text": row.text, "report": record} if with_text else item


def _decision(decision: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: decision[name] for name in _SAID}
    return said | {"kind": Kind(said["kind"]).value, "at": _when(said["at"])}


def _csv(found: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield _row(COLUMNS)
    for item in found:
        for line in item["codes"] or [{"code": "", "units": "", "modifiers": []}]:
            known = item | line | {"modifiers": " ".join(line["modifiers"])}
            yield _row([known[column] for column in COLUMNS])


def _row(cells: Any) -> str:
    """One CSV line; what a spreadsheet would run as a formula is kept from it."""
    out = io.StringIO()
    safe = [
        f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
        for cell in cells
    ]
    csv.writer(out, lineterminator="\n").writerow(safe)
    return out.getvalue()


def _when(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="seconds")
