"""The only reader of ``knowledge/``: every file once, every row checked, and what is in force on a date."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from extractor.errors import DateNotCovered, RulebookError
from extractor.facts import GapKind
from extractor.lexicon import Concept, concepts
from extractor.policy.conditions import CONDITIONS, Case, Measures, matches, measures_of
from extractor.policy.edit_tables import COLUMNS, EditTables, tables
from extractor.policy.guidelines import (
    Code,
    Guideline,
    Included,
    Silence,
    Source,
    Year,
    code_of,
    guideline_of,
    included_of,
    silence_of,
    source_of,
    year_of,
)
from extractor.policy.references import check_editions, check_rows
from extractor.policy.rows import Row, checked, in_force, listed
from extractor.policy.speech import Speech, speech_of
from extractor.policy.spine import Spine, spine_of
from extractor.policy.strict_yaml import parse

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Edition:
    """All that is in force on one date for one payer. ``guidelines`` stand in the order in which they are asked, the
    payer's own first; ``companions`` are those for services beside a code; ``others`` are in force on other dates."""

    id: str
    date: date
    payer: str | None
    rulebook: str
    codes: Mapping[str, Code]
    guidelines: tuple[Guideline, ...]
    companions: tuple[Guideline, ...]
    included: tuple[Included, ...]
    silences: tuple[Silence, ...]
    edits: EditTables
    measures: Measures
    spine: Spine
    speech: Speech
    questions: Mapping[GapKind, str]
    words: Mapping[str, Any]
    others: tuple[Guideline, ...] = ()
    _about: dict[tuple[str | None, ...], tuple[Guideline, ...]] = field(default_factory=dict, compare=False, repr=False)

    def about(self, case: Case) -> tuple[Guideline, ...]:
        """The guidelines, then the others, whose nerve, group and region are those of the case."""
        procedure = case.procedure
        key = (procedure.nerve, procedure.group, procedure.region)
        if key not in self._about:
            known = (*self.guidelines, *self.others)
            self._about[key] = tuple(item for item in known if matches(case, item.target))
        return self._about[key]

    @property
    def outdone(self) -> Included:
        """The row for pulsed radiofrequency of a nerve that the session also lesioned by heat."""
        return next(row for row in self.included if not row.mentions)


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """The checked knowledge files. Load once, ask ``on`` for each note."""

    hash: str
    concepts: tuple[Concept, ...]
    sources: Mapping[str, Source]
    codes: tuple[Code, ...]
    guidelines: tuple[Guideline, ...]
    included: tuple[Included, ...]
    silences: tuple[Silence, ...]
    editions: tuple[Year, ...]
    edits: Mapping[str, Mapping[str, tuple[Row, ...]]]
    measures: Measures
    spine: Spine
    speech: Speech
    questions: Mapping[GapKind, str]
    descriptors: Mapping[str, str]
    files: Mapping[str, Any]
    _editions: dict[tuple[date, str | None], Edition] = field(default_factory=dict, compare=False, repr=False)
    _tables_read: dict[tuple[tuple[str, str], ...], EditTables] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def load(cls, folder: Path | None = None, site: Path | None = None) -> Rulebook:
        """The rulebook of ``folder`` (the packaged one by default), with the official files that a site imported into
        ``site``. Raises RulebookError naming the file and the entry."""
        shipped = dict(_contents(files("extractor") / "knowledge" if folder is None else folder))
        if not shipped:
            raise RulebookError(f"{folder}: holds no knowledge files")
        own = dict(_contents(site)) if site is not None else {}
        return _Reader({**shipped, **{f"site/{name}": content for name, content in own.items()}}).rulebook()

    @property
    def payers(self) -> tuple[str, ...]:
        """The payers that have guidelines of their own."""
        return tuple(sorted({guideline.payer for guideline in self.guidelines if guideline.payer}))

    def data(self, name: str) -> Any:
        """A top-level knowledge file as parsed, by its name ("cues.yaml"). Raises RulebookError where there is none."""
        try:
            return self.files[name]
        except KeyError:
            raise RulebookError(f"{name}: no such knowledge file") from None

    def on(self, day: date | None, payer: str | None = None) -> Edition:
        """What is in force on ``day`` (None: on the last day covered) for ``payer``; a payer without guidelines of its
        own gets the base policy. Raises DateNotCovered, which says what dates are covered."""
        day = self.editions[-1].through if day is None else day
        payer = payer.strip().lower() if payer else None
        key = (day, payer)
        if key not in self._editions:
            self._editions[key] = self._edition(day, payer)
        return self._editions[key]

    def _edition(self, day: date, payer: str | None) -> Edition:
        year = next((item for item in self.editions if in_force(item, day)), None)
        if year is None:
            first, last = self.editions[0].effective, self.editions[-1].through
            raise DateNotCovered(f"the date of service {day} is not covered: the rulebook covers {first} to {last}")
        known = [item for item in self.guidelines if item.payer in (None, payer)]
        known.sort(key=lambda item: item.payer is None)
        current = [item for item in known if in_force(item, day)]
        return Edition(
            id=year.id,
            date=day,
            payer=payer,
            rulebook=self.hash,
            codes={item.id: item for item in self.codes if in_force(item, day)},
            guidelines=tuple(item for item in current if not item.beside),
            companions=tuple(item for item in current if item.beside),
            included=self.included,
            silences=self.silences,
            edits=self._tables(day),
            measures=self.measures,
            spine=self.spine,
            speech=self.speech,
            questions=self.questions,
            words=self.files["conditions.yaml"],
            others=tuple(item for item in known if not in_force(item, day) and not item.beside),
        )

    def _tables(self, day: date) -> EditTables:
        wanted = f"{day.year}q{(day.month + 2) // 3}"
        chosen = {name: _nearest(quarters, wanted) for name, quarters in self.edits.items()}
        key = tuple(sorted(chosen.items()))
        if key not in self._tables_read:
            rows = {name: self.edits[name][quarter] for name, quarter in chosen.items()}
            self._tables_read[key] = tables(", ".join(sorted(set(chosen.values()))), rows, "edits")
        return self._tables_read[key]


def _nearest(quarters: Iterable[str], wanted: str) -> str:
    """The newest quarter not after the wanted one; before the first, the first."""
    ordered = sorted(quarters)
    return max((item for item in ordered if item <= wanted), default=ordered[0])


def _contents(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _contents(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".yaml", ".csv")):
            yield f"{prefix}{entry.name}", entry.read_bytes()


class _Reader:
    """Turns the files' contents (name -> bytes) into the checked Rulebook."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self.contents = contents
        self.files = {name: parse(self._text(name), name) for name in contents if name.endswith(".yaml")}

    def rulebook(self) -> Rulebook:
        lexicon = tuple(concept for name in self._named("lexicon/") for concept in self._concepts(name))
        spine = spine_of(self._file("joints.yaml"), "joints.yaml")
        codes = tuple(self._records("codes.yaml", code_of))
        guidelines = tuple(self._guidelines())
        included = tuple(self._records("included.yaml", included_of))
        sources = {item.id: item for item in self._records("sources.yaml", source_of)}
        editions = sorted(self._records("editions.yaml", year_of), key=lambda item: item.effective)
        check_rows(codes, guidelines, included, sources, lexicon)
        check_editions(editions)
        checked(self._file("conditions.yaml"), "conditions.yaml", required=CONDITIONS)
        return Rulebook(
            hash=self._hash(),
            concepts=lexicon,
            sources=sources,
            codes=codes,
            guidelines=guidelines,
            included=included,
            silences=tuple(self._records("reasons.yaml", silence_of)),
            editions=tuple(editions),
            edits=self._edits(),
            measures=measures_of(self._file("measures.yaml"), lexicon, spine.nerves, "measures.yaml"),
            spine=spine,
            speech=speech_of(self._file("spoken.yaml"), "spoken.yaml"),
            questions=self._questions(),
            descriptors=self._descriptors(),
            files={name: data for name, data in self.files.items() if "/" not in name},
        )

    def _text(self, name: str) -> str:
        try:
            return self.contents[name].decode("utf-8")
        except UnicodeDecodeError as error:
            raise RulebookError(f"{name}: not UTF-8 at byte {error.start}") from error

    def _file(self, name: str) -> Any:
        if name not in self.files:
            raise RulebookError(f"{name}: the knowledge folder does not hold it")
        return self.files[name]

    def _named(self, prefix: str) -> list[str]:
        return sorted(name for name in self.files if name.startswith(prefix))

    def _records(self, name: str, read: Callable[[Row, str], T]) -> Iterator[T]:
        for row in listed(self._file(name), name):
            yield read(row, f"{name}: entry {row.get('id', '?')}")

    def _concepts(self, name: str) -> tuple[Concept, ...]:
        return concepts(listed(self.files[name], name), name)

    def _guidelines(self) -> Iterator[Guideline]:
        for name in self._named("guidelines/"):
            for row in listed(self.files[name], name):
                yield guideline_of(row, f"{name}: entry {row.get('id', '?')}", name)

    def _questions(self) -> dict[GapKind, str]:
        rows = self._file("questions.yaml")
        checked(rows, "questions.yaml", required=[kind.value for kind in GapKind])
        return {kind: " ".join(rows[kind.value].split()) for kind in GapKind}

    def _edits(self) -> dict[str, dict[str, tuple[Row, ...]]]:
        """Rows by table and quarter; a table that the site imported replaces the shipped one in every quarter."""
        return {table: self._quarters("site/edits/", table) or self._quarters("edits/", table) for table in COLUMNS}

    def _quarters(self, prefix: str, table: str) -> dict[str, tuple[Row, ...]]:
        names = [name for name in self.contents if name.startswith(prefix) and name.endswith(f"/{table}.csv")]
        return {name.split("/")[-2]: self._rows(name, COLUMNS[table]) for name in sorted(names)}

    def _rows(self, name: str, columns: tuple[str, ...]) -> tuple[Row, ...]:
        header, *rows = csv.reader(io.StringIO(self._text(name)))
        if tuple(header) != columns:
            raise RulebookError(f"{name}: the columns must be {', '.join(columns)}")
        if wrong := next((number for number, row in enumerate(rows, 2) if len(row) != len(columns)), None):
            raise RulebookError(f"{name}: line {wrong}: {len(columns)} columns are needed")
        return tuple(dict(zip(columns, row, strict=True)) for row in rows)

    def _descriptors(self) -> dict[str, str]:
        name = "site/descriptors.csv"
        rows = self._rows(name, ("code", "descriptor")) if name in self.contents else ()
        return {row["code"]: row["descriptor"] for row in rows}

    def _hash(self) -> str:
        digest = hashlib.sha256()
        for name, content in sorted(self.contents.items()):
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
        return f"sha256:{digest.hexdigest()}"
