"""Notes in one case get the capitals back that tell something."""

from __future__ import annotations

import pytest

from extractor.restoration.casing import Casing


@pytest.fixture(scope="module")
def casing() -> Casing:
    return Casing(["CT", "under US", "GAN", "US probe"])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("procedure: rfa. the nerve was burned", "Procedure: rfa. The nerve was burned"),
        ("seen by dr. lee at l4 and s1 under us", "Seen by Dr. lee at L4 and S1 under US"),
        ("r gan frozen; she told us at once", "R GAN frozen; she told us at once"),
        ("done:\n- both\n1. first\n2 (l) knee", "Done:\n- Both\n1. First\n2 (L) knee"),
        ("a line that is long enough to have been wrapped here\nand that goes on", None),
    ],
)
def test_small_letters(casing: Casing, written: str, read: str | None) -> None:
    assert casing(written) == (read or written[0].upper() + written[1:])


def test_all_capitals(casing: Casing) -> None:
    assert casing("PLAN: REST. RIGHT L4, CT AS BEFORE.") == "PLAN: rest. Right L4, CT as before."


def test_a_note_in_both_cases_stays(casing: Casing) -> None:
    text = "The left L4 nerve was treated. us and ct, rfa."
    assert casing(text) == text


def test_letters_that_change_their_number_leave_the_note_alone(casing: Casing) -> None:
    text = "\u0130ZM\u0130R CLINIC. RIGHT KNEE."
    assert casing(text) == text


@pytest.mark.parametrize("abbreviations", [["mb", "MB"], ["MB", "mb"]])
def test_of_two_abbreviations_that_differ_in_case_alone_the_capitals_are_written(abbreviations: list[str]) -> None:
    assert Casing(abbreviations)("the mb was burned") == "The MB was burned"
