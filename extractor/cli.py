"""The ``neurolysis`` command: thin commands over plain functions.

Data goes to stdout, messages and progress to stderr. Exit status: 0 done, 1 done but some inputs failed, 2 could not
run. What is heavy is imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from extractor.errors import InputError, NeurolysisError

if TYPE_CHECKING:
    from extractor.batch import Record, Settings
    from extractor.facts import Note

app = typer.Typer(
    name="neurolysis",
    help="Find nerve destruction in procedure notes, and the codes that each note supports, with evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"


Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Notes (text or JSON lines), or folders of them.")]
Day = Annotated[
    datetime | None,
    typer.Option("--date-of-service", formats=["%Y-%m-%d"], metavar="DATE", help="Instead of the date in the notes."),
]
Payer = Annotated[str | None, typer.Option(metavar="NAME", help="Apply this payer's own rules before the others.")]
Folder = Annotated[Path | None, typer.Option("--rulebook", metavar="DIR", help="Use this rulebook instead of ours.")]
Jobs = Annotated[int, typer.Option(min=1, help="Processes to share the work.")]


@app.command()
def code(
    paths: Paths,
    output_format: Annotated[
        Format | None, typer.Option("--format", help="Default: table on a terminal, jsonl in a pipe.")
    ] = None,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write here instead of to stdout.")] = None,
    day: Day = None,
    payer: Payer = None,
    jobs: Jobs = 1,
    rulebook: Folder = None,
) -> None:
    """Say which codes the notes support, and why.

    Exit status 1 means that some inputs could not be read; the others are written all the same.
    """
    from extractor import batch

    skipped: Counter[str] = Counter()
    chosen = output_format or _format_for(output)
    with _messages(), _progress(paths, show=output is not None or chosen is not Format.JSONL) as advance:
        records = batch.code(paths, _settings(rulebook, payer, day), jobs, skipped)
        tally = _Tally()
        with _opened(output) as out:
            import_module(f"extractor.outputs.{chosen.value}").write(tally.count(advance(records)), out)
    _say(tally.words())
    if skipped:
        others = ", ".join(f"{count} {suffix or 'without suffix'}" for suffix, count in sorted(skipped.items()))
        _say(f"passed over, as no notes: {others}")
    raise typer.Exit(1 if tally.failed else 0)


@app.command()
def explain(
    path: Annotated[
        Path, typer.Argument(metavar="NOTE", help="One note: a text file, or a file of several with --id.")
    ],
    note_id: Annotated[str | None, typer.Option("--id", metavar="ID", help="Which note, in a file of several.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write one self-contained page here.")] = None,
    day: Day = None,
    payer: Payer = None,
    rulebook: Folder = None,
) -> None:
    """Show one note with its evidence marked, its codes and their reasons, what was not reported, and the questions."""
    with _messages():
        coder = _settings(rulebook, payer, day).coder()
    with _messages(status=1):
        note = _one(path, note_id)
        record = coder.code(note).record()
    with _messages(), _opened(html) as out:
        import_module(f"extractor.outputs.{'explain_html' if html else 'explain'}").write(record, note.text, out)


@app.command()
def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Annotated notes: <id>.txt beside <id>.yaml.")],
    errors: Annotated[bool, typer.Option("--errors", help="List the notes that are not right, and where.")] = False,
    held_out: Annotated[bool, typer.Option("--held-out", help="Only the held-out third, its errors too.")] = False,
    tuning: Annotated[bool, typer.Option("--tuning", help="Only the notes that may be tuned on.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="All scores as one JSON object.")] = False,
    second_reader: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Score another reader's annotations instead of the program.")
    ] = None,
    jobs: Jobs = 1,
    rulebook: Folder = None,
) -> None:
    """Compare annotated notes with the output: per fact, per code, per code line, per note and per stratum.

    --errors lists notes of the tuning part only, unless --held-out is given.
    """
    from extractor import evaluation, gold
    from extractor.outputs import scores

    with _messages():
        if held_out and tuning:
            raise typer.BadParameter("--held-out and --tuning exclude each other")
        wanted = {True} if held_out else {False} if tuning or errors else {True, False}
        golds = [item for item in gold.load(folder) if gold.is_held_out(item.id) in wanted]
        if second_reader:
            comparisons = evaluation.second_reader(golds, gold.load(second_reader))
        else:
            comparisons = evaluation.run(golds, _settings(rulebook, None, None), jobs)
        if errors:
            _say(f"{scores.write_errors(comparisons, sys.stdout)} of {len(comparisons)} notes are not wholly right")
        elif as_json:
            scores.write_json(evaluation.summary(comparisons), sys.stdout)
        else:
            scores.write(evaluation.summary(comparisons), gold.ceiling(folder), sys.stdout)


def main() -> None:
    """The entry point. Written text is UTF-8 wherever it goes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    app()


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
        failed = f", {self.failed} inputs failed" if self.failed else ""
        return f"{self.notes} notes: {self.coded} with codes, {self.review} for review{failed}"


def _settings(rulebook: Path | None, payer: str | None, day: datetime | None) -> Settings:
    from extractor.batch import Settings

    return Settings(rulebook=rulebook, payer=payer, date_of_service=day.date() if day else None)


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
def _opened(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    try:
        out = path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise NeurolysisError(f"{path}: cannot write it ({error.strerror})", kind="output") from None
    with out:
        yield out


@contextlib.contextmanager
def _messages(status: int = 2) -> Iterator[None]:
    """An error that was raised on purpose is one line on stderr and an exit status."""
    try:
        yield
    except NeurolysisError as error:
        _say(str(error))
        raise typer.Exit(status) from None


def _say(message: str) -> None:
    typer.echo(f"neurolysis: {message}", err=True)


@contextlib.contextmanager
def _progress(paths: list[Path], *, show: bool) -> Iterator[Any]:
    """What to pass records through: on a terminal it draws a bar on stderr, once the run has lasted two seconds."""
    if not (show and sys.stderr.isatty()):
        yield iter
        return
    from extractor.outputs.progress import bar

    with bar(paths) as advance:
        yield advance
