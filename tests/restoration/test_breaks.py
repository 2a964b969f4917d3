"""What the sides of a blank tell."""

from __future__ import annotations

from extractor.restoration.breaks import Breaks, heading_words

HEADINGS = heading_words({"plan": ["plan", "follow up"], "metadata": ["surgeon"]})


def features(text: str, chunk: str, lines: tuple[int, ...] = (0,)) -> set[str]:
    breaks = Breaks(text, HEADINGS)
    return set(breaks.features(breaks.chunks.index(chunk), lines))


def test_shapes_are_case_figures_and_signs() -> None:
    assert "sides a. Aa:" in features("She was well. Plan: rest", "Plan:")
    assert "sides 9.9 AAA" in features("dose 0.5 WASTED none", "WASTED")


def test_a_heading_is_known_with_its_colon_or_without() -> None:
    assert "heading plan:" in features("She was well. Plan: rest", "Plan:")
    assert "heading plan=" in features("She was well. Follow up in May", "Follow")
    assert "heading " in features("She will follow up in May", "follow")
    assert "headed plan" in features("Plan: rest at home", "rest")


def test_items_count_up() -> None:
    text = "Steps 1. prone 2. prepped 3. draped 7. lost"
    assert "item .9TrueTrue2" in features(text, "2.")
    assert "item .9FalseFalse2" in features(text, "7.")


def test_rows_that_repeat_are_counted() -> None:
    text = "Done. Left one Left two Left three"
    assert {"same 3 Aa .", "twos 3 Aa a"} <= features(text, "Left")


def test_the_line_so_far_tells() -> None:
    text = "Surgeon: Lee Assistant: Poe Room: 4"
    assert "like True Aa: a" in features(text, "Room:", (0, 2))
    assert "whole True metadata Aa" in features(text, "Lee")
