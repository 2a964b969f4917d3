"""Each of these is refused with a clear answer."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from extractor.review import worklist
from extractor.review.desk import Desk
from extractor.review.intake import Submission
from extractor.review.web.app import create_app
from tests.review.conftest import Queue
from tests.review.house import Clock, note
from tests.review.web.conftest import HOST, PASSWORD, csrf, post

PAGES = ["/", "/notes/1", "/supervise", "/keyboard"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_send_a_stranger_to_the_door(outside: TestClient, page: str) -> None:
    answer = outside.get(page)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?to={page}")


def test_a_wrong_password_is_refused_and_the_sixth_is_locked_out(outside: TestClient) -> None:
    answers = [outside.post("/sign-in", data={"name": "ann", "password": "guess"}) for _ in range(6)]
    assert {answer.status_code for answer in answers} == {401}
    assert "do not fit" in answers[0].text
    assert "locked for 15 minutes" in answers[5].text
    assert "neurolysis" not in outside.cookies


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(outside: TestClient, desk: Desk) -> None:
    form = {"name": "ann", "password": PASSWORD}
    plain = outside.post("/sign-in", data=form).headers["set-cookie"].lower()
    assert "httponly" in plain
    assert "samesite=strict" in plain
    safe = TestClient(create_app(desk, secure=True), base_url="https://queue.example", follow_redirects=False)
    cookie = safe.post("/sign-in", data=form).headers["set-cookie"]
    assert cookie.startswith("__Host-neurolysis=")
    assert "secure" in cookie.lower()


def test_an_ended_session_is_told_so(ann: TestClient, clock: Clock) -> None:
    token = csrf(ann)
    clock.pass_minutes(601)
    assert ann.get("/").status_code == 303
    answer = ann.post("/next", data={"csrf": token})
    assert answer.status_code == 401
    assert "session has ended" in answer.text


@pytest.mark.parametrize("token", ["", "forged", "ф"])
def test_a_forged_form_is_refused(ann: TestClient, token: str) -> None:
    answer = ann.post("/next", data={"csrf": token})
    assert answer.status_code == 403
    assert "did not come from a page of this session" in answer.text


def test_another_sessions_token_and_another_sites_form_are_refused(signed_in: Callable[[str], TestClient]) -> None:
    ann, bob = signed_in("ann"), signed_in("bob")
    assert ann.post("/next", data={"csrf": csrf(bob)}).status_code == 403
    elsewhere = {"origin": "https://evil.example"}
    assert ann.post("/next", data={"csrf": csrf(ann)}, headers=elsewhere).status_code == 403
    assert ann.post("/sign-in", data={"name": "ann"}, headers=elsewhere).status_code == 403


def test_signing_out_ends_the_session(ann: TestClient) -> None:
    cookie = ann.cookies["neurolysis"]
    assert post(ann, "/sign-out").headers["location"] == "/sign-in"
    ann.cookies.set("neurolysis", cookie)
    assert ann.get("/").status_code == 303


def test_the_door_leads_nowhere_else(outside: TestClient) -> None:
    for to in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = outside.post("/sign-in", data={"name": "ann", "password": PASSWORD, "to": to})
        assert answer.headers["location"] == "/"


def test_pages_ask_for_the_role(signed_in: Callable[[str], TestClient]) -> None:
    assert signed_in("ann").get("/supervise").status_code == 403
    assert post(signed_in("ann"), "/export", format="csv").status_code == 403
    assert "needs the role code" in signed_in("sub").get("/").text
    assert signed_in("sue").get("/supervise").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("POST", "/api/notes", "submit"),
        ("POST", "/api/next", "code"),
        ("POST", "/api/notes/n1/decisions", "code"),
        ("POST", "/api/notes/n1/release", "code"),
        ("POST", "/api/undo", "code"),
        ("GET", "/api/export", "supervise"),
        ("GET", "/api/notes/n1/report", ""),
    ],
)
def test_the_interface_asks_for_a_valid_key_of_the_role(
    outside: TestClient, key: Callable[[str], dict[str, str]], method: str, path: str, role: str
) -> None:
    body = {"note_id": "n1", "text": "a", "kind": "finish"}
    for headers in ({}, {"authorization": "Bearer nrl_wrong"}, {"authorization": "Basic YTpi"}):
        answer = outside.request(method, path, headers=headers, json=body if method == "POST" else None)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
    if role:
        other = key("code" if role == "submit" else "submit")
        answer = outside.request(method, path, headers=other, json={"note_id": "n1", "text": "a"})
        assert answer.status_code in (403, 422)
        assert answer.json()["error"]["kind"] in ("wrong-role", "malformed")


def test_a_sessions_cookie_is_no_key(ann: TestClient) -> None:
    assert ann.post("/api/next").status_code == 401


@pytest.mark.parametrize("id", ["..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "..", "%00", "n1%00"])
def test_an_id_leads_nowhere_but_to_its_note(
    outside: TestClient, key: Callable[[str], dict[str, str]], id: str
) -> None:
    assert outside.get(f"/api/notes/{id}/report", headers=key("code")).status_code == 404


@pytest.mark.parametrize("path", ["..%2fapp.py", "%2e%2e/app.py", "..%2f..%2fpeople.py", "/etc/passwd"])
def test_static_files_lead_nowhere_else(outside: TestClient, path: str) -> None:
    assert outside.get(f"/static/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/notes/abc", "/notes/999", "/notes/../etc", "/nothing"])
def test_a_page_that_is_not_there_is_said_in_words(ann: TestClient, path: str) -> None:
    answer = ann.get(path)
    assert answer.status_code == 404
    assert "There is no such" in answer.text


def test_fifty_megabytes_are_refused_however_they_are_sent(
    outside: TestClient, key: Callable[[str], dict[str, str]]
) -> None:
    headers = key("submit")
    whole = outside.post("/api/notes", headers=headers, content=b"x" * 50_000_000)
    pieces = outside.post("/api/notes", headers=headers, content=(b"x" * 1_000_000 for _ in range(50)))
    form = outside.post("/sign-in", content=b"x" * 50_000_000)
    for answer in (whole, pieces, form):
        assert (answer.status_code, answer.json()["error"]["kind"]) == (413, "too-large")


def test_another_host_name_is_refused(desk: Desk) -> None:
    app = create_app(desk, hosts=("localhost", "127.0.0.1"))
    assert TestClient(app, base_url="http://evil.example").get("/sign-in").status_code == 400
    assert TestClient(app, base_url=HOST).get("/sign-in").status_code == 200


def test_every_answer_carries_the_strict_policy(ann: TestClient) -> None:
    for path in ("/", "/nothing", "/static/queue.js", "/api/openapi.json"):
        headers = ann.get(path).headers
        assert "default-src 'none'; script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert ann.get("/").headers["cache-control"] == "no-store"


def test_without_sign_in_there_is_one_local_person(desk: Desk) -> None:
    browser = TestClient(create_app(desk, sign_in=False), base_url=HOST)
    assert "local" in browser.get("/").text
    assert browser.get("/supervise").status_code == 200
    assert browser.post("/next", data={"csrf": "forged"}).status_code == 403


def test_no_log_holds_a_notes_words_or_a_query(
    ann: TestClient, queue: Queue, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx2").setLevel(logging.WARNING)  # the test's own browser
    queue.add(Submission(note=note("n1", "cryoprobe near Mrs. Secret")))
    queue.code()
    ann.get("/notes/1?text=Secret")
    post(ann, "/notes/1/decisions", kind="reject", line=0, reason="other", remark="Secret too")

    def fail(*_: object, **__: object) -> None:
        raise ValueError("Mrs. Secret")

    monkeypatch.setattr(worklist, "page", fail)
    answer = ann.get("/")
    assert answer.status_code == 500
    assert "Secret" not in answer.text
    logged = [record.getMessage() for record in caplog.records if record.name == "neurolysis.review"]
    assert any(line.startswith("GET /notes/1 200") for line in logged)
    assert any(line.startswith("fault: ValueError in test_access.py") for line in logged)
    assert "Secret" not in caplog.text
    assert all(record.exc_info is None for record in caplog.records)
