"""Forms: boxes left open, fields answered no, rows and cells that say what was left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from extractor.components import tables
from extractor.components.clauses import COLUMN
from extractor.components.cues import Cues

_BOX = re.compile(
    r"(?P<off>\[[\s_]?\]|\(\s?\)|\u2610|\u25a1|\u274f|\u25cb|\[\s?-\s?\])|(?P<on>\[\s?[xX\u2713\u2714*]\s?\]|\((?:x|X|\u2713)\)|\u2611|\u2612|\u2611|\u2713|\u2714|\u25cf(?=\s?\w+\s*\u25cb))"
)
_DONE_COLUMN = re.compile(
    r"^(?=[^\n]*(?:[ ]{2}|\t|\|))[^\n]*[ \t|](?:done|treated|lesioned|lesion|performed|injected|burned|frozen|ablated|given|completed?|used|y/n|done\?)[ \t|?]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_DONE_CELL = re.compile(
    r"(?:[ ]{2,}|\t|\|)[ ]*(?:no|n|none|not|never|-{1,3}|[\u2013\u2014\u2717\u2715\u2716]|0)[ ]*\|?[ ]*(?:\([^()\n]*\)[ ]*)?$",
    re.IGNORECASE,
)
_ROW_STOP = re.compile(r"(?:[a-z]{4}|\d|\))\. (?=[A-Z])|; |\s(?=\(?\d[).]\s)")
_EMPTY_ROW = re.compile(
    r"^\W*(?:(\w[^|\t\n]*?)(?:\s*[|\t]\s*[-\u2013\u2014_]+\s*){2,}\|?|([^\W\d][^|\t\n\d]*?)[ ]{3,}[-\u2013\u2014_]{2,})[ \t]*$",
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(
    r"\{[^{}\n]{1,80}\}|[\[<]\W*(?:please\s+)?(?:select|choose|pick|circle|enter|insert|specify|list|drop-?down|options?)\b[^\[\]<>\n]{1,80}[\]>]",
    re.IGNORECASE,
)
# A sentence of a template whose figures are still blank ("RF lesions at ___ C for ___ s"), or that is marked as its text.
_UNIT = r"(?:\u00b0|deg\w*|C\b|s\b|secs?\b|seconds?\b|min\w*|ml\b|cc\b|units?\b|U\b|%|x\b|cycles?\b)"
_BLANK = re.compile(rf"(?:_{{2,}}|\*{{2,}}|\?{{2,}}|\.{{4,}}|\[\s*\])\s*{_UNIT}", re.IGNORECASE)
_FILLED = re.compile(rf"\d\s*{_UNIT}", re.IGNORECASE)
_TEMPLATE = re.compile(
    r"^\W*[\[({<]\s*(?:template|default|boilerplate|macro|smart\s?text|standard)(?:\s+text)?\s*[\])}>]", re.IGNORECASE
)
_LINE_SENTENCE = re.compile(r"[^\n]+?(?:(?<=[a-z\d_*)])\.(?=\s|$)|$)", re.MULTILINE)
# "L 25  R -", "Left: nothing": a side with an empty cell.
_EMPTY_SIDE = re.compile(
    r"\b(?:left|right|lt|rt|(?-i:[LR]))(?:\s+(?:side|knee|arm|leg|foot|hand|hip|shoulder))?\s*[:=]?\s*"
    r"(?=(?:[-\u2013\u2014]{1,3}|0|\u00f8|\u2205|nil|none|nothing)[ \t]*(?:$|[ ]{2}|[.,;|/]))",
    re.IGNORECASE | re.MULTILINE,
)
_QUESTION_STOP = re.compile(r"(?<=[a-z\d)])[.;]\s+|\s{3,}|[|\t]", re.IGNORECASE)
_ACTS = r"(?:done|used|performed|given|applied|needed|required|indicated)"
_ANSWER = re.compile(
    rf"\s?(?:(?P<no>no\b|n(?=$|[\s\])|/;,])|(?:not\s+{_ACTS}|declined|deferred|omitted|none|n/?a)(?=\s*(?:$|[|;,\[(\u2610-\u2612]|\s{{2}})))"
    rf"|(?P<yes>yes\b|y(?=$|[\s\])|/;,])|{_ACTS}(?=\s*(?:$|[|;,\[(\u2610-\u2612]|\s{{2}}))))",
    re.IGNORECASE,
)
_FIELD_STOP = re.compile(r"(?<=[a-z])\.\s+(?=[A-Z])|\s{2,}(?=[A-Za-z][\w /]{1,25}:\s)")
_KEY_OF_BOXES = re.compile(
    r"(?:^|(?<=[ ]{2})|(?<=[|\t;]))\s*(?P<key>[A-Za-z][^\n:|\t]{1,40}?)\s?[:?]\s*(?=[\[(\u2610-\u2612])"
)
_BEHIND = re.compile(r"\s?[^\s\[(]")
_NO_ANSWER = re.compile(
    r"[:?]\s*(?:no|none|n/a|not\s+(?:used|done|performed|applicable|needed|given|run)|never|false|nil|off|(?-i:N)(?!\.))\b(?=\s{2,}|\s*[|;,.)]|\s*$)",
    re.IGNORECASE | re.MULTILINE,
)
# "EMG no   US no", "Steroid   none": keys and answers without a colon, in cells of their own.
_PAIR_FOLLOWS = r"(?=[ \t]*$|[ \t]{2,}[A-Za-z]+[ \t]+(?:y|n|yes|no)\b)"
_NO_CELL = re.compile(
    r"(?:^|(?<=[ ]{2})|(?<=[|\t]))[ \t]*(?P<key>[A-Za-z]+(?:[ /-][A-Za-z]+){0,3})(?:[ ]|[ \t]{2,}(?=[^ \n]+(?:[ ][^ \n]+)?"
    rf"{_PAIR_FOLLOWS}))(?:no|none|nil|off|n/a|not\s+(?:used|done|given)|(?-i:N))(?=[ ]{{2}}|[ ]*[|\t;,]|[ ]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD_KEY = re.compile(r"[A-Za-z][^\n:?|\t]{1,60}$")
_PLACE = r"(?:the\s+)?(?:(?:ribs?|nerves?|branch(?:es)?|joints?|levels?|space|number)\s+)?(?:[CTLS]-?\d{1,2}(?:[-/][CTLS]?\d{1,2})?|\d{1,2}(?:st|nd|rd|th)?|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\b(?:\s+(?:ribs?|nerves?|branch(?:es)?|joints?|levels?|one|space|medial\s+branch))?"
_FOR_A_REASON = r"(?=\s*(?:[.;,)]|$)|\s+(?:because|as|since|alone|out|undone|untreated|untouched|for\s+(?:another|next|later|now|a\s+later))\b)"
# "Rib 6 was left", "We left the sixth": not the side, but what nobody touched.
_LEFT_BE = re.compile(
    rf"\b(?P<place>{_PLACE})(?:\s+(?!side|treated|target)[\w-]+){{0,8}}?,?\s+(?:was|were)\s+left{_FOR_A_REASON}"
    rf"|\b(?P<spared>{_PLACE})\s+(?:spared|untouched|undone|excepted|excluded)\b"
    rf"|\b(?:I|we|he|she|they)\s+left\s+(?P<object>{_PLACE}){_FOR_A_REASON}",
    re.IGNORECASE | re.MULTILINE,
)


def unchecked(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that a check box denies. A box belongs to the words right behind it, else to those before it; a ticked
    "no" or an open "yes" denies what stands before."""
    at = 0
    for line in text.splitlines(keepends=True):
        boxes = list(_BOX.finditer(line)) if "[" in line or "(" in line or not line.isascii() else []
        if boxes and _labels_first(line, boxes):
            yield from ((at + start, at + end) for start, end in _off_labels(line, boxes))
            boxes = []
        yield from ((at + start, at + end) for start, end in _open_keys(line, boxes))
        for index, box in enumerate(boxes):
            previous = boxes[index - 1].end() if index else 0
            following = boxes[index + 1].start() if index + 1 < len(boxes) else len(line.rstrip())
            answer = _ANSWER.match(line, box.end())
            if answer:
                if bool(box["off"]) == bool(answer["yes"]):
                    yield at + _cell(line, previous, boxes[index - 1] if index else None), at + box.start()
            elif box["off"] and _BEHIND.match(line, box.end()):
                stop = _FIELD_STOP.search(line, box.end(), following)
                yield at + box.end(), at + (stop.start() if stop else following)
            elif box["off"]:
                yield at + previous, at + box.start()
        at += len(line)


def _open_keys(line: str, boxes: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The keys of fields of which no box is ticked ("RFA: [ ] pulsed [ ] thermal")."""
    keys = list(_KEY_OF_BOXES.finditer(line)) if len(boxes) > 1 else []
    for key, following in zip_longest(keys, keys[1:]):
        own = [box for box in boxes if key.end() <= box.start() < (following.start() if following else len(line))]
        if len(own) > 1 and all(box["off"] for box in own):
            yield key.span("key")


def _labels_first(line: str, boxes: Sequence[re.Match[str]]) -> bool:
    """ "fluoroscopy [X]   ultrasound [ ]": each label stands before its box."""
    before = line[: boxes[0].start()].rstrip()
    if len(boxes) < 2 or line[boxes[-1].end() :].strip() or not before or not before[-1].isalnum():
        return False
    gaps = [(box.start() - len(line[: box.start()].rstrip()), _gap(line, box.end())) for box in boxes[:-1]]
    return all(before <= after for before, after in gaps)


def _gap(line: str, at: int) -> int:
    """How many blanks stand at a place of a line."""
    return len(line) - at - len(line[at:].lstrip())


def _off_labels(line: str, boxes: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    previous = 0
    for box in boxes:
        if box["off"]:
            gap = max((match.end() for match in COLUMN.finditer(line, previous, box.start())), default=previous)
            yield gap, box.start()
        previous = box.end()


def _cell(line: str, previous: int, box: re.Match[str] | None) -> int:
    """Where the question before an answer begins: behind an earlier yes or no it is the same question."""
    if box and _ANSWER.match(line, box.end()):
        stretch = re.split(r"\s{2,}", line[: box.start()].rstrip())
        return _asked(line, line.rfind(stretch[-1], 0, box.start()) if stretch else 0, box.start())
    return _asked(line, previous, line.find("[", previous))


def _asked(line: str, start: int, end: int) -> int:
    asked = line[start : end if end >= 0 else len(line)].rstrip()
    return start + max((stop.end() for stop in _QUESTION_STOP.finditer(asked)), default=0)


def _first_word(text: str, start: int) -> int:
    return next((at for at in range(start, len(text)) if text[at].isalnum()), start)


def denied_fields(text: str) -> Iterator[tuple[int, int]]:
    """The keys of "Pulsed: No" forms, and the placeholders of unfilled templates."""
    yield from _keys(text, _NO_ANSWER)
    yield from (match.span("key") for match in _NO_CELL.finditer(text))
    if "|" in text or "\t" in text or "   " in text:
        yield from (match.span(match.lastindex or 0) for match in _EMPTY_ROW.finditer(text))
    yield from (match.span() for match in _PLACEHOLDER.finditer(text))
    yield from _unfilled(text)
    yield from (match.span() for match in _EMPTY_SIDE.finditer(text))


def _unfilled(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a template that nobody filled in."""
    if not _BLANK.search(text) and "templ" not in text.lower() and "default" not in text.lower():
        return
    for sentence in _LINE_SENTENCE.finditer(text):
        said = sentence.group()
        if _TEMPLATE.match(said) or (len(_BLANK.findall(said)) > 1 and not _FILLED.search(said)):
            yield sentence.span()


def _undone_rows(text: str) -> Iterator[tuple[int, int]]:
    """The rows of a table whose last column asks whether it was done, and is answered with no."""
    for header in _DONE_COLUMN.finditer(text):
        at = header.end() + 1
        while (end := text.find("\n", at)) >= 0 or at < len(text):
            line = text[at : end if end >= 0 else len(text)]
            if not line.strip():
                break
            if answer := _NOT_DONE_CELL.search(line):
                yield at, at + answer.start()
            at += len(line) + 1


def left_out(text: str, cues: Cues) -> Iterator[tuple[int, int]]:
    """The rows of which a cell says that they were left out ("L3   -- not done --"), up to that cell; the keys of which
    it is the answer ("L5 dorsal ramus: no needle")."""
    for match in cues.left_out.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        if tables.of_one_side(text, _first_word(text, match.start())):
            continue
        stops = [stop.end() for stop in _ROW_STOP.finditer(text, start, match.start())]
        yield max(stops, default=start), match.start()
    for row in cues.skipped.finditer(text):
        key = re.compile(rf"{re.escape(row[row.lastgroup or 0])}\b")
        yield from (match.span() for match in key.finditer(text, row.start(), row.end()))
    yield from (match.span(match.lastgroup or 0) for match in _LEFT_BE.finditer(text))
    yield from _keys(text, cues.no_means)
    yield from _undone_rows(text)


def _keys(text: str, answers: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in answers.finditer(text):
        if key := _FIELD_KEY.search(text, max(0, match.start() - 61), match.start()):
            cell = max(key.group().rstrip().rfind("  "), key.group().rfind("."), key.group().rfind(";")) + 1
            yield key.start() + cell, match.start()
