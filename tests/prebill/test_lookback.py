"""Sessions in any twelve months, and joints of a session."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.prebill.lookback import Treated, exceeded
from extractor.prebill.policy import Policy
from tests.prebill.claims import line


def treated(day: str, joints: int = 2, patient: str = "P1", region: str = "lumbar/sacral", claim: str = "") -> Treated:
    when = date.fromisoformat(day)
    billed = line("64635-RT", claim_id=claim or f"C{day}", date_of_service=when, patient_id=patient)
    return Treated(patient=patient, region=region, joints=joints, line=billed)


def found(policy: Policy, *sessions: Treated) -> list[tuple[str, str]]:
    ordered = sorted(sessions, key=lambda item: (item.patient, item.region, item.line.date_of_service))
    return [(item.claim_id or "", item.guideline) for item, _ in exceeded(ordered, policy)]


def test_the_third_session_in_twelve_months(policy: Policy) -> None:
    sessions = [treated("2023-03-01"), treated("2023-09-01"), treated("2024-02-29")]
    assert found(policy, *sessions) == [("C2024-02-29", "too-many-sessions")]


@pytest.mark.parametrize(
    ("third", "many"),
    [("2024-02-29", True), ("2024-03-01", False), ("2024-03-02", False)],
)
def test_twelve_months_roll(policy: Policy, third: str, many: bool) -> None:
    assert bool(found(policy, treated("2023-03-01"), treated("2023-09-01"), treated(third))) is many


def test_the_last_day_of_february_counts_as_a_year_before_the_leap_day(policy: Policy) -> None:
    assert not found(policy, treated("2023-02-28"), treated("2023-09-01"), treated("2024-02-29"))
    assert found(policy, treated("2023-03-01"), treated("2023-09-01"), treated("2024-02-29"))


def test_patients_and_regions_are_counted_apart(policy: Policy) -> None:
    days = ["2023-03-01", "2023-09-01", "2024-01-05"]
    other_region = [treated(days[0]), treated(days[1]), treated(days[2], region="cervical/thoracic")]
    other_patient = [treated(days[0]), treated(days[1]), treated(days[2], patient="P2")]
    assert not found(policy, *other_region)
    assert not found(policy, *other_patient)


def test_lines_of_one_day_are_one_session_whatever_the_claim(policy: Policy) -> None:
    same = [
        treated("2023-09-01", 1, claim="A"),
        treated("2023-09-01", 1, claim="A"),
        treated("2023-09-01", 1, claim="B"),
    ]
    assert not found(policy, treated("2023-03-01"), *same)
    third = [treated("2024-01-05", claim="X"), treated("2024-01-05", claim="Y")]
    assert found(policy, treated("2023-03-01"), *same, *third) == [
        ("X", "too-many-sessions"),
        ("Y", "too-many-sessions"),
    ]


def test_joints_of_one_session(policy: Policy) -> None:
    assert not found(policy, treated("2023-03-01", 4))
    assert found(policy, treated("2023-03-01", 5)) == [("C2023-03-01", "too-many-joints")]


def test_the_finding_says_what_was_counted(policy: Policy) -> None:
    days = ["2023-03-01", "2023-09-01", "2024-01-05"]
    ((finding, billed),) = exceeded([treated(day) for day in days], policy)
    assert "3 sessions and 6 joints in 12 months, 2 sessions allowed" in finding.why
    assert finding.kind.value == "payer-policy"
    assert billed.claim_id == "C2024-01-05"
