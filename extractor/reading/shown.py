"""Whether a note shows an act at all, or only speaks of one.

A note of a procedure tells more than its name: an instrument, a position, a dose, the time or heat of a lesion, how it was
borne. Where none of these stands, its procedures are proposed or asked for, whatever words it does so in.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.reading.scene import DONE, NAMED, SUMMED, TOLD, Item, Scene
from extractor.reading.techniques import ACT, SIGN

_KEYS = ("technique", "nerve", "nerve-name", "muscle", "level")
_TITLES = frozenset({"title", "narrative"})
_NUMBER = r"(?:\d|half|one|two|three|four|five|six|seven|eight|nine|ten|teen|twelve|twenty|thirty|forty|fifty|sixty|eighty|ninety|hundred|each)"
_AMOUNT = re.compile(
    rf"{_NUMBER}[\s-]*(?:a\s+)?(?:ml|cc|millilit\w+|u|units?|s|secs?|seconds?|mins?|minutes?|cycles?|ga?|gauge|treatments?)\b|\d\s*x\b|\bx\s*\d|\d\s*%",
    re.IGNORECASE,
)
_TICKED = re.compile(r"[\[(]\s?[xX\u2713\u2714]\s?[\])]|[\u2611\u2612\u2713\u2714]")
_FIGURE = re.compile(r"\b\d{1,3}\b")
_NOT_TODAY = frozenset({"historical", "planned", "hypothetical", "other"})


def settled(scene: Scene) -> Scene:
    """The scene, its techniques and what stands with them taken as planned where the note shows no act."""
    named = [item for item in scene.of("technique") if item.today]
    if not named or scene.cues["cancelled"].search(scene.text) or _shows_an_act(scene):
        return scene
    sentences = {item.sentence for item in named} - {item.sentence for item in scene.of("organ", "surgery")}
    items = [
        replace(item, assertion="planned") if item.today and item.sentence in sentences else item for item in scene.items
    ]
    return replace(scene, items=items, by_kind={}, memory={})


def _shows_an_act(scene: Scene) -> bool:
    if _TICKED.search(scene.text):
        return True
    past = {item.sentence for item in scene.items if item.tier == TOLD or item.assertion in _NOT_TODAY}
    past -= {item.sentence for item in scene.items if item.tier == DONE and item.performed}
    if any(scene.cues["shown"].search(scene.sentence(at)) for at in scene.reach if at not in past):
        return True
    return any(
        item.performed and item.tier in {DONE, NAMED, SUMMED} and _acted(scene, item)
        for item in scene.of(*_KEYS, "temperature")
    )


def _acted(scene: Scene, item: Item) -> bool:
    if item.kind == "temperature":
        return True
    if item.kind == "technique" and (item.section in _TITLES or scene.concept(item).sets["strength"] in {SIGN, ACT}):
        return True
    if item.kind == "muscle" and _FIGURE.search(scene.sentence_text(item)):
        return True
    if scene.same_sentence(item, "block") and item.kind != "technique":
        return False
    told = scene.has("treated", item) or scene.has("approached", item)
    return told or bool(_AMOUNT.search(scene.sentence_text(item)))
