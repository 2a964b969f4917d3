"""On which side: the sides a clinician means, not the side the patient lies on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractor.reading import tables
from extractor.reading.scene import BEFORE, DONE, NAMED, Item, Scene, once

LEFT, RIGHT, BILATERAL = "left", "right", "bilateral"
_POSITION_AFTER = re.compile(
    r"^\W*(?:(?:hand|arm|forearm|elbow)\s+(?:\w+\s+)?(?:on|across|over|behind|off|under|resting)\b|lateral\s+(?:decub\w*|recumb\w*|position|view|film|projection)|decub\w*|lateral\b(?=\W+(?:with|up|down))|side[\s-]+(?:down|up|lying)|handed|hand(?:ed)?[\s-]+domin\w*|dominant|non-?dominant|hemisphere|mca\b|aca\b|pca\s+(?:stroke|infarct)|basal|thalam\w*|frontal|parietal|"
    r"(?:upper|lower|middle)\s+lob\w*|lung|bundle|ventric\w*|atri\w*|heart|iliac\s+crest\s+biopsy|antecubital|forearm\s+iv|ac\b|iv\b|hand\s+(?:iv|\d+\s*g)|middle\s+cerebral|cerebral|brain|hemispher\w*|sided\s+(?:stroke|infarct)|internal\s+capsule|ipsilateral|recumbent|obliq\w*|kidney|colon|hepatic|breast\s+cancer|thalamus|cerebell\w*|common\s+carotid|lateral$|iv\s+access)",
    re.IGNORECASE,
)
_POSITION_BEFORE = re.compile(
    r"(?:\b(?:head\s+(?:was\s+)?(?:turned|rotated)|turned|tilt\w*|lying|lay|lies|laid|positioned|rolled|roll|rolls|looking|deviat\w*|facing|propped|slept?|sleeps|sleep)\b(?:\s+\w+){0,3}?(?:\s+(?:to|on|onto|towards?|over))?|(?:(?:hand|arm|forearm)\s+(?:resting\s+)?(?:on|across|over|behind)|iv\s+(?:in|to)|line\s+in|cuff\s+(?:on|to)|bolster\s+under|standing\s+(?:on|at)|"
    r"screen\s+(?:on|to)|monitor\s+(?:on|to)|grounding\s+pad\s+(?:on|to)|pad\s+on|table\s+to))\s*(?:the|his|her|their|a|patient's)?\s*$",
    re.IGNORECASE,
)
_RESTED = re.compile(
    r"\b(?:hand|palm|arm|forearm|elbow|wrist|ankle|heel)\s+(?:(?:was|is|lay|resting|rested|laid|placed|held|draped|crossed|reaching)\s+)?(?:on|onto|across|over|behind|under|against|to)\s+(?:the|his|her|their)\s*$",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\W*(?:shoulder|hip|knee|thigh|chest|cheek|ear|flank|arm|forearm|elbow|buttock|shin)\b", re.IGNORECASE
)
_GROUND = re.compile(
    r"\b(?:ground\w*|dispersive|pulse\s?ox|cuff|iv\b|cannulat\w*|antecubital|drain|port\s+in|saline\s+lock|gauge\s+iv)\b",
    re.IGNORECASE,
)
_EXAMINED = re.compile(
    r"\b(?:corneal|reflex\w*|breath\s+sounds|grip|pupils?|lungs?|pulses|strength|\d/5|sensation|numb\w*|moves?\s+both|moving\s+both|range\s+of\s+motion|rom\b|gait|straight\s+leg|plantar\s?flex\w*|dorsiflex\w*|warm\w*|lung\s+sliding|dull\s+to\s+pin|light\s+touch|normal\s+to)\b",
    re.IGNORECASE,
)
_ACTING = re.compile(
    r"\b(?:needle|cannula\w*|probe|electrode|lesion\w*|inject\w*|ablat\w*|freez\w*|nerve|nerves|branch\w*|guid\w*|target\w*|prep\w*|mark\w*|repeated|done|treated)\b",
    re.IGNORECASE,
)
_PROPPED = re.compile(
    r"^both\s+(?:feet|legs|knees|arms|hips)\s+(?:over|off|on|under|flexed|bent|free|hanging|supported|taped|elevated|tucked|padded|exposed|at)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\s+of\s+(?:it|this|that|these|those|the\s+(?:nerve|point|incision|lesion|first|scar|femur|patella|kneecap|joint|bone|tendon|wound|artery|vessel|needle|probe|tip|entry))\b",
    re.IGNORECASE,
)
_FLANK = re.compile(
    r"^\W*(?:side|flank|hip|shoulder|cheek|ear|arm|face|hand|leg)?\W*(?:down|up)\b|^\W*(?:side\s+|knee\s+|one\s+|foot\s+|hip\s+)?(?:is|was|has\s+been|had\s+been|remains?)\s+(?:fine|quiet|normal|asympt\w*|painless|healthy|good|well|ok|a\s+(?:reverse\s+)?prosthesis)\b",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"\b(?:c-?arm|intensifier|machine|monitor|screen|tower|assistant|nurse)\b[^.;,]{0,25}\b(?:from|on|at|to)\s+(?:the|his|her|patient's)\s*$",
    re.IGNORECASE,
)
_CIRCLED_BEFORE = re.compile(r"\([LR]\)\s{1,4}$")
_CIRCLED_AFTER = re.compile(r"\s{1,4}\([LR]\)")
_REPEAT = "repeat"
_LABEL_WIDTH, _ENUMERATOR = 45, 4
_OWN_WORDS = re.compile(r"(?:[a-z]+\W+){4}", re.IGNORECASE)
_STOPPED = re.compile(r"[.;:]\s")
_OTHER_SIDE = re.compile(
    r"\b(?:on|at|to|for|did|do|does|treated|with)\s+the\s+(?:other|opposite|contralateral)\s+(?:side|knee|foot|leg|arm|hip|groin|shoulder|thigh|hand|heel|ankle)",
    re.IGNORECASE,
)


@once
def meant(scene: Scene) -> list[Item]:
    """Side words that may say where the procedure was done, in order."""
    return [item for item in scene.of("side") if not _positional(scene, item)]


def _positional(scene: Scene, item: Item) -> bool:
    after, before = scene.after(item, 40), scene.before(item, 40)
    if len(item.text) == 1 and (_CIRCLED_BEFORE.search(before) or _CIRCLED_AFTER.match(after)):
        return True
    if _MACHINE.search(before) or (_RESTED.search(before) and _REST.match(after)):
        return True
    if _POSITION_AFTER.match(after) or _FLANK.match(after):
        return True
    if _POSITION_BEFORE.search(before) and re.match(
        r"^\W*(?:side|lateral|flank|$|[.,;]|and\b|with\b)", after, re.IGNORECASE
    ):
        return True
    if item.concept == BILATERAL and _ABOUT.match(after):
        return True
    if item.concept == BILATERAL and _PROPPED.search(item.text + after):
        return True
    if _EXAMINED.search(before + after) and not _ACTING.search(scene.sentence_text(item)):
        return True
    return bool(_GROUND.search(re.split(r"[.;,]", before)[-1])) or bool(
        re.match(r"^\W*(?:\w+\W+){0,2}(?:ground\w*|dispersive|iv\b|antecubital)", after, re.IGNORECASE)
    )


def bound(scene: Scene, item: Item, sides: Sequence[Item], rivals: Sequence[Item]) -> Item | None:
    """The side word that goes with a mention in its own sentence: the nearest one before it, or else behind it with no
    rival between ("... nerve on the right")."""
    here = [side for side in sides if side.sentence == item.sentence and side.assertion == item.assertion]
    ahead = [side for side in here if side.start >= item.end]
    behind = [side for side in here if side.end <= item.start or (item.start <= side.start and side.end <= item.end)]
    following = next(
        (side for side in ahead if not any(item.end <= rival.start < side.start for rival in rivals)), None
    )
    if following and re.fullmatch(
        r"[\s,(]*(?:nerves?\b|branch\w*|medial\s+branch\w*|n\.)?[\s,(]*(?:on\s+(?:the|his|her)\s+|of\s+the\s+|at\s+the\s+|,\s*|\()?",
        scene.text[item.end : following.start],
        re.IGNORECASE,
    ):
        return following
    if behind:
        return behind[-1]
    return following


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


def repeated(scene: Scene, sides: Sequence[Item], since: int = 0) -> set[str]:
    """The sides on which the account says, after an offset, that it was all done again ("the same on the left")."""
    spoken = [side for side in sides if side.tier == DONE and side.performed and side.start >= since]
    near = {side.concept for side in spoken if scene.has(_REPEAT, side)}
    near |= {side.concept for side in labels(scene, spoken).values() if _repeats(scene, side)}
    for at in scene.reach:
        start, end = scene.sentences[at]
        if (
            end > since
            and _OTHER_SIDE.search(scene.text, start, end)
            and scene.cues[_REPEAT].search(scene.text, start, end)
        ):
            near |= {LEFT, RIGHT}
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
            if side.tier != DONE and side.section in {"body", "head", "metadata", "consent", "diagnosis"}
        ],
        [side for side in known if side.tier == DONE],
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
