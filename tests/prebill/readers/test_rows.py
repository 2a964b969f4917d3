"""Claims as CSV and JSON lines."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.note import Failure
from extractor.prebill import readers
from extractor.prebill.policy import Policy
from extractor.prebill.records import ClaimLine

PLAIN = "claim_id,line,patient_id,note_id,date_of_service,payer,code,modifiers,units,charge\n"


def read(tmp_path: Path, policy: Policy, text: str, name: str = "claims.csv") -> list[ClaimLine | Failure]:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return list(readers.read([path], policy))


def one(tmp_path: Path, policy: Policy, text: str, name: str = "claims.csv") -> ClaimLine:
    (found,) = read(tmp_path, policy, text, name)
    assert isinstance(found, ClaimLine), found
    return found


def test_the_documented_columns(tmp_path: Path, policy: Policy) -> None:
    found = one(tmp_path, policy, PLAIN + 'C7,2,P1,n1,2024-03-02,Acme,64640,LT:59,2,"$1,250.50"\n')
    assert (found.claim_id, found.line, found.patient_id, found.note_id) == ("C7", "2", "P1", "n1")
    assert (found.date_of_service, found.payer, found.code) == (date(2024, 3, 2), "Acme", "64640")
    assert (found.modifiers, found.units, found.charge) == (("LT", "59"), 2, Decimal("1250.50"))
    assert found.source.endswith("claims.csv: line 2")


def test_what_may_be_empty(tmp_path: Path, policy: Policy) -> None:
    first, second = read(tmp_path, policy, PLAIN + "C7,,,,2024-03-02,,64640,,,\nC7,,,,2024-03-02,,64640,,,\n")
    assert isinstance(first, ClaimLine)
    assert isinstance(second, ClaimLine)
    assert (first.modifiers, first.units, first.charge, first.payer, first.patient_id) == ((), 1, None, None, None)
    assert (first.line, second.line) == ("1", "2")


@pytest.mark.parametrize(
    "header",
    [
        "Claim #;MRN;DOS;CPT;Mod 1;Mod 2;Qty",
        "claim number|Patient ID|Service Date|HCPCS Code|modifier1|modifier2|Days or Units",
        "ACCOUNT\tPATIENT\tFROM DOS\tProcedure Code\tM1\tM2\tUNITS",
    ],
)
def test_the_usual_spellings_and_separators(tmp_path: Path, policy: Policy, header: str) -> None:
    separator = next(char for char in ";|\t" if char in header)
    row = separator.join(["C7", "P1", "3/2/2024", "64640", "lt", "59", "2.0"])
    found = one(tmp_path, policy, f"\ufeff{header}\r\n{row}\r\n")
    assert (found.claim_id, found.patient_id, found.date_of_service) == ("C7", "P1", date(2024, 3, 2))
    assert (found.modifiers, found.units) == (("LT", "59"), 2)


@pytest.mark.parametrize("text", ["LT 59", "LT:59", "LT,59", "lt; 59", " LT  59 "])
def test_modifiers_parted_as_they_come(tmp_path: Path, policy: Policy, text: str) -> None:
    assert one(tmp_path, policy, PLAIN + f'C7,1,,,2024-03-02,,64640,"{text}",1,\n').modifiers == ("LT", "59")


def test_modifiers_behind_the_code(tmp_path: Path, policy: Policy) -> None:
    found = one(tmp_path, policy, PLAIN + "C7,1,,,20240302,,64640-LT-59,,1,\n")
    assert (found.code, found.modifiers) == ("64640", ("LT", "59"))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",1,,,2024-03-02,,64640,,1,", "claim_id is empty"),
        ("C7,1,,,,,64640,,1,", "date_of_service is empty"),
        ("C7,1,,,2024-03-02,,,,1,", "code is empty"),
        ("C7,1,,,2024-02-30,,64640,,1,", "not a date"),
        ("C7,1,,,2024-03-02,,64640,,1.5,", "units"),
        ("C7,1,,,2024-03-02,,64640,,0,", "units"),
        ("C7,1,,,2024-03-02,,64640,,nan,", "units"),
        ("C7,1,,,2024-03-02,,64640,,1,much", "charge"),
        ("C7,1,,,2024-03-02,,64640,,1,inf", "charge"),
    ],
)
def test_a_bad_row_names_its_line_and_costs_no_other(tmp_path: Path, policy: Policy, row: str, said: str) -> None:
    good = "C8,1,,,2024-03-02,,64640,,1,"
    before, bad, after = read(tmp_path, policy, PLAIN + f"{good}\n{row}\n{good}\n")
    assert isinstance(before, ClaimLine)
    assert isinstance(after, ClaimLine)
    assert isinstance(bad, Failure)
    assert "claims.csv: line 3: " in str(bad.error)
    assert said in str(bad.error)
    assert bad.record()["error"]["kind"] == "claim"


def test_a_missing_column_and_a_missing_file_are_named(tmp_path: Path, policy: Policy) -> None:
    (found,) = read(tmp_path, policy, "claim_id,code\nC7,64640\n")
    assert isinstance(found, Failure)
    assert "no column for date_of_service" in str(found.error)
    (gone,) = readers.read([tmp_path / "gone.csv"], policy)
    assert isinstance(gone, Failure)
    assert "no such file" in str(gone.error)


def test_json_lines(tmp_path: Path, policy: Policy) -> None:
    row = {"claim_id": 17, "date_of_service": "2024-03-02", "code": "64640", "modifiers": ["LT", "59"], "units": 2}
    text = json.dumps(row) + "\n\n[1]\n{\n" + json.dumps({**row, "charge": 12.5, "modifiers": "LT 59"}) + "\n"
    first, wrong, broken, last = read(tmp_path, policy, text, "claims.jsonl")
    assert isinstance(first, ClaimLine)
    assert isinstance(last, ClaimLine)
    assert isinstance(wrong, Failure)
    assert isinstance(broken, Failure)
    assert first.modifiers == last.modifiers == ("LT", "59")
    assert (first.claim_id, last.line, last.charge) == ("17", "2", Decimal("12.5"))
    assert "line 3: it is not a JSON object" in str(wrong.error)


@pytest.mark.parametrize("name", ["claims", "claims.dat"])
def test_without_a_known_suffix_the_content_tells_the_format(tmp_path: Path, policy: Policy, name: str) -> None:
    row = json.dumps({"claim_id": "C7", "date_of_service": "2024-03-02", "code": "64640"})
    assert one(tmp_path, policy, row, name).claim_id == "C7"
    assert one(tmp_path, policy, PLAIN + "C9,1,,,2024-03-02,,64640,,1,\n", name).claim_id == "C9"
