from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from extractor.review.store import Store
from extractor.review.tables import files, notes
from extractor.review.watch import Watch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


def queued(store: Store) -> list[str]:
    with store.read() as db:
        return list(db.execute(select(notes.c.note_id).where(notes.c.state == "new").order_by(notes.c.id)).scalars())


def test_a_file_is_taken_once_it_has_stopped_growing(store: Store, folder: Path) -> None:
    watched = Watch(store, folder)
    (folder / "n1.txt").write_text("half of")
    watched.scan()
    (folder / "n1.txt").write_text("half of a note, and the rest")
    watched.scan()
    assert queued(store) == []
    watched.scan()
    assert queued(store) == ["n1"]


def test_what_was_taken_is_not_read_again_even_by_the_next_server(store: Store, folder: Path) -> None:
    (folder / "n1.txt").write_text("a note")
    for watched in (Watch(store, folder), Watch(store, folder)):
        watched.scan()
        watched.scan()
    assert queued(store) == ["n1"]
    assert Watch(store, folder)._known.keys() == {str(folder / "n1.txt")}


def test_a_file_of_several_notes_and_one_below_a_folder_come_in(store: Store, folder: Path) -> None:
    (folder / "many.jsonl").write_text('{"id": "a", "text": "one"}\n{"id": "b", "text": "two"}\n')
    (folder / "ward").mkdir()
    (folder / "ward" / "c.txt").write_text("three")
    watched = Watch(store, folder)
    watched.scan()
    watched.scan()
    assert queued(store) == ["a", "b", "c"]


def test_what_cannot_be_read_is_kept_with_its_cause_and_stops_nothing(store: Store, folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\x7fELF\x00secret")
    (folder / "good.txt").write_text("a note")
    watched = Watch(store, folder)
    watched.scan()
    watched.scan()
    assert queued(store) == ["good"]
    with store.read() as db:
        (error,) = db.execute(select(files.c.error).where(files.c.error.is_not(None))).scalars()
    assert "bad.txt" in error
    assert "secret" not in error


def test_an_empty_or_missing_folder_is_no_fault(store: Store, folder: Path) -> None:
    Watch(store, folder).scan()
    Watch(store, folder / "none").scan()
