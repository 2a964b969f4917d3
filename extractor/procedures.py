"""From a Doc to procedures: the last file that knows spaCy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import dropwhile
from typing import TYPE_CHECKING, Any

from extractor.components.account import told_until
from extractor.components.assertion import ASSERTIONS, TOLD_UNTIL
from extractor.components.layers import SECTIONS, Page, Record, group, text_of
from extractor.components.mentions import MENTIONS
from extractor.components.sentences import SENTENCES
from extractor.facts import Mention, Procedure
from extractor.lexicon import Concept
from extractor.reading import events
from extractor.reading.amendments import amended
from extractor.reading.cues import patterns
from extractor.reading.neighbours import counted
from extractor.reading.scene import Item, Scene, scene
from extractor.reading.services import services
from extractor.reading.shown import settled
from extractor.reading.techniques import clues

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Reader:
    """Reads the Docs of one pipeline; holds the knowledge that reading needs."""

    def __init__(self, concepts: Mapping[str, Concept], cues: Mapping[str, Any]) -> None:
        self._concepts = concepts
        self._cues = patterns(cues)

    def __call__(self, doc: Doc | Page) -> tuple[list[Procedure], list[Mention]]:
        """(procedures, mentions of other services) of a Doc that went through the pipeline."""
        return self.read(self.scene(doc))

    def read(self, whole: Scene) -> tuple[list[Procedure], list[Mention]]:
        found = clues(whole)
        return events.read(whole, found), [_mention(item) for item in services(whole, found)]

    def suspects(self, whole: Scene) -> bool:
        """Whether anything in the note may be a technique, done or not."""
        return bool(clues(whole))

    def scene(self, doc: Doc | Page) -> Scene:
        mentions = [
            (kind, concept, start, end, assertion)
            for (kind, concept, start, end), (assertion, *_) in zip(
                group(doc, MENTIONS), group(doc, ASSERTIONS), strict=True
            )
        ]
        sections = [(kind, start, end) for kind, _, start, end in group(doc, SECTIONS)]
        sentences = [(start, end) for _, _, start, end in group(doc, SENTENCES)]
        text = text_of(doc)
        told = doc.user_data.get(TOLD_UNTIL)
        whole = scene(
            text,
            self._concepts,
            mentions,
            sections,
            sentences,
            self._cues,
            told_until(text, sections, [start for start, _ in sentences]) if told is None else told,
            head=_head(group(doc, SECTIONS)),
        )
        return settled(amended(counted(whole)))


def _head(sections: Iterable[Record]) -> tuple[int, int]:
    """Where the encounter's own text begins, up to the first that is quoted of another day."""
    quoted = [(kind == "history" and not heading, start, end) for kind, heading, start, end in sections]
    own = list(dropwhile(lambda one: one[0], quoted))
    return own[0][1] if own else 0, next((start for other, start, _ in own if other), quoted[-1][2] if quoted else 0)


def _mention(item: Item) -> Mention:
    assertion = "performed" if item.assertion == "intended" else item.assertion
    return Mention(
        kind=item.kind,
        concept=item.concept,
        text=item.text,
        start=item.start,
        end=item.end,
        section=item.section,
        assertion=assertion,
    )
