"""The components in the order in which they read a note, each made from a rulebook. A Page goes through them without spaCy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from extractor.components.assertion import Assertion
from extractor.components.cues import Cues
from extractor.components.layers import Read
from extractor.components.mentions import Mentions, Vocabulary
from extractor.components.sections import Headings, Sections
from extractor.components.sentences import Sentences
from extractor.rulebook import Rulebook


class Component(Protocol):
    def __call__(self, doc: Read) -> Read: ...


def _sections(rulebook: Rulebook) -> Component:
    return Sections(Headings(rulebook.data("sections.yaml"), rulebook.data("heading_words.yaml")))


def _sentences(rulebook: Rulebook) -> Component:
    return Sentences()


def _mentions(rulebook: Rulebook) -> Component:
    return Mentions(Vocabulary(rulebook.concepts))


def _assertion(rulebook: Rulebook) -> Component:
    return Assertion(Cues(rulebook.data("cues.yaml"), rulebook.data("cue_frames.yaml")))


MAKERS: Mapping[str, Callable[[Rulebook], Component]] = {
    "neurolysis_sections": _sections,
    "neurolysis_sentences": _sentences,
    "neurolysis_mentions": _mentions,
    "neurolysis_assertion": _assertion,
}


def components(rulebook: Rulebook) -> Iterator[Component]:
    return (make(rulebook) for make in MAKERS.values())
