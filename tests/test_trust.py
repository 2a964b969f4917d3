"""Trust: the line, what falls short of it, and which files are refused."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from extractor import trust
from extractor.classifiers import NOTE_LABELS, Vote
from extractor.doubts import DOUBTS
from extractor.errors import ModelError
from extractor.facts import Note
from extractor.flow import Coder
from extractor.places import shipped_models
from extractor.rulebook import Rulebook
from extractor.trust import Logistic, Models, Trust, contradictions, line_for

SHIPPED = shipped_models()
NOTE = Note(
    id="n1",
    source="n1.txt",
    text=(
        "DATE OF SERVICE: 05/03/2024\nPROCEDURE: Cryoneurolysis, left sural nerve\n\n"
        "By landmarks the cryoprobe was brought to the left sural nerve; two freeze cycles of 106 seconds."
    ),
)


@pytest.fixture(scope="module")
def models() -> Models:
    assert SHIPPED, "run make models"
    return trust.load(SHIPPED)[0]


@pytest.mark.parametrize(
    ("right", "wrong", "target", "holds"),
    [
        (97, 0, 0.99, False),
        (98, 0, 0.99, True),
        (150, 1, 0.99, False),
        (198, 1, 0.99, True),
        (8, 0, 0.9, True),
        (7, 0, 0.9, False),
        (0, 0, 0.5, False),
    ],
)
def test_few_notes_never_hold_a_high_line(right: int, wrong: int, target: float, holds: bool) -> None:
    outcomes = [(0.9, True)] * right + [(0.9, False)] * wrong
    assert (line_for(outcomes, target) is not None) == holds


def test_the_line_lets_most_pass_that_the_target_allows() -> None:
    outcomes = [(0.9, True)] * 20 + [(0.8, False)] + [(0.7, True)] * 20 + [(0.6, False)] * 20
    assert line_for(outcomes, 0.95) == trust.Line(0.7, 41, 1)
    assert line_for(outcomes, 0.97) is None


def test_notes_of_one_confidence_pass_or_stay_together() -> None:
    assert line_for([(0.9, True)] * 8 + [(0.9, False)] * 8, 0.9) is None


def test_a_doubt_never_raises_confidence() -> None:
    logistic = Logistic(2.0, [0.5] * len(DOUBTS))
    nothing, much = [0.0] * len(DOUBTS), [1.0, 2.0] + [0.0] * (len(DOUBTS) - 2)
    assert logistic.confidence(much) < logistic.confidence(nothing)
    assert logistic.strongest(much) == list(DOUBTS)[1]
    assert logistic.strongest(nothing) is None


def test_the_shipped_weights_are_doubts(models: Models) -> None:
    assert all(weight >= 0 for logistic in (models.note, models.line) for weight in logistic.weights)


def test_without_a_line_every_judged_note_goes_to_review(rulebook: Rulebook, models: Models) -> None:
    nothing_known = Coder(rulebook, trust=Trust(replace(models, outcomes=[]), {}))
    report = nothing_known.code(NOTE)
    assert report.review
    assert report.review_reasons[0].startswith("not sure enough to pass without review")
    assert all(0 < (line.confidence or 0) < 1 for line in report.suggestions)


def test_with_a_line_that_it_reaches_it_passes_and_nothing_but_confidence_changes(
    rulebook: Rulebook, models: Models
) -> None:
    certain = replace(models, outcomes=[(0.0, True)] * 200)
    alone, trusted = Coder(rulebook).code(NOTE), Coder(rulebook, trust=Trust(certain, {})).code(NOTE)
    assert not trusted.review
    assert replace(trusted, suggestions=tuple(replace(line, confidence=None) for line in trusted.suggestions)) == alone


def test_what_the_rules_send_to_review_stays_there(rulebook: Rulebook, models: Models) -> None:
    undated = replace(NOTE, text=NOTE.text.replace("DATE OF SERVICE: 05/03/2024\n", ""))
    report = Coder(rulebook, trust=Trust(replace(models, outcomes=[(0.0, True)] * 200), {})).code(undated)
    assert report.review
    assert report.review_reasons[0] == "date of service missing"


def test_a_text_without_any_word_of_the_field_is_not_judged(rulebook: Rulebook, models: Models) -> None:
    visit = replace(NOTE, text="Follow-up of hypertension. The lungs are clear.")
    assert not Coder(rulebook, trust=Trust(replace(models, outcomes=[]), {})).code(visit).review


def test_contradictions_name_what_they_are_about(rulebook: Rulebook) -> None:
    report = Coder(rulebook).code(NOTE)
    agreed = dict.fromkeys(NOTE_LABELS, 0.05) | {"treated": 0.9, "cryo": 0.9}
    said = lambda **facts: list(contradictions(report, Vote(facts=agreed | facts, acts=[])))  # noqa: E731
    assert said() == []
    assert said(chemical=0.8) == ["the second reader finds that chemical was performed"]
    assert said(cryo=0.1) == ["the second reader does not find that cryo was performed"]
    assert said(treated=0.1) == ["the second reader finds that nothing was treated"]


def test_the_shipped_models_load_with_their_card() -> None:
    assert SHIPPED
    models, card = trust.load(SHIPPED)
    assert card["data"]["notes"] > 100
    assert card["data"]["line_evidence"] == len(models.outcomes)
    assert card["limits"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    assert SHIPPED
    for path in SHIPPED.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.mark.parametrize("name", [trust.SECOND_READER, trust.CONFIDENCE])
def test_a_file_that_is_not_what_the_card_describes_is_refused(copy: Path, name: str) -> None:
    (copy / name).write_bytes((copy / name).read_bytes() + b"\n")
    with pytest.raises(ModelError, match=rf"{name} is not what its card describes"):
        trust.load(copy)


@pytest.mark.parametrize("name", [trust.SECOND_READER, trust.CONFIDENCE, trust.CARD])
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelError, match=name):
        trust.load(copy)


def test_a_card_of_another_version_is_refused(copy: Path) -> None:
    card = json.loads((copy / trust.CARD).read_text()) | {"schema": "0"}
    (copy / trust.CARD).write_text(json.dumps(card))
    with pytest.raises(ModelError, match="not one of this version"):
        trust.load(copy)


def test_models_of_other_doubts_are_refused(copy: Path) -> None:
    confidence = json.loads((copy / trust.CONFIDENCE).read_text())
    confidence["note"]["doubts"] = {"another": 1.0}
    content = json.dumps(confidence).encode()
    (copy / trust.CONFIDENCE).write_bytes(content)
    card = json.loads((copy / trust.CARD).read_text())
    card["artefacts"][trust.CONFIDENCE] = trust.digest(content)
    (copy / trust.CARD).write_text(json.dumps(card))
    with pytest.raises(ModelError, match="does not fit this version"):
        trust.load(copy)


def test_the_line_is_said_in_words(models: Models) -> None:
    assert str(Trust(replace(models, outcomes=[]), {})).startswith("no note passes without review")
    held = Trust(replace(models, outcomes=[(0.8, True)] * 98), {})
    assert str(held).startswith("notes pass without review from 80.0% confidence on")
    assert "0 of 98" in str(held)
