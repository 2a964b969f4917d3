"""Fee schedules, and what is at stake by them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractor.errors import ClaimError
from extractor.prebill import money
from extractor.prebill.policy import Policy
from extractor.rulebook import Rulebook
from tests.prebill.claims import findings, line, lines, report

# The shape of CMS's relative value file: titles, a header over several rows, one row a code and modifier.
PPRRVU = """2024 National Physician Fee Schedule Relative Value File,,,,,,,,,
RELEASED,,,,,,,,,
,,,NOT USED,,NON-,,,,
,,STATUS,FOR MEDICARE,WORK,FACILITY,FACILITY,,CONV,
HCPCS,MOD,CODE,PAYMENT,RVU,TOTAL,TOTAL,GLOB,FACTOR,
64640,,A,,1.98,7.00,3.50,010,32.7442,
76942,,A,,0.67,1.70,1.70,XXX,32.7442,
76942,26,A,,0.67,0.93,0.93,XXX,32.7442,
64999,,C,,0.00,0.00,0.00,YYY,32.7442,
"""


@pytest.fixture
def fees(policy: Policy) -> money.Fees:
    amounts = {"64640": Decimal(100), "64635": Decimal(400), "64636": Decimal(200)}
    return money.Fees(amounts=amounts, bilateral=Decimal("1.5"))


def load(tmp_path: Path, policy: Policy, text: str, place: str = "non-facility") -> money.Fees:
    path = tmp_path / "fees.csv"
    path.write_text(text)
    return money.load(path, policy, place)


def test_a_simple_schedule(tmp_path: Path, policy: Policy) -> None:
    found = load(tmp_path, policy, 'HCPCS,Fee\n64640,"$1,234.50"\nx,y\n64635,\n')
    assert found.amounts == {"64640": Decimal("1234.50")}


@pytest.mark.parametrize(("place", "amount"), [("non-facility", "229.21"), ("facility", "114.60")])
def test_a_relative_value_file(tmp_path: Path, policy: Policy, place: str, amount: str) -> None:
    found = load(tmp_path, policy, PPRRVU, place)
    assert found.of(line("64640-LT")) == Decimal(amount)
    assert set(found.amounts) == {"64640", "76942"}
    assert found.of(line("76942")) == Decimal("55.67")


@pytest.mark.parametrize("text", ["", "code\n64640\n", "name,amount\nx,1\n", "code,amount\n"])
def test_what_is_no_schedule_is_refused(tmp_path: Path, policy: Policy, text: str) -> None:
    with pytest.raises(ClaimError, match=r"fees\.csv"):
        load(tmp_path, policy, text)
    with pytest.raises(ClaimError, match=r"gone\.csv"):
        money.load(tmp_path / "gone.csv", policy)


@pytest.mark.parametrize(
    ("words", "worth"), [("64640-LT x3", "300.00"), ("64640-50", "150.00"), ("64640-50 x2", "300.00"), ("64624", None)]
)
def test_what_a_line_is_worth(fees: money.Fees, words: str, worth: str | None) -> None:
    assert fees.of(line(words)) == (None if worth is None else Decimal(worth))


@pytest.mark.parametrize(
    ("billed", "carried", "stake"),
    [
        (["64640-LT"], ["64640-LT"], [None]),
        (["64640-RT"], ["64640-LT"], ["100.00"]),
        (["64640-LT x3"], ["64640-LT"], ["200.00"]),
        (["64640-LT"], ["64640-LT x3"], ["200.00"]),
        (["64640-LT x3"], ["64681"], ["300.00"]),
        (["64635-RT"], ["64635-RT", "64636-RT"], [None, "200.00"]),
        (["64681"], ["64640-LT"], [None]),
    ],
)
def test_what_is_at_stake(
    fees: money.Fees, rulebook: Rulebook, billed: list[str], carried: list[str], stake: list[str | None]
) -> None:
    held = {item.line: item for item in lines(*billed)}
    found = findings(rulebook, lines(*billed), report(carried))
    amounts = [fees.priced(item, held.get(item.line or "")).amount for item in found]
    assert amounts == [None if item is None else Decimal(item) for item in stake]
