"""The words that say how an act stands, compiled from ``cues.yaml`` and, where they are made of parts, ``cue_frames.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import product
from operator import getitem
from typing import Any, NamedTuple

from extractor.components.words import Trie, words
from extractor.lexicon import phrases

PERFORMED, INTENDED, PLANNED, HISTORICAL = "performed", "intended", "planned", "historical"
NEGATED, HYPOTHETICAL, OTHER, PAST = "negated", "hypothetical", "other", "past"
PRIORITY = (NEGATED, OTHER, HYPOTHETICAL, PLANNED, HISTORICAL, PAST, INTENDED)
# What parts the cells of a row, and ends what a cell says.
_CELL_OPENS = (
    r"(?:(?<![ ])[ ]{2,}+|\t|\||[ ](?:-{1,3}|[\u2013\u2014]|->|=>|\u2192|=)[ ]|-{2,}|\.{3,})[\s.|>-]*+(?:was\s+|on\s+)?"
)
_CELL_ENDS = r"(?:\s+(?:today|here|this\s+time|(?:on|at|for)\s+(?:this|that|the)\s+\w+))?(?=\W*$|[ ]{2}|[ ]?(?:[(,;|\t.\u2013\u2014:]|-)|\s+(?:because|as|since|due|per|until|for|after|by|in\s+view)\b)"
_CLOCK = r"(?:[01]?\d|2[0-3])[:.h]?[0-5]\d[ \t:,|-]+(?=[A-Za-z])"
# The key of a row up to its wide blank or dash ("LON  L   - ...").
_ROW_KEY = r"[A-Za-z][^\n.,;:()|]{1,30}?(?=[ ]{3}|\t|[ ]+(?:-{1,2}|[\u2013\u2014])[ ])"
_BOTH_WAYS = frozenset(
    {
        "nothing done",
        "nothing was done",
        "is not",
        "are not",
        "was not",
        "were not",
        "isn't",
        "wasn't",
        "weren't",
        "will be",
        "would have been",
        "could have been",
    }
)


class Cue(NamedTuple):
    category: str
    forward: bool
    first: int
    after: int
    word: str = ""
    until: int | None = None
    truth: bool = False
    since: int = 0


class Cues:
    """The cues of ``cues.yaml`` and ``cue_frames.yaml`` compiled for matching."""

    def __init__(self, data: Mapping[str, Any], frames: Iterable[Mapping[str, Any]]) -> None:
        negated = data[NEGATED]
        self.trie = Trie()
        for category, direction in product(PRIORITY, ("forward", "backward")):
            for term in data[category][direction]:
                self.trie.add(term, (category, direction == "forward", False))
                if direction == "backward" and term in _BOTH_WAYS:
                    self.trie.add(term, (category, True, False))
        for frame in frames:
            for phrase, way in product(_phrases(data, frame["slots"]), frame["reach"]):
                self.trie.add(phrase, (frame["says"], way == "forward", frame.get("truth", False)))
        for term in negated["unused"]:
            self.trie.add(term, (NEGATED, False, False))
        for term in negated["pseudo"]:
            self.trie.add(term, ("pseudo", True, False))
        denials = [f"{denial}{to}" for denial, to in product(negated["denials"], ("", " to"))]
        self.denied_use = _trie(_phrases(negated, [denials, "using", "pronouns"]), "use")
        self.denied_act = _trie(_phrases(negated, [denials, "using"]), "act")
        openings = ("", "no ", "no no ", "no no no ", "sorry ")
        self.corrections = _trie(map("".join, product(openings, negated["corrections"])), "correction")
        self.ends = _trie(negated["ends"], "end")
        self.stops = _trie(data["stops"], "stop")
        self.leaving = _norms(negated["leaving"])
        self.finite = _norms(data["finite"])
        self.done = _norms(term for term in data["treated"]["terms"] if " " not in term)
        phrases = "|".join(re.escape(term).replace(r"\ ", r"\s+") for term in negated["left_out"])
        self.left_out = re.compile(rf"{_CELL_OPENS}(?:{phrases})\b{_CELL_ENDS}", re.IGNORECASE | re.MULTILINE)
        self.skipped = re.compile(
            rf"^[ \t]*(?:{_CLOCK})?(?:(?P<level>[CTLS]-?\d{{1,2}}\b)[^\n]*[\s,;(]|(?P<row>{_ROW_KEY})[^\n]*[,;(]\s*)"
            rf"(?:{phrases})[ .!)]*$",
            re.IGNORECASE | re.MULTILINE,
        )
        self.no_means = re.compile(
            rf":\s*(?-i:[a-z][a-z' -]{{2,30}}[,;]\s*)?(?:{phrases})\b{_CELL_ENDS}", re.IGNORECASE | re.MULTILINE
        )


def _trie(terms: Iterable[str], payload: str) -> Trie:
    trie = Trie()
    for term in terms:
        trie.add(term, payload)
    return trie


def _norms(terms: Iterable[str]) -> frozenset[str]:
    return frozenset(word.norm for term in terms for word in words(term))


def _phrases(data: Mapping[str, Any], slots: Sequence[str | Sequence[str]]) -> Iterator[str]:
    """Every word of one slot with every word of the next."""
    lists = [reduce(getitem, slot.split("."), data) if isinstance(slot, str) else slot for slot in slots]
    return phrases(lists)
