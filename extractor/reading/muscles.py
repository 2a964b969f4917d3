"""Which muscles and glands were given toxin: the targets of chemodenervation, by body part and side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.components import tables
from extractor.reading import sides as side_words
from extractor.reading.meant import meant
from extractor.reading.scene import BEFORE, DONE, NAMED, SUMMED, Item, Scene

_MIGRAINE, _NECK, _FACE = "muscle:migraine", "muscle:neck", "muscle:face"
_HEAD_AND_NECK = frozenset({_MIGRAINE, _NECK, _FACE})
_MIGRAINE_MUSCLES = 4
_SWEAT, _AXILLARY = "gland:sweat", "gland:axillary-sweat"
_UNILATERAL = frozenset({"muscle:upper-limb", "muscle:lower-limb", "muscle:neck", "muscle:face"})
_SINGLE = frozenset(
    {
        _MIGRAINE,
        "gland:salivary",
        _AXILLARY,
        "gland:other-sweat",
        "muscle:bladder",
        "muscle:anal-sphincter",
        "muscle:trunk",
    }
)
_COLUMNS = re.compile(
    r"(?:\bL(?:eft)?\b[^\n]{0,24}\d[^\n]{0,24}\bR(?:ight)?\b[^\n]{0,12}\d)|(?:\bR(?:ight)?\b[^\n]{0,24}\d[^\n]{0,24}\bL(?:eft)?\b[^\n]{0,12}\d)|\b(?:bilat\w*|each\s+side|both\s+sides|b/l|per\s+side)\b",
    re.IGNORECASE,
)
_DOSE = re.compile(r"\d\s*(?:u\b|iu\b|mu\b|units?\b)|\binject", re.IGNORECASE)
_UNITS = re.compile(r"\d\s*(?:u|iu|mu|units?)\b", re.IGNORECASE)
_DOSES_TODAY = re.compile(
    r"\W*(?:(?:dose|units?|u|amount|qty)\W*)?(?:given|today|injected|inj\.?|actual|delivered|administered|used|dose|units?|done)(?:\W*(?:dose|units?|u|today|now|given|\(?u\)?))?\W*",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"^(?:\s*\([^()\n]{1,20}\))?[^\w\n]{0,60}(?:(?:left|right|[lr]t?|each)\b[^\w\n]{0,6})?\d{1,4}\b(?!\s*(?:lesions?|x\b|cycles?|freez\w*|sites?|ml|cc|mm|cm|s\b|sec|min))",
    re.IGNORECASE,
)
_BRANCH = re.compile(
    r"branch(?:es)?\s+(?:to|of|for)\s+(?:the\s+)?(?:medial\s+|lateral\s+|left\s+|right\s+)?(?:head\s+of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_ANATOMY = re.compile(
    r"^\W*(?:muscle\s+)?(?:twitch\w*|interval|release|canal|tubercle|splint|plane|fascia|contract\w*|compartment|tendon|osteotomy|hiatus|groove|artery|vein|nerve|motor\s+branch)\b",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:each|every|both|either|per)\s+(?:\w+\s+)?$", re.IGNORECASE)
_PAIRED = re.compile(r"axillae|axillas|armpits|parotids|palms|soles|folds|cords", re.IGNORECASE)
_PARASPINAL = "paraspinal"
_OF_TRUNK = re.compile(r"\b(?:lumb\w*|thorac\w*|low(?:er)?\s+back|trunk|[TL]\d{1,2})\b", re.IGNORECASE)
_AREAS = frozenset({"axilla", "palm", "parotid", "submandibular", "anal-sphincter", "bladder"})
_NOT_INJECTED = re.compile(
    r"\b(?:spastic\w*|weak\w*|tone|strength|mas\b|ashworth|clonus|contracture|atroph\w*|ooz\w*|bleed\w*|bled|bruis\w*|h(?:a)?ematoma|sore\w*|swelling)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Injected:
    """Muscles of one target id on one side."""

    target: str
    side: str | None
    names: list[str]
    items: list[Item]


def injected(scene: Scene, toxin: Sequence[Item]) -> list[Injected]:
    """What the toxin went into, grouped by target and side, in the order of the note."""
    muscles = [item for item in scene.of("muscle") if item.tier in {DONE, NAMED, SUMMED} and item.today]
    muscles = muscles or [
        item for item in scene.of("muscle") if item.tier == BEFORE and item.today and given(scene, item)
    ]
    muscles = [item for item in muscles if not _assessed(scene, item) and not _without_dose(scene, item)]
    if any(item.tier == DONE for item in muscles):
        muscles = [item for item in muscles if item.tier == DONE]
    muscles = _dosed(scene, muscles)
    areas = [item for item in scene.of("muscle-area", "limb") if item.assertion != "negated"]
    if not any(given(scene, item) for item in muscles) and any(
        item.kind == "limb" and item.tier == DONE and _DOSE.search(scene.sentence_text(item)) for item in areas
    ):
        return _areas_only(scene, areas)
    purposes = _Purposes(scene, areas, muscles)
    named = [(target, item) for item in muscles if (target := _target(scene, item, purposes.of(item)))]
    if not named:
        return _areas_only(scene, areas)
    sides = meant(scene)
    groups: dict[tuple[str, str | None], Injected] = {}
    for target, item in named:
        for side in _sides(scene, item, target, sides):
            group = groups.setdefault((target, side), Injected(target, side, [], []))
            group.items.append(item)
            if _name(item) not in {_name(other) for other in group.items[:-1]}:
                group.names.append(_name(item))
    for group in _unnamed(scene, muscles):
        groups.setdefault((group.target, group.side), group)
    for group in _again(scene, list(groups.values()), sides):
        groups.setdefault((group.target, group.side), group)
    return _completed(scene, list(groups.values()), sides)


def _unnamed(scene: Scene, muscles: Sequence[Item]) -> Iterator[Injected]:
    """Limbs with a dose of their own whose muscles the note does not name ("the rest, 100 units, into the right arm")."""
    for limb in scene.of("limb"):
        concept = scene.concept(limb)
        side = concept.sets.get("laterality")
        doses = limb.tier == DONE and limb.performed and _UNITS.search(scene.sentence_text(limb))
        if side and doses and not any(other.sentence == limb.sentence for other in muscles):
            yield Injected(str(concept.sets["target"]), str(side), [], [limb])


def _again(scene: Scene, groups: Sequence[Injected], sides: Sequence[Item]) -> Iterator[Injected]:
    """What toxin of one target and side went into also on the other, where the account says behind it that the same was done
    there."""
    if len(groups) != 1 or groups[0].target in _SINGLE or not (other := side_words.opposite(groups[0].side or "")):
        return
    group = groups[0]
    if other in side_words.repeated(scene, sides, since=max(item.end for item in group.items)):
        yield Injected(group.target, other, list(group.names), list(group.items))


def given(scene: Scene, item: Item) -> bool:
    """Whether a muscle stands with a dose or an injection, not as the goal of a nerve's branch."""
    if _BRANCH.search(scene.before(item, 40)):
        return False
    return bool(
        _DOSE.search(scene.sentence_text(item))
        or _AMOUNT.match(scene.text[item.end : item.end + 90])
        or tables.sides_beneath(scene.text, item.start)
    )


def _without_dose(scene: Scene, item: Item) -> bool:
    """Whether the row of a muscle has nothing under the doses of today."""
    return tables.lacks(scene.text, item.start, _DOSES_TODAY)


def _name(item: Item) -> str:
    return " ".join(item.text.split())


def _assessed(scene: Scene, item: Item) -> bool:
    """A muscle that is only examined (tone, strength) in a sentence without a dose, or names something near it."""
    sentence = scene.sentence_text(item)
    if _ANATOMY.match(scene.after(item, 30)) or _BRANCH.search(scene.before(item, 40)):
        return True
    return bool(_NOT_INJECTED.search(sentence)) and not re.search(
        r"\d\s*(?:u\b|units?|mu\b)|inject", sentence, re.IGNORECASE
    )


def _dosed(scene: Scene, muscles: list[Item]) -> list[Item]:
    """Where some muscles stand with a dose, the others must stand in their blocks; else they are landmarks."""
    dosed = {item.block for item in muscles if given(scene, item)}
    other = {
        item.block
        for item in scene.of("technique", "nerve")
        if item.tier == DONE
        and item.performed
        and (item.kind == "nerve" or scene.concept(item).sets["technique"] not in {"chemodenervation", "unspecified"})
    }
    kept = [
        item
        for item in muscles
        if (item.block in dosed or item.block not in other)
        and (item.concept not in _AREAS or not dosed or given(scene, item))
    ]
    return kept or muscles


class _Purposes:
    """The protocols that head and neck muscles belong to: migraine, face, neck. Where the note treats for several, a muscle
    belongs to the one told last before it."""

    def __init__(self, scene: Scene, areas: Sequence[Item], muscles: Sequence[Item]) -> None:
        self._told = [
            (item, target)
            for item in areas
            if (target := str(scene.concept(item).sets["target"])) in _HEAD_AND_NECK and item.assertion != "planned"
        ]
        self._several = len({target for item, target in self._told if item.tier == DONE}) > 1
        counts = Counter(target for _, target in self._told)
        migraine = {item.concept for item in muscles if scene.concept(item).sets["target"] == _MIGRAINE}
        if _MIGRAINE in counts and len(migraine) >= 2:
            self._whole: str | None = _MIGRAINE
        elif counts:
            self._whole = counts.most_common(1)[0][0]
        else:
            self._whole = _MIGRAINE if len(migraine) >= _MIGRAINE_MUSCLES else None

    def of(self, item: Item) -> str | None:
        if not self._several:
            return self._whole
        before = [target for area, target in self._told if area.tier == DONE and area.start < item.start]
        return before[-1] if before else self._whole


def _target(scene: Scene, item: Item, purpose: str | None) -> str | None:
    target = str(scene.concept(item).sets["target"])
    if item.concept == _PARASPINAL and (
        _OF_TRUNK.search(scene.before(item, 16) + item.text + scene.after(item, 16))
        or any(scene.concept(other).sets["target"] == "muscle:trunk" for other in scene.same_block(item, "muscle"))
    ):
        return "muscle:trunk"
    if target in _HEAD_AND_NECK and purpose:
        if purpose == _NECK and target == _MIGRAINE:
            beside = {scene.concept(other).sets["target"] for other in scene.same_sentence(item, "muscle")}
            return _FACE if _FACE in beside and _NECK not in beside else _NECK
        return target if {purpose, target} == {_NECK, _FACE} else purpose
    if target == _MIGRAINE:
        return _FACE
    return target


def _areas_only(scene: Scene, areas: Sequence[Item]) -> list[Injected]:
    """No muscle named: the body part or disorder treated tells the target."""
    usable = [item for item in areas if item.today]
    targets: dict[tuple[str, str | None], Injected] = {}
    sides = meant(scene)
    default = side_words.titled(scene, sides) or side_words.combined(
        side.concept for side in side_words.of_tier(sides, DONE)
    )
    limbs = [
        item
        for item in usable
        if item.kind == "limb"
        and item.tier in {DONE, NAMED}
        and (
            scene.same_sentence(item, "technique")
            or re.search(r"treated|inject|\d\s*(?:u|units?)\b", scene.sentence_text(item), re.IGNORECASE)
        )
    ]
    for item in limbs or [item for item in usable if item.kind == "muscle-area"]:
        concept = scene.concept(item)
        target = str(concept.sets["target"])
        if target == _SWEAT:
            target = _AXILLARY if _of_axillae(scene) else "gland:other-sweat"
        side = concept.sets.get("laterality") or (side_words.bound(scene, item, sides, []) or _Default(default)).concept
        targets.setdefault((target, side), Injected(target, side, [], [])).items.append(item)
    groups = list(targets.values())
    if any(group.target in _UNILATERAL and "limb" in group.target for group in groups):
        groups = [group for group in groups if "limb" in group.target]
    sided = {group.target for group in groups if group.side}
    return [group for group in groups if group.side or group.target not in sided][:4]


def _of_axillae(scene: Scene) -> bool:
    """Whether sweat glands are those of the axillae, if not of an earlier session."""
    named = [item for item in scene.of("muscle") if scene.concept(item).sets["target"] == _AXILLARY]
    return any(item.today for item in named) if named else bool(re.search(r"axill", scene.text, re.IGNORECASE))


@dataclass(slots=True)
class _Default:
    concept: str | None


def _sides(scene: Scene, item: Item, target: str, sides: Sequence[Item]) -> list[str | None]:
    line_start = scene.text.rfind("\n", 0, item.start) + 1
    line_end = scene.text.find("\n", item.end)
    line = scene.text[line_start : line_end if line_end >= 0 else len(scene.text)]
    rest = scene.text[item.end : line_end if line_end >= 0 else len(scene.text)]
    if target in _SINGLE:
        return [None]
    columns = tables.sides(scene.text, item.start)
    if columns is not None:
        return list(columns)
    if (len(line) < 120 and _COLUMNS.search(rest[:70])) or _EACH.search(scene.before(item, 20)):
        return ["left", "right"]
    bound = side_words.bound(scene, item, sides, [])
    if bound:
        return ["left", "right"] if bound.concept == side_words.BILATERAL else [bound.concept]
    limb = [
        other
        for other in scene.of("limb")
        if other.end <= item.start
        and scene.concept(other).sets.get("laterality")
        and scene.concept(other).sets["target"] == target
    ]
    standing = side_words.standing(
        item, [side for side in sides if side.block == item.block or side.section == item.section], scene
    )
    if limb and (standing is None or limb[-1].start >= standing.start - 2):
        return [str(scene.concept(limb[-1]).sets["laterality"])]
    if standing:
        return ["left", "right"] if standing.concept == side_words.BILATERAL else [standing.concept]
    whole = side_words.titled(scene, sides) or side_words.background(scene, sides)
    return ["left", "right"] if whole == side_words.BILATERAL else [whole]


def _completed(scene: Scene, groups: list[Injected], sides: Sequence[Item]) -> list[Injected]:
    """Glands, trunk and protocol targets have one line; their side is what the note says of them as a whole."""
    for group in groups:
        if group.target in _SINGLE and group.side is None:
            group.side = _whole_side(scene, group, sides)
    sided = {group.target for group in groups if group.side and group.target in _UNILATERAL}
    kept = [group for group in groups if group.side or group.target not in sided]
    return _merged(kept)


def _whole_side(scene: Scene, group: Injected, sides: Sequence[Item]) -> str | None:
    near = [
        side.concept
        for side in sides
        if side.tier in {DONE, NAMED}
        and side.performed
        and any(abs(side.sentence - item.sentence) <= 1 for item in group.items)
    ]
    if group.target == _MIGRAINE:
        return side_words.BILATERAL
    if group.target in {"muscle:bladder", "muscle:anal-sphincter"}:
        return None
    if any(_PAIRED.search(item.text) or _EACH.search(scene.before(item, 20)) for item in group.items):
        return side_words.BILATERAL
    return side_words.combined(near) or side_words.titled(scene, sides)


def _merged(groups: list[Injected]) -> list[Injected]:
    """Left and right with the same muscles are one bilateral group."""
    kept: list[Injected] = []
    for group in groups:
        twin = next(
            (
                other
                for other in kept
                if other.target == group.target
                and {other.side, group.side} == {"left", "right"}
                and sorted(other.names) == sorted(group.names)
            ),
            None,
        )
        if twin:
            twin.side = side_words.BILATERAL
            twin.items += group.items
        else:
            kept.append(group)
    return kept
