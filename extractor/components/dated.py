"""A date written in a note."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Dated(NamedTuple):
    """A date written in the text; ``day`` is None where only month or year is written."""

    start: int
    end: int
    day: date | None
    year: int
    month: int | None
