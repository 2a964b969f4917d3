"""From the procedures of a note to the cases that guidelines are asked about: one for each procedure and side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.facts import Procedure, Side, Status, Technique
from extractor.policy.conditions import Case, Measures

_SIDES = (Side.LEFT, Side.RIGHT)


def cases_of(procedures: Sequence[Procedure], measures: Measures) -> tuple[Case, ...]:
    """Cases in the order of the procedures; a bilateral procedure is two. What was not performed, names no technique or
    no nerve, or was pulsed where the same nerve was also destroyed by heat, makes none."""
    outdone = pulsed_beside_thermal(procedures)
    codable = [item for item in enumerate(procedures) if _codable(item[1]) and item[0] not in outdone]
    parts = [(index, side) for index, procedure in codable for side in _by_side(procedure)]
    sided = [(index, _joined(part, [other for _, other in parts], measures)) for index, part in parts]
    session = tuple(procedure for _, procedure in sided)
    return tuple(
        Case(
            index=index,
            procedure=procedure,
            peers=tuple(other for other in session if _same_target(other, procedure)),
            session=session,
            measures=measures,
        )
        for index, procedure in sided
    )


def pulsed_beside_thermal(procedures: Sequence[Procedure]) -> frozenset[int]:
    """Indices of the pulsed procedures at nerves that the same session also lesioned by heat: only the latter count."""
    thermal = [item for item in procedures if item.technique is Technique.RADIOFREQUENCY and _codable(item)]
    return frozenset(
        index
        for index, procedure in enumerate(procedures)
        if procedure.technique is Technique.PULSED
        and _codable(procedure)
        and any(_touches(procedure, other) for other in thermal)
    )


def _codable(procedure: Procedure) -> bool:
    performed = procedure.status is Status.PERFORMED
    return performed and procedure.nerve is not None and procedure.technique is not Technique.UNSPECIFIED


def _by_side(procedure: Procedure) -> Iterator[Procedure]:
    if procedure.laterality is not Side.BILATERAL:
        yield procedure
        return
    for side in _SIDES:
        yield replace(procedure, laterality=side)


def _joined(procedure: Procedure, others: Sequence[Procedure], measures: Measures) -> Procedure:
    """The procedure as part of the other target that it goes with, as the L5 dorsal ramus does with the SI joint."""
    levels, target = measures.belongs.get(procedure.nerve or "", (frozenset[str](), ""))
    if not procedure.levels or not levels.issuperset(procedure.levels):
        return procedure
    for other in others:
        if other.nerve == target and _same_target(replace(procedure, nerve=target), other):
            return replace(procedure, nerve=target, group=other.group, region=other.region)
    return procedure


def _same_target(first: Procedure, second: Procedure) -> bool:
    return (first.technique, first.nerve, first.laterality) == (second.technique, second.nerve, second.laterality)


def _touches(first: Procedure, second: Procedure) -> bool:
    """Whether two procedures meet at one nerve; what is not documented does not keep them apart."""
    if first.nerve != second.nerve:
        return False
    sides = {first.laterality, second.laterality}
    apart = sides == set(_SIDES)
    levels = set(first.levels), set(second.levels)
    return not apart and (not all(levels) or bool(levels[0] & levels[1]))
