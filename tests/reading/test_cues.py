"""The cue phrases that reading asks for, as patterns."""

from __future__ import annotations

import pytest

from extractor.reading.cues import patterns
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
