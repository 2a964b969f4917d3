"""Which side words say where the procedure was done: not the side the patient lies on or the machine stands at, nor one of
which only a complaint or a wish is told."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest

from extractor.components import tables
from extractor.reading.scene import ASIDE, DONE, NAMED, Item, Scene, once

_POSITION_AFTER = re.compile(
    r"^\W*(?:(?:hand|arm|forearm|elbow)\s+(?:\w+\s+)?(?:on|across|over|behind|off|under|resting)\b|lat(?:eral|\.)?\s+(?:decub\w*|recumb\w*|position|view|film|projection)|decub\w*|lateral\b(?=\W+(?:with|up|down))|side[\s-]+(?:down|up|lying)|handed|hand(?:ed)?[\s-]+domin\w*|dominant|non-?dominant|hemisphere|mca\b|aca\b|pca\s+(?:stroke|infarct)|basal|thalam\w*|frontal|parietal|"
    r"(?:upper|lower|middle)\s+lob\w*|lung|bundle|ventric\w*|atri\w*|heart|iliac\s+crest\s+biopsy|antecubital|forearm\s+iv|ac\b|iv\b|hand\s+(?:iv|\d+\s*g)|middle\s+cerebral|cerebral|brain|hemispher\w*|sided\s+(?:stroke|infarct)|internal\s+capsule|ipsilateral|recumbent|obliq\w*|kidney|colon|hepatic|breast\s+cancer|thalamus|cerebell\w*|common\s+carotid|lateral$|iv\s+access)",
    re.IGNORECASE,
)
_POSITION_BEFORE = re.compile(
    r"(?:\b(?:head\s+(?:was\s+)?(?:turned|rotated)|(?:(?:was|were|is|patient|him|her|them)\s+)(?:put|placed|kept|settled|resting|rested|helped|asked\s+to\s+lie)(?=\s+on)|with\s+(?:him|her|them|the\s+patient)(?=\s+on\b)|turned|tilt\w*|lying|lay|lies|laid|positioned|rolled|roll|rolls|looking|deviat\w*|facing|propped|slept?|sleeps|sleep)\b(?:\s+\w+){0,3}?(?:\s+(?:to|on|onto|towards?|over))?|(?:(?:hand|arm|forearm)\s+(?:resting\s+)?(?:on|across|over|behind)|iv\s+(?:in|to)|line\s+in|cuff\s+(?:on|to)|bolster\s+under|(?:stand(?:s|ing)?|stood|sat|sits|sitting|seated)\s+(?:on|at|to)|"
    r"screen\s+(?:on|to)|(?:convex\w*|concav\w*|curv\w*|apex|scolio\w*)\s+(?:is\s+)?to|monitor\s+(?:on|to)|grounding\s+pad\s+(?:on|to)|pad\s+on|table\s+to))\s*(?:the|his|her|their|a|patient's)?\s*$",
    re.IGNORECASE,
)
_RESTED = re.compile(
    r"\b(?:hand|palm|arm|forearm|elbow|wrist|ankle|heel)\s+(?:(?:was|is|lay|resting|rested|laid|placed|held|draped|crossed|reaching|folded|lifted|brought)\s+)?(?:across\s+to|on|onto|across|over|behind|under|against|to)\s+(?:(?:the|his|her|their)\s*)?$",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\W*(?:shoulder|hip|knee|thigh|chest|cheek|ear|flank|arm|forearm|elbow|buttock|shin)\b", re.IGNORECASE
)
_GROUND = re.compile(
    r"\b(?:ground\w*|dispersive|pulse\s?ox|cuff|iv\b|cannulat\w*|antecubital|drain|port\s+in|saline\s+lock|gauge\s+iv)\b",
    re.IGNORECASE,
)
_PROPPED = re.compile(
    r"^both\s+(?:feet|legs|knees|arms|hips)\s+(?:over|off|on|under|flexed|bent|free|hanging|supported|taped|elevated|tucked|padded|exposed|at(?!\s+\d))\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\s+of\s+(?:it|this|that|these|those|the\s+(?:nerve|point|incision|lesion|first|scar|femur|patella|kneecap|joint|bone|tendon|wound|artery|vessel|needle|probe|tip|entry))\b",
    re.IGNORECASE,
)
_FLANK = re.compile(
    r"^\W*(?:side|flank|hip|shoulder|cheek|ear|arm|face|hand|leg)?\W*(?:down|up)\b(?!\s+(?:to|into|towards?)\b)",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"\b(?:c-?arm|intensifier|machine|monitor|screen|tower|assistant|nurse)\b[^.;,]{0,25}\b(?:from|on|at|to)\s+(?:the|his|her|patient's)\s*$",
    re.IGNORECASE,
)
_SIDE = r"(?:left|right|lt|rt|[LR])\b(?:\s+(?:side|foot|knee|leg|arm|hip))?"
_COMPARED_BEFORE = re.compile(
    rf"\b{_SIDE}\s*[<>]{{1,3}}\s*$|\b(?:than|same\b[^.;\n]{{0,24}}\b(?:as|like))\s+(?:(?:on|in|at)\s+)?(?:(?:the|his|her)\s+)?$"
    r"|\b(?:match(?:es|ing)?|mirror(?:s|ing)?|copy(?:ing)?)\s+(?:(?:that|those)\s+(?:on|of|from)\s+)?(?:(?:the|his|her)\s+)?$",
    re.IGNORECASE,
)
_COMPARED_AFTER = re.compile(
    rf"(?:\s+(?:side|foot|knee|leg|arm|hip))?\s*(?:[<>]{{1,3}}\s*{_SIDE}|(?:more|worse|greater|less|better)\s+(?:\w+\s+)?than\b|(?:more|worse|better)\W*(?:$|[.;,\n]))",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[.;!?](?=\s|$)|\s(?=\((?:left|right|lt|rt|[LR])\b[^()\n]*\))|\s(?=(?:but|while|whereas|although|though)\s)|\n(?=\s*(?:\d|[-*\u2022]))|\s[-\u2013\u2014]{1,2}\s",
    re.IGNORECASE,
)
_UNFILLED = re.compile(r"\s?:?\s?_{2,}(?!\s?[xX\u2713\u2714])")
_LABELLED = re.compile(r"(?:\s+(?:side|foot|knee|leg|arm|hip))?\s*:(?P<told>[^,;.]*)", re.IGNORECASE)
_BILATERAL, _OTHER, _SAME = "bilateral", "other", "same"
_OPPOSITE = {"left": "right", "right": "left"}
_CORRECTED_WITHIN = 50
_SELF = re.compile(r"\b(?:I|we|attention)(?:\s+(?:then|now|next|was))*\s*$", re.IGNORECASE)
_CIRCLED_BEFORE = re.compile(r"\([LR]\)\s{1,4}$")
_CIRCLED_AFTER = re.compile(r"\s{1,4}\([LR]\)")


@once
def meant(scene: Scene) -> list[Item]:
    """Side words that may say where the procedure was done, in order; those of which the account tells only a complaint or a
    finding stand aside, those put off to another day are planned."""
    found: list[Item] = []
    spoken = [item for item in scene.of("side") if not _positional(scene, item)]
    for item, following in zip_longest(spoken, spoken[1:]):
        if tables.heads(scene.text, item.start) or (following and _taken_back(scene, item, following)):
            continue
        if item.concept in {_OTHER, _SAME}:
            before = next((one.concept for one in reversed(found) if one.concept in _OPPOSITE), None)
            acts = item.concept == _SAME or _acts(scene, _clause(scene, item), item)
            if not (before and item.performed and acts):
                continue
            item = replace(item, concept=before if item.concept == _SAME else _OPPOSITE[before])
        clause = _clause(scene, item)
        if _put_off(scene, clause):
            item = replace(item, assertion="planned")
        elif (
            item.tier in {DONE, NAMED}
            and _has(scene, "condition", _told(scene, item, clause))
            and not _acts(scene, clause, item)
        ):
            item = replace(item, tier=ASIDE)
        found.append(item)
    return found


def _taken_back(scene: Scene, item: Item, following: Item) -> bool:
    """ "Right knee. No, strike that, left knee": a speaker takes the first side back."""
    between = scene.text[item.end : following.start]
    return (
        item.concept != following.concept
        and len(between) < _CORRECTED_WITHIN
        and scene.cues["corrected"].search(between) is not None
    )


def _clause(scene: Scene, item: Item) -> tuple[int, int]:
    """Where the clause of a side word begins and ends."""
    start, end = scene.sentences[item.sentence] if item.sentence >= 0 else (item.start, item.end)
    ends = [match.end() for match in _CLAUSE_END.finditer(scene.text, start, end)]
    return max((at for at in ends if at <= item.start), default=start), min(
        (at for at in ends if at >= item.end), default=end
    )


def _told(scene: Scene, item: Item, clause: tuple[int, int]) -> tuple[int, int]:
    """The clause of a side, of one that labels its line only what the label tells first ("Left: IPBSN, no tenderness else")."""
    label = _LABELLED.match(scene.text, item.end, clause[1])
    return (clause[0], label.end()) if label and label["told"].strip() else clause


def _put_off(scene: Scene, clause: tuple[int, int]) -> bool:
    """ "Right: another day", "wants the right done too"."""
    if _has(scene, "wished", clause) and _has(scene, "besides", clause):
        return True
    return _has(scene, "postponed", clause) and not _has(scene, "acting", clause)


def _acts(scene: Scene, clause: tuple[int, int], item: Item) -> bool:
    told = any(clause[0] <= other.start < clause[1] for other in scene.same_sentence(item, "technique"))
    return told or any(_has(scene, cue, clause) for cue in ("acting", "treated", "approached", "perceived"))


def _has(scene: Scene, cue: str, clause: tuple[int, int]) -> bool:
    return scene.cues[cue].search(scene.text, *clause) is not None


def _positional(scene: Scene, item: Item) -> bool:
    after, before = scene.after(item, 40), scene.before(item, 40)
    if len(item.text) == 1 and (_CIRCLED_BEFORE.search(before) or _CIRCLED_AFTER.match(after)):
        return True
    if _MACHINE.search(before) or (_RESTED.search(before) and _REST.match(after)):
        return True
    if _POSITION_AFTER.match(after) or _FLANK.match(after):
        return True
    posed = _POSITION_BEFORE.search(before)
    if (
        posed
        and not _SELF.search(before, 0, posed.start())
        and re.match(r"^\W*(?:side|lateral|flank|$|[.,;]|and\b|with\b)", after, re.IGNORECASE)
    ):
        return True
    if _UNFILLED.match(after):
        return True
    if item.concept == _BILATERAL and _ABOUT.match(after):
        return True
    if item.concept == _BILATERAL and _PROPPED.search(item.text + after):
        return True
    if scene.cues["furniture"].search(after) or _COMPARED_BEFORE.search(before) or _COMPARED_AFTER.match(after):
        return True
    return bool(_GROUND.search(re.split(r"[.;,]", before)[-1])) or bool(
        re.match(r"^\W*(?:\w+\W+){0,2}(?:ground\w*|dispersive|iv\b|antecubital)", after, re.IGNORECASE)
    )
