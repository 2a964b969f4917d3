from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from extractor.review import coding, decisions, sheet, worklist
from extractor.review.intake import Billed, Submission
from extractor.review.ledger import Kind
from extractor.review.tables import facets, notes, reports
from tests.review.conftest import Queue
from tests.review.house import Clock, WordCoder, note


def row_of(queue: Queue, name: str) -> object:
    with queue.store.read() as db:
        return db.execute(select(notes).where(notes.c.note_id == name)).one()


def test_a_coded_note_is_ready_with_its_facets_and_order(queue: Queue) -> None:
    queue.add(Submission(note=note("n1", "cryoprobe, no side given")))
    assert queue.code() == 1
    row = row_of(queue, "n1")
    assert (row.state, row.urgency, row.confidence) == ("ready", 0, 0.9)
    assert row.reasons.startswith("laterality not documented")
    with queue.store.read() as db:
        found = {tuple(item) for item in db.execute(select(facets.c.kind, facets.c.value))}
    assert found == {
        ("reason", "laterality-not-documented"),
        ("technique", "cryo"),
        ("code", "64640"),
        ("why", "laterality not documented"),
    }


def test_each_note_is_coded_once_for_a_rulebook(queue: Queue) -> None:
    queue.add(*(Submission(note=note(f"n{number}")) for number in range(40)))
    assert queue.code() == 40
    assert queue.code() == 0
    assert queue.code(WordCoder(rulebook="sha256:second")) == 40
    with queue.store.read() as db:
        assert db.execute(select(func.count()).select_from(reports)).scalar_one() == 80


def test_a_claim_that_says_otherwise_makes_the_note_urgent(queue: Queue) -> None:
    agreed = Billed(code="64640", modifiers=("LT",))
    queue.add(
        Submission(note=note("agrees"), billed=(agreed,)),
        Submission(note=note("differs"), billed=(Billed(code="64640", units=3),)),
    )
    queue.code()
    assert (row_of(queue, "agrees").urgency, row_of(queue, "differs").urgency) == (1, 0)


def test_a_note_that_cannot_be_coded_waits_for_a_person_and_stops_nothing(queue: Queue) -> None:
    queue.add(Submission(note=note("bad", "break it: secret")), Submission(note=note("good")))
    assert queue.code() == 2
    with queue.store.read() as db:
        kept = [json.loads(item) for item in db.execute(select(reports.c.record)).scalars()]
    assert kept[0]["error"] == {"kind": "internal", "message": "coding this note failed (ValueError)"}
    assert "secret" not in json.dumps(kept)
    assert row_of(queue, "bad").urgency == 0
    assert row_of(queue, "bad").reasons == "error: internal"


def test_a_dead_workers_notes_are_taken_again_and_its_late_report_is_refused(queue: Queue, clock: Clock) -> None:
    queue.add(Submission(note=note("n1")))
    coder = WordCoder()
    generation = coding.enrol(queue.store, coder.rulebook)
    (lost,) = coding.take(queue.store, "first", generation)
    assert coding.take(queue.store, "second", generation) == []
    clock.pass_minutes(2)
    (found,) = coding.take(queue.store, "second", generation)
    assert (found.id, found.tries) == (lost.id, 2)
    record = coding.code(coder, lost)
    assert coding.put(queue.store, "first", generation, coder.rulebook, [(lost, record)]) == 0
    assert coding.put(queue.store, "second", generation, coder.rulebook, [(found, record)]) == 1


def test_a_note_that_kills_workers_is_given_up_alone(queue: Queue, clock: Clock) -> None:
    queue.add(*(Submission(note=note(f"n{number}")) for number in range(3)))
    generation = coding.enrol(queue.store, "sha256:first")
    assert len(coding.take(queue.store, "w", generation)) == 3
    for tries in (2, 3, 4):
        clock.pass_minutes(2)
        (task,) = coding.take(queue.store, "w", generation)
        assert task.tries == tries
    assert coding.code(WordCoder(), task)["error"]["kind"] == "worker-died"


def test_a_new_rulebook_recodes_the_undecided_and_flags_the_decided(queue: Queue) -> None:
    queue.add(*(Submission(note=note(name)) for name in ("decided", "same", "open")))
    queue.code()
    for name in ("decided", "same"):
        decisions.accept_all(queue.desk, "ann", worklist.find(queue.desk, name))
    assert queue.code(WordCoder(rulebook="sha256:second", units=2)) == 3
    assert [row_of(queue, name).differs for name in ("decided", "same", "open")] == [True, True, False]
    page = worklist.page(queue.desk, "ann", worklist.Filters(status="changed"))
    assert {row["note_id"] for row in page.rows} == {"decided", "same"}
    assert queue.code(WordCoder(rulebook="sha256:third")) == 3
    assert [row_of(queue, name).differs for name in ("decided", "same", "open")] == [False, False, False]


def test_going_back_to_an_earlier_rulebook_counts_as_a_change(queue: Queue) -> None:
    queue.add(Submission(note=note("n1")))
    queue.code()
    found = worklist.find(queue.desk, "n1")
    decisions.accept_all(queue.desk, "ann", found)
    queue.code(WordCoder(rulebook="sha256:second", units=2))
    assert sheet.look(queue.desk, "ann", found).newer["suggestions"][0]["units"] == 2
    assert queue.code(WordCoder(rulebook="sha256:third", units=3)) == 1
    assert queue.code(WordCoder(rulebook="sha256:second", units=2)) == 1
    assert sheet.look(queue.desk, "ann", found).newer["suggestions"][0]["units"] == 2
    assert queue.code() == 1
    assert not row_of(queue, "n1").differs


def test_two_rulebooks_at_once_are_two_generations(queue: Queue) -> None:
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda number: coding.enrol(queue.store, f"sha256:{number}"), range(4)))
    assert sorted(numbers) == [1, 2, 3, 4]


def test_a_note_under_a_coders_hands_is_left_alone_until_the_claim_ends(queue: Queue, clock: Clock) -> None:
    queue.add(Submission(note=note("n1")))
    queue.code()
    assert worklist.claim_next(queue.desk, "ann") is not None
    second = WordCoder(rulebook="sha256:second")
    assert queue.code(second) == 0
    clock.pass_minutes(16)
    assert queue.code(second) == 1


def test_undone_decisions_leave_a_note_undecided(queue: Queue) -> None:
    queue.add(Submission(note=note("n1", "cryoprobe and ultrasound")))
    queue.code()
    found = worklist.find(queue.desk, "n1")
    decisions.decide(queue.desk, "ann", found, decisions.Decision(kind=Kind.ACCEPT, line=0))
    decisions.undo(queue.desk, "ann")
    worklist.release(queue.desk, "ann", found)
    assert queue.code(WordCoder(rulebook="sha256:second", units=5)) == 1
    assert not row_of(queue, "n1").differs
