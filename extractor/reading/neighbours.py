"""Levels told by their neighbours become levels of their own: "the next one up" after L4 is L3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.components.measures import PLACES
from extractor.reading.levels import BONE, role
from extractor.reading.scene import BEFORE, DONE, NAMED, Item, Scene

_AS_FAR_AS = re.compile(
    r"[^.;]*?\b(?:as\s+far\s+(?:as|down\s+as|up\s+as)|(?:down|up|on|through|along|all\s+the\s+way)\s+to|until|ending\s+(?:at|with|on)|finishing\s+(?:at|with|on)|to)\s+(?:(?:and\s+including|the)\s+)*",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|beg[aiu]n\w*|start\w*|first|commenc\w+|open\w*)\b[^.;]*$", re.IGNORECASE)
_TELLING = frozenset({DONE, NAMED, BEFORE})
_LEVELS = frozenset({"level", "rib-ordinal"})
_ANCHOR_WITHIN = 12
_RIB = re.compile(r"\b(?:ribs?|spaces?|interspaces?)\b", re.IGNORECASE)
_SPINE = [level for level in PLACES if level != "C8"]
_AT = {level: at for at, level in enumerate(_SPINE)}


def counted(scene: Scene) -> Scene:
    """The scene with each neighbour replaced by the levels that it means, or left out where no level stands before it."""
    told: list[Item] = []
    items: list[Item] = []
    for item in scene.items:
        if item.kind == "neighbour":
            anchor = _anchor(scene, item, told)
            levels = _levels(item, anchor, told) if anchor else []
            if not levels or _rib_in_passing(scene, item):
                continue
            item = replace(item, kind="level", concept=" ".join(levels), model=anchor)
        elif item.kind in _LEVELS and told and (levels := _passed(scene, told[-1], item)):
            item = replace(item, concept=" ".join(levels))
        items.append(item)
        if item.kind in _LEVELS and item.tier in _TELLING:
            told.append(item)
    return scene.holding(items)


def _rib_in_passing(scene: Scene, item: Item) -> bool:
    """Whether a rib or a space is only where something lay: its sentence tells no act ("clear of the rib below")."""
    acted = any(scene.has(cue, item) for cue in ("treated", "repeat", "again")) or scene.same_sentence(
        item, "technique"
    )
    return bool(_RIB.search(item.text)) and not acted


def _anchor(scene: Scene, item: Item, told: Sequence[Item]) -> Item | None:
    """The level that a neighbour is the neighbour of: the one right behind it ("one level above L4"), else the last one told
    before it that is no bone, else any."""
    behind = next((one for one in scene.of("level") if item.end <= one.start <= item.end + _ANCHOR_WITHIN), None)
    if behind and scene.text[item.end : behind.start].split() in ([], ["the"], ["of"], ["to"], ["from"]):
        return behind
    nerves = [one for one in told if role(scene, one) != BONE]
    return next(reversed(nerves or told), None)


def _levels(item: Item, anchor: Item, told: Sequence[Item]) -> list[str]:
    own = [level.split("-") for level in anchor.concept.split()]
    ends = sorted((_AT[level[0]], _AT[level[-1]]) for level in own if level[0] in _AT and level[-1] in _AT)
    found: list[tuple[int, int]] = []
    for step in item.concept.split() if ends else ():
        way = -1 if step[0] == "-" else 1 if step[0] == "+" else _course(told)
        first, last = ends[0] if way < 0 else ends[-1]
        found.append((first + way * int(step[1:]), last + way * int(step[1:])))
    return [
        _SPINE[first] if first == last else f"{_SPINE[first]}-{_SPINE[last]}"
        for first, last in found
        if first >= 0 and last < len(_SPINE)
    ]


def _passed(scene: Scene, first: Item, last: Item) -> list[str]:
    """The levels of a stretch told with words between its ends ("begun at the fourth and carried on as far as the seventh")."""
    ends = [item.concept for item in (first, last)]
    if first.sentence != last.sentence or not all(end in _AT for end in ends) or ends[0][0] != ends[1][0]:
        return []
    told = _FROM.search(scene.before(first, 60)) and _AS_FAR_AS.fullmatch(scene.text[first.end : last.start])
    low, high = sorted(_AT[end] for end in ends)
    return _SPINE[low : high + 1] if told else []


def _course(told: Sequence[Item]) -> int:
    """The direction in which the account goes from level to level: down the spine unless it was going up."""
    places = [_AT[level.split("-")[0]] for item in told for level in item.concept.split() if level.split("-")[0] in _AT]
    before = next((place for place in reversed(places) if place != places[-1]), None)
    return -1 if before is not None and places[-1] < before else 1
