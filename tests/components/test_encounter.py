"""Dates, the date of service among them, and the payer that a note names."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest

from extractor.components import encounter
from extractor.components.encounter import date_of_service, dates, days, payers
from extractor.rulebook import Rulebook

WRITTEN = [
    ("05/03/2024", date(2024, 5, 3)),
    ("5/3/24", date(2024, 5, 3)),
    ("2024-05-03", date(2024, 5, 3)),
    ("2024/05/03", date(2024, 5, 3)),
    ("05-03-2024", date(2024, 5, 3)),
    ("03.05.2024", date(2024, 5, 3)),
    ("23/05/2024", date(2024, 5, 23)),
    ("May 3, 2024", date(2024, 5, 3)),
    ("MAY 3RD, 2024", date(2024, 5, 3)),
    ("3 May 2024", date(2024, 5, 3)),
    ("3rd of May 2024", date(2024, 5, 3)),
    ("03-MAY-2024", date(2024, 5, 3)),
    ("Sept. 9, 2024", date(2024, 9, 9)),
    ("12/31/99", date(1999, 12, 31)),
    ("third of May 2024", date(2024, 5, 3)),
    ("May the third, 2024", date(2024, 5, 3)),
    ("twenty-first day of November, 2023", date(2023, 11, 21)),
    ("June ninth, twenty nineteen", date(2019, 6, 9)),
    ("thirty-first of July two thousand and eighteen", date(2018, 7, 31)),
    ("April 2nd, twenty twenty one", date(2021, 4, 2)),
    ("7.XII.2021", date(2021, 12, 7)),
    ("07-ii-2021".upper(), date(2021, 2, 7)),
    ("09/OCT/2020", date(2020, 10, 9)),
    ("2020/Oct/09", date(2020, 10, 9)),
    ("2023, 9/4", date(2023, 9, 4)),
    ("9/4, 2023", date(2023, 9, 4)),
    ("May 3 '24", date(2024, 5, 3)),
    ("May. 3/24", date(2024, 5, 3)),
    ("May-3-2024", date(2024, 5, 3)),
    ("May 3l, 2024", date(2024, 5, 31)),
    ("3rd May '24", date(2024, 5, 3)),
    ("03May24", date(2024, 5, 3)),
    ("5/3/'24", date(2024, 5, 3)),
    ("05 03 2024", date(2024, 5, 3)),
]
NO_DATES = [
    "42/120/20",
    "2024-13-45",
    "ratio 3/5",
    "phone 555-0103-2024",
    "T5/6 and T7/8",
    "99/99/2024",
    "7/10 in 2018",
    "twenty twenty-gauge needles",
    "12 V",
    "MRN 20240503",
    "may 3 12 units",
]
OF_SERVICE = [
    "Pain clinic follow-up, 5/3/2024. The left sural nerve was frozen.",
    "DATE OF SERVICE: 05/03/2024\nDOB: 01/02/1950",
    "DOB: 01/02/1950   DOS: 5/3/24",
    "Patient born 2 January 1950. Date of procedure: 3 May 2024.",
    "LATE ENTRY written 05/20/2024 re: procedure of 05/03/2024",
    "Entered 5/9/24. Operation dated 3 May 2024. Signed 5/10/24.",
    "Charted 05/09/2024 for the visit of 05/03/2024.",
    "Printed 06/01/2024. Procedure date: 05/03/2024. Signed 05/09/2024.",
    "Visit Date\t2024-05-03\nLast visit 2024-01-09",
    "PROCEDURE NOTE 05/03/2024\nShe had RFA on 02/03/2023 and returns.",
    "Dictated: 05/04/2024\nDate of surgery: May 3, 2024",
    "D.O.S. 03-MAY-2024, lot 7, exp 01/01/2027",
    "smith, j   29F   may 3 24   rm C",
    "20240503 PAIN CLINIC",
    "visit_dt=20240503; room 2",
    "DOS 050324",
    "Seen 05.03.2024 (Fri May 3)",
    "Transcribed from tape. 05/03/2024. Dr. Lee.",
    "Telephone dictation, job 8, received 05/03/2024 18:52.",
    "Room 6         May 3, 2024",
    "TONE CLINIC  05/03/2024\nPump checked, alarm date 1/19/25.",
    "DOS 5.3.2024. She had RFA on 1/14/24.",
    "D.0.S. 05/03/2024 (scanned 5/4/24)",
    f"{'She has pain. ' * 40}She was brought in this Friday, 3 May 2024.",
    "Seen on 3 May 2024. He had pulsed RF on 4 May 2021.",
    "Date of service: 05/02/2024. Correction: actual date of service 05/03/2024.",
]
UNDATED = [
    "DOB: 01/02/1950. Cryoneurolysis of the left sural nerve was performed.",
    "Cryoneurolysis of the left sural nerve was performed. Lot 22, exp 01/01/2027.",
    "MRI of 04/04/2024 showed a neuroma. The nerve was frozen today.",
    "She had RFA in March 2021.",
]


@pytest.mark.parametrize(("written", "day"), WRITTEN)
def test_a_date_is_read_as_written(written: str, day: date) -> None:
    text = f"Note of {written}."
    (item,) = dates(text)
    assert (item.day, text[item.start : item.end]) == (day, written)


@pytest.mark.parametrize(
    "text",
    [
        "visit_dt=20240503;",
        "DATE 050324 left knee",
        "may 3 24   room 2",
        "FOOT LOG\n05 03 2024\nleft",
        "RFA--5/3/24--LEFT",
    ],
)
def test_a_date_as_charts_scribble_it(text: str) -> None:
    assert [item.day for item in dates(text)] == [date(2024, 5, 3)]


@pytest.mark.parametrize("text", ["lot 050324", "may 12 20 lesions", "L3 4 12 2024 reasons"])
def test_figures_that_are_no_scribbled_date(text: str) -> None:
    assert not any(item.day for item in dates(text))


def test_a_figure_just_before_a_date_does_not_hide_it() -> None:
    assert [item.day for item in dates("Item 5. 12/03/2021")] == [date(2021, 12, 3)]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert not any(item.day for item in dates(text))


@pytest.mark.parametrize(
    ("text", "year", "month"), [("RFA in 2021", 2021, None), ("in March 2021", 2021, 3), ("block 4/2022", 2022, 4)]
)
def test_month_and_year_are_a_date_without_a_day(text: str, year: int, month: int | None) -> None:
    assert [(item.day, item.year, item.month) for item in dates(text)] == [(None, year, month)]


@pytest.mark.parametrize("text", OF_SERVICE)
def test_the_labelled_date_is_that_of_the_service(text: str) -> None:
    assert date_of_service(text, dates(text)) == date(2024, 5, 3)


@pytest.mark.parametrize("text", UNDATED)
def test_other_dates_are_not(text: str) -> None:
    assert date_of_service(text, dates(text)) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Payer: CGS\nCryoneurolysis was performed.", ["cgs"]),
        ("MAC: CGS (J15)", ["cgs"]),
        ("Insurance: Medicare, contractor CGS Administrators", ["cgs"]),
        ("The CGS unit of the lesion generator read 40.", []),
        ("Payer: Blue Plan", []),
    ],
)
def test_the_payer_is_the_one_on_a_payer_line(rulebook: Rulebook, text: str, named: list[str]) -> None:
    assert list(payers(text, rulebook.data("payers.yaml"))) == named


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Alcohol on the 17th.", date(2024, 5, 17)),
        ("Alcohol, Thursday the 9th if she agrees.", date(2024, 5, 9)),
        ("Booked for May 20.", date(2024, 5, 20)),
        ("Seen on 12 December.", date(2023, 12, 12)),
        ("He comes Monday.", date(2024, 5, 6)),
        ("Last Monday it was blocked.", date(2024, 4, 29)),
        ("Next Friday for the other side.", date(2024, 5, 10)),
        ("Done on Monday, she said.", None),
        ("The Friday list ran late.", None),
        ("Under the 9th rib on the left.", None),
        ("Friday 05/03/2024", None),
    ],
)
def test_a_day_without_its_year_is_the_nearest(text: str, day: date | None) -> None:
    found = [item.day for item in days(text, date(2024, 5, 3), dates(text))]
    assert found[:1] == ([day] if day else [])


@pytest.mark.parametrize(
    "head",
    [
        "Date of service: __/__/____   reprint 03/30/2023",
        "DOS: TBD\nprinted 03/30/2023",
        "Procedure date: [ ]\nreissued 03/30/2023",
    ],
)
def test_a_blank_date_of_service_is_not_filled_from_another_stamp(head: str) -> None:
    text = f"{head}\nPain clinic\n"
    assert date_of_service(text, dates(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Patient in room 05/03/2024 11:07\ndictated 05/06/2024\nreleased 05/07/2024",
        "Released 05/07/2024\nScheduled 04/12/2024\nIncision 05/03/2024 08:20",
        "Report finalized 05/09/2024\nProcedure start: 05/03/2024 10:00",
        "Booked 04/02/2024\nWheels in 05/03/2024\nVerified 05/04/2024",
        "May third 2024, knee clinic",
        "On the third of May 2024 he was seen.",
    ],
)
def test_the_day_in_the_room_outranks_the_record_s_own_stamps(text: str) -> None:
    assert date_of_service(text, dates(text)) == date(2024, 5, 3)


def test_no_date_is_missed_for_where_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(7)
    pieces = [
        "2024",
        "24",
        "1",
        "03",
        "12",
        "31",
        "st",
        "-",
        "/",
        ".",
        ",",
        "March",
        "of",
        "the",
        "Jan",
        "in",
        "(",
        ")",
        "day",
        "DOS:",
        "05032024",
        "May",
        "1999",
        "x",
        "III",
        "twenty",
    ]
    texts = ["".join(draw.choice([*pieces, " ", " ", "\n"]) for _ in range(30)) for _ in range(2000)]
    found = [dates(text) for text in texts]
    monkeypatch.setattr(encounter, "_MAY_BEGIN", re.compile(r"(?<!\d)\d{1,4}"))
    dates.cache_clear()
    assert found == [dates(text) for text in texts]
    assert any(found)
