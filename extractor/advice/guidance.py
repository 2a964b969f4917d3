"""Imaging, stimulation and electromyography beside the primary codes: reported once a session, or not and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.advice.gaps import gaps_of_guideline
from extractor.advice.lines import ONCE, Match, Pool, explained, lines_of
from extractor.facts import GapKind, NotReported, Suggestion
from extractor.policy.conditions import matches
from extractor.policy.guidelines import Line
from extractor.rulebook import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside the primary lines, what does not, and what the note would have to document for it."""

    suggestions: tuple[Suggestion, ...]
    not_reported: tuple[NotReported, ...]
    gaps: tuple[tuple[GapKind, int | None], ...]


def guidance(pools: Iterable[Pool], edition: Edition) -> Beside:
    """Every companion guideline that fits a case of a pool whose code it may stand beside."""
    fitting = [
        Match(case=match.case, guideline=guideline)
        for pool in pools
        for guideline in edition.companions
        if pool.line.code in guideline.beside
        for match in pool.matches
        if matches(match.case, guideline.when)
    ]
    reported: dict[Line, list[Match]] = {}
    for match in fitting:
        for line in match.guideline.suggest:
            reported.setdefault(line, []).append(match)
    codes = {line.code for line in reported}
    withheld = [match for match in fitting if not match.guideline.suggest and match.guideline.withholds not in codes]
    joined = [Pool(line=line, matches=tuple(found), counted=ONCE) for line, found in reported.items()]
    return Beside(
        suggestions=lines_of(joined, edition),
        not_reported=tuple(
            NotReported(code=rule.withholds, guideline=rule.id, why=explained(rule))
            for rule in dict.fromkeys(match.guideline for match in withheld)
        ),
        gaps=tuple(gap for match in withheld for gap in gaps_of_guideline(match.guideline, [match.case])),
    )
