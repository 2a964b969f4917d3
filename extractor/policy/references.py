"""Whether the rows of the rulebook fit each other: what one names, another must define, on every day it is in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import combinations, pairwise
from typing import Any, TypeVar

from extractor.errors import RulebookError
from extractor.facts import Imaging, Technique
from extractor.lexicon import Concept
from extractor.policy.conditions import CONDITIONS
from extractor.policy.guidelines import Code, Guideline, Included, Source, Year
from extractor.policy.rows import overlap, within

Row = TypeVar("Row", Code, Guideline)


def check_rows(
    codes: Sequence[Code],
    guidelines: Sequence[Guideline],
    included: Sequence[Included],
    sources: Mapping[str, Source],
    lexicon: Iterable[Concept],
) -> None:
    """Raises RulebookError at the first unknown code, source, concept or condition, and at the first overlap."""
    _check_overlaps(codes, lambda row: f"codes.yaml: entry {row.id}")
    _check_overlaps(guidelines, lambda row: f"{row.file}: entry {row.id}")
    known = _vocabulary(lexicon)
    for code in codes:
        _check_sources(f"codes.yaml: entry {code.id}", code.source, sources)
    dated = defaultdict(list)
    for code in codes:
        dated[code.id].append(code)
    for row in included:
        _check_sources(f"included.yaml: entry {row.id}", row.source, sources)
        _check_known(f"included.yaml: entry {row.id}", filter(None, (row.code, *row.unless)), dated)
    if sum(not row.mentions for row in included) != 1:
        raise RulebookError("included.yaml: exactly one row (pulsed beside thermal) must stand without mentions")
    for guideline in guidelines:
        where = f"{guideline.file}: entry {guideline.id}"
        _check_sources(where, guideline.source, sources)
        _check_conditions(where, guideline, known)
        _check_codes(where, guideline, dated)


def check_editions(editions: Sequence[Year]) -> None:
    """The editions, in order, must leave no day out and none in two."""
    if not editions:
        raise RulebookError("editions.yaml: holds no edition")
    for before, after in pairwise(editions):
        if after.effective != before.through + timedelta(days=1):
            raise RulebookError(f"editions.yaml: entry {after.id}: must begin the day after {before.id} ends")


def _check_overlaps(rows: Sequence[Row], where: Any) -> None:
    same = defaultdict(list)
    for row in rows:
        same[row.id].append(row)
    for versions in same.values():
        for first, second in combinations(versions, 2):
            if overlap(first, second):
                raise RulebookError(f"{where(second)}: stands twice for dates that overlap")


def _check_sources(where: str, named: Iterable[str], sources: Mapping[str, Source]) -> None:
    named = tuple(named)
    if not named:
        raise RulebookError(f"{where}: names no source")
    for source in named:
        if source not in sources:
            raise RulebookError(f"{where}: unknown source {source}")


def _check_conditions(where: str, guideline: Guideline, known: Mapping[str, frozenset[Any]]) -> None:
    for name in (*guideline.when, *guideline.needs):
        if name not in CONDITIONS:
            raise RulebookError(f"{where}: unknown condition {name}")
    for name, accepted in guideline.when.items():
        for value in accepted - known.get(name, accepted):
            raise RulebookError(f"{where}: unknown {name} {value}")


def _check_codes(where: str, guideline: Guideline, codes: Mapping[str, Sequence[Code]]) -> None:
    if not guideline.beside and not guideline.suggest and not (guideline.needs or guideline.reason):
        raise RulebookError(f"{where}: suggests nothing, and neither a gap nor a reason says why")
    _check_known(where, (*guideline.codes, *guideline.beside), codes)
    for code in guideline.codes:
        if not any(within(guideline, row) for row in codes[code]):
            raise RulebookError(f"{where}: the code {code} is not in force on every day that the guideline is")


def _check_known(where: str, named: Iterable[str], codes: Mapping[str, Sequence[Code]]) -> None:
    for code in named:
        if code not in codes:
            raise RulebookError(f"{where}: unknown code {code}")


def _vocabulary(lexicon: Iterable[Concept]) -> dict[str, frozenset[Any]]:
    """What the conditions with a closed list may be compared with; muscles and glands are their own group."""
    nerves = [concept for concept in lexicon if concept.kind == "nerve"]
    targets = {concept.sets["target"] for concept in lexicon if "target" in concept.sets}
    return {
        "technique": frozenset(item.value for item in Technique),
        "imaging": frozenset(item.value for item in Imaging),
        "nerve": frozenset({concept.id for concept in nerves} | targets),
        "group": frozenset({concept.group for concept in nerves} | targets | {None}),
        "region": frozenset({concept.region for concept in nerves} | {None}),
    }
