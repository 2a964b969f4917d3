"""Whether a note shows an act of its own visit, or only speaks of one.

A note of a procedure tells more than its name: an instrument, a position, a dose, the time or heat of a lesion, how it was
borne. Where none of these stands, its procedures are proposed or asked for, whatever words it does so in; where it says of
its visit that nobody was touched, the acts that it tells are earlier ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.reading.guidance import found_by, saved_images
from extractor.reading.muscles import given
from extractor.reading.scene import DONE, NAMED, SUMMED, Item, Scene
from extractor.reading.techniques import ACT, SIGN, Clue, clues
from extractor.reading.turns import without_broken
from extractor.reading.unused import affected, placed, stopped

_HEAD = 160
_BESIDE_DENIAL = 20
_OF_A_PLACE = re.compile(
    r"\W*(?:there\b|(?:at|to|on|in|for)\s+(?:(?:the|that|this|its)\s+)?(?:it\b|left\b|right\b|other\b|opposite\b|nerves?\b|side\b|second\b|[CTLS]\d))",
    re.IGNORECASE,
)
_FURTHER = re.compile(r"\b(?:further|other|more|additional|another|new)\b", re.IGNORECASE)
_KEYS = (
    "technique",
    "nerve",
    "nerve-name",
    "muscle",
    "level",
    "rib-ordinal",
    "interspace",
    "branch",
    "temperature",
    "anaesthetic",
    "steroid",
)
_PLACES = frozenset({"nerve", "muscle", "branch", "interspace"})
_OF_EACH = re.compile(r"\b(?:each|apiece|per|both|a|ea)\b", re.IGNORECASE)
_TITLES = frozenset({"title", "narrative"})
_NUMBER = r"(?:\d|half|one|two|three|four|five|six|seven|eight|nine|ten|teen|twelve|twenty|thirty|forty|fifty|sixty|eighty|ninety|hundred|each)"
_AMOUNT = re.compile(
    rf"{_NUMBER}[\s-]*(?:a\s+)?(?:ml|cc|millilit\w+|u|units?|s|secs?|seconds?|mins?|minutes?|cycles?|ga?|gauge|treatments?)\b|\d\s*x\b|\bx\s*\d|\d\s*%",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\b\d{1,3}\b")
_TICKED = re.compile(r"[\[(]\s?[xX\u2713\u2714]\s?[\])]|[\u2611\u2612\u2713\u2714]")
_SERVICES = frozenset({"block", "steroid", "trigger-point", "anaesthetic", "surgery"})
_BACKGROUND = frozenset({"history", "education", "consent", "exam", "medications", "diagnosis"})
_NOT_TODAY = frozenset({"historical", "planned", "hypothetical", "other"})


def settled(scene: Scene) -> Scene:
    """The scene, with what it tells of procedures taken as planned or earlier ones where its visit shows no act. A single
    word tells nothing at all."""
    found = clues(scene)
    if not found or len({item.start for item in scene.items}) == 1:
        return scene
    earlier = False
    if _denies_its_visit(scene, found):
        earlier = _shows_an_act(scene)
    elif stopped(whole := without_broken(scene, found), clues(whole)) or _shows_an_act(scene):
        return whole
    told = {clue.item.assertion for clue in found}
    said = "historical" if earlier or "historical" in told else "negated" if "negated" in told else "planned"
    named = {clue.item.sentence for clue in found if clue.item.today}
    named -= {item.sentence for item in scene.of("organ", "surgery")}
    items = [
        replace(item, assertion=said if item.sentence in named else "hypothetical")
        if item.today and (item.sentence in named or item.kind in _SERVICES)
        else item
        for item in scene.items
    ]
    return scene.holding(items)


def _denies_its_visit(scene: Scene, found: Sequence[Clue]) -> bool:
    """The note says of its own visit that nothing was done at it. Where it names no day, it says so in a sentence of its own,
    and no instrument was in place; where it denies one kind of act only, it tells no other."""
    start, end = scene.head
    if scene.cues["remote"].search(scene.text, start, min(end, start + _HEAD)):
        return True
    for at in scene.reach:
        if not start <= scene.sentences[at][0] < end:
            continue
        sentence = scene.sentence(at)
        denied = scene.cues["idle visit"].search(sentence)
        if denied is None or _OF_A_PLACE.match(sentence, denied.end()):
            continue
        if _FURTHER.search(denied.group()) and any(clue.item.performed and clue.item.tier == DONE for clue in found):
            continue
        near = sentence[max(0, denied.start() - _BESIDE_DENIAL) : denied.end() + _BESIDE_DENIAL]
        any_act = scene.cues["any act"].search(denied.group())
        if any_act and scene.cues["this visit"].search(near):
            return True
        if (
            not denied.start()
            and not placed(scene)
            and not scene.cues["cancelled"].search(scene.text)
            and (any_act or not affected(scene, found))
        ):
            return True
    return False


def _shows_an_act(scene: Scene) -> bool:
    if _TICKED.search(scene.text):
        return True
    past = {
        item.sentence
        for item in scene.items
        if item.section in _BACKGROUND or (item.section != "plan" and item.assertion in _NOT_TODAY)
    }
    past -= {item.sentence for item in scene.items if item.tier == DONE and item.performed}
    own = [at for at in scene.reach if at not in past]
    if any(scene.cues["shown"].search(scene.sentence(at)) for at in own):
        return True
    if _treats_a_place(scene) and (saved_images(scene) or found_by(scene, own) or _measured_apart(scene, own)):
        return True
    return any(
        item.performed and item.tier in {DONE, NAMED, SUMMED} and _acted(scene, item) for item in scene.of(*_KEYS)
    )


def _treats_a_place(scene: Scene) -> bool:
    """Whether the account itself names a place, not a title or a plan alone."""
    return any(item.tier == DONE and item.performed for item in scene.of(*_PLACES))


def _measured_apart(scene: Scene, sentences: Sequence[int]) -> bool:
    """Whether a sentence that names nothing tells an amount ("1 mL each.", "Two cycles a side.")."""
    naming = {item.sentence for item in scene.of(*_KEYS)}
    return any(
        at not in naming and _AMOUNT.search(scene.sentence(at)) and _OF_EACH.search(scene.sentence(at))
        for at in sentences
    )


def _acted(scene: Scene, item: Item) -> bool:
    if item.kind == "temperature":
        return True
    if item.kind == "technique" and (item.section in _TITLES or scene.concept(item).sets["strength"] in {SIGN, ACT}):
        return True
    if item.kind == "muscle" and (_FIGURE.search(scene.sentence_text(item)) or given(scene, item)):
        return True
    if scene.same_sentence(item, "block") and item.kind != "technique":
        return False
    if item.kind in _SERVICES:
        return bool(_AMOUNT.search(scene.sentence_text(item)))
    told = scene.has("treated", item) or scene.has("approached", item)
    return told or bool(_AMOUNT.search(scene.sentence_text(item)))
