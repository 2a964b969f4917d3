"""Case, line ends, headings and order."""

from extractor.perturbation import layout
from tests.perturbation.words import context

NOTE = (
    "Clinic\nPROCEDURE: Left block\nFindings\nNone seen.\nPlan: More. Findings: as said. procedure was long\nSigned\n"
)


def test_case_and_newlines() -> None:
    assert layout.upper_case("Left T5", context()) == "LEFT T5"
    assert layout.lower_case("Left T5", context()) == "left t5"
    assert layout.newlines_removed("a \n\n  b\r\nc\n", context()) == "a b c\n"


def test_long_lines_are_wrapped_between_words_and_short_ones_left() -> None:
    text = "short  line\n" + "needle " * 30 + "\n"
    wrapped = layout.line_wraps(text, context())
    assert wrapped.split() == text.split()
    assert max(map(len, wrapped.splitlines())) <= 60
    assert wrapped.startswith("short  line\n")
    assert layout.line_wraps("short\n", context()) == "short\n"


def test_headings_are_renamed_in_their_own_case_and_words_of_the_text_are_not() -> None:
    assert layout.headings_renamed(NOTE, context()) == (
        "Clinic\nINTERVENTION: Left block\nWhat was found\nNone seen.\n"
        "Way forward: More. What was found: as said. procedure was long\nSigned\n"
    )


def test_headings_that_carry_the_meaning_are_not_removed() -> None:
    assert layout.headings_removed(NOTE, context()) == (
        "Clinic\nLeft block\n\nNone seen.\nPlan: More. as said. procedure was long\nSigned\n"
    )


def test_sections_change_places_between_the_first_and_the_last() -> None:
    text = "Clinic\nProcedure: one\nFindings: two\nFindings: three\nPlan: four\nSigned\n"
    seen = {layout.sections_reordered(text, context(seed)) for seed in range(40)}
    assert len(seen) == 5
    assert text not in seen
    for other in seen:
        assert sorted(other.splitlines()) == sorted(text.splitlines())
        assert other.startswith("Clinic\n")
        assert other.endswith("Plan: four\nSigned\n")


def test_a_note_that_rests_on_its_order_stays() -> None:
    text = "Procedure: one\nFindings: two, as above\nPlan: three\nFindings: four\n"
    assert layout.sections_reordered(text, context()) == text
