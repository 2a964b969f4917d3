"""``rules``: the rulebook listed, shown, checked and compared, and a site's official files."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import Folder, Payer, Site, messages, say, settings
from extractor.errors import NeurolysisError

if TYPE_CHECKING:
    from extractor.facts import Note, Report
    from extractor.flow import Coder

app = typer.Typer(name="rules", help="The rulebook: what is in force, why, and what changes.", no_args_is_help=True)

_DATE = ["%Y-%m-%d"]


class Listing(StrEnum):
    TABLE = "table"
    CSV = "csv"
    MARKDOWN = "markdown"


class Official(StrEnum):
    MUE = "mue"
    PTP = "ptp"
    ADDONS = "addons"
    FEES = "fees"
    DESCRIPTORS = "descriptors"


class Setting(StrEnum):
    PRACTITIONER = "practitioner"
    OUTPATIENT = "outpatient"


@app.command("list")
def list_rules(
    day: Annotated[
        datetime | None,
        typer.Option("--date", formats=_DATE, metavar="DATE", help="Only what is in force on this day."),
    ] = None,
    payer: Payer = None,
    form: Annotated[
        Listing, typer.Option("--format", help="The page docs/rulebook.md is the markdown.")
    ] = Listing.TABLE,
    rulebook: Folder = None,
    site: Site = None,
) -> None:
    """List the guidelines in the order in which they are asked."""
    from extractor.outputs import rule_table
    from extractor.rules import listing, page

    with messages():
        book = settings(rulebook, site).load()
        if form is Listing.MARKDOWN:
            sys.stdout.write(page.page(book))
            return
        known = ("", payer.lower() if payer else "")
        rows = [
            row for row in listing.rows(book, day.date() if day else None, payer) if row["payer"] in known or not payer
        ]
        if form is Listing.CSV:
            sys.stdout.write(listing.as_csv(rows))
        else:
            rule_table.write(rows, sys.stdout)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="A rule, a code, or a source.")],
    rulebook: Folder = None,
    site: Site = None,
) -> None:
    """Show one rule in full, with its source, its trust and its examples."""
    from extractor.rules import listing

    with messages():
        typer.echo(listing.show(settings(rulebook, site).load(), name))


@app.command()
def check(rulebook: Folder = None, site: Site = None) -> None:
    """Look for rules that are dead, shadowed or overlapping. Exit status 1 when there are any."""
    from extractor.rules import checking

    with messages():
        problems = checking.check(settings(rulebook, site).load())
    for problem in problems:
        typer.echo(f"{problem.where}: {problem.says} [{problem.kind}]")
    say(f"{len(problems)} problems" if problems else "the rulebook is clean")
    raise typer.Exit(1 if problems else 0)


@app.command()
def diff(
    before: Annotated[datetime, typer.Argument(formats=_DATE, metavar="BEFORE", help="A day, as 2019-12-31.")],
    after: Annotated[datetime, typer.Argument(formats=_DATE, metavar="AFTER", help="Another day, as 2020-01-01.")],
    notes: Annotated[
        list[Path] | None, typer.Argument(metavar="NOTES...", help="Notes to code as if of either day.")
    ] = None,
    payer: Payer = None,
    rulebook: Folder = None,
    site: Site = None,
) -> None:
    """Say what changes between two days, and for notes given, which codes change."""
    from extractor import readers
    from extractor.note import Failure
    from extractor.rules import comparing

    days, failed = (before.date(), after.date()), 0
    with messages():
        chosen = settings(rulebook, site)
        for sentence in comparing.diff(chosen.load(), *days, payer):
            typer.echo(sentence)
        coder = _Guarded(chosen.coder())
    for item in readers.read(notes or ()):
        try:
            if isinstance(item, Failure):
                raise item.error
            for change in comparing.changes(coder, [item], *days, payer):
                typer.echo(change.says)
        except NeurolysisError as error:
            failed += 1
            say(str(error))
    raise typer.Exit(1 if failed else 0)


@app.command("import")
def import_official(
    kind: Annotated[Official, typer.Argument(help="Which of CMS's files; or the site's own CPT descriptors.")],
    path: Annotated[Path, typer.Argument(metavar="FILE", help="As published: CSV, or TXT with tabs.")],
    quarter: Annotated[str, typer.Option(metavar="QUARTER", help="The quarter it is for, as 2025q1.")],
    site: Annotated[
        Path, typer.Option(envvar="NEUROLYSIS_SITE", metavar="DIR", help="The folder that keeps the site's files.")
    ],
    setting: Annotated[Setting, typer.Option(help="For MUE and PTP: whose file it is.")] = Setting.PRACTITIONER,
    rulebook: Folder = None,
) -> None:
    """Import an official file into the site's folder; it is used instead of the shipped subset."""
    from extractor.rules import official

    with messages():
        book = settings(rulebook).load()
        done = official.load(kind.value, path, quarter=quarter, site=site, rulebook=book, setting=setting.value)
    say(f"{done.rows} of {done.read} rows kept in {done.file}")


@dataclass(frozen=True, slots=True)
class _Guarded:
    """A Coder whose faults do not quote the note."""

    coder: Coder

    def code(self, note: Note) -> Report:
        from extractor.batch import report

        return report(self.coder, note)
