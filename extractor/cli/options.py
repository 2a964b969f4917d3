"""What the commands share: options, messages, and where the output goes."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from extractor.errors import NeurolysisError

if TYPE_CHECKING:
    from extractor.batch import Settings

Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Notes (text or JSON lines), or folders of them.")]
Day = Annotated[
    datetime | None,
    typer.Option("--date-of-service", formats=["%Y-%m-%d"], metavar="DATE", help="Instead of the date in the notes."),
]
Payer = Annotated[str | None, typer.Option(metavar="NAME", help="Apply this payer's own rules before the others.")]
Folder = Annotated[
    Path | None,
    typer.Option("--rulebook", metavar="DIR", exists=True, file_okay=False, help="Use this rulebook instead of ours."),
]
Site = Annotated[
    Path | None,
    typer.Option(
        envvar="NEUROLYSIS_SITE",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="Use the official files that were imported into this folder.",
    ),
]
Models = Annotated[
    Path | None,
    typer.Option(
        envvar="NEUROLYSIS_MODELS",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="Use the models in this folder instead of the shipped ones.",
    ),
]
Target = Annotated[
    float,
    typer.Option(
        min=0.5, max=0.999, metavar="SHARE", help="How many of the notes that pass without review must be right."
    ),
]
RulesAlone = Annotated[bool, typer.Option("--rules-alone", help="Use no model: review is what the rules send there.")]
Jobs = Annotated[int, typer.Option(min=1, help="Processes to share the work.")]


def settings(
    rulebook: Path | None = None,
    site: Path | None = None,
    payer: str | None = None,
    day: datetime | None = None,
    models: Path | None = None,
    target: float = 0.99,
) -> Settings:
    from extractor.batch import Settings

    return Settings(
        rulebook=rulebook,
        site=site,
        payer=payer,
        date_of_service=day.date() if day else None,
        models=models,
        target_precision=target,
    )


def models_in_use(chosen: Path | None, *, rules_alone: bool = False) -> Path | None:
    """The folder of the models: the chosen one, else the shipped one, unless the rules are to judge alone."""
    from extractor.places import shipped_models

    return None if rules_alone else chosen or shipped_models()


@contextlib.contextmanager
def opened(path: Path | None) -> Iterator[TextIO]:
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
def messages(status: int = 2) -> Iterator[None]:
    """An error that was raised on purpose is one line on stderr and an exit status."""
    try:
        yield
    except NeurolysisError as error:
        say(str(error))
        raise typer.Exit(status) from None


def say(message: str) -> None:
    typer.echo(f"neurolysis: {message}", err=True)
