from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.review.conftest import Queue

Key = Callable[[str], dict[str, str]]
NOTE = {"note_id": "n1", "text": "cryoprobe under ultrasound", "date_of_service": "2024-03-02", "payer": "acme"}


def test_the_whole_way_of_a_note(outside: TestClient, queue: Queue, key: Key) -> None:
    submit, code, supervise = key("submit"), key("code"), key("supervise")
    sent = outside.post("/api/notes", headers=submit, json=[NOTE, NOTE | {"note_id": "n2"}])
    assert sent.status_code == 201
    assert [item["queued"] for item in sent.json()] == [True, True]
    assert not outside.post("/api/notes", headers=submit, json=NOTE).json()[0]["queued"]
    assert outside.get("/api/notes/n1/report", headers=submit).json()["report"] is None
    queue.code()

    work = outside.post("/api/next", headers=code).json()
    assert (work["note_id"], work["state"], work["text"]) == ("n1", "ready", NOTE["text"])
    assert [line["code"] for line in work["report"]["suggestions"]] == ["64640", "76942"]
    decide = "/api/notes/n1/decisions"
    seen = {"report": work["report_id"]}
    change = {"kind": "change", "line": 0, "code": "64640", "units": 2, "modifiers": ["RT"]} | seen
    assert outside.post(decide, headers=code, json=change).json() == {"finished": False}
    assert outside.post(decide, headers=code, json={"kind": "accept", "line": 1}).json() == {"finished": True}
    assert outside.post(decide, headers=code, json={"kind": "finish"}).status_code == 409
    assert outside.post("/api/undo", headers=code).json()["state"] == "ready"
    assert outside.post(decide, headers=code, json={"kind": "accept", "line": 1}).json() == {"finished": True}

    rows = outside.get("/api/export", headers=supervise).text.splitlines()
    assert [json.loads(row)["note_id"] for row in rows] == ["n1"]
    assert json.loads(rows[0])["codes"] == [
        {"code": "64640", "units": 2, "modifiers": ["RT"]},
        {"code": "76942", "units": 1, "modifiers": ["LT"]},
    ]
    table = list(csv.DictReader(io.StringIO(outside.get("/api/export?format=csv", headers=supervise).text)))
    assert [(row["code"], row["units"], row["modifiers"]) for row in table] == [
        ("64640", "2", "RT"),
        ("76942", "1", "LT"),
    ]


def test_claim_and_release(outside: TestClient, queue: Queue, key: Key) -> None:
    code = key("code")
    assert outside.post("/api/next", headers=code).status_code == 404
    outside.post("/api/notes", headers=key("submit"), json=NOTE)
    queue.code()
    outside.post("/api/next", headers=code)
    assert outside.post("/api/notes/n1/release", headers=code).status_code == 204
    other = key("supervise")
    assert outside.post("/api/next", headers=other).json()["note_id"] == "n1"
    taken = outside.post("/api/notes/n1/decisions", headers=code, json={"kind": "accept", "line": 0})
    assert (taken.status_code, taken.json()["error"]["kind"]) == (409, "taken")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "JSON"),
        (b"{}", "note_id"),
        (json.dumps(NOTE | {"text": ""}).encode(), "text"),
        (json.dumps(NOTE | {"text": " \n"}).encode(), "empty"),
        (json.dumps(NOTE | {"date_of_service": "soon"}).encode(), "date"),
        (json.dumps(NOTE | {"colour": "red"}).encode(), "colour"),
        (json.dumps(NOTE | {"note_id": "../../etc/passwd"}).encode(), "slash"),
        (json.dumps(NOTE | {"text": "secret \0"}).encode(), "no text"),
        (b'{"note_id": "n1", "text": "secret \\ud800"}', "unicode string"),
        (json.dumps(NOTE | {"billed": [{"code": "64640", "units": 0}]}).encode(), "units"),
    ],
)
def test_what_is_no_note_is_refused_and_never_quoted(outside: TestClient, key: Key, body: bytes, said: str) -> None:
    headers = key("submit") | {"content-type": "application/json"}
    answer = outside.post("/api/notes", headers=headers, content=body)
    assert answer.status_code == 422
    assert said in answer.json()["error"]["message"]
    assert "secret" not in answer.text


def test_a_decision_that_cannot_be_says_why(outside: TestClient, queue: Queue, key: Key) -> None:
    outside.post("/api/notes", headers=key("submit"), json=NOTE)
    queue.code()
    code = key("code")
    for body, status, kind in [
        ({"kind": "fly"}, 422, "malformed"),
        ({"kind": "accept", "line": 9}, 422, "invalid"),
        ({"kind": "add", "code": "11111", "units": 1}, 422, "invalid"),
        ({"kind": "accept", "line": 0, "report": 999}, 409, "stale"),
    ]:
        answer = outside.post("/api/notes/n1/decisions", headers=code, json=body)
        assert (answer.status_code, answer.json()["error"]["kind"]) == (status, kind)
    assert outside.post("/api/notes/none/decisions", headers=code, json={"kind": "finish"}).status_code == 404


def test_openapi_describes_the_interface_alone(outside: TestClient) -> None:
    described = outside.get("/api/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/notes",
        "/api/notes/{note_id}/report",
        "/api/next",
        "/api/notes/{note_id}/decisions",
        "/api/notes/{note_id}/release",
        "/api/undo",
        "/api/export",
    }
    operations = [item for path in described["paths"].values() for item in path.values()]
    assert all(item["summary"] and item["security"] == [{"HTTPBearer": []}] for item in operations)
