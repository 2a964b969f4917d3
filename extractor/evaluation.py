"""Gold against output: how often the facts, the code lines and the whole notes are right.

What is counted, per note, and added up over notes (micro precision, recall and F1):

- ``technique`` ``levels`` ``laterality`` ``imaging``: pairs of a nerve and a value over the performed procedures, so that
  a fact counts only at its own nerve; both sides are two pairs. ``nerve``: the nerves of the performed procedures.
- ``status``: nerve, technique and status, over all procedures.
- ``codes`` and ``code_lines`` (code, units and modifiers); ``alternates``, ``gaps``, ``no_code_reason``, ``date``.

A note is *exact* when its code lines are; it is *dangerous* when it has a wrong code and is not sent to review.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractor import batch, readers
from extractor.facts import SCHEMA, Note
from extractor.gold import Fact, Gold, Reading, Stratum, found, is_held_out
from extractor.note import Failure

Items = Mapping[Any, int]


def _performed(reading: Reading, values: Callable[[Fact], Iterable[str]]) -> Items:
    done = [fact for fact in reading.facts if fact.status == "performed"]
    return dict.fromkeys([(fact.nerve, value) for fact in done for value in values(fact)], 1)


def _each(values: Iterable[Hashable]) -> Items:
    return {value: 1 for value in values if value is not None}


MEASURES: dict[str, Callable[[Reading], Items]] = {
    "technique": lambda reading: _performed(reading, lambda fact: [fact.technique]),
    "nerve": lambda reading: _each(fact.nerve for fact in reading.facts if fact.status == "performed"),
    "levels": lambda reading: _performed(reading, lambda fact: fact.levels),
    "laterality": lambda reading: _performed(reading, lambda fact: fact.sides),
    "imaging": lambda reading: _performed(reading, lambda fact: fact.imaging),
    "status": lambda reading: _each((fact.nerve, fact.technique, fact.status) for fact in reading.facts),
    "codes": lambda reading: _each(reading.codes),
    "code_lines": lambda reading: reading.lines,
    "alternates": lambda reading: _each(reading.alternates),
    "gaps": lambda reading: _each(reading.gaps),
    "no_code_reason": lambda reading: _each([reading.no_code_reason]),
    "date": lambda reading: _each([reading.date_of_service]),
}


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of items: expected and found, found but not expected, expected but not found."""

    right: int = 0
    extra: int = 0
    missing: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.extra + other.extra, self.missing + other.missing)

    def record(self) -> dict[str, Any]:
        """Shares are null where nothing was expected or nothing found."""
        found_all, expected = self.right + self.extra, self.right + self.missing
        return {
            "precision": _share(self.right, found_all),
            "recall": _share(self.right, expected),
            "f1": _share(2 * self.right, found_all + expected),
            "expected": expected,
            "found": found_all,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One annotated note beside what was found in it; ``error`` is the kind of failure, where there was one."""

    gold: Gold
    found: Reading
    error: str | None = None

    @property
    def exact(self) -> bool:
        return self.error is None and self.found.lines == self.gold.reading.lines

    @property
    def dangerous(self) -> bool:
        return not self.found.review and bool(self.found.codes - self.gold.reading.codes)

    @property
    def differences(self) -> dict[str, tuple[list[Any], list[Any]]]:
        """What is missing and what is extra, for each measure (and review) that is not right."""
        pairs = {name: (items(self.gold.reading), items(self.found)) for name, items in MEASURES.items()}
        pairs["review"] = ({self.gold.reading.review: 1}, {self.found.review: 1})
        both = {name: (_minus(gold, other), _minus(other, gold)) for name, (gold, other) in pairs.items()}
        return {name: sides for name, sides in both.items() if any(sides)}

    def score(self, measure: str) -> Score:
        items = MEASURES[measure]
        return _score(items(self.gold.reading), items(self.found))


def run(golds: Sequence[Gold], settings: batch.Settings, jobs: int = 1) -> list[Comparison]:
    """The program's reading of each annotated note, under its gold's payer, beside the gold."""
    records = batch.code_notes((note(gold) for gold in golds), settings, jobs)
    return [compared(gold, record) for gold, record in zip(golds, records, strict=True)]


def note(gold: Gold) -> Note | Failure:
    """The annotated note, under its gold's payer."""
    read = next(readers.read([gold.path]))
    return replace(read, payer=gold.payer) if isinstance(read, Note) else read


def compared(gold: Gold, record: Mapping[str, Any]) -> Comparison:
    """The gold beside a record of the contract."""
    return Comparison(gold=gold, found=found(record), error=record.get("error", {}).get("kind"))


def second_reader(golds: Sequence[Gold], others: Sequence[Gold]) -> list[Comparison]:
    """Another reader's gold in the program's place, for the notes that both have read: the human ceiling."""
    by_id = {gold.id: gold for gold in others}
    return [Comparison(gold=gold, found=by_id[gold.id].reading) for gold in golds if gold.id in by_id]


def summary(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """All scores as one JSON object, for all notes and apart for those tuned on and those held out."""
    parts = {
        "all": comparisons,
        "tuning": [item for item in comparisons if not is_held_out(item.gold.id)],
        "held-out": [item for item in comparisons if is_held_out(item.gold.id)],
    }
    return {"schema": SCHEMA, "parts": {name: _part(items) for name, items in parts.items()}}


def _part(items: Sequence[Comparison]) -> dict[str, Any]:
    by_stratum = {name: [item for item in items if item.gold.stratum is name] for name in Stratum}
    return {
        **_headline(items),
        "measures": {name: total(items, name).record() for name in MEASURES},
        "strata": {
            name.value: _headline(notes) | {"code_lines": total(notes, "code_lines").record()}
            for name, notes in by_stratum.items()
            if notes
        },
        "by_code": {code: score.record() for code, score in sorted(_by_code(items).items())},
    }


def _headline(items: Sequence[Comparison]) -> dict[str, Any]:
    notes = len(items)
    return {
        "notes": notes,
        "failed": sum(item.error is not None for item in items),
        "exact": _share(sum(item.exact for item in items), notes),
        "review_right": _share(sum(item.found.review == item.gold.reading.review for item in items), notes),
        "sent_to_review": _share(sum(item.found.review for item in items), notes),
        "wrong_without_review": sum(not item.exact and not item.found.review for item in items),
        "dangerous": sum(item.dangerous for item in items),
    }


def _by_code(items: Sequence[Comparison]) -> dict[str, Score]:
    totals: dict[str, Score] = {}
    for item in items:
        expected, given = item.gold.reading.codes, item.found.codes
        for code in expected | given:
            score = Score(code in expected & given, code in given - expected, code in expected - given)
            totals[code] = totals.get(code, Score()) + score
    return totals


def total(items: Sequence[Comparison], measure: str) -> Score:
    """The counts of one of ``MEASURES`` over all notes."""
    return sum((item.score(measure) for item in items), Score())


def _score(expected: Items, given: Items) -> Score:
    right = (Counter(expected) & Counter(given)).total()
    return Score(right, sum(given.values()) - right, sum(expected.values()) - right)


def _minus(left: Items, right: Items) -> list[Any]:
    return sorted((Counter(left) - Counter(right)).elements(), key=str)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
