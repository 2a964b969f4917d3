from __future__ import annotations

import pytest
from sklearn.metrics import cohen_kappa_score

from extractor.review import decisions, measures, people, worklist
from extractor.review.decisions import Decision
from extractor.review.desk import Desk
from extractor.review.intake import Submission
from extractor.review.ledger import Kind
from tests.review.conftest import Queue
from tests.review.house import Clock, note


def test_agreement_reasons_added_codes_and_throughput(queue: Queue, clock: Clock) -> None:
    queue.add(*(Submission(note=note(f"n{number}", "cryoprobe under ultrasound")) for number in range(3)))
    queue.code()
    first, second, third = (worklist.find(queue.desk, f"n{number}") for number in range(3))
    decisions.accept_all(queue.desk, "ann", first)
    clock.pass_minutes(24 * 60)
    say = decisions.decide
    say(queue.desk, "bob", second, Decision(kind=Kind.CHANGE, line=0, code="64640", units=2))
    say(queue.desk, "bob", second, Decision(kind=Kind.ADD, code="64620", units=1))
    say(queue.desk, "bob", second, Decision(kind=Kind.REJECT, line=1, reason="bundled"))
    say(queue.desk, "bob", second, Decision(kind=Kind.FINISH))
    say(queue.desk, "bob", third, Decision(kind=Kind.REJECT, line=0, reason="other"))
    decisions.undo(queue.desk, "bob")
    found = measures.measure(queue.store, 7)
    assert [(row.name, row.accepted, row.changed, row.rejected) for row in found.by_code] == [
        ("64640", 1, 1, 0),
        ("76942", 1, 0, 1),
    ]
    assert {row.name for row in found.by_guideline} == {"guideline-64640", "guideline-76942"}
    assert found.by_code[0].share == 0.5
    assert found.reject_reasons == [("bundled", 1)]
    assert found.added == [("64620", 1)]
    assert found.by_coder == [("ann", 1), ("bob", 1)]
    assert [count for _, count in found.by_day] == [0, 0, 0, 0, 0, 1, 1]
    assert found.states == {"done": 2, "ready": 1}


def test_what_lies_before_the_span_does_not_count(queue: Queue, clock: Clock) -> None:
    queue.add(Submission(note=note("n1")))
    queue.code()
    decisions.accept_all(queue.desk, "ann", worklist.find(queue.desk, "n1"))
    clock.pass_minutes(8 * 24 * 60)
    found = measures.measure(queue.store, 7)
    assert (found.by_coder, found.by_code, sum(count for _, count in found.by_day)) == ([], [], 0)


def test_gaps_are_counted_by_author(queue: Queue) -> None:
    queue.add(
        Submission(note=note("n1", "cryoprobe, side?"), author="Dr. Sample"),
        Submission(note=note("n2"), author="Dr. Sample"),
        Submission(note=note("n3", "side?")),
    )
    queue.code()
    (author,) = measures.measure(queue.store, 7).authors
    assert (author.name, author.notes, author.rate("laterality-not-documented")) == ("Dr. Sample", 2, 0.5)
    assert author.rate("technique-not-documented") == 0


def test_second_reviews_are_compared_line_by_line(queue: Queue) -> None:
    for name in ("ann", "bob"):
        people.add_user(queue.store, name, "a long password", ["code"])
    desk = Desk(store=queue.store, codes=queue.desk.codes, second_review=1.0)
    queue.add(*(Submission(note=note(f"n{number}", "cryoprobe under ultrasound")) for number in range(2)))
    queue.code()
    for number in range(2):
        decisions.accept_all(desk, "ann", worklist.find(desk, f"n{number}"))
    assert measures.measure(queue.store, 7).second.notes == 0
    decisions.accept_all(desk, "bob", worklist.find(desk, "n0"))
    other = worklist.find(desk, "n1")
    decisions.decide(desk, "bob", other, Decision(kind=Kind.REJECT, line=0, reason="other"))
    decisions.accept_all(desk, "bob", other)
    second = measures.measure(queue.store, 7).second
    assert (second.notes, second.lines, second.agreed) == (2, 4, 3)
    assert second.kappa == pytest.approx(cohen_kappa_score(["a", "b", "a", "b"], ["a", "b", "none", "b"]))


@pytest.mark.parametrize(
    "pairs",
    [
        [("a", "a"), ("b", "b"), ("a", "b"), ("c", "c"), ("c", "a")],
        [("a", "b"), ("b", "a")],
        [("a", "a"), ("b", "b")],
    ],
)
def test_kappa_is_cohens(pairs: list[tuple[str, str]]) -> None:
    assert measures.kappa(pairs) == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)))


def test_kappa_is_not_defined_where_all_is_alike() -> None:
    assert measures.kappa([]) is None
    assert measures.kappa([("a", "a"), ("a", "a")]) is None
