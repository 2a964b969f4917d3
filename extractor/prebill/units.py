"""Lines whose code the note carries: are the units and the sides those of the note?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.prebill.encounter import Carried
from extractor.prebill.policy import Case
from extractor.prebill.records import ClaimFinding, ClaimLine
from extractor.prebill.sides import BOTH, Sides, takes_sides
from extractor.prebill.verdicts import Bench


def compare(bench: Bench, lines: Sequence[ClaimLine], carried: Sequence[Carried]) -> Iterator[ClaimFinding]:
    """One or two findings a line; all lines and all suggestions are of one code. The lines that fit take their share of
    what the note supports first; the others are held against what is left."""
    edition = bench.encounter.edition
    left = Sides.of([each.line for each in carried], edition)
    wrong: dict[int, list[Case]] = {}
    for place, line in enumerate(lines):
        billed = Sides.of([line], edition)
        if billed.within(left):
            left = left - billed
        else:
            wrong[place] = []
    for place in wrong:
        billed = Sides.of([lines[place]], edition)
        wrong[place] = list(_cases(billed, left))
        left = left - billed
    if not takes_sides(lines[0].code, edition):
        wrong |= {place: [Case.TAKES_NO_SIDE] for place, line in enumerate(lines) if BOTH in line.modifiers}
    if left.total and not wrong:
        unbilled = left.named - Sides.of(lines, edition).named
        wrong[len(lines) - 1] = [Case.SIDE_NOT_BILLED if unbilled else Case.TOO_FEW_UNITS]
    for place, line in enumerate(lines):
        cases = wrong.get(place, [])
        yield from [_finding(bench, case, line, carried) for case in cases] or [_accepted(bench, line, carried)]


def _cases(billed: Sides, left: Sides) -> Iterator[Case]:
    """What is wrong with a line that bills more, or otherwise, than is left of what the note supports."""
    if not left.total:
        yield Case.TOO_MANY_UNITS
    elif billed.none and left.named:
        yield Case.SIDE_NOT_BILLED
        if billed.none > left.total:
            yield Case.TOO_MANY_UNITS
    elif billed.named == left.named:
        yield Case.TOO_MANY_UNITS
    else:
        yield Case.SIDE_NOT_DOCUMENTED if billed.named - left.named else Case.SIDE_NOT_BILLED
        if billed.a_side > left.a_side:
            yield Case.TOO_MANY_UNITS


def _accepted(bench: Bench, line: ClaimLine, carried: Sequence[Carried]) -> ClaimFinding:
    """The note supports the line; was the service less than the code says, or does the note leave a question open?"""
    reduced, edition = bench.policy.reduced, bench.encounter.edition
    side = Sides.of([line], edition).named
    here = [each for each in carried if side <= Sides.of([each.line], edition).named] or carried
    less = [bool(reduced & set(each.line.modifiers)) for each in here]
    billed = bool(reduced & set(line.modifiers))
    if all(less) and not billed:
        return _finding(bench, Case.REDUCED_SERVICE, line, carried)
    if billed and not any(less):
        return _finding(bench, Case.REDUCED_WITHOUT_NEED, line, carried)
    if questions := tuple(dict.fromkeys(gap.question for each in carried for gap in each.questions)):
        return bench.by_guideline(Case.QUESTIONS, line, carried, " ".join(questions))
    return _finding(bench, Case.DOCUMENTED, line, carried)


def _finding(bench: Bench, case: Case, line: ClaimLine, carried: Sequence[Carried]) -> ClaimFinding:
    """Units are explained by the arithmetic of the note, all else by its reason."""
    counted = case in (Case.TOO_MANY_UNITS, Case.TOO_FEW_UNITS)
    said = dict.fromkeys(each.suggestion.arithmetic if counted else each.suggestion.why for each in carried)
    return bench.by_guideline(case, line, carried, " ".join(filter(None, said)))
