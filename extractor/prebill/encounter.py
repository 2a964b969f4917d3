"""What the notes of one service carry, seen as billable lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from extractor.facts import Evidence, Gap, Procedure, Report, Status, Suggestion
from extractor.prebill.records import SupportedLine
from extractor.rulebook import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One suggestion of one note's report."""

    report: Report
    suggestion: Suggestion

    @property
    def code(self) -> str:
        return self.suggestion.code

    @property
    def line(self) -> SupportedLine:
        return SupportedLine(code=self.code, units=self.suggestion.units, modifiers=self.suggestion.modifiers)

    @property
    def procedures(self) -> tuple[Procedure, ...]:
        return tuple(self.report.procedures[index] for index in self.suggestion.procedures)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return evidence_of(self.procedures)

    @property
    def questions(self) -> tuple[Gap, ...]:
        """What the note leaves open about this line."""
        return tuple(gap for gap in self.report.gaps if gap.procedure in (None, *self.suggestion.procedures))


@dataclass(frozen=True, kw_only=True)
class Encounter:
    """The reports of the notes that one claim and date rest on, under the claim's payer, and (``base``) under the base
    policy where that payer has its own. ``edition`` is what is in force on the claim's date."""

    day: date
    edition: Edition
    reports: tuple[Report, ...] = ()
    base: tuple[Report, ...] = ()
    unreadable: tuple[str, ...] = ()

    @cached_property
    def carried(self) -> tuple[Carried, ...]:
        return carried(self.reports)

    @cached_property
    def carried_by_base(self) -> tuple[Carried, ...]:
        return carried(self.base)

    @cached_property
    def done(self) -> tuple[Procedure, ...]:
        """The procedures that were performed."""
        return tuple(item for report in self.reports for item in report.procedures if item.status is Status.PERFORMED)

    @property
    def is_of_day(self) -> bool:
        """Whether a note is of the claim's date, or of no stated date."""
        return any(report.date_of_service in (None, self.day) for report in self.reports)

    @property
    def note_id(self) -> str | None:
        return self.reports[0].note_id if self.reports else None


def carried(reports: Iterable[Report]) -> tuple[Carried, ...]:
    return tuple(Carried(report=report, suggestion=item) for report in reports for item in report.suggestions)


def evidence_of(procedures: Iterable[Procedure]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(item for procedure in procedures for item in procedure.evidence))
