"""Scores and errors of an evaluation, for the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.evaluation import Comparison
from extractor.gold import Reading
from extractor.outputs.words import listed, plain

_HEADLINE = {
    "notes": "notes",
    "failed": "notes that failed",
    "exact": "whole notes exact",
    "review_right": "review as in the gold",
    "sent_to_review": "sent to review",
    "wrong_without_review": "wrong and not sent to review",
    "dangerous": "wrong code and not sent to review",
}
_MEASURES = {"date": "date of service", "code_lines": "code lines", "no_code_reason": "no-code reason"}


def write(summary: dict[str, Any], ceiling: dict[str, Any] | None, out: TextIO) -> None:
    """``ceiling`` is the summary of a second reader, shown as one more column."""
    parts = {name: part for name, part in summary["parts"].items() if part["notes"]}
    if len(parts) == 2:
        del parts["all"]
    if ceiling:
        parts["second reader"] = ceiling["parts"]["all"]
    console = Console(file=out, highlight=False)
    console.print(_headline(parts), _measures(parts))
    for name in ("tuning", "held-out"):
        if name in parts:
            console.print(_strata(name, parts[name]["strata"]))
    console.print(_codes(summary["parts"]["all"]["by_code"]))


def write_json(summary: dict[str, Any], out: TextIO) -> None:
    out.write(json.dumps(summary, indent=1) + "\n")


def write_errors(comparisons: Iterable[Comparison], out: TextIO) -> int:
    """Each note that is not wholly right, the worst first: expected, found, and where it went wrong. Their number."""
    wrong = sorted((item for item in comparisons if item.differences), key=_gravity)
    console = Console(file=out, highlight=False, soft_wrap=True)
    for item in wrong:
        console.print(error_text(item))
    return len(wrong)


def _gravity(item: Comparison) -> tuple[bool, bool, str]:
    return not item.dangerous, item.exact, item.gold.id


def error_text(item: Comparison) -> Text:
    """What was expected of one note, what was found, and where it went wrong."""
    label, style = _label(item)
    text = Text(f"{item.gold.id} ", "bold").append(label, f"not bold {style}")
    text.append(f"  {item.gold.stratum.value}, {item.gold.path}\n", "not bold dim")
    text.append(f"  expected  {_answer(item.gold.reading)}\n  found     ", "not bold")
    text.append(f"failed: {item.error}\n" if item.error else f"{_answer(item.found)}\n", "not bold")
    for name, (missing, extra) in item.differences.items():
        if name not in ("codes", "code_lines"):
            sides = [f"expected {_items(missing)}"] * bool(missing) + [f"found {_items(extra)}"] * bool(extra)
            text.append(f"    {_named(name)}: ", "not bold yellow").append("; ".join(sides) + "\n", "not bold")
    return text.append(f"  why       {item.gold.why.strip()}\n", "not bold dim")


def _label(item: Comparison) -> tuple[str, str]:
    if item.dangerous:
        return "wrong code, no review", "red"
    return ("codes right, rest not", "cyan") if item.exact else ("wrong codes", "yellow")


def _answer(reading: Reading) -> str:
    lines = [
        f"{'-'.join([code, *marks])} x{units}"
        for (code, units, marks), n in sorted(reading.lines.items())
        for _ in range(n)
    ]
    answer = listed(lines) or f"no code ({reading.no_code_reason or listed(sorted(reading.gaps)) or 'no reason'})"
    return answer + (", review" if reading.review else "")


def _items(items: Sequence[Any]) -> str:
    return listed(" ".join(item) if isinstance(item, tuple) else str(item) for item in items)


def _named(measure: str) -> str:
    return _MEASURES.get(measure, plain(measure))


def blank_table(title: str, columns: Iterable[str]) -> Table:
    """A table whose first column is words and the others numbers."""
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=not number)
    return table


def _headline(parts: dict[str, Any]) -> Table:
    table = blank_table("Notes", ["", *parts])
    for key, name in _HEADLINE.items():
        table.add_row(name, *(shown(part[key]) for part in parts.values()))
    return table


def _measures(parts: dict[str, Any]) -> Table:
    first, whole = next(iter(parts.items()))
    columns = ["", *parts, "expected", "precision", "recall"]
    table = blank_table(f"Facts and codes: F1, and counts and shares of {first}", columns)
    for key, row in whole["measures"].items():
        scores = [shown(part["measures"][key]["f1"]) for part in parts.values()]
        table.add_row(_named(key), *scores, str(row["expected"]), shown(row["precision"]), shown(row["recall"]))
    return table


def _strata(part: str, strata: dict[str, Any]) -> Table:
    table = blank_table(f"Strata, {part}", ["", "notes", "exact", "code lines F1", "review right", "dangerous"])
    for name, row in strata.items():
        lines = shown(row["code_lines"]["f1"])
        table.add_row(
            name, str(row["notes"]), shown(row["exact"]), lines, shown(row["review_right"]), str(row["dangerous"])
        )
    return table


def _codes(codes: dict[str, Any]) -> Table:
    table = blank_table("Codes", ["", "expected", "found", "precision", "recall", "F1"])
    for code, row in codes.items():
        counts = (str(row["expected"]), str(row["found"]))
        table.add_row(code, *counts, *(shown(row[key]) for key in ("precision", "recall", "f1")))
    return table


def shown(value: float | None) -> str:
    """A count as it is, a share in points of 100."""
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{100 * value:.1f}"
