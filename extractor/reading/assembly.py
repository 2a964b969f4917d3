"""Events become procedures: levels by side, guidance, temperature, traits and the evidence in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extractor.facts import Evidence, GapKind, Imaging, Procedure, Side, Status, Technique
from extractor.lexicon import Concept
from extractor.reading import levels as level_words
from extractor.reading import sides as side_words
from extractor.reading.guidance import approach, guidance, saved_images, stimulation
from extractor.reading.laterality import midline_side
from extractor.reading.meant import meant
from extractor.reading.modes import Modes
from extractor.reading.scene import DONE, NAMED, SUMMED, Item, Scene
from extractor.reading.techniques import Clue
from extractor.reading.temperatures import temperature

_ANATOMICAL = re.compile(r"(?:super|infer)(?:o|ior)[ -]?(?:medial|lateral)")
_MIDLINE = frozenset(
    {
        "basivertebral",
        "celiac-plexus",
        "splanchnic",
        "superior-hypogastric",
        "ganglion-impar",
        "subarachnoid",
        "epidural-cervicothoracic",
        "epidural-lumbosacral",
    }
)


_BESIDES = re.compile(
    r"\b(?:and|plus|also|with|except|but|besides|additional\w*|addition|further|added|apart)\b(?:\W+\w+){0,3}\W*$|[+&]\W*$",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(?:only|just|alone|solely|no(?:ne|thing|t)?\s+(?:other|else|more)s?)\b", re.IGNORECASE)
_CLAUSES_BEFORE = 90


@dataclass(slots=True)
class Event:
    """A procedure in the making: one technique at one nerve."""

    technique: Technique
    nerve: str | None
    concept: Concept | None
    items: list[Item] = field(default_factory=list)
    levels: list[tuple[str, Item]] = field(default_factory=list)
    branches: list[tuple[str, Item]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    side: str | None = None
    side_conflict: bool = False


def procedures(scene: Scene, event: Event, session: Modes, events: Sequence[Event], status: Status) -> list[Procedure]:
    """The event as procedures: one, or one a side where the sides differ in levels."""
    own = session.of(event.technique)
    spoken = [*own, *(clue for clue in session.background if clue.technique is event.technique)]
    alone = sum(item.technique is event.technique for item in events) == 1
    stated = _stated(scene, event) if alone or event.nerve == "genicular" else None
    imaging = guidance(
        scene,
        event.items,
        several=len({item.technique for item in events}) > 1,
        rivals=[item for other in events if other is not event for item in other.items],
    )
    base = Procedure(
        technique=event.technique,
        nerve=event.nerve,
        laterality=_as_side(midline_side(scene, event.nerve) if event.nerve in _MIDLINE else event.side),
        imaging=tuple(Imaging(item.concept) for item in imaging),
        image_saved=bool(saved_images(scene)),
        approach=approach(scene, event.nerve),
        temperature_c=temperature(scene, event.technique),
        agent=next((clue.agent for clue in own if clue.agent), None),
        status=status,
        group=event.concept.group if event.concept else None,
        region=event.concept.region if event.concept else None,
        traits=_traits(scene, event, session, spoken),
        sites=None if event.names or event.levels or event.branches else stated,
        conflicts=tuple(_conflicts(event, session)),
    )
    if stated and len({level for level, _ in event.levels}) < stated and not (event.names or event.branches):
        event.levels = []
        base = replace(base, sites=stated)
    split = _by_side(scene, event)
    return [
        replace(
            base,
            laterality=side if side is not None else base.laterality,
            levels=names,
            evidence=_evidence(scene, event, own, imaging),
        )
        for side, names in split
    ]


def _as_side(side: str | None) -> Side | None:
    return Side(side) if side else None


def _conflicts(event: Event, session: Modes) -> Iterable[GapKind]:
    if session.conflict:
        yield GapKind.TECHNIQUE_CONFLICT
    if event.side_conflict and event.nerve not in _MIDLINE:
        yield GapKind.LATERALITY_CONFLICT


def _traits(scene: Scene, event: Event, session: Modes, own: Sequence[Clue]) -> frozenset[str]:
    found = {trait for clue in own for trait in clue.traits}
    if any(
        item.today and item.tier in {DONE, NAMED, SUMMED}
        for item in scene.of("site")
        if "foramen-ovale" in scene.concept(item).traits
    ):
        found.add("foramen-ovale")
    if event.technique is Technique.CHEMODENERVATION:
        found |= stimulation(scene, event.items)
    return frozenset(found)


def _stated(scene: Scene, event: Event) -> int | None:
    """The number of nerves, sites or muscles that the account states of this event."""
    wanted = (
        {"muscle"}
        if event.technique is Technique.CHEMODENERVATION
        else {"nerve", "branch", "branche", "genicular"}
        if event.levels
        else {"nerve", "site", "target", "point", "location", "position", "branch", "branche", "genicular"}
    )
    found = [
        item
        for item in scene.of("count")
        if item.performed and item.tier in {DONE, NAMED} and item.concept.split()[1] in wanted
    ]
    near = [item for item in found if any(item.sentence == word.sentence for word in event.items)]
    if not near and (event.nerve == "genicular" or event.technique is Technique.CHEMODENERVATION):
        near = found
    return max((int(item.concept.split()[0]) for item in near), default=None)


def _by_side(scene: Scene, event: Event) -> list[tuple[Side | None, tuple[str, ...]]]:
    """Levels by side; one entry unless the sides differ."""
    if event.nerve == "genicular":
        return _geniculars(scene, event)
    named = event.levels or event.branches
    if not named:
        return [(None, tuple(event.names))]
    everything = level_words.in_order(level for level, _ in named)
    if event.side != side_words.BILATERAL or event.nerve in _MIDLINE:
        return [(None, everything)]
    left, right = _told_by_side(scene, named)
    if not left or not right or set(left) == set(right):
        return [(None, everything)]
    return [(Side.RIGHT, right), (Side.LEFT, left)]


def _told_by_side(scene: Scene, named: Sequence[tuple[str, Item]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The levels of each side: a side that does the same again has those of the other, with what it tells besides ("the same
    plus L2") and without what it denies ("the same except L2")."""
    sides = meant(scene)
    told: dict[str, list[str]] = {"left": [], "right": []}
    lost: dict[str, set[str]] = {"left": set(), "right": set()}
    more: set[str] = set()
    for level, item in named:
        given = side_words.given(scene, item, sides)
        for name in given or told:
            told[name].append(level)
        more.update(given if _besides(scene, item) else ())
    for item in scene.of("level", "rib-ordinal", "division"):
        if item.assertion == "negated" and item.tier == DONE:
            given = side_words.given(scene, item, sides)
            for name in given if len(given) == 1 else ():
                lost[name] |= set(item.concept.split())
    for name in told:
        told[name] = told[name] or [
            level
            for item in level_words.unattributed(scene, named)
            if side_words.given(scene, item, sides) == (name,)
            for level in item.concept.split()
        ]
    again = side_words.repeated(scene, sides)
    for name, other in (("left", "right"), ("right", "left")):
        if not told[name] or (name in again and name in more):
            told[name] = [*told[other], *told[name]]
    left, right = (level_words.in_order(one for one in told[name] if one not in lost[name]) for name in told)
    return left, right


def _besides(scene: Scene, item: Item) -> bool:
    """Whether a level is told besides those of what was done again ("the same, and L2", "the same except that L5 ...")."""
    before = scene.before(item, _CLAUSES_BEFORE)
    again = scene.cues["repeat"].search(before)
    return again is not None and bool(_BESIDES.search(before, again.end())) and not _ONLY.search(before, again.end())


def _geniculars(scene: Scene, event: Event) -> list[tuple[Side | None, tuple[str, ...]]]:
    """The genicular branches treated, by knee; what a sentence takes back and then tells after all is not denied."""
    treated = [item for item in scene.of("branch") if item.today and item.tier in {DONE, NAMED, SUMMED}]
    told_after = {(item.concept, item.sentence): item.start for item in treated if item.tier == DONE}
    denied = {
        item.concept
        for item in scene.of("branch")
        if item.assertion == "negated"
        and item.tier in {DONE, SUMMED}
        and told_after.get((item.concept, item.sentence), -1) < item.start
    }
    done = [item for item in treated if item.tier == DONE] or treated
    sides = meant(scene)
    if event.side != side_words.BILATERAL:
        kept = [item for item in done if item.concept not in denied]
        return [(None, _branch_levels(kept))]
    told: dict[str, list[Item]] = {"left": [], "right": []}
    for item in done:
        for name in side_words.given(scene, item, sides) or ("left", "right"):
            told[name].append(item)
    lost = {
        name: {
            item.concept
            for item in scene.of("branch")
            if item.assertion == "negated"
            and (side := side_words.bound(scene, item, sides, []) or side_words.standing(item, sides, scene))
            and side.concept == name
        }
        for name in told
    }
    left, right = (
        _branch_levels([item for item in told[name] if item.concept not in lost[name]]) for name in ("left", "right")
    )
    if not left or not right or (side_words.repeated(scene, sides) and not any(lost.values())):
        both = _branch_levels(done)
        if not any(lost.values()):
            return [(None, both)]
        left = left or tuple(name for name in both)
        right = right or tuple(name for name in both)
    if {item.concept for item in told["left"]} - lost["left"] == {item.concept for item in told["right"]} - lost[
        "right"
    ]:
        return [(None, _branch_levels(done))]
    return [(Side.RIGHT, right), (Side.LEFT, left)]


def _branch_levels(items: Sequence[Item]) -> tuple[str, ...]:
    """The branches, each under one name."""
    named: dict[str, str] = {}
    for item in items:
        named.setdefault(item.concept, _branch_name(item))
    return tuple(named.values())


def _branch_name(item: Item) -> str:
    """As the note writes it out; what is shortened or said in lay words ("SL", "upper outer") by its anatomical name."""
    text = " ".join(item.text.lower().split())
    if not _ANATOMICAL.fullmatch(item.concept):
        return text
    written = _ANATOMICAL.match(text)
    return written.group() if written else item.concept


def _evidence(scene: Scene, event: Event, own: Sequence[Clue], imaging: Sequence[Item]) -> tuple[Evidence, ...]:
    found: list[tuple[str, Item]] = []
    done = [clue for clue in own if clue.item.tier == DONE] or list(own)
    found += [("technique", clue.item) for clue in sorted(done, key=lambda clue: (-clue.rank, clue.item.start))[:3]]
    found += [
        ("nerve" if event.technique is not Technique.CHEMODENERVATION else "muscle", item) for item in event.items[:12]
    ]
    found += [("levels", item) for item in {id(item): item for _, item in [*event.levels, *event.branches]}.values()]
    if event.side:
        found += [("laterality", item) for item in _side_evidence(scene, event)]
    found += [("imaging", item) for item in imaging]
    found += [("image_saved", item) for item in saved_images(scene)[:1]]
    found += [
        ("temperature", item)
        for item in scene.of("temperature")
        if item.tier == DONE
        and item.performed
        and event.technique in {Technique.RADIOFREQUENCY, Technique.PULSED, Technique.CRYO}
    ][:2]
    if event.nerve == "genicular":
        found += [("levels", item) for item in scene.of("branch") if item.tier == DONE and item.performed][:4]
    unique = {(fact, item.start): (fact, item) for fact, item in found}
    return tuple(
        Evidence(fact=fact, start=item.start, end=item.end, text=item.text, section=item.section)
        for fact, item in sorted(unique.values(), key=lambda pair: (pair[1].start, pair[0]))
    )


def _side_evidence(scene: Scene, event: Event) -> list[Item]:
    matching = [
        item
        for item in meant(scene)
        if item.today and (item.concept == event.side or event.side == side_words.BILATERAL)
    ]
    sentences = {item.sentence for item in event.items}
    near = [item for item in matching if item.sentence in sentences]
    return (near or matching)[:3]
