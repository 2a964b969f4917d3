"""The parts of a session: stretches of the account that each treat targets of their own.

"A. RIGHT LUMBAR FACETS ... B. LEFT SACROILIAC ..." is two procedures told one after the other. Each part is read as a scene
of its own, with what the account tells for all of them; a note that does one thing is its own only part.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from extractor.facts import Technique
from extractor.reading import sides as side_words
from extractor.reading.guidance import found_by
from extractor.reading.muscles import given
from extractor.reading.scene import BEFORE, DONE, NAMED, SUMMED, Item, Scene
from extractor.reading.targets import approached, bystander, candidates
from extractor.reading.techniques import Clue

_PLACES = frozenset(
    {"nerve", "nerve-name", "nerve-other", "level", "rib-ordinal", "side", "branch", "muscle", "site", "organ", "count"}
)
_NUMBERED = re.compile(
    r"\W*(?:\(?(?:\d{1,2}|[A-Za-z]|[ivx]{2,4})[.):]|(?:part|procedure|site|step)\s+\w+)\W", re.IGNORECASE
)
_RAMUS = re.compile(r"ram|DR\b", re.IGNORECASE)
_MUSCLES = "muscles"
_APART = frozenset({"muscle:extraocular", "muscle:larynx", "gland:salivary", "muscle:bladder", "muscle:anal-sphincter"})
_TOXIN = _APART | {_MUSCLES}
_SEGMENT = re.compile(r"[;,\n+]|\s(?:and|&|with|then)\s|\d\.\s", re.IGNORECASE)
_INHERITED = frozenset({"technique", "temperature", "imaging", "side"})
_ANY = frozenset({Technique.UNSPECIFIED})
_HOT = frozenset({Technique.RADIOFREQUENCY, Technique.UNSPECIFIED})
_RECORDS = frozenset({"image", "storing"})


@dataclass(slots=True)
class _Stretch:
    """Sentences ``first`` to ``last`` of the account, the targets that they speak of, and the side of their label. A
    stretch is ``headed`` where a heading announces it, ``informed`` where a technique was told before it."""

    first: int
    last: int
    topics: set[str] = field(default_factory=set)
    side: str | None = None
    techniques: set[Technique] = field(default_factory=set)
    reached: bool = False
    headed: bool = False
    informed: bool = False

    @property
    def acts(self) -> bool:
        return bool(self.techniques)

    def tell(self, sentence: int, topics: Mapping[str, bool], techniques: set[Technique], *, goes_on: bool) -> None:
        """Take in a sentence; one without target or act counts only where the paragraph goes on."""
        if topics or techniques or goes_on:
            self.last = sentence
        self.topics |= set(topics)
        self.techniques |= techniques
        self.reached |= any(topics.values())


def parts(scene: Scene, found: Sequence[Clue]) -> list[tuple[Scene, list[Clue]]]:
    """The scene's parts with their clues, in order; the whole scene where it has only one."""
    stretches = _acting(_stretches(scene, found))
    if len(stretches) < 2 or _interleaved(stretches) or _unclaimed(scene, stretches):
        return [(scene, list(found))]
    return [_part(scene, found, stretch, stretches) for stretch in stretches]


def _stretches(scene: Scene, found: Sequence[Clue]) -> list[_Stretch]:
    told = _told(scene, found)
    topics = _topics(scene, told)
    labels = {
        block: side.concept
        for block, side in side_words.labels(scene, side_words.meant(scene)).items()
        if side.concept != side_words.BILATERAL
    }
    account = {item.sentence: item.block for item in scene.items if item.tier == DONE and item.sentence >= 0}
    stretches: list[_Stretch] = []
    heading: int | None = None
    latest: set[Technique] = set()
    last_block = -1
    for sentence, block in sorted(account.items()):
        own, techniques = topics.get(sentence, {}), told.get(sentence, set())
        heads, last_block = block != last_block, block
        side = labels.get(block) if heads else None
        current = stretches[-1] if stretches else None
        announced = heading is not None
        if (own or side) and (current is None or _opens(current, own, side, heads=heads, announced=announced)):
            first = _snapped(account, {*topics, *told}, sentence) if heading is None else heading
            side = side or (current.side if current else None)
            current = _Stretch(first, sentence, side=side, headed=announced, informed=bool(latest))
            current.techniques.update(*(told[at] for at in told if first <= at < sentence))
            stretches.append(current)
            heading = None
        elif heads and not own and (_numbered(scene, block) or (current and latest and techniques - latest - _ANY)):
            heading = heading if announced else sentence
        elif own:
            heading = None
        latest = techniques - _ANY or latest
        if current and heading is None:
            current.tell(sentence, own, techniques, goes_on=account.get(current.last) == block)
    return stretches


def _told(scene: Scene, found: Sequence[Clue]) -> dict[int, set[Technique]]:
    """The techniques that each sentence of the account tells."""
    told: dict[int, set[Technique]] = {}
    for clue in found:
        if clue.item.tier == DONE and clue.item.performed and clue.rank > 1:
            told.setdefault(clue.item.sentence, set()).add(clue.technique)
    if any(clue.technique is Technique.CHEMODENERVATION for clue in found):
        for item in scene.of("muscle", "limb"):
            if item.tier == DONE and item.performed and given(scene, item):
                told.setdefault(item.sentence, set()).add(Technique.CHEMODENERVATION)
    return told


def _numbered(scene: Scene, block: int) -> bool:
    return bool(_NUMBERED.match(scene.text, scene.blocks[block]))


def _topics(scene: Scene, told: Mapping[int, set[Technique]]) -> dict[int, dict[str, bool]]:
    """What each sentence of the account speaks of as a target, nerves or muscles, and whether it is brought to it."""
    topics: dict[int, dict[str, bool]] = {}
    sacral = any(item.concept == "si-joint" and item.tier == DONE for item in candidates(scene))
    for item in candidates(scene):
        if item.tier == DONE and item.performed and not bystander(scene, item):
            nerves = topics.setdefault(item.sentence, {})
            nerve = "si-joint" if sacral and _RAMUS.search(item.text) else _nerve(scene, item)
            nerves[nerve] = nerves.get(nerve, False) or item.sentence in told or approached(scene, item)
    for item in scene.of("muscle", "limb"):
        own = topics.setdefault(item.sentence, {})
        toxin = Technique.CHEMODENERVATION in told.get(item.sentence, set())
        if item.tier == DONE and item.performed and set(own) <= _TOXIN and toxin:
            own[_muscles(scene, item)] = True
    return topics


def _muscles(scene: Scene, item: Item) -> str:
    """Muscles of head, neck and limbs are told of together in one protocol; eyes, glands and viscera stand for themselves."""
    target = str(scene.concept(item).sets["target"])
    return target if target in _APART else _MUSCLES


def _nerve(scene: Scene, item: Item) -> str:
    nerve = str(scene.concept(item).sets.get("nerve", item.concept))
    return "facet" if nerve.startswith("facet-") or nerve == "third-occipital" else nerve


def _opens(current: _Stretch, own: Mapping[str, bool], side: str | None, *, heads: bool, announced: bool) -> bool:
    if heads and side and current.side and side != current.side:
        return True
    if not current.topics:
        return announced
    if heads and set(own) - current.topics:
        return True
    return any(own.values()) and not set(own) & current.topics


def _snapped(account: Mapping[int, int], taken: Collection[int], sentence: int) -> int:
    """The first sentence of the block that leads up to a new topic."""
    first = sentence
    while account.get(first - 1) == account[sentence] and first - 1 not in taken:
        first -= 1
    return first


def _acting(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """Stretches that lack a target or an act joined to their neighbours; neighbours with one target on one side are one."""
    joined: list[_Stretch] = []
    waiting: _Stretch | None = None
    for stretch in stretches:
        if waiting and stretch.headed and (joined or waiting.informed):
            joined[-1:] = [_join(joined[-1], waiting)] if joined else [waiting]
            waiting = None
        elif waiting:
            stretch, waiting = _join(waiting, stretch), None
        if not (stretch.acts and stretch.topics) and (stretch.reached or stretch.side or not joined):
            waiting = stretch
        elif joined and (not stretch.acts or not stretch.topics or _same(joined[-1], stretch)):
            joined[-1] = _join(joined[-1], stretch)
        else:
            joined.append(stretch)
    if waiting:
        joined[-1:] = [_join(joined[-1], waiting)] if joined else [waiting]
    return joined


def _same(one: _Stretch, other: _Stretch) -> bool:
    return bool(one.topics & other.topics) and other.side in {None, one.side}


def _join(one: _Stretch, other: _Stretch) -> _Stretch:
    return _Stretch(
        min(one.first, other.first),
        max(one.last, other.last),
        one.topics | other.topics,
        one.side if not other.side or one.side == other.side else None if one.side else other.side,
        one.techniques | other.techniques,
        one.reached or other.reached,
        one.headed,
        one.informed,
    )


def _interleaved(stretches: Sequence[_Stretch]) -> bool:
    """Whether the account comes back to a target after it turned to another one."""
    return any(
        one.topics & other.topics and (one.side == other.side or None in {one.side, other.side})
        for one, other in combinations(stretches, 2)
    )


def _unclaimed(scene: Scene, stretches: Sequence[_Stretch]) -> bool:
    """Whether the title names a nerve that no part speaks of."""
    titled = {_nerve(scene, item) for item in candidates(scene) if item.tier == NAMED and item.assertion != "negated"}
    return not titled <= {topic for one in stretches for topic in one.topics}


def _part(
    scene: Scene, found: Sequence[Clue], stretch: _Stretch, stretches: Sequence[_Stretch]
) -> tuple[Scene, list[Clue]]:
    own = range(stretch.first, stretch.last + 1)
    others = {at for one in stretches if one is not stretch for at in range(one.first, one.last + 1)}
    elsewhere = {topic for one in stretches if one is not stretch for topic in one.topics}
    lacking = _lacking(scene, found, own)
    reach = [at for at in range(len(scene.sentences)) if at not in others]
    kept = [
        item
        for item in scene.items
        if item.sentence in own
        or item.kind in _RECORDS
        or (item.sentence not in others and _shared(scene, item, stretch.topics, elsewhere, lacking))
    ]
    for kind in lacking - {item.kind for item in kept if item.tier in {DONE, NAMED} and item.performed}:
        kept += _carried(scene, kind, own)
    kept.sort(key=lambda item: (item.start, item.end))
    held = {id(item) for item in kept}
    part = Scene(scene.text, scene.concepts, kept, scene.sentences, scene.blocks, scene.cues, reach)
    return part, [clue for clue in found if id(clue.item) in held]


def _lacking(scene: Scene, found: Sequence[Clue], own: range) -> set[str]:
    """The kinds of facts that a part leaves to be understood. What it denies it does not lack."""
    told = {item.kind for item in scene.items if item.sentence in own and item.tier == DONE and item.kind != "imaging"}
    if found_by(scene, own):
        told.add("imaging")
    techniques = [clue for clue in found if clue.item.sentence in own and clue.item.performed]
    if any(clue.technique not in _HOT or clue.item.kind == "temperature" for clue in techniques):
        told.add("temperature")
    return set(_INHERITED) - told


def _carried(scene: Scene, kind: str, own: range) -> list[Item]:
    """What the note told of a kind before a part that leaves it to be understood; what holds for all is also told last."""
    told = [item for item in scene.of(kind) if item.tier == DONE and item.performed]
    before = [item for item in told if item.sentence < own.start]
    if kind == "side":
        return before or [item for item in scene.of(kind) if item.tier == NAMED]
    return before or (told if kind in {"technique", "temperature"} else [])


def _shared(scene: Scene, item: Item, topics: set[str], elsewhere: set[str], lacking: set[str]) -> bool:
    """Whether what the note tells outside its parts goes with this one too: what the part itself does not tell."""
    if item.tier == NAMED:
        return _titles(scene, item, topics, elsewhere, lacking)
    if item.tier in {DONE, BEFORE} and item.kind in _PLACES | _INHERITED:
        return item.kind in lacking
    return item.tier != SUMMED


def _titles(scene: Scene, item: Item, topics: set[str], elsewhere: set[str], lacking: set[str]) -> bool:
    """Whether a word of the title speaks of this part."""
    if item.kind == "imaging":
        return item.kind in lacking
    if item.kind not in _PLACES | _INHERITED:
        return True
    owner = _owner(scene, item)
    if owner is None or (item.kind == "technique" and _several_titled(scene)):
        return item.kind in lacking
    return owner in topics and (owner not in elsewhere or item.kind in {"nerve", "technique"})


def _several_titled(scene: Scene) -> bool:
    titled = {scene.concept(item).sets["technique"] for item in scene.of("technique") if item.tier == NAMED}
    return len(titled - {Technique.UNSPECIFIED}) > 1


def _owner(scene: Scene, item: Item) -> str | None:
    """The nerve that a word of the title goes with: the nearest one in its segment, else in its line."""
    nerves = [other for other in candidates(scene) if other.sentence == item.sentence and other.tier == item.tier]
    if not nerves:
        return None
    nearest = min(nerves, key=lambda other: (_segments(scene, item, other), abs(other.start - item.start)))
    return _nerve(scene, nearest)


def _segments(scene: Scene, one: Item, other: Item) -> int:
    """How many separators of a list lie between two words."""
    start, end = sorted((one.start, other.start))
    return len(_SEGMENT.findall(scene.text, start, end))
