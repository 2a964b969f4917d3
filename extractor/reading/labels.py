"""The labels of a session's parts: "Part two", "(b)", "LEFT HEEL.", "Knee" on a line of its own.

A label opens a sentence. Counted labels belong together where they run on from one ("1)", "2)" or "First", "Second"); a list
that begins anew under each of several headings numbers rows, not parts. Other labels open a line and name a place or a
nerve in a few words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from extractor.reading.scene import DONE, Item, Scene

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "first": 1, "second": 2, "third": 3, "fourth": 4,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6,
}  # fmt: skip
_BULLET = r"[\s>*#|~_=+\u2022\u25cf\u25aa\u2014\u2013-]*"
_NOUN = r"(?:part|procedure|proc|stage|site|target|area|item|region|geste|phase|case|session|location|treatment|problem|job|task|goal|pain|issue|component|half)"
_VALUE = r"one|two|three|four|five|six|iii|ii|iv|vi|i|v|\d{1,2}|[a-h]"
_COUNTED = re.compile(
    rf"{_BULLET}(?:(?P<noun>{_NOUN})\s*(?:no\.?\s*|\#\s*)?(?P<value>{_VALUE})\b"
    rf"|(?P<opened>[(\[]?)(?P<mark>{_VALUE})(?P<closed>[.):\]/])(?=\s)"
    rf"|(?P<head>procedure|operation|technique|treatment)\s*[,:\u2014\u2013-]\s*(?P<topic>[a-z]{{3,}})\s*[.:\n]"
    rf"|(?P<order>first|second|third|fourth|1st|2nd|3rd|4th)\b\s*(?:{_NOUN}|side|nerve)?\s*[,.:\u2014\u2013-])",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"{_BULLET}(?P<name>[^.:;\n|\t]{{2,48}}?)(?=[.:](?:\s|$)|\s+[\u2014\u2013-]{{1,2}}\s|\s*\n|\s*$| {{3,}}|\s*[(|\t])"
)
_PLACES = frozenset({"side", "limb", "nerve", "nerve-name", "muscle-area"})
_WORDS, _LONGEST = 6, 8


def labels(scene: Scene) -> dict[int, bool]:
    """The sentences that open a part, and whether their label is counted."""
    account = {item.sentence for item in scene.items if item.tier == DONE and item.sentence >= 0}
    if not account:
        return {}
    named = dict.fromkeys(_named(scene, account), False)
    return named | dict.fromkeys(_counted(scene, account), True)


def _counted(scene: Scene, account: Collection[int]) -> Sequence[int]:
    """The series of the account that begins first, so not one within its parts."""
    runs: dict[str, list[list[int]]] = {}
    for at, (start, end) in enumerate(scene.sentences):
        match = _COUNTED.match(scene.text, start, end)
        if not match:
            continue
        form, value = _form(match)
        of_form = runs.setdefault(form, [])
        if match["head"] and of_form:
            of_form[0].append(at)
        elif value == 1:
            of_form.append([at])
        elif of_form and len(of_form[-1]) == value - 1:
            of_form[-1].append(at)
    series = [run for of_form in runs.values() if of_form and (run := _only_run(of_form, account))]
    return min(series, key=min, default=())


def _only_run(of_form: Sequence[Sequence[int]], account: Collection[int]) -> Sequence[int]:
    """The run of one form whose labels tell what was done; none where several do, or fewer than two of its labels."""
    starts = sorted(at for run in of_form for at in run)
    ends = dict(zip(starts, [*starts[1:], max(account) + 1], strict=True))
    telling = [
        [at for at in run if any(other in account for other in range(at, min(ends[at], at + _LONGEST)))]
        for run in of_form
    ]
    told = [run for run, of_run in zip(of_form, telling, strict=True) if of_run]
    return told[0] if len(told) == 1 and max(map(len, telling)) > 1 else []


def _form(match: re.Match[str]) -> tuple[str, int]:
    """The form that a counted label shares with the others of its series, and its number."""
    if match["head"]:
        return match["head"].lower(), 1
    written = (match["value"] or match["mark"] or match["order"]).lower()
    if written.isdigit():
        value, kind = int(written), "figure"
    elif written in _NUMBERS:
        value, kind = _NUMBERS[written], "roman" if set(written) <= set("ivx") else "word"
    else:
        value, kind = ord(written) - ord("a") + 1, "letter"
    return f"{(match['noun'] or '').lower()} {match['opened'] or ''}{kind}{match['closed'] or ''}", value


def _named(scene: Scene, account: Collection[int]) -> Iterator[int]:
    first, last = min(account), max(account)
    openings: dict[int, list[Item]] = {}
    for item in scene.of(*_PLACES):
        openings.setdefault(item.sentence, []).append(item)
    for at, (start, _) in enumerate(scene.sentences):
        if not first - 1 <= at <= last or not _opens_line(scene.text, start):
            continue
        label = _NAME.match(scene.text, start)
        if not label or len(label["name"].split()) > _WORDS:
            continue
        if at < first and any(item.sentence == at for item in scene.of("technique")):
            continue
        placed = any(item.start < label.end() for item in openings.get(at, ()))
        region = scene.cues["regions"].search(label["name"])
        if placed or (region and region.start() == 0):
            yield at


def _opens_line(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t>*#|~_=+-\u2022\u25cf\u25aa\u2014\u2013")
