"""The packaged tables, how a text is edited, and what is refused."""

from typing import Any

import pytest

from extractor.errors import RulebookError
from extractor.perturbation import PERTURBATIONS, perturbed
from extractor.perturbation.tables import KNOWLEDGE, Tables, edited, like
from extractor.rulebook import Rulebook

NOTE = (
    "Patient: Ann Holm\nDate of Service: 03/02/2024\nPROCEDURE: Cryoneurolysis of the left intercostal nerves\n"
    "INDICATION: Pain since the fall of 05/20/2021.\nDESCRIPTION: Under ultrasound guidance a cryoprobe was advanced to the "
    "T5 and T6 intercostal nerves, two cycles of 106 seconds at each; images were saved.\nPLAN: Return in May.\n"
)


@pytest.fixture(scope="module")
def data() -> Any:
    return Rulebook.load().data(KNOWLEDGE)


@pytest.fixture(scope="module")
def tables(data: Any) -> Tables:
    return Tables.of(data)


@pytest.mark.parametrize("kind", PERTURBATIONS)
def test_the_same_seed_gives_the_same_text(kind: str, tables: Tables) -> None:
    first, second = (perturbed(kind, NOTE, tables, seed="k1") for _ in range(2))
    assert first == second
    assert first != NOTE


@pytest.mark.parametrize("kind", ["typos-5", "synonyms", "misheard", "words-split"])
def test_another_seed_gives_other_noise(kind: str, tables: Tables) -> None:
    assert len({perturbed(kind, NOTE, tables, seed=str(seed)) for seed in range(10)}) > 3


@pytest.mark.parametrize("kind", PERTURBATIONS)
def test_a_text_of_nothing_is_left_alone(kind: str, tables: Tables) -> None:
    assert perturbed(kind, "\n", tables, seed="k1") == "\n"


def test_no_word_is_exchanged_for_itself(tables: Tables) -> None:
    for table in (tables.misspellings, tables.misheard, tables.synonyms):
        assert not [words for words, others in table.items() if words in map(str.lower, others) or not others]
    for headings in tables.headings:
        assert headings.names
        assert headings.others
        assert not set(headings.names) & set(headings.others)


def test_a_heading_stands_in_one_group(tables: Tables) -> None:
    names = [name for headings in tables.headings for name in headings.names]
    assert len(names) == len(set(names))
    assert names == [name.lower() for name in names]


@pytest.mark.parametrize(("change", "named"), [({"noises": []}, "noises"), ({"synonyms": {"left": [4]}}, "left")])
def test_a_wrong_entry_is_named(data: Any, change: dict[str, Any], named: str) -> None:
    with pytest.raises(RulebookError, match=named):
        Tables.of({**data, **change})


def test_of_two_edits_that_overlap_the_first_counts() -> None:
    assert edited("abcdef", [(3, 5, "Y"), (1, 4, "X")]) == "aXef"


@pytest.mark.parametrize(("old", "new"), [("left", "two Words"), ("Left", "Two Words"), ("LEFT", "TWO WORDS")])
def test_new_words_take_the_case_of_the_old(old: str, new: str) -> None:
    assert like(old, "two Words") == new
