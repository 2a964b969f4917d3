"""The auditors' count: facet denervation sessions of one patient and spinal region in any twelve months, and the joints of
one session, both sides counted, from the claims given."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from extractor.prebill.policy import Case, Policy
from extractor.prebill.records import ClaimFinding, ClaimLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Treated:
    """A facet line of a claim: ``joints`` are counted on both sides."""

    patient: str
    region: str
    joints: int
    line: ClaimLine


def exceeded(treated: Iterable[Treated], policy: Policy) -> Iterator[tuple[ClaimFinding, ClaimLine]]:
    """The findings of all patients, each with its line; ``treated`` in the order of patient, region and date."""
    for _, lines in groupby(treated, key=lambda item: (item.patient, item.region)):
        window: deque[tuple[date, int]] = deque()
        for day, session in groupby(lines, key=lambda item: item.line.date_of_service):
            group = list(session)
            window.append((day, sum(item.joints for item in group)))
            while window[0][0] <= _before(day, policy.lookback.months):
                window.popleft()
            yield from _session(group, window, policy)


def _session(
    group: list[Treated], window: deque[tuple[date, int]], policy: Policy
) -> Iterator[tuple[ClaimFinding, ClaimLine]]:
    """The findings of the newest session of the window, told on the first line of each of its claims."""
    limit, joints = policy.lookback, window[-1][1]
    total = sum(count for _, count in window)
    heads = {item.line.claim_id: item for item in reversed(group)}
    for head in reversed(heads.values()):
        if len(window) > limit.sessions:
            told = (
                f"{len(window)} sessions and {total} joints in {limit.months} months, {limit.sessions} sessions allowed"
            )
            yield _finding(Case.SESSIONS, head, told, policy), head.line
        if joints > limit.joints:
            told = f"{joints} joints in one session, {limit.joints} allowed"
            yield _finding(Case.JOINTS, head, told, policy), head.line


def _finding(case: Case, head: Treated, told: str, policy: Policy) -> ClaimFinding:
    rule, line = policy.rules[case], head.line
    return ClaimFinding(
        claim_id=line.claim_id,
        line=line.line,
        note_id=None,
        kind=rule.kind,
        severity=rule.severity,
        code=line.code,
        why=rule.why.format(billed=line.words, supported="", detail=f"{head.region}: {told}"),
        guideline=rule.id,
        sources=rule.sources,
    )


def _before(day: date, months: int) -> date:
    """The same day ``months`` earlier; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
