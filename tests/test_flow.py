"""The story of one note: whose date and payer count, and what its report holds."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from extractor.errors import DateNotCovered
from extractor.facts import GapKind, NoCodeReason, Note
from extractor.flow import Coder
from extractor.rulebook import Rulebook

TEXT = (
    "DATE OF SERVICE: 05/03/2024\nPayer: CGS\nPROCEDURE: Cryoneurolysis, left sural nerve\n\n"
    "By landmarks the cryoprobe was brought to the left sural nerve; two freeze cycles."
)


def note(text: str = TEXT, *, day: date | None = None, payer: str | None = None) -> Note:
    return Note(id="n1", text=text, source="n1.txt", date_of_service=day, payer=payer)


@pytest.fixture(scope="module")
def coder(rulebook: Rulebook) -> Coder:
    return Coder(rulebook)


def test_the_date_of_the_coder_outranks_that_of_the_note_and_that_outranks_the_text(
    rulebook: Rulebook, coder: Coder
) -> None:
    given, known = date(2022, 2, 2), date(2023, 3, 3)
    assert coder.code(note()).date_of_service == date(2024, 5, 3)
    assert coder.code(note(day=known)).date_of_service == known
    assert Coder(rulebook, date_of_service=given).code(note(day=known)).date_of_service == given


def test_so_does_the_payer(rulebook: Rulebook, coder: Coder) -> None:
    assert coder.code(note()).payer == "cgs"
    assert coder.code(note(payer="other")).payer == "other"
    assert Coder(rulebook, payer="given").code(note(payer="other")).payer == "given"
    assert coder.code(note(TEXT.replace("CGS", "Blue Plan"))).payer is None


def test_a_known_date_decides_what_is_history(coder: Coder) -> None:
    text = "Cryoneurolysis of the left sural nerve was done on 05/03/2024 with the cryoprobe."
    statuses = {
        day.year: [item.status for item in coder.code(note(text, day=day)).procedures]
        for day in (date(2024, 5, 3), date(2025, 5, 3))
    }
    assert statuses == {2024: ["performed"], 2025: ["historical"]}


def test_the_report_names_note_rulebook_and_edition(rulebook: Rulebook, coder: Coder) -> None:
    report = coder.code(note())
    assert (report.note_id, report.source, report.rulebook) == ("n1", "n1.txt", rulebook.hash)
    assert report.edition == rulebook.on(date(2024, 5, 3), "cgs").id
    assert report.note_hash == f"sha256:{hashlib.sha256(TEXT.encode()).hexdigest()}"
    assert [item.nerve for item in report.procedures] == ["sural"]
    assert len(report.suggestions) == 1


def test_without_a_date_the_newest_edition_is_used_and_the_gap_said(rulebook: Rulebook, coder: Coder) -> None:
    report = coder.code(note(TEXT.replace("DATE OF SERVICE: 05/03/2024\n", "")))
    assert report.date_of_service is None
    assert report.edition == rulebook.on(None).id
    assert GapKind.DATE_MISSING in {gap.kind for gap in report.gaps}
    assert report.review


def test_a_date_outside_the_rulebook_is_refused_without_a_word_of_the_note(coder: Coder) -> None:
    with pytest.raises(DateNotCovered, match="covers") as caught:
        coder.code(note(day=date(1999, 1, 1)))
    assert "sural" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Walking better.",
        "x" * 5000,
        "cryo " + "x" * 5000 + ".",
        "(" * 500,
        "[ ] " * 200,
        "L4-" * 300,
        "no " * 1000,
    ],
)
def test_any_text_gives_a_report(coder: Coder, text: str) -> None:
    report = coder.code(note(text, day=date(2024, 5, 3)))
    assert report.suggestions == ()
    assert report.no_code_reason is NoCodeReason.NOT_MENTIONED


def test_the_doc_of_a_note_holds_the_span_groups(coder: Coder) -> None:
    doc = coder.doc(note())
    assert doc.text == TEXT
    assert {"sections", "sentences", "mentions", "assertions"} <= set(doc.spans)


def test_a_coder_is_free_of_what_it_read_before(rulebook: Rulebook, coder: Coder) -> None:
    coder.code(note("Pulsed RF of the right suprascapular nerve at 42 C.", day=date(2018, 1, 1)))
    assert coder.code(note()) == Coder(rulebook).code(note())
