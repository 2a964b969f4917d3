"""Tables with a column for each side: what a row says of left and right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LEFT = re.compile(r"\b(?:left|lt|L)\b", re.IGNORECASE)
_RIGHT = re.compile(r"\b(?:right|rt|R)\b", re.IGNORECASE)
_MARKED = re.compile(r"[|\t;]")
_CELL = re.compile(r"\S+(?:[ ]\S+)*")
EMPTY = re.compile(r"\W*(?:0+|nil|none|no|not\b.*|n/?a|never|spared|omitted|skipped|deferred|[oO])?\W*", re.IGNORECASE)
_RULE = re.compile(r"[\s|+=:\u2500-\u257f_-]*")
_BOX = re.compile(r"\[[\sxX_]?\]|\([\sxX]\)|[\u2610-\u2612]")
_LONGEST_TABLE = 40
_FEWEST_COLUMNS = 2


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


def entry(text: str, start: int, head: re.Pattern[str]) -> str | None:
    """What the row at an offset has in the column whose header matches; None where its table has no such column, or the
    row no cell there."""
    row_start = text.rfind("\n", 0, start) + 1
    row_end = text.find("\n", start)
    cells = _cells(text[row_start : row_end if row_end >= 0 else len(text)])
    for line in _above(text, row_start):
        heads = _cells(line)
        column = next((index for index, cell in enumerate(heads) if head.fullmatch(cell.text)), None)
        if column is None or len(heads) < _FEWEST_COLUMNS:
            continue
        if _MARKED.search(line):
            return cells[column].text if len(cells) > column else None
        values = [cell for cell in cells if cell.start > start - row_start]
        return next((cell.text for cell in values if _nearest(heads, cell) == column), None)
    return None


def heading(text: str, start: int) -> str:
    """The header over the cell at an offset: the cell that stands at its place in the first line of the table."""
    row_start = text.rfind("\n", 0, start) + 1
    lines = [cells for line in _above(text, row_start) if len(cells := _cells(line)) >= _FEWEST_COLUMNS]
    row_end = text.find("\n", start)
    if not lines:
        return ""
    heads = lines[-1]
    cells = _cells(text[row_start : row_end if row_end >= 0 else len(text)])
    at = start - row_start
    index = next((index for index, cell in enumerate(cells) if cell.start <= at < max(cell.end, cell.start + 1)), None)
    if index is None or len(cells) < _FEWEST_COLUMNS:
        return ""
    if len(cells) == len(heads):
        return heads[index].text
    return min(heads, key=lambda head: abs(head.start - cells[index].start)).text


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
        return {side for index, side in columns.items() if not EMPTY.fullmatch(cells[index].text)}
    values = [cell for cell in cells if cell.start > at]
    if not values:
        return None
    placed: set[str] = set()
    for value in values:
        nearest = _nearest(heads, value)
        if nearest in columns and not EMPTY.fullmatch(value.text):
            placed.add(columns[nearest])
    return placed


def _nearest(heads: Sequence[Cell], value: Cell) -> int:
    return min(range(len(heads)), key=lambda index: _apart(heads[index], value))


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
