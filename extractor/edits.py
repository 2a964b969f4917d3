"""What CMS's edits say of the suggested lines: too many units, pairs, add-ons without their primary. Nothing is removed
and no modifier is ever appended; a person decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations

from extractor.facts import Finding, FindingKind, Suggestion
from extractor.policy.edit_tables import ACTIVE, EditTables, Pair

_ANY = "CCCCC"  # CMS leaves the primaries of such an add-on to the contractor
_INDICATOR = {"0": "no modifier allowed", "1": "modifier allowed", "9": "not applicable"}


def findings(suggestions: Sequence[Suggestion], tables: EditTables) -> tuple[Finding, ...]:
    """The findings of the lines together, in the practitioner's setting."""
    codes = tuple(dict.fromkeys(line.code for line in suggestions))
    return (*_limits(suggestions, tables), *_pairs(codes, tables), *_addons(codes, tables))


def _limits(suggestions: Iterable[Suggestion], tables: EditTables) -> Iterable[Finding]:
    for line in suggestions:
        limit = tables.limits.get(line.code)
        if limit and limit.practitioner is not None and line.units > limit.practitioner:
            why = (
                f"{line.units} units of {line.code} exceed the {limit.practitioner} of the practitioner MUE of "
                f"{tables.quarter} ({limit.rationale}); kept as documented"
            )
            yield Finding(kind=FindingKind.MUE_EXCEEDED, code=line.code, why=why)


def _pairs(codes: Sequence[str], tables: EditTables) -> Iterable[Finding]:
    for pair in (tables.pairs.get(codes) for codes in permutations(codes, 2)):
        if pair and pair.practitioner_status == ACTIVE:
            yield Finding(kind=FindingKind.NCCI_PAIR, code=pair.column2, why=_pair_says(pair, tables.quarter))


def _pair_says(pair: Pair, quarter: str) -> str:
    practitioner = f"indicator {pair.practitioner_indicator}, {_INDICATOR[pair.practitioner_indicator]}"
    outpatient = f"indicator {pair.outpatient_indicator}" if pair.outpatient_status == ACTIVE else "no active edit"
    return (
        f"NCCI pair of {quarter}: {pair.column1} with {pair.column2} (practitioner: {practitioner}; "
        f"outpatient hospital: {outpatient}). {pair.rationale}. Both lines are shown"
    )


def _addons(codes: Sequence[str], tables: EditTables) -> Iterable[Finding]:
    for code in codes:
        primaries = tables.addons.get(code)
        if primaries and _ANY not in primaries and primaries.isdisjoint(codes):
            why = f"{code} is an add-on, and none of its permitted primaries stands beside it ({tables.quarter})"
            yield Finding(kind=FindingKind.ADDON_WITHOUT_PRIMARY, code=code, why=why)
