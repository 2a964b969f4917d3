from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from extractor.review import people
from extractor.review.desk import Desk
from extractor.review.web.app import create_app

PASSWORD = "correct horse battery"
HOST = "http://127.0.0.1:8000"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The pages are tried on SQLite alone; the store's own tests are for both kinds."""
    return f"sqlite:///{tmp_path / 'queue.db'}"


@pytest.fixture
def outside(desk: Desk) -> TestClient:
    """A browser that is not signed in."""
    for name, role in {"ann": "code", "bob": "code", "sue": "supervise", "sub": "submit"}.items():
        people.add_user(desk.store, name, PASSWORD, [role])
    return TestClient(create_app(desk), base_url=HOST, follow_redirects=False)


@pytest.fixture
def signed_in(desk: Desk, outside: TestClient) -> Callable[[str], TestClient]:
    def enter(name: str) -> TestClient:
        browser = TestClient(outside.app, base_url=HOST, follow_redirects=False)
        assert browser.post("/sign-in", data={"name": name, "password": PASSWORD}).status_code == 303
        return browser

    return enter


@pytest.fixture
def ann(signed_in: Callable[[str], TestClient]) -> TestClient:
    return signed_in("ann")


@pytest.fixture
def key(desk: Desk) -> Callable[[str], dict[str, str]]:
    """The headers of a program with one role."""
    return lambda role: {"authorization": f"Bearer {people.add_key(desk.store, f'the-{role}', [role])}"}


def csrf(browser: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', browser.get("/keyboard").text)
    assert found is not None
    return found[1]


def post(browser: TestClient, path: str, **form: object) -> object:
    return browser.post(path, data={"csrf": csrf(browser)} | {name: str(value) for name, value in form.items()})
