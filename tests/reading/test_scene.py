"""Where mentions stand, and how far they are trusted there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from extractor.reading.candidates import candidates
from extractor.reading.scene import BEFORE, DONE, NAMED, SUMMED, TOLD, compiled
from tests.conftest import Parse, Read

if TYPE_CHECKING:
    from extractor.procedures import Reader

NOTE = (
    "PROCEDURE PERFORMED: Cryoneurolysis, sural nerve\nHISTORY: The tibial nerve was treated before.\n"
    "DESCRIPTION OF PROCEDURE: The patient was placed prone. The median nerve was frozen.\n"
    "IMPRESSION: The ulnar nerve was treated.\nPLAN: radial nerve next time."
)
PROSE = "She returns for the tibial nerve. The patient was placed prone and draped. The sural nerve was frozen with a probe."


@pytest.mark.parametrize(
    ("text", "nerve", "tier"),
    [
        (NOTE, "sural", NAMED),
        (NOTE, "tibial", TOLD),
        (NOTE, "median", DONE),
        (NOTE, "ulnar", SUMMED),
        (NOTE, "radial", TOLD),
        (PROSE, "sural", DONE),
    ],
)
def test_tiers(parse: Parse, reader: Reader, text: str, nerve: str, tier: str) -> None:
    scene = reader.scene(parse(text))
    assert {item.tier for item in scene.of("nerve") if item.concept == nerve} == {tier}


def test_prose_ahead_of_the_account_comes_before(parse: Parse, reader: Reader) -> None:
    text = "She has had pain of the tibial nerve for years and sleeps badly. The patient was placed prone. The sural nerve was frozen."
    scene = reader.scene(parse(text))
    assert [item.tier for item in scene.of("nerve")] == [BEFORE, DONE]


def test_neighbours(parse: Parse, reader: Reader) -> None:
    scene = reader.scene(parse("1. The left sural nerve was frozen.\n2. The tibial nerve was seen. It was thawed."))
    sural, tibial = scene.of("nerve")
    assert [item.text for item in scene.same_sentence(sural, "side")] == ["left"]
    assert scene.same_block(sural, "nerve") == []
    assert [item.text for item in scene.same_block(tibial, "technique")] == ["thawed"]
    assert scene.before(sural, 5) == "left "
    assert scene.after(tibial, 9) == " was seen"
    assert [item.kind for item in scene.of("side", "nerve")] == ["side", "nerve", "nerve"]


def test_phrases_are_whole_words_however_wrapped() -> None:
    pattern = compiled(["no lesion", "held (all)"])
    assert pattern.search("there was NO\n  lesion")
    assert pattern.search("was held (all) day")
    assert not re.search(pattern, "casino lesions")


def test_ticked_rows_are_the_account_with_the_side_above_them(read: Read) -> None:
    text = (
        "KNEE RF FORM 05/03/2024\n\nL KNEE\n [x] sup-lat genicular 80C / 90s\n [x] sup-med genicular 80C / 90s\n"
        " [x] inf-med genicular 80C / 90s\nR KNEE\n [x] sup-lat genicular 80C / 90s\n [x] sup-med genicular 80C / 90s\n"
        " [ ] inf-med genicular, left blank: skin open\n\nSterile throughout."
    )
    treated = {(item.laterality, len(item.levels)) for item in read(text) if item.status == "performed"}
    assert treated == {("left", 3), ("right", 2)}


def test_a_title_that_lays_the_patient_down_opens_the_account(parse: Parse, reader: Reader) -> None:
    text = (
        "S: Heel pain.\n\nProcedure: patient supine, knee bent. I palpated the left sural nerve, marked it and numbed the skin.\n"
        "Cryo handpiece, three insertions of 60 sec.\n\nP: Boot. The needle site stays dry."
    )
    told = [item.tier for item in reader.scene(parse(text)).of("nerve", "technique")]
    assert told == [DONE, DONE]


def test_a_scene_is_asked_once(parse: Parse, reader: Reader) -> None:
    scene = reader.scene(parse("The left sural nerve was frozen."))
    assert candidates(scene) is candidates(scene)
    assert candidates(reader.scene(parse("The left tibial nerve was frozen."))) != candidates(scene)
