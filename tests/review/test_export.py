from __future__ import annotations

import json

from sqlalchemy import select

from extractor.review import decisions, export, worklist
from extractor.review.decisions import Decision
from extractor.review.intake import Submission
from extractor.review.ledger import Kind
from extractor.review.tables import audit
from tests.review.conftest import Queue
from tests.review.house import WordCoder, note


def items(queue: Queue, form: str = "jsonl") -> list[dict[str, object]]:
    return [json.loads(row) for row in "".join(export.export(queue.store, "sue", form)).splitlines()]


def decided(queue: Queue, name: str, text: str = "cryoprobe") -> int:
    queue.add(Submission(note=note(name, text)))
    queue.code()
    return worklist.find(queue.desk, name)


def test_only_what_is_decided_goes_out_with_who_said_what(queue: Queue) -> None:
    id = decided(queue, "n1")
    decided(queue, "n2")
    decisions.decide(queue.desk, "ann", id, Decision(kind=Kind.REJECT, line=0, reason="bundled", remark="with surgery"))
    decisions.decide(queue.desk, "ann", id, Decision(kind=Kind.FINISH))
    (item,) = items(queue)
    assert (item["note_id"], item["coder"], item["codes"], item["no_code"]) == ("n1", "ann", [], True)
    assert [(said["kind"], said["reason"], said["suggested"]) for said in item["decisions"]] == [
        ("reject", "bundled", "64640"),
        ("finish", None, None),
    ]
    assert "text" not in item
    assert str(item["finished"]).startswith("2023-11-14T")


def test_training_input_holds_the_text_and_the_report_decided_on(queue: Queue) -> None:
    decisions.accept_all(queue.desk, "ann", decided(queue, "n1", "cryoprobe here"))
    queue.code(WordCoder(rulebook="sha256:second", units=7))
    (item,) = items(queue, "training")
    assert item["text"] == "cryoprobe here"
    assert item["report"]["suggestions"][0]["units"] == 1
    assert item["rulebook"] == "sha256:first"
    assert item["codes"] == [{"code": "64640", "units": 1, "modifiers": ["LT"]}]


def test_notes_without_suggestions_are_no_code_and_do_not_go_missing(queue: Queue) -> None:
    decisions.accept_all(queue.desk, "ann", decided(queue, "n1", "nothing"))
    assert [(item["note_id"], item["no_code"]) for item in items(queue)] == [("n1", True)]
    assert "".join(export.export(queue.store, "sue", "csv")).splitlines()[1].startswith("n1,,,,,,ann,2023-11-14T")


def test_a_reopened_note_goes_out_as_it_was_until_it_is_finished_again(queue: Queue) -> None:
    id = decided(queue, "n1")
    decisions.accept_all(queue.desk, "ann", id)
    decisions.reopen(queue.desk, "bob", id)
    decisions.decide(queue.desk, "bob", id, Decision(kind=Kind.REJECT, line=0, reason="other"))
    assert [item["no_code"] for item in items(queue)] == [False]
    decisions.decide(queue.desk, "bob", id, Decision(kind=Kind.FINISH))
    assert [(item["no_code"], item["coder"]) for item in items(queue)] == [(True, "bob")]


def test_a_spreadsheet_runs_nothing_of_it(queue: Queue) -> None:
    decisions.accept_all(queue.desk, "ann", decided(queue, "=cmd()"))
    assert "'=cmd()," in "".join(export.export(queue.store, "sue", "csv"))


def test_many_notes_go_out_in_order_and_the_export_is_logged(queue: Queue) -> None:
    queue.add(*(Submission(note=note(f"n{number:03}")) for number in range(205)))
    queue.code()
    while found := worklist.claim_next(queue.desk, "ann"):
        decisions.accept_all(queue.desk, "ann", found)
    assert [item["note_id"] for item in items(queue)] == [f"n{number:03}" for number in range(205)]
    with queue.store.read() as db:
        last = db.execute(select(audit).order_by(audit.c.seq.desc()).limit(1)).one()
    assert (last.actor, last.event, last.detail) == ("sue", "exported", '{"format": "jsonl"}')
