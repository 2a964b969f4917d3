"""What perturbations cost, for the terminal: how far the measures fall, and which notes are lost by which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.facts import Note
from extractor.note import Failure
from extractor.outputs.scores import blank_table, error_text, shown
from extractor.robustness import Trial

_FACTS = {
    "technique": "technique",
    "nerve": "nerve",
    "levels": "levels",
    "laterality": "side",
    "imaging": "imaging",
    "status": "status",
    "date": "date",
    "code_lines": "code lines",
}
_MOST_WORDS = 40
_WIDE = 100


def write(summary: dict[str, Any], out: TextIO) -> None:
    """``summary`` is that of a robustness run."""
    console = Console(file=out, highlight=False, width=None if out.isatty() else _WIDE)
    console.print(_notes(summary), _facts(summary))


def write_errors(trials: Sequence[Trial], out: TextIO) -> None:
    """For each perturbation the notes that are exact without it alone, and the words that it exchanged in them."""
    console = Console(file=out, highlight=False, soft_wrap=True)
    plain, *others = trials
    for other in others:
        lost = other.lost(plain)
        console.print(Text(f"{other.kind}: {len(lost)} of {len(plain.notes)} notes lost\n", "bold"))
        for at in lost:
            console.print(error_text(other.comparisons[at]) + _exchanged(plain.notes[at], other.notes[at]))


def _notes(summary: dict[str, Any]) -> Table:
    plain = summary["plain"]
    table = blank_table(
        f"Whole notes: {summary['notes']}", ["", "altered", "recoded", "exact", "fall", "lost", "won", "dangerous"]
    )
    table.add_row("plain", "-", "-", shown(plain["exact"]), "-", "-", "-", str(plain["dangerous"]))
    for kind, row in summary["perturbations"].items():
        exact, fall = shown(row["exact"]), _points(row["fall"]["exact"])
        counts = [str(row[key]) for key in ("altered", "recoded", "lost", "won", "dangerous")]
        table.add_row(kind, *counts[:2], exact, fall, *counts[2:])
    return table


def _facts(summary: dict[str, Any]) -> Table:
    table = blank_table("F1 of the plain notes, and the points by which it falls", ["", *_FACTS.values()])
    table.add_row("plain", *(shown(summary["plain"][name]) for name in _FACTS))
    for kind, row in summary["perturbations"].items():
        table.add_row(kind, *(_points(row["fall"][name]) for name in _FACTS))
    return table


def _points(fall: float | None) -> str:
    return "-" if fall is None else f"{fall + 0:.1f}"


def _exchanged(plain: Note | Failure, other: Note | Failure) -> Text:
    """The words that differ; nothing where it is the form alone, or most of the note."""
    if isinstance(plain, Failure) or isinstance(other, Failure):
        return Text()
    words = list(_differing(plain.text.split(), other.text.split()))
    changed = "; ".join(words) if len(words) <= _MOST_WORDS else ""
    return Text(f"  noise     {changed}\n" if changed else "", "not bold magenta")


def _differing(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield f"{' '.join(before[a:b])} \u2192 {' '.join(after[c:d])}"
