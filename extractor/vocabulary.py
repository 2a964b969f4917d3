"""The words of a text, and tables of their weights: what everything learned from the words of notes has in common."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

# What each table holds beside the weights of features: the score of a text without any.
ALWAYS = "always"
# Different words; a shorter text is none of the notes that weights are learned from.
FEWEST_WORDS = 60

_WORD = re.compile(r"[a-z0]+|%")
_FIGURES = str.maketrans("123456789", "000000000")


def words(text: str) -> list[str]:
    """The words of a text in lower case, every figure as 0."""
    return _WORD.findall(text.lower().translate(_FIGURES))


def weights(table: str) -> dict[str, float]:
    """The weights of a table: each in a line before the feature that it weighs."""
    rows = (row.partition(" ") for row in table.splitlines())
    return {feature: float(weight) for weight, _, feature in rows}


def score(weights: Mapping[str, float], held: Iterable[str]) -> float:
    """The log-odds of what holds these features."""
    return weights[ALWAYS] + math.fsum(weights[feature] for feature in held if feature in weights)
