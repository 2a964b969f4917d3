"""Two workers and two coders on one store, some of them killed on the way: nothing is lost, nothing done twice."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Callable
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from extractor.errors import StoreError
from extractor.review import audit, coding, decisions, workers, worklist
from extractor.review.desk import Desk
from extractor.review.intake import Submission, add
from extractor.review.store import Store
from extractor.review.tables import decisions as decided
from extractor.review.tables import notes, reports
from tests.review.conftest import Queue
from tests.review.house import WordCoder, in_force, note

NOTES = 2000
LEASE_MS = 1500


def make_coder() -> tuple[coding.Codes, str]:
    return WordCoder(), "sha256:first"


def code_notes(url: str) -> None:
    workers.work(url, make_coder, lease_ms=LEASE_MS)


def work_notes(url: str, name: str) -> None:
    """A coder who accepts what is suggested, until everything is finished; one who was too slow is refused, and goes on."""
    desk = Desk(store=Store(url), codes=in_force, claim_ms=LEASE_MS)
    while True:
        found = worklist.claim_next(desk, name)
        if found is None:
            if _count(desk.store, notes.c.state == "done") == NOTES:
                break
            time.sleep(0.05)
            continue
        try:
            decisions.accept_all(desk, name, found)
        except StoreError as refused:
            if refused.kind not in ("taken", "finished"):
                raise


def _count(store: Store, where: Any) -> int:
    with store.read() as db:
        return int(db.execute(select(func.count()).select_from(notes).where(where)).scalar_one())


def _start(target: Callable[..., None], *arguments: str) -> SpawnProcess:
    child = multiprocessing.get_context("spawn").Process(target=target, args=arguments, daemon=True)
    child.start()
    return child


def _kill(child: SpawnProcess) -> None:
    child.kill()
    child.join()
    assert child.exitcode == -signal.SIGKILL, "it was still at work"


def _wait(store: Store, where: Any, number: int) -> None:
    end = time.monotonic() + 240
    while _count(store, where) < number:
        assert time.monotonic() < end, f"only {_count(store, where)} of {number}"
        time.sleep(0.05)


def test_two_workers_and_two_coders_lose_and_repeat_nothing_when_killed(url: str) -> None:
    store = Store(url)
    texts = ("the cryoprobe was used", "cryoprobe under ultrasound")
    list(add(store, (Submission(note=note(f"n{number}", texts[number % 2])) for number in range(NOTES)), "tests"))
    working = [_start(code_notes, url) for _ in range(2)] + [_start(work_notes, url, name) for name in ("ann", "bob")]
    try:
        for share in (0.2, 0.5):
            _wait(store, notes.c.state != "new", int(share * NOTES))
            _kill(working[0])
            working[0] = _start(code_notes, url)
        for share, place, name in ((0.3, 2, "ann"), (0.6, 3, "bob")):
            _wait(store, notes.c.state == "done", int(share * NOTES))
            _kill(working[place])
            working[place] = _start(work_notes, url, name)
        _wait(store, notes.c.state == "done", NOTES)
        assert all(child.is_alive() for child in working[:2])
    finally:
        for child in working:
            child.kill()
            child.join()
    with store.read() as db:
        once = select(reports.c.note).group_by(reports.c.note).having(func.count() == 1).subquery()
        assert db.execute(select(func.count()).select_from(once)).scalar_one() == NOTES
        lines = db.execute(
            select(decided.c.note, decided.c.line, func.count()).group_by(decided.c.note, decided.c.line)
        )
        counts = [count for _, _, count in lines]
        coders = db.execute(select(func.count(decided.c.actor.distinct())).group_by(decided.c.note)).scalars()
        assert set(coders) == {1}
    assert (len(counts), set(counts)) == (NOTES + NOTES // 2, {1})
    assert audit.verify(store).faults == ()
    store.close()


def test_a_crew_replaces_a_worker_that_died_and_ends_with_its_block(url: str) -> None:
    store = Store(url)
    crew = workers.Crew((code_notes, (url,)))
    with crew:
        first = crew._children[0]
        _kill(first)
        list(add(store, [Submission(note=note("n1"))], "tests"))
        _wait(store, notes.c.state == "ready", 1)
        second = crew._children[0]
        assert second.pid != first.pid
    assert not second.is_alive()
    store.close()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_work_ends_when_nothing_is_left(queue: Queue, url: str) -> None:
    queue.add(*(Submission(note=note(f"n{number}")) for number in range(20)))
    assert workers.work(url, make_coder, until_empty=True) == 20
    assert workers.work(url, make_coder, until_empty=True) == 0


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_houses_own_coder_codes_the_queue(queue: Queue, url: str, tmp_path: Path) -> None:
    text = "Date of service: 2024-05-03\nUnder ultrasound guidance a cryoprobe was placed at the left sural nerve and one freeze cycle was done."
    queue.add(Submission(note=note("n1", text)))
    assert workers.work(url, until_empty=True) == 1
    page = worklist.page(queue.desk, "ann", worklist.Filters())
    assert [row["technique"] for row in page.rows] == [["cryo"]]
    assert page.rows[0]["service"] == "2024-05-03"
