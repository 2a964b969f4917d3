"""Targets and techniques in words, as sentences and sums use them. The words are knowledge (``spoken.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.facts import Technique
from extractor.policy.rows import checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """The names that an id alone does not tell."""

    techniques: Mapping[str, str]
    targets: Mapping[str, str]

    def target(self, nerve: str) -> str:
        """A target in a sentence: "greater occipital nerve", "lumbar facet nerves"."""
        if nerve in self.targets:
            return self.targets[nerve]
        words = short(nerve)
        return words if ":" in nerve else f"{words} nerve"

    def technique(self, technique: str) -> str:
        return self.techniques.get(technique, technique)


def short(nerve: str) -> str:
    """A target in a sum, by its id alone: "greater occipital", "upper limb"."""
    return nerve.split(":")[-1].replace("-", " ")


def listed(items: Sequence[str], last: str = "and") -> str:
    """L3, L4 and L5."""
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def speech_of(data: Any, where: str) -> Speech:
    """The checked names. Raises RulebookError where a technique has none."""
    top = checked(data, where, required=("techniques", "targets"))
    techniques = checked(top["techniques"], f"{where}: techniques", required=[item.value for item in Technique])
    return Speech(techniques=dict(techniques), targets=dict(top["targets"]))
