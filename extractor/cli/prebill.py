"""``prebill``: claims and notes in, findings out."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.options import Folder, Site, messages, opened, say
from extractor.errors import NeurolysisError

if TYPE_CHECKING:
    from extractor.prebill.review import Reviewer, Watch
    from extractor.prebill.store import Store
    from extractor.rulebook import Rulebook


class Format(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


class Place(StrEnum):
    NON_FACILITY = "non-facility"
    FACILITY = "facility"


_FORMATS = {".csv": Format.CSV, ".xlsx": Format.XLSX, ".txt": Format.TABLE}


def prebill(
    claims: Annotated[Path, typer.Argument(metavar="CLAIMS", help="Claim lines: CSV, JSON lines or X12 837P.")],
    notes: Annotated[list[Path], typer.Argument(metavar="NOTES...", help="Notes, or folders of them.")],
    output_format: Annotated[
        Format | None, typer.Option("--format", help="Default: table on a terminal, jsonl in a pipe.")
    ] = None,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write here instead of to stdout.")] = None,
    packets: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a page per claim into this folder.")
    ] = None,
    fees: Annotated[Path | None, typer.Option(metavar="FILE", help="Fee schedule: PPRRVU, or code and amount.")] = None,
    place: Annotated[Place, typer.Option(help="Which column of a relative value file.")] = Place.NON_FACILITY,
    index: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV of note_id with claim_id, patient_id, date_of_service.")
    ] = None,
    payer: Annotated[str | None, typer.Option(metavar="NAME", help="Instead of the payer that claims name.")] = None,
    expected: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV of claim_id, line, kind: print precision and recall.")
    ] = None,
    rulebook: Folder = None,
    site: Site = None,
) -> None:
    """Hold claim lines against the notes before the claim leaves.

    Exit status 0: nothing to hold. 1: a line must be held, or something could not be read. 2: could not run.
    """
    from extractor import readers
    from extractor.prebill import readers as claim_readers
    from extractor.prebill import scoring
    from extractor.prebill.store import Store
    from extractor.rulebook import Rulebook

    with messages(), Store() as store:
        chosen = output_format or _format_for(output)
        if chosen is Format.XLSX and output is None:
            raise typer.BadParameter("a workbook needs --output FILE")
        seeded = scoring.read(expected) if expected else None
        reviewer = _reviewer(Rulebook.load(rulebook, site), store, fees, place, index, payer)
        with _progress() as watch:
            lines = claim_readers.read([claims], reviewer.policy)
            reviewer.run(lines, readers.read(notes), watch)
        if reviewer.totals.lines == 0:
            for failure in store.failures():
                say(str(failure.error))
            raise NeurolysisError(f"{claims}: no claim line could be read", kind="no-claims")
        _write(reviewer, chosen, output, packets)
        if seeded is not None:
            for words in scoring.score(store.findings(), seeded).lines:
                typer.echo(words, err=True)
    raise typer.Exit(1 if reviewer.totals.held or reviewer.totals.failed else 0)


def _reviewer(
    rules: Rulebook, store: Store, fees: Path | None, place: Place, index: Path | None, payer: str | None
) -> Reviewer:
    from extractor.flow import Coder
    from extractor.prebill import money
    from extractor.prebill.matching import read_index
    from extractor.prebill.policy import Policy
    from extractor.prebill.review import Reviewer

    policy = Policy.of(rules)
    return Reviewer(
        rulebook=rules,
        policy=policy,
        coder=Coder(rules),
        store=store,
        fees=money.load(fees, policy, place.value) if fees else None,
        payer=payer,
        index=read_index(index, policy) if index else {},
    )


def _write(reviewer: Reviewer, chosen: Format, output: Path | None, packets: Path | None) -> None:
    from extractor.prebill.outputs import csv, jsonl, packet, table, workbook

    store, totals = reviewer.store, reviewer.totals
    if chosen is Format.XLSX and output:
        workbook.write(store, totals, output)
    else:
        with opened(output) as out:
            if chosen is Format.TABLE:
                table.write(store, totals, out)
            else:
                (csv if chosen is Format.CSV else jsonl).write(store, out)
    if chosen is not Format.TABLE or output:
        for words in table.summary(totals):
            say(words)
    if packets:
        say(f"{packet.write(store, reviewer.rulebook, reviewer.policy, packets)} packets in {packets}")


def _format_for(output: Path | None) -> Format:
    if output is not None:
        return _FORMATS.get(output.suffix.lower(), Format.JSONL)
    return Format.TABLE if sys.stdout.isatty() else Format.JSONL


@contextlib.contextmanager
def _progress() -> Iterator[Watch]:
    """What to pass items through: on a terminal it draws a bar on stderr for each stage of the run."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from extractor.prebill.review import unwatched

    if not sys.stderr.isatty():
        yield unwatched
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:

        def watch(words: str, items: Iterable[Any], total: int | None = None) -> Iterable[Any]:
            return progress.track(items, total=total, description=words)

        yield watch
