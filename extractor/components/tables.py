"""Tables: what a row says under a header, and the sides that a table tells: by a column for each side, a column named "side",
or a list under each side's heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LEFT = re.compile(r"\b(?:left|lt|L|L[LU]E|OS)\b", re.IGNORECASE)
_RIGHT = re.compile(r"\b(?:right|rt|R|R[LU]E|OD)\b", re.IGNORECASE)
_BOTH = re.compile(r"both|bilat\w*\.?|b/l|bl|b|[lr]\s?[+&/]\s?[lr]|either|each", re.IGNORECASE)
_SIDE_COLUMN = re.compile(
    r"(?:side|sides|laterality|lat|l\s?/\s?r|r\s?/\s?l|left\s?/\s?right|right\s?/\s?left)\W*", re.IGNORECASE
)
# "sacroiliac joint nerves, RIGHT": a title with its side last.
_SIDE_BEHIND = re.compile(r",?\s+\(?(?:left|right|lt|rt|[LR])\)?$", re.IGNORECASE)
_ABOUT_SIDES = re.compile(r"\b(?:sides?|lat(?:erality)?)\b", re.IGNORECASE)
_MARKED = re.compile(r"[|\t;]")
_CELL = re.compile(r"\S+(?:[ ]\S+)*")
_PAIR = re.compile(
    r"\b(?:left|lt|L)\b[^|;/\n]{0,8}/\s?(?:right|rt|R)\b|\b(?:right|rt|R)\b[^|;/\n]{0,8}/\s?(?:left|lt|L)\b",
    re.IGNORECASE,
)
_APART = re.compile(r":|[ ]{2}")
_PAIRED_CELL = re.compile(r"[^\s/:|;]+(?:[ ][^\s/:|;]+)*")
_EMPTY = re.compile(
    r"\W*(?:0+|nil|none|no|not\b.*|n/?a|never|spared|omitted|skipped|deferred|held|hold|on\s+hold|declined|left\s+alone|o|n)?\W*",
    re.IGNORECASE,
)
# What a row says and a title does not: a figure, or the mark of an empty cell.
_VALUE = re.compile(r"\d+(?:\.\d+)?|.*\s[-\u2013\u2014]{1,3}")
_RULE = re.compile(r"[\s|+=:\u2500-\u257f_-]*")
_BOX = re.compile(r"\[[\sxX_]?\]|\([\sxX]\)|[\u2610-\u2612]")
_HEADER = re.compile(r"^[ \t]*\S[^\n]*?(?:[ ]{2,}|\t|[|;])[^\n]*\S[^\n]*(?=\n)", re.MULTILINE)
_MEASURES = re.compile(
    r"\b(?:units?|u|dose|given|today|injected|temp|set|secs?|seconds|time|cycles?|lesions?|placed|vol(?:ume)?|ml|done|emg|freez\w*|burns?|target|muscles?|nerves?|mode|stim|ohms?|sens|motor)\b",
    re.IGNORECASE,
)
_OF_A_PAST = re.compile(
    r"\b(?:dates?|relief|prior|previous|last|tone|strength|grade|power|amplitude|latency|sig|route|frequency)\b|[.:?]\s(?!\s)|[.:?]$",
    re.IGNORECASE,
)
_LONGEST_TABLE, _LONGEST_HEAD, _FEWEST_COLUMNS = 40, 3, 2
_INDENT = 2
_NAMED = re.compile(r"(?!none|done|same|left|never)[A-Za-z]{4,}", re.IGNORECASE)
LEFT, RIGHT = "left", "right"


class Cell(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def empty(self) -> bool:
        return _EMPTY.fullmatch(self.text) is not None


class Row(NamedTuple):
    """A row under titles: the sides of the titles and of its own entries, by number, and where the word asked for stands."""

    cells: Sequence[Cell]
    titles: Sequence[Cell]
    columns: dict[int, str]
    sides: dict[int, str] | None
    at: int
    marked: bool

    @property
    def own(self) -> int:
        return _at(self.cells, self.at)


def sides(text: str, start: int) -> tuple[str, ...] | None:
    """The sides that a table gives the row at an offset: those under which it has an entry, the one in whose list the word
    at the offset stands, or what its column "side" says; to a title, those of the rows below that have an entry under it. None
    where the row stands in no such table."""
    row = _row(text, start)
    if row is None:
        named = _named(text, start) or _titled_side(text, start)
        return sides_beneath(text, start) if named is None else named
    if row.sides is None:
        found = _listed(row)
    else:
        own = row.sides.get(row.own)
        found = {own} if own else {side for index, side in row.sides.items() if not row.cells[index].empty}
    return _in_order(found)


def of_one_side(text: str, start: int) -> bool:
    """Whether the word at an offset is what a row says of one side, under the title of that side."""
    row = _row(text, start)
    return row is not None and row.sides is not None and row.own in row.sides


def heads(text: str, start: int) -> bool:
    """Whether the word at an offset is in a line that heads columns with the two sides."""
    _, line = _line(text, start)
    return _sided(line) and bool(_columns(_cells(line)))


def entry(text: str, start: int, head: re.Pattern[str]) -> str | None:
    """What the row at an offset has in the column whose header matches; None where its table has no such column, or the
    row no cell there."""
    row_start, row = _line(text, start)
    cells = _cells(row)
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


def lacks(text: str, start: int, head: re.Pattern[str]) -> bool:
    """Whether the row at an offset has nothing in the column whose header matches."""
    told = entry(text, start, head)
    return told is not None and _EMPTY.fullmatch(told) is not None


def heading(text: str, start: int) -> str:
    """The header over the cell at an offset: the cell that stands at its place in the first line of the table."""
    row_start, row = _line(text, start)
    lines = [cells for line in _above(text, row_start) if len(cells := _cells(line)) >= _FEWEST_COLUMNS]
    if not lines:
        return ""
    heads, cells = lines[-1], _cells(row)
    index = _at(cells, start - row_start)
    if index < 0 or len(cells) < _FEWEST_COLUMNS:
        return ""
    if len(cells) == len(heads):
        return heads[index].text
    return min(heads, key=lambda head: abs(head.start - cells[index].start)).text


def fills(text: str, start: int) -> bool:
    """Whether the word at an offset heads a row of a table that has an entry under each of its titles."""
    row_start, row = _line(text, start)
    cells = _cells(row)
    heads = next((found for line in _above(text, row_start) if len(found := _titled(line)) >= _FEWEST_COLUMNS), [])
    if len(cells) <= _FEWEST_COLUMNS or row[: start - row_start].strip(" |") or cells[0].end + row_start < start:
        return False
    entries = [cell for cell in cells[1:] if cell.text]
    return len(entries) == len(heads) and not any(cell.empty for cell in entries)


def _titled(line: str) -> list[Cell]:
    """The titles of a line, none where a side heads it as a row."""
    cells = [cell for cell in _cells(line) if cell.text and not _ABOUT_SIDES.search(cell.text)]
    return [] if cells and (_LEFT.search(cells[0].text) or _RIGHT.search(cells[0].text)) else cells


def of_acts(text: str, start: int, end: int) -> Iterator[int]:
    """Where the tables between two offsets begin whose columns measure an act (doses, settings, times), of no earlier day."""
    for header in _HEADER.finditer(text, start, end):
        line = header.group()
        if len(set(map(str.lower, _MEASURES.findall(line)))) > 1 and not _OF_A_PAST.search(line):
            _, row = _line(text, header.end() + 1)
            if len(_cells(row, line)) > 1 and re.search(r"\d", row):
                yield header.start()


def _line(text: str, at: int) -> tuple[int, str]:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return start, text[start : end if end >= 0 else len(text)]


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


def _below(text: str, row_end: int) -> Iterator[str]:
    """The lines under a row, nearest first, up to the end of its paragraph."""
    for line in text[row_end + 1 :].split("\n", _LONGEST_TABLE)[:_LONGEST_TABLE]:
        if not line.strip():
            return
        if not _RULE.fullmatch(line):
            yield line


def _sided(line: str) -> bool:
    if line.rstrip().endswith("."):
        return False
    return bool((_LEFT.search(line) and _RIGHT.search(line)) or _ABOUT_SIDES.search(line))


def _row(text: str, start: int) -> Row | None:
    """The row at an offset with the titles over it, where these name both sides."""
    row_start, line = _line(text, start)
    for header in filter(_sided, _above(text, row_start)):
        titles = _cells(header)
        if columns := _columns(titles):
            cells, marked = _cells(line, header), bool(_MARKED.search(header))
            return Row(
                cells, titles, columns, _assigned(cells, titles, columns, marked=marked), start - row_start, marked
            )
    return None


def _named(text: str, start: int) -> tuple[str, ...] | None:
    """What the column "side" says of the row at an offset."""
    row_start, line = _line(text, start)
    for header in filter(_sided, _above(text, row_start)):
        titles, cells = _cells(header), _cells(line, header)
        named = [index for index, title in enumerate(titles) if _SIDE_COLUMN.fullmatch(title.text)]
        if len(named) == 1 and len(cells) == len(titles) > 1:
            return _in_order(_said(cells[named[0]].text))
    return None


def _titled_side(text: str, start: int) -> tuple[str, ...] | None:
    """The side that a title names with its target, where each side has a target of its own."""
    row_start, line = _line(text, start)
    titles = _cells(line) if _sided(line) else []
    columns = _columns(titles)
    own = _at(titles, start - row_start)
    targets = {_RIGHT.sub("", _LEFT.sub("", titles[index].text)).lower().strip(" ,()") for index in columns} - {""}
    return (columns[own],) if own in columns and len(targets) == len(columns) else None


def sides_beneath(text: str, start: int) -> tuple[str, ...] | None:
    """The sides of the rows with an entry under the title at an offset, where every row is headed by a side."""
    row_start, line = _line(text, start)
    titles = _cells(line)
    own = _at(titles, start - row_start)
    if own < 0 or len(titles) < _FEWEST_COLUMNS or line.rstrip().endswith(".") or _said(titles[0].text):
        return None
    sided: dict[str, bool] = {}
    for below in _below(text, row_start + len(line)):
        cells = _cells(below, line) if _MARKED.search(below) else _cells(below)
        ahead = len(cells) - len(titles)
        side = _said(cells[0].text) if ahead in {0, 1} and own + ahead else None
        if side is None or len(cells[0].text.split()) > _LONGEST_HEAD:
            break
        for one in side:
            sided[one] = sided.get(one, False) or not cells[own + ahead].empty
    return _in_order({side for side, filled in sided.items() if filled}) if len(sided) > 1 else None


def _in_order(found: set[str] | None) -> tuple[str, ...] | None:
    return None if found is None else tuple(side for side in (LEFT, RIGHT) if side in found)


def _columns(titles: Sequence[Cell]) -> dict[int, str]:
    """The titles that name a side, where both are named in cells of their own."""
    found: dict[int, str] = {}
    for index, cell in enumerate(titles):
        left, right = bool(_LEFT.search(cell.text)), bool(_RIGHT.search(cell.text))
        title = _SIDE_BEHIND.sub("", cell.text)
        if (left and right) or len(title.split()) > _LONGEST_HEAD or _BOX.search(cell.text):
            return {}
        if _VALUE.fullmatch(cell.text):
            return {}
        if left or right:
            if re.search(r"\d", cell.text):
                return {}
            found[index] = LEFT if left else RIGHT
    return found if set(found.values()) == {LEFT, RIGHT} else {}


def _assigned(
    cells: Sequence[Cell], titles: Sequence[Cell], columns: dict[int, str], *, marked: bool
) -> dict[int, str] | None:
    """The sides of the entries of a row by the numbers of their cells; None where it has no key before them and lists words
    under each title. Columns are told by their number, else by where they stand."""
    if marked:
        return {index: side for index, side in columns.items() if index < len(cells)} if 0 not in columns else None
    if 0 in columns and len(cells) == len(titles) + 1 and not any(_NAMED.match(cell.text) for cell in cells[1:]):
        return {index + 1: side for index, side in columns.items()}
    if 0 in columns and titles[0].start <= cells[0].start + _INDENT:
        return None
    if len(cells) == len(titles):
        return columns
    nearest = {at: _nearest(titles, cell) for at, cell in enumerate(cells) if at}
    return {at: columns[index] for at, index in nearest.items() if index in columns}


def _listed(row: Row) -> set[str] | None:
    """The side in whose list a word stands; no side where the last of the figures behind it is empty."""
    if row.marked:
        return {row.columns[row.own]} if row.own in row.columns else None
    starts = {index: row.titles[index].start - _INDENT for index in row.columns}
    own = max((index for index in starts if starts[index] <= row.at), default=None)
    if own is None:
        return None
    end = min((start for start in starts.values() if start > starts[own]), default=10**9)
    figures = [cell for cell in row.cells if row.at < cell.start < end]
    return set() if figures and figures[-1].empty else {row.columns[own]}


def _at(cells: Sequence[Cell], at: int) -> int:
    """The number of the cell in which an offset of the line lies, or -1."""
    return next((index for index, cell in enumerate(cells) if cell.start <= at <= cell.end), -1)


def _nearest(titles: Sequence[Cell], value: Cell) -> int:
    return min(range(len(titles)), key=lambda index: _apart(titles[index], value))


def _apart(head: Cell, value: Cell) -> float:
    """How far a value stands from under its title, set flush left or in the middle."""
    return min(abs(head.start - value.start), abs(head.start + head.end - value.start - value.end) / 2)


def _said(cell: str) -> set[str] | None:
    """What an entry of a column "side" says."""
    if _BOTH.fullmatch(cell.strip()):
        return {LEFT, RIGHT}
    left, right = bool(_LEFT.search(cell)), bool(_RIGHT.search(cell))
    return ({LEFT} if left else set()) | ({RIGHT} if right else set()) or None


def _cells(line: str, header: str | None = None) -> list[Cell]:
    """The cells of a line: parted by marks, by wide blanks, or by a stroke where the header writes "left / right"."""
    header = header or line
    if not _MARKED.search(header):
        pattern = _PAIRED_CELL if _PAIR.search(header) and _APART.search(header) else _CELL
        return [Cell(match.group(), *match.span()) for match in pattern.finditer(line)]
    found: list[Cell] = []
    at = 0
    for part in _MARKED.split(line):
        found.append(Cell(part.strip(), at, at + len(part)))
        at += len(part) + 1
    if line.lstrip().startswith("|"):
        found = found[1:]
    return found
