"""Another patient on other days: invented names, and dates that are not the date of service."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from extractor.perturbation.tables import Context, Edit, edited, like

_TITLED = (
    r"(?:\b(?i:patient name|patient|pt)[ \t]*:[ \t]*(?:\w+\.[ ])?|^(?i:name)[ \t]*:[ \t]*|\b(?:Mr|Mrs|Ms|Miss)\.?[ ])"
)
_PATIENT = re.compile(rf"{_TITLED}(?P<names>[A-Z][\w'-]+(?:,?[ ][A-Z][\w'.-]*){{0,3}})", re.MULTILINE)
_NAME = re.compile(r"[^\W\d_]{3,}")
_MONTHS = {name.lower(): at for names in (calendar.month_name, calendar.month_abbr) for at, name in enumerate(names)}
_MONTH = rf"(?P<name>(?i:{'|'.join(sorted(filter(None, _MONTHS), key=len, reverse=True))}))\.?"
_DATES = (
    re.compile(r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(r"(?<![\d/.-])(?P<month>\d\d?)(?P<sep>[/-])(?P<day>\d\d?)(?P=sep)(?P<year>(?:19|20)?\d\d)(?![\d/-])"),
    re.compile(r"(?<![\d/.-])(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>(?:19|20)?\d\d)(?![\d/-])"),
    re.compile(rf"\b{_MONTH} (?P<day>\d\d?),? (?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"(?<!\d)(?P<day>\d\d?)[ -]{_MONTH}[ -](?P<year>(?:19|20)\d\d)\b"),
)


def names_and_dates(text: str, context: Context) -> str:
    """Each name of the patient exchanged throughout; days before the service earlier still, days after it later."""
    return edited(text, [*_names(text, context), *_dates(text, context)])


def _names(text: str, context: Context) -> Iterator[Edit]:
    found = {word for match in _PATIENT.finditer(text) for word in _NAME.findall(match["names"])}
    kept = context.tables.not_names
    new = {word: context.rng.choice(context.tables.names) for word in sorted(found) if word.lower() not in kept}
    for match in _NAME.finditer(text):
        if match.group() in new:
            yield (*match.span(), like(match.group(), new[match.group()]))


def _dates(text: str, context: Context) -> Iterator[Edit]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            days = list(_readings(match.groupdict()))
            if not days or context.service in days:
                continue
            earlier = context.service is None or days[0] < context.service
            yield from _written(match, days[0] + timedelta(-context.rng.randrange(1, 300) if earlier else 1))


def _readings(parts: Mapping[str, str | None]) -> Iterator[date]:
    """The days that a date may mean: as written, and day and month exchanged where both are numbers."""
    year, day = int(parts["year"] or 0), int(parts["day"] or 0)
    if year < 100:
        year += 1900 if year > 40 else 2000
    named = parts.get("name")
    month = _MONTHS[named.lower()] if named else int(parts["month"] or 0)
    for first, second in ((month, day),) if named else ((month, day), (day, month)):
        if 1 <= first <= 12 and 1 <= second <= calendar.monthrange(year, first)[1]:
            yield date(year, first, second)


def _written(match: re.Match[str], day: date) -> Iterator[Edit]:
    """The day put into the parts of a written date, each in the form it has."""
    values = {"day": f"{day.day:02}", "month": f"{day.month:02}", "year": str(day.year)[-len(match["year"]) :]}
    yield from ((*match.span(part), value) for part, value in values.items() if part in match.re.groupindex)
    if named := match.groupdict().get("name"):
        names = calendar.month_abbr if len(named) == 3 and named.lower() != "may" else calendar.month_name
        yield (*match.span("name"), like(named, names[day.month]))
