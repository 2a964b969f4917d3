"""What goes into a review and comes out of it: claim lines, the lines a note supports, findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from extractor.facts import SCHEMA, Evidence, FindingKind


class Severity(StrEnum):
    """What a reviewer does with a finding; the graver first."""

    HOLD = "hold"
    WARN = "warn"
    INFORM = "inform"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One service line of a claim. ``note_id`` and ``reference`` (a second claim number) help to find its note;
    ``source`` is the file and the row or segment that it was read from; ``charge`` is in dollars."""

    claim_id: str
    line: str
    date_of_service: date
    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    charge: Decimal | None = None
    patient_id: str | None = None
    note_id: str | None = None
    payer: str | None = None
    reference: str | None = None
    source: str = ""

    @property
    def words(self) -> str:
        return in_words(self.code, self.units, self.modifiers)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportedLine:
    code: str
    units: int
    modifiers: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return in_words(self.code, self.units, self.modifiers)

    def record(self) -> dict[str, Any]:
        return {"code": self.code, "units": self.units, "modifiers": list(self.modifiers)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFinding:
    """One judgement of one claim line, or (``line`` None) of a claim or note. ``guideline`` is the id of a guideline or of
    a rule of ``prebill.yaml``, ``sources`` what it rests on; ``amount`` is what is at stake in dollars."""

    claim_id: str | None
    line: str | None
    note_id: str | None
    kind: FindingKind
    severity: Severity
    code: str
    why: str
    guideline: str
    sources: tuple[str, ...] = ()
    supported: tuple[SupportedLine, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    amount: Decimal | None = None

    def record(self) -> dict[str, Any]:
        """The finding as schema 1 shows it."""
        return {
            "schema": SCHEMA,
            "claim_id": self.claim_id,
            "line": self.line,
            "note_id": self.note_id,
            "kind": self.kind.value,
            "severity": self.severity.value,
            "code": self.code,
            "why": self.why,
            "guideline": self.guideline,
            "supported": [item.record() for item in self.supported],
            "evidence": [item.record() for item in self.evidence],
            "amount": None if self.amount is None else float(self.amount),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """A claim line that the rulebook has nothing to say about; listed, not judged."""

    line: ClaimLine
    why: str


def in_words(code: str, units: int, modifiers: tuple[str, ...]) -> str:
    """A line as coders write it: code, modifiers and units, as "CODE-LT x2"."""
    return f"{'-'.join((code, *modifiers))} x{units}"
