"""The audit log: who saw, decided and took out what. Append-only; each entry carries the hash of the one before it.

An entry holds ids and closed words, never text of a note nor what a person typed. A decision's entry carries the hash of
the decision, so that ``verify`` also finds a decision that was changed, added or taken away behind the log.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from extractor.review.store import Store
from extractor.review.tables import audit, audit_head, decisions

START = "0" * 64


def append(
    db: Connection, at: int, actor: str, event: str, note: int | None = None, detail: Mapping[str, Any] | None = None
) -> None:
    """Adds one entry inside the caller's write transaction; writers follow each other through the head's row lock."""
    head = db.execute(select(audit_head).with_for_update()).one()
    entry = {
        "seq": head.seq + 1,
        "at": at,
        "actor": actor,
        "event": event,
        "note": note,
        "detail": json.dumps(detail or {}, sort_keys=True),
        "previous": head.hash,
    }
    entry["hash"] = digest(entry)
    db.execute(insert(audit).values(entry))
    db.execute(update(audit_head).values(seq=entry["seq"], hash=entry["hash"]))


def digest(record: Mapping[str, Any]) -> str:
    """SHA-256 of a record's canonical JSON, without its own ``hash``."""
    plain = {key: value for key, value in record.items() if key != "hash"}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """``faults`` are sentences, empty where the log is whole. ``head`` is the last entry's ``seq:hash``: kept
    elsewhere, it proves later that the log was not rewritten."""

    entries: int
    head: str
    faults: tuple[str, ...]


def verify(store: Store, anchor: str | None = None) -> Verdict:
    """Reads the whole log and every decision. ``anchor`` is an earlier head, ``seq:hash``."""
    with store.read() as db:
        faults = list(_chain_faults(db, anchor)) + list(_decision_faults(db))
        head = db.execute(select(audit_head)).one()
    return Verdict(head.seq, f"{head.seq}:{head.hash}", tuple(faults))


def _chain_faults(db: Connection, anchor: str | None) -> Iterator[str]:
    previous, seq = START, 0
    for row in db.execute(select(audit).order_by(audit.c.seq).execution_options(yield_per=1000)):
        seq += 1
        if row.seq != seq:
            yield f"entry {seq}: it is missing"
            seq = row.seq
        if row.previous != previous:
            yield f"entry {seq}: it does not follow the entry before it"
        if row.hash != digest(row._asdict()):
            yield f"entry {seq}: it was changed"
        previous = row.hash
        if anchor and anchor.split(":")[0] == str(seq) and anchor != f"{seq}:{row.hash}":
            yield f"entry {seq}: it is not the one that the anchor names"
    head = db.execute(select(audit_head)).one()
    if (head.seq, head.hash) != (seq, previous):
        yield f"entry {seq}: the log ends here, but its head says {head.seq}"
    if anchor and (not anchor.split(":")[0].isdigit() or int(anchor.split(":")[0]) > seq):
        yield f"the log is shorter than the anchor {anchor.split(':')[0]}"


def _decision_faults(db: Connection) -> Iterator[str]:
    said = {}
    query = select(audit.c.seq, audit.c.detail).where(audit.c.event == "decision").order_by(audit.c.seq)
    for row in db.execute(query):
        detail = json.loads(row.detail)
        said[detail["decision"]] = detail["digest"]
    for row in db.execute(select(decisions).order_by(decisions.c.id).execution_options(yield_per=1000)):
        if said.pop(row.id, None) != digest(row._asdict()):
            yield f"decision {row.id}: it is not the one that was logged"
    for missing in said:
        yield f"decision {missing}: it was logged and is missing"
