"""A side put right after the fact: an addendum that says which side is meant outranks what title and account say of it."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.reading.meant import meant
from extractor.reading.scene import DONE, NAMED, Item, Scene
from extractor.reading.sides import LEFT, RIGHT, opposite

_OPENS = re.compile(
    r"(?:^|(?<=\n)|(?<=\.\s))[\W_]{0,6}(?:\w+\s+){0,3}?(?:addend\w*|late\s+entry|correct(?:ion|ed)|amend(?:ed|ment)|erratum|error\s+notice)\b",
    re.IGNORECASE,
)
_PUT_RIGHT = re.compile(
    r"\b(?:should\s+(?:read|be|say|have\s+(?:read|been|said))|wrong|error|errors|erroneous\w*|incorrect\w*|mistak\w*|mis-?(?:stat|typ|dictat|label|record)\w*|typo\w*|transposed|swapped|switched|reversed|correct\s+(?:side|laterality)|(?:corrected|changed|amended|revised)\s+(?:from|to)|actual(?:ly)?|in\s+fact|not\s+(?:the\s+)?(?:left|right))\b",
    re.IGNORECASE,
)
_WRONG_BEFORE = re.compile(
    r"\b(?:not|instead\s+of|rather\s+than|say(?:s|ing)?|said|(?<!should\s)reads?|states?|stated|stating|listed|lists|dictated|typed|recorded|written|entered|documented|shows?|from)\b(?:(?!\b(?:to|but|should|it|is|was|left|right)\b)[^.;]){0,24}$",
    re.IGNORECASE,
)
_WRONG_AFTER = re.compile(
    r"[\"'\u201d)]*\s*(?:side\s+|\w+\s+)?(?:(?:is|was|were|being)\s+(?:\w+\s+)?(?:wrong\w*|incorrect\w*|an?\s+\w*\s?(?:error|typo|mistake)|in\s+error|mis\w+)|in\s+error|by\s+mistake|erroneously|to\s+(?:left|right|L|R)\b)",
    re.IGNORECASE,
)
_LONGEST = 320


def amended(scene: Scene) -> Scene:
    """The scene with the side of its account put right where an addendum does so and the account tells no more than one;
    what it told before stands as what was named."""
    found = _put_right(scene)
    if found is None:
        return scene
    side, start, end = found
    told = [
        item
        for item in meant(scene)
        if item.tier in {DONE, NAMED} and item.today and not start <= item.start < end and item.concept in {LEFT, RIGHT}
    ]
    done = {item.concept for item in told if item.tier == DONE}
    if len(done) > 1 or {item.concept for item in told} <= {side}:
        return scene
    titled = any(item.tier == NAMED for item in told)
    items = [
        replace(item, concept=side)
        if item.kind == "side" and item.tier == DONE and item.concept == opposite(side)
        else item
        for item in scene.items
    ]
    if not titled and done:
        first = next(item for item in items if item.kind == "side" and start <= item.start < end)
        items[items.index(first)] = replace(first, concept=opposite(side) or side, tier=NAMED)
    return scene.holding(items)


def _put_right(scene: Scene) -> tuple[str, int, int] | None:
    """The one side that an addendum says is right, with where the addendum begins and ends."""
    for opened in _OPENS.finditer(scene.text):
        blank = scene.text.find("\n\n", opened.end())
        end = min(opened.start() + _LONGEST, blank if blank >= 0 else len(scene.text))
        if not _PUT_RIGHT.search(scene.text, opened.start(), end):
            continue
        said = [item for item in scene.of("side") if opened.end() <= item.start < end and item.concept in {LEFT, RIGHT}]
        right = {item.concept for item in said if not _is_wrong(scene, item)}
        right = right or {other for item in said if (other := opposite(item.concept))}
        if len(right) == 1:
            return right.pop(), opened.start(), end
    return None


def _is_wrong(scene: Scene, item: Item) -> bool:
    before = scene.text[max(0, item.start - 45) : item.start]
    return bool(_WRONG_BEFORE.search(before) or _WRONG_AFTER.match(scene.text, item.end))
