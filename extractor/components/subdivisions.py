"""The grammar of the parts of a nerve: web spaces of the forefoot, divisions and motor branches.

A part is ``(kind, concept, start, end)`` over the raw text: kind ``interspace`` with the ordinal of the space ("third", be
it written "3rd web space", "3/4 interspace" or "between the third and fourth metatarsal heads"), kind ``division`` with
its adjective ("anterior") or with the muscles that a motor branch goes to ("motor branch to soleus"), kind ``branch`` with a
genicular branch that is counted, not named ("all three").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Found = tuple[str, str, int, int]

_ORDINALS = ("first", "second", "third", "fourth")
_ORDINAL = r"(?:first|second|third|fourth|[1-4](?:st|nd|rd|th))"
_FIGURE = rf"(?:{_ORDINAL}|[1-4](?!\d)|IV|III|II)"
_AND = r"\s*(?:,\s*(?:and\s+)?|and|&|\+)\s*(?:the\s+)?"
_SPACE = (
    r"(?:(?:common\s+)?(?:plantar\s+)?(?:inter-?\s?spaces?|web(?:\s?-?\s?spaces?|s)?|inter-?metatarsal(?:\s+spaces?)?|IM\s+spaces?|IMS|(?-i:IS)|"
    r"inter-?digital(?:\s+spaces?)?|clefts?|spaces?)|common\s+(?:plantar\s+)?digital|plantar(?:\s+(?:common\s+)?digital)?)\b"
)
_SPACE_NAMED = r"(?:inter-?\s?spaces?|web\s?-?\s?spaces?|webs?|inter-?metatarsal\s+spaces?|IM\s+spaces?|IMS|clefts?|spaces?(?=[ \t:=]*(?:first|second|third|fourth|[1-4](?:st|nd|rd|th))\b))"
_BONES = r"(?:(?:metatarsal|MT|metatarso-?phalangeal|MTP)(?:\s+(?:heads?|joints?|bones?)|s)?|toes?|rays?|digits?)\b"
_NUMBERED = re.compile(
    rf"(?<![\d.-])\b(?P<one>{_FIGURE})(?P<sign>\s?[-/\u2013]\s?|\s+to\s+)(?P<other>{_FIGURE})\s+(?={_SPACE})"
    rf"|(?<![\d.-])\b(?P<list>{_FIGURE}(?:{_AND}{_FIGURE})*)\s*(?=(?:left\s+|right\s+)?{_SPACE})"
    rf"|\b{_SPACE_NAMED}[ \t]*(?:no\.?|numbers?|\#|:|,)?[ \t]*(?P<after>{_FIGURE}(?:{_AND}{_FIGURE}\b)*)(?!\s*(?:\.\d|ml|cc|mL|%|x\b|cm|mm|g\b))"
    rf"|(?:(?:^|(?<=[,;.:]\s)|(?<=\s)(?=[LR]\s)|(?<=\band\s))(?:left|right|lt|rt|both|[LR]|bilat\w*)\b\.?(?:\s+(?:foot|feet))?)\s*[:,\u2013-]?\s*(?:the\s+)?(?P<alone>{_ORDINAL}(?:{_AND}{_ORDINAL})*)(?=\s*(?:[.,;:(]|$|only\b|alone\b|\d[\d.]*\s?(?:ml|cc)))"
    rf"|\bbetween\s+(?:the\s+)?(?:heads\s+of\s+(?:the\s+)?)?(?:metatarsals?\s+(?:heads\s+)?)?(?P<low>{_FIGURE})\s*(?:and|&|-|/)\s*(?:the\s+)?(?P<high>{_FIGURE})\b(?:\s+{_BONES})?",
    re.IGNORECASE | re.MULTILINE,
)
_ONE_MORE = re.compile(
    rf"(?:[^.;\n]|\.\d){{0,70}}?\b(?:and|then|also|again|too)\s+(?:\d[\d.]*\s?(?:ml|cc)\s+)?(?:(?:in|at|into|to|for|of|again|between)\s+)*the\s+(?P<more>{_ORDINAL})(?=\s*(?:[.,;)]|$|\n|likewise|as\s+well|too\b|in\s+the\s+same))",
    re.IGNORECASE,
)
_ADJECTIVES = {
    "ant": "anterior", "post": "posterior", "sup": "superficial", "med": "medial", "lat": "lateral", "middle": "intermediate",
    "intermed": "intermediate", "interm": "intermediate", "int": "intermediate",
}  # fmt: skip
_ADJECTIVE = r"(?:anterior|posterior|superficial|deep|medial|lateral|middle|intermediate|(?:intermed|interm|ant|post|med|lat)\b\.?)"
_LISTED = rf"{_ADJECTIVE}(?:(?:\s*,\s*(?:and\s+)?|\s+(?:and|plus|then)\s+|\s*[&+/]\s*)(?:the\s+)?{_ADJECTIVE})*"
_DIVISION = r"(?:divisions?|div\b\.?|branch(?:es)?|br\b\.?|ram(?:us|i)|fascic(?:les?|uli)|limbs?)"
_DIVISIONS = re.compile(
    rf"\b(?P<list>{_LISTED})\s+(?:(?:obturator|(?:superior\s+)?cluneal)\s+(?:nerve\s+)?)?{_DIVISION}"
    rf"|\b(?P<both>(?:both|the\s+two|two|each\s+of\s+the\s+two)\s+(?:obturator\s+)?(?:divisions|branches|rami|limbs))\b",
    re.IGNORECASE,
)
# "left obturator: anterior only"
_ELLIPTIC = re.compile(
    rf"\b(?:obturator|cluneals?)(?:\s+(?:nerves?|nn?\.?))?(?:\s+(?:left|right|bilateral|x\s?\d))*(?:\s*[-\u2013\u2014:,(]\s*|\s+)"
    rf"(?P<list>{_LISTED})(?!\.?\s*{_DIVISION})(?=\s*(?:(?:only|alone)\b|[.,;)]|$|\n))",
    re.IGNORECASE,
)
_OTHER_DIVISION = re.compile(
    rf"[^.;\n]{{0,90}}?\b(?:and|then|also|again|too|to|into|at)\s+(?:(?:in|at|into|to|for|of|again|\d[\d.]*\s?(?:ml|cc))\s+)*the\s+(?P<more>{_ADJECTIVE})(?=\s*(?:[.,;)]|$|\n|likewise|as\s+well|too\b|in\s+the\s+same))",
    re.IGNORECASE,
)
_MOTOR = re.compile(
    r"(?:motor\s+|muscular\s+)?(?:nerve\s+)?branch(?:es)?\s+(?:to|of|for)\s+(?:the\s+)?[a-z][a-z ,/&-]{3,60}?(?=\s*(?:[.;:(\n|\t]|\s{3}|\d[\d.]*\s?(?:ml|cc)\b|\bwas\b|\bwere\b|\bat\b|\bin\b|\bwith\b|\bby\b|\bon\b|\bnerve\b|,\s*\d|\bthen\b|\bunder\b|$))",
    re.IGNORECASE,
)
_UPPER = ("superolateral", "superomedial")
_ALL_THREE = re.compile(
    r"\b(?:all|the\s+(?:same|usual|standard|classic|other))\s+(?:three|3)\b(?=\s*(?:[.,;:()]|$|\n|(?:nerves?|points?|sites?|targets?|branches|of\s+them|were|was|on|at|done|treated|lesioned|frozen|ablated|received|got)\b))",
    re.IGNORECASE,
)
_THREE_NAMED = re.compile(
    r"\b(?:three|3)\s+(?:(?:left|right)\s+)?genicular\s+(?:nerves|branches|points)\b", re.IGNORECASE
)
_UPPER_TWO = re.compile(
    r"\b(?:two|both|2)\s+(?:the\s+)?(?:upper|superior|top)\b(?:\s+(?:ones?|nerves?|points?|sites?|targets?|branches))?"
    r"|\b(?:upper|superior|top)\s+(?:two|pair|2)\b",
    re.IGNORECASE,
)
_OF_THE_FOOT = ("digit", "web", "morton", "interspace", "neuroma", "metatarsal")
_OF_A_BRANCH = ("branch", "division", " div", " rami", "ramus", " br", "obturator", "cluneal")


def subdivisions(text: str) -> Iterator[Found]:
    """The interspaces, divisions and motor branches that a text names, in no order."""
    lowered = text.lower()
    if "genicul" in lowered:
        yield from _counted_geniculars(text)
    if any(word in lowered for word in _OF_THE_FOOT):
        yield from _interspaces(text)
    if any(word in lowered for word in _OF_A_BRANCH):
        yield from _divisions(text)
        for match in _MOTOR.finditer(text):
            words = " ".join(match.group().split()).lower()
            yield "division", re.sub(r"\bthe\s+", "", words).strip(" ,"), match.start(), match.end()


def _counted_geniculars(text: str) -> Iterator[Found]:
    """The branches of a knee that are told by their number: "all three", "the two upper ones", and beside these "the three
    genicular nerves"."""
    whole = (*_UPPER, "inferomedial")
    told = [(_ALL_THREE, whole), (_UPPER_TWO, _UPPER)]
    if _UPPER_TWO.search(text):
        told.append((_THREE_NAMED, whole))
    for pattern, branches in told:
        for match in pattern.finditer(text):
            yield from (("branch", branch, match.start(), match.end()) for branch in branches)


def _interspaces(text: str) -> Iterator[Found]:
    for match in _NUMBERED.finditer(text):
        names = _named(match)
        more = _ONE_MORE.match(text, match.end())
        for number in names:
            start = match.start("alone") if match["alone"] else match.start()
            yield "interspace", _ORDINALS[number - 1], start, match.end()
        if more and names:
            yield "interspace", _ORDINALS[_number(more["more"]) - 1], more.start("more"), more.end("more")


def _named(match: re.Match[str]) -> list[int]:
    """The spaces by their numbers. "3/4" and "between the third and fourth" are the one space between two bones, which
    must be neighbours; a plural names both."""
    if run := match["list"] or match["after"] or match["alone"]:
        return [_number(one) for one in re.findall(_FIGURE, run, re.IGNORECASE)]
    one, other = match["one"] or match["low"], match["other"] or match["high"]
    low, high = _number(one), _number(other)
    noun = match.string[match.end() : match.end() + 40]
    if match["one"] and re.match(rf"{_SPACE_NAMED}(?<=s)\b", noun, re.IGNORECASE):
        return [low, high]
    return [low] if high == low + 1 else []


def _number(written: str) -> int:
    lowered = written.lower()
    if lowered[0].isdigit():
        return int(lowered[0])
    return _ORDINALS.index(lowered) + 1 if lowered in _ORDINALS else {"ii": 2, "iii": 3, "iv": 4}[lowered]


def _divisions(text: str) -> Iterator[Found]:
    for match in _DIVISIONS.finditer(text):
        if match["both"]:
            yield "division", "both", match.start(), match.end()
            continue
        for adjective in re.findall(_ADJECTIVE, match["list"], re.IGNORECASE):
            yield "division", _adjective(adjective), match.start(), match.end()
        if more := _OTHER_DIVISION.match(text, match.end()):
            yield "division", _adjective(more["more"]), more.start("more"), more.end("more")

    for match in _ELLIPTIC.finditer(text):
        for adjective in re.findall(_ADJECTIVE, match["list"], re.IGNORECASE):
            yield "division", _adjective(adjective), match.start("list"), match.end("list")


def _adjective(written: str) -> str:
    word = written.lower().rstrip(".")
    return _ADJECTIVES.get(word, word)
