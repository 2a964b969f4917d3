"""A progress bar on stderr for long runs; short ones draw nothing."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from extractor import readers
from extractor.outputs.words import Record

_PATIENCE = 2.0


@contextlib.contextmanager
def bar(paths: Iterable[Path]) -> Iterator[Callable[[Iterable[Record]], Iterator[Record]]]:
    """Gives a function to pass the records through."""
    columns = (TextColumn("notes"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    try:
        yield lambda records: _advance(records, list(paths), progress)
    finally:
        progress.stop()


def _advance(records: Iterable[Record], paths: list[Path], progress: Progress) -> Iterator[Record]:
    began = time.monotonic()
    task = None
    for number, record in enumerate(records, start=1):
        if task is None and time.monotonic() - began > _PATIENCE:
            task = progress.add_task("", total=_total(paths))
            progress.start()
        if task is not None:
            progress.update(task, completed=number)
        yield record


def _total(paths: list[Path]) -> int | None:
    """The number of inputs, or None where a file holds an unknown number of notes."""
    found = list(readers.walk(paths))
    rows = any(isinstance(item, Path) and readers.holds_many(item) for item in found)
    return None if rows else len(found)
