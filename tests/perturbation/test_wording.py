"""Typing, scanning, dictation and synonyms, on tables made by hand."""

import pytest

from extractor.perturbation import wording
from tests.perturbation.words import context

NOTE = "Twenty words stand here so that a rate may be told from them, among others left intercostal nerve seven and 20."


def differing(before: str, after: str) -> list[tuple[str, str]]:
    return [pair for pair in zip(before.split(), after.split(), strict=True) if pair[0] != pair[1]]


@pytest.mark.parametrize(("rate", "count"), [(0.0, 0), (0.05, 1), (0.2, 4)])
def test_the_rate_is_a_share_of_all_words(rate: float, count: int) -> None:
    for seed in range(20):
        assert len(differing(NOTE, wording.typos(NOTE, context(seed), rate=rate))) == count


def test_a_typo_spares_the_first_letter_short_words_and_figures() -> None:
    for seed in range(50):
        for before, after in differing(NOTE, wording.typos(NOTE, context(seed), rate=0.3)):
            assert len(before) >= 4
            assert after[0] == before[0]
            assert abs(len(after) - len(before)) <= 1


def test_misspellings_that_recur_are_among_the_typos() -> None:
    spelt = {"fluoroscopy": ("flouroscopy",)}
    found = {wording.typos("Fluoroscopy", context(seed, misspellings=spelt), rate=1.0) for seed in range(20)}
    assert "Flouroscopy" in found
    assert len(found) > 1


def test_a_scan_confuses_what_looks_alike_but_no_date() -> None:
    text = "Burned at 80 on 03/10/2020, 0.5 mL"
    seen = {wording.scanned(text, context(seed), rate=1.0) for seed in range(5)}
    assert seen == {"Bumed at 8O on 03/10/2020, 0.5 mL"}


def test_words_are_split_and_joined() -> None:
    split = wording.words_split(NOTE, context(), rate=0.05)
    assert split != NOTE
    assert split.replace(" ", "") == NOTE.replace(" ", "")
    assert split.count(" ") == NOTE.count(" ") + 1
    joined = wording.words_joined(NOTE, context(), rate=0.05)
    assert joined.replace(" ", "") == NOTE.replace(" ", "")
    assert joined.count(" ") == NOTE.count(" ") - 1


def test_the_longest_expression_is_exchanged_and_case_is_kept() -> None:
    table = {"medial branch": ("facet nerve",), "medial": ("inner",)}
    seen = {wording.synonyms("Medial branch, MEDIAL", context(seed, synonyms=table)) for seed in range(30)}
    assert seen == {"Medial branch, MEDIAL", "Facet nerve, MEDIAL", "Medial branch, INNER", "Facet nerve, INNER"}


def test_a_recogniser_mishears_less_than_half() -> None:
    text = "phenol " * 400
    misheard = wording.misheard(text, context(misheard={"phenol": ("fennel",)}))
    assert 60 < misheard.count("fennel") < 140
