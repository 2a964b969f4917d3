"""The decisions on a note, folded into how its lines stand now. Decisions are only ever added; an undo points at one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from extractor.review.records import Line, line
from extractor.review.tables import decisions, notes


class Kind(StrEnum):
    ACCEPT = "accept"
    CHANGE = "change"
    REJECT = "reject"
    ADD = "add"
    ASK = "ask"
    PEND = "pend"
    FINISH = "finish"
    UNDO = "undo"


class RejectReason(StrEnum):
    NOT_PERFORMED = "not-performed"
    WRONG_TECHNIQUE = "wrong-technique"
    WRONG_NERVE = "wrong-nerve"
    WRONG_SIDE_OR_UNITS = "wrong-side-or-units"
    NOT_DOCUMENTED = "not-documented"
    BUNDLED = "bundled"
    PAYER_POLICY = "payer-policy"
    OTHER = "other"


class PendReason(StrEnum):
    PHYSICIAN_ASKED = "physician-asked"
    DOCUMENT_MISSING = "document-missing"
    PAYER_ASKED = "payer-asked"
    SECOND_OPINION = "second-opinion"
    OTHER = "other"


_undone = decisions.alias("undone")

active = and_(decisions.c.kind != Kind.UNDO, ~select(_undone.c.id).where(_undone.c.undoes == decisions.c.id).exists())
"""A decision that is not an undo and was not undone."""

is_touched = or_(
    notes.c.round > 1,
    select(decisions.c.id).where(decisions.c.note == notes.c.id, active).correlate(notes).exists(),
)
"""A note on which something was decided."""


def touched(db: Connection, note: int) -> bool:
    return db.execute(select(notes.c.id).where(notes.c.id == note, is_touched)).first() is not None


def read(db: Connection, note: int, round: int) -> list[Mapping[str, Any]]:
    """The standing decisions of one round of review, in order."""
    query = select(decisions).where(decisions.c.note == note, decisions.c.round == round, active)
    return [row._asdict() for row in db.execute(query.order_by(decisions.c.id))]


@dataclass(frozen=True, slots=True)
class Ledger:
    """How a note stands: ``decided`` by line of its report, codes ``added``, ``questions`` asked, why it is pended."""

    decided: dict[int, Mapping[str, Any]]
    added: list[Mapping[str, Any]]
    questions: list[Mapping[str, Any]]
    pended: Mapping[str, Any] | None

    def open_lines(self, count: int) -> list[int]:
        return [number for number in range(count) if number not in self.decided]

    def final(self, suggestions: Sequence[Mapping[str, Any]]) -> list[Line]:
        """The lines to report, as decided so far: accepted, changed, then added ones."""
        kept = []
        for number, suggested in enumerate(suggestions):
            decision = self.decided.get(number)
            if decision and decision["kind"] != Kind.REJECT:
                kept.append(line(suggested) if decision["kind"] == Kind.ACCEPT else stored_line(decision))
        return kept + [stored_line(decision) for decision in self.added]


def fold(standing: Sequence[Mapping[str, Any]]) -> Ledger:
    """The last decision on a line stands."""
    ledger, pended = Ledger({}, [], [], None), None
    for decision in standing:
        match decision["kind"]:
            case Kind.ACCEPT | Kind.CHANGE | Kind.REJECT:
                ledger.decided[decision["line"]] = decision
            case Kind.ADD:
                ledger.added.append(decision)
            case Kind.ASK:
                ledger.questions.append(decision)
        pended = decision if decision["kind"] in (Kind.ASK, Kind.PEND) else None
    return Ledger(ledger.decided, ledger.added, ledger.questions, pended)


def stored_line(decision: Mapping[str, Any]) -> Line:
    return decision["code"], decision["units"], tuple((decision["modifiers"] or "").split())
