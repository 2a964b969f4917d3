"""JSON lines: many notes in a file, each bad line in its place."""

import json
from datetime import date
from pathlib import Path

from extractor.facts import Note
from extractor.note import MAX_BYTES, Failure
from extractor.readers import jsonl


def read(path: Path, *rows: object) -> list[Note | Failure]:
    data = b"".join(row if isinstance(row, bytes) else json.dumps(row).encode() + b"\n" for row in rows)
    path.write_bytes(data)
    return list(jsonl.read(path))


def test_rows_become_notes(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    full = {"id": "k1", "text": "a\r\nb", "date_of_service": "2024-03-02", "payer": "cgs", "author": "x"}
    notes = read(path, full, {"text": "c"}, b"\n", {"id": 7, "text": "d"})
    assert notes == [
        Note(id="k1", text="a\r\nb", source=f"{path}:1", date_of_service=date(2024, 3, 2), payer="cgs"),
        Note(id="n.jsonl:2", text="c", source=f"{path}:2"),
        Note(id="7", text="d", source=f"{path}:4"),
    ]


def test_bad_rows_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    rows = [
        b"{not json\n",
        [1],
        {"id": "a"},
        {"text": 5},
        {"text": "  "},
        {"text": "a", "date_of_service": "3/2/24"},
        {"text": "a", "payer": 4},
        b'{"text": "\\ud800"}\n',
        b"[" * 100_000 + b"\n",
        {"text": "a" * (MAX_BYTES + 1)},
        b'{"text": "last, without a line end"}',
    ]
    found = read(path, *rows)
    kinds = [item.error.kind if isinstance(item, Failure) else item.text for item in found]
    assert kinds == [
        *("not-json", "not-json", "no-text", "no-text", "empty", "bad-date", "bad-payer", "encoding", "not-json"),
        *("too-large", "last, without a line end"),
    ]
    assert all(str(item.error).startswith(f"{path}:{n}: ") for n, item in enumerate(found[:-1], 1))  # type: ignore[union-attr]


def test_a_missing_file_is_a_failure(tmp_path: Path) -> None:
    (found,) = jsonl.read(tmp_path / "none.jsonl")
    assert isinstance(found, Failure)
    assert found.error.kind == "missing"
