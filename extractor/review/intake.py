"""Notes come in: from a program, from files, from a watched folder. Sending the same note again changes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert, not_, select, update

from extractor.errors import InputError
from extractor.facts import Note
from extractor.note import check_size, check_text
from extractor.review import audit
from extractor.review.facets import offer, replace_facets
from extractor.review.ledger import is_touched
from extractor.review.store import Store, insert_new
from extractor.review.tables import NAME, documents, notes

# Superseded notes are never coded again: no generation reaches this.
NEVER = 2**31 - 1
_CHUNK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Billed:
    """One line of a claim for the note."""

    code: str
    units: int = 1
    modifiers: tuple[str, ...] = ()
    charge: float | None = None

    def record(self) -> dict[str, Any]:
        return {"code": self.code, "units": self.units, "modifiers": list(self.modifiers), "charge": self.charge}


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    note: Note
    author: str | None = None
    billed: tuple[Billed, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """``queued`` is False where the same note was there already."""

    note_id: str
    id: int
    queued: bool


def add(store: Store, submissions: Iterable[Submission], actor: str) -> Iterator[Receipt]:
    """Puts notes into the queue, in order. Raises InputError (kind ``bad-id``) for an id that cannot be one."""
    rest = iter(submissions)
    while chunk := list(islice(rest, _CHUNK)):
        for item in chunk:
            check(item)
        with store.write() as db:
            receipts = [_add(db, item, store.clock()) for item in chunk]
            offer(db, [receipt.id for receipt in receipts])
            new = sum(receipt.queued for receipt in receipts)
            audit.append(db, store.clock(), actor, "submitted", detail={"notes": len(chunk), "new": new})
        yield from receipts


def check(item: Submission) -> None:
    """Raises InputError (``bad-id``, ``empty``, ``too-large``, ``encoding``)."""
    note = item.note
    check_id(note.id)
    check_text(note.text, note.id)
    for value in (note.text, note.payer or "", item.author or ""):
        if "\0" in value or not _is_encodable(value):
            raise InputError(f"{note.id}: it holds characters that are no text", kind="encoding")
    check_size(len(note.text.encode()), note.id)


def check_id(note_id: str) -> None:
    if not 0 < len(note_id) <= NAME or note_id in (".", "..") or not note_id.isprintable() or set("/\\") & set(note_id):
        raise InputError(
            f"a note's id has 1 to {NAME} printable characters, no slash or backslash, and is not . or ..",
            kind="bad-id",
        )


def content_hash(item: Submission) -> str:
    note = item.note
    parts = [note.text, str(note.date_of_service), note.payer, [line.record() for line in item.billed]]
    return f"sha256:{hashlib.sha256(json.dumps(parts).encode()).hexdigest()}"


def _is_encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _add(db: Connection, item: Submission, now: int) -> Receipt:
    note, content = item.note, content_hash(item)
    same = (notes.c.note_id == note.id) & (notes.c.content == content)
    row = {
        "note_id": note.id,
        "content": content,
        "source": note.source.encode(errors="replace").decode().replace("\0", ""),
        "date_of_service": note.date_of_service.isoformat() if note.date_of_service else None,
        "payer": note.payer[:NAME] if note.payer else None,
        "author": item.author[:NAME] if item.author else None,
        "amount": sum(line.charge or 0.0 for line in item.billed),
        "received": now,
    }
    new = insert_new(db, notes, row)
    id = db.execute(select(notes.c.id).where(same)).scalar_one()
    if new:
        billed = json.dumps([line.record() for line in item.billed])
        db.execute(insert(documents).values(note=id, text=note.text, billed=billed))
        _supersede(db, note.id, id)
        replace_facets(db, id, {"payer": [note.payer] if note.payer else []})
    return Receipt(note.id, id, new)


def _supersede(db: Connection, note_id: str, newest: int) -> None:
    """An earlier text of the same note leaves the queue, unless a coder has decided something on it."""
    earlier = (notes.c.note_id == note_id) & (notes.c.id != newest) & (notes.c.state != "done") & not_(is_touched)
    db.execute(update(notes).where(earlier).values(state="superseded", generation=NEVER))
