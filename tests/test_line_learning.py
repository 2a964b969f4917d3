"""Where lines ended is learned from notes whose line ends are known."""

from __future__ import annotations

from extractor.line_learning import Sample, learn, sample, written
from extractor.policy import strict_yaml
from extractor.restoration.breaks import heading_words
from extractor.restoration.lines import Weights, parted

HEADINGS = heading_words({"plan": ["plan"], "findings": ["findings"]})
NAMES = ("Lee", "Poe", "Roy", "Day", "Fox", "Kay")


def note(name: str) -> str:
    return f"Surgeon: {name}\nSide: left\n\nFindings: the nerve was seen and treated.\n\nPlan: rest at home."


def samples() -> list[Sample]:
    return [sample(family, note(name), HEADINGS) for family in "abcdefghij" for name in NAMES]


def test_line_ends_and_empty_lines_of_a_sample() -> None:
    item = sample("a", note("Lee"), HEADINGS)
    assert {item.breaks.chunks[at]: ends for at, ends in item.ends.items()} == {"Side:": 1, "Findings:": 2, "Plan:": 2}


def test_what_was_learned_parts_another_note() -> None:
    unseen = sample("x", note("May"), HEADINGS)
    found = parted(unseen.breaks, learn(samples()))
    assert unseen.ends.items() <= found.items()
    assert len(found) < len(unseen.breaks.chunks) // 2


def test_the_same_notes_give_the_same_bytes_and_are_read_back() -> None:
    first, second = (learn(samples()) for _ in range(2))
    assert written(first) == written(second)
    assert Weights.read(strict_yaml.parse(written(first), "line_ends.yaml")) == first


def test_the_ends_that_a_narrow_window_made_are_not_learned() -> None:
    line = "The needle was brought to the nerve in small steps until the twitch"
    item = sample("a", f"{line}\nwas gone, and the first of the lesions was made there.\nShe went home.", HEADINGS)
    assert {item.breaks.chunks[at] for at in item.ends} == {"She"}
    item = sample("a", f"{line} stopped.\nThereafter the lesion was made.", HEADINGS)
    assert not item.ends
    assert {item.breaks.chunks[at] for at in item.unsure} == {"Thereafter"}
