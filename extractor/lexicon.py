"""The records of the lexicon: what words mean, before any rule is asked. Pure data; read by ``rulebook``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from extractor.errors import RulebookError


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One entry of the lexicon.

    ``terms`` stand alone. ``names`` are adjectives that mean the concept only beside a head noun ("median" nerve).
    ``group`` and ``region`` are what guidelines ask of a nerve; ``sets`` are facts that a mention brings along
    (``{"technique": "cryo"}`` for a device); ``traits`` are named particulars (``cooled``); ``supplies`` are the muscles, by
    id, whose motor branches are called after them ("nerve to the soleus"). An entry's ``frames`` are terms made of parts:
    every word of one slot with every word of the next.
    """

    id: str
    kind: str
    terms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    group: str | None = None
    region: str | None = None
    sets: Mapping[str, Any] = field(default_factory=dict)
    traits: frozenset[str] = frozenset()
    supplies: tuple[str, ...] = ()


_KEYS = {"id", "kind", "terms", "names", "group", "region", "sets", "traits", "supplies", "frames"}


def phrases(slots: Iterable[Iterable[str]]) -> Iterator[str]:
    """Every word of one slot with every word of the next; an empty word leaves its slot out."""
    return (" ".join(filter(None, words)) for words in product(*slots))


def concepts(entries: Iterable[Mapping[str, Any]], source: str) -> tuple[Concept, ...]:
    """Checked concepts of one lexicon file. Raises RulebookError naming the file and the entry."""
    return tuple(_concept(entry, source) for entry in entries)


def _concept(entry: Mapping[str, Any], source: str) -> Concept:
    name = entry.get("id", "?")
    if unknown := set(entry) - _KEYS:
        raise RulebookError(f"{source}: entry {name}: unknown key {min(unknown)}")
    if missing := {"id", "kind"} - set(entry):
        raise RulebookError(f"{source}: entry {name}: {min(missing)} is missing")
    framed = [term for slots in entry.get("frames", ()) for term in phrases(slots)]
    words = [*entry.get("terms", ()), *framed, *entry.get("names", ())]
    if not words or not all(isinstance(word, str) for word in words):
        raise RulebookError(f"{source}: entry {name}: terms must be a list of texts")
    return Concept(
        id=name,
        kind=entry["kind"],
        terms=(*entry.get("terms", ()), *framed),
        names=tuple(entry.get("names", ())),
        group=entry.get("group"),
        region=entry.get("region"),
        sets=dict(entry.get("sets", {})),
        traits=frozenset(entry.get("traits", ())),
        supplies=tuple(entry.get("supplies", ())),
    )
