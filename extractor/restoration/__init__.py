"""Restoration: what typing, scanning, dictation and interfaces did to a note is undone before it is read.

Words are put right first, then the case of a note in one case, then the line ends of a note that lost them. A note in
good order stays as it is.
"""

from __future__ import annotations

from extractor.restoration.casing import Casing
from extractor.restoration.lines import Lines
from extractor.restored import Restored
from extractor.rulebook import Rulebook


class Restorer:
    """Restores the texts of notes with the words of a rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        noise = rulebook.data("noise.yaml")
        cased = {term[1:] for concept in rulebook.concepts for term in concept.terms if term.startswith("=")}
        self._casing = Casing((cased - set(noise["common-words"])) | set(noise["abbreviations"]))
        self._lines = Lines(rulebook.data("sections.yaml"), noise["headings-alone"])

    def __call__(self, text: str) -> Restored:
        restored = Restored(text)
        restored.relay(self._casing(restored.text))
        restored.edit(self._lines(restored.text))
        return restored
