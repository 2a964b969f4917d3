"""The turns of a session that treats one place after the other, and those that broke off without an effect.

"Left: two freezes of two minutes. Right: the probe was in place when the gas ran out." The first turn stands; what the second
names was not treated.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.reading.meant import meant
from extractor.reading.muscles import given
from extractor.reading.scene import DONE, Item, Scene
from extractor.reading.techniques import Clue
from extractor.reading.unused import affected, unaffected

_LISTED = frozenset({"level", "rib-ordinal"})
_SIDES = frozenset({"left", "right"})
_LABEL = re.compile(r"[^\n:.,;]{2,30}:\s")
_LASTED = re.compile(
    r"\b(?:\d+|one|two|three|four|twice|once)\s*(?:x\b|cycles?|freez\w+|lesions?|applications?|treatments?)|\d\s*(?:x|\*)\s*\d|\d\s*(?:ml|cc|u|units?|s|secs?|seconds?|mins?|minutes?)\b"
    r"|\b(?:one|two|three|four|five|ten|sixty|ninety|fifteen|twenty|fifty|hundred)\s+(?:ml|cc|millilit\w+|units|seconds|minutes)\b",
    re.IGNORECASE,
)


def without_broken(scene: Scene, found: Sequence[Clue]) -> Scene:
    """The scene without the places of broken turns, their sentences out of reach. A session that had no effect at all is no
    matter of turns."""
    ended = [at for at in scene.reach if unaffected(scene, at) is not None]
    if not ended:
        return scene
    keys = _keys(scene)
    effects = {at for at in scene.reach if _has_effect(scene, found, at)}
    broken: set[int] = set()
    for at in ended:
        if at in effects:
            continue
        turn, own = _turn(at, keys, effects)
        row = _is_row(scene, at)
        others = row or any(one < turn[0] or keys.get(one, frozenset()) - own for one in effects)
        if own and effects and others and (row or not _goes_on(at, own, keys, effects)):
            broken |= {*turn, *_rest(at, own, keys)}
    if not broken:
        return scene
    lost = frozenset().union(*(keys.get(at, frozenset()) for at in broken))
    lost -= frozenset().union(*(keys.get(at, frozenset()) for at in effects))
    items = [
        _without(item, lost, broken=item.sentence in broken, acted=item.sentence in effects) for item in scene.items
    ]
    return scene.holding(items, reach=[at for at in scene.reach if at not in broken])


def _without(item: Item, lost: frozenset[str], *, broken: bool, acted: bool) -> Item:
    """A mention without what was lost: denied where a broken turn has it, shortened where a list of levels names it."""
    if not item.performed or acted:
        return item
    if broken:
        return replace(item, assertion="negated" if item.kind == "side" else "planned")
    kept = [name for name in item.concept.split() if name not in lost]
    if item.kind not in _LISTED or len(kept) == len(item.concept.split()):
        return item
    return replace(item, concept=" ".join(kept)) if kept else replace(item, assertion="planned")


def _keys(scene: Scene) -> dict[int, frozenset[str]]:
    """What tells the turns apart, by sentence: the sides where the account goes from one to the other, else its nerves,
    muscles or levels."""
    sides = [item for item in meant(scene) if item.tier == DONE and item.performed and item.concept in _SIDES]
    if len({item.concept for item in sides}) > 1:
        return _by_sentence(sides)
    for kinds in (("nerve", "nerve-name"), ("branch",), ("muscle",), ("level", "rib-ordinal")):
        named = [item for item in scene.of(*kinds) if item.tier == DONE and item.performed]
        if len({item.concept for item in named}) > 1:
            return _by_sentence(named)
    return {}


def _by_sentence(items: Sequence[Item]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for item in items:
        found[item.sentence] = found.get(item.sentence, frozenset()) | frozenset(item.concept.split())
    return found


def _has_effect(scene: Scene, found: Sequence[Clue], at: int) -> bool:
    """Whether a sentence tells a lesion, a freeze or an injection: by its heat, time or amount, or as the same again."""
    own = [clue for clue in found if clue.item.sentence == at]
    if affected(scene, own) or scene.cues["again"].search(scene.sentence(at)):
        return True
    figures = any(letter.isdigit() for letter in scene.sentence(at))
    if figures and any(item.sentence == at and item.performed and given(scene, item) for item in scene.of("muscle")):
        return True
    lasted = max((match.start() for match in _LASTED.finditer(scene.sentence(at))), default=None)
    if lasted is None:
        return False
    drug = any(item.sentence == at for item in scene.of("anaesthetic", "steroid"))
    ended = unaffected(scene, at)
    return any(clue.item.performed for clue in own) or (not drug and (ended is None or ended < lasted))


def _turn(at: int, keys: Mapping[int, frozenset[str]], effects: Collection[int]) -> tuple[list[int], frozenset[str]]:
    """The sentences up to one, back to where its place was taken up, none of them with an effect; and that place."""
    own = keys.get(at, frozenset())
    first = at
    while not own and first > 0 and first - 1 not in effects:
        first -= 1
        own = keys.get(first, frozenset())
    while own and first > 0 and first - 1 not in effects and keys.get(first - 1) and keys[first - 1] <= own:
        first -= 1
    return list(range(first, at + 1)), own


def _rest(at: int, own: frozenset[str], keys: Mapping[int, frozenset[str]]) -> Iterator[int]:
    """The sentences behind the end of a turn that still speak of its place."""
    for after in sorted(keys):
        if after > at:
            if not keys[after] <= own:
                return
            yield after


def _is_row(scene: Scene, at: int) -> bool:
    """Whether a sentence is a line of its own behind a label, which tells all there is of its place."""
    start = scene.sentences[at][0]
    return scene.text[:start].rstrip(" \t-*\u2022").endswith("\n") and _LABEL.match(scene.sentence(at)) is not None


def _goes_on(at: int, own: frozenset[str], keys: Mapping[int, frozenset[str]], effects: Collection[int]) -> bool:
    """Whether the place is treated after all, in a sentence behind that names no other."""
    behind = sorted({*(one for one in keys if keys[one] - own), *effects})
    following = next((one for one in behind if one > at), None)
    return following is not None and following in effects and not keys.get(following, frozenset()) - own
