"""CSV for spreadsheets: a row for each suggested line; a note without one, or a failed input, is one row too."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from extractor.outputs.words import Record, failed, gap_kinds

COLUMNS = [
    *("note_id", "source", "date_of_service", "payer", "edition"),
    *("code", "units", "modifiers", "alternates", "why", "arithmetic", "guideline", "sources", "confidence"),
    *("gaps", "no_code_reason", "review", "review_reasons", "error"),
]


def write(records: Iterable[Record], out: TextIO) -> None:
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerows({key: cell(value) for key, value in row.items()} for row in rows(record))


def rows(record: Record) -> Iterator[dict[str, Any]]:
    if failed(record):
        yield {"source": record["source"], "error": f"{record['error']['kind']}: {record['error']['message']}"}
        return
    note = {key: record[key] for key in ("note_id", "source", "date_of_service", "payer", "edition", "no_code_reason")}
    note["gaps"] = gap_kinds(record)
    note["review"] = "yes" if record["review"] else "no"
    note["review_reasons"] = "; ".join(record["review_reasons"])
    if not record["suggestions"]:
        yield note
    for suggestion in record["suggestions"]:
        keys = ("code", "units", "modifiers", "why", "arithmetic", "guideline", "sources", "confidence")
        line = {key: suggestion[key] for key in keys}
        yield note | line | {"alternates": [item["code"] for item in suggestion["alternates"]]}


def cell(value: Any) -> Any:
    """Lists parted by blanks. A text that a spreadsheet would run as a formula is quoted with an apostrophe."""
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value
