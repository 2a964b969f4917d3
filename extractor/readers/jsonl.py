"""JSON lines: each line an object ``{"id", "text", "date_of_service", "payer"}``, of which only ``text`` is required.

The source of a note is ``file:line``, which is also its id where it has none. Other keys are passed over. A line that
cannot be read is a Failure in its place; blank lines are skipped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from extractor.errors import InputError
from extractor.facts import Note
from extractor.note import MAX_BYTES, Failure, cannot_read, check_size, check_text, decode, named

# Escapes make a row longer than its text; what is longer than this holds a text beyond the limit.
_MAX_ROW = 6 * MAX_BYTES


def read(path: Path) -> Iterator[Note | Failure]:
    try:
        with path.open("rb") as rows:
            for number, row in enumerate(iter(lambda: rows.readline(_MAX_ROW), b""), start=1):
                if row.strip():
                    yield _read_row(row, f"{named(path)}:{number}")
    except OSError as error:
        yield Failure(source=named(path), error=cannot_read(path, error))


def _read_row(row: bytes, source: str) -> Note | Failure:
    try:
        return _note(_parse(row, source), source)
    except InputError as error:
        return Failure(source=source, error=error)


def _parse(row: bytes, source: str) -> dict[str, Any]:
    try:
        value = json.loads(decode(row, source))
    except (ValueError, RecursionError):
        raise InputError(f"{source}: it is not a JSON object", kind="not-json") from None
    if not isinstance(value, dict):
        raise InputError(f"{source}: it is not a JSON object", kind="not-json")
    return value


def _note(row: dict[str, Any], source: str) -> Note:
    text = row.get("text")
    if not isinstance(text, str):
        raise InputError(f'{source}: it has no "text"', kind="no-text")
    try:
        check_size(len(text.encode()), source)
    except UnicodeEncodeError:
        raise InputError(f"{source}: its text holds half a surrogate pair", kind="encoding") from None
    return Note(
        id=Path(source).name if row.get("id") is None else str(row["id"]),
        text=check_text(text, source),
        source=source,
        date_of_service=_date(row.get("date_of_service"), source),
        payer=_payer(row.get("payer"), source),
    )


def _date(value: object, source: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InputError(f'{source}: its "date_of_service" is not a date such as 2024-03-02', kind="bad-date") from None


def _payer(value: object, source: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise InputError(f'{source}: its "payer" is not a text', kind="bad-payer")
