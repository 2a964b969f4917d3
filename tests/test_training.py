"""Learning: the same notes give the same models, which judge only families they have not seen."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from extractor import training
from extractor.classifiers import SecondReader
from extractor.errors import InputError
from extractor.facts import Note
from extractor.flow import Coder
from extractor.reviewed import Example
from extractor.rulebook import Rulebook
from tests.reviewed_notes import examples


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory, rulebook: Rulebook) -> list[Example]:
    return examples(tmp_path_factory.mktemp("notes"), Coder(rulebook))


def test_the_same_notes_give_the_same_bytes(notes: list[Example]) -> None:
    assert training.learn(notes)[0].files() == training.learn(notes)[0].files()


def test_the_second_reader_tells_what_it_was_taught(notes: list[Example]) -> None:
    reader = training.fit_second_reader(notes)
    for item in notes:
        vote = reader.read(item.sentences)
        assert (vote.facts["cryo"] > 0.5) == ("cryo" in (item.facts or ()))
        assert (vote.facts["treated"] > 0.5) == bool(item.facts)
    assert (
        reader.read(["two freeze cycles of 106 seconds"]).acts[0]
        > 0.5
        > reader.read(["The patient went home."]).acts[0]
    )


def test_what_no_note_shows_is_held_improbable(notes: list[Example]) -> None:
    assert training.fit_second_reader(notes).read(notes[0].sentences).facts["chemodenervation"] < 0.1


def test_no_note_is_judged_by_a_reader_that_saw_its_author(
    notes: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    taught: dict[int, set[str]] = {}
    fit = training.fit_second_reader

    def spy(some: Sequence[Example]) -> SecondReader:
        reader = fit(some)
        taught[id(reader)] = {item.family for item in some}
        spied.append(reader)
        return reader

    def judged(example: Example, fold: int, reader: SecondReader) -> training.Judged:
        assert example.family not in taught[id(reader)]
        return judge(example, fold, reader)

    spied: list[SecondReader] = []
    judge = training.judge
    monkeypatch.setattr(training, "fit_second_reader", spy)
    monkeypatch.setattr(training, "judge", judged)
    assert len(training.vote_on(notes)[0]) == len(notes)


def test_a_doubt_that_goes_with_errors_weighs_and_one_that_goes_against_them_does_not() -> None:
    random = np.random.default_rng(0)
    doubts = random.random((400, 2))
    right = random.random(400) < np.where(doubts[:, 0] > 0.5, 0.6, 0.95) * np.where(doubts[:, 1] > 0.5, 1.0, 0.9)
    logistic = training.fit_doubts(doubts, right, np.zeros(400, bool))
    assert logistic.weights[0] > 1
    assert logistic.weights[1] == 0


def test_confidence_is_that_of_unseen_notes() -> None:
    """Of the notes that the rules had not seen half are right, of the others all: the next one is unseen."""
    right, unseen = np.array([True, False] * 50 + [True] * 100), np.array([True] * 100 + [False] * 100)
    logistic = training.fit_doubts(np.zeros((200, 1)), right, unseen)
    assert logistic.confidence([0.0]) == pytest.approx(0.5, abs=0.1)


def test_a_line_given_once_too_often_is_wrong(notes: list[Example]) -> None:
    item = next(item for item in notes if item.found)
    twice = replace(item, report=replace(item.report, suggestions=item.report.suggestions * 2))
    judged = training.judge(twice, 0, training.fit_second_reader(notes))
    assert judged.right_lines == [True, False]


def test_one_author_is_not_enough(notes: list[Example]) -> None:
    with pytest.raises(InputError, match="all annotated notes are of one author"):
        training.learn([item for item in notes if item.family == "a"])


def test_notes_without_facts_need_a_second_reader_to_keep(notes: list[Example]) -> None:
    codes_only = [replace(item, facts=None, acts=None) for item in notes]
    with pytest.raises(InputError, match="add annotated notes"):
        training.learn(codes_only)
    kept = training.fit_second_reader(notes)
    assert training.learn(codes_only, kept)[0].second_reader is kept


def test_a_thousand_notes_take_under_a_minute(notes: list[Example]) -> None:
    many = [
        replace(item, family=f"{item.family}{turn % 10}", note=Note(id=f"{item.id}-{turn}", text="", source=""))
        for turn in range(28)
        for item in notes
    ]
    started = time.monotonic()
    training.learn(many)
    assert len(many) > 1000
    assert time.monotonic() - started < 60


def test_nothing_is_learned_from_where_notes_lie(notes: list[Example], tmp_path: Path, rulebook: Rulebook) -> None:
    elsewhere = examples(tmp_path / "other", Coder(rulebook))
    assert training.learn(elsewhere)[0].files() == training.learn(notes)[0].files()
