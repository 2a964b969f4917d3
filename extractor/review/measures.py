"""The supervisor's numbers, from the decisions that stand: throughput, agreement, reasons, gaps by author, kappa."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from extractor.facts import GapKind
from extractor.review import ledger
from extractor.review.ledger import Kind
from extractor.review.store import Store
from extractor.review.tables import decisions, facets, files, notes, reports

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Agreement:
    """What became of the suggestions of one code or guideline."""

    name: str
    accepted: int
    changed: int
    rejected: int

    @property
    def share(self) -> float:
        return self.accepted / (self.accepted + self.changed + self.rejected)


@dataclass(frozen=True, slots=True)
class Author:
    """``gaps`` counts the notes of this author by kind of gap."""

    name: str
    notes: int
    gaps: Counter[str]

    def rate(self, kind: str) -> float:
        return self.gaps[kind] / self.notes


@dataclass(frozen=True, slots=True)
class SecondReview:
    """``kappa`` is Cohen's, over suggested and added lines; None where it is not defined."""

    notes: int
    lines: int
    agreed: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Measures:
    states: dict[str, int]
    oldest: int | None
    by_day: list[tuple[date, int]]
    by_coder: list[tuple[str, int]]
    by_code: list[Agreement]
    by_guideline: list[Agreement]
    added: list[tuple[str, int]]
    reject_reasons: list[tuple[str, int]]
    authors: list[Author]
    second: SecondReview
    unreadable: list[tuple[str, str]]


def measure(store: Store, days: int) -> Measures:
    """Over the last ``days`` days, today included; states and unreadable files are as of now."""
    today = datetime.fromtimestamp(store.clock() / 1000, UTC).date()
    first = today - timedelta(days=days - 1)
    since = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp() * 1000)
    with store.read() as db:
        waiting = select(func.min(notes.c.received)).where(notes.c.state.in_(("new", "ready", "pended")))
        states = db.execute(select(notes.c.state, func.count()).group_by(notes.c.state)).all()
        unreadable = db.execute(select(files.c.path, files.c.error).where(files.c.error.is_not(None)).limit(50))
        return Measures(
            states={row[0]: row[1] for row in states},
            oldest=db.execute(waiting).scalar(),
            by_day=_by_day(db, since, first, days),
            by_coder=_counts(db, notes.c.first_coder, notes.c.finished >= since),
            by_code=_agreement(db, decisions.c.suggested, since),
            by_guideline=_agreement(db, decisions.c.guideline, since),
            added=_counts(db, decisions.c.code, ledger.active, decisions.c.kind == Kind.ADD, decisions.c.at >= since),
            reject_reasons=_counts(
                db, decisions.c.reason, ledger.active, decisions.c.kind == Kind.REJECT, decisions.c.at >= since
            ),
            authors=_authors(db, since),
            second=_second_review(db, since),
            unreadable=[(path, error) for path, error in unreadable],
        )


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters' categories; None where chance alone would make them agree."""
    if not pairs:
        return None
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    observed = sum(one == two for one, two in pairs) / len(pairs)
    chance = sum(first[name] * second[name] for name in first) / len(pairs) ** 2
    return None if chance == 1 else (observed - chance) / (1 - chance)


def _counts(db: Connection, column: Any, *where: Any) -> list[tuple[str, int]]:
    query = select(column, func.count()).where(column.is_not(None), *where).group_by(column)
    return [(str(name), count) for name, count in db.execute(query.order_by(func.count().desc(), column))]


def _by_day(db: Connection, since: int, first: date, days: int) -> list[tuple[date, int]]:
    number = (notes.c.finished - since) // DAY_MS
    found = {
        int(day): count
        for day, count in db.execute(select(number, func.count()).where(notes.c.finished >= since).group_by(number))
    }
    return [(first + timedelta(days=day), found.get(day, 0)) for day in range(days)]


def _agreement(db: Connection, name: Any, since: int) -> list[Agreement]:
    """By the last decision on each line of a round."""
    kinds = (Kind.ACCEPT, Kind.CHANGE, Kind.REJECT)
    last = (
        select(func.max(decisions.c.id))
        .where(ledger.active, decisions.c.kind.in_(kinds), decisions.c.at >= since)
        .group_by(decisions.c.note, decisions.c.round, decisions.c.line)
    )
    query = select(name, decisions.c.kind, func.count()).where(decisions.c.id.in_(last), name.is_not(None))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for value, kind, count in db.execute(query.group_by(name, decisions.c.kind)):
        found[value][kind] = count
    rows = [Agreement(value, *(by_kind[kind] for kind in kinds)) for value, by_kind in found.items()]
    return sorted(rows, key=lambda row: (-(row.accepted + row.changed + row.rejected), row.name))


def _authors(db: Connection, since: int) -> list[Author]:
    coded = (notes.c.received >= since) & notes.c.report.is_not(None) & notes.c.author.is_not(None)
    totals = _counts(db, notes.c.author, coded)
    gaps: dict[str, Counter[str]] = defaultdict(Counter)
    query = (
        select(notes.c.author, facets.c.value, func.count())
        .join(facets, facets.c.note == notes.c.id)
        .where(coded, facets.c.kind == "reason", facets.c.value.in_([kind.value for kind in GapKind]))
        .group_by(notes.c.author, facets.c.value)
    )
    for author, kind, count in db.execute(query):
        gaps[author][kind] = count
    return [Author(name, count, gaps[name]) for name, count in totals]


def _second_review(db: Connection, since: int) -> SecondReview:
    # The blind round is over once its note is finished, or was reopened into a later round.
    over = (notes.c.state == "done") | (notes.c.round > notes.c.blind)
    query = select(notes.c.id, notes.c.blind).where(notes.c.blind.is_not(None), over, notes.c.finished >= since)
    pairs: list[tuple[str, str]] = []
    count = 0
    for note, blind in db.execute(query).all():
        count += 1
        pairs += _pairs(db, note, blind)
    return SecondReview(count, len(pairs), sum(one == two for one, two in pairs), kappa(pairs))


def _pairs(db: Connection, note: int, blind: int) -> Iterable[tuple[str, str]]:
    """What the two coders made of each line: what they would report of it, or nothing."""
    rounds = [ledger.read(db, note, number) for number in (blind - 1, blind)]
    report = next((standing[0]["report"] for standing in rounds if standing), None)
    record = db.execute(select(reports.c.record).where(reports.c.id == report)).scalar()
    suggestions = json.loads(record).get("suggestions", ()) if record else ()
    made = [_by_line(ledger.fold(standing), suggestions) for standing in rounds]
    names = sorted({name for by_line in made for name in by_line})
    return [(made[0].get(name, "nothing"), made[1].get(name, "nothing")) for name in names]


def _by_line(state: ledger.Ledger, suggestions: Sequence[Any]) -> dict[str, str]:
    made = {f"line {number}": "nothing" for number in range(len(suggestions))}
    for number, decision in state.decided.items():
        if decision["kind"] != Kind.REJECT:
            made[f"line {number}"] = str(ledger.stored_line(decision))
    return made | {f"added {decision['code']}": str(ledger.stored_line(decision)) for decision in state.added}
