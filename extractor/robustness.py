"""Robustness: how far the measures of an evaluation fall when the notes are perturbed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from extractor import batch
from extractor.evaluation import MEASURES, Comparison, compared, note, total
from extractor.facts import SCHEMA, Note
from extractor.gold import Gold
from extractor.note import Failure
from extractor.perturbation import perturbed
from extractor.perturbation.tables import KNOWLEDGE, Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The annotated notes as they are (``kind`` None) or under one perturbation, and what was found in them."""

    kind: str | None
    notes: tuple[Note | Failure, ...]
    comparisons: tuple[Comparison, ...]

    def altered(self, plain: Trial) -> int:
        """How many notes have another text than the plain ones."""
        return sum(new != old for new, old in zip(self.notes, plain.notes, strict=True))

    def recoded(self, plain: Trial) -> int:
        """How many notes get other code lines than the plain ones, right or wrong."""
        pairs = zip(self.comparisons, plain.comparisons, strict=True)
        return sum(new.found.lines != old.found.lines for new, old in pairs)

    def lost(self, plain: Trial) -> list[int]:
        """The places of the notes that are exact in the plain trial, but not in this one."""
        pairs = zip(self.comparisons, plain.comparisons, strict=True)
        return [at for at, (new, old) in enumerate(pairs) if old.exact and not new.exact]


def run(
    golds: Sequence[Gold], kinds: Iterable[str], settings: batch.Settings, jobs: int = 1, seed: int = 0
) -> list[Trial]:
    """The plain notes first, then the notes under each perturbation. Raises RulebookError."""
    tables = Tables.of(settings.load().data(KNOWLEDGE))
    plain = [note(gold) for gold in golds]
    tried: dict[str | None, list[Note | Failure]] = {None: plain}
    for kind in kinds:
        tried[kind] = [_altered(kind, *pair, tables, seed) for pair in zip(golds, plain, strict=True)]
    records = batch.code_notes((item for notes in tried.values() for item in notes), settings, jobs)
    return [
        Trial(
            kind=kind,
            notes=tuple(notes),
            comparisons=tuple(compared(gold, next(records)) for gold in golds),
        )
        for kind, notes in tried.items()
    ]


def summary(trials: Sequence[Trial]) -> dict[str, Any]:
    """The measures of the plain notes, and of each perturbation beside how far they fall (in points of 100)."""
    plain, *others = trials
    before = _measures(plain)
    return {
        "schema": SCHEMA,
        "notes": len(plain.comparisons),
        "plain": before,
        "perturbations": {other.kind: _fallen(other, plain, before) for other in others},
    }


def _altered(kind: str, gold: Gold, item: Note | Failure, tables: Tables, seed: int) -> Note | Failure:
    if isinstance(item, Failure):
        return item
    day = gold.reading.date_of_service
    service = date.fromisoformat(day) if day else None
    return replace(item, text=perturbed(kind, item.text, tables, seed=f"{seed}:{gold.id}", service=service))


def _fallen(trial: Trial, plain: Trial, before: dict[str, Any]) -> dict[str, Any]:
    after = _measures(trial)
    return {
        "altered": trial.altered(plain),
        "recoded": trial.recoded(plain),
        "lost": len(trial.lost(plain)),
        "won": len(plain.lost(trial)),
        **after,
        "fall": {name: _points(before[name], after[name]) for name in ("exact", *MEASURES)},
    }


def _measures(trial: Trial) -> dict[str, Any]:
    items = trial.comparisons
    return {
        "exact": sum(item.exact for item in items) / len(items) if items else None,
        "dangerous": sum(item.dangerous for item in items),
        **{name: total(items, name).record()["f1"] for name in MEASURES},
    }


def _points(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else round(100 * (before - after), 2)
