"""One note explained on one self-contained page: evidence in colour, each code linked to its words in the note."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from extractor.outputs import marks
from extractor.outputs.templates import template
from extractor.outputs.words import Glossary, Record, plain

_NO_WORDS: Glossary = {}


def write(record: Record, text: str, out: TextIO, glossary: Glossary = _NO_WORDS) -> None:
    """``text`` is the note as it was read; ``glossary`` says what codes and sources are."""
    page = template("explain.html").generate(
        record=record,
        pieces=marks.pieces(text, record),
        facts=marks.facts(record),
        context=any(item["status"] != "performed" for item in record["procedures"]),
        lists=list(_lists(record)),
        glossary=glossary,
    )
    out.writelines(page)


def _lists(record: Record) -> Iterator[tuple[str, list[Record]]]:
    misses = [_row(item["code"], item["blocked_by"], item["evidence"]) for item in record["near_misses"]]
    yield "Questions to the physician", [_row(None, item["question"]) for item in record["gaps"]]
    yield "Why not", misses
    yield "Not reported beside", [_row(item["code"], item["why"]) for item in record["not_reported"]]
    yield "Findings", [_row(item["code"], f"{item['why']} ({plain(item['kind'])})") for item in record["findings"]]


def _row(code: str | None, words: str, evidence: list[Record] | None = None) -> Record:
    return {"code": code, "words": words, "evidence": evidence or []}
