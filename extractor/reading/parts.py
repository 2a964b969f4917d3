"""The parts of a session: stretches of the account that each treat targets of their own.

"A. RIGHT LUMBAR FACETS ... B. LEFT SACROILIAC ..." is two procedures told one after the other. Each part is read as a scene
of its own, with what the account tells for all of them; a note that does one thing is its own only part.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from extractor.facts import Technique
from extractor.reading import sides as side_words
from extractor.reading.bearing import bystander
from extractor.reading.candidates import candidates
from extractor.reading.guidance import found_by
from extractor.reading.meant import meant
from extractor.reading.scene import ASIDE, BEFORE, DONE, NAMED, SUMMED, Item, Scene, once
from extractor.reading.stretches import FACET, TOXIN, Stretch, among, nerve_of, stretches
from extractor.reading.techniques import Clue

_PLACES = frozenset(
    {"nerve", "nerve-name", "nerve-other", "level", "rib-ordinal", "side", "branch", "muscle", "site", "organ", "count"}
)
_SEGMENT = re.compile(r"[;,\n+]|\s(?:and|&|with|then)\s|\d\.\s", re.IGNORECASE)
_NERVES = frozenset({"nerve", "nerve-name", "nerve-other"})
_FIELD = re.compile(r"[A-Za-z][\w /&-]{2,30}:\s")
_POINTS = frozenset({"level", "rib-ordinal", "branch"})
_INHERITED = frozenset({"technique", "temperature", "imaging", "side"})
_COLLECTIVE = frozenset({"imaging", "temperature", "technique"})
_HOT = frozenset({Technique.RADIOFREQUENCY, Technique.UNSPECIFIED})
# Facet nerves of one region ("facet-C").
_REGION = f"{FACET}-"
# Nerves of one level, which a part that tells levels of its own has not.
_ONE_LEVEL = frozenset({"third-occipital"})
_RECORDS = frozenset({"image", "storing"})


def parts(scene: Scene, found: Sequence[Clue]) -> list[tuple[Scene, list[Clue]]]:
    """The scene's parts with their clues, in order; the whole scene where it has only one."""
    parted = stretches(scene, found)
    whole = _with_sides_meant(scene) if parted else scene
    told = [_part(whole, found, stretch, parted) for stretch in parted if not stretch.skipped]
    return told or [(scene, list(found))]


def _with_sides_meant(scene: Scene) -> Scene:
    """The scene with the sides that it means: one that points back ("the same side") as the side that was told before."""
    items = sorted(
        [*(item for item in scene.items if item.kind != "side"), *meant(scene)], key=lambda item: (item.start, item.end)
    )
    return scene.holding(items)


def _part(scene: Scene, found: Sequence[Clue], stretch: Stretch, parted: Sequence[Stretch]) -> tuple[Scene, list[Clue]]:
    others = {at for one in parted if one is not stretch for at in _own(scene, one)}
    closing = {at for at in _of_all(scene) if at >= stretch.first}
    others -= closing
    elsewhere = {topic for one in parted if one is not stretch for topic in one.topics}
    lacking = _lacking(scene, found, stretch.sentences)
    kept = [
        item
        for item in scene.items
        if item.sentence in stretch.sentences
        or item.kind in _RECORDS
        or (item.kind == "side" and item.sentence in closing)
        or (item.sentence not in others and _shared(scene, item, stretch, elsewhere, lacking))
        or (item.kind in _COLLECTIVE & lacking and item.tier == DONE and scene.has("collective", item))
    ]
    before = next(reversed(parted[: parted.index(stretch)]), None)
    told = [item for item in kept if item.sentence not in closing and _tells(item, found)]
    given = {item.kind for item in told if item.tier in {DONE, NAMED} and item.performed}
    carried = {kind: _carried(scene, kind, stretch, before) for kind in sorted(lacking - given)}
    if _only_cold(scene, found, [*kept, *carried.get("technique", ())]):
        carried.pop("temperature", None)
    kept += [item for items in carried.values() for item in items]
    spoken = {
        nerve_of(scene, item) for item in kept if item.kind in _NERVES and item.tier in {DONE, NAMED} and item.today
    }
    kept += [
        item
        for item in _treated(scene)
        if nerve_of(scene, item) in stretch.topics - spoken and (item.concept not in _ONE_LEVEL or "level" in lacking)
    ]
    nerves = {id(item) for item in candidates(scene)}
    kept = [replace(item, kind="nerve") if item.kind == "nerve-name" and id(item) in nerves else item for item in kept]
    kept.sort(key=lambda item: (item.start, item.end))
    held = {id(item) for item in kept}
    reach = [at for at in scene.reach if at not in others]
    part = scene.holding(kept, reach)
    return part, [clue for clue in found if id(clue.item) in held]


def _own(scene: Scene, stretch: Stretch) -> Iterable[int]:
    """The sentences of a stretch; of one that was left out, not the fields of the form below it ("Guidance: fluoroscopy")."""
    return [
        at
        for at in stretch.sentences
        if not (stretch.skipped and at > stretch.first and _FIELD.match(scene.sentence(at)))
    ]


@once
def _of_all(scene: Scene) -> set[int]:
    """Sentences that do again on another side all that was done before ("both were treated on the left in like manner"):
    they name a side and no target, and speak of several or stand under a title of both sides."""
    sides = meant(scene)
    both = side_words.titled(scene, sides) == side_words.BILATERAL
    named = {item.sentence for item in scene.of(*_NERVES, *_POINTS, "muscle")}
    told = [side for side in sides if side.tier == DONE and side.performed and side.sentence not in named]
    return {side.sentence for side in told if scene.has("again", side) and (both or scene.has("collective", side))}


def _tells(item: Item, found: Sequence[Clue]) -> bool:
    """A word of technique tells one only as a clue: a pulse that is felt does not."""
    return item.kind != "technique" or any(clue.item is item for clue in found)


def _treated(scene: Scene) -> list[Item]:
    """The mentions of nerves that the note treats somewhere."""
    return [
        item
        for item in scene.of(*_NERVES)
        if item.tier in {DONE, NAMED} and item.performed and not bystander(scene, item)
    ]


def _lacking(scene: Scene, found: Sequence[Clue], own: range) -> set[str]:
    """The kinds of facts that a part leaves to be understood. What it denies it does not lack, but for points: "the same, but
    L3-4 spared" has those of the part before."""
    told = {
        item.kind
        for item in scene.items
        if item.sentence in own
        and item.tier == DONE
        and item.kind != "imaging"
        and (item.performed or item.kind not in _POINTS)
        and _tells(item, found)
        and not (item.kind == "side" and item.sentence in _of_all(scene))
    }
    if found_by(scene, own):
        told.add("imaging")
    techniques = [clue for clue in found if clue.item.sentence in own and clue.item.performed]
    if any(clue.technique not in _HOT or clue.item.kind == "temperature" for clue in techniques):
        told.add("temperature")
    return set(_INHERITED | _POINTS) - told


def _carried(scene: Scene, kind: str, stretch: Stretch, before: Stretch | None) -> list[Item]:
    """What the note told of a kind before a part that leaves it to be understood; what holds for all is also told last.
    Levels go on to a part only where it does the same again, a toxin only to muscles."""
    told = [item for item in scene.of(kind) if item.tier == DONE and item.performed]
    if kind == "technique":
        told = [item for item in told if _fits(scene, item, stretch)]
    if kind in _POINTS:
        return [item for item in told if stretch.again and before and item.sentence in before.sentences]
    earlier = [item for item in told if item.sentence < stretch.first]
    if kind == "side":
        sided = [item for item in scene.of(kind) if item.concept == stretch.side and item.sentence < stretch.first]
        return sided[-1:] or earlier or [item for item in scene.of(kind) if item.tier == NAMED]
    return earlier or (told if kind in {"technique", "temperature"} else [])


def _only_cold(scene: Scene, found: Sequence[Clue], items: Sequence[Item]) -> bool:
    """Whether a part tells its techniques, and none of them heats."""
    told = [item for item in items if item.kind == "technique" and item.performed and _tells(item, found)]
    return bool(told) and not any(Technique(scene.concept(item).sets["technique"]) in _HOT for item in told)


def _fits(scene: Scene, item: Item, stretch: Stretch) -> bool:
    """Whether a technique may be a part's: a toxin is for muscles, all others are for nerves."""
    toxin = Technique(scene.concept(item).sets["technique"]) is Technique.CHEMODENERVATION
    return toxin == (stretch.topics <= TOXIN)


def _shared(scene: Scene, item: Item, stretch: Stretch, elsewhere: Collection[str], lacking: Collection[str]) -> bool:
    """Whether what the note tells outside its parts goes with this one too: what the part itself does not tell."""
    if item.kind == "technique" and not _fits(scene, item, stretch):
        return item.tier not in {DONE, NAMED, SUMMED, BEFORE}
    if item.tier == NAMED:
        return _titles(scene, item, stretch, elsewhere, lacking)
    if item.tier in {DONE, BEFORE, ASIDE} and item.kind in _PLACES | _INHERITED:
        return item.kind in lacking and not (item.kind == "side" and stretch.side and item.concept != stretch.side)
    return item.tier != SUMMED


def _titles(scene: Scene, item: Item, stretch: Stretch, elsewhere: Collection[str], lacking: Collection[str]) -> bool:
    """Whether a word of the title speaks of this part."""
    if item.kind == "imaging":
        return item.kind in lacking
    if item.kind not in _PLACES | _INHERITED:
        return True
    owner = _owner(scene, item)
    regions = "".join(topic.removeprefix(_REGION) for topic in stretch.topics if topic.startswith(_REGION))
    if item.kind == "level" and regions and owner in {FACET, None}:
        return item.concept[0] in regions.replace("L", "LS")
    if item.kind in _POINTS and (owner is None or owner in elsewhere):
        return (
            item.kind in lacking
            and (owner is None or among(owner, stretch.topics))
            and _on_side(scene, item, stretch.side)
        )
    if owner is None or (item.kind == "technique" and _several_titled(scene)):
        return item.kind in lacking
    return among(owner, stretch.topics) and (not among(owner, elsewhere) or item.kind in {"nerve", "technique"})


def _several_titled(scene: Scene) -> bool:
    titled = {scene.concept(item).sets["technique"] for item in scene.of("technique") if item.tier == NAMED}
    return len(titled - {Technique.UNSPECIFIED}) > 1


def _on_side(scene: Scene, item: Item, side: str | None) -> bool:
    """Whether a title that gives each side its own levels gives this one to a side."""
    bound = side_words.bound(scene, item, side_words.of_tier(meant(scene), NAMED), [])
    return bound is None or side is None or bound.concept in {side, side_words.BILATERAL}


def _owner(scene: Scene, item: Item) -> str | None:
    """The nerve that a word of the title goes with: the nearest one in its segment, else in its line."""
    nerves = [other for other in candidates(scene) if other.sentence == item.sentence and other.tier == item.tier]
    if not nerves:
        return None
    nearest = min(nerves, key=lambda other: (_segments(scene, item, other), abs(other.start - item.start)))
    return nerve_of(scene, nearest)


def _segments(scene: Scene, one: Item, other: Item) -> int:
    """How many separators of a list lie between two words."""
    start, end = sorted((one.start, other.start))
    return len(_SEGMENT.findall(scene.text, start, end))
