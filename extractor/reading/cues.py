"""The cue phrases of ``cues.yaml`` that reading asks for in a sentence."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

import ahocorasick

from extractor.reading.scene import Searched, compiled

_IN_SENTENCE = (
    "treated", "approached", "perceived", "prepared", "regions", "repeat", "again", "collective", "nail", "rebooked", "unwanted", "aimed", "attained",
    "condition", "postponed", "wished", "besides", "acting", "corrected", "haemostasis", "shown", "passed_by", "guarded",
)  # fmt: skip
_MOST_PATTERNS = 10_000


class Phrases:
    """As ``compiled``, for phrases by the hundred: an automaton finds the letters of those that a text holds, and only
    these are tried as a pattern."""

    def __init__(self, terms: Iterable[str], exceptions: Iterable[str] = ()) -> None:
        self._exceptions = tuple(exceptions)
        self._patterns: dict[frozenset[str], re.Pattern[str]] = {}
        self._automaton = ahocorasick.Automaton()
        for term in terms:
            self._automaton.add_word(term.lower(), term)
        self._automaton.make_automaton()

    def search(self, text: str, start: int = 0, end: int = sys.maxsize, /) -> re.Match[str] | None:
        plain = " ".join(text[start:end].lower().split())
        held = frozenset(term for _, term in self._automaton.iter(plain))
        return self._pattern(held).search(text, start, end) if held else None

    def _pattern(self, held: frozenset[str]) -> re.Pattern[str]:
        if held not in self._patterns:
            if len(self._patterns) >= _MOST_PATTERNS:
                self._patterns.clear()
            self._patterns[held] = compiled(held, self._exceptions)
        return self._patterns[held]


def patterns(data: Mapping[str, Any]) -> dict[str, Searched]:
    """Patterns by cue name; the two of a bystander look just before and just after a nerve."""
    found: dict[str, Searched] = {
        name: Phrases(data[name]["terms"], data[name].get("except", ())) for name in _IN_SENTENCE
    }
    found["aborted"] = Phrases(_endings(data["aborted"]))
    found["unavailable"] = Phrases(_states(data["unavailable"]))
    found["cancelled"] = Phrases(_endings(data["cancelled"]))
    furniture = compiled(data["furniture"]["terms"]).pattern
    found["furniture"] = re.compile(rf"^\W*(?:hand(?:ed)?\W+)?{furniture}", re.IGNORECASE)
    found["remote"] = Phrases(data["remote"]["terms"])
    idle = data["idle_visit"]
    found["idle visit"] = _denied_act(idle)
    found["this visit"] = Phrases(idle["days"])
    found["any act"] = Phrases(idle["any"])
    before = compiled(data["bystander"]["forward"]).pattern
    after = compiled(data["bystander"]["backward"]).pattern
    found["bystander-before"] = re.compile(rf"{before}(?:[^\w,;:]+\w+){{0,2}}[^\w,;:]*$", re.IGNORECASE)
    found["bystander-after"] = re.compile(rf"^\W*(?:nerves?\W+|branch\w*\W+)?{after}", re.IGNORECASE)
    return found


def _states(data: Mapping[str, Any]) -> Iterator[str]:
    """As listed, and "was upstairs", "stood in the corridor"."""
    yield from data["terms"]
    yield from (f"{link} {state}" for link, state in product(data["links"], data["states"]))


def _denied_act(data: Mapping[str, Any]) -> re.Pattern[str]:
    """ "no treatment was given", "nothing injected today", "nothing interventional": what was denied, and of which act or day."""
    nothing, things, acts, days = (compiled(data[key]).pattern for key in ("nothing", "things", "acts", "days"))
    between = r"\W+(?:(?:was|were|has|have|had|is|been|being|of|any|kind|other|further|new|actual|physical|in-person|sort|and|or|nor|at|all)\W+){0,5}"
    return re.compile(
        rf"{nothing}{between}(?:{things}{between}(?:{things}{between})?(?:{acts}|{days})|(?:{things}\W+)?{acts}|{acts}{between}{days})",
        re.IGNORECASE,
    )


def _endings(data: Mapping[str, Any]) -> Iterator[str]:
    """The phrases that end a session: as listed, "the case was halted", "halted the case", "we gave up" and "console failed"."""
    yield from data["terms"]
    for subject, verb in product(data["subjects"], data["verbs"]):
        yield f"{subject} {verb}"
        yield from (f"{subject} {link} {verb}" for link in data["links"])
        yield from (f"{verb} {article} {subject}" for article in data["articles"])
    yield from (f"{device} {failure}" for device, failure in product(data.get("devices", ()), data.get("failures", ())))
    yield from (f"{person} {act}" for person, act in product(data["persons"], data["acts"]))
