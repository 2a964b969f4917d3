"""The real command on a real port: what the users' browser and their programs meet."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from extractor.errors import StoreError
from extractor.review import people
from extractor.review.server import Settings, check_binding, host_names, house_codes
from extractor.review.store import Store
from tests.review.services import free_port


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'queue.db'}"


@pytest.fixture
def server(url: str, tmp_path: Path) -> Iterator[str]:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    port = free_port()
    command = [sys.executable, "-m", "extractor", "serve", "--store", url, "--port", str(port), "--watch", str(inbox)]
    with (tmp_path / "log").open("wb") as log:
        child = subprocess.Popen([*command, "--no-sign-in"], stderr=log)
        yield f"http://127.0.0.1:{port}"
        child.terminate()
        assert child.wait(timeout=20) in (0, -signal.SIGTERM)


def wait_for(address: str) -> None:
    for _ in range(200):
        try:
            httpx2.get(address)
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not answer")


def test_a_note_put_into_the_watched_folder_is_coded_and_served(server: str, store: Store, tmp_path: Path) -> None:
    wait_for(f"{server}/sign-in")
    secret = "Mrs. Philomena Secret"
    text = f"Date of service: 2024-05-03\n{secret}. A cryoprobe froze the left sural nerve under ultrasound guidance.\n"
    (tmp_path / "inbox" / "w1.txt").write_text(text)
    key = {"authorization": f"Bearer {people.add_key(store, 'program', ['code'])}"}
    for _ in range(300):
        answer = httpx2.post(f"{server}/api/next", headers=key)
        if answer.status_code == 200:
            break
        time.sleep(0.1)
    assert answer.json()["note_id"] == "w1"
    assert answer.json()["report"]["procedures"][0]["technique"] == "cryo"
    log = (tmp_path / "log").read_text()
    assert "POST /api/next 200" in log
    assert secret not in log


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "queue.example"])
def test_beyond_loopback_sign_in_and_users_are_a_must(store: Store, host: str) -> None:
    for sign_in in (True, False):
        with pytest.raises(StoreError):
            check_binding(store, Settings(store="", host=host, sign_in=sign_in))
    people.add_user(store, "sue", "a long password", ["supervise"])
    check_binding(store, Settings(store="", host=host))
    with pytest.raises(StoreError, match="on this machine only"):
        check_binding(store, Settings(store="", host=host, sign_in=False))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.2"])
def test_on_loopback_sign_in_may_be_off(store: Store, host: str) -> None:
    check_binding(store, Settings(store="", host=host, sign_in=False))


@pytest.mark.parametrize(
    ("host", "names", "asked"),
    [
        ("127.0.0.1", (), ("localhost", "127.0.0.1", "[::1]", "127.0.0.1")),
        ("::1", ("queue.example",), ("localhost", "127.0.0.1", "[::1]", "[::1]", "queue.example")),
        ("0.0.0.0", ("queue.example",), ("queue.example",)),
        ("0.0.0.0", (), ("*",)),
    ],
)
def test_a_server_answers_to_its_own_names(host: str, names: tuple[str, ...], asked: tuple[str, ...]) -> None:
    assert host_names(Settings(store="", host=host, names=names)) == asked


def test_the_codes_in_force_are_the_rulebooks() -> None:
    codes = house_codes()
    assert "64640" in codes(None, None)
    assert all(codes(None, None).values())


def test_a_server_that_is_killed_leaves_no_worker_behind(url: str, tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "extractor", "serve", "--store", url, "--port", str(port), "--no-sign-in"]
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    wait_for(f"http://127.0.0.1:{port}/sign-in")
    children = Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()
    assert children
    child.kill()
    child.wait()
    for _ in range(150):
        if not any(_runs(pid) for pid in children):
            return
        time.sleep(0.1)
    raise AssertionError("a worker outlived its server")


def _runs(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
