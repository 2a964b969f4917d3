from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select

from extractor.errors import StoreError
from extractor.review import intake
from extractor.review.intake import Submission
from extractor.review.store import Store, insert_new, insert_or_skip
from extractor.review.tables import choices, notes
from tests.review.house import note


def test_a_store_opens_again_with_what_it_held(url: str) -> None:
    first = Store(url)
    list(intake.add(first, [Submission(note=note("n1"))], "tests"))
    first.close()
    second = Store(url)
    with second.read() as db:
        assert db.execute(select(notes.c.note_id)).scalars().all() == ["n1"]
    second.close()


def test_a_write_that_fails_leaves_nothing(store: Store) -> None:
    def write_and_fail() -> None:
        with store.write() as db:
            insert_or_skip(db, choices, [{"kind": "code", "value": "x"}])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with store.read() as db:
        assert db.execute(select(func.count()).select_from(choices)).scalar_one() == 0


def test_rows_that_are_there_already_are_skipped(store: Store) -> None:
    row = {"kind": "code", "value": "x"}
    with store.write() as db:
        assert insert_new(db, choices, row)
        assert not insert_new(db, choices, row)
        insert_or_skip(db, choices, [row, row | {"value": "y"}])
        insert_or_skip(db, choices, [])
        assert db.execute(select(choices.c.value).order_by(choices.c.value)).scalars().all() == ["x", "y"]


def test_several_open_an_empty_store_at_once(url: str) -> None:
    opened: list[Store] = []
    threads = [threading.Thread(target=lambda: opened.append(Store(url))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 4
    for store in opened:
        store.close()


def test_a_sqlite_file_is_its_owners_alone(tmp_path: Path) -> None:
    Store(f"sqlite:///{tmp_path / 'queue.db'}").close()
    assert stat.S_IMODE((tmp_path / "queue.db").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:////nowhere/at/all.db", "cannot be made"),
        ("mysql://host/name", "SQLite or PostgreSQL"),
        ("://", "cannot be read"),
        ("postgresql://user:hunter2@127.0.0.1:1/name", "cannot be opened"),
    ],
)
def test_a_store_that_cannot_be_is_named_without_its_password(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as refused:
        Store(url)
    assert "hunter2" not in str(refused.value)
