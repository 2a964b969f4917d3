"""The scene of a note: its mentions in order, where each stands, and how far its words may be trusted.

Tiers of trust: ``DONE`` is the account of what was done, ``NAMED`` the title and what was intended today, ``SUMMED`` findings
and impression, ``BEFORE`` prose ahead of the account, which counts where the account is silent, ``TOLD`` everything else
(history, diagnosis, plan, consent); ``ASIDE`` are words of the account that tell of no act.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, Protocol, TypeVar

from extractor.lexicon import Concept

_UNKNOWN_NERVE = "somatic"
# The end of a number, in figures or words.
NUMBER = r"(?:\d|half|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)"
DONE, NAMED, SUMMED, BEFORE, TOLD, ASIDE = "done", "named", "summed", "before", "told", "aside"
_DONE_SECTIONS = frozenset({"narrative", "body", "anesthesia"})
_NAMED_SECTIONS = frozenset({"title", "head", "planned-title"})
_SUMMED_SECTIONS = frozenset({"findings", "impression"})
# What an account names; one that names none of these leaves them to the line above it.
_PLACES = frozenset(
    {"nerve", "nerve-name", "nerve-other", "level", "rib-ordinal", "interspace", "branch", "muscle", "limb", "organ"}
)
_BLOCK = re.compile(
    r"\s(?:(?<=\n)(?:[ \t]*\r?\n|(?=[ \t]*(?:[-*\u2022\u25cf\u25aa\u2014\u2013]|[~+](?=\s)|->|\d/\s|\d(?:st|nd|rd|th)\b|\(?\d{1,2}[.)](?!\d)|\(?[A-Za-z][.)]\s|#\d))|(?=[ \t]*(?:left|right|bilateral|lt|rt|[LR]\b|b/l)\b[^\n]{0,60}(?:$|\n|:)))"
    r"|(?<=[.;]\s)(?=(?:left|right|lt|rt|bilateral|both\s+sides|[LR])\b(?:[^.;:\n]{0,20}:|[^.;\n]{0,60}(?:[.;]|$)))"
    r"|(?<=[.;:]\s)(?:\s*(?=\(?\d{1,2}[.)]\s+[A-Z])|(?=\([a-z\d]\)\s)))",
    re.IGNORECASE,
)  # fmt: skip


_LISTED = re.compile(
    r"[ \t]*(?:[-*\u2022\u25cf\u25aa\u2014\u2013]|[~+](?=\s)|\(?\d{1,2}[.):/]|\d(?:st|nd|rd|th)\b|\(?[A-Za-z][.)]\s|[ivx]{1,3}[.)]?\s)"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|had|have|does|did|can|could|will|would|gave|came|went|presents?|returns?|comes|complains?|wants?|failed|underwent|tried|helped|relieved|positive|lasted|cleared|signed|discussed)\b",
    re.IGNORECASE,
)


_CLAUSE_EDGE = re.compile(
    r"[,;:()\u2014\u2192|\t]|->|=>|\s--\s|\b(?:but|so|although|though|whereas|while|instead|therefore|hence|because|then|yet|rather\s+than|and\s+(?:we|i|he|she|they|it|the)|which|who|until|except)\b",
    re.IGNORECASE,
)


class Searched(Protocol):
    """What finds a cue in a stretch of a text, as a pattern does."""

    def search(self, string: str, pos: int = 0, endpos: int = sys.maxsize, /) -> re.Match[str] | None: ...


@dataclass(slots=True)
class Item:
    """A mention with its place. ``sentence`` and ``block`` are indices; a block is a paragraph or a list item. ``model`` is the
    level that a level was told as the neighbour of."""

    kind: str
    concept: str
    text: str
    start: int
    end: int
    section: str
    assertion: str
    sentence: int
    block: int
    tier: str
    model: Item | None = None

    @property
    def performed(self) -> bool:
        return self.assertion == "performed"

    @property
    def today(self) -> bool:
        """Whether it belongs to this encounter: done in it, or named as what it was for."""
        return self.assertion in {"performed", "intended"}


@dataclass(slots=True)
class Scene:
    """Everything the reading asks of a note, or of a part of its account: ``reach`` are the indices of the sentences it holds.
    ``head`` is where the encounter's own text begins and ends."""

    text: str
    concepts: Mapping[str, Concept]
    items: list[Item]
    sentences: list[tuple[int, int]]
    blocks: list[int]
    cues: Mapping[str, Searched]
    reach: Sequence[int] = ()
    head: tuple[int, int] = (0, sys.maxsize)
    by_kind: dict[str, list[Item]] = field(default_factory=dict)
    memory: dict[object, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.reach = self.reach or range(len(self.sentences))
        for item in self.items:
            self.by_kind.setdefault(item.kind, []).append(item)

    def of(self, *kinds: str) -> list[Item]:
        if len(kinds) == 1:
            return self.by_kind.get(kinds[0], [])
        return sorted((item for kind in kinds for item in self.by_kind.get(kind, ())), key=lambda item: item.start)

    def holding(self, items: list[Item], reach: Sequence[int] | None = None) -> Scene:
        """The same scene with other mentions, and of fewer sentences where ``reach`` is given."""
        reach = self.reach if reach is None else reach
        return replace(self, items=items, reach=reach, by_kind={}, memory={})

    def concept(self, item: Item) -> Concept:
        return self.named(item.concept)

    def named(self, concept: str) -> Concept:
        """A concept by its id; nerves that the lexicon does not know are somatic nerves of no region."""
        return self.concepts.get(concept) or Concept(id=concept, kind="nerve", group=_UNKNOWN_NERVE)

    def sentence(self, at: int) -> str:
        """The text of a sentence by its index."""
        start, end = self.sentences[at]
        return self.text[start:end]

    def sentence_text(self, item: Item) -> str:
        return self.sentence(item.sentence) if item.sentence >= 0 else ""

    def before(self, item: Item, width: int = 40) -> str:
        start = max(self.sentences[item.sentence][0] if item.sentence >= 0 else 0, item.start - width)
        return self.text[start : item.start]

    def after(self, item: Item, width: int = 40) -> str:
        end = min(self.sentences[item.sentence][1] if item.sentence >= 0 else len(self.text), item.end + width)
        return self.text[item.end : end]

    def same_sentence(self, item: Item, *kinds: str) -> list[Item]:
        return [other for other in self.of(*kinds) if other.sentence == item.sentence and other is not item]

    def same_block(self, item: Item, *kinds: str) -> list[Item]:
        return [other for other in self.of(*kinds) if other.block == item.block and other is not item]

    def clause(self, item: Item) -> str:
        """The words of a mention's sentence around it, up to a comma, a bracket or a word that sets one thing against
        another."""
        start, end = self.sentences[item.sentence] if item.sentence >= 0 else (0, len(self.text))
        first = max((match.end() for match in _CLAUSE_EDGE.finditer(self.text, start, item.start)), default=start)
        last = _CLAUSE_EDGE.search(self.text, item.end, end)
        return self.text[first : last.start() if last else end]

    def has(self, cue: str, item: Item) -> bool:
        """Whether the sentence of a mention holds one of the cue's phrases."""
        key = (cue, item.sentence)
        if key not in self.memory:
            self.memory[key] = bool(self.cues[cue].search(self.sentence_text(item)))
        return bool(self.memory[key])


Told = TypeVar("Told")


def once(reading: Callable[[Scene], Told]) -> Callable[[Scene], Told]:
    """Reads a scene the first time that it is asked, and remembers the answer."""

    @wraps(reading)
    def remembered(scene: Scene) -> Told:
        if reading not in scene.memory:
            scene.memory[reading] = reading(scene)
        told: Told = scene.memory[reading]
        return told

    return remembered


def scene(
    text: str,
    concepts: Mapping[str, Concept],
    mentions: Iterable[tuple[str, str, int, int, str]],
    sections: Sequence[tuple[str, int, int]],
    sentences: Sequence[tuple[int, int]],
    cues: Mapping[str, Searched],
    told_until: int = 0,
    head: tuple[int, int] = (0, sys.maxsize),
) -> Scene:
    """Place mentions (kind, concept, start, end, assertion) among sections and sentences. Prose before ``told_until`` is
    background; lines without a verb there are titles."""
    blocks = _blocks(text, sections)
    section_starts = [start for _, start, _ in sections]
    mentions = list(mentions)
    sentences = list(_acts_apart(text, sentences, mentions))
    sentence_starts = [start for start, _ in sentences]
    titles = {bisect_right(sentence_starts, start) - 1 for kind, _, start, _, _ in mentions if kind == "technique"}
    items = []
    for kind, concept, start, end, assertion in mentions:
        section = sections[max(0, bisect_right(section_starts, start) - 1)][0] if sections else "body"
        at = bisect_right(sentence_starts, end - 1) - 1
        if kind == "count" and start < sentence_starts[max(0, at)]:
            continue
        tier = _tier("body" if section == "head" and 0 < told_until <= start else section, assertion)
        if (
            tier == DONE
            and section == "body"
            and start < told_until
            and not _LISTED.match(text, text.rfind("\n", 0, start) + 1)
        ):
            tier = NAMED if at in titles and not _VERB.search(text, *sentences[at]) else BEFORE
        items.append(
            Item(
                kind,
                concept,
                text[start:end],
                start,
                end,
                section,
                assertion,
                at,
                bisect_right(blocks, start) - 1,
                tier,
            )
        )
    if not any(item.tier == DONE and item.kind in _PLACES for item in items):
        above = text.rfind("\n\n", 0, told_until)
        items = [
            replace(item, tier=DONE)
            if item.tier == NAMED and item.performed and item.section == "body" and above < item.start < told_until
            else item
            for item in items
        ]
    return Scene(text, concepts, items, sentences, blocks, cues, head=head)


def _acts_apart(
    text: str, sentences: Iterable[tuple[int, int]], mentions: Iterable[tuple[str, str, int, int, str]]
) -> Iterator[tuple[int, int]]:
    """The sentences, parted where a clause begins that has a technique and a nerve of its own beside those before it, or behind
    a semicolon a side and a place."""
    told = {kinds: [start for kind, _, start, _, _ in mentions if kind in kinds] for kinds in {*_ACTS, *_SIDED}}
    for first, last in sentences:
        at = first
        for clause in _CLAUSE_OPENS.finditer(text, first, last):
            halves = ((at, clause.start()), (clause.end(), last))
            for wanted in (_ACTS, _SIDED) if ";" in clause.group() else (_ACTS,):
                if all(any(start <= place < end for place in told[kinds]) for start, end in halves for kinds in wanted):
                    yield at, clause.end()
                    at = clause.end()
                    break
        yield at, last


_CLAUSE_OPENS = re.compile(r";\s+|,?\s+(?:and\s+)?then\s+", re.IGNORECASE)
_NERVES = frozenset({"nerve", "nerve-name"})
_ACTS = (frozenset({"technique"}), _NERVES)
_SIDED = (frozenset({"side"}), frozenset({"nerve", "level", "rib-ordinal", "interspace", "branch"}))


def _tier(section: str, assertion: str) -> str:
    if assertion == "intended":
        return NAMED
    if section in _DONE_SECTIONS:
        return DONE
    if section in _NAMED_SECTIONS:
        return NAMED
    return SUMMED if section in _SUMMED_SECTIONS else TOLD


def _blocks(text: str, sections: Sequence[tuple[str, int, int]]) -> list[int]:
    starts = {0, *(start for _, start, _ in sections)}
    starts.update(match.end() for match in _BLOCK.finditer(text))
    return sorted(starts)


def compiled(terms: Iterable[str], exceptions: Iterable[str] = ()) -> re.Pattern[str]:
    """One pattern for a list of cue phrases, whole words, white space as written or wrapped, none that opens an exception."""
    barred = rf"(?!{_any(exceptions)}(?!\w))" if exceptions else ""
    return re.compile(rf"(?<!\w){barred}(?:{_any(terms)})(?!\w)", re.IGNORECASE)


def _any(terms: Iterable[str]) -> str:
    alternatives = sorted((re.escape(term).replace(r"\ ", r"\s+") for term in terms), key=len, reverse=True)
    return f"(?:{'|'.join(alternatives)})"
