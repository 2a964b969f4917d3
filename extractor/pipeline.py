"""The spaCy pipeline: an ordered list of components, nothing more. Pipelines of others take them by name; a component's
``knowledge`` is a folder, or the hash of a rulebook that was already read."""

from __future__ import annotations

from itertools import accumulate

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractor.components.chain import MAKERS, Component
from extractor.components.knowledge import load, share
from extractor.components.layers import remember
from extractor.components.words import TOKEN
from extractor.rulebook import Rulebook

COMPONENTS = tuple(MAKERS)


class Tokenizer:
    """Splits into words, numbers, single signs and white space. spaCy's own tokenizer keeps "80C" and "L4-5" whole and
    takes most of the time of a pipeline like this one."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        found = TOKEN.findall(text)
        doc = Doc(self.vocab, words=[word for word, _ in found], spaces=[bool(space) for _, space in found])
        remember(doc, text, [0, *accumulate(len(word) + len(space) for word, space in found)][:-1])
        return doc


def build(rulebook: Rulebook) -> Language:
    """The pipeline over the knowledge of a rulebook."""
    nlp = spacy.blank("en")
    nlp.tokenizer = Tokenizer(nlp.vocab)
    knowledge = share(rulebook)
    for name in COMPONENTS:
        nlp.add_pipe(name, config={"knowledge": knowledge})
    return nlp


_GROUPS = ["doc.spans"]
_CONFIG = {"knowledge": None}


@Language.factory("neurolysis_sections", assigns=_GROUPS, default_config=_CONFIG)
def create_sections(nlp: Language, name: str, knowledge: str | None) -> Component:
    return MAKERS["neurolysis_sections"](load(knowledge))


@Language.factory("neurolysis_sentences", requires=_GROUPS, assigns=_GROUPS, default_config=_CONFIG)
def create_sentences(nlp: Language, name: str, knowledge: str | None) -> Component:
    return MAKERS["neurolysis_sentences"](load(knowledge))


@Language.factory("neurolysis_mentions", assigns=_GROUPS, default_config=_CONFIG)
def create_mentions(nlp: Language, name: str, knowledge: str | None) -> Component:
    return MAKERS["neurolysis_mentions"](load(knowledge))


@Language.factory("neurolysis_assertion", requires=_GROUPS, assigns=_GROUPS, default_config=_CONFIG)
def create_assertion(nlp: Language, name: str, knowledge: str | None) -> Component:
    return MAKERS["neurolysis_assertion"](load(knowledge))
