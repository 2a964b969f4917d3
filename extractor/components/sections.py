"""Component ``neurolysis_sections``: which part of the note a word stands in.

A heading is a line of its own, a ``Key: value`` form, or a known heading in running text ("... PROCEDURE: ...").
Results: ``doc.spans["sections"]``, spans that cover the text without overlap, labelled with the kinds of
``sections.yaml`` plus ``head`` (before any heading) and ``body`` (prose under no heading), the heading as span id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from extractor.components.clauses import COLUMN
from extractor.components.encounter import DATE_OF_SERVICE, dates
from extractor.components.entries import entries, own_day
from extractor.components.layers import SECTIONS, Read, put, text_of
from extractor.components.openings import swallowed
from extractor.components.words import normal, words

_COLON = re.compile(r":|=(?!=)")
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_ /&'().,\u2019\-]*$")
_LONGEST_KEY = 62
_LINE_KEY = re.compile(
    r"^(?:(?!\[\s*\])[\s>*#|~_=+.\u2022\u25cf\u25aa@\u00a7%<\[!$^&/\u2013\u2014\u2500-\u27ff-])*(?:(?:\(?\d{1,2}[.)]|[A-Z][.)]|[ivx]{1,4}[.)])\s+)?(?P<key>[^\W\d_][^:\n|\t=]{0,58}?)[*_~\s@#\u00a7%+<>\]}^]*(?:(?:={2,}|-{2,})(?=\s*$))?(?P<mark>::?|\s[\u2014\u2013-]{1,2}\s|\t|\s{2,}|\s(?=\[(?!\s?[xX ]?\]))|\||=(?!=)|(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)\.\s|$)"
)
_SHORT_LINE = 30
_MOST_WORDS = 6
_WITHOUT_COLON = frozenset({"narrative", "findings", "history"})
_LETTERHEAD = frozenset({"head", "metadata"})
_QUESTIONS = (" what ", " why ", " how ", " where ", " about ", " understanding ")
_TITLE_OR_ACCOUNT = frozenset({"procedure", "report"})
_FIELD_WORDS = 20
_LONG_NARRATIVE = 12
_RUNNING = 7
_ONE_LINE = frozenset({"metadata", "anesthesia", "medications"})
_TO_BLANK = frozenset({"title", "planned-title", "diagnosis"})
_FINITE = re.compile(
    r"\b(?:was|were|patient|pt|underwent|made|placed|positioned|advanced|prepped|i|we|lay|seated|brought|inserted|injected)\b",
    re.IGNORECASE,
)
_GAP = re.compile(r"(?<=\S) {3,}(?=\S)|\t+(?=\S)")
_ROW_GAP = re.compile(r"[ ]{2,}[^\s:=]|[ ]?\t")
_NEXT_ROW = re.compile(
    r"(?P<indent>[ \t]*)(?:[A-Za-z][\w/().&'-]*(?:[ ][\w/().&'-]+){0,3}(?:[ ]{2,}|[ ]?\t)\S|(?P<rule>[^\w\s])(?:[ ]?(?P=rule)){3,})"
)
_TOLD_IN_ROWS = frozenset(
    {"consent", "education", "diagnosis", "exam", "medications", "findings", "impression", "plan"}
)
_OF_TODAY = re.compile(
    r"(?P<heading>[A-Za-z][\w /&.-]{1,28}?)\s+(?:(?:done|given|performed)\s+)?(?:today|now|this\s+visit)\s*(?:\([^()]*\))?$",
    re.IGNORECASE,
)
_OF_EARLIER = re.compile(
    r"past|prior|previous|earlier|last|old|copied|carried|comparison|interval|treatment|psh", re.IGNORECASE
)
_BACKGROUND = frozenset({"diagnosis", "history", "impression", "consent", "medications"})
_AMOUNT = re.compile(r"\d\s?(?:ml|cc)\b", re.IGNORECASE)
_SETTING = re.compile(
    r"\d\s?(?:ml|cc)\b|\d\s?\u00b0?\s?C\b|\d\s?(?:s|secs?|seconds|mins?|minutes)\b|\d\s?cycles\b", re.IGNORECASE
)
_LIST = re.compile(r"\s*(?:\(?\d{1,2}[.)/]\s|[-*\u2022]\s|\[[ xX\u2713_]?\]|[\u2610\u2611\u2612])")
_SCENE = re.compile(
    r"\b(?:prone|supine|prepped|needles?|cannulas?|cannulae|introducers?|electrodes?|lido\w*|bupiv\w*|cycles?)\b",
    re.IGNORECASE,
)
_LAID = re.compile(
    r"(?:(?<=[.;]\s)|(?<=\n))[ \t]*(?:(?:the\s+)?(?:patient|pt|she|he)\s+(?:was\s+)?)?"
    r"(?:(?:placed|positioned|turned|laid|put|lying|lay)\s+)?(?:(?:in|on)\s+)?(?:the\s+|a\s+)?"
    r"(?:prone|supine|lithotomy|seated|(?:left|right)\s+lateral\s+decubitus|beach\s+chair|prepped)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:(?<=[.!?]\s)|(?<=\n))\S.*?(?:[.!?](?=\s)|$)", re.DOTALL)
_OF_CONSENT = re.compile(
    r"[^\n]*\n[^\n]*\b(?:risks?|benefits?|alternatives?|consent\w*|understands?|understood|discuss\w*|explain\w*|questions?|agree[sd]?)\b",
    re.IGNORECASE,
)
_SHORT_SAYING = 70
# Headings that no prose opens with, so that they go without a colon ("Dx right knee OA"): of their line only.
_LONG_LINE = 90
_ABBREVIATED = re.compile(
    r"[ \t]*(?P<key>(?:(?:pre|post)[ -]?op\s+)?dx|hx|hpi|pmhx?|pshx?)[ \t]+(?=[\w(])(?![^\n]{0,30}:)", re.IGNORECASE
)
_SET = re.compile(
    r"\b(?:prone|supine|lithotomy|decubitus|prepped|draped|(?:back|in|into|to)\s+(?:the\s+)?(?:procedure\s+|treatment\s+|fluoro\w*\s+)?(?:room|suite|theat(?:er|re)|OR)\b|C-?arm)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:was|were|I|we)\b|\b(?:brought|taken|placed|put|laid|positioned|turned|inserted|advanced|passed)\b",
    re.IGNORECASE,
)
_OF_EARLIER = re.compile(
    r"\b(?:ago|last|previous\w*|prior|earlier|before|then|had|in\s+(?:19|20)\d\d|(?:19|20)\d\d|at\s+(?:an?other|the\s+time)|wants?|will|plan\w*|schedul\w*)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(r"\d\s?(?:ml|cc|%|°|C\b|deg|s\b|sec|min|units?\b|x\b)", re.IGNORECASE)
PART = re.compile(
    r"^[\s>*#_-]*(?:part|procedure|proc|stage|step|site|geste|area|phase)\s*(?:no\.?\s*|#\s*)?(?:one|1|i|a)\b(?!\s*(?:of|/))",
    re.IGNORECASE | re.MULTILINE,
)
_COPIED = re.compile(
    r"(?:carried|carry|copied|copy|brought|pulled|pull|rolled)[\s-]*(?:forward|fwd|over|across)\b"
    r"|\b(?:pulled|copied|imported|pasted|reprinted|quoted|taken|inserted|brought|transferred|excerpted|auto-?populated|auto-?imported|cut\s+and\s+pasted|copied\s+and\s+pasted)(?:\s+(?:in|over|across|here|below|automatically|verbatim|electronically))?\s+from\b(?!\s+(?:the\s+|our\s+)?(?:\w+\s+)?(?:device|tablet|generator|console|machine|monitor|unit|handpiece|display|screen|pump|app|export|log|printout|USB|ultrasound|c-?arm)\b)"
    r"|\b(?:for\s+reference(?:\s+only)?|(?:text|copy|excerpt|extract|transcript)\s+(?:of|from)\s+(?:(?:the|her|his|my|our|an?)\s+)?(?:last|prior|previous|earlier|old|older|outside)"
    r"|(?P<old>previous|prior|earlier|old|last|outside)\s+(?:(?:procedure|op|operative|operation|procedural|treatment)\s+(?:note|report|record|text|entry)|(?:visit\s+)?(?:note|entry)))\b",
    re.IGNORECASE,
)
_LONGEST_COPY_LINE = 90
# "(title carried over)" tells of a title, not of what follows.
_OF_TITLE = re.compile(r"\b(?:title|heading|header|label|name)\s+(?:(?:was|is)\s+)?$", re.IGNORECASE)
# A line that is a sentence: it opens with a capital and ends with a stop.
_STATED = re.compile(r"[ \t]*[A-Z][^\n]*[.!?][ \t\r]*$", re.MULTILINE)
_FRAME = re.compile(r"[ \t]*([=*#~+-])\1+(?=[ \t]*\w)|[ \t]*([\[{<])(?=\w)")
_RULE = re.compile(r"[ \t]*(?:[^\w\s][ \t]*){8,}$")
# A row of a flow sheet: "1035 lesion on", "09:10 - time out".
_TIMED_ROW = re.compile(
    r"[ \t]*(?:\d{1,2}[:.h][0-5]\d|(?:[01]\d|2[0-3])[0-5]\d)(?:[ap]m?)?[ \t:;,.|\u2014\u2013-]+[A-Za-z\d(]"
)
_PROBLEM_ORIENTED = re.compile(r"^[ \t]*([SOA])[:.)][ \t]", re.MULTILINE)
_NUMBERED = re.compile(
    r"^[ \t]*(?P<open>\(?)(?:\d{1,2}|[A-Za-z])(?P<shut>[.):])[ \t]+(?P<key>[A-Z][^\n.:;,\d]{2,40}?)[ \t]*$",
    re.MULTILINE,
)
_BELOW_RULE = re.compile(
    r"\b(?:below|beneath|under|underneath|after|past|following)\b[^.\n]{0,30}\b(?:lines?|rule|dots|dotted|dashes|dashed|stars|asterisks|bar|divider)\b",
    re.IGNORECASE,
)
# "AP: tips inside the pedicles" beside another view or a tool is a projection, no assessment and plan.
_VIEWED = re.compile(
    r"\b(?:lat(?:eral)?\s*(?:[:=-]|views?\b|image|x-?ray|projection)|obliqu\w*|c-?arm|fluoro\w*|scout|views?)\b[^\n]{0,80}(?:\n[^\n]{0,80}){0,2}$",
    re.IGNORECASE,
)
_SEEN = re.compile(
    r"[^.\n]{0,40}\b(?:tips?|needles?|cannula\w*|electrodes?|trocars?|midline|pedic\w+|spinous|articular\s+pillars?|squared|true)\b",
    re.IGNORECASE,
)
_BEFORE_VIEW = 200
_COPY_ENDS = re.compile(r"[\W_]{0,40}end\b[^\n]{0,40}$", re.IGNORECASE)
_TELLING = re.compile(r"\b(?:is|has|had|he|she|his|her|this|comes|presents|today|came|thank|we)\b", re.IGNORECASE)


class Section(NamedTuple):
    kind: str
    heading: str
    start: int
    body: int
    end: int


class Headings:
    """Known headings by their normal form; others by the ``words`` they hold, in the order of the kinds."""

    def __init__(self, kinds: Mapping[str, Iterable[str]], words: Mapping[str, Iterable[str]] | None = None) -> None:
        self._kinds = {_key(text): kind for kind, texts in kinds.items() for text in texts}
        self._holding = {kind: [f" {_key(text)} " for text in texts] for kind, texts in (words or {}).items()}
        self._last_words = {key.split()[-1] for key in self._kinds if key}

    def kind(self, text: str) -> str | None:
        return self._kinds.get(_key(text))

    def kind_by_words(self, text: str, *, colon: bool) -> str | None:
        """The kind of a heading that is not known, by its words; None for what is too long for one, or holds a figure.
        Without a ``colon`` or a question, only what tells of the act or its background counts, as titles and letterheads
        hold the rest."""
        key = f" {_key(text)} "
        if len(key.split()) > _MOST_WORDS or not text[0].isupper() or any(letter.isdigit() for letter in key):
            return None
        kind = next((kind for kind, held in self._holding.items() if any(item in key for item in held)), "none")
        marked = colon or (key.startswith(_QUESTIONS) and not text.endswith("."))
        return None if kind == "none" or (not marked and (kind not in _WITHOUT_COLON or "," in text)) else kind

    def suffix(self, text: str) -> tuple[str, int] | None:
        """The longest known heading at the end of a text, with its start."""
        starts = [match.start() for match in re.finditer(r"\b\w", text)]
        if not starts or normal(text[starts[-1] :].strip(" ).")) not in self._last_words:
            return None
        for start in starts[-8:]:
            if kind := self.kind(text[start:]):
                return kind, start
        return None


@lru_cache(maxsize=10_000)
def _key(text: str) -> str:
    text = text.replace("_", " ")
    text = re.sub(r"\([^)]*\)", "", text) if "(" in text and not text.lower().startswith("procedure(") else text
    return " ".join(normal(word.text) for word in words(text) if word.text.isalnum() or word.text in "/&")


def sections(text: str, headings: Headings, service: date | None = None) -> list[Section]:
    """The sections of a text, in order, covering it whole. What a text with several visits tells of another day than that of
    the ``service`` is history."""
    marks = _of_visits(_marks(text, headings), text, service)
    found: list[Section] = []
    if not marks or marks[0][1] > 0:
        found += _head(text, marks[0][1] if marks else len(text))
    narrative_ahead = [
        _is_narrative(mark, following, text) for mark, following in zip(marks, [*marks[1:], None], strict=False)
    ]
    for at, (kind, start, body, heading) in enumerate(marks):
        end = marks[at + 1][1] if at + 1 < len(marks) else len(text)
        found += _resolve(kind, heading, start, body, end, text, any(narrative_ahead[at + 1 :]))
    return found if any(one.kind not in _LETTERHEAD for one in found) else [_told(one) for one in found]


def _told(section: Section) -> Section:
    """A letterhead under which nothing stands is the account itself."""
    return section._replace(kind="body") if section.kind == "head" else section


def _head(text: str, end: int) -> list[Section]:
    """The letterhead, up to the first line of running prose; what follows it is body."""
    at = 0
    for line in text[:end].splitlines(keepends=True):
        if (
            _SETTING.search(line)
            or (at and (_LIST.match(line) or PART.match(line) or _SCENE.search(line)))
            or (
                len(line.split()) >= _RUNNING and (_FINITE.search(line) or _TELLING.search(line) or _SCENE.search(line))
            )
        ):
            break
        at += len(line)
    return [*_split_blank("head", "", 0, 0, at, text), *_split_blank("body", "", at, at, end, text)]


def _is_narrative(mark: tuple[str, int, int, str], following: tuple[str, int, int, str] | None, text: str) -> bool:
    end = following[1] if following else len(text)
    return mark[0] in {"narrative", *_TITLE_OR_ACCOUNT} and len(text[mark[2] : end].split()) > _LONG_NARRATIVE * 2


def _marks(text: str, headings: Headings) -> list[tuple[str, int, int, str]]:
    """(kind, start of the heading, start of its body, heading) of each heading, in order."""
    found: dict[int, tuple[str, int, int, str]] = {}
    at, copying, announced, frame = 0, False, False, None
    copied = _COPIED.search(text) is not None
    for line in text.splitlines(keepends=True):
        if copying and frame and _frame(line) == frame and not _COPIED.search(line) and not _COPY_ENDS.match(line):
            copying, frame = False, None
            found[at] = ("narrative", at, at, "")
        if copied and _COPIED.search(line) and _BELOW_RULE.search(line):
            announced = True
        elif announced and _RULE.match(line.rstrip()):
            found[at] = ("narrative" if copying else "copied", at, at + len(line), "")
            found[len(text)] = ("narrative", len(text), len(text), "")
            copying = not copying
        elif copied and _opens_copy(line):
            ended = re.search(r"\bend\b", line, re.IGNORECASE)
            copying = not ended
            found[at] = ("narrative" if ended else "copied", at, at + len(line), "")
            frame = None if ended else _frame(line)
        elif copying and _COPY_ENDS.match(line):
            copying = False
            found[at] = ("narrative", at, at + len(line), "")
        elif len(line) < _LONG_LINE and (match := _ABBREVIATED.match(line)) and (kind := headings.kind(match["key"])):
            found[at + match.start("key")] = (kind, at + match.start("key"), at + match.end(), match["key"])
            gap = COLUMN.search(line, match.end())
            end = at + (gap.end() if gap else len(line))
            found[end] = ("body", end, end, "")
        elif match := _LINE_KEY.match(line):
            kind = headings.kind(match["key"]) or _qualified(match["key"], headings)
            alone = not line[match.start("mark") :].strip(" .\t\r\n")
            marked = match["mark"].startswith(":") or not match["mark"].strip()
            if (alone and kind == "metadata") or (not kind and (alone or marked)):
                kind = headings.kind_by_words(match["key"], colon=match["mark"].startswith(":")) or kind
            if kind and _plausible(match["key"], match["mark"], line):
                after = match.start("mark") + 1 if match["mark"].startswith(".") else match.end()
                found[at + match.start("key")] = (kind, at + match.start("key"), at + after, match["key"])
        at += len(line)
    for mark in _COLON.finditer(text):
        key = _KEY.search(text, max(0, mark.start() - _LONGEST_KEY), mark.start())
        if key and (hit := headings.suffix(key.group())):
            kind, offset = hit
            start = key.start() + offset
            heading = key.group()[offset:].rstrip()
            if start not in found and _opens(text, start, heading):
                found[start] = (kind, start, mark.end(), heading)
    found = dict(_siblings(text, found)) | found
    ordered = [found[start] for start in sorted(found)]
    if len(set(_PROBLEM_ORIENTED.findall(text))) > 1:
        ends = [*(mark[1] for mark in ordered[1:]), len(text)]
        ordered = [
            ("plan", *mark[1:]) if mark[3].upper() == "P" and not _AMOUNT.search(text, mark[2], end) else mark
            for mark, end in zip(ordered, ends, strict=False)
        ]
    ordered = [mark for mark in ordered if not _is_projection(text, mark)]
    kept = _without_copies([mark for at, mark in enumerate(ordered) if at == 0 or mark[1] >= ordered[at - 1][2]])
    return [mark for mark in kept if mark[1] < len(text)]


def _is_projection(text: str, mark: tuple[str, int, int, str]) -> bool:
    kind, start, body, heading = mark
    if kind != "plan" or heading.upper() != "AP":
        return False
    return bool(_VIEWED.search(text, max(0, start - _BEFORE_VIEW), start) or _SEEN.match(text, body))


def _of_visits(
    marks: list[tuple[str, int, int, str]], text: str, service: date | None
) -> list[tuple[str, int, int, str]]:
    """The headings of a text with several visits: each other day's entry is one stretch of history, the own begins anew."""
    visits = entries(text, dates(text))
    service = service or own_day(visits)
    if all(entry.day != service for entry in visits):
        return marks
    for entry in visits:
        other = entry.day != service
        marks = [mark for mark in marks if not entry.start <= mark[1] < (entry.end if other else entry.dated)]
        marks.append(("history", entry.start, entry.end, "") if other else ("body", entry.start, entry.start, ""))
        if other and all(mark[1] != entry.end for mark in marks):
            marks.append(("body", entry.end, entry.end, ""))
    return sorted((mark for mark in marks if mark[1] < len(text)), key=lambda mark: mark[1])


def _siblings(
    text: str, found: Mapping[int, tuple[str, int, int, str]]
) -> Iterator[tuple[int, tuple[str, int, int, str]]]:
    """Numbered lines ("(2) In the room") after a heading numbered as they are: headings too, of no known kind."""
    numbered = [match for match in _NUMBERED.finditer(text) if text[match.end() : match.end() + 1] in {"", "\n", "\r"}]
    known = [match for match in numbered if match.start("key") in found]
    for match in numbered:
        if any(
            other["open"] == match["open"] and other["shut"] == match["shut"]
            for other in known
            if other.start() < match.start()
        ):
            yield match.start("key"), ("body", match.start("key"), match.end(), match["key"])


def _opens_copy(line: str) -> bool:
    """Whether a line says that an earlier note follows; one that only names such a note must be written as a heading."""
    match = _COPIED.search(line) if len(line) < _LONGEST_COPY_LINE else None
    if match is None or _OF_TITLE.search(line[: match.start()]):
        return False
    return not match["old"] or bool(_frame(line)) or line.rstrip().endswith(":") or line.isupper()


def _frame(line: str) -> str | None:
    """The signs that set a heading off ("== Today =="), the same for all headings of its rank."""
    match = _FRAME.match(line)
    return match.group().strip()[0] if match else None


def _without_copies(marks: list[tuple[str, int, int, str]]) -> list[tuple[str, int, int, str]]:
    """What is carried forward from an earlier note is history, whatever headings it holds, up to where it says it ends."""
    kept: list[tuple[str, int, int, str]] = []
    copied = False
    for at, mark in enumerate(marks):
        if mark[0] == "copied":
            copied = any(not other[3] and other[0] == "narrative" for other in marks[at:])
            kept.append(("history", *mark[1:]))
        elif copied and mark[0] == "narrative" and not mark[3]:
            copied = False
            kept.append(mark)
        elif not copied:
            kept.append(mark)
    return kept


def _qualified(key: str, headings: Headings) -> str | None:
    """ "PROCEDURE, KNEE", "Procedure 2" and "Tx today (11/2)" are headings with a qualifier."""
    if (today := _OF_TODAY.match(key)) and (kind := headings.kind(today["heading"])):
        return kind
    match = re.match(
        r"(?P<heading>[^,\u2013\u2014-]{4,30}?)\s*(?:(?:[,\u2013\u2014]|-(?!\w)|(?<=\s)-)\s*(?:\w+\s?){1,3}|(?:#\s*)?(?:\d|[A-D]|one|two|three))$",
        key,
        re.IGNORECASE,
    )
    return headings.kind(match["heading"]) if match and key[0].isupper() else None


def _plausible(key: str, mark: str, line: str) -> bool:
    """A heading without a colon must look like one: alone on its line, in capitals, or set off by space."""
    if mark.startswith(":") or not mark.strip():
        return not mark.startswith("   ") or len(key.split()) <= 5
    if mark.startswith("."):
        return key[0].isupper() and len(key.split()) <= 3
    return key[0].isupper() or mark in {"|", "\t", "="}


def _opens(text: str, start: int, heading: str) -> bool:
    """Whether a heading in running text stands where one may: after a stop or gap, and written as a heading ("Not treated:"
    is none)."""
    before = text[max(0, start - 4) : start]
    if before.lower() == "not ":
        return False
    before = before[-3:]
    if not before.strip(" \t") or before.endswith(("\n", "  ", "\t", "| ", "|")):
        return True
    stopped = before.rstrip().endswith((".", ";", "!", "?", ")", "]", "*", "|", "-", "}", "=", "\u2014", "\u2022", ":"))
    shouted = heading.isupper() and len(heading) > 2
    return shouted or (stopped and heading[:1].isupper())


def _row_end(text: str, heading: str, start: int, end: int) -> int | None:
    """Where a row of a form ("consent  ok") ends: before the next row, or the rule below it; None for what is no row."""
    if not heading or not _ROW_GAP.match(text, start + len(heading), end):
        return None
    indent = start - text.rfind("\n", 0, start) - 1
    at = text.find("\n", start, end) + 1
    while at and at < end:
        row = _NEXT_ROW.match(text, at, end)
        if row and len(row["indent"]) <= indent:
            return at
        at = text.find("\n", at, end) + 1
    return None


def _resolve(
    kind: str, heading: str, start: int, body: int, end: int, text: str, narrative_ahead: bool
) -> list[Section]:
    if kind in _TOLD_IN_ROWS and (stop := _row_end(text, heading, start, end)):
        return [Section(kind, heading, start, body, stop), *_split_blank("body", "", stop, stop, end, text)]
    earlier = bool(_OF_EARLIER.search(heading))
    if (
        heading
        and kind in _BACKGROUND
        and not narrative_ahead
        and (stop := swallowed(text, body, end, earlier=earlier))
    ):
        return [
            *_resolve(kind, heading, start, body, stop, text, narrative_ahead),
            *_split_blank("body", "", stop, stop, end, text),
        ]
    line_end = text.find("\n", body, end)
    line_end = end if line_end < 0 else line_end
    inline = bool(text[body:line_end].strip(" .:-\u2014")) and not text[start:body].endswith("\n")
    if kind == "report" and not inline:
        return [Section("narrative", heading, start, body, end)]
    if kind in _TITLE_OR_ACCOUNT:
        return _procedure(heading, start, body, line_end, end, text, inline)
    if kind in _ONE_LINE:
        stop = line_end if inline else _blank(text, body, end)
        if kind == "metadata" and not inline and _is_account(text[body:stop]):
            return [Section("narrative", heading, start, body, end)]
        if kind == "metadata" and inline and (gap := _GAP.search(text, body, line_end)):
            return [
                Section(kind, heading, start, body, gap.start()),
                *_split_blank("head", "", gap.start(), gap.start(), line_end, text),
                *_split_blank("body", "", line_end, line_end, end, text),
            ]
        told = kind == "metadata" and inline and _FINITE.search(text, _first_stop(text, body, stop), stop)
        if not inline or (not told and "\n" in text.strip() and len(text[body:stop].split()) <= _SHORT_LINE):
            return [Section(kind, heading, start, body, stop), *_split_blank("body", "", stop, stop, end, text)]
        stop = _first_stop(text, body, end)
        return [Section(kind, heading, start, body, stop), *_split_blank("body", "", stop, stop, end, text)]
    if kind in _TO_BLANK:
        stop = _blank(text, body, end)
        if kind == "title" and (_doses(text, body, line_end) if inline else _is_account(text[body:stop])):
            return [Section("narrative", heading, start, body, end)]
        if "\n" not in text[body:stop].strip() and len(text[body:stop].split()) > _SHORT_LINE:
            stop = _first_stop(text, body, stop)
        elif inline and (prose := _prose_line(text, line_end, stop)):
            stop = prose
        return [Section(kind, heading, start, body, stop), *_split_blank("body", "", stop, stop, end, text)]
    if kind == "narrative" and inline and _names_title(text, start, body, line_end):
        return [
            Section("title", heading, start, body, line_end),
            *_split_blank("body", "", line_end, line_end, end, text),
        ]
    if (
        inline
        and (not narrative_ahead or _is_field(text[body : _blank(text, body, end)]))
        and kind not in {"narrative", "findings", "plan"}
    ):
        stop = _blank(text, body, end)
        laid = _LAID.search(text, body, stop)
        stop = laid.start() if laid else stop
        if kind == "consent" and _is_said(text[start:line_end]) and not _OF_CONSENT.match(text, line_end, stop):
            stop = line_end
        if kind == "history":
            stop = _act_begins(text, body, stop)
        return [Section(kind, heading, start, body, stop), *_split_blank("body", "", stop, stop, end, text)]
    return [Section(kind, heading, start, body, end)]


def _act_begins(text: str, start: int, end: int) -> int:
    """Where a history goes on with the act of the day: a sentence that lays the patient down and tells of no earlier day, and
    what follows it has amounts."""
    for sentence in _SENTENCE.finditer(text, start, end):
        told = sentence.group()
        if (
            sentence.start() > start
            and _SET.search(told)
            and _DONE.search(told)
            and not _OF_EARLIER.search(told)
            and _MEASURED.search(text, sentence.start(), end)
        ):
            return sentence.start()
    return end


def _doses(text: str, body: int, line_end: int) -> bool:
    """Whether a line tells amounts in several sentences."""
    return bool(_AMOUNT.search(text, body, line_end)) and bool(
        text[_first_stop(text, body, line_end) : line_end].strip(" .")
    )


def _is_account(paragraph: str) -> bool:
    """Whether what stands under a title's heading tells the act itself: at length, with amounts and instruments."""
    return len(paragraph.split()) > _SHORT_LINE and bool(_AMOUNT.search(paragraph)) and bool(_SCENE.search(paragraph))


def _names_title(text: str, start: int, body: int, line_end: int) -> bool:
    """ "Procedure record: pulsed RF, right": what a note's first line says without a verb is its title."""
    return (
        not text[:start].strip(" \t\n#*=_-")
        and not _FINITE.search(text, body, line_end)
        and not _AMOUNT.search(text, body, line_end)
        and len(text[line_end:].split()) > _LONG_NARRATIVE
    )


def _is_said(line: str) -> bool:
    """A short line that ends with a stop, so that the next one does not go on with it."""
    return len(line) < _SHORT_SAYING and line.rstrip().endswith((".", ")"))


def _is_field(paragraph: str) -> bool:
    """One short line behind its key."""
    return "\n" not in paragraph.strip() and len(paragraph.split()) <= _FIELD_WORDS


def _procedure(heading: str, start: int, body: int, line_end: int, end: int, text: str, inline: bool) -> list[Section]:
    """ "Procedure" heads a title, a narrative, or a title with the narrative below it."""
    if inline:
        stop = line_end if len(text[body:line_end].split()) <= _SHORT_LINE else _first_stop(text, body, line_end)
        told = (_FINITE.search(text[body:stop]) and len(text[body:stop].split()) > _LONG_NARRATIVE) or _doses(
            text, body, line_end
        )
        named = _first_stop(text, body, line_end)
        if told and named < stop and not _FINITE.search(text, body, named) and not _AMOUNT.search(text, body, named):
            return [Section("title", heading, start, body, named), Section("narrative", "", named, named, end)]
        if told or PART.match(text[body:stop]):
            return [Section("narrative", heading, start, body, end)]
        blank = _blank(text, body, end)
        if stop == line_end and not _FINITE.search(text[line_end:blank]) and not heading[-1:].isdigit():
            stop = _prose_line(text, line_end, blank) or blank
        return [Section("title", heading, start, body, stop), *_split_blank("body", "", stop, stop, end, text)]
    blank = _blank(text, body, end)
    first = text[body:blank]
    if _FINITE.search(first) or PART.search(first) or len(first.split()) > _SHORT_LINE:
        return [Section("narrative", heading, start, body, end)]
    return [Section("title", heading, start, body, blank), *_split_blank("body", "", blank, blank, end, text)]


def _prose_line(text: str, start: int, stop: int) -> int | None:
    """Start of the first line that is running prose, doses or a row of a flow sheet, so no longer part of a short field."""
    at = start + 1
    for line in text[start + 1 : stop].splitlines(keepends=True):
        told = len(line.split()) >= _RUNNING and (_FINITE.search(line) or _SCENE.search(line) or _STATED.match(line))
        if told or _AMOUNT.search(line) or _TIMED_ROW.match(line):
            return at
        at += len(line)
    return None


def _split_blank(kind: str, heading: str, start: int, body: int, end: int, text: str) -> list[Section]:
    return [Section(kind, heading, start, body, end)] if text[start:end].strip() else []


def _blank(text: str, start: int, end: int) -> int:
    """End of the first paragraph in a stretch; leading blank lines do not count."""
    first = start
    while first < end and text[first].isspace():
        first += 1
    match = re.compile(r"\n[ \t\r]*\n").search(text, first, end)
    return match.start() if match else end


def _first_stop(text: str, start: int, end: int) -> int:
    match = re.compile(
        r"(?<![A-Z])(?<!Dr)(?<!Mr)(?<!Ms)(?<!vs)(?<!\bn)[.;!?](?=\s)|(?<=\s)(?=[A-Z]{3,}[A-Z ]*:)"
    ).search(text, start, end)
    return match.end() if match else end


class Sections:
    def __init__(self, headings: Headings) -> None:
        self._headings = headings

    def __call__(self, doc: Read) -> Read:
        found = sections(text_of(doc), self._headings, doc.user_data.get(DATE_OF_SERVICE))
        put(doc, SECTIONS, [(section.kind, section.heading, section.start, section.end) for section in found])
        return doc
