"""Lint of a rulebook that loads: what can never apply, what nobody reaches, what lacks an example."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from extractor.lexicon import Concept
from extractor.policy.guidelines import Guideline
from extractor.policy.rows import in_force, overlap
from extractor.rulebook import Rulebook

Facts = Mapping[str, frozenset[Any]]
_ELSE = "any other value"
_FLAGS = frozenset((True, False))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend: ``kind`` is a short stable word, ``where`` the file and the entry."""

    kind: str
    where: str
    says: str


def check(rulebook: Rulebook) -> tuple[Problem, ...]:
    """Every problem of a rulebook; none is the aim. What does not even load raises RulebookError before."""
    return (
        *_dead(rulebook),
        *_twins(rulebook),
        *_shadowed(rulebook),
        *_unreached(rulebook),
        *_idle_codes(rulebook),
        *_addons(rulebook),
        *_examples(rulebook),
    )


def _dead(rulebook: Rulebook) -> Iterator[Problem]:
    first, last = rulebook.editions[0].effective, rulebook.editions[-1].through
    for item in rulebook.guidelines:
        if _is_dead(item, rulebook):
            yield _problem("dead", item, f"in force on no day from {first} to {last}")


def _is_dead(item: Guideline, rulebook: Rulebook) -> bool:
    first, last = rulebook.editions[0].effective, rulebook.editions[-1].through
    return item.effective > last or (item.through is not None and item.through < first)


def _twins(rulebook: Rulebook) -> Iterator[Problem]:
    """Two guidelines that ask the very same of the very same cases."""
    same: dict[Any, list[Guideline]] = defaultdict(list)
    for item in rulebook.guidelines:
        key = (item.payer, item.beside, tuple(item.suggest) if item.beside else (), frozenset(item.when.items()))
        for other in same[key]:
            if overlap(item, other):
                yield _problem("overlapping", item, f"asks the same as {other.id} on days that overlap")
        same[key].append(item)


def _shadowed(rulebook: Rulebook) -> Iterator[Problem]:
    """A guideline that can never be the first to fit, on any of the days on which some guideline begins."""
    domains, targets = _domains(rulebook), _targets(rulebook.concepts)
    asked = [item for item in rulebook.guidelines if not item.beside and not _is_dead(item, rulebook)]
    starts = sorted({max(item.effective, rulebook.editions[0].effective) for item in asked})
    reached: set[str] = set()
    for day, payer in product(starts, (None, *rulebook.payers)):
        order = rulebook.on(day, payer).guidelines
        for position, item in enumerate(order):
            if item.id not in reached and _reachable(item, order[:position], targets, domains):
                reached.add(item.id)
    for item in asked:
        if item.id not in reached:
            yield _problem("shadowed", item, "a guideline before it always fits first")


def _reachable(item: Guideline, before: Sequence[Guideline], targets: Sequence[Facts], domains: Facts) -> bool:
    """Whether some case fits the guideline and none of those before it; conditions are taken one by one."""
    for target in targets:
        state = {**domains, **target}
        for name, accepted in item.when.items():
            state[name] = state[name] & accepted
        if all(state.values()) and _escapes(state, before):
            return True
    return False


def _escapes(state: Facts, before: Sequence[Guideline]) -> bool:
    for position, other in enumerate(before):
        if any(state[name].isdisjoint(accepted) for name, accepted in other.when.items()):
            continue
        narrowed = ({**state, name: state[name] - accepted} for name, accepted in other.when.items())
        return any(all(rest.values()) and _escapes(rest, before[position + 1 :]) for rest in narrowed)
    return True


def _domains(rulebook: Rulebook) -> dict[str, frozenset[Any]]:
    """For each condition the values that any guideline names, and one that none does."""
    values: dict[str, set[Any]] = defaultdict(set)
    for item in rulebook.guidelines:
        for name, accepted in item.when.items():
            values[name] |= accepted
    return {name: _FLAGS if named <= _FLAGS else frozenset({*named, _ELSE}) for name, named in values.items()}


def _targets(concepts: Sequence[Concept]) -> tuple[Facts, ...]:
    """What each nerve, each muscle or gland, and a nerve outside the lexicon tell the conditions."""
    nerves = {concept.id: (concept.group, concept.region) for concept in concepts if concept.kind == "nerve"}
    muscles = {target: (target, None) for concept in concepts if (target := concept.sets.get("target"))}
    rows = [*((nerve, *facts, True) for nerve, facts in nerves.items()), (_ELSE, "somatic", None, True)]
    rows += [(muscle, *facts, False) for muscle, facts in muscles.items()]
    names = ("nerve", "group", "region", "nerve_target", "muscle_target")
    return tuple(dict(zip(names, map(frozenset, zip((*row, not row[3]))), strict=True)) for row in rows)


def _unreached(rulebook: Rulebook) -> Iterator[Problem]:
    """A nerve that no guideline knows, and a term that two nerves claim."""
    known = [item for item in rulebook.guidelines if not item.beside and not {"group", "nerve"}.isdisjoint(item.when)]
    claimed: dict[str, str] = {}
    for concept in (item for item in rulebook.concepts if item.kind == "nerve"):
        where = f"lexicon: entry {concept.id}"
        if not any(_knows(item, concept) for item in known):
            yield Problem(kind="unreachable", where=where, says=f"no guideline knows the group {concept.group}")
        for term in dict.fromkeys(term.lower() for term in concept.terms):
            other = claimed.setdefault(term, concept.id)
            if other != concept.id:
                yield Problem(kind="ambiguous", where=where, says=f"a term of it belongs to {other} too")


def _knows(item: Guideline, concept: Concept) -> bool:
    return concept.group in item.when.get("group", ()) or concept.id in item.when.get("nerve", ())


def _idle_codes(rulebook: Rulebook) -> Iterator[Problem]:
    named = {code for item in rulebook.guidelines for code in item.codes}
    for code in rulebook.codes:
        if code.id not in named:
            yield Problem(kind="idle", where=f"codes.yaml: entry {code.id}", says="no guideline names the code")


def _addons(rulebook: Rulebook) -> Iterator[Problem]:
    """Add-ons that a guideline suggests beside codes that are no permitted primaries."""
    addons = rulebook.on(None).edits.addons
    for item in rulebook.guidelines:
        for line in item.suggest:
            wrong = set(item.beside) - addons.get(line.code, frozenset(item.beside))
            if wrong:
                yield _problem("primary", item, f"{line.code} is no permitted add-on beside {', '.join(sorted(wrong))}")


def _examples(rulebook: Rulebook) -> Iterator[Problem]:
    """A guideline needs an example, and where it begins or ends inside the span one on each side of that day."""
    first, last = rulebook.editions[0].effective, rulebook.editions[-1].through
    for item in rulebook.guidelines:
        dates = {example.date for example in item.examples}
        inside = [day for day in dates if in_force(item, day)]
        if not inside:
            yield _problem("examples", item, "has no example on a day on which it is in force")
        for day in _edges(item, first, last):
            if day not in dates:
                yield _problem("examples", item, f"has no example on {day}, the day beside its span")


def _edges(item: Guideline, first: date, last: date) -> Iterator[date]:
    if item.effective > first:
        yield item.effective - timedelta(days=1)
    if item.through and item.through < last:
        yield item.through + timedelta(days=1)


def _problem(kind: str, item: Guideline, says: str) -> Problem:
    return Problem(kind=kind, where=f"{item.file}: entry {item.id}", says=says)
