"""The dated records of the rulebook: sources, codes, guidelines, editions. Pure data; read by ``rulebook``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractor.errors import RulebookError
from extractor.facts import GapKind, NoCodeReason
from extractor.policy.rows import Row, checked, span, texts

UNITS = ("nerve", "joint", "body", "side", "limb", "session")
TRUST = {
    "S": "sourced",
    "D": "derived from a sourced table",
    "M": "common coding knowledge, not re-verified",
}
FOLLOWING = "following"
TARGET = ("nerve", "group", "region")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a row comes from."""

    id: str
    title: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code number with our own short wording.

    ``unit`` is what one unit counts (one of UNITS); ``covers`` is how many of them the code itself stands for before a
    further-code begins; ``bilateral`` overrides the fee schedule's indicator where that has none; ``midline`` marks a
    target without sides.
    """

    id: str
    short: str
    effective: date
    through: date | None
    unit: str
    covers: int
    bilateral: str | None
    midline: bool
    source: tuple[str, ...]
    trust: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a guideline suggests: a code, the code of each further unit, its fixed modifiers, and, where the spine's
    regions have codes of their own, the region it is for."""

    code: str
    further: str | None = None
    modifiers: tuple[str, ...] = ()
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Another defensible code; ``following`` stands for the code of the next guideline that fits."""

    code: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A note of one paragraph and the lines it must give, as "CODE-RT" or "CODE x2"."""

    date: date
    note: str
    expect: tuple[str, ...]
    payer: str | None = None
    gaps: tuple[GapKind, ...] | None = None
    reason: NoCodeReason | None = None
    alternates: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Guideline:
    """One row of the coding policy.

    ``when`` maps conditions to the values that fit; ``needs`` maps a condition that should hold to the gap that is
    asked where it does not; ``reason`` says why there is no code; ``review`` says why a person must look. A guideline
    with ``beside`` concerns a service beside those codes, and ``withholds`` names the code that is then not reported.
    """

    id: str
    policy: str
    effective: date
    through: date | None
    payer: str | None
    when: Mapping[str, frozenset[Any]]
    suggest: tuple[Line, ...]
    needs: Mapping[str, GapKind]
    alternates: tuple[Option, ...]
    reason: NoCodeReason | None
    review: str | None
    beside: tuple[str, ...]
    withholds: str | None
    source: tuple[str, ...]
    trust: str
    says: str
    examples: tuple[Example, ...]
    file: str

    @property
    def target(self) -> Mapping[str, frozenset[Any]]:
        """The conditions on what was treated."""
        return {name: self.when[name] for name in TARGET if name in self.when}

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code the guideline names, in its own order, without repeats."""
        lines = [code for line in self.suggest for code in (line.code, line.further) if code]
        others = [option.code for option in self.alternates if option.code != FOLLOWING]
        return tuple(dict.fromkeys([*lines, *others, *filter(None, [self.withholds])]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Included:
    """A service that a note may mention and that no line is made of: a steroid, a block of the same nerve. It is left
    out beside one of the ``unless`` codes."""

    id: str
    policy: str
    mentions: tuple[str, ...]
    code: str | None
    unless: tuple[str, ...]
    source: tuple[str, ...]
    trust: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Why a note supports no code: a mention of these kinds, or any procedure, under the assertion (None: anything)."""

    reason: NoCodeReason
    assertion: str | None
    mentions: tuple[str, ...]
    procedures: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A named span of dates that the rulebook covers."""

    id: str
    effective: date
    through: date


def source_of(row: Row, where: str) -> Source:
    checked(row, where, required=("id", "title", "says"))
    return Source(id=row["id"], title=row["title"], says=row["says"])


def code_of(row: Row, where: str) -> Code:
    required = ("id", "short", "effective", "unit", "source", "trust")
    checked(row, where, required=required, optional=("through", "covers", "bilateral", "midline"))
    effective, through = span(row, where)
    if row["unit"] not in UNITS:
        raise RulebookError(f"{where}: unit must be one of {', '.join(UNITS)}")
    bilateral = row.get("bilateral")
    return Code(
        id=row["id"],
        short=row["short"],
        effective=effective,
        through=through,
        unit=row["unit"],
        covers=row.get("covers", 1),
        bilateral=None if bilateral is None else str(bilateral),
        midline=row.get("midline", False),
        source=texts(row["source"], where),
        trust=_trust(row, where),
    )


def guideline_of(row: Row, where: str, file: str) -> Guideline:
    required = ("id", "policy", "effective", "through", "when", "suggest", "source", "trust", "says", "examples")
    optional = ("payer", "needs", "alternates", "reason", "review", "beside", "withholds")
    checked(row, where, required=required, optional=optional)
    effective, through = span(row, where)
    return Guideline(
        id=row["id"],
        policy=str(row["policy"]),
        effective=effective,
        through=through,
        payer=row.get("payer"),
        when={name: _values(value) for name, value in (row["when"] or {}).items()},
        suggest=tuple(_line(item, where) for item in row["suggest"] or ()),
        needs={name: _member(GapKind, value, where) for name, value in (row.get("needs") or {}).items()},
        alternates=tuple(_option(item, where) for item in row.get("alternates") or ()),
        reason=_member(NoCodeReason, row["reason"], where) if row.get("reason") else None,
        review=row.get("review"),
        beside=texts(row.get("beside"), where),
        withholds=row.get("withholds"),
        source=texts(row["source"], where),
        trust=_trust(row, where),
        says=" ".join(row["says"].split()),
        examples=tuple(example_of(item, where) for item in row["examples"]),
        file=file,
    )


def example_of(row: Row, where: str) -> Example:
    """One example. Raises RulebookError where a key, a gap or a reason is unknown."""
    checked(row, where, required=("date", "note", "expect"), optional=("payer", "gaps", "reason", "alternates"))
    gaps, alternates = row.get("gaps"), row.get("alternates")
    return Example(
        date=row["date"],
        note=" ".join(row["note"].split()),
        expect=texts(row["expect"], where),
        payer=row.get("payer"),
        gaps=None if gaps is None else tuple(_member(GapKind, gap, where) for gap in gaps),
        reason=_member(NoCodeReason, row["reason"], where) if row.get("reason") else None,
        alternates=None if alternates is None else texts(alternates, where),
    )


def included_of(row: Row, where: str) -> Included:
    checked(row, where, required=("id", "policy", "mentions", "source", "trust", "says"), optional=("code", "unless"))
    return Included(
        id=row["id"],
        policy=str(row["policy"]),
        mentions=texts(row["mentions"], where),
        code=row.get("code"),
        unless=texts(row.get("unless"), where),
        source=texts(row["source"], where),
        trust=_trust(row, where),
        says=" ".join(row["says"].split()),
    )


def silence_of(row: Row, where: str) -> Silence:
    checked(row, where, required=("reason", "assertion", "mentions"), optional=("procedures",))
    return Silence(
        reason=_member(NoCodeReason, row["reason"], where),
        assertion=row["assertion"],
        mentions=texts(row["mentions"], where),
        procedures=row.get("procedures", False),
    )


def year_of(row: Row, where: str) -> Year:
    checked(row, where, required=("id", "effective", "through"))
    effective, through = span(row, where)
    if through is None:
        raise RulebookError(f"{where}: an edition needs its last day")
    return Year(id=str(row["id"]), effective=effective, through=through)


def _values(value: Any) -> frozenset[Any]:
    return frozenset(value) if isinstance(value, list) else frozenset((value,))


def _line(item: Any, where: str) -> Line:
    row = {"code": item} if isinstance(item, str) else item
    checked(row, where, required=("code",), optional=("further", "modifiers", "region"))
    modifiers = tuple(str(modifier) for modifier in row.get("modifiers", ()))
    return Line(code=row["code"], further=row.get("further"), modifiers=modifiers, region=row.get("region"))


def _option(item: Any, where: str) -> Option:
    row = checked(item, where, required=("code", "why"))
    return Option(code=row["code"], why=row["why"])


def _member(kind: Any, value: Any, where: str) -> Any:
    try:
        return kind(value)
    except ValueError as error:
        raise RulebookError(f"{where}: {value} is not one of the policy's closed list") from error


def _trust(row: Row, where: str) -> str:
    trust = row["trust"]
    if trust not in TRUST:
        raise RulebookError(f"{where}: trust must be one of {', '.join(TRUST)}")
    return str(trust)
