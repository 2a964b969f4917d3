"""Questions to the physician are neutral: they name no code, no answer, and cannot be answered with yes or no."""

from __future__ import annotations

import re

import pytest

from extractor.facts import GapKind, Imaging, Side, Technique
from extractor.rulebook import Rulebook

OPENINGS = ("what", "which", "on which", "at which", "at what", "by which", "with what", "on what", "the note")
ANSWERS = {
    *(item.value for item in Technique),
    *(item.value for item in Imaging),
    *(item.value for item in Side),
    "thermal",
    "cooled",
    "continuous",
    "conventional",
    "phenol",
    "alcohol",
    "saved",
    "stored",
    "three",
    "two",
    "medicare",
    "bill",
    "code",
    "payment",
    "reimbursement",
    "should",
    "please",
    "confirm",
}


@pytest.mark.parametrize("kind", GapKind)
def test_every_question_is_neutral(rulebook: Rulebook, kind: GapKind) -> None:
    question = rulebook.questions[kind]
    asked = question.split(". ")[-1]
    words = set(re.findall(r"[a-z]+", question.lower().replace("{nerve}", "")))
    assert question.endswith("?")
    assert asked.lower().startswith(OPENINGS)
    assert not re.search(r"\d", question)
    assert not words & ANSWERS


@pytest.mark.parametrize("kind", GapKind)
def test_every_question_reads_with_any_target(rulebook: Rulebook, kind: GapKind) -> None:
    for target in ("treated site", rulebook.speech.target("facet-lumbar"), rulebook.speech.target("muscle:upper-limb")):
        text = rulebook.questions[kind].format(nerve=target)
        assert "{" not in text
        assert "the the" not in text


def test_targets_are_spoken(rulebook: Rulebook) -> None:
    spoken = rulebook.speech.target
    assert spoken("greater-occipital") == "greater occipital nerve"
    assert spoken("facet-lumbar") == "lumbar facet nerves"
    assert spoken("other:dorsal scapular nerve") == "dorsal scapular nerve"
    assert all(":" not in spoken(item.sets["target"]) for item in rulebook.concepts if "target" in item.sets)
