from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from extractor.errors import StoreError
from extractor.review import decisions, ledger, people, worklist
from extractor.review.decisions import Decision
from extractor.review.intake import Submission
from extractor.review.ledger import Kind
from extractor.review.tables import notes, reports
from tests.review.conftest import Queue
from tests.review.house import WordCoder, note

TWO_LINES = "cryoprobe under ultrasound"


def ready(queue: Queue, name: str = "n1", text: str = TWO_LINES) -> int:
    queue.add(Submission(note=note(name, text)))
    queue.code()
    return worklist.find(queue.desk, name)


def row_of(queue: Queue, id: int) -> object:
    with queue.store.read() as db:
        return db.execute(select(notes).where(notes.c.id == id)).one()


def final(queue: Queue, id: int, round: int = 1) -> list[tuple[str, int, tuple[str, ...]]]:
    with queue.store.read() as db:
        record = json.loads(db.execute(select(reports.c.record).where(reports.c.note == id)).scalars().first())
        return ledger.fold(ledger.read(db, id, round)).final(record["suggestions"])


def say(queue: Queue, id: int, kind: Kind, coder: str = "ann", **known: object) -> bool:
    return decisions.decide(queue.desk, coder, id, Decision(kind=kind, **known))


def test_accepting_the_last_open_line_finishes_the_note(queue: Queue) -> None:
    id = ready(queue)
    assert not say(queue, id, Kind.ACCEPT, line=0)
    assert say(queue, id, Kind.ACCEPT, line=1)
    assert (row_of(queue, id).state, row_of(queue, id).coder) == ("done", "ann")
    assert final(queue, id) == [("64640", 1, ("LT",)), ("76942", 1, ("LT",))]


def test_a_change_an_added_code_and_a_rejection_make_the_final_lines(queue: Queue) -> None:
    id = ready(queue)
    say(queue, id, Kind.CHANGE, line=0, code="64640", units=3, modifiers=("RT", "59"))
    say(queue, id, Kind.ADD, code="64620", units=1)
    assert not say(queue, id, Kind.REJECT, line=1, reason="bundled"), "a code may still have to be added"
    assert say(queue, id, Kind.FINISH)
    assert final(queue, id) == [("64640", 3, ("RT", "59")), ("64620", 1, ())]


def test_a_note_without_suggestions_is_finished_by_hand(queue: Queue) -> None:
    id = ready(queue, text="nothing was done")
    assert say(queue, id, Kind.FINISH)
    assert final(queue, id) == []


def test_accept_all_takes_what_is_still_open(queue: Queue) -> None:
    id = ready(queue)
    say(queue, id, Kind.REJECT, line=0, reason="wrong-nerve")
    assert decisions.accept_all(queue.desk, "ann", id)
    assert final(queue, id) == [("76942", 1, ("LT",))]


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ({"kind": Kind.ACCEPT, "line": 7}, "no such line"),
        ({"kind": Kind.ACCEPT, "line": -1}, "no such line"),
        ({"kind": Kind.REJECT, "line": 0}, "needs one of the reasons"),
        ({"kind": Kind.REJECT, "line": 0, "reason": "tired"}, "needs one of the reasons"),
        ({"kind": Kind.PEND, "reason": None}, "needs one of the reasons"),
        ({"kind": Kind.CHANGE, "line": 0, "code": "99999", "units": 1}, "not in force"),
        ({"kind": Kind.ADD, "code": "64620", "units": 0}, "Units"),
        ({"kind": Kind.ADD, "code": "64620", "units": 1, "modifiers": ("left",)}, "Modifiers"),
        ({"kind": Kind.FINISH}, "2 suggested line"),
        ({"kind": Kind.ASK, "line": 0}, "no such line"),
        ({"kind": Kind.UNDO}, "its own way"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_and_leaves_nothing(
    queue: Queue, known: dict[str, object], message: str
) -> None:
    id = ready(queue)
    with pytest.raises(StoreError, match=message) as refused:
        decisions.decide(queue.desk, "ann", id, Decision(**known))
    assert refused.value.kind == "invalid"
    with queue.store.read() as db:
        assert ledger.read(db, id, 1) == []


def test_a_decision_on_a_report_that_was_replaced_is_refused(queue: Queue) -> None:
    id = ready(queue)
    seen = row_of(queue, id).report
    queue.code(WordCoder(rulebook="sha256:second", units=4))
    with pytest.raises(StoreError, match="coded again") as refused:
        decisions.decide(queue.desk, "ann", id, Decision(kind=Kind.ACCEPT, line=0), report=seen)
    assert refused.value.kind == "stale"


def test_undo_takes_back_the_latest_and_reopens_a_finished_note(queue: Queue) -> None:
    first, second = ready(queue), ready(queue, "n2")
    decisions.accept_all(queue.desk, "ann", first)
    say(queue, second, Kind.ACCEPT, line=0)
    assert decisions.undo(queue.desk, "ann") == second
    assert decisions.undo(queue.desk, "ann") == first
    assert (row_of(queue, first).state, row_of(queue, first).settled) == ("ready", None)
    assert final(queue, first) == [("64640", 1, ("LT",))]
    assert decisions.undo(queue.desk, "ann") == first
    with pytest.raises(StoreError, match="nothing of yours"):
        decisions.undo(queue.desk, "ann")


def test_one_undoes_only_ones_own_and_only_while_no_other_works_on_it(queue: Queue) -> None:
    id = ready(queue)
    say(queue, id, Kind.PEND, reason="payer-asked")
    with pytest.raises(StoreError, match="nothing of yours"):
        decisions.undo(queue.desk, "bob")
    say(queue, id, Kind.ACCEPT, coder="bob", line=0)
    with pytest.raises(StoreError, match="bob is working"):
        decisions.undo(queue.desk, "ann")


def test_a_question_pends_the_note_and_it_can_be_taken_up_again(queue: Queue) -> None:
    id = ready(queue, text="cryoprobe, side missing")
    assert not say(queue, id, Kind.ASK, line=0)
    assert (row_of(queue, id).state, row_of(queue, id).claim) == ("pended", 0)
    assert "pended: physician asked" in row_of(queue, id).reasons
    assert say(queue, id, Kind.ACCEPT, coder="bob", line=0)
    assert "pended" not in row_of(queue, id).reasons


def test_a_share_of_notes_gets_a_blind_second_review_by_another(queue: Queue) -> None:
    for name in ("ann", "bob"):
        people.add_user(queue.store, name, "a long password", ["code"])
    id = ready(queue)
    desk = decisions.Desk(store=queue.store, codes=queue.desk.codes, second_review=1.0)
    decisions.accept_all(desk, "ann", id)
    assert (row_of(queue, id).state, row_of(queue, id).settled) == ("ready", 1)
    assert worklist.claim_next(desk, "ann") is None
    assert worklist.claim_next(desk, "bob") == id
    decisions.decide(desk, "bob", id, Decision(kind=Kind.REJECT, line=0, reason="other"))
    with pytest.raises(StoreError, match="begun to review"):
        decisions.undo(desk, "ann")
    decisions.accept_all(desk, "bob", id)
    assert (row_of(queue, id).state, row_of(queue, id).settled) == ("done", 1)
    assert (len(final(queue, id, 1)), len(final(queue, id, 2))) == (2, 1)


def test_a_second_review_that_nobody_began_can_be_undone(queue: Queue) -> None:
    for name in ("ann", "bob"):
        people.add_user(queue.store, name, "a long password", ["code"])
    id = ready(queue)
    desk = decisions.Desk(store=queue.store, codes=queue.desk.codes, second_review=1.0)
    decisions.accept_all(desk, "ann", id)
    assert decisions.undo(desk, "ann") == id
    assert (row_of(queue, id).round, row_of(queue, id).blind, row_of(queue, id).coder) == (1, None, "ann")


def test_a_reopened_note_is_worked_anew_on_the_newest_report(queue: Queue) -> None:
    id = ready(queue)
    decisions.accept_all(queue.desk, "ann", id)
    queue.code(WordCoder(rulebook="sha256:second", units=4))
    assert row_of(queue, id).differs
    decisions.reopen(queue.desk, "bob", id)
    row = row_of(queue, id)
    assert (row.state, row.round, row.settled, row.differs, row.coder) == ("ready", 2, 1, False, "bob")
    decisions.accept_all(queue.desk, "bob", id)
    assert row_of(queue, id).settled == 2
    with pytest.raises(StoreError, match="Only a finished note"):
        decisions.reopen(queue.desk, "bob", ready(queue, "n2"))
