"""An Excel workbook: a summary, the findings, the lines as billed, and what could not be read or judged. Written row by
row, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from extractor.errors import NeurolysisError
from extractor.prebill.outputs import csv, table
from extractor.prebill.review import Totals
from extractor.prebill.store import Store

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_FINDINGS = csv.COLUMNS[:-1]
_LINES = [
    "claim_id",
    "line",
    "patient_id",
    "note_id",
    "date_of_service",
    "payer",
    "code",
    "modifiers",
    "units",
    "charge",
]
_WIDTHS = {"why": 60, "evidence": 60, "supported": 24, "guideline": 26, "sources": 30, "error": 90, "kind": 22}
_CELL_LIMIT = 32_000


def write(store: Store, totals: Totals, path: Path) -> None:
    """Raises NeurolysisError where the file cannot be written."""
    try:
        with path.open("wb") as out:
            _write(store, totals, out)
    except OSError as error:
        raise NeurolysisError(f"{path}: cannot write it ({error.strerror})", kind="output") from None


def _write(store: Store, totals: Totals, out: BinaryIO) -> None:
    from xlsxwriter import Workbook

    # Texts stay texts: nothing of a claim or a note turns into a formula or a link.
    settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, settings) as book:
        _sheet(book, "Summary", ["summary"], ([words] for words in table.summary(totals)))
        _sheet(book, "Findings", _FINDINGS, (_values(csv.row(item), _FINDINGS) for item in store.findings()))
        lines = (line for claim in store.claims() for line, _ in store.claim_lines(claim))
        _sheet(book, "Lines", _LINES, ([getattr(line, name) for name in _LINES] for line in lines))
        unjudged = ([item.line.claim_id, item.line.line, item.line.code, item.why] for item in store.unjudged())
        _sheet(book, "Not judged", ["claim_id", "line", "code", "why"], unjudged)
        _sheet(book, "Not read", ["error"], ([str(item.error)] for item in store.failures()))


def _values(row: dict[str, Any], columns: Sequence[str]) -> list[Any]:
    return [row[name] for name in columns]


def _sheet(book: Workbook, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.add_worksheet(name)
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "$#,##0.00"})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 100 if name == "Summary" else _WIDTHS.get(column, 14))
        sheet.write_string(0, place, column.replace("_", " "), bold)
    count = 0
    for count, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if value is None:
                continue
            if columns[place] in ("amount", "charge"):
                sheet.write_number(count, place, float(value), money)
            elif isinstance(value, int):
                sheet.write_number(count, place, value)
            else:
                sheet.write_string(count, place, _text(value))
    if len(columns) > 1 and count:
        sheet.autofilter(0, 0, count, len(columns) - 1)


def _text(value: Any) -> str:
    return (" ".join(value) if isinstance(value, tuple) else str(value))[:_CELL_LIMIT]
