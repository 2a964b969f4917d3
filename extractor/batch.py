"""Many notes: paths in, contract records out, in order, with flat memory.

With one job the notes are coded in this process; with more, in a pool whose workers each build their Coder once and
return plain records (a spaCy Doc costs more to send back than to make). An input that cannot be read, or a note that
cannot be coded, leaves an error record in its place.
"""

from __future__ import annotations

import itertools
import multiprocessing
import traceback
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor import readers
from extractor.errors import NeurolysisError
from extractor.facts import Note, Report
from extractor.note import Failure

if TYPE_CHECKING:
    from extractor.flow import Coder
    from extractor.rulebook import Rulebook
    from extractor.trust import Trust

Record = dict[str, Any]

_CHUNK = 32
_CHUNKS_AHEAD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a Coder is built from; small enough to send to a worker. Without ``models`` the rules judge alone."""

    rulebook: Path | None = None
    site: Path | None = None
    payer: str | None = None
    date_of_service: date | None = None
    models: Path | None = None
    target_precision: float = 0.99

    def load(self) -> Rulebook:
        """The rulebook with the site's own files. Raises RulebookError."""
        from extractor.rulebook import Rulebook

        return Rulebook.load(self.rulebook, self.site)

    def coder(self) -> Coder:
        """Raises RulebookError, DateNotCovered and ModelError."""
        from extractor.flow import Coder

        rulebook = self.load()
        if self.date_of_service is not None:
            rulebook.on(self.date_of_service, self.payer)
        return Coder(rulebook, payer=self.payer, date_of_service=self.date_of_service, trust=self.trust())

    def trust(self) -> Trust | None:
        """Raises ModelError."""
        if self.models is None:
            return None
        from extractor.trust import Trust

        return Trust.load(self.models, self.target_precision)


def code(
    paths: Iterable[Path], settings: Settings, jobs: int = 1, skipped: Counter[str] | None = None
) -> Iterator[Record]:
    """The record of every note below the paths, in order. ``skipped`` counts what a folder holds beside notes.

    Raises RulebookError, DateNotCovered, and NeurolysisError when a worker process dies.
    """
    inputs = readers.read(paths, skipped)
    return code_notes(inputs, settings, jobs)


def code_notes(inputs: Iterable[Note | Failure], settings: Settings, jobs: int = 1) -> Iterator[Record]:
    """As ``code``, for notes that are already read."""
    coder = settings.coder()
    if jobs == 1:
        return (_record(coder, item) for item in inputs)
    return _in_pool(inputs, settings, jobs)


def _in_pool(inputs: Iterable[Note | Failure], settings: Settings, jobs: int) -> Iterator[Record]:
    # Spawned, not forked: the caller may run threads (a progress bar does), and a fork would copy their locks.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker, initargs=(settings,)) as pool:
        ahead: deque[Future[list[Record]]] = deque()
        try:
            for chunk in _chunks(inputs, _CHUNK):
                ahead.append(pool.submit(_code_chunk, chunk))
                if len(ahead) > jobs * _CHUNKS_AHEAD:
                    yield from ahead.popleft().result()
            while ahead:
                yield from ahead.popleft().result()
        except BrokenProcessPool:
            raise NeurolysisError("a worker process died (out of memory?); try fewer --jobs", kind="worker") from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _chunks(inputs: Iterable[Note | Failure], size: int) -> Iterator[Sequence[Note | Failure]]:
    rest = iter(inputs)
    while chunk := tuple(itertools.islice(rest, size)):
        yield chunk


_worker: Coder | None = None


def _start_worker(settings: Settings) -> None:
    global _worker
    _worker = settings.coder()


def _code_chunk(chunk: Sequence[Note | Failure]) -> list[Record]:
    assert _worker is not None
    return [_record(_worker, item) for item in chunk]


def _record(coder: Coder, item: Note | Failure) -> Record:
    if isinstance(item, Failure):
        return item.record()
    try:
        return report(coder, item).record()
    except NeurolysisError as error:
        return Failure(source=item.source, error=error).record()


def report(coder: Coder, note: Note) -> Report:
    """The report of one note. Raises DateNotCovered, and NeurolysisError (defect) for a fault of the program itself,
    named by type and place, never by its message, which may quote the note. All of them name the source."""
    try:
        return coder.code(note)
    except NeurolysisError as error:
        raise type(error)(f"{note.source}: {error}", kind=error.kind) from None
    except Exception as error:  # noqa: BLE001 - a fault on one note must not stop the others
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"
        message = f"{note.source}: the program failed on this note ({where}); please report it"
        raise NeurolysisError(message, kind="defect") from None
