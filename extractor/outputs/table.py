"""A table for the terminal: a row for each suggested line, and one for each note without."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.outputs.words import Record, failed, line, listed, shown, why_no_code


def write(records: Iterable[Record], out: TextIO) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("note", style="cyan", overflow="fold")
    table.add_column("date", no_wrap=True)
    table.add_column("code", no_wrap=True)
    table.add_column("units", justify="right")
    table.add_column("why", ratio=3, overflow="fold")
    table.add_column("review", ratio=2, overflow="fold")
    for record in records:
        if failed(record):
            table.add_row(shown(record["source"]), "", Text("failed", "red"), "", Text(_message(record), "red"), "")
        else:
            _add(table, record)
        table.add_section()
    Console(file=out).print(table)


def _add(table: Table, record: Record) -> None:
    name, date = Text(shown(record["note_id"])), record["date_of_service"] or "not stated"
    review = Text("; ".join(record["review_reasons"]) or "yes", "yellow") if record["review"] else Text("")
    if not record["suggestions"]:
        table.add_row(name, date, Text("none", "dim"), "", Text(why_no_code(record), "dim"), review)
    for number, item in enumerate(record["suggestions"]):
        why = Text(item["arithmetic"] or item["why"])
        if item["alternates"]:
            why.append(f" (or {listed(other['code'] for other in item['alternates'])})", "dim")
        first = number == 0
        cells = (Text(line(item), "bold green"), str(item["units"]), why)
        table.add_row(name if first else "", date if first else "", *cells, review if first else "")


def _message(record: Record) -> str:
    return shown(record["error"]["message"])
