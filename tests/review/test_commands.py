from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner, Result

from extractor.cli import app
from extractor.review import decisions, people, worklist
from extractor.review.desk import Desk
from extractor.review.store import Store
from extractor.review.tables import documents, notes

Run = Callable[..., Result]
PASSWORD = "correct horse battery"
NOTE = (
    "Date of service: 2024-05-03\nUnder ultrasound a cryoprobe was placed at the left sural nerve; one freeze cycle.\n"
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'queue.db'}"


@pytest.fixture
def run(url: str) -> Run:
    return lambda *words, text=None: CliRunner().invoke(
        app, [str(word) for word in words], input=text, env={"NEUROLYSIS_STORE": url}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "notes"
    made.mkdir()
    (made / "n1.txt").write_text(NOTE)
    (made / "n2.txt").write_text("Nothing was done today.")
    return made


def test_notes_are_added_coded_listed_and_exported(run: Run, folder: Path, store: Store, tmp_path: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\x00")
    added = run("queue", "add", folder, "--author", "Dr. Sample", "--payer", "acme")
    assert added.exit_code == 1
    assert "2 notes queued, 0 were there already, 1 failed" in added.stderr
    assert (
        "0 notes queued, 2 were there already"
        in run("queue", "add", folder / "n1.txt", folder / "n2.txt", "--payer", "acme").stderr
    )
    assert "2 notes coded" in run("queue", "work").stderr
    listed = [line.split("\t") for line in run("queue", "list").stdout.splitlines()]
    assert sorted(cells[0] for cells in listed) == ["n1", "n2"]
    desk = Desk(store=store, codes=lambda day, payer: {})
    decisions.accept_all(desk, "ann", worklist.find(desk, "n1"))
    assert json.loads(run("queue", "export").stdout)["note_id"] == "n1"
    out = tmp_path / "out.csv"
    assert run("queue", "export", "--format", "csv", "--output", out).exit_code == 0
    assert out.read_text().startswith("note_id,")
    assert out.stat().st_mode & 0o077 == 0


def test_claim_lines_are_put_beside_their_notes(run: Run, folder: Path, store: Store, tmp_path: Path) -> None:
    claims = tmp_path / "claims.csv"
    claims.write_text(
        "claim_id,line,note_id,date_of_service,code,modifiers,units,charge\n"
        "c1,1,n1,2024-05-03,64640,LT,1,410.00\n"
        "n2,1,,2024-05-03,64999,,1,90\n"
    )
    assert run("queue", "add", folder, "--claims", claims).exit_code == 0
    with store.read() as db:
        rows = db.execute(select(notes.c.note_id, notes.c.amount, documents.c.billed).join(documents)).all()
    assert [(row.note_id, row.amount, json.loads(row.billed)[0]["code"]) for row in rows] == [
        ("n1", 410.0, "64640"),
        ("n2", 90.0, "64999"),
    ]


def test_people_and_keys_are_managed(run: Run, store: Store) -> None:
    assert run("users", "add", "ann", "--role", "code", text=f"{PASSWORD}\n{PASSWORD}\n").exit_code == 0
    assert people.sign_in(store, "ann", PASSWORD)
    new = "another long password"
    assert run("users", "password", "ann", "--password-stdin", text=new).exit_code == 0
    assert people.sign_in(store, "ann", new)
    assert run("users", "disable", "ann").exit_code == 0
    assert run("users", "list").stdout == "ann\tcode\tdisabled\n"
    key = run("keys", "add", "scanner", "--role", "submit").stdout.strip()
    assert people.actor_of_key(store, key)
    assert run("keys", "revoke", "scanner").exit_code == 0
    assert run("keys", "list").stdout == "scanner\tsubmit\trevoked\n"
    for words in (("users", "disable", "eve"), ("keys", "revoke", "eve"), ("users", "add", "bob", "--role", "king")):
        refused = run(*words, text=f"{PASSWORD}\n{PASSWORD}\n")
        assert refused.exit_code == 2
        assert refused.stderr.count("neurolysis:") == 1


def test_the_audit_log_is_verified(run: Run, store: Store) -> None:
    people.add_key(store, "scanner", ["submit"])
    done = run("audit", "verify")
    assert done.exit_code == 0
    assert done.stdout.startswith("1:")
    assert run("audit", "verify", "--anchor", done.stdout.strip()).exit_code == 0
    wrong = run("audit", "verify", "--anchor", "1:abc")
    assert wrong.exit_code == 1
    assert "not the one that the anchor names" in wrong.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("serve", "--host", "0.0.0.0", "--no-sign-in"), "on this machine only"),
        (("serve", "--host", "0.0.0.0"), "there are no users yet"),
        (("serve",), "there are no users yet"),
        (("queue", "list", "--store", "mysql://x/y"), "SQLite or PostgreSQL"),
        (("queue", "export", "--output", "/nowhere/at/all"), "cannot write it"),
    ],
)
def test_what_cannot_run_says_so_with_status_2(run: Run, words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_missing_extra_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("extractor.review.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    done = run("queue", "list")
    assert done.exit_code == 2
    assert "pip install 'neurolysis[serve]'" in done.stderr


def test_help_stays_light() -> None:
    script = "import sys, extractor.review.commands; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"sqlalchemy", "fastapi", "argon2", "uvicorn", "spacy", "psycopg"} & set(loaded)
