"""How claim lines find their notes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractor.errors import ClaimError
from extractor.facts import Note
from extractor.prebill.matching import IndexEntry, Matcher, plain, read_index
from extractor.prebill.policy import Policy
from extractor.prebill.store import Store, StoredNote
from tests.prebill.claims import DAY, line, report

OTHER = date(2024, 5, 6)


@pytest.fixture
def matcher(policy: Policy) -> Matcher:
    return Matcher(Store(), policy)


def add(matcher: Matcher, note_id: str, text: str = "words", day: date | None = DAY) -> None:
    note = Note(id=note_id, text=text, source=f"{note_id}.txt")
    matcher.add(StoredNote(note=note, report=report([], day=day, note_id=note_id)))


def found(matcher: Matcher, **known: object) -> list[str]:
    billed = line("64640", **{"claim_id": "C9", **known})
    return [matcher.store.note(key).note.id for key in matcher.notes_of(billed)]


def test_by_the_notes_key_first(matcher: Matcher) -> None:
    add(matcher, "n1")
    add(matcher, "C9")
    assert found(matcher, note_id="n1") == ["n1"]
    assert found(matcher, note_id="gone") == ["C9"]


def test_by_the_claim_number_however_it_is_written(matcher: Matcher) -> None:
    add(matcher, "00-c77")
    assert found(matcher, claim_id="C77") == ["00-c77"]
    assert found(matcher, reference="c-77") == ["00-c77"]
    assert found(matcher, claim_id="C7") == []


@pytest.mark.parametrize(
    "text", ["MRN: 55-0192", "Name X   mrn 550192  age 63", "Medical Record Number # 055-0192", "Patient ID 550192"]
)
def test_by_patient_and_day(matcher: Matcher, text: str) -> None:
    add(matcher, "n1", text)
    assert found(matcher, patient_id="0550192") == ["n1"]
    assert found(matcher, patient_id="550192", date_of_service=OTHER) == []
    assert found(matcher, patient_id="550193") == []


def test_a_label_without_a_number_names_nobody(matcher: Matcher) -> None:
    add(matcher, "n1", "MRN: [redacted] on file")
    assert found(matcher, patient_id="redacted") == []


def test_all_notes_of_patient_and_day(matcher: Matcher) -> None:
    add(matcher, "n1", "MRN 7781")
    add(matcher, "n2", "MRN 7781")
    add(matcher, "n3", "MRN 7781", OTHER)
    assert found(matcher, patient_id="7781") == ["n1", "n2"]


def test_a_line_without_a_key_goes_with_the_line_before_it(matcher: Matcher) -> None:
    add(matcher, "n1")
    assert found(matcher, note_id="n1") == ["n1"]
    assert found(matcher) == ["n1"]
    assert found(matcher, claim_id="C10") == []
    assert found(matcher, note_id="n1") == ["n1"]
    assert found(matcher, date_of_service=OTHER) == []


def test_the_key_stands_for_a_note_of_another_day_too(matcher: Matcher) -> None:
    add(matcher, "n1", day=OTHER)
    assert found(matcher, note_id="n1") == ["n1"]


def test_an_index_tells_claim_patient_and_day(policy: Policy, tmp_path: Path) -> None:
    path = tmp_path / "index.csv"
    path.write_text("Note ID,Claim #,MRN,DOS\nn1,C77,P5,\nn2,,P6,05/06/2024\n,,,\n")
    index = read_index(path, policy)
    assert index["n2"] == IndexEntry(patient_id="P6", day=OTHER)
    matcher = Matcher(Store(), policy, index)
    add(matcher, "n1")
    add(matcher, "n2", day=None)
    assert found(matcher, claim_id="C77") == ["n1"]
    assert found(matcher, patient_id="P5") == ["n1"]
    assert found(matcher, patient_id="P6", date_of_service=OTHER) == ["n2"]


@pytest.mark.parametrize("text", ["", "claim,mrn\nC1,P1\n", "note,dos\nn1,soon\n"])
def test_a_bad_index_is_refused(policy: Policy, tmp_path: Path, text: str) -> None:
    path = tmp_path / "index.csv"
    path.write_text(text)
    with pytest.raises(ClaimError, match=r"index\.csv"):
        read_index(path, policy)


def test_numbers_are_compared_without_signs_and_leading_zeros() -> None:
    assert plain("00-ab.12 ") == "AB12"
