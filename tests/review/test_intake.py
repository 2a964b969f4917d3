from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from extractor.errors import InputError
from extractor.review import worklist
from extractor.review.intake import Billed, Submission
from extractor.review.tables import documents, notes
from tests.review.conftest import Queue
from tests.review.house import note


def test_a_note_is_queued_once_however_often_it_is_sent(queue: Queue) -> None:
    first = queue.add(Submission(note=note("n1")))
    again = queue.add(Submission(note=note("n1")))
    assert [(item.note_id, item.queued) for item in first + again] == [("n1", True), ("n1", False)]
    assert first[0].id == again[0].id


def test_the_same_text_under_two_ids_is_two_notes(queue: Queue) -> None:
    assert all(item.queued for item in queue.add(Submission(note=note("n1")), Submission(note=note("n2"))))


def test_a_changed_text_takes_the_place_of_one_that_nobody_worked(queue: Queue) -> None:
    old, new = queue.add(Submission(note=note("n1", "before")), Submission(note=note("n1", "after")))
    with queue.store.read() as db:
        states = {row.id: row.state for row in db.execute(select(notes.c.id, notes.c.state))}
    assert states == {old.id: "superseded", new.id: "new"}
    assert worklist.find(queue.desk, "n1") == new.id
    assert queue.code() == 1


def test_claim_lines_author_and_amount_are_kept(queue: Queue) -> None:
    billed = (Billed(code="64640", units=2, modifiers=("LT",), charge=410.0), Billed(code="76942", charge=90.5))
    known = note("n1", date_of_service=date(2024, 3, 2), payer="acme")
    queue.add(Submission(note=known, author="Dr. Sample", billed=billed))
    with queue.store.read() as db:
        row = db.execute(select(notes, documents.c.billed).join(documents)).one()
    assert (row.author, row.payer, row.date_of_service, row.amount) == ("Dr. Sample", "acme", "2024-03-02", 500.5)
    assert '"modifiers": ["LT"]' in row.billed
    assert worklist.values(queue.desk)["payer"] == ["acme"]


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "a\\b", "a\nb", "a\0b", "x" * 201])
def test_an_id_that_could_lead_elsewhere_is_refused(queue: Queue, name: str) -> None:
    with pytest.raises(InputError, match="printable characters") as refused:
        queue.add(Submission(note=note(name)))
    assert refused.value.kind == "bad-id"
