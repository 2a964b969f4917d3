"""X12 837P: what is read from a good file, and what a broken one costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.note import Failure
from extractor.prebill import readers
from extractor.prebill.policy import Policy
from extractor.prebill.records import ClaimLine
from tests.prebill.claims import line
from tests.prebill.x12 import interchange

CLAIMS = [
    line("64635-50", 1, claim_id="A", patient_id="P1", note_id="n1", payer="CGS ADMINISTRATORS", charge=Decimal(900)),
    line("64636-50-KX x2", 2, claim_id="A", patient_id="P1", note_id="n1", payer="CGS ADMINISTRATORS"),
    line("64640-LT", 1, claim_id="B", patient_id="P2"),
    line("76942", 2, claim_id="B", patient_id="P2"),
    line("0441T x3", 1, claim_id="C"),
]
GOOD = interchange(CLAIMS)


def read(tmp_path: Path, policy: Policy, text: str) -> tuple[list[ClaimLine], list[str]]:
    path = tmp_path / "claims.837"
    path.write_bytes(text.encode())
    found = list(readers.read([path], policy))
    said = [str(item.error).removeprefix(f"{path}: ") for item in found if isinstance(item, Failure)]
    return [item for item in found if isinstance(item, ClaimLine)], said


def shown(lines: list[ClaimLine]) -> list[str]:
    return [f"{item.claim_id}{item.line} {item.words}" for item in lines]


ALL = ["A1 64635-50 x1", "A2 64636-50-KX x2", "B1 64640-LT x1", "B2 76942 x1", "C1 0441T x3"]


def test_many_claims_with_all_their_facts(tmp_path: Path, policy: Policy) -> None:
    lines, said = read(tmp_path, policy, GOOD)
    assert shown(lines) == ALL
    assert said == []
    first = lines[0]
    assert (first.patient_id, first.note_id, first.payer) == ("P1", "n1", "CGS ADMINISTRATORS")
    assert (first.date_of_service, first.charge) == (date(2024, 3, 2), Decimal(900))
    assert lines[2].note_id is None


@pytest.mark.parametrize("end", ["~", "~\r\n", "'\n"])
def test_line_ends_and_separators_as_the_file_declares_them(tmp_path: Path, policy: Policy, end: str) -> None:
    text = GOOD.replace("~\n", end) if end.startswith("~") else GOOD.replace("~", "'")
    assert shown(read(tmp_path, policy, text)[0]) == ALL
    other = GOOD.replace(":", ">").replace("*", "|")
    assert shown(read(tmp_path, policy, other)[0]) == ALL


def test_more_of_what_a_claim_may_hold(tmp_path: Path, policy: Policy) -> None:
    text = GOOD.replace("REF*EA*P1~", "REF*D9*CLEAR77~").replace("DTP*472*D8*20240302", "DTP*472*RD8*20240302-20240303")
    # Another payer's subscriber, after the claim began, is not the patient.
    text = text.replace("LX*1~", "SBR*S*18*******CI~\nNM1*IL*1*ROE*JOHN****MI*OTHER~\nNM1*PR*2*SECOND PAYER~\nLX*1~", 1)
    (first, *_), _ = read(tmp_path, policy, text)
    assert (first.reference, first.patient_id, first.payer) == ("CLEAR77", "P1", "CGS ADMINISTRATORS")
    assert first.date_of_service == date(2024, 3, 2)


def test_a_dependent_is_not_the_subscriber(tmp_path: Path, policy: Policy) -> None:
    text = GOOD.replace("REF*EA*P2~\n", "").replace(
        "CLM*B*", "HL*9*3*23*0~\nPAT*19~\nNM1*QC*1*DOE*ANN~\nDMG*D8*20100101*F~\nCLM*B*"
    )
    lines, _ = read(tmp_path, policy, text)
    assert lines[2].patient_id == "P2:20100101"


@pytest.mark.parametrize("cut", ["SV1*HC:0441T", "DTP*472", "CLM*C", "HL*4", "SE*"])
def test_a_truncated_file_keeps_every_whole_claim(tmp_path: Path, policy: Policy, cut: str) -> None:
    lines, said = read(tmp_path, policy, GOOD[: GOOD.rindex(cut) + 3])
    assert shown(lines) == (ALL if cut == "SE*" else ALL[:4])
    assert len(said) == 1
    assert said[0].startswith("segment ")
    assert "SE, GE, IEA missing" in said[0]
    open_claim = {"HL*4": "B", "CLM*C": None}.get(cut, "C")
    assert (f"the claim {open_claim}, which was open, may be incomplete" in said[0]) == (open_claim is not None)


def test_a_wrong_count_of_segments_names_the_trailer_and_keeps_all(tmp_path: Path, policy: Policy) -> None:
    lines, said = read(tmp_path, policy, GOOD.replace("SE*", "SE*1"))
    assert shown(lines) == ALL
    assert said == [f"segment {GOOD.count('~') - 2} (SE): its count of segments is not what was read"]


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("GE*1*1", "GE*2*1", "(GE): its count of transactions"),
        ("IEA*1*", "IEA*7*", "(IEA): its count of groups"),
        ("*0001~\nGE", "*0009~\nGE", "(SE): its control number"),
        ("LX*2", "LX*3", "(LX): the service lines of the claim"),
    ],
)
def test_other_wrong_counts_are_told(tmp_path: Path, policy: Policy, good: str, bad: str, said: str) -> None:
    lines, messages = read(tmp_path, policy, GOOD.replace(good, bad, 1))
    assert len(lines) == len(ALL)
    assert [message for message in messages if said in message]


def test_another_transaction_is_passed_over_and_the_next_is_read(tmp_path: Path, policy: Policy) -> None:
    other = "ST*835*0007~\nBPR*I*100*C*CHK~\nCLM*X*100~\nLX*1~\nSE*5*0007~\n"
    text = GOOD.replace("ST*837", other + "ST*837").replace("GE*1", "GE*2")
    lines, said = read(tmp_path, policy, text)
    assert shown(lines) == ALL
    assert said == ["segment 3 (ST): the transaction is not 837 of 005010X222 (professional claims) and is passed over"]


def test_an_institutional_claim_file_is_no_professional_one(tmp_path: Path, policy: Policy) -> None:
    lines, said = read(tmp_path, policy, GOOD.replace("005010X222A1", "005010X223A2"))
    assert not lines
    assert "segment 3 (ST)" in said[0]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "segment 1 (ISA)"),
        (GOOD[4:], "segment 1 (ISA)"),
        (GOOD[:80], "segment 1 (ISA)"),
        (GOOD[:106] + GOOD[106:].replace("*", "|"), "segment 2 (?)"),
        (GOOD[:106] + GOOD[106:].replace("~", ""), "segment 1 (ISA)"),
    ],
)
def test_what_is_no_interchange_says_where(tmp_path: Path, policy: Policy, text: str, place: str) -> None:
    lines, said = read(tmp_path, policy, text)
    assert not lines
    assert said[0].startswith(place)


def test_a_wrong_separator_within_one_segment_names_it(tmp_path: Path, policy: Policy) -> None:
    lines, said = read(tmp_path, policy, GOOD.replace("HC:64640:LT", "HC>64640>LT"))
    assert shown(lines) == [*ALL[:2], *ALL[3:]]
    assert "(SV1): claim B, line 1" in said[0]
    assert "wrong separator?" in said[0]


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("DTP*472*D8*20240302~\nSE", "SE", "no service date"),
        ("*UN*3*", "*UN*many*", "the units"),
        ("SV1*HC:0441T*0", "SV1*HC:0441T*free", "the charge"),
        ("SV1*HC:0441T*0*UN*3***1~\n", "", "no SV1 segment"),
    ],
)
def test_a_bad_service_line_is_told_and_the_others_kept(
    tmp_path: Path, policy: Policy, good: str, bad: str, said: str
) -> None:
    assert good in GOOD
    lines, messages = read(tmp_path, policy, GOOD.replace(good, bad))
    assert shown(lines) == ALL[:4]
    assert [message for message in messages if "claim C, line 1" in message and said in message]


def test_a_claim_without_service_lines_is_told(tmp_path: Path, policy: Policy) -> None:
    start, end = GOOD.index("LX*1", GOOD.index("CLM*C")), GOOD.index("SE*")
    lines, said = read(tmp_path, policy, GOOD[:start] + GOOD[end:])
    assert shown(lines) == ALL[:4]
    assert [message for message in said if "the claim C has no service line" in message]


def test_an_empty_segment_and_garbage_cost_nothing_before_them(tmp_path: Path, policy: Policy) -> None:
    assert shown(read(tmp_path, policy, GOOD.replace("CLM*B", "~CLM*B"))[0]) == ALL
    lines, said = read(tmp_path, policy, GOOD.replace("HL*4", "\x00\x01\x02~HL*4"))
    assert shown(lines) == ALL[:4]
    assert said


def test_a_trailer_that_closes_nothing_is_told(tmp_path: Path, policy: Policy) -> None:
    lines, said = read(tmp_path, policy, GOOD + "IEA*1*000000001~\n")
    assert shown(lines) == ALL
    assert "closes a part of the file that was not open" in said[0]


def test_several_interchanges_in_one_file(tmp_path: Path, policy: Policy) -> None:
    second = GOOD.replace("000000001", "000000002").replace("CLM*", "CLM*2")
    lines, said = read(tmp_path, policy, GOOD + second)
    assert len(lines) == 2 * len(ALL)
    assert said == []


def test_no_name_of_a_patient_stands_in_a_message(tmp_path: Path, policy: Policy) -> None:
    for cut in range(len(GOOD) // 3, len(GOOD), 97):
        assert not [message for message in read(tmp_path, policy, GOOD[:cut])[1] if "DOE" in message]
