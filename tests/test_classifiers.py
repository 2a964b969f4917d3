"""The second reader's arithmetic and its file."""

import io
import math

import numpy as np
import pytest

from extractor.classifiers import (
    NOTE_LABELS,
    NUMBERS,
    SEVERAL,
    SecondReader,
    Weights,
    labels,
    rarities,
    terms_of,
    weigh,
)
from extractor.errors import ModelError
from extractor.gist import TREATED

CRYO = NOTE_LABELS.index("cryo")


def reader() -> SecondReader:
    """It knows "probe" as a word for cryo and "went home" as no act."""
    note, sentence = np.zeros((2, len(NOTE_LABELS)), np.float32), np.array([[2.0], [-3.0]], np.float32)
    note[0, CRYO] = 4.0
    return SecondReader(
        terms=["probe", "went home"],
        rarity=np.ones(2, np.float32),
        note=Weights(note, np.full(len(NOTE_LABELS), -1.0, np.float32)),
        sentence=Weights(sentence, np.zeros(1, np.float32)),
    )


def logistic(score: float) -> float:
    return 1 / (1 + math.exp(-score))


def test_terms_are_words_and_pairs_in_lower_case_with_figures_as_zero() -> None:
    assert terms_of("Lesion at 80 C.") == ["lesion", "at", "00", "c", "lesion at", "at 00", "00 c"]


def test_a_vote_speaks_of_the_note_and_of_each_sentence() -> None:
    vote = reader().read(["The probe.", "He went home.", "Nothing known."])
    assert vote.facts["cryo"] == pytest.approx(logistic(4 / math.sqrt(2) - 1))
    assert vote.facts["chemical"] == pytest.approx(logistic(-1))
    assert vote.acts == pytest.approx([logistic(2), logistic(-3), 0.5])


def test_a_note_without_a_sentence_is_judged_by_frequency_alone() -> None:
    vote = reader().read([])
    assert vote.acts == []
    assert list(vote.facts.values()) == pytest.approx([logistic(-1)] * len(NOTE_LABELS))


def test_each_text_weighs_one_and_repeats_count_by_their_logarithm() -> None:
    row, term, weight = weigh([[0, 0, 1], [], [1]], np.array([1.0, 2.0]))
    assert (row.tolist(), term.tolist()) == ([0, 0, 2], [0, 1, 1])
    assert weight[0] / weight[1] == pytest.approx((1 + math.log(2)) / 2)
    assert weight[0] ** 2 + weight[1] ** 2 == pytest.approx(1)
    assert weight[2] == pytest.approx(1)


def test_what_stands_in_every_text_is_less_rare() -> None:
    everywhere, once = rarities([[0, 0], [0, 1], [0]], 2)
    assert everywhere == 1
    assert once > everywhere


def test_a_dump_is_read_back_and_is_the_same_each_time() -> None:
    data = reader().dump()
    assert data == reader().dump()
    assert SecondReader.load(data).read(["The probe."]).facts == reader().read(["The probe."]).facts


def test_arrays_that_would_run_code_are_refused() -> None:
    out = io.BytesIO()
    np.savez(out, terms=np.array([print], dtype=object))
    with pytest.raises(ModelError, match="cannot be read"):
        SecondReader.load(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"no archive"])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ModelError):
        SecondReader.load(data)


def test_arrays_of_different_sizes_are_refused() -> None:
    odd = reader()
    odd = SecondReader(terms=["probe"], rarity=odd.rarity, note=odd.note, sentence=odd.sentence)
    with pytest.raises(ModelError, match="do not fit together"):
        SecondReader.load(odd.dump())


@pytest.mark.parametrize(
    ("performed", "expected"),
    [
        ([], set()),
        ([("cryo", 0)], {TREATED, "cryo"}),
        ([("unspecified", 1)], {TREATED}),
        ([("radiofrequency", 3)], {TREATED, "radiofrequency", NUMBERS[2], NUMBERS[3]}),
        ([("cryo", 0), ("pulsed", 0)], {TREATED, "cryo", "pulsed", SEVERAL, NUMBERS[2]}),
    ],
)
def test_labels_of_what_was_performed(performed: list[tuple[str, int]], expected: set[str]) -> None:
    assert labels(performed) == expected
