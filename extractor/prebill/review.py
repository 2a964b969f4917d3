"""The story: notes are coded and filed, claim lines find their notes, every claim is judged, then the look-back.

Everything passes through the working store, one item at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from extractor.batch import report
from extractor.errors import DateNotCovered, NeurolysisError
from extractor.facts import FindingKind, Note, Report
from extractor.note import Failure
from extractor.prebill import claim_edits, lookback
from extractor.prebill.encounter import Encounter, carried
from extractor.prebill.judge import is_judged, judge
from extractor.prebill.matching import IndexEntry, Matcher, plain
from extractor.prebill.money import Fees
from extractor.prebill.policy import Policy
from extractor.prebill.records import ClaimFinding, ClaimLine, Severity, Unjudged
from extractor.prebill.sides import Sides
from extractor.prebill.store import Group, Store, StoredNote
from extractor.prebill.verdicts import Bench, missed
from extractor.rulebook import Rulebook

if TYPE_CHECKING:
    from extractor.flow import Coder


class Watch(Protocol):
    """What items pass through, so that a bar may count them; ``total`` is None where it is not known."""

    def __call__(self, words: str, items: Iterable[Any], total: int | None = None) -> Iterable[Any]: ...


def unwatched(words: str, items: Iterable[Any], total: int | None = None) -> Iterable[Any]:
    return items


@dataclass(slots=True, kw_only=True)
class Totals:
    """Counts and dollars of a review. ``at_stake`` counts each billed line once, under its gravest finding; ``unbilled``
    is what the notes support and no line bills."""

    lines: int = 0
    notes: int = 0
    failed: int = 0
    unjudged: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[Severity, FindingKind]] = field(default_factory=Counter)
    at_stake: dict[Severity, Decimal] = field(default_factory=dict)
    unbilled: Decimal = Decimal()

    @property
    def held(self) -> int:
        return sum(count for (severity, _), count in self.kinds.items() if severity is Severity.HOLD)


# A payer without guidelines of its own: what a note is coded under when the claim's payer outranks the note's.
BASE = "base policy"


@dataclass(slots=True, kw_only=True)
class Reviewer:
    """Judges claims against notes. ``payer`` outranks the payer that the claims name."""

    rulebook: Rulebook
    policy: Policy
    coder: Coder
    store: Store
    fees: Fees | None = None
    payer: str | None = None
    index: dict[str, IndexEntry] = field(default_factory=dict)
    totals: Totals = field(default_factory=Totals)
    _known: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._known = frozenset(code.id for code in self.rulebook.codes)

    def run(
        self, claims: Iterable[ClaimLine | Failure], notes: Iterable[Note | Failure], watch: Watch = unwatched
    ) -> None:
        """Leaves the findings in the store and the counts in the totals."""
        matcher = Matcher(self.store, self.policy, self.index)
        for note in watch("notes", notes):
            self._file(note, matcher)
        for line in watch("claim lines", claims):
            self._take(line, matcher)
        for group in watch("claims", self.store.groups(), self.store.count_groups()):
            self._judge(group)
        self._look_back()
        for stored in self.store.unused_notes():
            for each in carried([stored.report] if stored.report else []):
                self._say(missed(self.policy, each, None), None)
        self._count_money()

    def _file(self, item: Note | Failure, matcher: Matcher) -> None:
        if isinstance(item, Failure):
            self._fail(item)
            return
        self.totals.notes += 1
        try:
            matcher.add(StoredNote(note=item, report=report(self.coder, item)))
        except NeurolysisError as error:
            matcher.add(StoredNote(note=item, error=str(error)))
            self._fail(Failure(source=item.source, error=error))

    def _take(self, line: ClaimLine | Failure, matcher: Matcher) -> None:
        if isinstance(line, Failure):
            self._fail(line)
            return
        self.totals.lines += 1
        seq = self.store.add_line(line, matcher.notes_of(line))
        facet = self.policy.region(line.code)
        if facet and line.patient_id and self._covers(line.date_of_service):
            joints = Sides.of([line], self.rulebook.on(line.date_of_service)).total
            self.store.add_facet(plain(line.patient_id), facet.region, line, joints, seq)

    def _judge(self, group: Group) -> None:
        if not self._covers(group.day):
            for line in group.lines:
                self._leave(line, f"{group.day.isoformat()} lies outside the rulebook's dates")
            return
        first, elsewhere = self.store.billed_elsewhere(group)
        bench = Bench(
            policy=self.policy, encounter=self._encounter(group), lines=group.lines, elsewhere=elsewhere, first=first
        )
        judged = tuple(line for line in group.lines if is_judged(bench, line, self._known))
        for line in group.lines:
            if line not in judged:
                alone = line.code in self._known or self.policy.family(line.code)
                self._leave(line, f"{line.code} {'stands without a treatment' if alone else 'is not in the rulebook'}")
        if judged:
            self._tell(replace(bench, lines=judged))

    def _tell(self, bench: Bench) -> None:
        lines = {line.line: line for line in bench.lines}
        bundled = set()
        for finding in judge(bench):
            if finding.kind is FindingKind.BUNDLED and finding.line:
                bundled.add(finding.line)
            self._say(finding, lines.get(finding.line or ""))
        for finding in claim_edits.broken(bench, bundled):
            self._say(finding, lines.get(finding.line or ""))

    def _encounter(self, group: Group) -> Encounter:
        """The reports under the payer that counts: the reviewer's, else the claim's, else the note's own."""
        stored = [self.store.note(key) for key in group.notes]
        named = self.payer or next((line.payer for line in group.lines if line.payer), None)
        if named is None:
            named = next((item.report.payer for item in stored if item.report and item.report.payer), None)
        overlay = self.policy.overlay(named)
        return Encounter(
            day=group.day,
            edition=self.rulebook.on(group.day, overlay),
            reports=self._reports(stored, group.day, overlay),
            base=self._reports(stored, group.day, None) if overlay else (),
            unreadable=tuple(item.error for item in stored if item.error),
        )

    def _reports(self, stored: Iterable[StoredNote], day: date, overlay: str | None) -> tuple[Report, ...]:
        return tuple(self._report(item.note, item.report, day, overlay) for item in stored if item.report)

    def _report(self, note: Note, filed: Report, day: date, overlay: str | None) -> Report:
        """The filed report where it is of this payer; else the note coded anew, on the claim's date if it states none."""
        if filed.date_of_service and self.policy.overlay(filed.payer) == overlay:
            return filed
        return report(self.coder, replace(note, payer=overlay or BASE, date_of_service=filed.date_of_service or day))

    def _covers(self, day: date) -> bool:
        try:
            self.rulebook.on(day)
        except DateNotCovered:
            return False
        return True

    def _look_back(self) -> None:
        treated = (
            lookback.Treated(patient=patient, region=region, joints=joints, line=line)
            for patient, region, joints, line in self.store.facets()
        )
        for finding, line in lookback.exceeded(treated, self.policy):
            self._say(finding, line)

    def _say(self, finding: ClaimFinding, line: ClaimLine | None) -> None:
        priced = self.fees.priced(finding, line) if self.fees else finding
        self.totals.kinds[priced.severity, priced.kind] += 1
        self.store.add_finding(priced)

    def _leave(self, line: ClaimLine, why: str) -> None:
        self.totals.unjudged[why] += 1
        self.store.add_aside(Unjudged(line=line, why=why))

    def _fail(self, failure: Failure) -> None:
        self.totals.failed += 1
        self.store.add_aside(failure)

    def _count_money(self) -> None:
        for severity, amount in self.store.at_stake():
            self.totals.at_stake[severity] = self.totals.at_stake.get(severity, Decimal()) + amount
        self.totals.unbilled = sum(self.store.unbilled(), Decimal())
