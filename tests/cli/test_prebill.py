"""``neurolysis prebill`` from the outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from extractor import cli

HEADER = "claim_id,line,note_id,date_of_service,payer,code,modifiers,units\n"
NOTE = (
    "Date of service: 03/02/2024\nPROCEDURE: Thermal radiofrequency ablation of the left saphenous nerve.\n"
    "The left saphenous nerve was lesioned at 80 C for 90 seconds by landmarks.\n"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    Path("notes").mkdir()
    Path("notes/n1.txt").write_text(NOTE)
    return lambda *arguments: CliRunner().invoke(cli.app, ["prebill", *arguments])


def claims(*rows: str) -> str:
    Path("claims.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return "claims.csv"


GOOD = "C1,1,n1,2024-03-02,,64640,LT,1"
BAD = "C2,1,n1,2024-03-02,,64681,,1"


def test_status_0_where_there_is_nothing_to_hold(run: Any) -> None:
    done = run(claims(GOOD), "notes")
    assert done.exit_code == 0, done.output
    (row,) = done.stdout.splitlines()
    assert json.loads(row)["kind"] == "supported"
    assert "1 claim lines against 1 notes" in done.stderr


def test_status_1_where_a_line_is_held_or_something_was_not_read(run: Any) -> None:
    assert run(claims(GOOD, BAD), "notes").exit_code == 1
    unread = run(claims(GOOD, "C3,1,n1,soon,,64640,,1"), "notes")
    assert unread.exit_code == 1
    assert json.loads(unread.stdout.splitlines()[-1])["error"]["kind"] == "claim"
    assert run(claims(GOOD), "notes", "gone").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gone.csv", "notes"), "gone.csv"),
        (("empty.csv", "notes"), "no column for claim_id"),
        (("claims.csv", "notes", "--format", "xlsx"), "--output"),
        (("claims.csv", "notes", "--fees", "gone.csv"), "fee schedule"),
        (("claims.csv", "notes", "--index", "gone.csv"), "index"),
        (("claims.csv", "notes", "--expected", "gone.csv"), "expectations"),
        (("claims.csv", "notes", "--rulebook", "gone"), "gone"),
        (("claims.csv", "notes", "--output", "gone/out.csv"), "cannot write"),
        (("claims.csv", "notes", "--packets", "claims.csv"), "packets"),
    ],
)
def test_status_2_where_it_cannot_run(run: Any, arguments: tuple[str, ...], said: str) -> None:
    claims(GOOD)
    Path("empty.csv").write_text("")
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.output


@pytest.mark.parametrize(
    ("name", "start"), [("out.csv", b"severity,"), ("out.jsonl", b'{"schema": "1"'), ("out.xlsx", b"PK")]
)
def test_the_suffix_of_the_output_tells_its_format(run: Any, name: str, start: bytes) -> None:
    done = run(claims(GOOD), "notes", "--output", name)
    assert done.exit_code == 0, done.output
    assert Path(name).read_bytes().startswith(start)
    assert done.stdout == ""


def test_table_packets_money_and_scores(run: Any) -> None:
    Path("fees.csv").write_text("code,amount\n64681,300\n")
    Path("expected.csv").write_text("claim_id,line,kind\nC2,1,unsupported\n")
    extra = ("--fees", "fees.csv", "--expected", "expected.csv", "--packets", "packets", "--format", "table")
    done = run(claims(GOOD, BAD), "notes", *extra)
    assert done.exit_code == 1
    assert "$300.00 at stake" in done.stdout
    assert "recall 1.000" in done.stderr
    assert sorted(path.name for path in Path("packets").iterdir()) == ["C1.html", "C2.html"]


def test_an_index_file_joins_patient_and_note(run: Any) -> None:
    Path("index.csv").write_text("note_id,claim_id\nn1,C7\n")
    without = run(claims("C7,1,,2024-03-02,,64640,LT,1"), "notes")
    assert json.loads(without.stdout.splitlines()[0])["kind"] == "no-note"
    joined = run("claims.csv", "notes", "--index", "index.csv")
    assert joined.exit_code == 0, joined.output
