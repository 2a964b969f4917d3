from __future__ import annotations

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from extractor.review import audit, decisions, worklist
from extractor.review.intake import Submission
from extractor.review.store import Store
from extractor.review.tables import audit as log
from extractor.review.tables import decisions as decided
from tests.review.conftest import Queue
from tests.review.house import note


@pytest.fixture
def worked(queue: Queue) -> Queue:
    queue.add(*(Submission(note=note(name, "cryoprobe of Mrs. Secret")) for name in ("n1", "n2")))
    queue.code()
    for name in ("n1", "n2"):
        decisions.accept_all(queue.desk, "ann", worklist.find(queue.desk, name))
    return queue


def behind(store: Store, statement: object) -> None:
    """What someone with the database's password could do."""
    with store.write() as db:
        for table in ("audit", "decisions"):
            for action in ("update", "delete"):
                on = "" if store.on_sqlite else f" on {table}"
                db.execute(text(f"drop trigger {table}_no_{action}{on}"))
        db.execute(statement)


def test_a_whole_log_verifies_and_names_its_head(worked: Queue) -> None:
    verdict = audit.verify(worked.store)
    assert verdict.faults == ()
    assert verdict.entries == 3
    assert audit.verify(worked.store, anchor=verdict.head).faults == ()


def test_the_log_holds_no_note_text(worked: Queue) -> None:
    with worked.store.read() as db:
        assert "Secret" not in str(list(db.execute(select(log))))


@pytest.mark.parametrize("table", [log, decided], ids=["audit", "decisions"])
def test_the_store_refuses_to_change_or_delete_what_was_logged(worked: Queue, table: object) -> None:
    for statement in (update(table).values(actor="eve"), delete(table)):
        with pytest.raises(DBAPIError, match="append-only"), worked.store.write() as db:
            db.execute(statement)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (update(log).where(log.c.seq == 2).values(actor="eve"), "entry 2: it was changed"),
        (delete(log).where(log.c.seq == 2), "entry 2: it is missing"),
        (delete(log).where(log.c.seq == 3), "its head says 3"),
        (update(decided).where(decided.c.id == 1).values(units=9), "decision 1: it is not the one that was logged"),
        (delete(decided).where(decided.c.id == 2), "decision 2: it was logged and is missing"),
    ],
    ids=["changed", "cut-out", "cut-off", "decision-changed", "decision-deleted"],
)
def test_what_was_done_behind_the_log_is_found(worked: Queue, statement: object, fault: str) -> None:
    behind(worked.store, statement)
    assert any(fault in said for said in audit.verify(worked.store).faults)


def test_a_log_that_was_written_anew_does_not_fit_an_earlier_head(worked: Queue) -> None:
    head = audit.verify(worked.store).head
    assert audit.verify(worked.store, anchor=head.replace(head[-4:], "0000")).faults == (
        "entry 3: it is not the one that the anchor names",
    )
    assert audit.verify(worked.store, anchor="9:abc").faults == ("the log is shorter than the anchor 9",)
    assert audit.verify(worked.store, anchor="nonsense").faults == ("the log is shorter than the anchor nonsense",)
