"""On which side: the sides a clinician means, not the side the patient lies on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from extractor.components import tables
from extractor.reading.scene import ASIDE, BEFORE, DONE, NAMED, Item, Scene

LEFT, RIGHT, BILATERAL = "left", "right", "bilateral"
_REPEAT = "repeat"
_LABEL_WIDTH, _ENUMERATOR = 45, 4
_OWN_WORDS = re.compile(r"(?:[a-z]+\W+){4}", re.IGNORECASE)
_COMMA = re.compile(r"[^,;]*[,;]")
_CLAUSE = re.compile(r"[,;]\s")
_TOLD_OF = ("nerve", "nerve-name", "level", "rib-ordinal", "branch", "interspace", "division", "muscle")
_STOPPED = re.compile(r"[.;:]\s")


def bound(scene: Scene, item: Item, sides: Sequence[Item], rivals: Sequence[Item]) -> Item | None:
    """The side word that goes with a mention in its own sentence: the nearest one before it, or else behind it with no
    rival between ("... nerve on the right")."""
    here = [side for side in sides if side.sentence == item.sentence and side.assertion == item.assertion]
    ahead = [side for side in here if side.start >= item.end]
    behind = [side for side in here if side.start < item.end]
    following = next(
        (side for side in ahead if not any(item.end <= rival.start < side.start for rival in rivals)), None
    )
    if (
        following
        and re.fullmatch(
            r"[\s,(]*(?:nerves?\b|branch\w*|medial\s+branch\w*|n\.)?[\s,(]*(?:on\s+(?:the|his|her)\s+|of\s+the\s+|at\s+the\s+|,\s*|\()?",
            scene.text[item.end : following.start],
            re.IGNORECASE,
        )
        and not (behind and _opens_clause(scene, item, following))
    ):
        return following
    if behind:
        return behind[-1]
    return following


def _opens_clause(scene: Scene, item: Item, side: Item) -> bool:
    """ "On the left the greater occipital, on the right the lesser": whether a side behind a comma goes with what follows."""
    if not _COMMA.match(scene.text, item.end, side.start):
        return False
    _, end = scene.sentences[item.sentence]
    stop = _CLAUSE.search(scene.text, side.end, end)
    last = stop.start() if stop else end
    return any(side.end <= other.start < last for other in scene.of(*_TOLD_OF) if other.sentence == item.sentence)


def standing(item: Item, sides: Sequence[Item], scene: Scene) -> Item | None:
    """The side in force at a mention: the last one told before it in its block, its heading included, else before it in
    the account."""
    earlier = [side for side in sides if side.end <= item.start and side.performed]
    block = [side for side in earlier if side.block == item.block and side.tier in {DONE, NAMED, BEFORE}]
    account = [side for side in earlier if side.tier == DONE]
    told = block or [side for side in account if side.concept != BILATERAL] or account
    return told[-1] if told else None


def given(scene: Scene, item: Item, sides: Sequence[Item]) -> tuple[str, ...]:
    """The sides that the account gives a mention: its columns in a table, else the side word bound to it, else the side in
    force. Empty where none is told."""
    if (columns := tables.sides(scene.text, item.start)) is not None:
        return columns
    side = bound(scene, item, sides, []) or (standing(item, sides, scene) if item.tier == DONE else None)
    if side is None:
        return ()
    return (LEFT, RIGHT) if side.concept == BILATERAL else (side.concept,)


def labels(scene: Scene, sides: Iterable[Item]) -> dict[int, Item]:
    """The side with which a paragraph or list item opens, by block."""
    found: dict[int, Item] = {}
    for item in sides:
        if (
            item.block >= 0
            and item.start - scene.blocks[item.block] < _LABEL_WIDTH
            and not _STOPPED.search(scene.text, scene.blocks[item.block] + _ENUMERATOR, item.start)
        ):
            found.setdefault(item.block, item)
    return found


def of_tier(sides: Iterable[Item], *tiers: str) -> list[Item]:
    return [side for side in sides if side.tier in tiers and side.today]


def combined(values: Iterable[str]) -> str | None:
    """One laterality for several side words."""
    found = set(values)
    if BILATERAL in found or {LEFT, RIGHT} <= found:
        return BILATERAL
    return next(iter(found), None)


def opposite(side: str) -> str | None:
    return {LEFT: RIGHT, RIGHT: LEFT}.get(side)


def repeated(scene: Scene, sides: Sequence[Item], since: int = 0, but: Collection[int] = ()) -> set[str]:
    """The sides on which the account says, after an offset and in no sentence left out, that it was all done again ("the
    same on the left")."""
    spoken = [
        side
        for side in sides
        if side.tier == DONE and side.performed and side.start >= since and side.sentence not in but
    ]
    near = {side.concept for side in spoken if scene.has(_REPEAT, side)}
    near |= {side.concept for side in labels(scene, spoken).values() if _repeats(scene, side)}
    return near | ({LEFT, RIGHT} if BILATERAL in near else set())


def _repeats(scene: Scene, label: Item) -> bool:
    """Whether a label is followed by the word that the same was done there ("LEFT. Same thing")."""
    following = scene.cues[_REPEAT].search(scene.text, label.end, label.end + _LABEL_WIDTH)
    return following is not None and not _OWN_WORDS.search(scene.text, label.end, following.start())


def titled(scene: Scene, sides: Sequence[Item]) -> str | None:
    """The side that title, head and stated intent name, or None where they name none."""
    return combined(side.concept for side in of_tier(sides, NAMED))


def background(scene: Scene, sides: Sequence[Item]) -> str | None:
    """Failing all else, the side of what is told ahead of the account, of summary or diagnosis, and last of any other
    sentence of the account, where these know only one; at the very last that of the whole note, a plan left out."""
    known = [side for side in sides if side.assertion not in {"planned", "negated", "other"}]
    pools = (
        [side for side in known if side.tier == BEFORE or side.section in {"findings", "impression"}],
        [
            side
            for side in known
            if side.tier not in {DONE, ASIDE} and side.section in {"body", "head", "metadata", "consent", "diagnosis"}
        ],
        [side for side in known if side.tier == DONE],
        [side for side in known if side.tier == ASIDE],
        [side for side in known if side.section == "history"],
        [side for side in sides if side.tier == BEFORE and side.assertion == "planned"],
        [
            side
            for side in sides
            if side.section != "plan"
            and side.assertion != "other"
            and not scene.same_sentence(side, "technique", "nerve")
        ],
    )
    for pool in pools:
        found = {side.concept for side in pool}
        if len(found) == 1:
            return found.pop()
    return None
