"""Line ends that an interface took out of a note, put back before the headings, fields and list items in running text.

Where the account of the procedure begins under the heading of something else, an empty line is put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from operator import itemgetter

from extractor.components.words import Trie, Word, normal, words
from extractor.restored import Edit

_LONG = 240
_SHARE = 0.8
_STOPPED = re.compile(r"(?:[.;!?)\]|*}\u2014\u2022-]|\s\s|^)\s*$")
_AFTER_VALUE = re.compile(r"(?:[:=,]|\s[A-Z][a-z]+)\s*$")
_COLON = re.compile(r"\s?:(?!\d)|\s?=\s")
_SET_OFF = re.compile(r"\s*(?:--?|[|\u2013\u2014])\s|\.\s+(?=[A-Z])|\s{3,}|\t")
_GOES_ON = re.compile(r"\s+(?=[A-Z0-9(*])|\s{2,}(?=\S)|(?<=[A-Z]{5})\s+(?=[a-z])")
_NUMBERED = re.compile(r"(?<=\s)\(?(?P<number>\d{1,2})(?:[.)]|/)\s+(?=[A-Za-z\[(])")
_LETTERED = re.compile(r"(?<=\s)(?:(?i:part|section|step|site|level)\s)?\(?(?P<letter>[A-Ha-h])[.)]\s+(?=[A-Z])")
_ENUMERATED = re.compile(r"(?:^|\s)\(?(?:\d{1,2}|[A-Ha-h])[.)]\s+$")
_BULLET = re.compile(r"(?<=\s)(?:[\u2022\u25cf\u25aa*]|>>)(?=\s)|(?<=[.;:] )(?:-(?=\s)|\((?:i{1,3}|iv|v)\))")
_OPENING = re.compile(
    r"(?<=[\w)%,] )(?=(?:The|After|Under|With|Using|He|She|We|Once|Following|Informed|Patient was|Pt was)\s"
    r"|(?:Both|All|Each|No|There|It|Her|His|This|That|These|They|At|On|In|By|For|From|If|When|While|As|Two|Three|Four|Then|Next"
    r"|An|Left|Right|Bilateral|Through|Over|Prone|Supine|Skin|Local|Without|Before|During)\s[a-z])"
)
_UNKNOWN = re.compile(
    r"(?<=[a-z\d)\]][a-z\d)\]][.;)\]] )(?=[A-Z][\w/&'-]{0,20}(?: [\w/&'-]{1,20}){0,2}(?::|\s(?:--|\u2014|\u2013))\s)"
    r"|(?<=[a-z\d)%] )(?=[A-Z][a-z]+(?: [a-z]+){0,3}:\s)|(?<=\s)(?<![A-Z] )(?=[A-Z][A-Z_/]{2,}:\s)"
    r"|(?<=\s)(?=(?:[LR]|Left|Right|Lt|Rt) [a-z]+:\s|(?:LEFT|RIGHT) [A-Z]+:\s)|(?<=[.;)\]] )(?=(?:LEFT|RIGHT) [A-Z]+ )"
)
_PART = re.compile(
    r"(?<=[.;] )(?=(?:Part|Step|Stage|Site|Procedure|Nerve|Target)\s(?:one|two|three|four|five|[1-9])\b|(?:1st|2nd|3rd|[4-9]th)\s?[:.)])"
)
_TOLD = frozenset({"head", "unknown", "metadata", "diagnosis", "history", "consent", "medications", "exam"})
_ACCOUNT = re.compile(
    r"\b(?:was|were|is) (?:then )?(?:positioned|placed|brought|taken|prepped|prepared|draped|seated|laid|turned|lying|put)\b|\blay (?:prone|supine|on)"
    r"|(?<=[.;:] )(?:Prone|Supine|Seated|Sitting|Lateral decubitus|(?:Left|Right) lateral decubitus|Position)\b"
    r"|\bprep\w*(?: and| &|/|,) ?drap|\btime-?\s?out\b|\b[Uu]nder (?:C-arm|fluoro|ultrasound|US|CT|sono)|(?<=[.;] )(?:Part|PART) (?:one|[1A])\b",
)
_SENTENCE = re.compile(r"(?<=[.!?;] )(?=[A-Z])")
_SHORTEST = 3
_BEGIN = (_BULLET, _OPENING, _UNKNOWN, _PART)


class Lines:
    """Callable on a text; gives the line ends to put in. ``headings`` are those that may stand before
    a colon, ``alone`` the single words among them that open a section without one."""

    def __init__(self, headings: Mapping[str, Iterable[str]], alone: Iterable[str]) -> None:
        self._headings = Trie()
        for kind, names in headings.items():
            for name in names:
                self._headings.add(name, kind)
        self._alone = frozenset(normal(word) for word in alone)

    def __call__(self, text: str) -> Iterator[Edit]:
        line_start, line_end = _longest_line(text)
        if line_end - line_start < max(_LONG, _SHARE * len(text.rstrip())):
            return
        line = text[line_start:line_end]
        starts = dict.fromkeys(self._starts(line), "\n") | dict.fromkeys(self._accounts(line), "\n\n")
        for start, end in starts.items():
            if start and line[start - 1] in " \t":
                yield Edit(line_start + start - 1, line_start + start, end)

    def _starts(self, line: str) -> Iterator[int]:
        """Where the lines begin of which a long line was made."""
        headed = (start for _, starts in self._headed(line) for start in starts)
        begun = (match.start() for pattern in _BEGIN for match in pattern.finditer(line))
        yield from (start for start in (*headed, *begun) if not _ENUMERATED.search(line, max(0, start - 6), start))
        yield from _counted(line)

    def _headed(self, line: str) -> list[tuple[str, list[int]]]:
        """The headings by the section that they open, each with its start and that of its text if this was a line apart."""
        found = words(line)
        headed = [(kinds[0], self._around(line, found[first:end])) for kinds, first, end in self._headings.find(found)]
        return [(kind, starts) for kind, starts in headed if starts]

    def _accounts(self, line: str) -> Iterator[int]:
        """Where, under the heading of something else, the account of the procedure begins."""
        unknown = [("unknown", [match.start()]) for match in _UNKNOWN.finditer(line)]
        headed = [("head", [0]), *sorted(self._headed(line) + unknown, key=itemgetter(1)), ("", [len(line)])]
        for (kind, (start, *_)), (_, (end, *_)) in pairwise(headed):
            if kind in _TOLD and (match := _ACCOUNT.search(line, start, end)):
                opened = [
                    at.end()
                    for at in (
                        *_SENTENCE.finditer(line, start, match.start() + 1),
                        *_OPENING.finditer(line, start, match.start() + 1),
                    )
                ]
                if opened:
                    yield max(opened)

    def _around(self, line: str, heading: list[Word]) -> list[int]:
        """The start of a heading, and that of the text behind one that stood alone in its line; nothing if it is none."""
        start, end = heading[0].start, heading[-1].end
        capital, stopped = line[start].isupper(), bool(_STOPPED.search(line, 0, start))
        if _COLON.match(line, end):
            return [start] if capital or stopped else []
        if not capital or end - start < _SHORTEST:
            return []
        if (match := _GOES_ON.match(line, end)) and self._stands_alone(heading, line, stopped=stopped):
            return [start, match.end()]
        return [start] if _SET_OFF.match(line, end) and (stopped or len(heading) > 1) else []

    def _stands_alone(self, heading: list[Word], line: str, *, stopped: bool) -> bool:
        """Whether a heading before more text had a line of its own: "Findings", "Description of procedure"."""
        shouted = all(word.text.isupper() for word in heading)
        if not (stopped or shouted) and _AFTER_VALUE.search(line, 0, heading[0].start):
            return False
        if len(heading) == 1:
            return heading[0].norm in self._alone
        return stopped or all(word.text[0].isupper() for word in heading if len(word.text) > 3)


def _longest_line(text: str) -> tuple[int, int]:
    best, at = (0, 0), 0
    for line in text.split("\n"):
        if len(line) > best[1] - best[0]:
            best = (at, at + len(line))
        at += len(line) + 1
    return best


def _counted(line: str) -> Iterator[int]:
    """Where the items of a list begin that counts up from one, or from A."""
    number, letter = 1, "A"
    for item in _NUMBERED.finditer(line):
        if int(item["number"]) in {number, 1}:
            yield item.start()
            number = int(item["number"]) + 1
    for item in _LETTERED.finditer(line):
        if item["letter"].upper() in {letter, "A"}:
            yield item.start()
            letter = chr(ord(item["letter"].upper()) + 1)
