"""Findings put together: a case of the policy, a claim line, and what the note carries in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.facts import Evidence
from extractor.prebill.encounter import Carried, Encounter
from extractor.prebill.policy import Case, Policy
from extractor.prebill.records import ClaimFinding, ClaimLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What every judgement of one claim on one day is made with. ``elsewhere`` are the codes that other claims bill for
    the same notes; ``first`` says that this claim is the first of them, which is told what nobody billed."""

    policy: Policy
    encounter: Encounter
    lines: tuple[ClaimLine, ...]
    elsewhere: frozenset[str] = frozenset()
    first: bool = True

    def finding(
        self,
        case: Case,
        line: ClaimLine,
        instead: Sequence[Carried] = (),
        *,
        detail: str = "",
        guideline: str | None = None,
        sources: Sequence[str] = (),
        evidence: Iterable[Evidence] | None = None,
    ) -> ClaimFinding:
        """The finding of one line. ``instead`` is what the note supports in its place; its evidence is cited unless other
        evidence is given, its guideline only where ``guideline`` names it."""
        rule = self.policy.rules[case]
        cited = evidence if evidence is not None else (item for each in instead for item in each.evidence)
        why = rule.why.format(billed=line.words, supported=words(instead), detail=detail)
        return ClaimFinding(
            claim_id=line.claim_id,
            line=line.line,
            note_id=instead[0].report.note_id if instead else self.encounter.note_id,
            kind=rule.kind,
            severity=rule.severity,
            code=line.code,
            why=why.strip(),
            guideline=guideline or rule.id,
            sources=tuple(sources) if guideline else rule.sources,
            supported=tuple(each.line for each in instead),
            evidence=tuple(dict.fromkeys(cited)),
        )

    def by_guideline(self, case: Case, line: ClaimLine, instead: Sequence[Carried], detail: str = "") -> ClaimFinding:
        """The finding that rests on the guideline by which the note supports ``instead``."""
        decided = instead[0].suggestion
        return self.finding(case, line, instead, detail=detail, guideline=decided.guideline, sources=decided.sources)


def words(lines: Iterable[Carried]) -> str:
    return ", ".join(each.line.words for each in lines) or "nothing"


def missed(policy: Policy, each: Carried, claim_id: str | None) -> ClaimFinding:
    """A line that the note supports and nobody billed; without a claim where no claim given bills the note at all."""
    rule = policy.rules[Case.NOT_BILLED if claim_id else Case.NOTE_NOT_BILLED]
    return ClaimFinding(
        claim_id=claim_id,
        line=None,
        note_id=each.report.note_id,
        kind=rule.kind,
        severity=rule.severity,
        code=each.code,
        why=rule.why.format(billed="", supported=each.line.words, detail=each.suggestion.arithmetic).strip(),
        guideline=each.suggestion.guideline,
        sources=each.suggestion.sources,
        supported=(each.line,),
        evidence=each.evidence,
    )
