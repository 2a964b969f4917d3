"""Annotated notes: what a careful coder records from a note, in the format of the annotation guide.

``<id>.yaml`` stands beside ``<id>.txt``. A fixed third of the notes is held out from tuning: whoever tunes never looks
at them, and scores on them are reported apart.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from string import digits
from typing import Any

from extractor.errors import InputError, NeurolysisError
from extractor.facts import GapKind, Imaging, NoCodeReason, Side, Status, Technique
from extractor.note import named, read_text
from extractor.policy import strict_yaml

KNOWN_FAILURES = "known_failures.yaml"
AGREEMENT = "agreement.json"

Line = tuple[str, int, tuple[str, ...]]


class Stratum(StrEnum):
    CLEAN = "clean"
    PROSE = "prose"
    MESSY = "messy"
    ADVERSARIAL = "adversarial"
    MULTI = "multi"
    OFFTOPIC = "offtopic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One procedure, as far as it is scored: names are normalised in form, sides are split, ``levels`` compared."""

    technique: str
    nerve: str
    levels: frozenset[str]
    sides: frozenset[str]
    imaging: frozenset[str]
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one reader, a person or the program, makes of a note; the common ground on which readers are compared."""

    date_of_service: str | None
    facts: tuple[Fact, ...] = ()
    lines: Mapping[Line, int]
    alternates: frozenset[str] = frozenset()
    gaps: frozenset[str] = frozenset()
    no_code_reason: str | None = None
    review: bool = False

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(code for code, _, _ in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """An annotated note: where its text is, and the reading that is held to be right. ``acts`` is the evidence of what was
    performed."""

    id: str
    path: Path
    stratum: Stratum
    payer: str | None
    reading: Reading
    evidence: tuple[str, ...]
    why: str
    acts: tuple[str, ...] = ()

    @property
    def author(self) -> str:
        """The letters of the id."""
        return self.id.rstrip(digits) or self.id


def is_held_out(note_id: str) -> bool:
    """The rule of the held-out third: fixed by the note's id alone, so that nobody needs a list."""
    return zlib.crc32(note_id.encode()) % 3 == 0


def load(folder: Path) -> list[Gold]:
    """All annotated notes below the folder, sorted by path. Raises InputError naming the file and the entry."""
    if not folder.is_dir():
        raise InputError(f"{named(folder)}: there is no such folder", kind="missing")
    golds = [_load(path) for path in sorted(folder.rglob("*.yaml")) if path.name != KNOWN_FAILURES]
    if not golds:
        raise InputError(
            f"{named(folder)}: the folder holds no annotated notes (<id>.txt and <id>.yaml)", kind="no-notes"
        )
    doubled = [note_id for note_id, count in Counter(gold.id for gold in golds).items() if count > 1]
    if doubled:
        raise InputError(f"{named(folder)}: the id {doubled[0]} stands twice", kind="bad-gold")
    return golds


def known_failures(folder: Path) -> frozenset[str]:
    """The ids of the notes that are known to be coded wrongly; empty without a list."""
    path = folder / KNOWN_FAILURES
    return frozenset(strict_yaml.parse(read_text(path), named(path)) or ()) if path.exists() else frozenset()


def ceiling(folder: Path) -> dict[str, Any] | None:
    """The scores of a second reader against the gold (``evaluate --second-reader --json``), where they are kept."""
    path = folder / AGREEMENT
    if not path.exists():
        return None
    scores: dict[str, Any] = json.loads(read_text(path))
    return scores


def _load(path: Path) -> Gold:
    try:
        entry = strict_yaml.parse(read_text(path), named(path))
        if not isinstance(entry, dict):
            raise TypeError("it is not a mapping")
        return Gold(
            id=entry["id"],
            path=path.with_suffix(".txt"),
            stratum=Stratum(entry["stratum"]),
            payer=entry.get("payer"),
            reading=_reading(entry),
            evidence=tuple(words for item in entry["procedures"] for words in item["evidence"]),
            why=entry["why"],
            acts=tuple(
                words
                for item in entry["procedures"]
                if item["status"] == Status.PERFORMED
                for words in item["evidence"]
            ),
        )
    except KeyError as error:
        raise InputError(f"{named(path)}: {error.args[0]} is missing", kind="bad-gold") from None
    except (NeurolysisError, ValueError, TypeError) as error:
        raise InputError(f"{named(path)}: {error}", kind="bad-gold") from None


def _reading(entry: Mapping[str, Any]) -> Reading:
    day, reason = entry["date_of_service"], entry["no_code_reason"]
    if not isinstance(day, date | None):
        raise TypeError("date_of_service must be a date or null")
    return Reading(
        date_of_service=day.isoformat() if day else None,
        facts=tuple(fact(item) for item in entry["procedures"]),
        lines=lines(entry["codes"]),
        alternates=frozenset(entry["alternates"]),
        gaps=frozenset(GapKind(kind).value for kind in entry["gaps"]),
        no_code_reason=NoCodeReason(reason).value if reason else None,
        review=entry["review"],
    )


def found(record: Mapping[str, Any]) -> Reading:
    """The reading that a record of the contract stands for; a failed input reads as nothing, for review."""
    if "error" in record:
        return Reading(date_of_service=None, lines={}, review=True)
    return Reading(
        date_of_service=record["date_of_service"],
        facts=tuple(fact(item) for item in record["procedures"]),
        lines=lines(record["suggestions"]),
        alternates=frozenset(other["code"] for item in record["suggestions"] for other in item["alternates"]),
        gaps=frozenset(gap["kind"] for gap in record["gaps"]),
        no_code_reason=record["no_code_reason"],
        review=record["review"],
    )


def lines(entries: Iterable[Mapping[str, Any]]) -> Mapping[Line, int]:
    """Code lines as a multiset; the order of lines and of modifiers does not count."""
    return Counter((item["code"], item["units"], tuple(sorted(item["modifiers"]))) for item in entries)


def fact(item: Mapping[str, Any]) -> Fact:
    side = Side(item["laterality"]) if item["laterality"] else None
    nerve = item["nerve"] or "none"
    return Fact(
        technique=Technique(item["technique"]).value,
        nerve="other" if nerve.startswith("other:") else nerve,
        levels=frozenset(level(text) for text in item["levels"]),
        sides=frozenset(
            (Side.LEFT.value, Side.RIGHT.value) if side is Side.BILATERAL else (side.value,) if side else ()
        ),
        imaging=frozenset(Imaging(modality).value for modality in item["imaging"]),
        status=Status(item["status"]).value,
    )


_JOINT = re.compile(r"^([CTLS])(\d+)\s*[-/]\s*([CTLS])?(\d+)$")
_GENICULAR = re.compile(r"^(SUPER|INFER)(?:IOR|O)[ -]?(MEDIAL|LATERAL)$")
_SPACE = re.compile(r"^(1ST|2ND|3RD|4TH|FIRST|SECOND|THIRD|FOURTH)(?: (?:INTERMETATARSAL|WEB|INTERSPACE|SPACE))*$")
_ORDINALS = {"1ST": "FIRST", "2ND": "SECOND", "3RD": "THIRD", "4TH": "FOURTH"}


def level(text: str) -> str:
    """A level in one form: "L4-5" and "l4/L5" as "L4-L5", "superior medial" as "superomedial", "3rd web space" as "third
    interspace"."""
    plain = " ".join(text.upper().split())
    if joint := _JOINT.match(plain):
        upper, first, lower, second = joint.groups()
        return f"{upper}{first}-{lower or upper}{second}"
    if space := _SPACE.match(plain):
        return f"{_ORDINALS.get(space[1], space[1])} interspace".lower()
    return _GENICULAR.sub(r"\1O\2", plain).lower()
