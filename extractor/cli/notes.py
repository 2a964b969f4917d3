"""``code`` and ``explain``: notes in, codes and reasons out."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.options import (
    Day,
    Folder,
    Jobs,
    Models,
    Paths,
    Payer,
    RulesAlone,
    Site,
    Target,
    messages,
    models_in_use,
    opened,
    say,
    settings,
)
from extractor.errors import InputError

if TYPE_CHECKING:
    from extractor.batch import Record
    from extractor.facts import Note


_RULES_ALONE = "no model: the rules alone judge, and only what they doubt goes to review"


class Format(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"


def code(
    paths: Paths,
    output_format: Annotated[
        Format | None, typer.Option("--format", help="Default: table on a terminal, jsonl in a pipe.")
    ] = None,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write here instead of to stdout.")] = None,
    day: Day = None,
    payer: Payer = None,
    jobs: Jobs = 1,
    target_precision: Target = 0.99,
    models: Models = None,
    rules_alone: RulesAlone = False,
    rulebook: Folder = None,
    site: Site = None,
) -> None:
    """Say which codes the notes support, and why.

    Exit status 1 means that some inputs could not be read; the others are written all the same.
    """
    from extractor import batch

    skipped: Counter[str] = Counter()
    chosen = output_format or _format_for(output)
    with messages(), _progress(paths, show=output is not None or chosen is not Format.JSONL) as advance:
        used = settings(rulebook, site, payer, day, models_in_use(models, rules_alone=rules_alone), target_precision)
        records = batch.code(paths, used, jobs, skipped)
        tally = _Tally()
        with opened(output) as out:
            import_module(f"extractor.outputs.{chosen.value}").write(tally.count(advance(records)), out)
    say(tally.words())
    with messages():
        say(str(used.trust() or _RULES_ALONE))
    if skipped:
        others = ", ".join(f"{count} {suffix or 'without suffix'}" for suffix, count in sorted(skipped.items()))
        say(f"passed over, as no notes: {others}")
    raise typer.Exit(1 if tally.failed else 0)


def explain(
    path: Annotated[
        Path, typer.Argument(metavar="NOTE", help="One note: a text file, or a file of several with --id.")
    ],
    note_id: Annotated[str | None, typer.Option("--id", metavar="ID", help="Which note, in a file of several.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write one self-contained page here.")] = None,
    day: Day = None,
    payer: Payer = None,
    target_precision: Target = 0.99,
    models: Models = None,
    rules_alone: RulesAlone = False,
    rulebook: Folder = None,
    site: Site = None,
) -> None:
    """Show one note with its evidence marked, its codes and their reasons, what was not reported, and the questions."""
    from extractor import batch
    from extractor.outputs import words

    with messages():
        used = models_in_use(models, rules_alone=rules_alone)
        chosen = settings(rulebook, site, payer, day, used, target_precision)
        coder, glossary = chosen.coder(), words.glossary(chosen.load())
    with messages(status=1):
        note = _one(path, note_id)
        record = batch.report(coder, note).record()
    with messages(), opened(html) as out:
        import_module(f"extractor.outputs.{'explain_html' if html else 'explain'}").write(
            record, note.text, out, glossary
        )


class _Tally:
    """Counts records as they pass."""

    def __init__(self) -> None:
        self.notes = self.coded = self.review = self.failed = 0

    def count(self, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            if "error" in record:
                self.failed += 1
            else:
                self.notes += 1
                self.coded += bool(record["suggestions"])
                self.review += record["review"]
            yield record

    def words(self) -> str:
        return f"{self.notes} coded: {self.coded} with codes, {self.review} for review; {self.failed} failed"


def _one(path: Path, note_id: str | None) -> Note:
    """The note of that id, or the first of the file. Raises InputError."""
    from extractor import readers
    from extractor.note import Failure, named

    for item in readers.read([path]):
        if isinstance(item, Failure):
            raise item.error
        if note_id in (None, item.id):
            return item
    raise InputError(f"{named(path)}: it holds no note of that id", kind="missing")


def _format_for(output: Path | None) -> Format:
    """By the suffix of the file to write; else a table on a terminal, JSON lines in a pipe."""
    if output is not None:
        return {".csv": Format.CSV, ".html": Format.HTML, ".txt": Format.TABLE}.get(output.suffix, Format.JSONL)
    return Format.TABLE if sys.stdout.isatty() else Format.JSONL


@contextlib.contextmanager
def _progress(paths: list[Path], *, show: bool) -> Iterator[Any]:
    """What to pass records through: on a terminal it draws a bar on stderr, once the run has lasted two seconds."""
    if not (show and sys.stderr.isatty()):
        yield iter
        return
    from extractor.outputs.progress import bar

    with bar(paths) as advance:
        yield advance
