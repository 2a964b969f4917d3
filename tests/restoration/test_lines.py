"""A note that lost its line ends gets them back; what is one line by nature stays whole."""

from __future__ import annotations

import pytest

from extractor.restoration.lines import Lines
from extractor.rulebook import Rulebook

FORM = (
    "Date of service: 03/14/2023\nPatient: Ms. Harlow, 61 F\n\nPREOPERATIVE DIAGNOSIS: Left knee pain after replacement.\n"
    "PROCEDURE: Radiofrequency ablation, left genicular nerves.\n\nDESCRIPTION OF PROCEDURE:\nThe patient was placed supine "
    "and the knee was prepped. Three cannulae were advanced to bone under fluoroscopy.\n\nCOMPLICATIONS: None.\n"
    "PLAN: Return in six weeks."
)
LIST = (
    "Steps:\n1. Patient seated, prepped and draped.\n2. The probe was laid over the nerve.\n3. A cannula was brought in.\n"
    "4. Sensory and motor testing as usual, nothing below the knee moved.\n5. Lesion at 80 C for 90 seconds.\n6. Dressing applied, patient walked out on her own."
)
PROSE = (
    "I saw her again this afternoon because the burning in her foot has come back, and we talked for a while about what could "
    "be done about it, which is not much, since she will not hear of surgery and the creams have never helped her in the "
    "least, but she was glad to have been listened to, and will think about the freezing that her sister had last year."
)


@pytest.fixture(scope="module")
def lines() -> Lines:
    rulebook = Rulebook.load()
    return Lines(rulebook.data("sections.yaml"), rulebook.data("line_ends.yaml"))


def laid_out(lines: Lines, text: str) -> str:
    for start, end, new in sorted(lines(text), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def found(lines: Lines, text: str) -> set[str]:
    return {line.strip() for line in laid_out(lines, " ".join(text.split())).split("\n") if line.strip()}


@pytest.mark.parametrize("text", [FORM, LIST])
def test_lines_begin_where_they_did(lines: Lines, text: str) -> None:
    assert {line for line in text.split("\n") if line} <= found(lines, text)


def test_sections_are_parted_by_empty_lines(lines: Lines) -> None:
    assert "\n\nDESCRIPTION OF PROCEDURE:" in laid_out(lines, " ".join(FORM.split()))


def test_a_sentence_that_runs_on_stays_whole(lines: Lines) -> None:
    assert laid_out(lines, PROSE) == PROSE


def test_offsets_are_those_of_the_text(lines: Lines) -> None:
    flat = "Clinic\n" + " ".join(FORM.split())
    assert laid_out(lines, flat).split() == flat.split()


def test_a_note_with_lines_stays(lines: Lines) -> None:
    assert not list(lines(FORM))


def test_a_short_text_stays(lines: Lines) -> None:
    assert not list(lines("PROCEDURE: Cryoablation. PLAN: Rest."))


def test_a_letter_in_one_line_is_not_cut_at_a_name(lines: Lines) -> None:
    told = (
        "She came back with the same pain. In 2021 Dr. Park burned the nerves of her back and she had a good year from it. "
        "With her prone, two long Chiba needles were steered to the front of the disc. On 20 May 2023 Mrs. Aguilar said that "
        "it was the hip that hurt her, and I have asked for films of it and for an injection."
    )
    assert laid_out(lines, told) == told
