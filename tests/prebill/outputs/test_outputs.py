"""The ways out of a review."""

from __future__ import annotations

import csv as reader
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.errors import InputError, NeurolysisError
from extractor.facts import Evidence, Note, Report
from extractor.note import Failure
from extractor.prebill.money import Fees
from extractor.prebill.outputs import csv, jsonl, packet, table, workbook
from extractor.prebill.policy import Policy
from extractor.prebill.review import Reviewer
from extractor.prebill.store import Store
from extractor.rulebook import Rulebook
from tests.prebill.claims import Coder, done, line, report

TEXT = "Thermal <lesion> of the left saphenous nerve."
LESION = Evidence(fact="technique", start=0, end=7, text="Thermal", section="procedure")


def coded(note: Note) -> Report:
    procedure = replace(done("radiofrequency", "saphenous", side="left"), evidence=(LESION,))
    made = report(["64640-LT"], [procedure], note_id=note.id)
    decided = tuple(replace(item, guideline="somatic") for item in made.suggestions)
    return replace(made, suggestions=decided)


@pytest.fixture
def review(rulebook: Rulebook) -> Iterator[Reviewer]:
    amounts = {"64640": Decimal(100), "64681": Decimal(300)}
    with Store() as store:
        made = Reviewer(
            rulebook=rulebook,
            policy=Policy.of(rulebook),
            coder=Coder(coded),  # type: ignore[arg-type]
            store=store,
            fees=Fees(amounts=amounts, bilateral=Decimal("1.5")),
        )
        claims = [
            line("64640-RT", 1, claim_id="=A/1", note_id="n1", charge=Decimal(250)),
            line("64681", 2, claim_id="=A/1", note_id="n1"),
            line("99213", 3, claim_id="=A/1", note_id="n1"),
            line("64640-LT", 1, claim_id="B", note_id="n2"),
            line("64640-LT", 1, claim_id="C"),
            Failure(source="claims.csv", error=InputError("claims.csv: line 9: it is empty", kind="empty")),
        ]
        made.run(claims, [Note(id=name, text=TEXT, source=f"{name}.txt") for name in ("n1", "n2")])
        yield made


def test_json_lines_come_gravest_and_dearest_first(review: Reviewer) -> None:
    out = io.StringIO()
    jsonl.write(review.store, out)
    rows = [json.loads(row) for row in out.getvalue().splitlines()]
    assert [(row.get("kind"), row.get("amount")) for row in rows] == [
        ("unsupported", 300.0),
        ("wrong-side", 100.0),
        ("no-note", 100.0),
        ("supported", None),
        (None, None),
    ]
    assert rows[-1]["error"]["kind"] == "empty"


def test_csv_has_a_row_a_finding_and_no_formula(review: Reviewer) -> None:
    out = io.StringIO()
    csv.write(review.store, out)
    rows = list(reader.DictReader(io.StringIO(out.getvalue())))
    assert rows[0]["claim_id"] == "'=A/1"
    assert (rows[0]["severity"], rows[0]["kind"], rows[0]["amount"]) == ("hold", "unsupported", "300.0")
    assert rows[1]["supported"] == "64640-LT x1"
    assert rows[1]["sources"] == "cpt-code-set"
    assert rows[1]["evidence"] == "Thermal"
    assert "line 9" in rows[-1]["error"]


def test_the_table_lists_what_matters_and_sums_up(review: Reviewer) -> None:
    out = io.StringIO()
    table.write(review.store, review.totals, out)
    said = " ".join(out.getvalue().split())
    assert said.index("64681") < said.index("wrong-side")
    assert "5 claim lines against 2 notes" in said
    assert "hold: 1 no-note, 1 unsupported, 1 wrong-side; $500.00 at stake" in said
    assert "not judged: 99213 is not in the rulebook (1)" in said
    assert "not read: claims.csv: line 9: it is empty" in said
    assert "$300.00" in said


def test_the_table_shows_no_control_characters(rulebook: Rulebook) -> None:
    with Store() as store:
        made = Reviewer(rulebook=rulebook, policy=Policy.of(rulebook), coder=Coder(coded), store=store)  # type: ignore[arg-type]
        made.run([line("64640-LT", claim_id="\x1b[31mA")], [])
        out = io.StringIO()
        table.write(store, made.totals, out)
    assert "\x1b" not in out.getvalue()


def test_the_workbook_holds_all_sheets_and_no_formula(review: Reviewer, tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    workbook.write(review.store, review.totals, path)
    with zipfile.ZipFile(path) as book:
        names = book.read("xl/workbook.xml").decode()
        sheets = [book.read(name).decode() for name in sorted(book.namelist()) if "worksheets/sheet" in name]
    for name in ("Summary", "Findings", "Lines", "Not judged", "Not read"):
        assert f'name="{name}"' in names
    assert not [sheet for sheet in sheets if "<f>" in sheet]
    assert "wrong-side" in sheets[1]
    assert "<v>300</v>" in sheets[1]
    assert "99213" in sheets[3]
    with pytest.raises(NeurolysisError, match=r"gone"):
        workbook.write(review.store, review.totals, tmp_path / "gone" / "review.xlsx")


def test_a_packet_a_claim_that_opens_by_itself(review: Reviewer, tmp_path: Path) -> None:
    folder = tmp_path / "packets"
    assert packet.write(review.store, review.rulebook, review.policy, folder) == 3
    pages = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    assert "B.html" in pages
    wrong = next(page for name, page in pages.items() if name.startswith("_A_1-"))
    assert '<mark class="technique">Thermal' in wrong
    assert "&lt;lesion&gt;" in wrong
    assert "64640-RT x1" in wrong
    assert "64640-LT x1" in wrong
    assert "Not judged: 99213 is not in the rulebook" in wrong
    assert review.rulebook.hash in wrong
    assert "sha256:1" in wrong
    assert "Only what was performed in this encounter" in wrong
    assert "CPT code set of the year of service" in wrong
    assert "No note was found for this claim." in pages["C.html"]
    for page in pages.values():
        assert not [mark for mark in ("<script", "http://", "https://", "src=", "<link") if mark in page]


def test_packets_of_like_named_claims_do_not_meet(rulebook: Rulebook, tmp_path: Path) -> None:
    with Store() as store:
        made = Reviewer(rulebook=rulebook, policy=Policy.of(rulebook), coder=Coder(coded), store=store)  # type: ignore[arg-type]
        names = ["A/1", "A?1", "..", "x" * 300, "A_1"]
        made.run([line("64640-LT", claim_id=name) for name in names], [])
        assert packet.write(store, rulebook, made.policy, tmp_path) == len(names)
    assert len(list(tmp_path.iterdir())) == len(names)
