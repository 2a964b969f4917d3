"""Doubts: zero where there is nothing to doubt, and each raised by what it names."""

from collections.abc import Callable

import pytest

from extractor.classifiers import NOTE_LABELS, NUMBERS, SEVERAL, TREATED, Vote, labels
from extractor.doubts import DOUBTS, Doubter
from extractor.facts import Note
from extractor.flow import Coder
from extractor.reading.odds import Odds
from extractor.rulebook import Rulebook

PLAIN = (
    "DATE OF SERVICE: 05/03/2024\nPROCEDURE: Cryoneurolysis, left sural nerve\n\n"
    "By landmarks the cryoprobe was brought to the left sural nerve; two freeze cycles."
)
Doubted = Callable[..., dict[str, float]]


@pytest.fixture(scope="module")
def doubted(rulebook: Rulebook) -> Doubted:
    """The doubts about a note, where the second reader sees what the rules see but for ``facts``."""
    coder = Coder(rulebook)

    def doubts(text: str, acts: float = 0.9, line: int | None = None, **facts: float) -> dict[str, float]:
        report, scene = coder.read(Note(id="t", text=text, source="t"))
        assert scene
        seen = labels([(item.technique.value, len(item.levels)) for item in report.procedures])
        votes = {label: facts.get(label, 0.95 if label in seen else 0.05) for label in NOTE_LABELS}
        doubter = Doubter(report, scene, Vote(facts=votes, acts=[acts] * len(scene.sentences)))
        numbers = doubter.of_note() if line is None else doubter.of_line(report.suggestions[line])
        return dict(zip(DOUBTS, numbers, strict=True))

    return doubts


def test_a_plain_note_raises_hardly_any(doubted: Doubted) -> None:
    found = doubted(PLAIN, acts=1.0)
    assert {name for name, number in found.items() if number > 0.5} <= {"short", "act-unused"}


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("technique-unread", {"chemical": 0.8}),
        ("technique-unsure", {"cryo": 0.2}),
        ("nothing-treated", {TREATED: 0.2}),
        ("more-targets", {SEVERAL: 0.8}),
        ("more-targets", {NUMBERS[2]: 0.8}),
    ],
)
def test_the_second_reader_raises_its_own(doubted: Doubted, name: str, facts: dict[str, float]) -> None:
    assert doubted(PLAIN)[name] == 0
    assert doubted(PLAIN, **facts)[name] > 1


def test_fewer_targets_than_the_rules_found(doubted: Doubted) -> None:
    two = PLAIN.replace("left sural nerve;", "left sural nerve, then to the left saphenous nerve;")
    assert doubted(two)["fewer-targets"] == 0
    assert doubted(two, **{SEVERAL: 0.2})["fewer-targets"] > 1


@pytest.mark.parametrize(
    ("odds", "against"),
    [
        ({}, 0),
        ({("nerve", "sural"): 2.0, ("side", "right"): -3.0}, 0),
        ({("nerve", "sural"): -2.0, ("side", "right"): -3.0}, 2),
        ({("nerve", "sural"): -2.0, ("side", "right"): 3.0}, 3),
        ({("nerve", "tibial"): 6.0}, 4),
    ],
)
def test_the_words_around_something_speak_against_the_reading(
    rulebook: Rulebook, odds: dict[tuple[str, str], float], against: float
) -> None:
    report, scene = Coder(rulebook).read(Note(id="t", text=PLAIN, source="t"))
    assert scene
    scene.memory[Odds] = Odds(odds)
    vote = Vote(facts=dict.fromkeys(NOTE_LABELS, 0.5), acts=[1.0] * len(scene.sentences))
    assert dict(zip(DOUBTS, Doubter(report, scene, vote).of_note(), strict=True))["words-against"] == against


def test_something_treated_is_doubted_only_where_the_rules_found_nothing(doubted: Doubted) -> None:
    plan = "PLAN: Cryoablation of the left sural nerve next month."
    assert doubted(plan, treated=0.9)["something-treated"] > 2
    assert doubted(PLAIN, treated=0.9)["something-treated"] == 0


@pytest.mark.parametrize(
    ("title", "differs", "silent"),
    [
        ("Cryoneurolysis, left sural nerve", 0, 0),
        ("Cryoneurolysis, right sural nerve", 1, 0),
        ("Cryoneurolysis, left saphenous nerve", 1, 0),
        ("Visit", 0, 1),
    ],
)
def test_what_the_title_alone_would_give(doubted: Doubted, title: str, differs: int, silent: int) -> None:
    found = doubted(PLAIN.replace("Cryoneurolysis, left sural nerve", title))
    assert (found["title-differs"], found["title-silent"]) == (differs, silent)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("other-side", " The right sural nerve was treated as well by cryoprobe."),
        ("other-organ", " Cryoablation of a liver lesion was done too."),
        ("told-beside", "\nHISTORY: Radiofrequency ablation of the right saphenous nerve in 2019."),
    ],
)
def test_what_stands_beside_raises_its_own(doubted: Doubted, name: str, more: str) -> None:
    before, after = doubted(PLAIN), doubted(PLAIN + more)
    if name == "other-side":
        # Both sides may be coded, then there are more targets and no other side.
        assert after[name] > before[name] or after["several-targets"] > before["several-targets"]
    else:
        assert after[name] > before[name]


def test_evidence_in_sentences_that_tell_of_no_act_is_doubted(doubted: Doubted) -> None:
    assert doubted(PLAIN, acts=0.1)["act-unclear"] > doubted(PLAIN, acts=0.9)["act-unclear"]


def test_a_line_is_doubted_for_its_own_units(doubted: Doubted) -> None:
    two = PLAIN.replace("left sural nerve", "left sural and left saphenous nerves")
    assert doubted(two, line=0)["several-units"] >= doubted(PLAIN, line=0)["several-units"]
    assert doubted(PLAIN, line=0)["several-units"] == 0


def test_no_doubt_is_negative_or_without_bound(doubted: Doubted) -> None:
    for text in (PLAIN, PLAIN * 20, "cryoablation", "PLAN: cryoablation of the sural nerve"):
        assert all(0 <= number <= 4 for number in doubted(text, cryo=0.0, chemical=1.0).values())
