"""CMS's edits on the lines of one claim and day: units of a line (MUE), code pairs (NCCI PTP), add-ons."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import permutations

from extractor.policy.edit_tables import ACTIVE, Pair
from extractor.prebill.policy import Case
from extractor.prebill.records import ClaimFinding, ClaimLine
from extractor.prebill.verdicts import Bench

_NEVER = "0"
_SHOWN = 4


def broken(bench: Bench, bundled: Collection[str]) -> Iterator[ClaimFinding]:
    """The edits that the lines break. ``bundled`` are the lines (by number) that are told already what they belong to."""
    for line in bench.lines:
        yield from _limit(bench, line)
        if line.line not in bundled:
            yield from _addon(bench, line)
    told: set[tuple[str, str]] = set()
    for first, second in permutations(bench.lines, 2):
        pair = bench.encounter.edition.edits.pairs.get((first.code, second.code))
        active = pair is not None and pair.practitioner_status == ACTIVE
        if pair and active and second.line not in bundled and (first.code, second.line) not in told:
            told.add((first.code, second.line))
            yield _pair(bench, first, second, pair)


def _limit(bench: Bench, line: ClaimLine) -> Iterator[ClaimFinding]:
    tables = bench.encounter.edition.edits
    limit = tables.limits.get(line.code)
    if limit and limit.practitioner is not None and line.units > limit.practitioner:
        detail = f"{limit.practitioner} in {tables.quarter} ({limit.rationale})"
        yield bench.finding(Case.ABOVE_LIMIT, line, detail=detail)


def _addon(bench: Bench, line: ClaimLine) -> Iterator[ClaimFinding]:
    primaries = bench.encounter.edition.edits.addons.get(line.code, frozenset())
    if primaries and not primaries & (bench.elsewhere | {item.code for item in bench.lines}):
        shown = sorted(primaries)[:_SHOWN]
        detail = ", ".join(shown) + (" ..." if len(primaries) > _SHOWN else "")
        carried = [each for each in bench.encounter.carried if each.code in primaries]
        yield bench.finding(Case.ADDON_ALONE, line, carried, detail=detail)


def _pair(bench: Bench, first: ClaimLine, second: ClaimLine, pair: Pair) -> ClaimFinding:
    if pair.practitioner_indicator == _NEVER:
        case = Case.PAIR_NEVER
    elif bench.policy.distinct & {*first.modifiers, *second.modifiers}:
        case = Case.PAIR_WITH_MODIFIER
    else:
        case = Case.PAIR_NEEDS_MODIFIER
    return bench.finding(case, second, detail=f"{first.code} ({pair.rationale})")
