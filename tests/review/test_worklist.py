from __future__ import annotations

import pytest

from extractor.errors import StoreError
from extractor.review import decisions, worklist
from extractor.review.intake import Billed, Submission
from extractor.review.ledger import Kind
from extractor.review.worklist import Filters
from tests.review.conftest import Queue
from tests.review.house import Clock, note


def names(queue: Queue, viewer: str = "ann", **asked: str) -> list[str]:
    return [row["note_id"] for row in worklist.page(queue.desk, viewer, Filters(**asked)).rows]


def test_holds_come_first_then_low_confidence_then_amount_then_age(queue: Queue) -> None:
    billed = (Billed(code="64640", modifiers=("LT",), charge=100.0),)
    queue.add(
        Submission(note=note("sure-old")),
        Submission(note=note("sure-new")),
        Submission(note=note("sure-dear"), billed=billed),
        Submission(note=note("unsure", "cryoprobe under ultrasound")),
        Submission(note=note("hold", "cryoprobe, side missing")),
    )
    queue.code()
    assert names(queue) == ["hold", "unsure", "sure-dear", "sure-old", "sure-new"]


def test_filters_ask_for_status_facets_and_words_of_the_reason(queue: Queue) -> None:
    queue.add(
        Submission(note=note("n1", "cryoprobe, side missing", payer="acme")),
        Submission(note=note("n2", "under ultrasound")),
        Submission(note=note("n3", "nothing here")),
    )
    assert names(queue, status="uncoded") == ["n1", "n2", "n3"]
    queue.code()
    assert names(queue, technique="cryo") == ["n1"]
    assert names(queue, code="76942") == ["n2"]
    assert names(queue, payer="acme") == ["n1"]
    assert names(queue, reason="not-mentioned") == ["n3"]
    assert names(queue, text="LATERALITY") == ["n1"]
    assert names(queue, text="100%_") == []
    decisions.accept_all(queue.desk, "ann", worklist.find(queue.desk, "n2"))
    assert names(queue, status="done", coder="ann") == ["n2"]
    assert names(queue, status="done", coder="bob") == []


def test_two_coders_never_hold_one_note(queue: Queue) -> None:
    queue.add(Submission(note=note("n1")), Submission(note=note("n2")))
    queue.code()
    first, second = (worklist.claim_next(queue.desk, name) for name in ("ann", "bob"))
    assert {first, second} == {worklist.find(queue.desk, "n1"), worklist.find(queue.desk, "n2")}
    assert worklist.claim_next(queue.desk, "eve") is None
    assert worklist.claim_next(queue.desk, "ann") == first
    assert names(queue, viewer="bob", status="mine") == ["n2"]


def test_a_claim_runs_out_and_the_late_coder_is_told(queue: Queue, clock: Clock) -> None:
    queue.add(Submission(note=note("n1")))
    queue.code()
    found = worklist.claim_next(queue.desk, "ann")
    assert found is not None
    clock.pass_minutes(16)
    assert worklist.claim_next(queue.desk, "bob") == found
    with pytest.raises(StoreError, match="bob is working on this note") as refused:
        decisions.accept_all(queue.desk, "ann", found)
    assert refused.value.kind == "taken"


def test_a_released_note_is_free_and_only_its_holder_releases_it(queue: Queue) -> None:
    queue.add(Submission(note=note("n1")))
    queue.code()
    found = worklist.claim_next(queue.desk, "ann")
    assert found is not None
    with pytest.raises(StoreError):
        worklist.release(queue.desk, "bob", found)
    worklist.release(queue.desk, "ann", found)
    assert worklist.claim_next(queue.desk, "bob") == found
    worklist.release(queue.desk, "sue", found, any_holder=True)
    assert worklist.claim_next(queue.desk, "eve") == found


def test_next_keeps_to_the_filters(queue: Queue) -> None:
    queue.add(Submission(note=note("n1")), Submission(note=note("n2", "under ultrasound", payer="acme")))
    queue.code()
    assert worklist.claim_next(queue.desk, "ann", Filters(payer="acme")) == worklist.find(queue.desk, "n2")


def test_pages_cut_the_list_and_count_it(queue: Queue) -> None:
    queue.add(*(Submission(note=note(f"n{number}")) for number in range(7)))
    queue.code()
    second = worklist.page(queue.desk, "ann", Filters(), number=2, size=5)
    assert ([row["note_id"] for row in second.rows], second.count, second.more) == (["n5", "n6"], 7, False)


def test_filters_survive_a_query_string_and_forget_what_they_do_not_know() -> None:
    asked = Filters.read({"status": "pended", "text": "a&b=c ", "colour": "red", "payer": ""})
    assert asked == Filters(status="pended", text="a&b=c")
    assert asked.query() == "status=pended&text=a%26b%3Dc"
    assert Filters.read({"status": "nonsense"}) == Filters()


def test_pended_notes_leave_the_open_list(queue: Queue) -> None:
    queue.add(Submission(note=note("n1")))
    queue.code()
    pend = decisions.Decision(kind=Kind.PEND, reason="document-missing", remark="operative report")
    decisions.decide(queue.desk, "ann", worklist.find(queue.desk, "n1"), pend)
    assert names(queue) == []
    assert names(queue, status="pended", reason="pended:document-missing", text="operative") == ["n1"]
