"""The ``neurolysis`` command: thin commands over plain functions.

Data goes to stdout, messages and progress to stderr. Exit status: 0 done, 1 done but some inputs failed, 2 could not
run. What is heavy is imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys

import typer

from extractor.cli import evaluate, notes, spans

app = typer.Typer(
    name="neurolysis",
    help="Find nerve destruction in procedure notes, and the codes that each note supports, with evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (notes.code, notes.explain, evaluate.evaluate, spans.spans):
    app.command()(command)


def main() -> None:
    """The entry point. What is written is UTF-8 wherever it goes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    app()
