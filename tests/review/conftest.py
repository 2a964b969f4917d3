from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from extractor.review import coding, intake, people
from extractor.review.desk import Desk
from extractor.review.store import Store
from tests.review import services
from tests.review.house import Clock, WordCoder, in_force

_numbers = itertools.count()


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hash with little memory and one pass, so that the tests are not about Argon2's cost."""
    monkeypatch.setattr(people, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64))


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if services.postgres_folder() is None:
        pytest.skip("PostgreSQL's server is not installed (apt-get install postgresql)")
    with services.postgres(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'queue.db'}"
    import psycopg

    server, name = request.getfixturevalue("postgres_server"), f"queue{next(_numbers)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as db:
        db.execute(f"create database {name}")  # type: ignore[call-overload]
    return f"{server}/{name}"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[Store]:
    store = Store(url, clock)
    yield store
    store.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store=store, codes=in_force)


class Queue:
    """A desk with notes on it, coded by the small coder."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.store = desk.store

    def add(self, *submissions: intake.Submission) -> list[intake.Receipt]:
        return list(intake.add(self.store, submissions, "tests"))

    def code(self, coder: WordCoder | None = None) -> int:
        coder = coder or WordCoder()
        generation = coding.enrol(self.store, coder.rulebook)
        done = 0
        while tasks := coding.take(self.store, "worker", generation):
            coded = [(task, coding.code(coder, task)) for task in tasks]
            done += coding.put(self.store, "worker", generation, coder.rulebook, coded)
        return done


@pytest.fixture
def queue(desk: Desk) -> Queue:
    return Queue(desk)
