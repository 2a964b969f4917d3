"""Units and sides of lines whose code the note carries."""

from __future__ import annotations

import pytest

from extractor.rulebook import Rulebook
from tests.prebill.claims import findings, lines, report, told

RIGHT, OVER, UNDER = "supported inform", "wrong-units hold", "wrong-units warn"
SIDE, NO_SIDE = "wrong-side hold", "wrong-side warn"


@pytest.mark.parametrize(
    ("carried", "billed", "expected"),
    [
        (["64640-LT x2"], ["64640-LT x2"], [RIGHT]),
        (["64640-LT x2"], ["64640-LT", "64640-LT-59"], [RIGHT, RIGHT]),
        (["64640-50"], ["64640-LT", "64640-RT"], [RIGHT, RIGHT]),
        (["64640-50"], ["64640-LT-RT"], [RIGHT]),
        (["64640-LT", "64640-RT"], ["64640-50"], [RIGHT]),
        (["64640-50", "64640-LT"], ["64640-LT x2", "64640-RT"], [RIGHT, RIGHT]),
        (["64620 x6"], ["64620 x6"], [RIGHT]),
        (["64620 x6"], ["64620-LT x6"], [RIGHT]),
        (["64640-LT"], ["64640-LT-GC"], [RIGHT]),
        (["64640-LT"], ["64640-LT x2"], [OVER]),
        (["64640-LT"], ["64640-LT", "64640-LT"], [RIGHT, OVER]),
        (["64640-50"], ["64640-50 x2"], [OVER]),
        (["64640-50", "64640-LT"], ["64640-50 x2"], [OVER]),
        (["64640-LT x3"], ["64640-LT x2"], [UNDER]),
        (["64640-LT x3"], ["64640-LT", "64640-LT"], [RIGHT, UNDER]),
        (["64640-LT"], ["64640-RT"], [SIDE]),
        (["64640-LT"], ["64640-50"], [SIDE]),
        (["64640"], ["64640-LT"], [SIDE]),
        (["64680"], ["64680-50"], [SIDE]),
        (["64640-LT"], ["64640"], [NO_SIDE]),
        (["64640-50"], ["64640-LT"], [NO_SIDE]),
        (["64640-50"], ["64640 x2"], [NO_SIDE]),
        (["64640-50"], ["64640 x3"], [NO_SIDE, OVER]),
        (["64640-LT"], ["64640-RT x2"], [SIDE, OVER]),
    ],
)
def test_units_and_sides(rulebook: Rulebook, carried: list[str], billed: list[str], expected: list[str]) -> None:
    found = findings(rulebook, lines(*billed), report(carried))
    assert [f"{item.kind.value} {item.severity.value}" for item in found] == expected
    assert all(item.supported for item in found)


def test_each_code_is_counted_by_itself(rulebook: Rulebook) -> None:
    found = findings(rulebook, lines("64633-LT", "64635-RT x2"), report(["64633-LT", "64635-RT"]))
    assert told(found) == {("1", "supported", "inform"), ("2", "wrong-units", "hold")}
