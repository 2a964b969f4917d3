"""From claim files to claim lines: CSV, JSON lines, X12 837P. What cannot be read stands in its place as a Failure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from extractor.errors import ClaimError, InputError
from extractor.note import Failure, cannot_read, named
from extractor.prebill.policy import Policy
from extractor.prebill.readers import rows, x837
from extractor.prebill.records import ClaimLine

Reader = Callable[[Path, Policy], Iterator[ClaimLine | Failure]]

READERS: dict[str, Reader] = {
    ".csv": rows.read_csv,
    ".tsv": rows.read_csv,
    ".jsonl": rows.read_jsonl,
    ".ndjson": rows.read_jsonl,
    ".837": x837.read,
    ".837p": x837.read,
    ".x12": x837.read,
    ".edi": x837.read,
}


def read(paths: Iterable[Path], policy: Policy) -> Iterator[ClaimLine | Failure]:
    """The lines of every claim, file by file, one at a time. The format follows from the suffix, else from how the file
    begins."""
    for path in paths:
        try:
            reader = READERS.get(path.suffix.lower()) or _by_content(path)
            yield from reader(path, policy)
        except (ClaimError, InputError) as error:
            yield Failure(source=named(path), error=error)
        except OSError as error:
            yield Failure(source=named(path), error=cannot_read(path, error))


def _by_content(path: Path) -> Reader:
    with path.open("rb") as file:
        start = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"ISA"):
        return x837.read
    return rows.read_jsonl if start.startswith(b"{") else rows.read_csv
