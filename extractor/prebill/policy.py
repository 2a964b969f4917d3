"""The knowledge of pre-bill review (``prebill.yaml``) as checked records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from extractor.errors import RulebookError
from extractor.facts import FindingKind, Imaging
from extractor.policy.guidelines import Source
from extractor.policy.rows import checked, listed, texts
from extractor.prebill.records import Severity
from extractor.rulebook import Rulebook

FILE, PAYERS = "prebill.yaml", "payers.yaml"


class Case(StrEnum):
    """The cases that the code tells apart; each has its rule in the file."""

    DOCUMENTED = "documented"
    QUESTIONS = "documented-with-questions"
    ALTERNATE = "defensible-alternate"
    REDUCED_WITHOUT_NEED = "reduced-without-need"
    NOT_DOCUMENTED = "not-documented"
    IMAGE_NOT_KEPT = "image-not-kept"
    OTHER_DATE = "other-date"
    REDUCED_SERVICE = "reduced-service"
    NOT_BILLED = "not-billed"
    NOTE_NOT_BILLED = "note-not-billed"
    TOO_MANY_UNITS = "too-many-units"
    TOO_FEW_UNITS = "too-few-units"
    SIDE_NOT_DOCUMENTED = "side-not-documented"
    SIDE_NOT_BILLED = "side-not-billed"
    TAKES_NO_SIDE = "code-takes-no-side"
    PULSED = "pulsed-is-no-destruction"
    RESCINDED = "unlisted-for-cryoneurolysis"
    INCLUDED = "included-service"
    CALLED_DISTINCT = "included-service-called-distinct"
    NOT_IN_FORCE = "code-not-in-force"
    ABOVE_LIMIT = "above-unit-limit"
    PAIR_NEVER = "pair-never-together"
    PAIR_NEEDS_MODIFIER = "pair-needs-modifier"
    PAIR_WITH_MODIFIER = "pair-with-modifier"
    ADDON_ALONE = "addon-alone"
    NERVES = "joints-not-nerves"
    PAYER = "payer-rule"
    SESSIONS = "too-many-sessions"
    JOINTS = "too-many-joints"
    NO_NOTE = "no-note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one case is called, how grave it is, the rule behind it (``says``), how a finding is worded (``why``, with
    {billed}, {supported} and {detail}) and what it rests on."""

    id: str
    kind: FindingKind
    severity: Severity
    says: str
    why: str
    sources: tuple[str, ...]
    trust: str
    effective: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Services that belong to the treatment of the nerve; ``modality`` only for image guidance."""

    what: str
    codes: frozenset[str]
    modality: frozenset[Imaging]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCodes:
    region: str
    group: str
    first: str
    further: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookback:
    months: int
    sessions: int
    joints: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    rules: Mapping[Case, Rule]
    sources: Mapping[str, Source]
    destruction: frozenset[str]
    unlisted: str
    reduced: frozenset[str]
    distinct: frozenset[str]
    included: tuple[Family, ...]
    facet: tuple[FacetCodes, ...]
    lookback: Lookback
    payers: Mapping[str, Sequence[str]]
    bilateral_factor: Decimal
    patient_labels: tuple[str, ...]
    columns: Mapping[str, frozenset[str]]
    fees: Mapping[str, Any]
    x12: Mapping[str, str]

    @classmethod
    def of(cls, rulebook: Rulebook) -> Policy:
        """Raises RulebookError naming the entry of ``prebill.yaml`` that is wrong."""
        keys = set(cls.__dataclass_fields__) - {"sources", "payers"}
        top = checked(rulebook.data(FILE), FILE, required=keys)
        return cls(
            rules=_rules(top["rules"], rulebook.sources),
            sources=rulebook.sources,
            destruction=frozenset(texts(top["destruction"], FILE)),
            unlisted=top["unlisted"],
            reduced=frozenset(texts(top["reduced"], FILE)),
            distinct=frozenset(texts(top["distinct"], FILE)),
            included=tuple(_family(row) for row in listed(top["included"], FILE)),
            facet=tuple(FacetCodes(**row) for row in listed(top["facet"], FILE)),
            lookback=Lookback(**top["lookback"]),
            payers=rulebook.data(PAYERS),
            bilateral_factor=Decimal(str(top["bilateral_factor"])),
            patient_labels=texts(top["patient_labels"], FILE),
            columns={field: frozenset(map(spelled, names)) for field, names in top["columns"].items()},
            fees=top["fees"],
            x12=top["x12"],
        )

    def overlay(self, payer: str | None) -> str | None:
        """The payer whose own guidelines decide a claim of ``payer``, or None."""
        for name, spellings in self.payers.items():
            if re.search(rf"\b(?:{'|'.join(map(re.escape, spellings))})\b", payer or "", re.IGNORECASE):
                return name
        return None

    def family(self, code: str) -> Family | None:
        return next((family for family in self.included if code in family.codes), None)

    def region(self, code: str) -> FacetCodes | None:
        return next((item for item in self.facet if code in (item.first, item.further)), None)


def spelled(name: str) -> str:
    """A column's name as it is compared: letters and digits in lower case."""
    return "".join(char for char in name.lower() if char.isalnum())


def _rules(data: Any, sources: Mapping[str, Source]) -> dict[Case, Rule]:
    rules = {rule.id: rule for rule in (_rule(row, sources) for row in listed(data, FILE))}
    if different := set(rules) ^ set(Case):
        raise RulebookError(f"{FILE}: rules: {min(different)} is missing or unknown")
    return {Case(name): rule for name, rule in rules.items()}


def _rule(row: Mapping[str, Any], sources: Mapping[str, Source]) -> Rule:
    where = f"{FILE}: rule {row.get('id', '?')}"
    checked(row, where, required=("id", "kind", "says", "severity", "why", "source", "trust"), optional=("effective",))
    named = texts(row["source"], where)
    if unknown := set(named) - set(sources):
        raise RulebookError(f"{where}: unknown source {min(unknown)}")
    try:
        kind, severity = FindingKind(row["kind"]), Severity(row["severity"])
    except ValueError as error:
        raise RulebookError(f"{where}: {error}") from None
    return Rule(
        id=row["id"],
        kind=kind,
        severity=severity,
        says=row["says"],
        why=row["why"],
        sources=named,
        trust=row["trust"],
        effective=row.get("effective"),
    )


def _family(row: Mapping[str, Any]) -> Family:
    where = f"{FILE}: included {row.get('what', '?')}"
    checked(row, where, required=("what", "codes"), optional=("modality",))
    codes = frozenset(code for item in texts(row["codes"], where) for code in _span(item, where))
    return Family(what=row["what"], codes=codes, modality=frozenset(map(Imaging, row.get("modality", ()))))


def _span(item: str, where: str) -> Iterable[str]:
    """All codes from the first to the last of "first-last"; a single code is itself."""
    first, _, last = item.partition("-")
    if not last:
        return (first,)
    letter = first[-1] if first[-1].isalpha() else ""
    try:
        numbers = range(int(first.removesuffix(letter)), int(last.removesuffix(letter)) + 1)
    except ValueError:
        raise RulebookError(f"{where}: {item} is no range of codes") from None
    width = len(first) - len(letter)
    return tuple(f"{number:0{width}}{letter}" for number in numbers)
