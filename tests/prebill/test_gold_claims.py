"""Claims made from every annotated note's gold lines, right and then wrong in one way, judged against the same gold: no
reading is involved, so whatever is told wrongly is the judge's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractor import gold
from extractor.facts import FindingKind
from extractor.prebill.records import ClaimFinding, ClaimLine, Severity
from extractor.prebill.sides import takes_sides
from extractor.rulebook import Rulebook
from tests.prebill.claims import DAY, findings, report
from tests.prebill.claims import lines as made_lines

GOLDS = [item for item in gold.load(Path(__file__).parents[2] / "annotated_notes") if item.reading.lines]
Lines = tuple[ClaimLine, ...]
Spoil = Callable[[Lines], Lines | None]


def words(item: gold.Gold) -> list[str]:
    return [
        f"{'-'.join((code, *modifiers))} x{units}"
        for (code, units, modifiers), times in item.reading.lines.items()
        for _ in range(times)
    ]


def judged(rulebook: Rulebook, item: gold.Gold, billed: Lines) -> list[ClaimFinding]:
    day = item.reading.date_of_service or DAY.isoformat()
    billed = tuple(replace(line, date_of_service=DAY.fromisoformat(day)) for line in billed)
    carried = report(words(item), day=DAY.fromisoformat(day), alternates=sorted(item.reading.alternates))
    return findings(rulebook, billed, carried)


def spoiled(spoil: Spoil) -> Iterator[tuple[gold.Gold, Lines]]:
    for item in GOLDS:
        billed = spoil(made_lines(*words(item)))
        if billed is not None:
            yield item, billed


def test_right_claims_are_supported_throughout(rulebook: Rulebook) -> None:
    for item in GOLDS:
        found = judged(rulebook, item, made_lines(*words(item)))
        assert {each.kind for each in found} == {FindingKind.SUPPORTED}, item.id


def _more(billed: Lines) -> Lines | None:
    return (replace(billed[0], units=billed[0].units + 1), *billed[1:])


def _twice(billed: Lines) -> Lines | None:
    return (*billed, replace(billed[0], line="9"))


def _fewer(billed: Lines) -> Lines | None:
    return (replace(billed[0], units=billed[0].units - 1), *billed[1:]) if billed[0].units > 1 else None


def _other_side(billed: Lines) -> Lines | None:
    swap = {"LT": "RT", "RT": "LT"}
    first = billed[0]
    if not set(swap) & set(first.modifiers) or len({line.code for line in billed}) < len(billed):
        return None
    return (replace(first, modifiers=tuple(swap.get(each, each) for each in first.modifiers)), *billed[1:])


def _no_side(billed: Lines) -> Lines | None:
    first = billed[0]
    if not {"LT", "RT", "50"} & set(first.modifiers) or len({line.code for line in billed}) < len(billed):
        return None
    return (replace(first, modifiers=tuple(each for each in first.modifiers if each == "52")), *billed[1:])


def _left_out(billed: Lines) -> Lines | None:
    codes = [line.code for line in billed]
    return billed[:-1] if len(billed) > 1 and codes.count(codes[-1]) == 1 else None


def _another(billed: Lines) -> Lines | None:
    other = next(code for code in ("64681", "61790", "64630") if code not in {line.code for line in billed})
    return (*billed, replace(billed[0], line="9", code=other, modifiers=()))


@pytest.mark.parametrize(
    ("spoil", "kinds", "severity"),
    [
        (_more, {"wrong-units", "nerves-counted-as-joints"}, Severity.HOLD),
        (_twice, {"wrong-units", "nerves-counted-as-joints"}, Severity.HOLD),
        (_fewer, {"wrong-units"}, Severity.WARN),
        (_other_side, {"wrong-side"}, Severity.HOLD),
        (_no_side, {"wrong-side"}, Severity.WARN),
        (_left_out, {"missed"}, Severity.WARN),
        (_another, {"unsupported"}, Severity.HOLD),
    ],
)
def test_one_error_is_told_as_what_it_is_and_nothing_else_is(
    rulebook: Rulebook, spoil: Spoil, kinds: set[str], severity: Severity
) -> None:
    tried = 0
    for item, billed in spoiled(spoil):
        tried += 1
        wrong = [each for each in judged(rulebook, item, billed) if each.kind is not FindingKind.SUPPORTED]
        assert wrong, (item.id, [line.words for line in billed])
        assert {each.kind.value for each in wrong} <= kinds, (item.id, [each.why for each in wrong])
        assert {each.severity for each in wrong} == {severity}, (item.id, [each.why for each in wrong])
    assert tried > 10


def test_a_bilateral_modifier_only_where_the_code_takes_one(rulebook: Rulebook) -> None:
    edition = rulebook.on(None)
    assert takes_sides("64640", edition)
    assert not takes_sides("64680", edition)
    assert not takes_sides("46505", edition)
