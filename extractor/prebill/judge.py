"""One claim on one day against what its notes carry: the ladder of questions that every line climbs down.

First the lines whose code the note carries (``units``); what then remains of the note is what the other lines could have
been billed as. A line is told the first thing that is wrong with it, and the edits that it breaks besides
(``claim_edits``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from extractor.facts import FindingKind, GapKind, Procedure, Technique
from extractor.prebill import units
from extractor.prebill.encounter import Carried, evidence_of
from extractor.prebill.policy import Case
from extractor.prebill.records import ClaimFinding, ClaimLine
from extractor.prebill.sides import Sides
from extractor.prebill.verdicts import Bench, missed, words

_Question = Callable[[Bench, ClaimLine, Sequence[Carried]], ClaimFinding | None]


def judge(bench: Bench) -> Iterator[ClaimFinding]:
    """The findings of the lines, in their order by code, and what nobody billed (unless a line stands for it)."""
    if not bench.encounter.reports:
        yield from (_no_note(bench, line) for line in bench.lines)
        return
    if not bench.encounter.is_of_day:
        yield from (_other_date(bench, line) for line in bench.lines)
        return
    open_lines = list(bench.encounter.carried)
    rest: list[ClaimLine] = []
    for code, lines in _by_code(bench.lines).items():
        carried = [each for each in bench.encounter.carried if each.code == code]
        if carried and not _counts_nerves(bench, lines[0]):
            open_lines = [each for each in open_lines if each.code != code]
            yield from units.compare(bench, lines, carried)
        else:
            rest.extend(lines)
    for line in rest:
        finding = _asked(bench, line, open_lines)
        if finding.kind is not FindingKind.BUNDLED:
            open_lines = [each for each in open_lines if each.line not in finding.supported]
        yield finding
    for each in open_lines if bench.first else ():
        if each.code not in bench.elsewhere:
            yield missed(bench.policy, each, bench.lines[0].claim_id)


def is_judged(bench: Bench, line: ClaimLine, known: frozenset[str]) -> bool:
    """Whether the rulebook has anything to say of the line: one of its codes, or a service that belongs to one."""
    if line.code in known and bench.policy.family(line.code) is None:
        return True
    treated = bench.encounter.carried or any(other.code in bench.policy.destruction for other in bench.lines)
    return bench.policy.family(line.code) is not None and bool(treated)


def _by_code(lines: Sequence[ClaimLine]) -> dict[str, list[ClaimLine]]:
    grouped: dict[str, list[ClaimLine]] = defaultdict(list)
    for line in lines:
        grouped[line.code].append(line)
    return grouped


def _asked(bench: Bench, line: ClaimLine, instead: Sequence[Carried]) -> ClaimFinding:
    for question in _LADDER:
        if finding := question(bench, line, instead):
            return finding
    return _not_documented(bench, line, instead)


def _not_in_force(bench: Bench, line: ClaimLine, instead: Sequence[Carried]) -> ClaimFinding | None:
    if line.code in bench.encounter.edition.codes or bench.policy.family(line.code):
        return None
    detail = f"{bench.encounter.day.isoformat()} lies outside its dates"
    return bench.finding(Case.NOT_IN_FORCE, line, instead, detail=detail)


def _nerves(bench: Bench, line: ClaimLine, instead: Sequence[Carried]) -> ClaimFinding | None:
    if not (counts := _counts_nerves(bench, line)):
        return None
    facet = bench.policy.region(line.code)
    carried = [each for each in bench.encounter.carried if facet and each.code in (facet.first, facet.further)]
    nerves, joints = counts
    detail = f"{', '.join(nerves)} are {len(nerves)} nerves and supply {joints} joint{'s' if joints > 1 else ''}"
    return bench.finding(Case.NERVES, line, carried, detail=detail)


def _counts_nerves(bench: Bench, line: ClaimLine) -> tuple[tuple[str, ...], int] | None:
    """The nerves and the joints a side, where the line is the further-joint code and the claim bills as many joints as
    the note names nerves."""
    facet = bench.policy.region(line.code)
    if facet is None or line.code != facet.further:
        return None
    billed = [item for item in bench.lines if item.code in (facet.first, facet.further)]
    carried = [each for each in bench.encounter.carried if each.code in (facet.first, facet.further)]
    edition = bench.encounter.edition
    joints = Sides.of([each.line for each in carried], edition).a_side
    nerves = _facet_nerves(bench, carried)
    return (nerves, joints) if Sides.of(billed, edition).a_side == len(nerves) > joints > 0 else None


def _facet_nerves(bench: Bench, carried: Sequence[Carried]) -> tuple[str, ...]:
    """The nerves that were treated, each once whatever its side: those named, or those that supply the joints named."""
    spine = bench.encounter.edition.spine
    nerves: set[str] = set()
    for procedure in dict.fromkeys(item for each in carried for item in each.procedures):
        named = spine.treated(procedure)
        joints, _ = spine.joints_of(procedure.levels, named)
        nerves |= named or {nerve for joint in joints for nerve in joint.supply[0]}
    return tuple(sorted(nerves, key=spine.position))


def _alternate(bench: Bench, line: ClaimLine, instead: Sequence[Carried]) -> ClaimFinding | None:
    for each in instead:
        for other in each.suggestion.alternates:
            if other.code == line.code:
                return _as_alternate(bench, line, each, other.why)
    return None


def _as_alternate(bench: Bench, line: ClaimLine, each: Carried, why: str) -> ClaimFinding:
    edition = bench.encounter.edition
    billed, supported = Sides.of([line], edition).total, Sides.of([each.line], edition).total
    if billed > supported and line.code != bench.policy.unlisted:
        return bench.by_guideline(Case.TOO_MANY_UNITS, line, [each], each.suggestion.arithmetic)
    return bench.by_guideline(Case.ALTERNATE, line, [each], why)


def _payer(bench: Bench, line: ClaimLine, instead: Sequence[Carried]) -> ClaimFinding | None:
    """The base policy would have it, the payer's own does not."""
    for each in bench.encounter.carried_by_base:
        if line.code == each.code or line.code in {other.code for other in each.suggestion.alternates}:
            payer = bench.encounter.edition.payer or "payer"
            decided = [item for item in instead if item.suggestion.procedures == each.suggestion.procedures]
            chosen = decided or list(instead)
            guideline = chosen[0].suggestion if chosen else None
            return bench.finding(
                Case.PAYER,
                line,
                chosen,
                detail=payer,
                guideline=guideline.guideline if guideline else None,
                sources=guideline.sources if guideline else (),
                evidence=each.evidence,
            )
    return None


def _rescinded(bench: Bench, line: ClaimLine, instead: Sequence[Carried]) -> ClaimFinding | None:
    rule = bench.policy.rules[Case.RESCINDED]
    if line.code != bench.policy.unlisted or (rule.effective and bench.encounter.day < rule.effective):
        return None
    frozen = [each for each in instead if _all(each.procedures, Technique.CRYO)]
    return bench.finding(Case.RESCINDED, line, frozen) if frozen else None


def _wrong_technique(bench: Bench, line: ClaimLine, instead: Sequence[Carried]) -> ClaimFinding | None:
    pulsed = [each for each in bench.encounter.carried if _all(each.procedures, Technique.PULSED)]
    if line.code not in bench.policy.destruction or not pulsed:
        return None
    chosen = [each for each in pulsed if each in instead]
    evidence = [item for each in pulsed for item in each.evidence]
    return bench.finding(Case.PULSED, line, chosen, detail=pulsed[0].suggestion.why, evidence=evidence)


def _included(bench: Bench, line: ClaimLine, _: Sequence[Carried]) -> ClaimFinding | None:
    family = bench.policy.family(line.code)
    if family is None:
        return None
    done, reports = bench.encounter.done, bench.encounter.reports
    used = [item for item in done if family.modality & set(item.imaging)]
    if family.modality and not used:
        return bench.finding(
            Case.NOT_DOCUMENTED, line, detail=f"It shows no {family.what}.", evidence=evidence_of(done)
        )
    if allowed := _beside_alternate(bench, line, used):
        return allowed
    if family.modality and any(gap.kind is GapKind.IMAGE_NOT_SAVED for report in reports for gap in report.gaps):
        return bench.finding(Case.IMAGE_NOT_KEPT, line, evidence=evidence_of(used))
    distinct = bench.policy.distinct & set(line.modifiers)
    case = Case.CALLED_DISTINCT if distinct and not family.modality else Case.INCLUDED
    return bench.finding(case, line, detail=family.what, evidence=evidence_of(used or done))


def _beside_alternate(bench: Bench, line: ClaimLine, used: Sequence[Procedure]) -> ClaimFinding | None:
    """Guidance that is reported beside the alternate that the claim bills, not beside the first choice."""
    billed = {item.code for item in bench.lines}
    chosen = [each for each in bench.encounter.carried if billed & {item.code for item in each.suggestion.alternates}]
    alternates = billed & {item.code for each in chosen for item in each.suggestion.alternates}
    for guideline in bench.encounter.edition.companions:
        fits = alternates & set(guideline.beside) and line.code in {item.code for item in guideline.suggest}
        kept = "image_saved" not in guideline.when or any(item.image_saved for item in used)
        if fits and kept:
            detail = f"{guideline.says} It goes with {', '.join(sorted(alternates))}, itself an alternate."
            return bench.finding(Case.ALTERNATE, line, detail=detail, guideline=guideline.id, sources=guideline.source)
    return None


def _not_documented(bench: Bench, line: ClaimLine, instead: Sequence[Carried]) -> ClaimFinding:
    """Says why not, as far as the reports know: a near miss, a question, or the reason for no code at all."""
    reports = bench.encounter.reports
    misses = [miss for report in reports for miss in report.near_misses if miss.code == line.code]
    reasons = [miss.blocked_by for miss in misses]
    if not reasons and not bench.encounter.carried:
        reasons = [report.no_code_reason.value.replace("-", " ") for report in reports if report.no_code_reason]
        reasons += [gap.question for report in reports for gap in report.gaps]
    if not reasons:
        reasons = [f"It carries {words(bench.encounter.carried)}."]
    evidence = [item for miss in misses for item in miss.evidence] or evidence_of(bench.encounter.done)
    detail = " ".join(_sentence(reason) for reason in dict.fromkeys(reasons))
    return bench.finding(Case.NOT_DOCUMENTED, line, instead, detail=detail, evidence=evidence)


def _no_note(bench: Bench, line: ClaimLine) -> ClaimFinding:
    if early := _not_in_force(bench, line, ()):
        return early
    return bench.finding(Case.NO_NOTE, line, detail=" ".join(bench.encounter.unreadable))


def _other_date(bench: Bench, line: ClaimLine) -> ClaimFinding:
    days = sorted({report.date_of_service.isoformat() for report in bench.encounter.reports if report.date_of_service})
    detail = f"{line.date_of_service.isoformat()}; the note is of {', '.join(days)}"
    return bench.finding(Case.OTHER_DATE, line, detail=detail, evidence=evidence_of(bench.encounter.done))


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}" + ("" if words[-1] in ".?" else ".")


def _all(procedures: Sequence[Procedure], technique: Technique) -> bool:
    return bool(procedures) and all(item.technique is technique for item in procedures)


_LADDER: tuple[_Question, ...] = (
    _not_in_force,
    _nerves,
    _alternate,
    _payer,
    _rescinded,
    _included,
    _wrong_technique,
)
