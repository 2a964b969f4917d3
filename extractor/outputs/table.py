"""A table for the terminal: for each note its lines with the words they rest on, and what a person must look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.outputs.words import Record, failed, line, listed, quotes, shown, why_no_code


def write(records: Iterable[Record], out: TextIO) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("note", max_width=24, overflow="fold")
    table.add_column("code", no_wrap=True)
    table.add_column("why", overflow="fold", ratio=1)
    for record in records:
        names = [_name(record)]
        for code, why in _failure(record) if failed(record) else _answer(record):
            table.add_row(names.pop() if names else "", code, why)
        table.add_section()
    Console(file=out).print(table)


def _name(record: Record) -> Text:
    if failed(record):
        return Text(shown(record["source"]), "red")
    return Text(shown(record["note_id"]), "bold cyan").append(
        f"\n{record['date_of_service'] or 'no date'}", "not bold dim"
    )


def _failure(record: Record) -> Iterator[tuple[Text, Text]]:
    yield Text("failed", "red"), Text(shown(record["error"]["message"]), "red")


def _answer(record: Record) -> Iterator[tuple[Text, Text]]:
    for item in record["suggestions"]:
        code = Text(line(item), "bold green").append(f" \N{MULTIPLICATION SIGN}{item['units']}", "not bold")
        why = Text(item["arithmetic"] or item["why"])
        if item["alternates"]:
            why.append(f" (or {listed(other['code'] for other in item['alternates'])})")
        yield code, why.append(f"\n{quotes(item, record)}".rstrip(), "dim")
    if not record["suggestions"]:
        yield Text("none", "dim"), Text(why_no_code(record))
    if record["review"]:
        yield Text("review", "yellow"), Text("; ".join(record["review_reasons"]), "yellow")
