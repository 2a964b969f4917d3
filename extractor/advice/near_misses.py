"""The codes that nearly applied, each with the fact that kept it away and the words of the note that carry it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from extractor.facts import Evidence, NearMiss
from extractor.policy.conditions import Case, holds
from extractor.policy.guidelines import Guideline
from extractor.policy.rows import in_force
from extractor.policy.speech import Speech, listed
from extractor.policy.spine import Spine
from extractor.rulebook import Edition


def near_misses(cases: Iterable[Case], decided: frozenset[str], edition: Edition) -> tuple[NearMiss, ...]:
    """One near miss for each code that the report does not show. ``decided`` are the codes it shows, with modifiers
    (CODE-52), and its alternates."""
    found: dict[str, NearMiss] = {}
    for case in cases:
        for guideline in edition.about(case):
            if not (blocked := _blocked(case, guideline, edition)):
                continue
            for code in _codes(guideline, case, edition.spine):
                bare = code.split("-")[0]
                if decided.isdisjoint({code, bare}) and bare not in found:
                    found[bare] = NearMiss(code=bare, blocked_by=blocked[0], evidence=blocked[1])
    return tuple(found.values())


def _blocked(case: Case, guideline: Guideline, edition: Edition) -> tuple[str, tuple[Evidence, ...]] | None:
    """What kept the guideline away where it is about this target: one fact, or two of the same technique."""
    if not guideline.target:
        return None
    failing = [name for name, accepted in guideline.when.items() if not holds(case, name, accepted)]
    if not in_force(guideline, edition.date):
        return (_dates(guideline), ()) if not failing else None
    if not failing or len(failing) > (1 if "technique" in failing else 2):
        return None
    words = edition.words
    says = (_says(words[name], case.value(name), guideline.when[name], edition.speech) for name in failing)
    facts = {words[name]["fact"] for name in failing}
    return "; ".join(says), tuple(item for item in case.procedure.evidence if item.fact in facts)


def _dates(guideline: Guideline) -> str:
    if guideline.through is None:
        return f"its guideline is in force only from {guideline.effective} on"
    return f"its guideline was in force only from {guideline.effective} to {guideline.through}"


def _says(words: dict[str, str], value: Any, accepted: frozenset[Any], speech: Speech) -> str:
    if accepted <= {True, False}:
        return words[str(next(iter(accepted))).lower()]
    if not value and "none" in words:
        return words["none"]
    shown = [value] if isinstance(value, str) else sorted(value or ())
    asked = sorted(map(str, accepted))
    return words["blocked"].format(
        value=listed([*map(speech.technique, shown)]), accepted=listed([*map(speech.technique, asked)], "or")
    )


def _codes(guideline: Guideline, case: Case, spine: Spine) -> Iterator[str]:
    region = spine.region_of(case.procedure)
    for line in guideline.suggest:
        if line.region in (None, region):
            yield "-".join((line.code, *line.modifiers))
