"""What the work list is filtered by: a note's reasons, techniques, codes, payer and coder, one row a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from extractor.review.records import reasons
from extractor.review.store import insert_or_skip
from extractor.review.tables import NAME, choices, facets


def describe(db: Connection, note: int, record: Mapping[str, Any], billed: Sequence[Mapping[str, Any]]) -> None:
    """Replaces what a report says of the note."""
    replace_facets(db, note, "reason", reasons(record, billed))
    if record.get("payer"):
        replace_facets(db, note, "payer", [record["payer"]])
    replace_facets(db, note, "technique", [item["technique"] for item in record.get("procedures", ())])
    replace_facets(db, note, "code", [item["code"] for item in record.get("suggestions", ())])


def replace_facets(db: Connection, note: int, kind: str, values: Sequence[str]) -> None:
    db.execute(delete(facets).where(facets.c.note == note, facets.c.kind == kind))
    add_facets(db, note, kind, values)


def add_facets(db: Connection, note: int, kind: str, values: Sequence[str]) -> None:
    """``choices`` keeps each value once, for the filter's menu."""
    rows = [{"kind": kind, "value": value[:NAME]} for value in dict.fromkeys(values)]
    insert_or_skip(db, facets, [{"note": note, **row} for row in rows])
    known = set(db.execute(select(choices.c.value).where(choices.c.kind == kind)).scalars()) if rows else set()
    insert_or_skip(db, choices, [row for row in rows if row["value"] not in known])
