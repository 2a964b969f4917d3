"""The heart: procedures and the rules in force -> suggestions, gaps, findings, what is not reported. Pure Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.advice.cases import cases_of, pulsed_beside_thermal
from extractor.advice.gaps import gaps_of_guideline, gaps_of_procedures, questions
from extractor.advice.guidance import guidance
from extractor.advice.lines import Match, Pool, decide, explained, lines_of, pools_of
from extractor.advice.near_misses import near_misses
from extractor.advice.reasons import no_code_reason
from extractor.edits import findings
from extractor.facts import (
    Finding,
    Gap,
    GapKind,
    Mention,
    NearMiss,
    NoCodeReason,
    NotReported,
    Procedure,
    Status,
    Suggestion,
)
from extractor.rulebook import Edition
from extractor.units import takes_side

_NO_REVIEW = frozenset({GapKind.IMAGE_NOT_SAVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What the rulebook says of the procedures of one note."""

    suggestions: tuple[Suggestion, ...] = ()
    not_reported: tuple[NotReported, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    gaps: tuple[Gap, ...] = ()
    findings: tuple[Finding, ...] = ()
    no_code_reason: NoCodeReason | None = None
    review: bool = False
    review_reasons: tuple[str, ...] = ()


def suggest(
    procedures: Sequence[Procedure],
    mentions: Sequence[Mention],
    edition: Edition,
    *,
    dated: bool,
    silence: NoCodeReason | None = None,
) -> Advice:
    """All that the edition says of the procedures. ``dated`` is whether the date of service is known; ``mentions`` are
    the note's other services, from which come what is not reported and why there is no code. ``silence`` is why there is none
    by the gist of the note, where that is clear."""
    if not procedures:
        return Advice(no_code_reason=silence or no_code_reason((), mentions, edition.silences))
    cases = cases_of(procedures, edition.measures)
    decided = tuple(match for case in cases if (match := decide(case, edition)))
    undecided = len(decided) < len(cases)
    pools = pools_of(decided, edition)
    beside = guidance(pools, edition)
    lines = (*lines_of(pools, edition), *beside.suggestions)
    undated = not dated and any(item.status is Status.PERFORMED for item in procedures)
    found = (*gaps_of_procedures(procedures), *_gaps(decided, pools, edition), *beside.gaps)
    gaps = questions((*found, (GapKind.DATE_MISSING, None)) if undated else found, procedures, edition)
    edits = findings(lines, edition.edits)
    reasons = tuple(dict.fromkeys(_review(decided, pools, gaps, edits, undecided=undecided)))
    return Advice(
        suggestions=lines,
        not_reported=(*beside.not_reported, *_included(mentions, lines, edition), *_outdone(procedures, edition))
        if lines
        else (),
        near_misses=near_misses(cases, _shown(lines), edition),
        gaps=gaps,
        findings=edits,
        no_code_reason=None if lines or undecided else _silence(procedures, mentions, decided, gaps, edition, silence),
        review=bool(reasons),
        review_reasons=reasons,
    )


def _gaps(decided: Iterable[Match], pools: Iterable[Pool], edition: Edition) -> Iterator[tuple[GapKind, int | None]]:
    """What the guidelines need, and the side where a line would carry one."""
    for match in decided:
        yield from gaps_of_guideline(match.guideline, [match.case])
    for pool in pools:
        if takes_side(edition.codes[pool.line.code], edition):
            for match in pool.matches:
                if match.case.procedure.laterality is None:
                    yield GapKind.LATERALITY, match.case.index


def _review(
    decided: Iterable[Match],
    pools: Iterable[Pool],
    gaps: Iterable[Gap],
    edits: Iterable[Finding],
    *,
    undecided: bool,
) -> Iterator[str]:
    """Why a person must look, in the order: the policy's doubts, what is not documented, the edits."""
    yield from (match.guideline.review for match in decided if match.guideline.review)
    yield from (pool.counted.doubt for pool in pools if pool.counted.doubt)
    yield from (gap.kind.value.replace("-", " ") for gap in gaps if gap.kind not in _NO_REVIEW)
    yield from (finding.why for finding in edits)
    if undecided:
        yield "no guideline in force fits a procedure of the note"


def _included(mentions: Iterable[Mention], lines: Iterable[Suggestion], edition: Edition) -> Iterator[NotReported]:
    performed = {mention.kind for mention in mentions if mention.assertion == Status.PERFORMED}
    codes = {line.code for line in lines}
    for rule in edition.included:
        if not performed.isdisjoint(rule.mentions) and codes.isdisjoint(rule.unless):
            yield NotReported(code=rule.code, guideline=rule.id, why=explained(rule))


def _outdone(procedures: Sequence[Procedure], edition: Edition) -> Iterator[NotReported]:
    """Pulsed radiofrequency of a nerve that the session also lesioned by heat."""
    if pulsed_beside_thermal(procedures):
        rule = edition.outdone
        yield NotReported(code=rule.code, guideline=rule.id, why=explained(rule))


def _shown(lines: Iterable[Suggestion]) -> frozenset[str]:
    """The codes that the report shows: the lines (with a fixed modifier such as 52 too) and their alternates."""
    shown: set[str] = set()
    for line in lines:
        shown.update(item.code for item in line.alternates)
        fixed = [modifier for modifier in line.modifiers if modifier.isdigit() and modifier != "50"]
        shown.add("-".join((line.code, *fixed)))
    return frozenset(shown)


def _silence(
    procedures: Sequence[Procedure],
    mentions: Sequence[Mention],
    decided: Iterable[Match],
    gaps: Iterable[Gap],
    edition: Edition,
    silence: NoCodeReason | None,
) -> NoCodeReason | None:
    """Why there is no code; nothing where a gap of a procedure explains it."""
    if any(gap.procedure is not None for gap in gaps):
        return None
    told = next((match.guideline.reason for match in decided if match.guideline.reason), None)
    return told or silence or no_code_reason(procedures, mentions, edition.silences)
