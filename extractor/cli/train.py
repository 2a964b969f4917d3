"""``train``: new models from reviewed notes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import Folder, messages, say, settings


def train(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...", exists=True, help="Annotated notes (folders), or reviewed notes (JSON lines)."
        ),
    ],
    models: Annotated[
        Path,
        typer.Option(
            envvar="NEUROLYSIS_MODELS",
            metavar="DIR",
            file_okay=False,
            help="Where the models are written, and the old are.",
        ),
    ] = Path("models"),
    force: Annotated[bool, typer.Option("--force", help="Replace the old models without comparing them.")] = False,
    rulebook: Folder = None,
) -> None:
    """Learn from reviewed notes which notes may pass without review.

    The new models replace the old only where they are no worse on the same held-out notes. Nothing leaves this machine.
    """
    from extractor import retraining
    from extractor.outputs import risk_coverage
    from extractor.trust import Trust

    with messages():
        chosen = settings(rulebook)
        card = retraining.train(paths, chosen.coder(), chosen.load().hash, models, force=force)
        risk_coverage.write(card["scores"], sys.stdout)
        if result := card.get("compared"):
            say(f"Brier on the same {result['notes']} notes: {result['new']:.4f}, the old models {result['old']:.4f}")
        say(f"{models}: learned from {card['data']['notes']} notes of {card['data']['authors']} authors")
        say(str(Trust.load(models)))
