"""Whether a text holds any word that could matter. Most notes of a hospital hold none, and need not be read further."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ahocorasick


class Gate:
    """The words of ``triggers.yaml`` in one automaton, run once over the text."""

    def __init__(self, triggers: Mapping[str, Sequence[str]]) -> None:
        self._automaton = ahocorasick.Automaton()
        for kind in ("company", "weak", "words", "strong"):
            for part in triggers[kind]:
                self._automaton.add_word(part, (kind, len(part)))
        self._automaton.make_automaton()

    def opens(self, text: str) -> bool:
        lowered = text.lower()
        seen: set[str] = set()
        for end, (kind, length) in self._automaton.iter(lowered):
            if kind == "strong" or (kind == "words" and _stands_alone(lowered, end - length + 1, end + 1)):
                return True
            seen.add(kind)
            if "weak" in seen and "company" in seen:
                return True
        return False


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not text[start - 1 : start].isalpha() and not text[end : end + 1].isalpha()
