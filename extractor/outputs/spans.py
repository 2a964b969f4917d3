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
from pathlib import Path
from typing import Any, NamedTuple

from spacy.tokens import Doc, DocBin, SpanGroup
from spacy.tokens import Span as Tokens

from extractor.errors import NeurolysisError
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


class Marked(NamedTuple):
    """A note's Doc and the spans to write of it."""

    note_id: str
    doc: Doc
    spans: list[Span]


def write(tool: str, notes: Iterable[Marked], path: Path) -> None:
    """``tool`` is docbin or prodigy (``path`` is a file), or brat (a folder). Raises NeurolysisError."""
    try:
        {"docbin": _write_docbin, "prodigy": _write_prodigy, "brat": _write_brat}[tool](notes, path)
    except FileExistsError as error:
        raise NeurolysisError(f"{error.filename}: it is there already", kind="output") from None
    except OSError as error:
        raise NeurolysisError(f"{path}: cannot write it ({error.strerror})", kind="output") from None


def _write_docbin(notes: Iterable[Marked], path: Path) -> None:
    docs = DocBin(docs=(_plain(note) for note in notes), store_user_data=True)
    path.write_bytes(docs.to_bytes())


def _write_prodigy(notes: Iterable[Marked], path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(prodigy(note), ensure_ascii=False) + "\n" for note in notes)


def _write_brat(notes: Iterable[Marked], path: Path) -> None:
    """Two files a note, named by its id; no file is written over."""
    path.mkdir(parents=True, exist_ok=True)
    for note in notes:
        name = re.sub(r"[^\w.-]", "_", note.note_id)
        for suffix, text in ((".txt", note.doc.text), (".ann", brat(note.doc.text, note.spans))):
            with (path / f"{name}{suffix}").open("x", encoding="utf-8", newline="") as out:
                out.write(text)


def spans_of(doc: Doc, report: Report | None = None) -> list[Span]:
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


def _plain(note: Marked) -> Doc:
    """The same tokens with nothing but the spans, the note's id in ``user_data["note_id"]``: what a component keeps on
    a Doc may not be fit to store."""
    words, spaces = [token.text for token in note.doc], [bool(token.whitespace_) for token in note.doc]
    copy = Doc(note.doc.vocab, words=words, spaces=spaces, user_data={"note_id": note.note_id})
    for name in dict.fromkeys(item.group for item in note.spans):
        members = [_tokens(copy, item) for item in note.spans if item.group == name]
        copy.spans[name] = SpanGroup(copy, name=name, spans=members)
    return copy


def _tokens(doc: Doc, item: Span) -> Tokens:
    found = doc.char_span(item.start, item.end, alignment_mode="expand")
    assert found is not None, "a span lies within the note"
    return Tokens(doc, found.start, found.end, label=item.label, span_id=item.id)


def prodigy(note: Marked) -> dict[str, Any]:
    """One task of Prodigy's ``spans.manual``; a span off the tokens has no ``token_start`` and ``token_end``."""
    tokens = [
        {"id": item.i, "text": item.text, "start": item.idx, "end": item.idx + len(item), "ws": bool(item.whitespace_)}
        for item in note.doc
    ]
    marked = [asdict(item) | _token_range(note.doc, item) for item in note.spans]
    return {"text": note.doc.text, "tokens": tokens, "spans": marked, "meta": {"note_id": note.note_id}}


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
