"""The cue phrases of ``cues.yaml`` that reading asks for in a sentence, as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from extractor.reading.scene import compiled

_IN_SENTENCE = (
    "treated", "approached", "perceived", "prepared", "regions", "repeat", "nail", "rebooked", "unwanted",
)  # fmt: skip


def patterns(data: Mapping[str, Any]) -> dict[str, re.Pattern[str]]:
    """Patterns by cue name; the two of a bystander look just before and just after a nerve."""
    found = {name: compiled(data[name]["terms"], data[name].get("except", ())) for name in _IN_SENTENCE}
    found["aborted"] = compiled(_endings(data["aborted"]))
    found["cancelled"] = compiled(_endings(data["cancelled"]))
    before = compiled(data["bystander"]["forward"]).pattern
    after = compiled(data["bystander"]["backward"]).pattern
    found["bystander-before"] = re.compile(rf"{before}(?:\W+\w+){{0,2}}\W*$", re.IGNORECASE)
    found["bystander-after"] = re.compile(rf"^\W*(?:nerves?\W+|branch\w*\W+)?{after}", re.IGNORECASE)
    return found


def _endings(data: Mapping[str, Any]) -> Iterator[str]:
    """The phrases that end a session: as listed, and "the case was halted", "halted the case", "we gave up"."""
    yield from data["terms"]
    for subject, verb in product(data["subjects"], data["verbs"]):
        yield f"{subject} {verb}"
        yield from (f"{subject} {link} {verb}" for link in data["links"])
        yield from (f"{verb} {article} {subject}" for article in data["articles"])
    yield from (f"{person} {act}" for person, act in product(data["persons"], data["acts"]))
