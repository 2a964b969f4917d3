"""At which levels: the levels of nerves and joints, not those of the bones a needle was steered by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from extractor.components.measures import COUNTS
from extractor.reading.bearing import denies, only_examined
from extractor.reading.meant import meant
from extractor.reading.scene import BEFORE, DONE, NAMED, SUMMED, Item, Scene
from extractor.reading.targets import FOREFOOT, Target

_NERVE, _JOINT, _BARE, BONE = "nerve", "joint", "bare", "bone"
_NERVE_AFTER = re.compile(
    r"^(?:[\s,/&+;\[\]xX-]*(?:and\s+|or\s+)?(?:(?:left|right|lt|rt|R|L)\.?\s+)?[CTLS]-?\d{1,2}(?:-[CTLS]?\d)?)*[\s,(\[\]xX\u2019']*(?:s\b)?(?:left|right|bilateral|lumbar|cervical|thoracic|the|nerves?\s+of)?\s*(?:lumbar|cervical|thoracic|sacral)?\s*(?:(?:deep|superficial)\s+)?(?:MBN?s?\b|MBBs?\b|med(?:ial)?\.?\s+br\w*|medial\s+branch\w*|dorsal\s+ram\w*|posterior\s+(?:primary\s+)?ram\w*|primary\s+dorsal|DR\b|lateral\s+br\w*|LB\b|nerves?\b|intercostal|branch\w*|roots?\b|dorsal\s+root|DRG|ganglion|basivertebral|BVN|level\s+nerves?|sympathetic|splanchnic|facet\s+nerves?)",
    re.IGNORECASE,
)
_NERVE_BEFORE = re.compile(
    r"(?:\bTON|third\s+occipital(?:\s+nerves?)?|\bMBN?s?|med(?:ial)?\.?\s+branch\w*|dorsal\s+ram\w*|lateral\s+branch\w*|\bnerves?|intercostals?|RFA|RF|neurotomy|denervation|rhizotomy|ablation|ganglion|branch\w*|rami|radiofrequency)[\s,:(\u2013\u2014-]*(?:\[[xX]\]\s*|\([xX]\)\s*)?(?:(?:levels?|at|of|from|for|to|the|and|nerves?|left|right|bilateral|on|both)[\s,:(-]*){0,4}$",
    re.IGNORECASE,
)
_JOINT_NEAR = re.compile(r"^\W*(?:\w+\W+)?(?:facet|zyg\w*|z-?\s?joint|joints?|FJ)\b", re.IGNORECASE)
_JOINT_BEFORE = re.compile(
    r"(?:facets?|joints?|zyg\w*)(?:\s+(?:joints?|at|of|levels?|,|:))*\W*(?:the\s+)?$", re.IGNORECASE
)
_BONE_AFTER = re.compile(
    r"^\.?\d|^[\s,]*(?:left\s+|right\s+)?(?:vertebra\w*|transverse|TPs?\b|SAPs?\b|superior\s+articular|pillars?|articular\s+pillar|pedicles?|foram\w*|lamina\w*|bod(?:y|ies)|end\s?plates?|disc\w*|disk\w*|ala\b|fusion|pars|spinous|ribs?|laminectomy|decompress\w*|fracture|compression|waist|radicul\w*|myotom\w*|dermatom\w*|motion|segment|interspace|inter-?laminar|facet\s+(?:hypertrophy|arthro\w*)|spondyl\w*|stenosis|herniat\w*|mass|paraspinal|nerve\s+root\s+(?:block|inj)|sap\b|tp\b|neck|costotrans\w*|microdisc\w*|discectomy|kyphopl\w*|hardware|screw\w*|level\s+of\s+the\s+iliac|symptoms|pattern|distribution|region\s+pain|changes|central)",
    re.IGNORECASE,
)
_BONE_BEFORE = re.compile(
    r"(?:waists?\s+of|pillars?|SAPs?|TPs?|process(?:es)?|pedicles?|foram\w*|vertebra\w*|bod(?:y|ies)|endplates?|fusion|junctions?|ala|necks?|laminae?|rib|counting\s+(?:up|down)\s+from|count\w*|body\s+of|level\s+of\s+the|squared\s+(?:to|at)|discs?|radiculitis|laminectomy|from|s/p|herniation|stenosis)\W*(?:of|at|from|on|to|the|and|\(|:)*\W*(?:the\s+)?(?:left\s+|right\s+)?$",
    re.IGNORECASE,
)
_AT_BONE = re.compile(
    r"\b[CTL]\d{1,2}\s+(?:medial\s+branch|MB|dorsal\s+ram\w+|nerve|ramus)\w*\s+(?:at|on|over)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ONCE_MORE = re.compile(
    r"\b(?:second|third|further|more|another|additional|extra|again|repeat\w*|top(?:ped)?[- ]up)\b", re.IGNORECASE
)
_SAME_BEHIND = re.compile(r"\W*(?:(?:the|done)\s+)?(?:same|likewise|ditto|idem|identical\w*)\b", re.IGNORECASE)
# In the neck, and only there, a medial branch has the number of the pillar that it crosses.
_WAIST_AFTER = re.compile(r"^\W*(?:(?:articular|lateral)\s+)?(?:pillars?|waists?|mass(?:es)?)\b", re.IGNORECASE)
_WAIST_BEFORE = re.compile(
    r"\b(?:pillars?|waists?|lateral\s+mass(?:es)?)\s+(?:of|at)\s+(?:the\s+)?(?:(?:left|right)\s+)?$", re.IGNORECASE
)
_BONE_OF_NEXT = re.compile(
    r"\s*(?:\(|=|->|\u2192|@|(?:at|on|over|across|along)\b)\s*(?:the\s+)?(?:(?:left|right)\s+)?(?P<next>[CTL]-?\d{1,2})\s*(?:transverse|TPs?\b|SAPs?\b|SAP/TP|TP/SAP|superior\s+articular|pedicles?|junction)",
    re.IGNORECASE,
)
_ALA_AFTER = re.compile(
    r"[\s,:;(\u2013\u2014@-]*(?:(?:at|on|over|by|across|along)\s+)?(?:the\s+)?(?:(?:left|right|ipsilateral)\s+)?(?:sacral\s+)?ala\b",
    re.IGNORECASE,
)
_ON_PILLAR = re.compile(
    r"\b(?:pillar|waist|lateral\s+mass|transverse|TP|SAP|articular|ala|groove|junction)\b", re.IGNORECASE
)
_ENDPLATE_AFTER = re.compile(
    r"\W*(?:(?:superior|inferior|upper|lower)\s+)?(?:end\s?plates?|discs?|disks?|modic)\b", re.IGNORECASE
)
_NECK = re.compile(r"C\d(?: C\d)*")
_BLOCKED = re.compile(
    r"^\W*(?:(?:left|right|bilateral|facet|joint|medial\s+branch(?:es)?|nerve(?:\s+root)?|dorsal\s+ram\w+|MB)\s+){0,3}(?:blocks?|MBBs?|(?:TF)?ESIs?|steroid|epidural|injections?)\b(?!\s*(?:and|/|then|followed|with|\+|&))",
    re.IGNORECASE,
)
# "on the pillar at C4, another at C5": what follows is of the kind of what stands before.
_ANOTHER = re.compile(
    r"[ ]|[\s,;]+(?:and\s+)?(?:then\s+)?(?:an?other|an?\s+(?:second|third|fourth|fifth)|the\s+(?:next|second|third|fourth|last|other)|one(?:\s+more)?)\s+(?:one\s+)?(?:at|on|to|onto|over|for)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_COUNTING = re.compile(r"\b(?:the|a|one)\s+(?:first|second|third|fourth|fifth)\b", re.IGNORECASE)
_ROW_BEFORE = re.compile(r"[\s\d|>*#.):-]*(?:(?:left|right|bilateral|[LR]t?\.?|b/l)[\s|:.-]+)?", re.IGNORECASE)
_ROW_AFTER = re.compile(r"\)?(?:[ ]{2,}|\t|\s*\||\s*[:=\u2013\u2014]|\s+-{1,2}\s|\s*\.{3,}|[ \t]*$)", re.MULTILINE)
_RIB_AFTER = re.compile(r"\W*ribs?\b", re.IGNORECASE)
_SPINAL_GROUPS = frozenset({"facet", "si-joint", "basivertebral"})
LEVELLED = frozenset(
    {
        "facet",
        "si-joint",
        "basivertebral",
        "intercostal",
        "dorsal-root-ganglion",
        "neuraxial",
        "sympathetic",
        "celiac",
        "ganglion",
        "somatic-levelled",
    }
)
_DIVISIONS = {"obturator": ("anterior", "posterior"), "superior-cluneal": ("medial", "intermediate", "lateral")}
_MOTOR_NERVES = frozenset(
    {"tibial", "obturator", "median", "musculocutaneous", "femoral", "sciatic", "ulnar", "radial"}
)
_TAKEN_UP = re.compile(
    rf"\b(?:the|these|those|all|both)\s+(?:of\s+the(?:se)?\s+)?(?P<count>{'|'.join(COUNTS)})\s+(?:\w+\s+)?(?:levels|ribs|nerves|joints|branches|spaces)\b",
    re.IGNORECASE,
)


def role(scene: Scene, item: Item) -> str:
    """What a written level is the level of."""
    if item.model:
        return role(scene, item.model)
    before, after = scene.before(item, 45), scene.after(item, 45)
    if _NERVE_AFTER.match(after):
        return _NERVE
    if _JOINT_NEAR.match(after) or _JOINT_BEFORE.search(before):
        return _JOINT
    named = _NERVE_BEFORE.search(before)
    if _at_own_pillar(item, before, after) or _over_bone(item, after):
        return _NERVE
    if _BONE_AFTER.match(after) or _BONE_BEFORE.search(before) or _AT_BONE.search(before):
        return BONE
    if named:
        return _NERVE
    if model := _model(scene, item):
        return role(scene, model)
    return _JOINT if "-" in item.concept else _BARE


def _at_own_pillar(item: Item, before: str, after: str) -> bool:
    """Whether a pillar of the neck is named: its medial branch has the same number."""
    return bool(_NECK.fullmatch(item.concept) and (_WAIST_AFTER.match(after) or _WAIST_BEFORE.search(before)))


def _over_bone(item: Item, after: str) -> bool:
    """Whether a level is told with the bone that its nerve crosses: that of the next level, or for the last the ala."""
    bone = _BONE_OF_NEXT.match(after)
    return bool(bone and bone["next"].upper() not in item.concept) or bool(
        item.concept == "L5" and _ALA_AFTER.match(after)
    )


def _model(scene: Scene, item: Item) -> Item | None:
    """The level before one that an enumeration adds ("..., a third at C6")."""
    before = [other for other in scene.of("level") if other.sentence == item.sentence and other.end <= item.start]
    return before[-1] if before and _ANOTHER.fullmatch(scene.text[before[-1].end : item.start]) else None


def of_target(scene: Scene, target: Target, items: Sequence[Item], letters: str) -> list[tuple[str, Item]]:
    """(level, mention) pairs of a target, the most trustworthy kind of mention only."""
    if target.nerve == "si-joint":
        return _sacral(scene, items)
    pools: dict[str, list[tuple[str, Item]]] = {}
    for item in items:
        if not item.today or item.tier not in {DONE, NAMED, SUMMED, BEFORE}:
            continue
        if item.tier == SUMMED and item.section != "impression":
            continue
        levels = [level for level in _single(item.concept.split(), target) if level[0] in letters]
        kind = _kind(scene, target, item)
        if levels and not _BLOCKED.match(scene.after(item, 50)):
            pools.setdefault(f"{kind}-{item.tier}", []).extend((level, item) for level in levels)
    _with_rows(scene, pools)
    _without_denied(scene, pools)
    done, named = pools.get(f"{_NERVE}-{DONE}", []), pools.get(f"{_NERVE}-{NAMED}", [])
    bare = pools.get(f"{_BARE}-{NAMED}", [])
    if named and {level for level, _ in named} < {level for level, _ in bare}:
        named = bare
    before = pools.get(f"{_NERVE}-{BEFORE}", [])
    if done and not named and {level for level, _ in done} < {level for level, _ in before}:
        return [*before, *done]
    if done and named:
        done_levels, named_levels = {level for level, _ in done}, {level for level, _ in named}
        if done_levels < named_levels:
            return [*named, *done]
        return done
    for choice in (
        done, named, pools.get(f"{_JOINT}-{DONE}"), pools.get(f"{_JOINT}-{NAMED}"), pools.get(f"{_BARE}-{NAMED}"),
        pools.get(f"{_BARE}-{DONE}"), pools.get(f"{_NERVE}-{SUMMED}"), pools.get(f"{_JOINT}-{SUMMED}"), pools.get(f"{_BARE}-{SUMMED}"), pools.get(f"{_NERVE}-{BEFORE}"), pools.get(f"{_JOINT}-{BEFORE}"), pools.get(f"{BONE}-{NAMED}"), pools.get(f"{BONE}-{DONE}"),
    ):  # fmt: skip
        if choice:
            return _fuller(choice, pools)
    return _recalled(scene, target, items, letters)


def _recalled(scene: Scene, target: Target, items: Sequence[Item], letters: str) -> list[tuple[str, Item]]:
    """The levels of the complaint, where the account takes up as many ("each of the three ribs")."""
    told = {
        level: item
        for item in items
        if item.tier in {BEFORE, NAMED} and (item.today or item.assertion == "historical")
        for level in _single(item.concept.split(), target)
        if level[0] in letters
    }
    done = [item for item in scene.items if item.tier == DONE and item.performed]
    taken = _TAKEN_UP.search(scene.text, scene.sentences[done[0].sentence][0]) if done else None
    return list(told.items()) if taken and COUNTS[taken["count"].lower()] == len(told) else []


def _kind(scene: Scene, target: Target, item: Item) -> str:
    if target.nerve == "basivertebral" and "-" not in item.concept:
        acted = scene.has("treated", item) or scene.same_sentence(item, "technique", "temperature")
        return BONE if _ENDPLATE_AFTER.match(scene.after(item, 30)) and not acted else _BARE
    acted = scene.has("treated", item) or scene.has("repeat", item) or scene.same_sentence(item, "technique")
    if item.kind == "rib-ordinal" and acted:
        return _NERVE
    if target.nerve.startswith("facet") and "-" in item.concept and role(scene, item) == _NERVE:
        return _JOINT
    if _RIB_AFTER.match(scene.after(item, 12)) and any(word.sentence == item.sentence for word in target.items):
        return role(scene, item) if scene.same_sentence(item, "level") else _NERVE
    return role(scene, item)


def _with_rows(scene: Scene, pools: dict[str, list[tuple[str, Item]]]) -> None:
    """Levels that head a row are those of nerves where one row says so ("L4   80   90" above "L5 DR   80   90"), and so are
    levels of what was done again ("Left: the same and L2", "T6  same cycles")."""
    bare, nerves = pools.get(f"{_BARE}-{DONE}", []), pools.get(f"{_NERVE}-{DONE}", [])
    rows = any(_heads_row(scene, item) for _, item in nerves)
    if nerves:
        nerves += [
            pair
            for pair in bare
            if _goes_on(scene, pair[1], nerves)
            or (rows and _heads_row(scene, pair[1]))
            or any(_is_like_row(scene, pair[1], item) for _, item in nerves)
            or scene.cues["repeat"].search(scene.before(pair[1], 60))
            or _SAME_BEHIND.match(scene.after(pair[1], 20))
        ]
        nerves.sort(key=lambda pair: pair[1].start)


def _is_like_row(scene: Scene, item: Item, other: Item) -> bool:
    """Whether a level heads the line next to that of another, and both lines tell how their lesion was made or what it lay
    on."""
    heads = all(scene.sentences[one.sentence][0] == one.start for one in (item, other))
    return (
        abs(item.sentence - other.sentence) == 1
        and heads
        and (
            all(scene.same_sentence(one, "temperature", "technique") for one in (item, other))
            or all(_ON_PILLAR.search(scene.sentence_text(one)) for one in (item, other))
        )
    )


def _goes_on(scene: Scene, item: Item, nerves: Sequence[tuple[str, Item]]) -> bool:
    """ "The first needle went to L2, the second to L3, the third to the L4 medial branch": one noun for all that one sentence
    counts."""
    told = [other for _, other in nerves if other.sentence == item.sentence]
    return bool(told) and len(_COUNTING.findall(scene.sentence_text(item))) > 1


def _without_denied(scene: Scene, pools: dict[str, list[tuple[str, Item]]]) -> None:
    """Levels that a title, a plan or a list names and that the account leaves out are none of those treated."""
    done = [pair for key, pool in pools.items() if key.endswith(f"-{DONE}") for pair in pool]
    denied = {
        level
        for item in scene.of("level", "rib-ordinal")
        if item.assertion == "negated" and item.tier in {DONE, NAMED} and not _BLOCKED.match(scene.after(item, 50))
        for level in item.concept.split()
        if all(_excepts(scene, item, other) for own, other in done if own == level)
    }
    if not {level for level, _ in done} <= denied:
        for key, pool in pools.items():
            pools[key] = [pair for pair in pool if pair[0] not in denied]


def _excepts(scene: Scene, denied: Item, told: Item) -> bool:
    """Whether a denial takes a level out of the list or range that names it before; where two sides are told of, it may speak
    of the other."""
    listed = " " in told.concept or scene.same_sentence(told, "level", "rib-ordinal")
    if not listed or told.end > denied.start or len({side.concept for side in meant(scene)}) > 1:
        return False
    return denies(scene, denied) and not _ONCE_MORE.search(scene.sentence_text(denied))


def _heads_row(scene: Scene, item: Item) -> bool:
    line = max(scene.text.rfind("\n", 0, item.start) + 1, scene.text.rfind(". ", 0, item.start) + 2)
    opened = _ROW_BEFORE.fullmatch(scene.text, line, item.start) is not None
    rest = scene.text[item.end : item.end + 60]
    noun = _NERVE_AFTER.match(rest)
    return opened and _ROW_AFTER.match(rest[noun.end() :] if noun else rest) is not None


def _fuller(choice: list[tuple[str, Item]], pools: Mapping[str, list[tuple[str, Item]]]) -> list[tuple[str, Item]]:
    """Levels of the account that are no nerves' own, or those that the prose ahead of it gives the nerves and that hold
    more."""
    before = pools.get(f"{_NERVE}-{BEFORE}", [])
    bare = choice in (pools.get(f"{_BARE}-{DONE}"), pools.get(f"{BONE}-{DONE}"))
    return before if bare and {level for level, _ in choice} < {level for level, _ in before} else choice


def _single(levels: Sequence[str], target: Target) -> list[str]:
    """ "T6-7" names two intercostal nerves, but one facet joint."""
    if target.nerve.startswith(("facet", "epidural")) or target.nerve in {"third-occipital", "subarachnoid"}:
        return list(levels)
    return [single for level in levels for single in level.split("-")]


def _sacral(scene: Scene, items: Sequence[Item]) -> list[tuple[str, Item]]:
    """The sacral levels of a sacroiliac denervation, told by foramen or by nerve, with the L5 dorsal ramus."""
    for tiers in ({DONE}, {NAMED}, {SUMMED, BEFORE}):
        told = [
            (level, item)
            for item in items
            if item.tier in tiers and item.today
            for level in item.concept.split()
            if level[0] == "S" or (level == "L5" and role(scene, item) == _NERVE)
        ]
        if any(level[0] == "S" for level, _ in told):
            return told
    return []


def unattributed(scene: Scene, told: Sequence[tuple[str, Item]]) -> list[Item]:
    """The levels of the account, of the region of those told, that are neither among these nor levels of a bone."""
    letters = {level[0] for level, _ in told}
    known = {item.start for _, item in told}
    return [
        item
        for item in scene.of("level")
        if item.tier == DONE
        and item.performed
        and item.start not in known
        and item.concept[0] in letters
        and role(scene, item) != BONE
    ]


def in_order(levels: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(levels))


def parts_of(scene: Scene, target: Target) -> list[tuple[str, Item]]:
    """(name, mention) pairs of the parts of a nerve that were treated: interspaces, divisions, motor branches."""
    if target.nerve == FOREFOOT:
        spaces = [
            (f"{item.concept} interspace", item) for item in scene.of("interspace") if not only_examined(scene, item)
        ]
        beside = {word.sentence for word in target.all}
        return _told(
            [
                pair
                for pair in spaces
                if pair[1].sentence in beside or scene.has("treated", pair[1]) or scene.same_sentence(pair[1], "side")
            ]
        ) or _told(spaces)
    return _told([(name, item) for item in scene.of("division") for name in _division_names(scene, target, item)])


def _division_names(scene: Scene, target: Target, item: Item) -> tuple[str, ...]:
    """What a division is called at a target; nothing where it is that of another nerve."""
    own = _DIVISIONS.get(target.nerve, ())
    here = [word for word in scene.of("nerve", "nerve-name") if word.sentence == item.sentence]
    beside = any(word.sentence == item.sentence for word in target.all)
    if beside or not any(word.end <= item.start or item.end <= word.start for word in here):
        named = own if item.concept == "both" and len(own) == 2 else tuple(name for name in own if name == item.concept)
        if named:
            return tuple(f"{name} {_noun(scene)}" for name in named)
    if target.nerve in _MOTOR_NERVES and "branch" in item.concept:
        owned = any(_interlocked(item, word) for word in here) and " of " in item.concept
        return (item.concept,) if beside and not owned else ()
    return ()


def _interlocked(division: Item, word: Item) -> bool:
    """Whether one of the two begins inside the other."""
    return division.start < word.start < division.end or word.start < division.start < word.end


def _noun(scene: Scene) -> str:
    return "division" if any("div" in item.text.lower() for item in scene.of("division")) else "branch"


def _told(named: Sequence[tuple[str, Item]]) -> list[tuple[str, Item]]:
    """Those of the account, failing these those of the title, of summary, and of what stands ahead."""
    for tiers in ({DONE}, {NAMED}, {SUMMED}, {BEFORE}):
        if told := [(name, item) for name, item in named if item.tier in tiers and item.today]:
            return told
    return []
