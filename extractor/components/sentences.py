"""Component ``neurolysis_sentences``: sentences and list items, none reaching over a section's edge.

Stops end a sentence unless an abbreviation or a figure holds them; a line break ends one where a list, a table or a
blank line says so, and not where a line is merely wrapped. Results: ``doc.spans["sentences"]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractor.components.layers import SECTIONS, Read, group, put, text_of

SENTENCES = "sentences"
_STOP = re.compile(r"[.!?\n]")
_STOP_OR_SPOKEN = re.compile(r"[.!?\n]|(?<=\s)(?:period|full stop|new (?:line|paragraph))(?=\s)(?! of)")
_SENTENCE_END = re.compile(r"[.!?]+[\"')\]\u201d]*(?=\s+(?:[A-Z0-9(\[\"'\u201c*#\u2022-]|$))|(?<=\s)\.(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|vs|approx|st|no|nos|lt|rt|n|nn|br|ant|post|lat|med|sup|inf|inc|incl|fig|ext|e\.g|i\.e|cf|min|max|jt|cerv|fluoro|temp|dx|hx|proc|resp|prox|dist|mm|pt|[a-z])\.)$",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"[ \t]*(?:[-*\u2022\u25cf\u25aa>\u2014\u2013]|[~+](?=\s)|->|\(?\d{1,2}[.):](?!\d)|\d/\s|\(?[A-Za-z][.)]\s|\[[ xX]?\]|\u2610|\u2611|\u2612)"
)
_ENUMERATOR = re.compile(r"[-*\s]*\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})[.)]+")
_SPOKEN = re.compile(r"\bnew (?:line|paragraph)\b")
_RAMUS = re.compile(r"\b[CTLS]-?\d{1,2}\s+DR\.$")
# What ends the words that it belongs to: its stop ends the sentence too, if no small letter or figure follows. A side's letter
# does behind the name that it goes with ("sural R. Saphenous ...").
_UNIT = re.compile(
    r"\b(?:n|nn|mm|min|max|[rl]t|fluoro|temp|proc|resp|brs?|jts?|ext|incl|s|g|c|v)\.$|\d\s?[a-z]\.$|(?-i:(?!the|and|for|hen)[a-z]{3}\s[RL]\.$)",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"[^\s.:;!?] {3,}\S")
_ROW_HEAD = re.compile(r"[ \t]*[A-Z][A-Z/&.]+(?: [A-Z/&.]+){0,3}[ ]{2,}\S")
_NUMBER_SIGN = re.compile(r"\bno\.$", re.IGNORECASE)
_WRAP = 45
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")
# What a line that goes on in the next one ends with, and what the next one then begins with.
_GOES_ON = re.compile(
    r"(?:[,(/&+\u2014\u2013-]|\b(?:and|or|of|to|the|a|an|with|w/?|in|on|at|for|from|by|under|into|via|per|then|was|were|is))[ \t]*$",
    re.IGNORECASE,
)
_TAKEN_UP = re.compile(r"(?:and|or|of|to|with|w/|was|were|is|which|that|but)\b", re.IGNORECASE)
# In jottings a small letter may open a sentence, so that only what is no cut word ends one.
_JOTTED_END = re.compile(r"(?:\d|[)\]]|[a-z]{2})\.(?=[ \t]+[a-z])", re.IGNORECASE)
_SMALL_OPENING, _OPENING = re.compile(r"[a-z\d)]{2}\. +[a-z]{2}"), re.compile(r"[a-z\d)]{2}\.\s+[A-Z]")
_CUT_WORD = re.compile(
    r"\b(?:superf|supf|super|infer|cut|cutan|antebrach|brach|intercost|occip|grt?|less|sens|mot|bilat|thor|lumb|sacr|dors|perc|fem|tib|per|peron|fib|saph|obt|"
    r"sacroil|musc|subcut|trans|ilioing|iliohyp|genitofem|supra|infra|plant|calc|interdig|aur|init|est|prev|ref|hrs?|secs?|mins?|inj|amt|avg|esp|diam|conc|soln?|gen|etc|assoc|dept)\.$",
    re.IGNORECASE,
)
_NARROW, _SLACK, _LONG = 55, 12, 110


def sentences(
    text: str, start: int, end: int, *, spoken: bool = False, jotted: bool = False
) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences between two offsets; white space around them is left out. ``spoken`` reads dictated
    "period" and "new line" as stops; each line of a ``jotted`` text is a statement."""
    first = start
    for match in (_STOP_OR_SPOKEN if spoken else _STOP).finditer(text, start, end):
        stop = _stop(text, match.start(), match.end(), first, start, end, jotted=jotted)
        if stop is not None and stop > first:
            yield from _trimmed(text, first, stop)
            first = stop
    yield from _trimmed(text, first, end)


def jotted(text: str) -> bool:
    """Whether a text is jotted down line by line: its lines begin with small letters, and most that could have gone on
    with the next one's first word did not; or its sentences begin with small letters."""
    ended = filled = 0
    for paragraph in _EMPTY_LINE.split(text):
        lines = paragraph.split("\n")
        longest = max(map(len, lines))
        for line, following in pairwise(lines) if longest <= _LONG else ():
            if not following.strip()[:1].isupper() and following.strip() and not _GOES_ON.search(line):
                fits = len(line.rstrip()) + 1 + len(following.split(None, 1)[0]) <= max(longest, _NARROW) - _SLACK
                ended, filled = ended + fits, filled + (not fits and len(line) < longest)
    return ended > filled or (not filled and len(_SMALL_OPENING.findall(text)) > 2 * len(_OPENING.findall(text)))


def _stop(text: str, at: int, after: int, first: int, start: int, end: int, *, jotted: bool) -> int | None:
    """Where a sentence ends that may end at ``at``, or None where it goes on."""
    if text[at] == "\n":
        return after if _breaks(text, at, start, end, jotted=jotted) else None
    if text[at].isalpha():
        return after
    match = _SENTENCE_END.match(text, at, end)
    if match is None and jotted and _JOTTED_END.search(text, max(first, at - 3), at + 8):
        return (
            None if _CUT_WORD.search(text, first, at + 1) or _ABBREVIATION.search(text[first : at + 1][-12:]) else after
        )
    return match.end() if match and not _holds(text, first, match.end()) else None


def _holds(text: str, first: int, end: int) -> bool:
    """Whether the stop before ``end`` belongs to an enumerator or an abbreviation."""
    so_far = text[first:end]
    if _ENUMERATOR.fullmatch(so_far.strip()):
        return True
    if _RAMUS.search(so_far[-12:]):
        return False
    if not _ABBREVIATION.search(so_far[-12:]) or text[end : end + 1] == "\n":
        return False
    if _NUMBER_SIGN.search(so_far[-5:]):
        return text[end : end + 4].lstrip()[:1].isdigit()
    return _followed_by_lower_or_digit(text, end) or not _UNIT.search(so_far[-8:])


def _followed_by_lower_or_digit(text: str, at: int) -> bool:
    following = text[at : at + 10].lstrip(" \t\u2014\u2013-")
    return bool(following) and (following[0].islower() or following[0].isdigit())


def _breaks(text: str, at: int, start: int, end: int, *, jotted: bool) -> bool:
    """Whether the line break at an offset ends a sentence."""
    line_start = max(text.rfind("\n", start, at) + 1, start)
    line = text[line_start:at]
    following_end = text.find("\n", at + 1, end)
    following = text[at + 1 : following_end if following_end >= 0 else end]
    if not following.strip() or not line.strip():
        return True
    if (
        _ITEM.match(following)
        or "\t" in following
        or "|" in following
        or re.match(r"\s*[A-Za-z][\w /]{1,25}:", following)
    ):
        return True
    if line.rstrip().endswith((".", ":", ";", "!", "?")):
        return True
    if _ROW_HEAD.match(following) or _COLUMNS.search(line.strip()) or _COLUMNS.search(following.strip()):
        return True
    if jotted:
        return not _GOES_ON.search(line) and not _TAKEN_UP.match(following.lstrip())
    head = following.lstrip()[0]
    if head.islower():
        return False
    return len(line.rstrip()) < _WRAP


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


class Sentences:
    def __call__(self, doc: Read) -> Read:
        text = text_of(doc)
        spoken, by_line = bool(_SPOKEN.search(text)), jotted(text)
        found = [
            ("sentence", "", first, last)
            for _, _, start, end in group(doc, SECTIONS)
            for first, last in sentences(text, start, end, spoken=spoken, jotted=by_line)
        ]
        put(doc, SENTENCES, found)
        return doc
