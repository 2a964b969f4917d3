"""Targets as the guidelines name them: facet, sympathetic and epidural targets by region, sacroiliac against lumbar, articular
branches of the hip."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.reading import levels as level_words
from extractor.reading.places import placed
from extractor.reading.scene import DONE, NAMED, SUMMED, Item, Scene
from extractor.reading.targets import Target

_REGIONS = {"C": "facet-cervical", "T": "facet-thoracic", "L": "facet-lumbar", "S": "facet-lumbar"}
_REGION_WORDS = {
    "facet-cervical": r"cervical|\bcerv\b|neck",
    "facet-thoracic": r"thoracic(?!\s+surgery)",
    "facet-lumbar": r"lumbar|lumbosacral|low\s+back|L5|lumb\b",
}
_JOINT_WORDS = re.compile(
    r"facet|medial\s+branch|\bMBBs?\b|spondylosis|zyg\w*|articular\s+(?:process|pillar|notch)|\bpillars?\b|\b[CTL]\d{1,2}\s?[-/]\s?[CTLS]?\d\s+joints?\b",
    re.IGNORECASE,
)
_AT_BRANCH = re.compile(
    r"\b(?:waists?|pillars?|SAPs?|TPs?|superior\s+articular|transverse\s+process\w*|eye\s+of\s+the)\b", re.IGNORECASE
)
_NECK = re.compile(r"C[3-8](?: C[3-8])*")
_THIRD_OCCIPITAL = "third-occipital"
_SACRAL_NERVES = frozenset({"S1", "S2", "S3"})
_BESIDE = 75

_FINGER = re.compile(r"\bfinger|\bthumb|\bhand\b", re.IGNORECASE)
_FOOT = re.compile(r"\bfoot\b|\btoe|\bhallu|metatars|web\s?space|inter-?space|plantar|morton", re.IGNORECASE)
_TOE = re.compile(
    r"\bdigital\b[^.\n]{0,40}\b(?:toe|hallux)\b|\b(?:toe|hallux|hallucal)\b[^.\n]{0,25}\bdigital\b", re.IGNORECASE
)
_FORK = re.compile(r"\bcommon\b|\btoes\b|web\s?space|inter-?space|metatars|\bmorton|neuroma", re.IGNORECASE)


def resolved(scene: Scene, found: Sequence[Target]) -> list[Target]:
    """Targets with the lexicon's broad entries (facet, sympathetic, epidural) narrowed to their region."""
    found = _with_sacral_levels(scene, found or placed(scene))
    if any(target.nerve == "si-joint" for target in found):
        found = _sacroiliac(scene, list(found))
    narrowed: dict[str, Target] = {}
    for target in found:
        regions = _narrow(scene, target)
        for nerve in regions:
            other = narrowed.setdefault(nerve, Target(nerve))
            other.items += _of_region(scene, target.items, nerve, regions)
            other.named += _of_region(scene, target.named, nerve, regions)
            other.weight = max(other.weight, target.weight)
    narrowed = _with_neck_levels(scene, _articular(scene, narrowed))
    if not narrowed and _bare_spine(scene):
        levels = [item for item in scene.of("level") if item.tier in {DONE, NAMED} and item.today]
        return [Target(nerve, named=levels[:1]) for nerve in _facet_regions(scene, [])]
    return list(narrowed.values())


def _with_neck_levels(scene: Scene, found: dict[str, Target]) -> dict[str, Target]:
    """The third occipital nerve and the medial branches below it are treated in one row: where the account lists the nerve
    beside their levels, or levels beside the nerve, either is a target as the other is."""
    levels = [
        item
        for item in scene.of("level")
        if item.tier == DONE
        and item.performed
        and _NECK.fullmatch(item.concept)
        and level_words.role(scene, item) != "bone"
    ]
    if "facet-cervical" in found and _THIRD_OCCIPITAL not in found:
        own = [item for item in scene.of("nerve") if item.concept == _THIRD_OCCIPITAL and item.tier == DONE]
        listed = [item for item in own if item.performed and any(level.sentence == item.sentence for level in levels)]
        return found | ({_THIRD_OCCIPITAL: Target(_THIRD_OCCIPITAL, items=listed)} if listed else {})
    if _THIRD_OCCIPITAL in found and "facet-cervical" not in found:
        beside = {item.sentence for item in found[_THIRD_OCCIPITAL].items}
        treated = [item for item in levels if item.sentence in beside or _is_treated(scene, item)]
        return found | ({"facet-cervical": Target("facet-cervical", items=treated[:1])} if treated else {})
    return found


def _is_treated(scene: Scene, item: Item) -> bool:
    return scene.has("treated", item) or scene.has("repeat", item) or bool(scene.same_sentence(item, "technique"))


def _articular(scene: Scene, found: dict[str, Target]) -> dict[str, Target]:
    """Femoral and obturator nerves of a hip denervation are their articular branches; a digital nerve may be of the foot."""
    renamed: dict[str, Target] = {}
    for nerve, target in found.items():
        if nerve in {"femoral", "obturator"} and any(
            re.search(
                r"articular\s+br|\bhip\b.{0,40}articular|articular.{0,60}\bhip\b",
                scene.sentence_text(item),
                re.IGNORECASE,
            )
            for item in target.all
        ):
            target = Target(f"{nerve}-articular", target.items, target.named, target.weight)
        if nerve == "digital-hand" and (foot := _digital_of_the_foot(scene, target)):
            target = Target(foot, target.items, target.named, target.weight)
        other = renamed.setdefault(target.nerve, target)
        if other is not target:
            other.items += target.items
            other.named += target.named
    return renamed


def _digital_of_the_foot(scene: Scene, target: Target) -> str | None:
    """A digital nerve named with its toe is that toe's; elsewhere in a foot it is the common one; None in a hand."""
    if _FINGER.search(scene.text):
        return None
    if any(
        _TOE.search(scene.sentence_text(item)) and not _FORK.search(scene.sentence_text(item)) for item in target.all
    ):
        return "digital-foot"
    return "plantar-common-digital" if _FOOT.search(scene.text) else None


def _with_sacral_levels(scene: Scene, found: Sequence[Target]) -> Sequence[Target]:
    """An L5 dorsal ramus treated along with the sacral levels below it is a nerve of the sacroiliac joint, named or not."""
    levels = {
        level
        for item in scene.of("level")
        if item.tier in {DONE, NAMED} and item.today
        for level in item.concept.split()
    }
    if any(target.nerve == "si-joint" for target in found):
        return found
    if len(levels & _SACRAL_NERVES) < 2 or not levels <= _SACRAL_NERVES | {"L5", "S4"}:
        return found
    return [
        Target("si-joint", target.items, target.named, target.weight) if target.nerve.startswith("facet") else target
        for target in found
    ]


def _sacroiliac(scene: Scene, found: list[Target]) -> list[Target]:
    """The L5 dorsal ramus of a sacroiliac denervation belongs to it; a joint named only as a landmark or a pain does not
    make one."""
    sacral = next(target for target in found if target.nerve == "si-joint")
    facet = [target for target in found if target.nerve.startswith("facet")]
    lateral = [item for item in sacral.all if re.search(r"branch|\bLBN|network", item.text, re.IGNORECASE)]
    titled = bool(sacral.named)
    if not (lateral or titled or sacral.weight >= 3):
        return [target for target in found if target is not sacral]
    if not facet:
        return found
    lumbar = {
        level
        for item in scene.of("level")
        if item.today and item.tier in {DONE, NAMED} and level_words.role(scene, item) != "bone"
        for level in item.concept.split()
        if level[0] in "LT" and level != "L5" and level != "L5-S1"
    }
    _hand_over(scene, facet, sacral)
    facet = [target for target in facet if target.items or target.named]
    found = [target for target in found if target.items or target.named]
    facet_words = [
        item for target in facet for item in target.all if not re.search(r"ram|DR\b", item.text, re.IGNORECASE)
    ]
    if facet_words and (lumbar or any(item.tier == NAMED for item in facet_words)):
        return found
    sacral.items += [item for target in facet for item in target.items]
    return [target for target in found if target not in facet]


def _hand_over(scene: Scene, facet: Sequence[Target], sacral: Target) -> None:
    """An L5 dorsal ramus named beside the lateral branches, or in a block of sacral levels, belongs to them."""
    foramina = {item.block for item in scene.of("level") if re.search(r"S[123]", item.concept)}
    for target in facet:
        for items in (target.items, target.named):
            for item in [item for item in items if re.search(r"ram|DR\b", item.text, re.IGNORECASE)]:
                others = [
                    other
                    for other in target.all
                    if other is not item and not re.search(r"ram|DR\b", other.text, re.IGNORECASE)
                ]
                near = min((abs(item.start - other.start) for other in sacral.all), default=10**9)
                beside = near < _BESIDE and near < min(
                    (abs(item.start - other.start) for other in others), default=10**9
                )
                if beside or (item.block in foramina and all(other.block != item.block for other in others)):
                    items.remove(item)
                    sacral.items.append(item)


def _narrow(scene: Scene, target: Target) -> list[str]:
    if target.nerve == "facet" or target.nerve.startswith("facet-"):
        return _facet_regions(scene, target.all)
    if target.nerve == "sympathetic":
        letters = {
            level[0] for item in scene.of("level") if item.tier in {DONE, NAMED} for level in item.concept.split()
        }
        return [
            "lumbar-sympathetic"
            if "L" in letters or re.search(r"lumbar", scene.text, re.IGNORECASE)
            else "thoracic-sympathetic"
        ]
    if target.nerve == "epidural":
        near = " ".join(scene.sentence_text(item) for item in target.all) + scene.text
        upper = re.search(r"cervical|thoracic|\b[CT]\d", near)
        lower = re.search(r"lumbar|sacral|caudal|\b[LS]\d", near, re.IGNORECASE)
        return ["epidural-cervicothoracic" if upper and not lower else "epidural-lumbosacral"]
    return [target.nerve]


def _of_region(scene: Scene, items: Sequence[Item], nerve: str, regions: Sequence[str]) -> list[Item]:
    """The mentions that may belong to one of several regions: not those in whose sentence only levels of others stand."""
    kept = []
    for item in items if len(regions) > 1 else ():
        told = {_REGIONS[level[0]] for other in scene.same_sentence(item, "level") for level in other.concept.split()}
        if nerve in told or not told & set(regions):
            kept.append(item)
    return kept or list(items)


def _facet_regions(scene: Scene, items: Sequence[Item]) -> list[str]:
    explicit = [item.concept for item in items if item.concept in _REGION_WORDS]
    found = list(dict.fromkeys(explicit))
    pairs = [
        (level, item) for item in scene.of("level")
        if item.today and item.tier in {DONE, NAMED, SUMMED} and level_words.role(scene, item) in {"nerve", "joint"}
        for level in item.concept.split()
    ]  # fmt: skip
    for level, _ in pairs:
        region = _REGIONS[level[0]]
        if region not in found and (not found or level[0] in "CTL") and level != "T12-L1":
            found.append(region)
    if not found:
        for item in scene.of("level"):
            if item.today and item.tier in {DONE, NAMED}:
                found.append(_REGIONS[item.concept[0]])
                break
    if not found:
        counts = {region: len(re.findall(words, scene.text, re.IGNORECASE)) for region, words in _REGION_WORDS.items()}
        if any(counts.values()):
            found = [max(counts, key=lambda region: counts[region])]
    if len(found) > 1:
        found = [
            region
            for region in found
            if region in explicit or sum(_REGIONS[level[0]] == region for level, _ in pairs) > 0
        ]
    return found or ["facet-lumbar"]


def spinal_levels(scene: Scene) -> list[Item]:
    """The levels of the account, in a note that knows of the joints of the spine."""
    levels = [item for item in scene.of("level") if item.tier == DONE and item.performed and item.concept[0] in "CTL"]
    return levels if _JOINT_WORDS.search(scene.text) else []


def _bare_spine(scene: Scene) -> bool:
    """ "RFA L3, L4, L5": a lesion at spinal levels where the note knows of facet joints."""
    if not _JOINT_WORDS.search(scene.text):
        return False
    levels = [item for item in scene.of("level") if item.tier in {DONE, NAMED} and item.today]
    heated = any(item.tier == DONE and item.performed for item in scene.of("temperature"))
    return any(scene.same_sentence(item, "technique") for item in levels) or (
        heated and any(item.tier == DONE and _is_joint_level(scene, item) for item in levels)
    )


def _is_joint_level(scene: Scene, item: Item) -> bool:
    """Whether a level is not told of a bone only, or of the bone at which a medial branch is met."""
    return level_words.role(scene, item) != "bone" or (
        bool(_AT_BRANCH.search(scene.sentence_text(item))) and scene.has("approached", item)
    )
