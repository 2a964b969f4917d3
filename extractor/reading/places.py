"""Targets that an account tells by their place alone: the nerve of a web space, below a rib, at the mental foramen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.reading.bearing import REACHED, numbed
from extractor.reading.levels import BONE, role
from extractor.reading.scene import DONE, Item, Scene
from extractor.reading.targets import Target

_SPINE_WORDS = re.compile(
    r"facet|zyg\w*|medial\s+branch|\bMBBs?\b|pedicle|paravertebral|epidural\s+needle|dorsal\s+root|sympath|splanchnic|spondyl",
    re.IGNORECASE,
)
_CHEST_WALL = re.compile(r"\bribs?\b|\bpleura\w*|thoracotomy|\bchest\s+wall\b|\bVATS\b", re.IGNORECASE)
_A_NERVE = re.compile(r"\b(?:nerves?|branch(?:es)?|rami|twigs?|bundles?|ganglion)\b", re.IGNORECASE)
_INTERCOSTAL = "intercostal"
_VERB = re.compile(r"\b(?:is|are|was|were|has|had|have|\w{3,}ed)\b", re.IGNORECASE)


def placed(scene: Scene) -> list[Target]:
    """The nerves of the places to which the account brings an instrument or an agent, in a note that names no nerve. A rib is
    a landmark on the way to any other."""
    found: dict[str, Target] = {}
    for item in _reached(scene):
        nerve = str(scene.concept(item).sets["nerve"])
        found.setdefault(nerve, Target(nerve, weight=REACHED)).items.append(item)
    if len(found) > 1:
        found.pop(_INTERCOSTAL, None)
    if not found and (levels := _chest_levels(scene)):
        found[_INTERCOSTAL] = Target(_INTERCOSTAL, items=levels, weight=REACHED)
    return list(found.values())


def _reached(scene: Scene) -> Iterator[Item]:
    for item in scene.of("place"):
        if item.tier != DONE or not item.performed or numbed(scene, item):
            continue
        brought = any(scene.has(cue, item) for cue in ("approached", "treated", "perceived")) or _then_brought(
            scene, item
        )
        here = scene.same_sentence(item, "technique", "temperature")
        if here or (brought and (_acted_next(scene, item) or _A_NERVE.search(scene.sentence_text(item)))):
            yield item


def _acted_next(scene: Scene, item: Item) -> bool:
    """Whether a technique is told after the sentence that brings the needle to a place."""
    return any(act.performed and act.sentence > item.sentence for act in scene.of("technique", "temperature"))


def _then_brought(scene: Scene, item: Item) -> bool:
    """Whether a place stands in a fragment, and the sentence behind it brings an instrument there."""
    following = item.sentence + 1
    return (
        following < len(scene.sentences)
        and not _VERB.search(scene.sentence_text(item))
        and scene.cues["approached"].search(scene.sentence(following)) is not None
    )


def _chest_levels(scene: Scene) -> list[Item]:
    """Thoracic levels that the account treats between ribs, in a note without a word of the spine's joints."""
    if _SPINE_WORDS.search(scene.text) or not _CHEST_WALL.search(scene.text):
        return []
    levels = [item for item in scene.of("level") if item.tier == DONE and item.performed and item.concept[0] == "T"]
    treated = any(scene.same_sentence(item, "technique") or scene.same_block(item, "technique") for item in levels)
    return [item for item in levels if role(scene, item) != BONE] if treated else []
