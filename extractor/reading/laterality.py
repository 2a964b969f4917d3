"""On which side a target was treated: what the account gives it, weighed against title and background."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.components import tables
from extractor.reading import sides as side_words
from extractor.reading.bearing import numbed
from extractor.reading.candidates import candidates
from extractor.reading.meant import meant
from extractor.reading.scene import BEFORE, DONE, NAMED, SUMMED, Item, Scene
from extractor.reading.targets import Target
from extractor.reading.unused import sides_given_up

_TWO_WAYS = frozenset({"celiac-plexus", "splanchnic", "superior-hypogastric"})
_GIVEN = r"(?:needles?|introducers?|cannul\w+|chibas?|electrodes?|probes?|m[lL]|cc|inject\w*|entr(?:y|ies)|phenol|alcohol|heated)"
_TWICE = r"(?:(?:each|per|either|both|a)\s+sides?|two\s+sides|bilaterally|second\s+needle|both\s+needles|each\s+needle|(?:left|right)\b[^.;]{1,70}\b(?:left|right)\b|other\s+side)"
_BOTH_WAYS_IN = re.compile(
    rf"\b{_GIVEN}\b.{{0,120}}\b{_TWICE}|\b{_TWICE}.{{0,120}}\b{_GIVEN}\b|\b(?:repeated|done)\b.{{0,30}}\b(?:other\s+side|left|right)\b|\bother\s+side\s+the\s+same\b",
    re.IGNORECASE | re.DOTALL,
)
_TURNED = re.compile(
    r"\W*(?:(?:then|next|now|and|also|finally|after\s+that|for|on|to|at|over)\W+){0,3}(?:the\s+)?(?:left|right|lt|rt|[LR])(?:\s+side)?\s?[,:;-]",
    re.IGNORECASE,
)
_LABELS = re.compile(r"\s*(?:side|knee|leg|foot|arm|hand|one)?\s*(?:first|next|then)?\s*[:,;-]", re.IGNORECASE)
_SPREAD = re.compile(
    r"\b(?:spread\w*|fill(?:ed|s|ing)|cloud|distribut\w*|collar|surround\w*|pulses?|lung|breath|legs?|feet)\b",
    re.IGNORECASE,
)


def side_of(
    scene: Scene, target: Target, chosen: Sequence[Target], levels: Sequence[Item], *, alone: bool
) -> tuple[str | None, bool]:
    """(side, whether title and account contradict each other). ``levels`` are those that can be of no other target."""
    sides = meant(scene)
    rivals = [item for other in chosen if other is not target for item in other.all]
    told = _done_sides(scene, target, sides, rivals, levels, alone=alone)
    title = side_words.combined(_named_sides(scene, target, sides, rivals, alone=len(chosen) == 1))
    if not told:
        return title or _of_account(scene, sides) or side_words.background(scene, sides), False
    side = side_words.combined(told)
    twice = side_words.opposite(side or "") in side_words.repeated(
        scene, sides, _spoken_of(scene, target), _elsewhere(scene, target)
    )
    twice = twice or _again_after_unsaid(scene, target, side)
    if twice and not _other_side_denied(scene, target, sides, side):
        side = side_words.BILATERAL
    given_up = sides_given_up(scene)
    if side == side_words.BILATERAL and given_up:
        return side_words.opposite(*given_up), False
    if title is None or title == side:
        return side, False
    if title == side_words.BILATERAL:
        if given_up or _other_side_denied(scene, target, sides, side):
            return side, False
        other = side_words.opposite(side or "")
        return (title, False) if other in _sides_of_acts(scene, sides) else (side, True)
    if (
        side == side_words.BILATERAL
        and not twice
        and told.count(title) > 2 * len([other for other in told if other != title])
    ):
        return title, False
    if side == side_words.BILATERAL:
        if twice or len(chosen) > 1:
            return side, False
        return (
            (title, False)
            if told.count(title) >= max(told.count(side_words.BILATERAL), told.count(side_words.opposite(title) or ""))
            else (side, True)
        )
    return side, True


def _sides_of_acts(scene: Scene, sides: Sequence[Item]) -> set[str]:
    """The sides that the account takes up: as the label of a paragraph or first in a sentence, or beside an act."""
    told = [side for side in sides if side.performed and side.tier in {DONE, SUMMED}]
    labels = {label.concept for label in side_words.labels(scene, told).values() if label.tier == DONE}
    return labels | {
        side.concept
        for side in told
        if scene.same_sentence(side, "technique", "temperature")
        or scene.has("repeat", side)
        or scene.has("approached", side)
        or (_LABELS.match(scene.after(side, 20)) and not scene.before(side, 4).strip())
    }


def _again_after_unsaid(scene: Scene, target: Target, side: str | None) -> bool:
    """ "... were lesioned. The tube was swung to the left, where it was all done again": what the account did before, without a
    side, was on the other, of which it spoke as well."""
    told = [item for item in scene.of("side") if item.performed and item.tier in {DONE, BEFORE, NAMED}]
    before = {item.concept for item in told if item.start < _last_told(target)}
    own = [item for item in told if item.concept == side]
    other = side_words.opposite(side or "")
    return (
        bool(own)
        and before == {other}
        and all(item.start > _last_told(target) and scene.has("again", item) for item in own)
    )


def _last_told(target: Target) -> int:
    return max(item.end for item in target.all)


def _spoken_of(scene: Scene, target: Target) -> int:
    """Where the account first speaks of a target: what was repeated before, was not done at it."""
    sentences = [item.sentence for item in target.items if item.tier == DONE and item.sentence >= 0]
    return scene.sentences[min(sentences)][0] if sentences else 0


def _elsewhere(scene: Scene, target: Target) -> set[int]:
    """The sentences of the account that name other nerves and not this one."""
    own = {item.sentence for item in target.items}
    return {item.sentence for item in candidates(scene) if item.tier == DONE and item.concept != target.nerve} - own


def _of_account(scene: Scene, sides: Sequence[Item]) -> str | None:
    """Both, where the account speaks of both sides and repeats on one what it did on the other."""
    spoken = {side.concept for side in sides if side.tier == DONE and side.performed}
    return side_words.BILATERAL if len(spoken) > 1 and side_words.repeated(scene, sides) else None


def _done_sides(
    scene: Scene,
    target: Target,
    sides: Sequence[Item],
    rivals: Sequence[Item],
    levels: Sequence[Item],
    *,
    alone: bool,
) -> list[str]:
    """Sides that the account gives a target: in its own sentences; where it is the only one, in those of the acts; else
    the side in force where it is spoken of."""
    denied = {
        side.concept
        for item in scene.of("nerve")
        if item.concept == target.nerve
        and item.assertion == "negated"
        and item.tier == DONE
        and (side := side_words.bound(scene, item, sides, []))
    }
    sides = [side for side in sides if side.performed and side.tier in {DONE, SUMMED} and side.concept not in denied]
    told = [item for item in target.items if not numbed(scene, item)] or list(target.items)
    if alone:
        told += [
            item for item in scene.of("technique", "temperature", "branch") if item.tier == DONE and item.performed
        ]
    own: list[str] = []
    for item in told:
        columns = tables.sides(scene.text, item.start)
        if columns is not None:
            own += columns
        elif side := side_words.bound(scene, item, sides, rivals) or _in_force(scene, item, sides):
            own.append(side.concept)
    for item in levels:
        if item.tier != DONE or not item.performed:
            continue
        if (columns := tables.sides(scene.text, item.start)) is not None:
            own += columns
        elif side := side_words.bound(scene, item, sides, []) or (None if alone else _in_force(scene, item, sides)):
            own.append(side.concept)
    if alone:
        own += [
            side.concept
            for side in sides
            if side.tier == DONE
            and (
                scene.has("treated", side)
                or scene.has("approached", side)
                or tables.fills(scene.text, side.start)
                or _TURNED.match(_sentence_to(scene, side))
            )
        ]
    return own


def _sentence_to(scene: Scene, side: Item) -> str:
    """The sentence of a side word up to its end and the sign behind it."""
    return scene.text[scene.sentences[side.sentence][0] : side.end + 2]


def _in_force(scene: Scene, item: Item, sides: Sequence[Item]) -> Item | None:
    return side_words.standing(item, sides, scene) if item.tier == DONE else None


def _other_side_denied(scene: Scene, target: Target, sides: Sequence[Item], side: str | None) -> bool:
    """Whether the note denies this nerve on the other side ("left third occipital not lesioned")."""
    denied = [
        item
        for item in scene.of("nerve")
        if item.concept == target.nerve and item.assertion == "negated" and item.tier in {DONE, SUMMED}
    ]
    return any(
        (bound := side_words.bound(scene, item, sides, [])) and bound.concept == side_words.opposite(side or "")
        for item in denied
    )


def _named_sides(
    scene: Scene, target: Target, sides: Sequence[Item], rivals: Sequence[Item], *, alone: bool
) -> list[str]:
    found = []
    for item in target.named:
        if alone:
            found += [
                side.concept for side in sides if side.tier == NAMED and side.sentence == item.sentence and side.today
            ]
        side = side_words.bound(scene, item, [side for side in sides if side.today], rivals)
        if side:
            found.append(side.concept)
    if not found:
        named = side_words.of_tier(sides, NAMED)
        if alone or len({side.concept for side in named}) == 1:
            found = [side.concept for side in named]
    return found


def midline_side(scene: Scene, nerve: str) -> str | None:
    """A midline target has no side, unless the title or the needles say both."""
    sides = meant(scene)
    both = [side for side in sides if side.concept == side_words.BILATERAL and side.today]
    if any(side.tier == NAMED for side in both) or (nerve in _TWO_WAYS and _from_both_sides(scene)):
        return side_words.BILATERAL
    return None


def _from_both_sides(scene: Scene) -> bool:
    """Whether needles came, or the agent was given, on both sides of the midline; contrast that spreads there is not enough."""
    account = [item for item in scene.items if item.tier == DONE]
    sentences = {item.sentence for item in account if item.sentence >= 0}
    first, last = min(sentences, default=0), max(sentences, default=-1)
    return any(
        _BOTH_WAYS_IN.search(clause) and not _SPREAD.search(clause)
        for start, end in scene.sentences[first : last + 1]
        for clause in scene.text[start:end].split(";")
    )
