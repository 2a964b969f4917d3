"""JSON lines: one record of the contract a line, UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from extractor.outputs.words import Record


def write(records: Iterable[Record], out: TextIO) -> None:
    out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
