"""Tables with a column for each side: what a row says of left and right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LEFT = re.compile(r"\b(?:left|lt|L)\b", re.IGNORECASE)
_RIGHT = re.compile(r"\b(?:right|rt|R)\b", re.IGNORECASE)
_MARKED = re.compile(r"[|\t;]")
_CELL = re.compile(r"\S+(?:[ ]\S+)*")
_EMPTY = re.compile(r"\W*(?:0+|nil|none|no|not\b.*|n/?a|never|spared|omitted|skipped|deferred|[oO])?\W*", re.IGNORECASE)
_RULE = re.compile(r"[\s|+=:\u2500-\u257f_-]*")
_BOX = re.compile(r"\[[\sxX_]?\]|\([\sxX]\)|[\u2610-\u2612]")
_LONGEST_TABLE = 40


class Cell(NamedTuple):
    text: str
    start: int
    end: int


def sides(text: str, start: int) -> tuple[str, ...] | None:
    """The sides under which the row at an offset has an entry; None where the row stands in no table with side columns."""
    row_start = text.rfind("\n", 0, start) + 1
    row_end = text.find("\n", start)
    row = text[row_start : row_end if row_end >= 0 else len(text)]
    for header in _above(text, row_start):
        columns = _columns(header)
        if columns:
            filled = _filled(row, header, columns, start - row_start)
            return tuple(side for side in ("left", "right") if side in filled) if filled is not None else None
    return None


def _above(text: str, row_start: int) -> Iterator[str]:
    """The lines over a row, nearest first, up to the end of its paragraph."""
    at = row_start
    for _ in range(_LONGEST_TABLE):
        if at <= 0:
            return
        begin = text.rfind("\n", 0, at - 1) + 1
        line = text[begin : at - 1]
        if not line.strip():
            return
        at = begin
        if not _RULE.fullmatch(line):
            yield line


def _columns(header: str) -> dict[int, str]:
    """The cells of a header that name a side, where both are named in cells of their own."""
    found: dict[int, str] = {}
    if _BOX.search(header):
        return found
    for index, cell in enumerate(_cells(header)):
        left, right = bool(_LEFT.search(cell.text)), bool(_RIGHT.search(cell.text))
        if (left and right) or len(cell.text.split()) > 3:
            return {}
        if left or right:
            found[index] = "left" if left else "right"
    return found if set(found.values()) == {"left", "right"} and 0 not in found else {}


def _filled(row: str, header: str, columns: dict[int, str], at: int) -> set[str] | None:
    """The sides under which a row has an entry. Columns are told by their number, else by where they stand."""
    cells, heads = _cells(row), _cells(header)
    if _MARKED.search(header) and len(cells) <= max(columns):
        return None
    if _MARKED.search(header) or len(cells) == len(heads):
        return {side for index, side in columns.items() if not _EMPTY.fullmatch(cells[index].text)}
    values = [cell for cell in cells if cell.start > at]
    if not values:
        return None
    placed: set[str] = set()
    for value in values:
        nearest = min(range(len(heads)), key=lambda index: _apart(heads[index], value))
        if nearest in columns and not _EMPTY.fullmatch(value.text):
            placed.add(columns[nearest])
    return placed


def _apart(head: Cell, value: Cell) -> float:
    return abs(head.start + head.end - value.start - value.end) / 2


def _cells(line: str) -> list[Cell]:
    if not _MARKED.search(line):
        return [Cell(match.group(), *match.span()) for match in _CELL.finditer(line)]
    found: list[Cell] = []
    at = 0
    for part in _MARKED.split(line):
        found.append(Cell(part.strip(), at, at + len(part)))
        at += len(part) + 1
    if line.lstrip().startswith("|"):
        found = found[1:]
    return found
