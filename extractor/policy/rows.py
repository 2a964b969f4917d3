"""Checks that every row of a knowledge file goes through before it becomes a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from extractor.errors import RulebookError

Row = Mapping[str, Any]


class Dated(Protocol):
    @property
    def effective(self) -> date: ...

    @property
    def through(self) -> date | None: ...


def listed(data: Any, source: str) -> list[Row]:
    """The rows of a file that must be a list of mappings; an empty file is an empty list."""
    if data is None:
        return []
    if not isinstance(data, list) or not all(isinstance(row, Mapping) for row in data):
        raise RulebookError(f"{source}: must be a list of entries")
    return data


def checked(row: Any, where: str, *, required: Iterable[str], optional: Iterable[str] = ()) -> Row:
    """The row itself, once it is a mapping with all required keys and no unknown one."""
    if not isinstance(row, Mapping):
        raise RulebookError(f"{where}: must be a mapping")
    required = tuple(required)
    if unknown := set(row) - {*required, *optional}:
        raise RulebookError(f"{where}: unknown key {min(map(str, unknown))}")
    if missing := [key for key in required if key not in row]:
        raise RulebookError(f"{where}: {missing[0]} is missing")
    return row


def texts(value: Any, where: str) -> tuple[str, ...]:
    """A text or a list of texts, as a tuple."""
    items = (value,) if isinstance(value, str) else tuple(value or ())
    if not all(isinstance(item, str) for item in items):
        raise RulebookError(f"{where}: must be text or a list of texts")
    return items


def span(row: Row, where: str) -> tuple[date, date | None]:
    """``effective`` and ``through`` (the last day, or None) of a dated row."""
    effective, through = row["effective"], row.get("through")
    if type(effective) is not date or not (through is None or type(through) is date):
        raise RulebookError(f"{where}: effective and through must be dates (YYYY-MM-DD)")
    if through is not None and through < effective:
        raise RulebookError(f"{where}: through lies before effective")
    return effective, through


def in_force(row: Dated, day: date) -> bool:
    return row.effective <= day and (row.through is None or day <= row.through)


def overlap(first: Dated, second: Dated) -> bool:
    return (second.through is None or first.effective <= second.through) and (
        first.through is None or second.effective <= first.through
    )


def within(inner: Dated, outer: Dated) -> bool:
    """Whether every day of ``inner`` is a day of ``outer``."""
    ends = outer.through is None or (inner.through is not None and inner.through <= outer.through)
    return outer.effective <= inner.effective and ends
