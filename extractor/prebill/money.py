"""What is at stake, by a fee schedule that the site loads: CMS's relative value file (PPRRVU), or a CSV of code and
amount. Multiple-procedure reductions are not applied."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import zip_longest
from pathlib import Path

from extractor.errors import ClaimError
from extractor.facts import FindingKind
from extractor.note import named
from extractor.prebill.policy import Policy, spelled
from extractor.prebill.records import ClaimFinding, ClaimLine
from extractor.prebill.sides import BOTH, Billable

_CENT = Decimal("0.01")
_HEADER_ROWS = 15
_PARTLY = (FindingKind.WRONG_UNITS, FindingKind.NERVES_COUNTED_AS_JOINTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """Dollars of one unit of a code; ``bilateral`` is what modifier 50 multiplies it by."""

    amounts: Mapping[str, Decimal]
    bilateral: Decimal

    def of(self, line: Billable) -> Decimal | None:
        """What the line is worth, or None where the schedule does not hold its code."""
        fee = self.amounts.get(line.code)
        if fee is None:
            return None
        return (fee * line.units * (self.bilateral if BOTH in line.modifiers else 1)).quantize(_CENT, ROUND_HALF_UP)

    def priced(self, finding: ClaimFinding, line: ClaimLine | None) -> ClaimFinding:
        """The finding with its amount: the whole line where it cannot stand, the difference where only its units are
        wrong, the supported line where nobody billed it; nothing where the note supports the line."""
        return replace(finding, amount=self._at_stake(finding, line))

    def _at_stake(self, finding: ClaimFinding, line: ClaimLine | None) -> Decimal | None:
        if finding.kind is FindingKind.SUPPORTED:
            return None
        if line is None:
            return _total(self.of(item) for item in finding.supported)
        billed = self.of(line)
        if finding.kind not in _PARTLY or billed is None:
            return billed
        same = _total(self.of(item) for item in finding.supported if item.code == line.code)
        return abs(billed - (same or 0))


def load(path: Path, policy: Policy, place: str = "non-facility") -> Fees:
    """The schedule of the file; ``place`` chooses the column of a relative value file. Raises ClaimError where the file
    cannot be read or lacks the columns."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = list(csv.reader(file))
    except OSError as error:
        raise ClaimError(f"{named(path)}: the fee schedule cannot be read ({error.strerror})", kind="fees") from None
    columns = _columns(rows, policy, place)
    if columns is None:
        raise ClaimError(f"{named(path)}: the fee schedule has no columns for code and amount", kind="fees")
    amounts = dict(_amounts(rows, columns))
    if not amounts:
        raise ClaimError(f"{named(path)}: the fee schedule holds no amounts", kind="fees")
    return Fees(amounts=amounts, bilateral=policy.bilateral_factor)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Where the columns stand; ``factor`` only in a relative value file, whose amounts are units of it."""

    below: int
    code: int
    amount: int
    factor: int | None
    modifier: int | None


def _columns(rows: Sequence[Sequence[str]], policy: Policy, place: str) -> _Columns | None:
    """A relative value file spreads its header over several rows, which are read together, column by column."""
    names = {key: {spelled(item) for item in value} for key, value in policy.fees.items() if isinstance(value, list)}
    totals = {spelled(item) for item in policy.fees["units_total"][place]}
    for below in range(1, min(len(rows), _HEADER_ROWS) + 1):
        last = [spelled(name) for name in rows[below - 1]]
        code = _find(last, names["code"])
        modifier = _find(last, names["modifier"])
        amount = _find(last, names["amount"])
        if code is not None and amount is not None:
            return _Columns(below=below, code=code, amount=amount, factor=None, modifier=modifier)
        for above in range(below):
            stacked = [spelled("".join(parts)) for parts in zip_longest(*rows[above:below], fillvalue="")]
            amount, factor = _find(stacked, totals), _find(stacked, names["conversion"])
            if code is not None and amount is not None and factor is not None:
                return _Columns(below=below, code=code, amount=amount, factor=factor, modifier=modifier)
    return None


def _find(names: Sequence[str], wanted: set[str]) -> int | None:
    return next((place for place, name in enumerate(names) if name in wanted), None)


def _amounts(rows: Sequence[Sequence[str]], columns: _Columns) -> Iterator[tuple[str, Decimal]]:
    for row in rows[columns.below :]:
        try:
            split = columns.modifier is not None and row[columns.modifier].strip()
            amount = Decimal(row[columns.amount].replace("$", "").replace(",", "").strip())
            if columns.factor is not None:
                amount *= Decimal(row[columns.factor].strip())
        except (InvalidOperation, IndexError):
            continue
        if not split and amount > 0:
            yield row[columns.code].strip().upper(), amount


def _total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal()) if known else None
