"""Restoration: what typing, scanning, dictation and interfaces did to a note is undone before it is read.

The print of forms is made plain first; then words are put right, then the case of a note in one case, then the line
ends of a note that lost them. A note in good order stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from extractor.restoration.casing import Casing
from extractor.restoration.forms import plain
from extractor.restoration.lines import Lines
from extractor.restoration.sounds import Sounds
from extractor.restoration.wording import Wording
from extractor.restoration.wraps import unwrapped
from extractor.restored import Restored
from extractor.rulebook import Rulebook

_LETTERS = re.compile(r"[^\W\d_]{2,}")


class Restorer:
    """Restores the texts of notes with the words of a rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        noise = rulebook.data("noise.yaml")
        cased = {term[1:] for concept in rulebook.concepts for term in concept.terms if term.startswith("=")}
        self._casing = Casing((cased - set(noise["common-words"])) | set(noise["abbreviations"]))
        terms = [term for concept in rulebook.concepts for term in (*concept.terms, *concept.names)]
        others = _texts(rulebook.data("cues.yaml")) + _texts(rulebook.data("sections.yaml"))
        self._sounds = Sounds(noise["trade"], noise["heard"], noise["heads"], {*_words(terms + others), *noise["keep"]})
        asked = (noise[name] for name in ("core", "misread", "affixes", "keep"))
        self._wording = Wording(_words(terms), _words(others), *asked)
        self._lines = Lines(rulebook.data("sections.yaml"), rulebook.data("line_ends.yaml"))

    def __call__(self, text: str) -> Restored:
        restored = Restored(text)
        restored.relay(unwrapped(text))
        restored.edit(plain(restored.text))
        restored.edit(self._sounds(restored.text))
        restored.edit(self._wording(restored.text))
        restored.relay(self._casing(restored.text))
        restored.edit(self._lines(restored.text))
        return restored


def _words(terms: Iterable[str]) -> dict[str, int]:
    """Words in small letters, nouns in both numbers, with the number of the terms that hold each; 0 for a plural that none
    holds."""
    found = Counter(word for term in terms for word in _LETTERS.findall(term.lower()))
    return {f"{word}s": 0 for word in found if len(word) > 4 and not word.endswith("s")} | found


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    parts = data.values() if isinstance(data, Mapping) else data
    return [text for part in parts for text in _texts(part)]
