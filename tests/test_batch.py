"""Many notes: order, failures in their place, several processes, flat memory."""

import itertools
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor import batch
from extractor.errors import NeurolysisError
from extractor.facts import Note
from tests.samples import FakeSettings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(150):
        (tmp_path / f"n{number:03}.txt").write_text("a fault of Mrs Example" if number == 7 else "quiet")
    (tmp_path / "n008.txt").write_text("an old note")
    (tmp_path / "n009.txt").write_bytes(b"")
    return tmp_path


def test_order_is_kept_and_failures_stand_in_their_place(folder: Path) -> None:
    records = list(batch.code([folder], FakeSettings()))
    assert [Path(record["source"]).stem for record in records] == [f"n{number:03}" for number in range(150)]
    failed = {Path(record["source"]).stem: record["error"]["kind"] for record in records if "error" in record}
    assert failed == {"n007": "defect", "n008": "date-not-covered", "n009": "empty"}


def test_a_fault_of_the_program_never_quotes_the_note(folder: Path) -> None:
    (record,) = batch.code([folder / "n007.txt"], FakeSettings())
    assert "Example" not in str(record)
    assert "ValueError in samples.py:" in record["error"]["message"]


def test_several_processes_give_the_same_records_in_the_same_order(folder: Path) -> None:
    settings = FakeSettings()
    assert list(batch.code([folder], settings, jobs=2)) == list(batch.code([folder], settings))


def test_a_worker_that_dies_is_said_clearly(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("kill")
    with pytest.raises(NeurolysisError, match="worker process died"):
        list(batch.code([tmp_path], FakeSettings(), jobs=2))


def endless() -> Iterator[Note]:
    return (Note(id=str(number), text=f"{number}" + "x" * 10_000, source="s") for number in itertools.count())


@pytest.mark.parametrize("jobs", [1, 2])
def test_notes_are_read_only_as_they_are_needed(jobs: int) -> None:
    records = batch.code_notes(endless(), FakeSettings(), jobs)
    assert [record["note_id"] for record in itertools.islice(records, 3)] == ["0", "1", "2"]


def test_memory_stays_flat() -> None:
    records = batch.code_notes(endless(), FakeSettings())
    list(itertools.islice(records, 100))
    tracemalloc.start()
    for _ in itertools.islice(records, 5_000):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000
