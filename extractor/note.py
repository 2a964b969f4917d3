"""Reading the text of a note.

The text is what the bytes decode to, and nothing else is changed: a byte order mark is dropped, line ends stay as they
are (``\\r\\n`` counts as two code points), blanks are kept. All offsets count code points of this text.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import InputError, NeurolysisError
from extractor.facts import SCHEMA

MAX_BYTES = 10_000_000

_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b")
_BINARY_SHARE = 0.05
_CAUSES = {
    errno.ENOENT: ("missing", "there is no such file or folder"),
    errno.ENOTDIR: ("missing", "there is no such file or folder"),
    errno.EACCES: ("no-permission", "permission to read it is denied"),
    errno.EPERM: ("no-permission", "permission to read it is denied"),
    errno.ELOOP: ("link-loop", "it is a link that leads back to itself"),
    errno.ENAMETOOLONG: ("missing", "the name is too long for a file"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An input that gives no note; its record stands in the output where the note's would."""

    source: str
    error: NeurolysisError

    def record(self) -> dict[str, Any]:
        return {"schema": SCHEMA, "source": self.source, "error": {"kind": self.error.kind, "message": str(self.error)}}


def named(path: Path) -> str:
    """The path as text that can be written anywhere: bytes of a name that are no UTF-8 show as "?"."""
    return str(path).encode("utf-8", "replace").decode()


def status(path: Path) -> os.stat_result:
    """What the path leads to, links followed. Raises InputError (missing, no-permission, link-loop, unreadable)."""
    try:
        return path.stat()
    except (OSError, ValueError) as error:
        raise cannot_read(path, error) from None


def read_text(path: Path) -> str:
    """The text of one file. Raises InputError (missing, no-permission, link-loop, not-a-file, too-large, empty,
    binary, encoding, unreadable)."""
    info = status(path)
    if not stat.S_ISREG(info.st_mode):
        raise InputError(f"{named(path)}: it is not a regular file", kind="not-a-file")
    check_size(info.st_size, named(path))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise cannot_read(path, error) from None
    return decode(data, named(path))


def decode(data: bytes, source: str) -> str:
    """UTF-8, else Windows-1252; UTF-16 where a byte order mark says so. Raises InputError (empty, binary, encoding)."""
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return check_text(data.decode("utf-16"), source)
        if _is_binary(data):
            raise InputError(f"{source}: it is a binary file, not text", kind="binary")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise InputError(f"{source}: it is neither UTF-8 nor Windows-1252 text", kind="encoding") from None
    return check_text(text, source)


def check_size(size: int, source: str) -> None:
    if size > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise InputError(f"{source}: it is larger than {limit} MB, too large for a note", kind="too-large")


def check_text(text: str, source: str) -> str:
    if not text.strip():
        raise InputError(f"{source}: it is empty", kind="empty")
    return text


def cannot_read(path: Path, error: OSError | ValueError) -> InputError:
    """The operating system's refusal as an InputError that names the path and the cause."""
    number = error.errno if isinstance(error, OSError) else None
    kind, cause = _CAUSES.get(number or 0, ("unreadable", "it cannot be read"))
    return InputError(f"{named(path)}: {cause}", kind=kind)


def _is_binary(data: bytes) -> bool:
    if b"\0" in data:
        return True
    control = len(data) - len(data.translate(None, bytes(_CONTROL)))
    return control > _BINARY_SHARE * len(data)
