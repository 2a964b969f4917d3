"""The odds of what a note names overrule the reading of its sentences where they speak for another by far."""

from __future__ import annotations

import pytest

from extractor.facts import Imaging, Note, Procedure, Side, Status, Technique
from extractor.flow import Coder
from extractor.reading.odds import KINDS, Odds, Reckoner, change, features, reckoned, told
from extractor.reading.scene import Scene
from extractor.rulebook import Rulebook
from extractor.vocabulary import ALWAYS

DONE = Procedure(technique=Technique.CRYO, nerve="sural", laterality=Side.BILATERAL, imaging=(Imaging.ULTRASOUND,))
SURAL, TIBIAL, LEFT, RIGHT = ("nerve", "sural"), ("nerve", "tibial"), ("side", "left"), ("side", "right")
# Sixty words that no table knows.
PADDING = " ".join(f"{first}{second}x" for first in "abcdef" for second in "ghijklmnop")
ACCOUNT = f"""Date of service: 3/4/2024
TECHNIQUE: Under ultrasound the left sural nerve was frozen for two cycles.
HISTORY: The right tibial nerve by cryoneurolysis. {PADDING}"""


def scene(text: str) -> Scene:
    found = Coder(Rulebook.load()).scene(Note(id="x", text=text, source="x"))
    assert found is not None
    return found


def test_what_procedures_tell() -> None:
    planned = Procedure(technique=Technique.CRYO, nerve="tibial", status=Status.PLANNED)
    assert told([DONE, planned]) == {SURAL, LEFT, RIGHT, ("technique", "cryo"), ("imaging", "ultrasound")}


def test_a_toxin_is_told_without_its_nerve_and_pulses_as_the_current_that_they_are() -> None:
    toxin = Procedure(technique=Technique.CHEMODENERVATION, nerve="migraine")
    pulsed = Procedure(technique=Technique.PULSED, nerve="other:sinuvertebral")
    assert told([toxin]) == {("technique", "chemodenervation")}
    assert told([pulsed]) == {("technique", "radiofrequency"), ("nerve", "other")}


def test_features_are_the_words_of_its_sentences_and_of_the_note() -> None:
    found = features(scene(ACCOUNT))
    assert {"near frozen", "near was frozen", "note history", "is sural", "rivals 2", "mentions 1"} <= found[SURAL]
    assert "near frozen" not in found[TIBIAL]
    assert {LEFT, RIGHT, ("imaging", "ultrasound"), ("technique", "cryo")} < set(found)


def test_a_note_of_few_words_has_no_odds() -> None:
    assert features(scene("PROCEDURE: The left sural nerve was frozen.")) == {}


def test_the_weights_of_what_a_note_holds_add_up_to_a_thousand_to_one_at_most() -> None:
    tables = dict.fromkeys(KINDS, f"0 {ALWAYS}\n") | {"nerve": f"-1 {ALWAYS}\n3 near frozen\n-90 is tibial\n"}
    odds = Reckoner(tables)(scene(ACCOUNT)).of
    assert odds[SURAL] == pytest.approx(2)
    assert odds[TIBIAL] == pytest.approx(-6.908, abs=0.001)
    assert odds[LEFT] == 0


def test_a_scene_remembers_its_odds() -> None:
    whole = scene(ACCOUNT)
    assert reckoned(whole) == Odds({})
    odds = Reckoner(dict.fromkeys(KINDS, f"1 {ALWAYS}\n"))(whole)
    assert reckoned(whole) is odds


def test_a_reading_fits_the_better_the_more_likely_what_it_tells() -> None:
    odds = Odds({SURAL: 2.0, TIBIAL: -1.0})
    assert odds.fit({SURAL}) > odds.fit({SURAL, TIBIAL}) > odds.fit({TIBIAL})
    assert odds.fit({SURAL}) - odds.fit({TIBIAL}) == pytest.approx(3)
    assert (odds.against({SURAL}), odds.against({TIBIAL})) == ([], [2, 1])


def read(other: Scene) -> list[Procedure]:
    """A reading of nothing but the nerves and sides in the account."""
    nerves = [item.concept for item in other.of("nerve") if item.tier == "done" and item.performed]
    sides = [item.concept for item in other.of("side") if item.tier == "done" and item.performed]
    return [
        Procedure(technique=Technique.CRYO, nerve=nerve, laterality=Side(sides[0]) if sides else None)
        for nerve in nerves
    ]


@pytest.mark.parametrize(
    ("odds", "found"),
    [
        ({SURAL: 2.0, TIBIAL: -2.0}, None),
        ({SURAL: 2.0, TIBIAL: 2.9}, None),
        ({SURAL: 2.0, TIBIAL: 3.1}, ["sural", "tibial"]),
        ({SURAL: -2.0, TIBIAL: 3.0}, ["tibial"]),
        ({SURAL: -6.0, TIBIAL: -6.0}, None),
    ],
)
def test_another_reading_is_taken_where_it_is_likelier_by_far(
    odds: dict[tuple[str, str], float], found: list[str] | None
) -> None:
    whole = scene(ACCOUNT)
    other = Odds(odds).likelier(whole, read(whole), read)
    assert (other and sorted(str(item.nerve) for item in other)) == found


@pytest.mark.parametrize("heading", ["PLAN", "PATIENT EDUCATION"])
def test_what_is_not_of_today_is_never_taken_up(heading: str) -> None:
    whole = scene(ACCOUNT.replace("HISTORY", heading).replace("nerve by", "nerve may be treated later by"))
    assert Odds({TIBIAL: 6.0}).likelier(whole, read(whole), read) is None


def test_both_sides_are_left_for_the_likely_one() -> None:
    whole = scene(ACCOUNT.replace("left sural nerve", "sural nerve on both sides"))
    other = next(Odds({LEFT: -4.0, RIGHT: 4.0}).others(whole, {LEFT, RIGHT}))
    assert [item.concept for item in other.of("side") if item.tier == "done"] == ["right"]


def test_a_change_is_told_in_names() -> None:
    left = Procedure(technique=Technique.CRYO, nerve="sural", laterality=Side.LEFT)
    other = Procedure(technique=Technique.CRYO, nerve="tibial", laterality=Side.LEFT)
    assert "for tibial and against sural" in change([left], [other])


def test_what_was_read_otherwise_goes_to_review() -> None:
    coder = Coder(Rulebook.load())
    tables = dict.fromkeys(KINDS, f"0 {ALWAYS}\n") | {"nerve": f"0 {ALWAYS}\n6 is tibial\n"}
    note = Note(id="x", text=ACCOUNT, source="x")
    plain = coder.code(note)
    coder.__dict__["_reckoner"] = Reckoner(tables)
    other = coder.code(note)
    done = [item.nerve for item in other.procedures if item.status is Status.PERFORMED]
    assert sorted(map(str, done)) == ["sural", "tibial"]
    assert [item.nerve for item in plain.procedures if item.status is Status.PERFORMED] == ["sural"]
    assert other.review
    assert any("speak for right, tibial" in reason for reason in other.review_reasons)
