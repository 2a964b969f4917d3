"""The guidelines as a table for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text


def write(rows: Iterable[Mapping[str, str]], out: TextIO) -> None:
    """``rows`` are those of ``rules.listing``."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("rule", no_wrap=True)
    table.add_column("when", overflow="fold", ratio=1)
    table.add_column("gives", overflow="fold", ratio=1)
    for row in rows:
        table.add_row(_rule(row), Text(row["condition"]), _result(row))
        table.add_section()
    Console(file=out).print(table)


def _rule(row: Mapping[str, str]) -> Text:
    payer = f"payer {row['payer']}\n" if row["payer"] else ""
    span = f"{row['effective']} to {row['through'] or 'now'}"
    return Text(row["id"], "bold cyan").append(f"\n{payer}{span}", "not bold dim")


def _result(row: Mapping[str, str]) -> Text:
    text = Text(row["result"], "green")
    if row["alternates"]:
        text.append(f"\nor {row['alternates']}", "cyan")
    return text.append("\nreview", "yellow") if row["review"] else text
