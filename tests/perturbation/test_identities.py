"""Invented patients and days."""

from datetime import date, datetime

import pytest

from extractor.perturbation.identities import names_and_dates
from tests.perturbation.words import context

SERVICE = date(2024, 3, 2)


def test_a_name_is_exchanged_throughout_and_labels_are_not() -> None:
    text = "PATIENT: HOLM MRN 12\nMr. Holm saw Dr. Cho. Mrs. Holm waited."
    new = names_and_dates(text, context(names=("Frost",)))
    assert new == "PATIENT: FROST MRN 12\nMr. Frost saw Dr. Cho. Mrs. Frost waited."


@pytest.mark.parametrize("written", ["2024-03-02", "3/2/24", "03-02-2024", "2.3.2024", "March 2, 2024", "2 Mar 2024"])
def test_the_date_of_service_stays_in_every_form(written: str) -> None:
    text = f"Seen {written}."
    assert names_and_dates(text, context(service=SERVICE)) == text


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("2023-05-30", "%Y-%m-%d"),
        ("05/30/23", "%m/%d/%y"),
        ("30.05.2023", "%d.%m.%Y"),
        ("May 30, 2023", "%B %d, %Y"),
        ("30 Jun 2023", "%d %b %Y"),
    ],
)
def test_earlier_days_become_earlier_still_in_the_same_form(written: str, form: str) -> None:
    before = datetime.strptime(written, form).date()
    for seed in range(10):
        assert datetime.strptime(names_and_dates(written, context(seed, service=SERVICE)), form).date() < before


def test_later_days_stay_later_and_what_is_no_date_stays() -> None:
    assert names_and_dates("Signed 2024-03-02 and 2024-03-03, 45/45/2020", context(service=SERVICE)) == (
        "Signed 2024-03-02 and 2024-03-04, 45/45/2020"
    )
