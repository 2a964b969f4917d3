"""A Doc's span groups, and a report's evidence, for other annotation tools: spaCy DocBin, Prodigy JSON lines, brat.

Nothing is lost: offsets are code points of the text as it was read, and group, label and id of each span go along. A
span that does not fall on the boundaries of tokens keeps its offsets in Prodigy and brat; a DocBin cannot hold it and
takes the whole tokens instead, and ``misaligned`` names it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from spacy.tokens import Doc, DocBin, SpanGroup
from spacy.tokens import Span as Tokens

from extractor.facts import Report

EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the note under a label of a group; ``id`` says more (the concept, or the number of the procedure)."""

    group: str
    label: str
    id: str
    start: int
    end: int


def spans(doc: Doc, report: Report | None = None) -> list[Span]:
    """Every span of the Doc's groups, in their order, then the report's evidence."""
    found = [
        Span(name, item.label_, item.id_ or item.kb_id_, item.start_char, item.end_char)
        for name, group in doc.spans.items()
        for item in group
    ]
    procedures = enumerate(report.procedures if report else ())
    return found + [
        Span(EVIDENCE, item.fact, str(number), item.start, item.end)
        for number, procedure in procedures
        for item in procedure.evidence
    ]


def misaligned(doc: Doc, items: Iterable[Span]) -> list[Span]:
    """The spans that do not begin and end where tokens do."""
    return [item for item in items if doc.char_span(item.start, item.end) is None]


def docbin(notes: Iterable[tuple[str, Doc, list[Span]]]) -> bytes:
    """Notes (id, Doc, spans) as a DocBin; the id is in ``doc.user_data["note_id"]``, the spans in ``doc.spans``."""
    return DocBin(docs=[_plain(*note) for note in notes], store_user_data=True).to_bytes()


def _plain(note_id: str, doc: Doc, items: list[Span]) -> Doc:
    """The same tokens with nothing but the spans: what a component keeps on a Doc may not be fit to store."""
    words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
    copy = Doc(doc.vocab, words=words, spaces=spaces, user_data={"note_id": note_id})
    for name in dict.fromkeys(item.group for item in items):
        members = [_tokens(copy, item) for item in items if item.group == name]
        copy.spans[name] = SpanGroup(copy, name=name, spans=members)
    return copy


def _tokens(doc: Doc, item: Span) -> Tokens:
    found = doc.char_span(item.start, item.end, alignment_mode="expand")
    assert found is not None, "a span lies within the note"
    return Tokens(doc, found.start, found.end, label=item.label, span_id=item.id)


def prodigy(note_id: str, doc: Doc, items: list[Span]) -> dict[str, Any]:
    """One task of Prodigy's ``spans.manual``; a span off the tokens has no ``token_start`` and ``token_end``."""
    tokens = [
        {
            "id": token.i,
            "text": token.text,
            "start": token.idx,
            "end": token.idx + len(token),
            "ws": bool(token.whitespace_),
        }
        for token in doc
    ]
    marked = [asdict(item) | _token_range(doc, item) for item in items]
    return {"text": doc.text, "tokens": tokens, "spans": marked, "meta": {"note_id": note_id}}


def _token_range(doc: Doc, item: Span) -> dict[str, int]:
    found = doc.char_span(item.start, item.end)
    return {} if found is None else {"token_start": found.start, "token_end": found.end - 1}


def brat(text: str, items: list[Span]) -> str:
    """The ``.ann`` file beside a ``.txt`` that holds ``text`` as it is: one text-bound annotation a span, in fragments
    where it crosses lines, and its group, label and id as a note on it."""
    return "".join(line for number, item in enumerate(items, 1) for line in _brat(text, number, item))


def _brat(text: str, number: int, item: Span) -> Iterator[str]:
    lines = re.finditer(r"[^\r\n]+", text[item.start : item.end])
    places = [(item.start + line.start(), item.start + line.end()) for line in lines]
    offsets = ";".join(f"{start} {end}" for start, end in places)
    words = " ".join(text[start:end] for start, end in places)
    kind = re.sub(r"[^A-Za-z0-9_-]", "_", item.label) or "span"
    yield f"T{number}\t{kind} {offsets}\t{words}\n"
    yield f"#{number}\tAnnotatorNotes T{number}\t{json.dumps(asdict(item), ensure_ascii=False)}\n"
