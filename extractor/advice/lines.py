"""From decided cases to report lines: what adds up to one code is pooled, counted, and split by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce

from extractor.facts import Alternate, Procedure, Suggestion
from extractor.policy.conditions import Case, matches
from extractor.policy.guidelines import FOLLOWING, TRUST, Guideline, Included, Line
from extractor.policy.rows import in_force
from extractor.policy.speech import Speech, listed
from extractor.rulebook import Edition
from extractor.units import Tally, Units, tally, units_of

ONCE = Tally(names={None: ("session",)}, how="once a session")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A case with the guideline that decides it."""

    case: Case
    guideline: Guideline


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Everything that adds up to one code: the matches and what was counted."""

    line: Line
    matches: tuple[Match, ...]
    counted: Tally


def decide(case: Case, edition: Edition) -> Match | None:
    """The first guideline that fits, the payer's own before the base policy's; None where none does."""
    guideline = next(_fitting(case, edition), None)
    return Match(case=case, guideline=guideline) if guideline else None


def _fitting(case: Case, edition: Edition) -> Iterator[Guideline]:
    return (item for item in edition.about(case) if in_force(item, edition.date) and matches(case, item.when))


def pools_of(decided: Iterable[Match], edition: Edition) -> tuple[Pool, ...]:
    """One pool for each line of the guidelines, primaries before the add-ons that stand beside them."""
    by_line: dict[Line, list[Match]] = {}
    for match in decided:
        for line in match.guideline.suggest:
            by_line.setdefault(line, []).append(match)
    pools = [
        Pool(line=line, matches=tuple(matched), counted=counted)
        for line, matched in by_line.items()
        if (counted := tally(line, [match.case for match in matched], edition)).names
    ]
    return tuple(sorted(pools, key=lambda pool: pool.line.code in edition.edits.addons))


def lines_of(pools: Iterable[Pool], edition: Edition) -> tuple[Suggestion, ...]:
    """The lines; those with the same code and modifiers are one line, their units added."""
    merged: dict[tuple[str, tuple[str, ...]], list[Suggestion]] = {}
    for pool in pools:
        units = units_of(pool.line, pool.counted, edition)
        arithmetic = f"{pool.counted.how}: {' + '.join(brief(item.code, item.modifiers, item.units) for item in units)}"
        for item in units:
            line = _suggestion(item, pool, arithmetic, edition)
            merged.setdefault((line.code, line.modifiers), []).append(line)
    return tuple(reduce(_add, same) for same in merged.values())


def brief(code: str, modifiers: Iterable[str], units: int) -> str:
    """A line as coders write it: code, modifiers, and units above one, as CODE-RT x2."""
    return "-".join((code, *modifiers)) + (f" x{units}" if units > 1 else "")


def explained(rule: Guideline | Included) -> str:
    """The rule in its own words, its place in the policy, and what it rests on where that is not a source."""
    trust = "" if rule.trust == "S" else f"; {TRUST[rule.trust]} [{rule.trust}]"
    return f"{rule.says} (Policy {rule.policy}{trust}.)"


def _suggestion(units: Units, pool: Pool, arithmetic: str, edition: Edition) -> Suggestion:
    matched = [match for match in pool.matches if match.case.procedure.laterality in units.sides]
    rules = {match.guideline.id: match.guideline for match in matched}
    documented = _documented([match.case for match in matched], edition.speech)
    return Suggestion(
        code=units.code,
        units=units.units,
        modifiers=units.modifiers,
        procedures=tuple(dict.fromkeys(match.case.index for match in matched)),
        guideline=matched[0].guideline.id,
        why=" ".join([f"Documented: {'; '.join(documented)}.", *map(explained, rules.values())]),
        arithmetic=arithmetic,
        sources=tuple(dict.fromkeys(source for rule in rules.values() for source in rule.source)),
        alternates=_alternates(units.code, matched, edition) if units.code == pool.line.code else (),
    )


def _documented(cases: Iterable[Case], speech: Speech) -> tuple[str, ...]:
    """The facts that the rules were asked about, once for each procedure."""
    sides: dict[int, list[Case]] = {}
    for case in cases:
        sides.setdefault(case.index, []).append(case)
    return tuple(_facts(group[0].procedure, speech, both=len(group) > 1) for group in sides.values())


def _facts(procedure: Procedure, speech: Speech, *, both: bool) -> str:
    """As in "cryoneurolysis, left intercostal nerve, T5 and T6, ultrasound"."""
    side = "bilateral" if both else procedure.laterality
    heat = f"{procedure.temperature_c:g} C" if procedure.temperature_c is not None else ""
    facts = [
        speech.technique(procedure.technique),
        " ".join(filter(None, [side, speech.target(procedure.nerve or "")])),
        listed(procedure.levels),
        heat,
        "" if procedure.approach == "percutaneous" else procedure.approach,
        listed(procedure.imaging),
    ]
    return ", ".join(filter(None, facts))


def _alternates(code: str, matched: Iterable[Match], edition: Edition) -> tuple[Alternate, ...]:
    """The other defensible codes, each once."""
    whys: dict[str, str] = {}
    for match in matched:
        for option in match.guideline.alternates:
            other = _following(match, edition) if option.code == FOLLOWING else option.code
            if other and other != code:
                whys.setdefault(other, option.why)
    return tuple(Alternate(code=other, why=why) for other, why in whys.items())


def _following(match: Match, edition: Edition) -> str | None:
    """The code that the next fitting guideline would give."""
    fitting = _fitting(match.case, edition)
    guideline = next((item for item in fitting if item is not match.guideline), None)
    return guideline.suggest[0].code if guideline and guideline.suggest else None


def _add(first: Suggestion, second: Suggestion) -> Suggestion:
    return replace(
        first,
        units=first.units + second.units,
        procedures=tuple(dict.fromkeys((*first.procedures, *second.procedures))),
        why=f"{first.why} {second.why}",
        arithmetic=f"{first.arithmetic}; {second.arithmetic}",
        sources=tuple(dict.fromkeys((*first.sources, *second.sources))),
        alternates=tuple(dict.fromkeys((*first.alternates, *second.alternates))),
    )
