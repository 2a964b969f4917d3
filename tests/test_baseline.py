"""The bag of words that the rules and models are compared with."""

from pathlib import Path

from extractor.baseline import bag_of_words
from extractor.flow import Coder
from extractor.rulebook import Rulebook
from tests.reviewed_notes import examples


def test_it_learns_what_words_tell_and_judges_codes_alone(tmp_path: Path, rulebook: Rulebook) -> None:
    trials = bag_of_words(examples(tmp_path, Coder(rulebook)))
    assert [item.id for item in trials][:2] == ["a00", "a01"]
    assert sum(item.right for item in trials) == len(trials) == 36
    assert all(0.5 < item.confidence < 1 for item in trials)
