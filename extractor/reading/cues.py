"""The cue phrases of ``cues.yaml`` that reading asks for in a sentence, as patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from extractor.reading.scene import compiled

_IN_SENTENCE = ("treated", "approached", "perceived", "aborted", "repeat")


def patterns(data: Mapping[str, Any]) -> dict[str, re.Pattern[str]]:
    """Patterns by cue name; the two of a bystander look just before and just after a nerve."""
    found = {name: compiled(data[name]["terms"]) for name in _IN_SENTENCE}
    before = compiled(data["bystander"]["forward"]).pattern
    after = compiled(data["bystander"]["backward"]).pattern
    found["bystander-before"] = re.compile(rf"{before}(?:\W+\w+){{0,2}}\W*$", re.IGNORECASE)
    found["bystander-after"] = re.compile(rf"^\W*(?:nerves?\W+|branch\w*\W+)?{after}", re.IGNORECASE)
    return found
