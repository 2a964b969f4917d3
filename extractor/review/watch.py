"""A watched folder: what is put there goes into the queue once it has stopped growing.

Files stay where they are. A file is read again when its size or time changes; what cannot be read is kept with its
cause, for the supervisor's page, and stops nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import delete, insert, select

from extractor import readers
from extractor.errors import InputError
from extractor.facts import Note
from extractor.note import Failure
from extractor.review import intake
from extractor.review.store import Store
from extractor.review.tables import files

_LOG = logging.getLogger("neurolysis.review")
_ACTOR = "watched-folder"


class Watch:
    """Call ``scan`` now and then; a file is taken by the second scan that finds it unchanged."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self._growing: dict[str, str] = {}
        with store.read() as db:
            self._known = {row.path: row.stamp for row in db.execute(select(files.c.path, files.c.stamp))}

    def scan(self) -> None:
        seen = dict(self._changed())
        for path, stamp in seen.items():
            if self._growing.get(path) == stamp:
                self._bring_in(path, stamp)
        self._growing = seen

    def _changed(self) -> Iterator[tuple[str, str]]:
        for found in readers.walk([self.folder]):
            if isinstance(found, Failure):
                continue
            try:
                info = found.stat()
            except OSError:
                continue
            stamp = f"{info.st_mtime_ns}-{info.st_size}"
            if self._known.get(str(found)) != stamp:
                yield str(found), stamp

    def _bring_in(self, path: str, stamp: str) -> None:
        errors = []
        for item in readers.read([Path(path)]):
            error = item.error if isinstance(item, Failure) else self._add(item)
            if error:
                errors.append(str(error))
                _LOG.warning("not queued: %s", error)
        row = {"path": path, "stamp": stamp, "error": "; ".join(errors[:20]) or None}
        with self.store.write() as db:
            db.execute(delete(files).where(files.c.path == path))
            db.execute(insert(files).values(row))
        self._known[path] = stamp

    def _add(self, note: Note) -> InputError | None:
        try:
            list(intake.add(self.store, [intake.Submission(note=note)], _ACTOR))
        except InputError as error:
            return error
        return None
