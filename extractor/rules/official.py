"""Official files of a licensed site: CMS's MUE, PTP, add-on and fee-schedule tables, and its own CPT descriptors.

They are read in the published layouts (CSV, or TXT with tabs), checked, and kept by quarter in the site's folder,
outside the package. ``Rulebook.load(site=...)`` then uses them in preference to the shipped subset. Only rows about
codes of the rulebook are kept.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from extractor.errors import InputError
from extractor.policy.edit_tables import ACTIVE, COLUMNS
from extractor.rulebook import Rulebook

KINDS = ("mue", "ptp", "addons", "fees", "descriptors")
SETTINGS = ("practitioner", "outpatient")
_QUARTER = re.compile(r"20\d{2}q[1-4]")
_CODE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]|C{5}")
_NO_EDIT = "none"

Row = dict[str, str]
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import kept: ``rows`` of ``read`` data rows, written to ``file``."""

    kind: str
    file: Path
    rows: int
    read: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """A published layout: for each field the words that its column heading holds (``exact``: and no others), and what
    names one row."""

    fields: Mapping[str, tuple[str, ...]]
    key: tuple[str, ...]
    exact: bool = False


_LAYOUTS: Mapping[str, _Layout] = {
    "mue": _Layout(
        fields={
            "code": ("hcpcs", "code"),
            "units": ("values",),
            "adjudication": ("adjudication", "indicator"),
            "rationale": ("rationale",),
        },
        key=("code",),
    ),
    "ptp": _Layout(
        fields={
            "column1": ("column", "1"),
            "column2": ("column", "2"),
            "effective": ("effective", "date"),
            "deletion": ("deletion", "date"),
            "indicator": ("modifier",),
            "rationale": ("rationale",),
        },
        key=("column1", "column2"),
    ),
    "addons": _Layout(
        fields={
            "type": ("aoc", "edit", "type"),
            "addon": ("add", "on", "code"),
            "primary": ("primary", "code"),
            "deletion": ("aoc", "edit", "deldt"),
        },
        key=("addon", "primary"),
        exact=True,
    ),
    "fees": _Layout(
        fields={
            "code": ("hcpcs",),
            "modifier": ("mod",),
            "status": ("status", "code"),
            "global_days": ("glob", "days"),
            "multiple": ("mult", "proc"),
            "bilateral": ("bilat", "surg"),
        },
        key=("code",),
    ),
    "descriptors": _Layout(fields={"code": ("code",), "descriptor": ("descriptor",)}, key=("code",)),
}


def load(
    kind: str, path: Path, *, quarter: str, site: Path, rulebook: Rulebook, setting: str = SETTINGS[0]
) -> Imported:
    """Reads one official file and merges it into the site's folder. ``quarter`` is as "2025q1"; ``setting`` tells the
    practitioner and outpatient files of MUE and PTP apart. Raises InputError naming the file and the column or line."""
    _check_arguments(kind, quarter, setting)
    layout = _LAYOUTS[kind]
    if kind == "mue":
        layout = replace(layout, fields={**layout.fields, "units": (setting, "values")})
    known = frozenset(code.id for code in rulebook.codes)
    cells = list(_cells(path, layout))
    rows = [row for line, item in cells for row in _ROWS[kind](item, f"{path}: line {line}", quarter, setting)]
    kept = [row for row in rows if not known.isdisjoint(row[name] for name in layout.key)]
    file = site / "descriptors.csv" if kind == "descriptors" else site / "edits" / quarter / f"{kind}.csv"
    columns = ("code", "descriptor") if kind == "descriptors" else COLUMNS[kind]
    _merge(file, columns, layout.key, kept)
    return Imported(kind=kind, file=file, rows=len(kept), read=len(cells))


def _check_arguments(kind: str, quarter: str, setting: str) -> None:
    if kind not in KINDS:
        raise InputError(f"{kind}: the kind must be one of {', '.join(KINDS)}", kind="layout")
    if not _QUARTER.fullmatch(quarter):
        raise InputError(f"{quarter}: the quarter must be written as 2025q1", kind="layout")
    if setting not in SETTINGS:
        raise InputError(f"{setting}: the setting must be one of {', '.join(SETTINGS)}", kind="layout")


def _cells(path: Path, layout: _Layout) -> Iterator[tuple[int, Row]]:
    """The data rows with their line numbers, under our names of the columns; what precedes the heading is skipped."""
    numbered = _table(path)
    heading, places = _heading(path, [row for _, row in numbered], layout)
    for number, row in numbered[heading + 1 :]:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) <= max(places.values()):
            needed = max(places.values()) + 1
            raise InputError(f"{path}: line {number}: {len(row)} columns, and {needed} are needed", kind="layout")
        yield number, {name: row[place].strip() for name, place in places.items()}


def _table(path: Path) -> list[tuple[int, list[str]]]:
    """The rows, each with the number of its last line."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    tabs = any("\t" in line for line in text.splitlines()[:40])
    reader = csv.reader(io.StringIO(text), delimiter="\t" if tabs else ",")
    return [(reader.line_num, row) for row in reader]


def _heading(path: Path, table: Sequence[Sequence[str]], layout: _Layout) -> tuple[int, dict[str, int]]:
    """The line of the heading (the last of its lines where it is stacked) and the place of each field. The heading that
    lacks fewest columns is the one that is complained of."""
    best: tuple[list[str], list[str]] = (list(layout.fields), [])
    for number in range(min(len(table), 40)):
        for height in range(1, 6):
            headings = _stacked(table, number, height)
            places = {name: _place(headings, words, exact=layout.exact) for name, words in layout.fields.items()}
            missing = [name for name, place in places.items() if place is None]
            if not missing:
                return number, {name: place for name, place in places.items() if place is not None}
            if len(missing) < len(best[0]):
                best = missing, [" ".join(words) for words in headings]
    wanted = "; ".join(f"no column {' '.join(layout.fields[name])}" for name in best[0])
    found = ", ".join(filter(None, best[1])) or "no heading"
    raise InputError(f"{path}: {wanted}. Found: {found[:400]}", kind="layout")


def _stacked(table: Sequence[Sequence[str]], last: int, height: int) -> list[list[str]]:
    rows = table[max(0, last - height + 1) : last + 1]
    width = len(table[last])
    cells = ([row[place] for row in rows if place < len(row)] for place in range(width))
    return [re.findall(r"[a-z0-9]+", " ".join(column).lower()) for column in cells]


def _place(headings: Sequence[Sequence[str]], words: Iterable[str], *, exact: bool) -> int | None:
    """The first column whose heading holds the words in their order."""
    wanted = list(words)
    for place, heading in enumerate(headings):
        if [word for word in heading if exact or word in wanted] == wanted:
            return place
    return None


def _mue_rows(cells: Cells, where: str, quarter: str, setting: str) -> Iterator[Row]:
    _expect(where, "units", cells["units"], r"\d+")
    _expect(where, "adjudication indicator", cells["adjudication"][:1], r"[123]")
    row = {"code": _code(where, cells["code"]), "practitioner": "", "outpatient": ""}
    yield row | {
        setting: cells["units"],
        "adjudication": cells["adjudication"][:1],
        "rationale": cells["rationale"],
    }


def _ptp_rows(cells: Cells, where: str, quarter: str, setting: str) -> Iterator[Row]:
    _expect(where, "modifier", cells["indicator"][:1], r"[019]")
    begins = _day(where, "effective date", cells["effective"], "%Y%m%d")
    ends = _day(where, "deletion date", cells["deletion"].replace("*", ""), "%Y%m%d")
    first, last = _days(quarter)
    if begins is None or begins > last:
        return
    row = {"column1": _code(where, cells["column1"]), "column2": _code(where, cells["column2"])}
    for name in SETTINGS:
        row |= {f"{name}_status": _NO_EDIT, f"{name}_indicator": ""}
    yield row | {
        f"{setting}_status": ACTIVE if ends is None or ends >= first else f"deleted {ends}",
        f"{setting}_indicator": cells["indicator"][:1],
        "rationale": cells["rationale"],
    }


def _addon_rows(cells: Cells, where: str, quarter: str, setting: str) -> Iterator[Row]:
    _expect(where, "type", cells["type"], r"[123]")
    ends = _day(where, "edit deletion date", cells["deletion"], "%Y%j")
    if ends is None or ends >= _days(quarter)[0]:
        addon, primary = _code(where, cells["addon"]), _code(where, cells["primary"])
        yield {"addon": addon, "primary": primary, "type": cells["type"]}


def _fee_rows(cells: Cells, where: str, quarter: str, setting: str) -> Iterator[Row]:
    if not cells["modifier"]:
        _expect(where, "bilat surg", cells["bilateral"], r"[0-3]|9")
        names = ("status", "global_days", "multiple", "bilateral")
        yield {"code": _code(where, cells["code"])} | {name: cells[name] for name in names}


def _descriptor_rows(cells: Cells, where: str, quarter: str, setting: str) -> Iterator[Row]:
    yield {"code": _code(where, cells["code"]), "descriptor": cells["descriptor"]}


_ROWS: Mapping[str, Callable[[Cells, str, str, str], Iterator[Row]]] = {
    "mue": _mue_rows,
    "ptp": _ptp_rows,
    "addons": _addon_rows,
    "fees": _fee_rows,
    "descriptors": _descriptor_rows,
}


def _code(where: str, value: str) -> str:
    _expect(where, "code", value, _CODE.pattern)
    return value


def _expect(where: str, column: str, value: str, pattern: str) -> None:
    if not re.fullmatch(pattern, value):
        raise InputError(f"{where}: column {column}: unexpected value", kind="layout")


def _day(where: str, column: str, value: str, form: str) -> date | None:
    if not value.strip():
        return None
    try:
        return datetime.strptime(value.strip(), form).date()
    except ValueError as error:
        raise InputError(f"{where}: column {column}: not a date", kind="layout") from error


def _days(quarter: str) -> tuple[date, date]:
    """The first and the last day of a quarter."""
    first = date(int(quarter[:4]), 3 * int(quarter[-1]) - 2, 1)
    return first, (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)


def _merge(file: Path, columns: Sequence[str], key: Sequence[str], rows: Iterable[Row]) -> None:
    """Writes the rows over those that the file already holds (the other setting, the other parts of a split table)."""
    merged: dict[tuple[str, ...], Row] = {}
    if file.exists():
        with file.open(encoding="utf-8", newline="") as stream:
            merged = {tuple(row[name] for name in key): row for row in csv.DictReader(stream)}
    for row in rows:
        name = tuple(row[part] for part in key)
        merged[name] = _over(merged.get(name, {}), row)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(merged[name] for name in sorted(merged))


def _over(old: Row, new: Row) -> Row:
    """A field that the new row leaves open keeps what was known; an active pair outlasts its own deleted versions."""
    kept = {name: value for name, value in new.items() if value not in ("", _NO_EDIT) or name not in old}
    for setting in SETTINGS:
        if old.get(f"{setting}_status") == ACTIVE and kept.get(f"{setting}_status", ACTIVE) != ACTIVE:
            kept = {name: value for name, value in kept.items() if not name.startswith(setting)}
    return {**old, **kept}
