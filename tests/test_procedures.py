"""From Docs to procedures and mentions, also from Docs that were stored or made by another tokenizer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import spacy
from spacy.tokens import DocBin

from extractor.facts import Mention, Procedure
from extractor.pipeline import COMPONENTS
from tests.conftest import Parse
from tests.marked import told

if TYPE_CHECKING:
    from extractor.procedures import Reader

TEXT = (
    "DATE OF SERVICE: 05/03/2024\nPROCEDURE: Cryoneurolysis, left T5 and T6 intercostal nerves\n\n"
    "HISTORY: Pulsed RF of the right suprascapular nerve failed.\n\nDETAILS OF PROCEDURE: Under ultrasound the cryoprobe was "
    "brought to the left T5 intercostal nerve. Repeated at T6. 20 mg of triamcinolone was injected at the nerve.\n"
    "PLAN: cryoneurolysis of the right sural nerve."
)
PROCEDURES = [
    "cryo intercostal T5,T6 left",
    "historical pulsed suprascapular right",
    "planned cryo sural right",
]


def lines(procedures: list[Procedure]) -> list[str]:
    return [told(item) for item in procedures]


def test_what_was_done_today_comes_first(parse: Parse, reader: Reader) -> None:
    procedures, _ = reader(parse(TEXT))
    assert lines(procedures)[:1] == PROCEDURES[:1]
    assert sorted(lines(procedures)) == sorted(PROCEDURES)


def test_mentions_are_the_other_services_with_their_words(parse: Parse, reader: Reader) -> None:
    _, mentions = reader(parse(TEXT))
    assert mentions
    assert all(isinstance(item, Mention) and item.text == TEXT[item.start : item.end] for item in mentions)
    assert "steroid" in {item.kind for item in mentions if item.assertion == "performed"}


def test_reading_twice_gives_the_same(parse: Parse, reader: Reader) -> None:
    doc = parse(TEXT)
    assert reader(doc) == reader(doc)


def test_a_stored_doc_reads_as_it_did(parse: Parse, reader: Reader) -> None:
    doc = parse(TEXT)
    stored = DocBin(docs=[doc]).to_bytes()
    (restored,) = DocBin().from_bytes(stored).get_docs(spacy.blank("en").vocab)
    assert reader(restored) == reader(doc)


def test_a_doc_of_another_tokenizer_reads_alike(reader: Reader) -> None:
    nlp = spacy.blank("en")
    for name in COMPONENTS:
        nlp.add_pipe(name)
    assert sorted(lines(reader(nlp(TEXT))[0])) == sorted(PROCEDURES)
