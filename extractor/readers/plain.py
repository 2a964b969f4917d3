"""A plain text file is one note; its id is the file's name without the suffix."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.errors import InputError
from extractor.facts import Note
from extractor.note import Failure, named, read_text


def read(path: Path) -> Iterator[Note | Failure]:
    try:
        yield Note(id=named(Path(path.stem)), text=read_text(path), source=named(path))
    except InputError as error:
        yield Failure(source=named(path), error=error)
