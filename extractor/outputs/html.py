"""One page for many notes: a table of codes, reasons and questions, written as the records come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from extractor.outputs.templates import template
from extractor.outputs.words import Record


def write(records: Iterable[Record], out: TextIO) -> None:
    out.writelines(template("codes.html").generate(records=records))
