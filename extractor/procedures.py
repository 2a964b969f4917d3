"""From a Doc to procedures: the last file that knows spaCy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc

from extractor.components.assertion import ASSERTIONS, told_until
from extractor.components.mentions import MENTIONS
from extractor.components.sections import SECTIONS
from extractor.components.sentences import SENTENCES
from extractor.facts import Mention, Procedure
from extractor.lexicon import Concept
from extractor.reading import events
from extractor.reading.cues import patterns
from extractor.reading.scene import Item, Scene, scene
from extractor.reading.services import services

class Reader:
    """Reads the Docs of one pipeline; holds the knowledge that reading needs."""

    def __init__(self, concepts: Mapping[str, Concept], cues: Mapping[str, Any]) -> None:
        self._concepts = concepts
        self._cues = patterns(cues)

    def __call__(self, doc: Doc) -> tuple[list[Procedure], list[Mention]]:
        """(procedures, mentions of other services) of a Doc that went through the pipeline."""
        whole = self.scene(doc)
        return events.read(whole), [_mention(item) for item in services(whole)]

    def scene(self, doc: Doc) -> Scene:
        labels = [span.label_ for span in doc.spans[ASSERTIONS]]
        mentions = [
            (span.label_, span.id_, span.start_char, span.end_char, label)
            for span, label in zip(doc.spans[MENTIONS], labels, strict=True)
        ]
        sections = [(span.label_, span.start_char, span.end_char) for span in doc.spans[SECTIONS]]
        sentences = [(span.start_char, span.end_char) for span in doc.spans[SENTENCES]]
        return scene(doc.text, self._concepts, mentions, sections, sentences, self._cues, told_until(doc.text, sections))


def _mention(item: Item) -> Mention:
    assertion = "performed" if item.assertion == "intended" else item.assertion
    return Mention(kind=item.kind, concept=item.concept, text=item.text, start=item.start, end=item.end, section=item.section, assertion=assertion)
