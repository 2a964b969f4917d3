"""The cue phrases that reading asks for."""

from __future__ import annotations

import pytest

from extractor.reading.cues import Phrases, patterns
from extractor.rulebook import Rulebook


@pytest.mark.parametrize(
    ("cue", "text", "is_met"),
    [
        ("treated", "the nerve was frozen", True),
        ("treated", "the nerve was seen", False),
        ("approached", "a probe was advanced to the nerve", True),
        ("perceived", "the nerve was visualized", True),
        ("aborted", "the procedure was aborted", True),
        ("aborted", "the procedure was completed", False),
        ("repeat", "the same was done on the left", True),
        ("bystander-before", "well away from the ", True),
        ("bystander-before", "brought to the ", False),
        ("bystander-after", " nerve was spared", True),
        ("bystander-after", " nerve was frozen", False),
    ],
)
def test_cue(rulebook: Rulebook, cue: str, text: str, is_met: bool) -> None:
    assert bool(patterns(rulebook.data("cues.yaml"))[cue].search(text)) is is_met


def test_phrases_find_what_their_pattern_finds_within_a_stretch() -> None:
    phrases = Phrases(["no lesion", "same"], ["same day"])
    text = "There was NO\n  lesion, on the same day; the Same again."
    found = phrases.search(text, 21)
    assert found
    assert found.group() == "Same"
    assert phrases.search(text, 0, 21)
    assert phrases.search(text, 21, 40) is None
    assert phrases.search("casino lesions") is None
