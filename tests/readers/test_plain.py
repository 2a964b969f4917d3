"""A plain text file is one note."""

from pathlib import Path

from extractor.facts import Note
from extractor.note import Failure
from extractor.readers import plain


def test_a_file_is_a_note_named_after_it(tmp_path: Path) -> None:
    path = tmp_path / "k017.op.txt"
    path.write_bytes(b"left T5\r\n")
    assert list(plain.read(path)) == [Note(id="k017.op", text="left T5\r\n", source=str(path))]


def test_a_file_that_cannot_be_read_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.touch()
    (failure,) = plain.read(path)
    assert isinstance(failure, Failure)
    assert failure.record() == {
        "schema": "1",
        "source": str(path),
        "error": {"kind": "empty", "message": f"{path}: it is empty"},
    }
