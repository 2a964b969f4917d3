"""``spans``: what was found in the text, for other annotation tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import Folder, Paths, Payer, messages, say, settings
from extractor.errors import NeurolysisError

if TYPE_CHECKING:
    from extractor.flow import Coder
    from extractor.outputs.spans import Marked


class Tool(StrEnum):
    DOCBIN = "docbin"
    PRODIGY = "prodigy"
    BRAT = "brat"


def spans(
    paths: Paths,
    output: Annotated[Path, typer.Option(metavar="PATH", help="The file (docbin, prodigy) or folder (brat) to write.")],
    tool: Annotated[Tool, typer.Option("--format", help="For which tool.")] = Tool.PRODIGY,
    payer: Payer = None,
    rulebook: Folder = None,
) -> None:
    """Write the spans found in each note, and the evidence of its report, for spaCy, Prodigy or brat.

    Spans that do not fall on the boundaries of tokens are named on stderr.
    """
    from extractor.outputs import spans as way_out

    with messages():
        tally: Counter[str] = Counter()
        way_out.write(tool.value, _marked(settings(rulebook, payer=payer).coder(), paths, tally), output)
    say(f"{tally['written']} written to {output}; {tally['failed']} failed")
    raise typer.Exit(1 if tally["failed"] else 0)


def _marked(coder: Coder, paths: list[Path], tally: Counter[str]) -> Iterator[Marked]:
    from extractor import batch, readers
    from extractor.note import Failure
    from extractor.outputs.spans import Marked, misaligned, spans_of

    for item in readers.read(paths):
        try:
            if isinstance(item, Failure):
                raise item.error
            doc = coder.doc(item)
            found = spans_of(doc, batch.report(coder, item))
        except NeurolysisError as error:
            tally["failed"] += 1
            say(str(error))
            continue
        for span in misaligned(doc, found):
            say(f"{item.id}: {span.group} {span.label} at {span.start}-{span.end} does not fall on tokens")
        tally["written"] += 1
        yield Marked(item.id, doc, found)
