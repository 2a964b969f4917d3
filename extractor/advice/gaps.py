"""What the note fails to document, asked as neutral questions: they name no code and lead to no answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractor.facts import Gap, GapKind, Procedure, Status, Technique
from extractor.policy.conditions import Case
from extractor.policy.guidelines import Guideline
from extractor.rulebook import Edition


def gaps_of_procedures(procedures: Sequence[Procedure]) -> Iterator[tuple[GapKind, int | None]]:
    """What keeps a procedure from being coded at all, and its contradictions."""
    for index, procedure in enumerate(procedures):
        for kind in _gaps_of(procedure):
            yield kind, index


def gaps_of_guideline(guideline: Guideline, cases: Iterable[Case]) -> Iterator[tuple[GapKind, int | None]]:
    """What the guideline needs and the cases do not document."""
    for case in cases:
        for condition, kind in guideline.needs.items():
            if not case.value(condition):
                yield kind, case.index


def questions(
    found: Iterable[tuple[GapKind, int | None]], procedures: Sequence[Procedure], edition: Edition
) -> tuple[Gap, ...]:
    """Each gap once, with its question about the target as the report names it."""
    return tuple(
        Gap(kind=kind, procedure=index, question=edition.questions[kind].format(nerve=target))
        for kind, index in dict.fromkeys(found)
        for target in [_target(procedures, index, edition)]
    )


def _gaps_of(procedure: Procedure) -> Iterator[GapKind]:
    if procedure.status is Status.ABORTED:
        yield GapKind.ABORTED
    if procedure.status is not Status.PERFORMED:
        return
    yield from procedure.conflicts
    if procedure.technique is Technique.UNSPECIFIED:
        yield GapKind.TECHNIQUE
    if procedure.nerve is None:
        yield GapKind.NERVE
    if procedure.technique is Technique.CHEMICAL and procedure.agent is None:
        yield GapKind.AGENT


def _target(procedures: Sequence[Procedure], index: int | None, edition: Edition) -> str:
    nerve = procedures[index].nerve if index is not None else None
    return edition.speech.target(nerve) if nerve else "treated site"
