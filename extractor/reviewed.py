"""Reviewed notes, to learn from: annotated folders, and JSON lines of notes with the codes that a person settled on.

A line is ``{"text", "codes": [{"code", "units", "modifiers"}], "note_id", "date_of_service", "payer", "author"}``, of which
``text`` and ``codes`` are required; the queue's export for training is such a file.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from extractor import gold, readers
from extractor.classifiers import labels, terms_of
from extractor.errors import InputError
from extractor.facts import Note, Report, Status
from extractor.flow import Coder
from extractor.gold import Gold, Line, is_held_out
from extractor.note import Failure, named
from extractor.readers import jsonl
from extractor.reading.scene import Scene

_MOST_FAMILIES = 30
_FOLDS = 10


@dataclass(frozen=True, kw_only=True)
class Example:
    """A reviewed note beside the report of the rules.

    ``family`` are the notes of one author, never split between learning and judging. ``unseen`` notes had no part in making
    the rules. ``facts`` (those of NOTE_LABELS that are true) and ``acts`` (whether each sentence of the scene tells of one)
    are None where only codes were reviewed. ``due`` is whether the policy itself leaves the note without review.
    """

    note: Note
    family: str
    unseen: bool
    due: bool
    lines: Mapping[Line, int]
    report: Report
    scene: Scene
    facts: frozenset[str] | None = None
    acts: tuple[bool, ...] | None = None
    stratum: str = "site"

    @property
    def id(self) -> str:
        return self.note.id

    @cached_property
    def sentences(self) -> list[str]:
        return [self.scene.text[start:end] for start, end in self.scene.sentences]

    @cached_property
    def terms(self) -> list[list[str]]:
        """The terms of each sentence, as the second reader knows them."""
        return [terms_of(text) for text in self.sentences]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(chain.from_iterable(self.terms))

    @cached_property
    def found(self) -> list[Line]:
        """The lines of the report, in its order."""
        return [(item.code, item.units, tuple(sorted(item.modifiers))) for item in self.report.suggestions]

    @property
    def exact(self) -> bool:
        return gold.lines(item.record() for item in self.report.suggestions) == self.lines

    @property
    def held_out(self) -> bool:
        return is_held_out(self.id)


def read(paths: Iterable[Path], coder: Coder) -> list[Example]:
    """The examples below the paths; notes without any word that could matter teach nothing and are left out. Raises
    InputError naming the file and the entry."""
    found = [
        example for path in paths for example in (_annotated(path, coder) if path.is_dir() else _lines(path, coder))
    ]
    if not found:
        raise InputError("there is no reviewed note to learn from", kind="no-notes")
    return found


def folds(examples: Iterable[Example]) -> dict[str, int]:
    """The fold of each family: one for each of a few, else ten; notes by themselves where all are of one family."""
    families = sorted({item.family for item in examples})
    if len(families) <= _MOST_FAMILIES:
        return {family: number for number, family in enumerate(families)}
    return {family: zlib.crc32(family.encode()) % _FOLDS for family in families}


def _annotated(folder: Path, coder: Coder) -> Iterator[Example]:
    for item in gold.load(folder):
        note = next(readers.read([item.path]))
        if isinstance(note, Failure):
            raise note.error
        note = replace(note, payer=item.payer)
        report, scene = coder.read(note)
        if scene:
            yield Example(
                note=note,
                family=item.author,
                unseen=is_held_out(item.id),
                due=not item.reading.review,
                lines=item.reading.lines,
                report=report,
                scene=scene,
                facts=_facts(item),
                acts=_acts(item, scene),
                stratum=item.stratum.value,
            )


def _facts(item: Gold) -> frozenset[str]:
    return labels(
        [(fact.technique, len(fact.levels)) for fact in item.reading.facts if fact.status == Status.PERFORMED]
    )


def _acts(item: Gold, scene: Scene) -> tuple[bool, ...]:
    starts = [(scene.text.find(words), len(words)) for words in item.acts]
    return tuple(
        any(at < end and start < at + size for at, size in starts if at >= 0) for start, end in scene.sentences
    )


def _lines(path: Path, coder: Coder) -> Iterator[Example]:
    if path.suffix not in (".jsonl", ".ndjson"):
        raise InputError(f"{named(path)}: neither a folder nor a JSON lines file", kind="not-jsonl")
    for note in jsonl.read(path):
        if isinstance(note, Failure):
            raise note.error
    rows = [row for row in path.read_bytes().splitlines() if row.strip()]
    for note, row in zip(jsonl.read(path), map(json.loads, rows), strict=True):
        assert isinstance(note, Note)
        note = replace(note, id=str(row.get("note_id") or note.id))
        report, scene = coder.read(note)
        if scene:
            yield Example(
                note=note,
                family=str(row.get("author") or note.id),
                unseen=True,
                due=not report.review,
                lines=_settled(row, note.source),
                report=report,
                scene=scene,
            )


def _settled(row: Mapping[str, Any], source: str) -> Mapping[Line, int]:
    try:
        return gold.lines(
            {"code": item["code"], "units": int(item["units"]), "modifiers": item.get("modifiers", [])}
            for item in row["codes"]
        )
    except (KeyError, TypeError, ValueError):
        raise InputError(
            f'{source}: its "codes" are not a list of code, units and modifiers', kind="bad-codes"
        ) from None
