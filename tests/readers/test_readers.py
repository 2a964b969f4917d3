"""The walk through folders."""

import os
from collections import Counter
from pathlib import Path

import pytest

from extractor import readers
from extractor.facts import Note
from extractor.note import Failure


def outcome(item: Note | Failure) -> str:
    return item.error.kind if isinstance(item, Failure) else item.id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.TXT", "sub/deep/c.text", "sub/.hidden/d.txt", ".e.txt", "a.yaml", "LICENSE"):
        path = tmp_path / "notes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("T5")
    return tmp_path / "notes"


def test_a_folder_is_walked_in_sorted_order_and_counts_what_it_passes_over(folder: Path) -> None:
    skipped: Counter[str] = Counter()
    assert [outcome(item) for item in readers.read([folder], skipped)] == ["a", "b", "c"]
    assert skipped == {".yaml": 1, "": 1}


def test_a_file_named_by_the_caller_is_read_whatever_its_suffix(folder: Path) -> None:
    assert [outcome(item) for item in readers.read([folder / "LICENSE", folder / ".e.txt"])] == ["LICENSE", ".e"]


def test_the_source_is_the_path_as_it_was_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    sources = [item.source for item in readers.read([Path("sub"), Path("b.txt")])]
    assert sources == [str(Path("sub", "deep", "c.text")), "b.txt"]


def test_links_that_loop_are_named_and_the_rest_is_read(folder: Path) -> None:
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "nowhere.txt").symlink_to(folder / "gone.txt")
    found = [outcome(item) for item in readers.read([folder])]
    assert found == ["a", "b", "missing", "link-loop", "c", "link-loop"]


def test_a_link_to_another_folder_is_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "linked.txt").write_text("T6")
    (folder / "z").symlink_to(tmp_path / "other")
    assert [outcome(item) for item in readers.read([folder])] == ["a", "b", "c", "linked"]


def test_a_missing_path_and_a_folder_without_notes_stand_in_their_place(folder: Path) -> None:
    (folder / "empty").mkdir()
    paths = [folder / "none", folder / "b.txt", folder / "empty"]
    assert [outcome(item) for item in readers.read(paths)] == ["missing", "b", "no-notes"]


def test_a_folder_that_may_not_be_listed_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = Path.iterdir

    def refuse(self: Path):  # type: ignore[no-untyped-def]
        if self.name == "deep":
            raise PermissionError(13, "Permission denied")
        return listing(self)

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert [outcome(item) for item in readers.read([folder])] == ["a", "b", "no-permission"]


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    assert [outcome(item) for item in readers.read([folder])] == ["a", "b", "not-a-file", "c"]


def test_a_name_that_is_no_utf8_can_still_be_written(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("T5")
    (item,) = readers.read([tmp_path])
    assert isinstance(item, Note)
    item.source.encode()
    item.id.encode()
