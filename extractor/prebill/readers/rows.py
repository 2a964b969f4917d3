"""Claim lines from CSV and JSON lines: a row a service line, the columns under any of their usual spellings.

Columns: claim_id, line, patient_id, note_id, date_of_service, payer, code, modifiers, units, charge. ``claim_id``,
``date_of_service`` and ``code`` are needed; a missing line number is counted, missing units are one. Modifiers are parted
by blanks, colons or commas, or stand in columns of their own, or follow the code behind a hyphen.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from extractor.errors import ClaimError
from extractor.note import Failure, named
from extractor.prebill.policy import Policy, spelled
from extractor.prebill.records import ClaimLine

_NEEDED = ("claim_id", "date_of_service", "code")
_DATES = ("%Y-%m-%d", "%m/%d/%Y", "%Y%m%d", "%m-%d-%Y", "%Y/%m/%d", "%m/%d/%y")
_SEPARATORS = ",;\t|"


def read_csv(path: Path, policy: Policy) -> Iterator[ClaimLine | Failure]:
    """Raises ClaimError where the header lacks a needed column, OSError where the file cannot be read."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        header = file.readline()
        separator = max(_SEPARATORS, key=header.count)
        names = next(csv.reader([header], delimiter=separator), [])
        fields = [field_of(name, policy) for name in names]
        if missing := [name for name in _NEEDED if name not in fields]:
            raise ClaimError(f"{named(path)}: line 1: there is no column for {missing[0]}")
        table = csv.reader(file, delimiter=separator)
        yield from _lines(path, ((table.line_num + 1, zip(fields, row, strict=False)) for row in table if any(row)))


def read_jsonl(path: Path, policy: Policy) -> Iterator[ClaimLine | Failure]:
    """Raises OSError where the file cannot be read."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        objects = ((number, _object(row)) for number, row in enumerate(file, start=1) if row.strip())
        yield from _lines(
            path,
            (
                (number, None if row is None else ((field_of(name, policy), value) for name, value in row.items()))
                for number, row in objects
            ),
        )


def field_of(name: str, policy: Policy) -> str | None:
    """The field that a column's name stands for, or None for a column that is passed over."""
    plain = spelled(name)
    return next((field for field, spellings in policy.columns.items() if plain in spellings), None)


def _object(row: str) -> dict[str, Any] | None:
    try:
        value = json.loads(row)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _lines(
    path: Path, rows: Iterable[tuple[int, Iterable[tuple[str | None, Any]] | None]]
) -> Iterator[ClaimLine | Failure]:
    counted: Counter[str] = Counter()
    for number, pairs in rows:
        source = f"{named(path)}: line {number}"
        try:
            if pairs is None:
                raise ClaimError(f"{source}: it is not a JSON object")
            values = _gathered(pairs)
            counted[" ".join(values.get("claim_id", []))] += 1
            yield claim_line(values, source, counted)
        except ClaimError as error:
            yield Failure(source=source, error=error)


def _gathered(pairs: Iterable[tuple[str | None, Any]]) -> dict[str, list[str]]:
    """The non-empty values of each field, as text; several columns may stand for one field."""
    values: dict[str, list[str]] = {}
    for field, value in pairs:
        items = value if isinstance(value, list) else [value]
        texts = [str(item).strip() for item in items if item is not None and str(item).strip()]
        if field and texts:
            values.setdefault(field, []).extend(texts)
    return values


def claim_line(values: Mapping[str, list[str]], source: str, counted: Mapping[str, int]) -> ClaimLine:
    """The line of one row. Raises ClaimError naming the row and the column."""
    one = {field: items[0] for field, items in values.items()}
    if missing := [field for field in _NEEDED if field not in one]:
        raise ClaimError(f"{source}: {missing[0]} is empty")
    code, *trailing = re.split(r"[\s:-]+", one["code"].upper().removesuffix(".0"))
    return ClaimLine(
        claim_id=one["claim_id"],
        line=one.get("line", str(counted[one["claim_id"]])),
        date_of_service=day(one["date_of_service"], source),
        code=code,
        modifiers=(*trailing, *modifiers(values.get("modifiers", []))),
        units=whole(one.get("units", "1"), source),
        charge=dollars(one["charge"], source) if "charge" in one else None,
        patient_id=one.get("patient_id"),
        note_id=one.get("note_id"),
        payer=one.get("payer"),
        source=source,
    )


def modifiers(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(item for text in texts for item in re.split(r"[\s:,;|-]+", text.upper()) if item)


def day(text: str, source: str) -> date:
    for form in _DATES:
        try:
            return datetime.strptime(text.split("T")[0], form).date()
        except ValueError:
            continue
    raise ClaimError(f"{source}: the date of service is not a date such as 2024-03-02")


def whole(text: str, source: str) -> int:
    """Units of service, as "2" or "2.0". Raises ClaimError."""
    try:
        number = Decimal(text)
        if number == number.to_integral_value() and 0 < number < 10_000:
            return int(number)
    except (InvalidOperation, ValueError):
        pass
    raise ClaimError(f"{source}: the units are not a whole number of one or more")


def dollars(text: str, source: str) -> Decimal:
    try:
        amount = Decimal(text.replace("$", "").replace(",", "").strip())
        if amount.is_finite():
            return amount
    except InvalidOperation:
        pass
    raise ClaimError(f"{source}: the charge is not an amount such as 1250.00")
