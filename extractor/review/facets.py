"""What the work list is filtered by: a note's reasons, techniques, codes, payer and coder, one row a value; and, as
``why``, each phrase in which a word is looked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from extractor.review.records import phrases, reasons
from extractor.review.store import insert_or_skip
from extractor.review.tables import NAME, choices, facets


def describe(db: Connection, note: int, record: Mapping[str, Any], billed: Sequence[Mapping[str, Any]]) -> None:
    """Replaces what a report says of the note."""
    said = {
        "reason": reasons(record, billed),
        "why": phrases(record, billed),
        "technique": [item["technique"] for item in record.get("procedures", ())],
        "code": [item["code"] for item in record.get("suggestions", ())],
    }
    replace_facets(db, note, said | ({"payer": [record["payer"]]} if record.get("payer") else {}))


def replace_facets(db: Connection, note: int, values: Mapping[str, Sequence[str]]) -> None:
    """The note's facets of each kind that is given, in place of what they were."""
    db.execute(delete(facets).where(facets.c.note == note, facets.c.kind.in_(values)))
    rows = {(kind, value[:NAME]) for kind, found in values.items() for value in found}
    insert_or_skip(db, facets, [{"note": note, "kind": kind, "value": value} for kind, value in sorted(rows)])


def offer(db: Connection, notes: Collection[int]) -> None:
    """Puts the facets of these notes on the filters' menus, each value once. Called last in a transaction, and in one
    order for all, so that two of them cannot wait for each other."""
    known = select(choices.c.kind).where(choices.c.kind == facets.c.kind, choices.c.value == facets.c.value)
    new = select(facets.c.kind, facets.c.value).where(facets.c.note.in_(notes), ~known.exists()).distinct()
    rows = sorted((row.kind, row.value) for row in db.execute(new))
    insert_or_skip(db, choices, [{"kind": kind, "value": value} for kind, value in rows])
