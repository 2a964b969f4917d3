"""The other services that a note shows: what is included, what only blocks, and what treats another organ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.reading.scene import BEFORE, DONE, NAMED, SUMMED, Item, Scene
from extractor.reading.techniques import Clue

_INCLUDED = ("steroid", "anaesthetic", "trigger-point", "stimulation", "emg")
_INJECTION = re.compile(r"\binject|\bblock|\binfiltrat|\bml\b|\bcc\b", re.IGNORECASE)
_GIVEN = re.compile(
    r"\binject|\bblock|\binfiltrat|\b(?:ml|cc)\b|\bneedle|\bdeposit|\binstill|\bplaced|\bepidural|\bjoint",
    re.IGNORECASE,
)
_NERVE = re.compile(
    r"\bnerves?\b|\btunnel|\bneuro|\bn\.|\b(?:ulnar|median|radial|peroneal|tibial|sciatic)\b", re.IGNORECASE
)
_SHARED_OUT = re.compile(r"\b(?:each|apiece|every)\b", re.IGNORECASE)
_ACT_ON_ORGAN = re.compile(r"ablat|cryo|denerv|sclerother|isolat|coblat|pexy\b|ectomy\b", re.IGNORECASE)


def services(scene: Scene, clues: Sequence[Clue]) -> list[Item]:
    """Mentions of services that were no destruction, those done today only where the account shows them done."""
    found = [item for item in scene.of(*_INCLUDED) if item.tier in {DONE, NAMED, SUMMED} and _by_needle(scene, item)]
    acted = any(clue.item.performed and clue.item.tier == DONE for clue in clues)
    found += [item for item in scene.of("block") if not item.performed or _block_done(scene, item, acted=acted)]
    found += [
        replace(item, kind="block")
        for item in scene.of("anaesthetic", "steroid")
        if _injected_at_target(scene, item, acted=acted)
    ]
    found += [
        item
        for item in scene.of("surgery")
        if not item.performed or (item.tier in {DONE, NAMED} and _NERVE.search(scene.text, *_around(scene, item)))
    ]
    found += [item for item in scene.of("organ") if not item.performed or _treated_organ(scene, item, clues)]
    found += [clue.item for clue in clues if clue.item.kind == "technique" and clue.rank > 1]
    return sorted(found, key=lambda item: item.start)


def _by_needle(scene: Scene, item: Item) -> bool:
    """Steroid by mouth or vein is no injection."""
    return item.kind != "steroid" or not item.performed or bool(_GIVEN.search(scene.sentence_text(item)))


def _around(scene: Scene, item: Item) -> tuple[int, int]:
    """The paragraph of a mention."""
    first = scene.blocks[item.block]
    after = scene.blocks[item.block + 1] if item.block + 1 < len(scene.blocks) else len(scene.text)
    return first, after


def _treated_organ(scene: Scene, item: Item, clues: Sequence[Clue]) -> bool:
    """Named in the title, or in one block of the account with a technique; an organ that is only spoken of is not."""
    acts = [clue for clue in clues if clue.item.performed and clue.item.block == item.block]
    told = [other for other in scene.same_sentence(item, "technique") if other.performed]
    if item.tier == NAMED or (item.tier == DONE and (acts or told)):
        return True
    return item.tier in {DONE, BEFORE} and bool(_ACT_ON_ORGAN.search(item.text))


def _injected_at_target(scene: Scene, item: Item, *, acted: bool) -> bool:
    """Anaesthetic or steroid injected at a nerve, level or space is a block, whatever the note calls it; at "each", where
    nothing else was done there."""
    if not item.performed or item.tier not in {DONE, NAMED} or not _INJECTION.search(scene.sentence_text(item)):
        return False
    if scene.same_sentence(item, "nerve", "level", "site"):
        return True
    if acted:
        return False
    named = [other for other in scene.of("nerve", "branch") if other.tier == DONE and other.performed]
    return bool(named) and bool(_SHARED_OUT.search(scene.sentence_text(item)))


def _block_done(scene: Scene, item: Item, *, acted: bool) -> bool:
    """A block counts as done where the account tells an injection of anaesthetic or steroid, or the title names it."""
    if item.tier == NAMED:
        return True
    if item.tier == BEFORE and acted:
        return any(
            other.performed and _INJECTION.search(scene.sentence_text(other))
            for other in scene.same_sentence(item, "anaesthetic", "steroid")
        )
    return item.tier in {DONE, BEFORE} and any(
        other.performed and other.tier == DONE and _INJECTION.search(scene.sentence_text(other))
        for other in scene.of("anaesthetic", "steroid")
    )
