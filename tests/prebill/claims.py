"""Claim lines and reports made by hand, and the bench on which one claim is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from extractor.facts import (
    Alternate,
    Evidence,
    Gap,
    Imaging,
    Note,
    Procedure,
    Report,
    Side,
    Suggestion,
    Technique,
)
from extractor.prebill.encounter import Encounter
from extractor.prebill.judge import judge
from extractor.prebill.policy import Policy
from extractor.prebill.records import ClaimFinding, ClaimLine
from extractor.prebill.verdicts import Bench
from extractor.rulebook import Rulebook

DAY = date(2024, 3, 2)
PROOF = Evidence(fact="technique", start=0, end=4, text="word", section="procedure")


def line(words: str, number: int | str = 1, **known: Any) -> ClaimLine:
    """A line from "64635-RT x2"."""
    billed, _, units = words.partition(" x")
    code, *modifiers = billed.split("-")
    given = {"claim_id": "C1", "date_of_service": DAY, **known}
    return ClaimLine(line=str(number), code=code, modifiers=tuple(modifiers), units=int(units or 1), **given)


def lines(*words: str, **known: Any) -> tuple[ClaimLine, ...]:
    return tuple(line(each, number, **known) for number, each in enumerate(words, start=1))


def done(technique: str, nerve: str, **facts: Any) -> Procedure:
    side, imaging = facts.pop("side", None), facts.pop("imaging", ())
    return Procedure(
        technique=Technique(technique),
        nerve=nerve,
        laterality=Side(side) if side else None,
        imaging=tuple(map(Imaging, imaging)),
        evidence=(PROOF,),
        **facts,
    )


def report(
    suggested: Iterable[str],
    procedures: Sequence[Procedure] = (),
    *,
    alternates: Iterable[str] = (),
    gaps: Iterable[Gap] = (),
    day: date | None = DAY,
    **known: Any,
) -> Report:
    """A report that suggests the lines, each of them resting on all procedures."""
    return Report(
        note_id=known.pop("note_id", "n1"),
        source="n1.txt",
        date_of_service=day,
        payer=known.pop("payer", None),
        edition="2024",
        rulebook="sha256:0",
        note_hash="sha256:1",
        procedures=tuple(procedures),
        suggestions=tuple(
            Suggestion(
                code=item.code,
                units=item.units,
                modifiers=item.modifiers,
                procedures=tuple(range(len(procedures))),
                guideline="a-guideline",
                why="A reason.",
                arithmetic="A sum.",
                sources=("cpt-code-set",),
                alternates=tuple(Alternate(code=code, why="Another reason.") for code in alternates),
            )
            for item in lines(*suggested)
        ),
        gaps=tuple(gaps),
        **known,
    )


def bench(
    rulebook: Rulebook,
    billed: Sequence[ClaimLine],
    *reports: Report,
    base: Sequence[Report] = (),
    payer: str | None = None,
    elsewhere: Iterable[str] = (),
) -> Bench:
    day = billed[0].date_of_service
    encounter = Encounter(day=day, edition=rulebook.on(day, payer), reports=reports, base=tuple(base))
    return Bench(policy=Policy.of(rulebook), encounter=encounter, lines=tuple(billed), elsewhere=frozenset(elsewhere))


def findings(rulebook: Rulebook, billed: Sequence[ClaimLine], *reports: Report, **known: Any) -> list[ClaimFinding]:
    return list(judge(bench(rulebook, billed, *reports, **known)))


def told(found: Iterable[ClaimFinding]) -> set[tuple[str | None, str, str]]:
    """Line, kind and severity."""
    return {(item.line, item.kind.value, item.severity.value) for item in found}


class Coder:
    """Gives the reports that it is told, by note id; under a payer what ``of`` makes of it."""

    def __init__(self, of: Callable[[Note], Report]) -> None:
        self.code = of
