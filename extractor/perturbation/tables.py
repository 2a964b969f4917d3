"""The words that perturbations use, and how a text is edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from extractor.policy.rows import checked, texts

KNOWLEDGE = "perturbations.yaml"
_LISTS = ("ordered", "names", "not-names")
_TABLES = ("misspellings", "misheard", "synonyms")
_SCANS = ("scanned-letters", "scanned-figures")

Table = Mapping[str, Sequence[str]]
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """Headings that say the same: ``names`` may be exchanged for ``others``, and left out unless ``keep``."""

    names: tuple[str, ...]
    others: tuple[str, ...]
    keep: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """``perturbations.yaml``, checked; keys are in lower case, but for ``scanned``: what is there, what is read."""

    keys: Mapping[str, str]
    misspellings: Table
    scanned: Mapping[str, str]
    misheard: Table
    synonyms: Table
    headings: tuple[Headings, ...]
    ordered: tuple[str, ...]
    names: tuple[str, ...]
    not_names: frozenset[str]

    @classmethod
    def of(cls, data: Any) -> Tables:
        """From the parsed file. Raises RulebookError naming the entry."""
        row = checked(data, KNOWLEDGE, required=("keys", "headings", *_LISTS, *_TABLES, *_SCANS))
        ordered, names, not_names = (texts(row[name], f"{KNOWLEDGE}: {name}") for name in _LISTS)
        return cls(
            keys=row["keys"],
            **{name: _table(row[name], f"{KNOWLEDGE}: {name}") for name in _TABLES},
            scanned={seen: read for name in _SCANS for seen, read in row[name].items()},
            headings=tuple(_headings(item, f"{KNOWLEDGE}: headings") for item in row["headings"]),
            ordered=ordered,
            names=names,
            not_names=frozenset(not_names),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a perturbation may use beside the text."""

    tables: Tables
    rng: Random
    service: date | None = None


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with each (start, end, new words) put in; of two that overlap, the first."""
    parts, at = [], 0
    for start, end, new in sorted(edits):
        if start >= at:
            parts += [text[at:start], new]
            at = end
    return "".join([*parts, text[at:]])


def like(old: str, new: str) -> str:
    """The new words in capitals, or with a capital first, as the old ones are."""
    if len(old) > 1 and old.isupper() and old.isalpha():
        return new.upper()
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def _table(rows: Any, where: str) -> Table:
    return {words.lower(): texts(others, f"{where}: {words}") for words, others in rows.items()}


def _headings(data: Any, where: str) -> Headings:
    row = checked(data, where, required=("names", "others"), optional=("keep",))
    return Headings(names=texts(row["names"], where), others=texts(row["others"], where), keep=row.get("keep", False))
