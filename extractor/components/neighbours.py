"""The grammar of levels told by their neighbours: "one rib down", "the next two medial branches up", "the level below".

A neighbour is ``(kind, concept, start, end)`` over the raw text, kind ``neighbour``; its concept lists steps away from the
level told before, blank separated: ``-1`` is the next level up the spine, ``+2`` the second one down, and ``~1`` the next one
in the direction in which the account goes. Each word is read as the letter of its class, and a phrase as a pattern of
letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Found = tuple[str, str, int, int]

_CLASSES = {
    "d": "the both all its his her",
    "e": "each",
    "E": "either",
    "x": "next subsequent successive",
    "y": "more further additional another",
    "n": "adjacent adjoining neighbouring neighboring immediately immediate directly direct just very consecutive still again",
    "c": "one two three four",
    "z": "a an 1 2 3 4",
    "j": "medial lateral facet thoracic lumbar cervical zygapophyseal dorsal",
    "b": "intercostal",
    "o": "level levels rib ribs space spaces interspace interspaces nerve nerves branch branches ramus rami mb mbs segment segments joint "
    "joints intercostals neighbour neighbours neighbor neighbors ones rung rungs",
    "u": "up upward upwards above higher cephalad cephalically cranial cranially rostral rostrally superiorly",
    "w": "down downward downwards below lower caudad caudal caudally inferiorly beneath",
    "m": "move moved moving went go going stepped stepping slid shifted walked came advanced hopped jumped proceeded continued progressed",
    "f": "dropped dropping drop descended descending",
    "k": "climbed climbing climb ascended ascending",
    "q": "skipped skipping skip",
    "h": "did do doing treated treating froze freezing burned lesioned injected repeated",
    "g": "counted counting count counts as like than from between off past toward towards",
    "&": "& and plus",
    "!": ".",
    "s": "side way sides",
    "t": "to on of",
    "i": "it that this them these those last first previous same",
    "p": "was were is had has got received gets being done frozen with at for in using then also likewise too similarly x after via by",
}  # fmt: skip
_LETTER = {word: letter for letter, told in _CLASSES.items() for word in told.split()}
_TOKEN = re.compile(
    r"(?P<level>[CTLS]\d{1,2}\b|\d{1,2}(?:st|nd|rd|th)\b)|(?P<word>[a-z]+|[1-4](?![\d.,])|&)|(?P<stop>[,;:()|\u2013\u2014+-])|\S",
    re.IGNORECASE,
)
_MOVED, _NEAR, _BARE, _NAMED, _ONWARD = (
    pattern.replace("N", "(?:[jb]*o|b)").replace("C", "[cz]")
    for pattern in (
        r"(?:(?:[mfk][dit]*|(?<!d))[uw]Cy?N|[fk]Cy?N(?!n*[uw])|m[dit]*Cy?Nn*[uw]|qCN(?=&h?dx))(?:&h?dxc?(?!j*o))?",
        r"(?:etd)?(?:[dxny]|C)(?:[xny]|C)*N(?:t?Es|n*(?:td)?[uw](?:&(?:d|c)*n*[uw])?)",
        r"d*[xny]*c[xny]*[uw](?:&[dc]*n*[uw])?",
        r"d*x[uw]C?N",
        r"(?:etd)?d*n*(?:[xy][xny]*C?n*N|x[xny]*c)",
    )
)
_PHRASE = re.compile(rf"(?P<moved>{_MOVED})|{_NEAR}|{_BARE}|{_NAMED}|{_ONWARD}")
_LEADS_ON = re.compile(r"$|[;!&phgi]|t?d?[Li]")
_GIVEN = re.compile(r"(?:;|t|d|p)*L")
_COMPARED = re.compile(r"g[^;!]{0,3}$")
_COUNTS = {"two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}
_WORDS = re.compile(
    r"\b(?:next|above|below|up|down|higher|lower|either|another|further|more|dropp\w+|climb\w+|descend\w+|skipp\w+|ceph\w+|caud\w+)\b",
    re.IGNORECASE,
)


def neighbours(text: str) -> Iterator[Found]:
    """The levels that a text tells by their neighbours, in order; none of no direction that it names in the same breath."""
    if not _WORDS.search(text):
        return
    tokens = list(_TOKEN.finditer(text))
    letters = "".join(map(_letter, tokens))
    for match in _PHRASE.finditer(letters):
        said = tokens[match.start() : match.end()]
        led = match["moved"] or _LEADS_ON.match(letters, match.end()) or _line_ends(text, said[-1].end())
        if led and not _COMPARED.search(letters, 0, match.start()):
            steps = _steps(match.group(), [token.group().lower() for token in said], moved=bool(match["moved"]))
            if steps[0][0] != "~" or not _GIVEN.match(letters, match.end()):
                yield "neighbour", " ".join(steps), said[0].start(), said[-1].end()


def _letter(token: re.Match[str]) -> str:
    if token["level"]:
        return "L"
    return ";" if token["stop"] else _LETTER.get(token.group().lower(), ".")


def _line_ends(text: str, at: int) -> bool:
    return not text[at : text.find("\n", at) if "\n" in text[at:] else len(text)].strip()


def _steps(letters: str, said: Sequence[str], *, moved: bool) -> list[str]:
    """The steps of a phrase: to the last one only where the account moves on, else to each one passed."""
    count = next((_COUNTS.get(word, 1) for word, letter in zip(said, letters, strict=True) if letter in "cz"), 1)
    if letters.endswith("s"):
        signs = "-+"
    else:
        ways = {letter for letter in letters if letter in "uw"} or {{"f": "w", "k": "u"}.get(letters[0], "~")}
        signs = "".join({"u": "-", "w": "+"}.get(way, way) for way in sorted(ways))
    if "q" in letters:
        return [f"{sign}{count + 1}" for sign in signs]
    if moved:
        return [f"{sign}{count}" for sign in signs]
    return [f"{sign}{step}" for sign in signs for step in range(1, count + 1)]
