"""Sentences with their entities marked up, and what the pipeline finds in them.

``No complications occurred and <technique performed>cryoablation</technique> was completed.`` A tag is the kind of a
mention, its concept behind a colon where that matters (``<level:L3,L4>``, a comma for a blank), and its assertion behind
a blank where that matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pytest
from _pytest.mark import ParameterSet
from spacy.tokens import Doc

from extractor.facts import Procedure, Status

_TAG = re.compile(r"<(?P<kind>[a-z-]+)(?::(?P<concept>[^ >]+))?(?: (?P<assertion>[a-z]+))?>(?P<text>[^<]*)</(?P=kind)>")


class Entity(NamedTuple):
    kind: str
    start: int
    end: int
    text: str
    concept: str | None = None
    assertion: str | None = None


def unmarked(marked: str) -> tuple[str, list[Entity]]:
    """The bare text and the entities that stand in it."""
    parts: list[str] = []
    entities: list[Entity] = []
    at = length = 0
    for tag in _TAG.finditer(marked):
        parts += [marked[at : tag.start()], tag["text"]]
        start = length + tag.start() - at
        length = start + len(tag["text"])
        concept = tag["concept"].replace(",", " ") if tag["concept"] else None
        entities.append(Entity(tag["kind"], start, length, tag["text"], concept, tag["assertion"]))
        at = tag.end()
    text = "".join([*parts, marked[at:]])
    assert "</" not in text, "a tag is not closed by its own name"
    return text, entities


def found(doc: Doc) -> list[Entity]:
    """The mentions of a Doc with their assertions."""
    pairs = zip(doc.spans["mentions"], doc.spans["assertions"], strict=True)
    return [
        Entity(span.label_, span.start_char, span.end_char, span.text, span.id_, stands.label_)
        for span, stands in pairs
    ]


def overlapping(entity: Entity, others: Sequence[Entity]) -> list[Entity]:
    """Those of the same kind that share text with an entity."""
    return [item for item in others if item.kind == entity.kind and item.start < entity.end and entity.start < item.end]


def told(procedure: Procedure) -> str:
    """A procedure in a line: its status unless performed, technique, nerve, levels, side."""
    status = "" if procedure.status is Status.PERFORMED else procedure.status.value
    side = procedure.laterality.value if procedure.laterality else ""
    nerve = procedure.nerve or "?"
    return " ".join(filter(None, [status, procedure.technique.value, nerve, ",".join(procedure.levels), side]))


def done(procedures: Iterable[Procedure]) -> list[str]:
    """The procedures of this encounter, each in a line, in no order."""
    return sorted(told(item) for item in procedures if item.status is Status.PERFORMED)


def wrong(reason: str, *values: object) -> ParameterSet:
    """A case that ought to hold and does not yet: off this list as soon as it does."""
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason=reason))
