"""The ``neurolysis`` command: thin commands over plain functions.

Data goes to stdout, messages and progress to stderr. Exit status: 0 done, 1 done but some inputs failed, 2 could not
run. What is heavy is imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
import traceback

import typer

from extractor.cli import evaluate, notes, options, prebill, rules, spans, train
from extractor.review import commands as queue

app = typer.Typer(
    name="neurolysis",
    help="Find nerve destruction in procedure notes, and the codes that each note supports, with evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (notes.code, notes.explain, evaluate.evaluate, train.train, spans.spans, prebill.prebill):
    app.command()(command)
app.add_typer(rules.app)
app.add_typer(queue.app)


def main() -> None:
    """The entry point. What is written is UTF-8 wherever it goes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except Exception as error:  # noqa: BLE001 - a message may quote a note: show the place alone
        traceback.print_tb(error.__traceback__)
        options.say(f"{type(error).__name__}: a fault of the program; please report it")
        sys.exit(2)
