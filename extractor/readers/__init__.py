"""From paths to notes: one file per format, and the walk through folders.

A folder is walked in sorted order, links to folders included; of what it holds only the suffixes of ``READERS`` are
read, hidden files and folders never. A file that is named by the caller is read whatever its suffix, as plain text
where the suffix is unknown.
"""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from extractor.errors import InputError
from extractor.facts import Note
from extractor.note import Failure, cannot_read, named, status
from extractor.readers import jsonl, plain

Reader = Callable[[Path], Iterator[Note | Failure]]
_Identity = tuple[int, int]

READERS: dict[str, Reader] = {
    ".txt": plain.read,
    ".text": plain.read,
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
}


def read(paths: Iterable[Path], skipped: Counter[str] | None = None) -> Iterator[Note | Failure]:
    """Every note below the paths, in order; what cannot be read stands in its place as a Failure. ``skipped`` counts,
    by suffix, the files that a folder holds and that are no notes."""
    for found in walk(paths, skipped):
        if isinstance(found, Failure):
            yield found
        else:
            yield from READERS.get(found.suffix.lower(), plain.read)(found)


def holds_many(path: Path) -> bool:
    """Whether the file holds a number of notes that only reading it tells."""
    return READERS.get(path.suffix.lower(), plain.read) is not plain.read


def walk(paths: Iterable[Path], skipped: Counter[str] | None = None) -> Iterator[Path | Failure]:
    """The files below the paths, in order. A folder without notes is a Failure too: it is most likely a mistake."""
    for path in paths:
        empty = True
        for found in _walk(path, (), Counter() if skipped is None else skipped):
            empty = False
            yield found
        if empty:
            error = InputError(f"{named(path)}: the folder holds no notes ({', '.join(READERS)})", kind="no-notes")
            yield Failure(source=named(path), error=error)


def _walk(path: Path, above: tuple[_Identity, ...], skipped: Counter[str]) -> Iterator[Path | Failure]:
    try:
        info = status(path)
        if not stat.S_ISDIR(info.st_mode):
            if not above or path.suffix.lower() in READERS:
                yield path
            else:
                skipped[path.suffix.lower()] += 1
            return
        here = (info.st_dev, info.st_ino)
        if here in above:
            raise InputError(f"{named(path)}: it is a link that leads back to a folder above it", kind="link-loop")
        entries = sorted(path.iterdir())
    except InputError as error:
        yield Failure(source=named(path), error=error)
    except OSError as error:
        yield Failure(source=named(path), error=cannot_read(path, error))
    else:
        for entry in entries:
            if not entry.name.startswith("."):
                yield from _walk(entry, (*above, here), skipped)
