"""What components hand on: in the Doc that they made, and in one that lost it."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from extractor.components.layers import group, put, text_of, words_of


def doc(text: str) -> Doc:
    return spacy.blank("en")(text)


def test_records_become_a_span_group() -> None:
    made = doc("The left nerve")
    put(made, "own", [("side", "left", 4, 8), ("nerve", "x", 9, 14)])
    assert [(span.text, span.label_, span.id_) for span in made.spans["own"]] == [
        ("left", "side", "left"),
        ("nerve", "nerve", "x"),
    ]
    assert list(group(made, "own")) == [("side", "left", 4, 8), ("nerve", "x", 9, 14)]


def test_a_record_inside_a_token_is_widened_to_the_token_and_none_is_lost() -> None:
    made = doc("Lesioned at 80C/90s.")
    put(made, "own", [("temperature", "80", 12, 15), ("time", "90", 16, 19)])
    temperature, time = (span.text for span in made.spans["own"])
    assert "80C" in temperature
    assert "90s" in time


def test_a_group_that_only_the_spans_know_is_read_from_them() -> None:
    made = doc("The left nerve")
    put(made, "own", [("side", "left", 4, 8)])
    made.user_data.clear()
    assert list(group(made, "own")) == [("side", "left", 4, 8)]
    assert text_of(made) == "The left nerve"
    assert [word.text for word in words_of(made)] == ["The", "left", "nerve"]
