"""Dates in a note, which of them is the date of service, and the payer whose rules the note names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from extractor.components.dated import Dated
from extractor.components.entries import entries, own_day

# Key in ``doc.user_data`` under which a caller who knows the date of service may put it.
DATE_OF_SERVICE = "neurolysis_date_of_service"
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip
_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_MONTHS |= {roman.lower(): number for number, roman in enumerate(_ROMAN_MONTHS, 1)}
_MONTH = r"(?P<month{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_FIGURES = (
    re.compile(r"(?<![\d/.-])(?P<year>(?:19|20)\d{2})(?P<gap>[-/. ])(?P<m>\d{1,2})(?P=gap)(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<![\d/.])(?<!\d-)(?P<m>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<day>\d{1,2})\s?(?P=sep)\s?['\u2019]?(?P<year>(?:19|20)?\d{2})(?![\d/]|-(?!-))"),
    re.compile(r"(?<![\d/.-])(?<!\d )(?P<m>\d{2}) (?P<day>\d{2}) (?P<year>20\d{2})(?![\d/-]| \d)"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s./-]{{0,3}}(?:of\s+|day\s+of\s+)?{_MONTH.format('')}\.?,?[\s./'\u2019-]*(?P<year>(?:19|20)\d{{2}}|(?<=[-'\u2019 ])[12]\d(?!\d|[:.]\d|\s*(?:m[gl]|cc|mcg|min|units?|u\b|%|y)))\b", re.IGNORECASE),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}}){_MONTH.format('')}(?P<year>[12]\d)\b", re.IGNORECASE),
    re.compile(rf"(?<!\d)(?P<year>(?:19|20)\d{{2}})[\s.,/-]+{_MONTH.format('')}\.?[\s/-]+(?P<day>\d{{1,2}})(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<![\d/.-])(?P<day>\d{{1,2}})\s?(?P<gap>[./-])\s?(?P<month>{'|'.join(reversed(_ROMAN_MONTHS))})\s?(?P=gap)\s?(?P<year>(?:19|20)?\d{{2}})(?!\d)"),
)  # fmt: skip
_NAMED_MONTH = re.compile(
    rf"\b{_MONTH.format('')}\.?(?:[ \t]+|-|[ \t]*\n[ \t]*(?!\d{{1,2}}[ \t.)]))(?:the\s+)?(?P<day>\d[\dlIO]?)(?:st|nd|rd|th)?(?:(?:,?\s+|-)(?P<year>(?:19|20)\d{{2}})\b|(?:,?\s+['\u2019]|\s?/\s?)(?P<short>[12]\d)\b|\s(?P<bare>[12]\d)(?=\s{{2}}|\s*[\n|;,)]|\s*$))",
    re.IGNORECASE,
)
# What tells that figures stand month first ("1/14/25").
_MONTH_FIRST = re.compile(r"(?<![\d/.-])(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])/(?:20)?[12]\d(?![\d/-])")
_NAMED_BEHIND = re.compile(rf"\s*[(,\[]\s*(?:\w+\W+)?(?:\d{{1,2}}\s+)?{_MONTH.format('')}\b", re.IGNORECASE)
_MISREAD = str.maketrans("lIO", "110")
_MONTH_DAY = r"(?P<m>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])"
_RUN_TOGETHER = (
    re.compile(rf"{_MONTH_DAY}(?P<year>20\d{{2}})(?!\d)"),
    re.compile(rf"(?P<year>20\d{{2}}){_MONTH_DAY}(?!\d)"),
    re.compile(rf"{_MONTH_DAY}(?P<year>[12]\d)(?!\d)"),
)
_RUN_LABEL = re.compile(
    r"(?:(?:\b|_)dos|date|(?:\b|_)dt|\bdop|service|visit|encounter|performed)\W{0,3}$", re.IGNORECASE
)
# Where a date may begin: a figure with what any of the patterns asks next. It begins with the digit, and looks back from
# there, because the search for a lone digit is many times faster than one that looks back at each letter.
_MAY_BEGIN = re.compile(
    r"[0-9](?<![0-9]{2})(?=(?:(?<=1)9|(?<=2)0)[0-9]{2}|[0-9]{3}20[0-9]{2}|[0-9]{5}(?![0-9])|[0-9] [0-9]{2} 20[0-9]{2}"
    r"|[0-9]?(?:\s?(?P<sep>[/.-])\s?[0-9]{1,2}\s?(?P=sep)\s?['\u2019]?[0-9]{2}|/(?:19|20)[0-9]{2}|[lIO]?(?:st|nd|rd|th)?(?:(?:,?\s+|-)(?:19|20)[0-9]{2}|,?\s+['\u2019]?[12][0-9]\b|\s?/\s?[12][0-9]\b"
    r"|/[0-9]{1,2}\W{1,3}20[0-9]{2}|\s?[./-]\s?[IVX]{1,4}\s?[./-]\s?[0-9]{2}|[\s./-]*(?:of\s+|day\s+of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))))",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(rf"\b{_MONTH.format('')}(?:\.?(?:\s+of)?,?\s+(?:the\s+)?|-)$", re.IGNORECASE)
_LEAD = re.compile(
    r"\b(?:in|since|during|of|from|spring|summer|fall|autumn|winter|year|early|late|mid|circa|around)[\s-]+$|\($",
    re.IGNORECASE,
)
_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_CARDINALS = {word: number for number, word in enumerate([*_UNITS, *_TEENS], 1)}
for _number, _ten in enumerate(_TENS, 2):
    _CARDINALS |= {_ten: 10 * _number} | {f"{_ten}-{unit}": 10 * _number + at for at, unit in enumerate(_UNITS, 1)}
_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}  # fmt: skip


def _ordinal(cardinal: str) -> str:
    """ "twenty-one" as "twenty-first"."""
    ten, dash, last = cardinal.rpartition("-")
    return ten + dash + (_IRREGULAR.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"))


def _any_of(spelt: Iterable[str]) -> str:
    return "|".join(word.replace("-", "[ -]") for word in sorted(spelt, key=len, reverse=True))


_ORDINALS = {_ordinal(word): number for word, number in _CARDINALS.items() if number <= 31}
_ORDINAL = rf"(?P<ordinal>{_any_of(_ORDINALS)})"
_SPELT_WIDTH = 40
_YEAR = re.compile(r"(?:19|20)\d{2}")
_SPELT_YEAR = re.compile(
    rf"\b(?P<century>twenty|two\s+thousand)(?:[\s-]+(?:and|o|oh|aught))?[\s-]+(?P<rest>{_any_of(_CARDINALS)})\b",
    re.IGNORECASE,
)


def _day_and_month(day: str, link: str) -> list[re.Pattern[str]]:
    """Day and month in either order, up to the year that ``link`` leads to."""
    orders = (
        rf"{day}\s+(?:day\s+)?(?:of\s+)?{_MONTH.format('')}",
        rf"{_MONTH.format('')}\s+(?:the\s+)?{day}",
    )
    return [re.compile(rf"\b{order},?\s+(?:{link})?$", re.IGNORECASE) for order in orders]


_BEFORE_YEAR = _day_and_month(_ORDINAL, r"of\s+")
_BEFORE_SPELT_YEAR = _day_and_month(rf"(?:{_ORDINAL}|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?)", r"of\s+|in\s+the\s+year\s+")
_APART = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>20\d{2})\W{1,3}(?P<m>1[0-2]|0?[1-9])/(?!(?:5|10)\b)(?P<day>[0-3]?\d)(?![\d/])",
        r"(?<![\d/])(?P<m>1[0-2]|0?[1-9])/(?!(?:5|10)\b)(?P<day>[0-3]?\d)\W{1,3}(?P<year>20\d{2})\b(?![/-]\d)",
    )
]
_HEAD_WIDTH = 120
_PARTIAL = re.compile(
    rf"\b{_MONTH.format('')}\.?(?:\s+of)?,?\s+(?P<year>(?:19|20)\d{{2}})\b|(?<![\d/.-])(?P<m>1[0-2]|0?[1-9])/(?P<y>(?:19|20)\d{{2}})\b"
    r"|\b(?:in|since|during|of|from|spring|summer|fall|autumn|winter|year|early|late|mid|circa|around)[\s-]+(?P<only>(?:19|20)\d{2})\b|\((?P<paren>(?:19|20)\d{2})\)"
    r"|(?<![^\s>*\u2022|-])(?P<row>(?:19|20)\d{2})(?=[ ]+[^\W\d]|\t|[ ]?[:|\u2013\u2014]|[ ]-{1,2}[ ])",
    re.IGNORECASE,
)
_ROW_OPENS = re.compile(r"(?:^|\n)(?:[A-Za-z ]{2,20}[:\t ]\s)?[\s>*\u2022|-]*$")
_CLOCK = re.compile(r"^[\s>*\u2022|-]*(?:0\d|1[0-8]|2[1-3])[0-5]\d[ \t|:-]+[^\W\d]", re.MULTILINE)
_ACTUAL = re.compile(r"\b(?:actual|true|correct(?:ed)?)\s+(?:date|dos)[^\n\d]{0,20}$", re.IGNORECASE)
_SERVICE = re.compile(
    r"(?:dates?\s*(?:[o0]f|/)\s*(?:the\s+)?(?:serv[il1]ce|procedure|operation|surgery|visit|encounter|treatment|exam\w*|injection|intervention)|d\.?[o0]\.?[svp]\.?|d/?[o0]/?[sv]|"
    r"(?:service|procedure|surgery|operation|encounter|visit|exam\w*|treatment|proc|session|injection|clinic|case)[\s_]*(?:date|dt)|day\s+of\s+service|date\s+performed|performed(?:\s+on)?|case\s+start|"
    r"(?:treated|seen|injected)(?:\s+on)?|service|encounter|visit|session|note\s+of|operation|procedure|return|dated?\s+of)\W*(?:\(\w+\)\W*)?(?:\w{3,9}\W+)?(?:(?:on|of|dated)\s+)?$",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\b(?:date|dt|day)\W*(?:\w{3,9},?\W+)?$", re.IGNORECASE)
_PLAIN = re.compile(r"\b(?:on|today|this)\W*(?:\w{3,9},?\W+)?$", re.IGNORECASE)
_NOT_SERVICE = re.compile(
    r"(?:\b(?:d[o0]b|d\.o\.b|birth\w*|born|(?:re-?)?print(?:ed)?|re-?issued|re-?generated|copy\s+(?:made|date)|downloaded|uploaded|exported|filed|requested\s+by|print\s+date|last|exp\w*|lot|since|d:|t:|authoriz\w*|previous\w*|prior|next|f/u|follow\W?up|until|through|referr\w*|admitted|injury|"
    r"cosigned|attested|faxed|received|eff(?:ective)?|reviewed|updated|version|ver|rev|h&p|expires?|old|signed|authenticated|template|copied|fwd|from|recall|rtc)(?![^\W\d])\W*(?:\w+[^\w.]+)?|\b(?:alarm|refill|due|start|stop|return|recall|next|onset|injury|admission|discharge|order|collection)\s+(?:date|dt)\W*|\b(?:s/p|status\s+post)\s+(?:\w+\s+){0,3}"
    r"|\b(?:scan|mri|ct|x-?ray|echo|blocks?|mbbs?|rfa|labs?|inr|emg|ncs)[^\w\n]*(?:on\s+|of\s+)?)$",
    re.IGNORECASE,
)
# What a note calls itself, before the date that follows: no word of another day.
_OPENING_TITLE = re.compile(
    r"\W*(?:[\w/&-]+[^\w\n]+){0,6}?(?:LAB\w*|(?i:rfa|mbbs?|blocks?)|(?i:follow\W?up|f/u)(?:\s+(?i:visit|note|letter|report|call|clinic))?(?:\W+(?i:seen))?)\W+"
)
_DICTATED = re.compile(
    r"\b(?:written|late\s+entry|entered|charted|keyed(?:\s+in)?|put\s+down|documented|dictated|dict|transcribed|typed|auto|released?|finali[sz]ed|verified|filed|closed|locked|amended|edited|coded|billed|submitted|uploaded|scheduled|booked|ordered|requested|posted)\b\W*(?:\w+\W+)?$",
    re.IGNORECASE,
)
_ARRIVED = re.compile(r"\b(?:received|dictation|transcription)\W*(?:\w+\W+)?$", re.IGNORECASE)
_TOP = 200
_IN_ROOM = re.compile(
    r"\b(?:(?:patient\s+|pt\s+)?in(?:to)?\s+(?:the\s+)?(?:room|or|suite|procedure\s+room)|(?:room|or|wheels)\s+in|(?:procedure|anesthesia|anaesthesia|sedation)\s+(?:start\w*|began|begin|in)|start\s+of\s+procedure|incision|needle\s+in|cut\s+time|time\s+out|timeout)\W*$",
    re.IGNORECASE,
)
_BLANK = re.compile(
    r"\b(?:date\s+of\s+(?:service|procedure|surgery|operation|visit|treatment)|(?:service|procedure|surgery|treatment)\s+date|d\.?o\.?s\.?)\s*[:=#.]\s*(?:[_/\s.?*x-]{2,}|\[[^\d\]]*\]|<[^\d>]*>|tbd|unknown|blank|not\s+(?:entered|given|stated|recorded)|illegible|n/?a|pending)\s*(?=$|\s{2}|[|;,)])",
    re.IGNORECASE | re.MULTILINE,
)
_LABELLED_SCORE = 5
_OLDEST = 2015
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(
    r"(?:\b(?P<which>next|coming|this\s+coming|last|past|previous)\s+)?\b(?P<name>(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?(?P<week>\s+(?:week|next|coming|fortnight))?\b(?!\s+(?:clinic|list|session|morning\s+list|afternoon\s+list))",
    re.IGNORECASE,
)
_DAY_ONLY = re.compile(
    rf"\b{_MONTH.format('')}\.?(?:[ \t]+|[ \t]*\n[ \t]*(?!\d{{1,2}}[ \t.)]))(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:/.,]?\s?\d)"
    rf"|(?<![\d/.-])\b(?P<after>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.format('2')}\b\.?(?!,?\s+(?:19|20)?\d\d\b)"
    r"|(?:\b(?:on|for|until|till|by|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\s+)the\s+(?P<ordinal>\d{1,2})(?:st|nd|rd|th)\b(?=\s*(?:[.,;)]|$|\b(?:if|unless|at|same|in|with|to|when|and\s+then|we|i|he|she|they|slot)\b))",
    re.IGNORECASE | re.MULTILINE,
)
_YEAR_TOLD = re.compile(r",?\s+(?:of\s+)?(?P<which>last|this|next)\s+year\b", re.IGNORECASE)
# "1/19" beside a word of time, or with a day that no fraction or score has.
_MONTH_AND_DAY = re.compile(
    r"(?:(?<![\w/.-])|(?<=\bon\s)|(?<=\bfor\s)|(?<=\bsince\s)|(?<=\buntil\s))(?P<m>1[0-2]|0?[1-9])/(?P<day>3[01]|2\d|1[3-9]|(?:(?<=\bon\s\d/)|(?<=\bon\s\d\d/)|(?<=\bsince\s\d/)|(?<=\bsince\s\d\d/))(?:0?[1-9]|1[0-2]))"
    r"(?![\w/%.-]*\d)(?!\s*(?:days?|sites?|points?|pts|headaches?|migraines?|visits?|nights?|HA\b|mm|cm|ml|in\b|of\b|gauge|ga?\b|sec|min))",
    re.IGNORECASE,
)
_MONTH_ALONE = re.compile(
    rf"\b(?:in|since|during)\s+(?:(?:early|mid|late)[\s-]+)?{_MONTH.format('')}\b(?!\.?,?\s*\d)", re.IGNORECASE
)
_AHEAD = re.compile(r"\b(?:will|plan\w*|next|return\w*|follow|if|until|due|again|booked|sched\w*)\b", re.IGNORECASE)
_PAST_VERB = re.compile(
    r"\b(?!bed\b|need\b|red\b|med\b)(?:was|were|had|has|did|done|made|gave|given|got|took|taken|came|went|gone|saw|seen|felt|found|froze|frozen|burnt|ran|met|held|brought|began|begun|told|said|\w{2,}ed)\b",
    re.IGNORECASE,
)
_BESIDE_DATE = 16


@lru_cache(maxsize=4)
def dates(text: str) -> tuple[Dated, ...]:
    """All dates, in order. Slashed dates are read month first unless that is no date; dotted ones day first."""
    spelt = list(_of_spelt_year(text))
    found: list[Dated] = []
    american = "MM.DD" in text or _MONTH_FIRST.search(text) is not None
    reached = 0
    for figure in _MAY_BEGIN.finditer(text):
        if figure.start() < reached or any(item.start <= figure.start() < item.end for item in spelt):
            continue
        if item := _dated(text, figure.start(), american=american):
            found.append(item)
            reached = item.end
    return tuple(sorted([*found, *spelt]))


def _of_spelt_year(text: str) -> Iterator[Dated]:
    """ "January eighteenth, twenty twenty-two": dates whose year is dictated in words."""
    lowered = text.lower()
    for match in _SPELT_YEAR.finditer(text) if "twenty" in lowered or "thousand" in lowered else ():
        year = 2000 + _CARDINALS[_word(match["rest"])]
        if found := _of_year(text, match.span(), year, _BEFORE_SPELT_YEAR):
            yield found


def _word(spelt: str) -> str:
    return spelt.lower().replace(" ", "-")


def _dated(text: str, at: int, *, american: bool) -> Dated | None:
    """The date whose first figure stands at an offset."""
    before = text[at - 1] if at else ""
    month = _MONTH_BEFORE.search(text, max(0, at - 20), at) if before.isspace() or before == "-" else None
    named = month.start() if month else at
    for pattern, start in ((_NAMED_MONTH, named), *((pattern, at) for pattern in _FIGURES)):
        if (match := pattern.match(text, start)) and (
            day := _day(match.groupdict(), dotted_day_first=not american and not _named_after(match))
        ):
            return Dated(match.start(), match.end(), day, day.year, day.month)
    written = _YEAR.match(text, at)
    if written and (spelt := _of_year(text, written.span(), int(written[0]), _BEFORE_YEAR)):
        return spelt
    if run := _run_together(text, at):
        return run
    if at < _HEAD_WIDTH:
        for pattern in _APART:
            if (match := pattern.match(text, at)) and (day := _day(match.groupdict(), dotted_day_first=False)):
                return Dated(match.start(), match.end(), day, day.year, day.month)
    lead = _LEAD.search(text, max(0, at - 18), at) if before in "-(" or before.isspace() else None
    for start in dict.fromkeys((named, lead.start() if lead else at, at)):
        if match := _PARTIAL.match(text, start):
            groups = match.groupdict()
            if groups["row"] and (not _ROW_OPENS.search(text, max(0, start - 30), start) or _CLOCK.search(text)):
                continue
            year = int(groups["year"] or groups["y"] or groups["only"] or groups["paren"] or groups["row"])
            number = _MONTHS.get((groups["month"] or "").lower()) or (int(groups["m"]) if groups["m"] else None)
            return Dated(match.start(), match.end(), None, year, number)
    return None


def _named_after(match: re.Match[str]) -> bool:
    """Whether words behind a date in figures name its first figure as the month ("08.12.2025 (Tues Aug 12)")."""
    named = _NAMED_BEHIND.match(match.string, match.end())
    groups = match.groupdict()
    return named is not None and bool(groups.get("m")) and _MONTHS[named["month"].lower()] == int(groups["m"])


def _run_together(text: str, at: int) -> Dated | None:
    """A date without signs ("20180516", "030423"), under a label or, year first, at the very top."""
    labelled = _RUN_LABEL.search(text, max(0, at - 12), at) is not None
    for pattern in _RUN_TOGETHER:
        match = pattern.match(text, at) if labelled or (at == 0 and "20" in text[:2]) else None
        if match and (day := _day(match.groupdict(), dotted_day_first=False)):
            return Dated(match.start(), match.end(), day, day.year, day.month)
    return None


def _of_year(text: str, written: tuple[int, int], year: int, before: Iterable[re.Pattern[str]]) -> Dated | None:
    """ "the tenth of July 2018", "July the tenth, 2018": the date whose year is written at (start, end)."""
    start, end = written
    for pattern in before:
        match = pattern.search(text, max(0, start - _SPELT_WIDTH), start)
        if match is None:
            continue
        number = match.groupdict().get("day") or str(_ORDINALS[_word(match["ordinal"])])
        if day := _day({"month": match["month"], "day": number, "year": str(year)}, dotted_day_first=False):
            return Dated(match.start(), end, day, day.year, day.month)
    return None


def _day(groups: Mapping[str, str | None], *, dotted_day_first: bool) -> date | None:
    year = int(groups["year"] or groups.get("short") or groups.get("bare") or 0)
    if year < 100:
        year += 2000 if year <= 40 else 1900
    named = groups.get("month")
    first = _MONTHS[named.lower()] if named else int(groups["m"] or 0)
    second = int((groups["day"] or "0").translate(_MISREAD))
    orders = (
        [(second, first), (first, second)]
        if groups.get("sep") == "." and dotted_day_first
        else [(first, second), (second, first)]
    )
    for month, day in orders[:1] if named else orders:
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None


def days(text: str, service: date, dated: Sequence[Dated]) -> Iterator[Dated]:
    """Days written without their year ("May 20", "on the 17th", "1/19", "Thursday", "next Friday"), as the days nearest
    to the service that they can mean. A weekday alone is one to come, and only in a sentence that tells nothing past; a month alone
    is the last one of its name, in a sentence of the past ("had it in April")."""
    for match in _MONTH_ALONE.finditer(text):
        month = _MONTHS[match["month"].lower()]
        sentence = _sentence_around(text, match)
        if month != service.month and _PAST_VERB.search(sentence) and not _AHEAD.search(sentence):
            yield Dated(match.start(), match.end(), None, service.year - (month > service.month), month)
    for match in _DAY_ONLY.finditer(text):
        if any(item.start < match.end() and match.start() < item.end for item in dated):
            continue
        if day := _nearest(match, service):
            yield Dated(match.start(), match.end(), day, day.year, day.month)
    for match in _MONTH_AND_DAY.finditer(text):
        day = _of_nearest_year(match, int(match["m"]), int(match["day"]), service)
        if day and not any(item.start < match.end() and match.start() < item.end for item in dated):
            yield Dated(match.start(), match.end(), day, day.year, day.month)
    lowered = text.lower()
    for match in _WEEKDAY.finditer(text) if any(name in lowered for name in _WEEKDAY_NAMES) else ():
        if any(-_BESIDE_DATE < item.start - match.end() < _BESIDE_DATE for item in dated):
            continue
        day = _weekday(match, service)
        if day == service or (not match["which"] and _PAST_VERB.search(_sentence_around(text, match))):
            continue
        yield Dated(match.start(), match.end(), day, day.year, day.month)


def _nearest(match: re.Match[str], service: date) -> date | None:
    """The day of a year-less date that lies nearest to the service; a bare day of the month only if it is still to come."""
    number = int(match["day"] or match["after"] or match["ordinal"])
    month = match["month"] or match["month2"]
    if month is None:
        return _safe(service.year, service.month, number) if number > service.day else None
    return _of_nearest_year(match, _MONTHS[month.lower()], number, service)


def _of_nearest_year(match: re.Match[str], month: int, number: int, service: date) -> date | None:
    if told := _YEAR_TOLD.match(match.string, match.end()):
        shift = {"last": -1, "this": 0, "next": 1}[told["which"].lower()]
        return _safe(service.year + shift, month, number)
    found = [_safe(service.year + shift, month, number) for shift in (-1, 0, 1)]
    return min((day for day in found if day), key=lambda day: abs((day - service).days), default=None)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(match: re.Match[str], service: date) -> date:
    number = _WEEKDAYS.index(match["name"][:3].lower())
    if (match["which"] or "").lower() in {"last", "past", "previous"}:
        return service - timedelta(days=(service.weekday() - number - 1) % 7 + 1)
    ahead = (number - service.weekday()) % 7
    return service + timedelta(days=ahead or (7 if match["which"] or match["week"] else 0))


def _sentence_around(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(mark, 0, match.start()) for mark in (". ", "\n", ";")) + 1
    ends = [at for mark in (". ", ".\n", "\n\n", ";") if (at := text.find(mark, match.end())) >= 0]
    return text[start : min(ends, default=len(text))]


def date_of_service(text: str, found: Iterable[Dated]) -> date | None:
    """The date that the note's labels, or failing these its head, give for the service. Of several visits it is that of the
    encounter's own entry, unless a label outside all entries names the date."""
    found = list(found)
    visits = entries(text, found)
    outside = [item for item in found if not any(entry.start <= item.start < entry.dated for entry in visits)]
    best = _best(text, outside)
    if visits and (best is None or best[0] < _LABELLED_SCORE):
        return own_day(visits)
    return best[2] if best else None


def _best(text: str, found: Iterable[Dated]) -> tuple[int, int, date] | None:
    """(score, offset, day) of the date that is most likely that of the service."""
    best: tuple[int, int, date] | None = None
    whole = [(item, item.day) for item in found if item.day]
    blank = bool(whole) and bool(_BLANK.search(text))
    for item, day in whole:
        before = text[max(0, item.start - 45) : item.start].rpartition("\n\n")[2]
        score = _score(before, item, text)
        if blank and score < _LABELLED_SCORE:
            continue
        if score and (best is None or score > best[0]):
            best = (score, item.start, day)
    return best


def _score(before: str, item: Dated, text: str) -> int:
    if _ACTUAL.search(before):
        return 7
    if _IN_ROOM.search(before):
        return 6
    if _DICTATED.search(before) or (item.start < _TOP and _ARRIVED.search(before)):
        return 1
    if _NOT_SERVICE.search(before) and not _OPENING_TITLE.fullmatch(text[: item.start]):
        return 0
    if _SERVICE.search(before):
        return 6
    if _LABELLED.search(before[-25:]):
        return 5
    if item.year < _OLDEST:
        return 0
    line_start = text.rfind("\n", 0, item.start) + 1
    line_end = text.find("\n", item.start)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    if item.start < 200 or (len(line) < 45 and item.start < 600):
        return 4
    if _PLAIN.search(before[-25:]):
        return 3
    return 2 if item.start < 400 else 0


def payers(text: str, names: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Payers that the text itself names on a payer line ("MAC: CGS (J15)"); ``names`` maps a payer to its spellings."""
    for payer, spellings in names.items():
        if not any(spelling in text for spelling in spellings):
            continue
        words = "|".join(re.escape(spelling) for spelling in spellings)
        if re.search(
            rf"\b(?:payer|payor|insurance|insurer|mac|carrier|coverage|plan|medicare|jurisdiction|contractor|primary)\b[^\n.;]{{0,40}}\b(?:{words})\b"
            rf"|\b(?:{words})\b[^\n.;]{{0,25}}\b(?:medicare|mac|j15|j-15|jurisdiction|contractor|lcd|beneficiary|administrators)\b",
            text,
            re.IGNORECASE,
        ):
            yield payer
