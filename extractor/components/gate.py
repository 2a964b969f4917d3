"""Whether a text holds any word that could matter. Most notes of a hospital hold none, and need not be read further."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import inf

import ahocorasick

from extractor.lexicon import Concept

_KINDS = ("idle", "company", "weak", "signs", "words", "strong")
_WHOLE = frozenset({"words", "signs"})
_ALONE = frozenset({"words", "strong"})
_UNSURE = frozenset({"sign", "bare", "act"})
_PASSAGE = 600
# Abbreviations have no plural.
_SHORT = 4
# Begins at the figure, of which a text has few: beginning at the letters before it takes eleven times as long.
_FIGURE_FOR_LETTER = re.compile(r"[015|](?:(?<=[A-Za-z]{2}[015|])[A-Za-z]{2}|(?<=(?<![\w.])0)[a-z]{4})")


def misread(text: str) -> bool:
    """Whether a scanner took letters for figures ("alc0hol", "interdigita1"): the words that matter may be among them."""
    return _FIGURE_FOR_LETTER.search(text) is not None


class Gate:
    """The words of ``triggers.yaml`` and the lexicon's techniques in one automaton, run once over the text.

    A technique's name, device or agent opens the gate by itself; its signs ("frost") and acts ("lesions") only in one
    passage, of 600 characters, with a word for a nerve.
    """

    def __init__(self, triggers: Mapping[str, Sequence[str]], concepts: Iterable[Concept] = ()) -> None:
        parts = {kind: list(triggers.get(kind, ())) for kind in _KINDS}
        for concept in concepts:
            if concept.kind == "technique":
                kind = "signs" if concept.sets.get("strength") in _UNSURE else "words"
                parts[kind] += [term.removeprefix("=").lower() for term in concept.terms]
        settled = {part: kind for kind in ("weak", "idle") for part in parts[kind]}
        self._automaton = ahocorasick.Automaton()
        for kind in _KINDS:
            for part in parts[kind]:
                if settled.get(part, kind) == kind:
                    self._automaton.add_word(part, (kind, len(part)))
        self._automaton.make_automaton()

    def opens(self, text: str) -> bool:
        lowered = text.lower().replace("\n", " ")
        idle, weak, company = -1, -inf, inf
        for end, (kind, length) in self._automaton.iter(lowered):
            if kind in _WHOLE and not _stands_alone(lowered, end - length + 1, end + 1):
                continue
            if kind in _ALONE:
                return True
            if kind == "idle":
                idle = end
            elif kind != "company":
                weak = end
            elif end != idle:
                company = end
            if abs(weak - company) <= _PASSAGE:
                return True
        return False


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter touches a word, but the s of a plural."""
    end += text[end - 1].isalpha() and end - start > _SHORT and text[end : end + 1] == "s"
    return not (start and text[start - 1].isalpha()) and not text[end : end + 1].isalpha()
