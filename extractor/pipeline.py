"""The spaCy pipeline: an ordered list of components, nothing more."""

from __future__ import annotations

from itertools import accumulate

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractor.components import assertion, mentions, sections, sentences  # noqa: F401  (they register themselves)
from extractor.components.knowledge import share
from extractor.components.layers import remember
from extractor.components.words import TOKEN
from extractor.rulebook import Rulebook

COMPONENTS = ("neurolysis_sections", "neurolysis_sentences", "neurolysis_mentions", "neurolysis_assertion")
_NEEDS_KNOWLEDGE = frozenset({"neurolysis_sections", "neurolysis_mentions", "neurolysis_assertion"})


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
        nlp.add_pipe(name, config={"knowledge": knowledge} if name in _NEEDS_KNOWLEDGE else {})
    return nlp
