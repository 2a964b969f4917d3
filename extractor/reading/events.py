"""The events of a note: what was done to which nerve, at which levels, on which side, under which imaging."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extractor.facts import Evidence, GapKind, Imaging, Procedure, Side, Status, Technique
from extractor.lexicon import Concept
from extractor.reading import levels as level_words
from extractor.reading import sides as side_words
from extractor.reading.guidance import approach, guidance, saved_images, stimulation
from extractor.reading.modes import Modes, at_nerve, modes, split
from extractor.reading.muscles import injected
from extractor.reading.scene import DONE, NAMED, SUMMED, Item, Scene
from extractor.reading.statuses import aborted, others
from extractor.reading.targets import Target, targets
from extractor.reading.techniques import Clue

_REGIONS = {"C": "facet-cervical", "T": "facet-thoracic", "L": "facet-lumbar", "S": "facet-lumbar"}
_LETTERS = {"facet-cervical": "C", "facet-thoracic": "T", "facet-lumbar": "LS", "third-occipital": "", "si-joint": "LS", "basivertebral": "LS", "intercostal": "T", "anterior-cutaneous-abdominal": "TL",
            "dorsal-root-ganglion": "CTLS", "lumbar-sympathetic": "L", "thoracic-sympathetic": "T", "splanchnic": "TL", "stellate": "CT", "subarachnoid": "CTLS", "epidural-cervicothoracic": "CT",
            "epidural-lumbosacral": "LS", "subcostal": "T"}  # fmt: skip
_REGION_WORDS = {
    "facet-cervical": r"cervical|\bcerv\b|neck",
    "facet-thoracic": r"thoracic(?!\s+surgery)",
    "facet-lumbar": r"lumbar|lumbosacral|low\s+back|L5|lumb\b",
}
_BESIDE = 75
_MANY_ORGANS = 4
_MIDLINE = frozenset(
    {
        "basivertebral",
        "celiac-plexus",
        "splanchnic",
        "superior-hypogastric",
        "ganglion-impar",
        "subarachnoid",
        "epidural-cervicothoracic",
        "epidural-lumbosacral",
    }
)
_TWO_WAYS = frozenset({"celiac-plexus", "splanchnic", "superior-hypogastric"})
_GIVEN = r"(?:needles?|introducers?|cannul\w+|chibas?|electrodes?|probes?|m[lL]|cc|inject\w*|entr(?:y|ies)|phenol|alcohol|heated)"
_TWICE = r"(?:(?:each|per|either|both|a)\s+sides?|two\s+sides|bilaterally|second\s+needle|both\s+needles|each\s+needle|(?:left|right)\b[^.;]{1,70}\b(?:left|right)\b|other\s+side)"
_BOTH_WAYS_IN = re.compile(
    rf"\b{_GIVEN}\b.{{0,120}}\b{_TWICE}|\b{_TWICE}.{{0,120}}\b{_GIVEN}\b|\b(?:repeated|done)\b.{{0,30}}\b(?:other\s+side|left|right)\b|\bother\s+side\s+the\s+same\b",
    re.IGNORECASE | re.DOTALL,
)
_SPREAD = re.compile(
    r"\b(?:spread\w*|cloud|distribut\w*|collar|surround\w*|pulses?|lung|breath|legs?|feet)\b", re.IGNORECASE
)
_WHOLE_SIDE = re.compile(r"\b(?:each|both|either)\s+(?:side|knee|hip|foot|shoulder)s?\b|\bbilateral", re.IGNORECASE)
_TOXIN_GIVEN = re.compile(r"\binject|\d\s*(?:u|units?)\b", re.IGNORECASE)
_THROUGH_NEEDLE = re.compile(
    r"\d\s*(?:ml|cc)\b.{0,80}\b(?:needles?|each\s+side|per\s+side|down\s+each|inject\w*)\b|\b(?:needles?|inject\w*)\b.{0,80}\d\s*(?:ml|cc)\b",
    re.IGNORECASE | re.DOTALL,
)
_NO_PROCEDURE = re.compile(
    r"\bno\s+(?:injections?\s+(?:or|and|nor)\s+)?(?:procedures?|interventions?)(?:\s+(?:or|nor)\s+injections?)?\s+(?:(?:was|were)\s+)?(?:done|performed|undertaken|carried\s+out|given)?\s*(?:at|during|on|for)?\s*(?:this|today\W?s?|the\s+present)\s*(?:visit|encounter|appointment|session|date)?\b",
    re.IGNORECASE,
)
_NERVE_WORDS = re.compile(
    r"\bnerves?\b|neuroma|\bbranch|neuralgia|neurolysis|neurotomy|denervation|rhizotomy|cryoneuro|cryoanalg",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Event:
    """A procedure in the making: one technique at one nerve."""

    technique: Technique
    nerve: str | None
    concept: Concept | None
    items: list[Item] = field(default_factory=list)
    levels: list[tuple[str, Item]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    side: str | None = None
    side_conflict: bool = False


def read(scene: Scene, found: Sequence[Clue]) -> list[Procedure]:
    """Every procedure of the scene: those of this encounter first, then the planned, historical and negated ones."""
    session = modes(scene, found)
    events = [] if _nothing_done(scene) else _events(scene, session, found)
    stopped = aborted(scene, session)
    status = Status.ABORTED if stopped else Status.PERFORMED
    performed = [procedure for event in events for procedure in _procedures(scene, event, session, events, status)]
    return [*_merged(performed), *others(scene, found, performed)]


def _events(scene: Scene, session: Modes, found: Sequence[Clue]) -> list[Event]:
    nerve_techniques = [item for item in session.techniques if item is not Technique.CHEMODENERVATION]
    events: list[Event] = []
    if nerve_techniques:
        chosen = _resolved(scene, targets(scene, found))
        if _is_another_organ(scene, chosen):
            return []
        for target in chosen:
            techniques = at_nerve(scene, target.items or target.named, session, nerve_techniques)
            for technique in techniques:
                part = (
                    replace(target, items=split(scene, target.items, session, technique))
                    if len(techniques) > 1
                    else target
                )
                events.append(
                    _nerve_event(
                        scene, technique, part, [part if other is target else other for other in chosen], session
                    )
                )
        if not chosen and _speaks_of_a_nerve(scene, nerve_techniques, session):
            events += [_unnamed(scene, technique) for technique in nerve_techniques]
    if Technique.CHEMODENERVATION in session.techniques:
        toxin = [clue.item for clue in session.of(Technique.CHEMODENERVATION)]
        groups = injected(scene, toxin)
        if not groups and any(item.performed and _TOXIN_GIVEN.search(scene.sentence_text(item)) for item in toxin):
            events += [
                _nerve_event(scene, Technique.CHEMODENERVATION, target, [], session) for target in targets(scene, found)
            ] or [_unnamed(scene, Technique.CHEMODENERVATION)]
        for group in groups:
            concept = Concept(id=group.target, kind="nerve", group=group.target, region=None, terms=("-",))
            events.append(
                Event(
                    Technique.CHEMODENERVATION, group.target, concept, group.items, names=group.names, side=group.side
                )
            )
    return events


def _nothing_done(scene: Scene) -> bool:
    """The note says of its own visit that nothing was done at it."""
    return bool(_NO_PROCEDURE.search(scene.text))


def _is_another_organ(scene: Scene, chosen: Sequence[Target]) -> bool:
    """The title treats another organ and names no nerve: nerves of the account are watched, not treated."""
    if any(target.named or target.nerve == "posterior-nasal" for target in chosen):
        return False
    organs = [item for item in scene.of("organ") if item.tier in {DONE, NAMED, SUMMED} and item.performed]
    titled = [item for item in organs if item.tier == NAMED]
    return (
        any(scene.same_sentence(item, "technique") for item in titled) or len(titled) > 1 or len(organs) >= _MANY_ORGANS
    )


def _speaks_of_a_nerve(scene: Scene, techniques: Sequence[Technique], session: Modes) -> bool:
    """Whether a technique without a named nerve was still used on a nerve, not on another organ."""
    performed = [clue.item for clue in session.clues if clue.rank > 1 or clue.technique is Technique.UNSPECIFIED]
    if Technique.CHEMICAL in techniques and any(
        item.performed and scene.same_sentence(item, "technique") for item in scene.of("muscle")
    ):
        return True
    organ = [
        item
        for item in scene.of("organ")
        if item.assertion in {"performed", "intended"} and item.tier in {DONE, NAMED, SUMMED}
    ]
    if organ:
        return False
    if techniques == [Technique.UNSPECIFIED] and any(
        item.tier in {DONE, NAMED} and item.performed for item in scene.of("surgery")
    ):
        return False
    if Technique.CHEMICAL in techniques and any(
        _THROUGH_NEEDLE.search(scene.sentence_text(item)) for item in performed if item.tier == DONE
    ):
        return True
    near = " ".join({scene.sentence_text(item) for item in performed})
    account = " ".join(scene.sentence_text(item) for item in scene.items if item.tier == DONE)
    return bool(_NERVE_WORDS.search(near)) or bool(re.search(r"\bnerves?\b", account, re.IGNORECASE))


def _unnamed(scene: Scene, technique: Technique) -> Event:
    sides = [side for side in side_words.meant(scene) if side.assertion in {"performed", "intended"}]
    done = side_words.of_tier(sides, DONE) or side_words.of_tier(sides, NAMED)
    return Event(
        technique,
        None,
        None,
        side=side_words.combined({side.concept for side in done})
        if len({s.concept for s in done}) == 1
        else side_words.titled(scene, sides),
    )


def _resolved(scene: Scene, found: Sequence[Target]) -> list[Target]:
    """Targets with the lexicon's broad entries (facet, sympathetic, epidural) narrowed to their region."""
    if any(target.nerve == "si-joint" for target in found):
        found = _sacroiliac(scene, list(found))
    narrowed: dict[str, Target] = {}
    for target in found:
        for nerve in _narrow(scene, target):
            other = narrowed.setdefault(nerve, Target(nerve))
            other.items += target.items
            other.named += target.named
            other.weight = max(other.weight, target.weight)
    narrowed = _articular(scene, narrowed)
    if not narrowed and (ribs := _bare_ribs(scene)):
        return [Target("intercostal", items=ribs, weight=1)]
    if not narrowed and _bare_spine(scene):
        return [Target(nerve, named=list(scene.of("level"))[:1]) for nerve in _facet_regions(scene, [])]
    return list(narrowed.values())


def _articular(scene: Scene, found: dict[str, Target]) -> dict[str, Target]:
    """Femoral and obturator nerves of a hip denervation are their articular branches; a digital nerve of the foot is
    plantar."""
    renamed: dict[str, Target] = {}
    for nerve, target in found.items():
        if nerve in {"femoral", "obturator"} and any(
            re.search(
                r"articular\s+br|\bhip\b.{0,40}articular|articular.{0,60}\bhip\b",
                scene.sentence_text(item),
                re.IGNORECASE,
            )
            for item in target.all
        ):
            target = Target(f"{nerve}-articular", target.items, target.named, target.weight)
        if (
            nerve == "digital-hand"
            and re.search(r"\bfoot\b|\btoe|metatars|web\s?space|inter-?space|plantar|morton", scene.text, re.IGNORECASE)
            and not re.search(r"\bfinger|\bthumb|\bhand\b", scene.text, re.IGNORECASE)
        ):
            target = Target("plantar-common-digital", target.items, target.named, target.weight)
        other = renamed.setdefault(target.nerve, target)
        if other is not target:
            other.items += target.items
            other.named += target.named
    return renamed


def _sacroiliac(scene: Scene, found: list[Target]) -> list[Target]:
    """The L5 dorsal ramus of a sacroiliac denervation belongs to it; a joint named only as a landmark or a pain does not
    make one."""
    sacral = next(target for target in found if target.nerve == "si-joint")
    facet = [target for target in found if target.nerve.startswith("facet")]
    lateral = [item for item in sacral.all if re.search(r"branch|\bLBN|network", item.text, re.IGNORECASE)]
    titled = bool(sacral.named)
    if not (lateral or titled or sacral.weight >= 3):
        return [target for target in found if target is not sacral]
    if not facet:
        return found
    lumbar = {
        level
        for item in scene.of("level")
        if item.assertion in {"performed", "intended"}
        and item.tier in {DONE, NAMED}
        and level_words.role(scene, item) != "bone"
        for level in item.concept.split()
        if level[0] in "LT" and level != "L5" and level != "L5-S1"
    }
    _hand_over(scene, facet, sacral)
    facet = [target for target in facet if target.items or target.named]
    found = [target for target in found if target.items or target.named]
    facet_words = [
        item for target in facet for item in target.all if not re.search(r"ram|DR\b", item.text, re.IGNORECASE)
    ]
    if facet_words and (lumbar or any(item.tier == NAMED for item in facet_words)):
        return found
    sacral.items += [item for target in facet for item in target.items]
    return [target for target in found if target not in facet]


def _hand_over(scene: Scene, facet: Sequence[Target], sacral: Target) -> None:
    """An L5 dorsal ramus named beside the lateral branches, or in a block of sacral levels, belongs to them."""
    foramina = {item.block for item in scene.of("level") if re.search(r"S[123]", item.concept)}
    for target in facet:
        for items in (target.items, target.named):
            for item in [item for item in items if re.search(r"ram|DR\b", item.text, re.IGNORECASE)]:
                others = [
                    other
                    for other in target.all
                    if other is not item and not re.search(r"ram|DR\b", other.text, re.IGNORECASE)
                ]
                near = min((abs(item.start - other.start) for other in sacral.all), default=10**9)
                beside = near < _BESIDE and near < min(
                    (abs(item.start - other.start) for other in others), default=10**9
                )
                if beside or (item.block in foramina and all(other.block != item.block for other in others)):
                    items.remove(item)
                    sacral.items.append(item)


def _narrow(scene: Scene, target: Target) -> list[str]:
    if target.nerve == "facet" or target.nerve.startswith("facet-"):
        return _facet_regions(scene, target.all)
    if target.nerve == "sympathetic":
        letters = {
            level[0] for item in scene.of("level") if item.tier in {DONE, NAMED} for level in item.concept.split()
        }
        return [
            "lumbar-sympathetic"
            if "L" in letters or re.search(r"lumbar", scene.text, re.IGNORECASE)
            else "thoracic-sympathetic"
        ]
    if target.nerve == "epidural":
        near = " ".join(scene.sentence_text(item) for item in target.all) + scene.text
        upper = re.search(r"cervical|thoracic|\b[CT]\d", near)
        lower = re.search(r"lumbar|sacral|caudal|\b[LS]\d", near, re.IGNORECASE)
        return ["epidural-cervicothoracic" if upper and not lower else "epidural-lumbosacral"]
    return [target.nerve]


def _facet_regions(scene: Scene, items: Sequence[Item]) -> list[str]:
    explicit = [item.concept for item in items if item.concept in _REGION_WORDS]
    found = list(dict.fromkeys(explicit))
    pairs = [
        (level, item) for item in scene.of("level")
        if item.assertion in {"performed", "intended"} and item.tier in {DONE, NAMED, SUMMED} and level_words.role(scene, item) in {"nerve", "joint"}
        for level in item.concept.split()
    ]  # fmt: skip
    for level, _ in pairs:
        region = _REGIONS[level[0]]
        if region not in found and (not found or level[0] in "CTL") and level != "T12-L1":
            found.append(region)
    if not found:
        for item in scene.of("level"):
            if item.assertion in {"performed", "intended"} and item.tier in {DONE, NAMED}:
                found.append(_REGIONS[item.concept[0]])
                break
    if not found:
        counts = {region: len(re.findall(words, scene.text, re.IGNORECASE)) for region, words in _REGION_WORDS.items()}
        if any(counts.values()):
            found = [max(counts, key=lambda region: counts[region])]
    if len(found) > 1:
        found = [
            region
            for region in found
            if region in explicit or sum(_REGIONS[level[0]] == region for level, _ in pairs) > 0
        ]
    return found or ["facet-lumbar"]


def _bare_ribs(scene: Scene) -> list[Item]:
    """Ribs that a probe or needle was brought to: the nerves below them."""
    levels = [
        item
        for item in scene.of("level")
        if item.tier == DONE
        and item.performed
        and re.match(r"\W*(?:left\s+|right\s+)?ribs?\b", scene.after(item, 14), re.IGNORECASE)
    ]
    return [item for item in levels if scene.same_sentence(item, "technique") and scene.has("approached", item)]


def _bare_spine(scene: Scene) -> bool:
    """ "RFA L3, L4, L5": a lesion at spinal levels where the note knows of facet joints."""
    levels = [
        item
        for item in scene.of("level")
        if item.tier in {DONE, NAMED}
        and item.assertion in {"performed", "intended"}
        and scene.same_sentence(item, "technique")
    ]
    return bool(levels) and bool(
        re.search(r"facet|medial\s+branch|\bMBBs?\b|spondylosis|zyg\w*", scene.text, re.IGNORECASE)
    )


def _nerve_event(scene: Scene, technique: Technique, target: Target, chosen: Sequence[Target], session: Modes) -> Event:
    concept = scene.named(target.nerve)
    event = Event(technique, target.nerve, concept, target.all)
    alone = len(chosen) == 1 and Technique.CHEMODENERVATION not in session.techniques
    event.side, event.side_conflict = _side(scene, target, chosen, alone=alone)
    letters = _LETTERS.get(target.nerve)
    if letters:
        event.levels = level_words.of_target(scene, target, _level_items(scene, target, chosen), letters)
    event.names = _branch_names(scene, target)
    return event


def _level_items(scene: Scene, target: Target, chosen: Sequence[Target]) -> list[Item]:
    """The level mentions that may belong to a target: its own where several targets have levels."""
    items = scene.of("level", "rib-ordinal") if target.nerve == "intercostal" else list(scene.of("level"))
    rivals = [
        other
        for other in chosen
        if other is not target and set(_LETTERS.get(other.nerve, "")) & set(_LETTERS.get(target.nerve, ""))
    ]
    if not rivals:
        return items
    return [item for item in items if min([target, *rivals], key=lambda other: _distance(item, other)) is target]


def _distance(item: Item, target: Target) -> int:
    """Characters from a level to the nearest mention of a target, one in another block counting as farther."""
    return min(
        (abs(word.start - item.start) + (0 if word.block == item.block else 200) for word in target.all), default=10**9
    )


def _branch_names(scene: Scene, target: Target) -> list[str]:
    if target.nerve == "genicular":
        return []
    sentences = {item.sentence for item in target.all if item.sentence >= 0}
    if target.nerve == "plantar-common-digital":
        text = " ".join(scene.text[slice(*scene.sentences[at])] for at in sorted(sentences))
        return level_words.interspaces(text) or level_words.interspaces(scene.text)
    if target.nerve == "genitofemoral":
        return ["genital branch"] if any("genital" in item.text.lower().split() for item in target.all) else []
    names: list[str] = []
    for at in sorted(sentences):
        start, end = scene.sentences[at]
        names += level_words.branches(scene.text[start:end])
    return (
        list(dict.fromkeys(names))
        if target.nerve
        in {"tibial", "obturator", "median", "musculocutaneous", "femoral", "sciatic", "ulnar", "radial"}
        else []
    )


def _side(scene: Scene, target: Target, chosen: Sequence[Target], *, alone: bool) -> tuple[str | None, bool]:
    """(side, whether title and account contradict each other)."""
    sides = side_words.meant(scene)
    rivals = [item for other in chosen if other is not target for item in other.all]
    told = _done_sides(scene, target, sides, rivals, alone=alone)
    title = side_words.combined(_named_sides(scene, target, sides, rivals, alone=len(chosen) == 1))
    if not told:
        return title or side_words.background(sides), False
    side = side_words.combined(told)
    twice = side_words.opposite(side or "") in side_words.repeated(scene, sides)
    if twice and not _other_side_denied(scene, target, sides, side):
        side = side_words.BILATERAL
    if title is None or title == side:
        return side, False
    if title == side_words.BILATERAL:
        return side, True
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


def _done_sides(
    scene: Scene, target: Target, sides: Sequence[Item], rivals: Sequence[Item], *, alone: bool
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
    told = list(target.items)
    if alone:
        told += [
            item for item in scene.of("technique", "temperature", "branch") if item.tier == DONE and item.performed
        ]
    own = [
        side.concept
        for item in told
        if (side := side_words.bound(scene, item, sides, rivals) or _in_force(scene, item, sides))
    ]
    if alone:
        levels = [item for item in scene.of("level") if item.tier == DONE and item.performed]
        own += [side.concept for item in levels if (side := side_words.bound(scene, item, sides, []))]
        own += [
            side.concept
            for side in sides
            if side.tier == DONE and (scene.has("treated", side) or scene.has("approached", side))
        ]
    return own


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
                side.concept
                for side in sides
                if side.tier == NAMED and side.sentence == item.sentence and side.assertion in {"performed", "intended"}
            ]
        side = side_words.bound(
            scene, item, [side for side in sides if side.assertion in {"performed", "intended"}], rivals
        )
        if side:
            found.append(side.concept)
    if not found:
        named = side_words.of_tier(sides, NAMED)
        if alone or len({side.concept for side in named}) == 1:
            found = [side.concept for side in named]
    return found


def _procedures(scene: Scene, event: Event, session: Modes, events: Sequence[Event], status: Status) -> list[Procedure]:
    """The event as procedures: one, or one a side where the sides differ in levels."""
    own = session.of(event.technique)
    spoken = [*own, *(clue for clue in session.background if clue.technique is event.technique)]
    alone = sum(item.technique is event.technique for item in events) == 1
    stated = _stated(scene, event) if alone or event.nerve == "genicular" else None
    imaging = guidance(
        scene,
        event.items,
        several=len({item.technique for item in events}) > 1,
        rivals=[item for other in events if other is not event for item in other.items],
    )
    base = Procedure(
        technique=event.technique,
        nerve=event.nerve,
        laterality=_as_side(_midline_side(scene, event) if event.nerve in _MIDLINE else event.side),
        imaging=tuple(Imaging(item.concept) for item in imaging),
        image_saved=bool(saved_images(scene)),
        approach=approach(scene, event.nerve),
        temperature_c=_temperature(scene, event),
        agent=next((clue.agent for clue in own if clue.agent), None),
        status=status,
        group=event.concept.group if event.concept else None,
        region=event.concept.region if event.concept else None,
        traits=_traits(scene, event, session, spoken),
        sites=None if event.names or event.levels else stated,
        conflicts=tuple(_conflicts(event, session)),
    )
    if stated and len({level for level, _ in event.levels}) < stated and not event.names:
        event.levels = []
        base = replace(base, sites=stated)
    split = _by_side(scene, event)
    return [
        replace(
            base,
            laterality=side if side is not None else base.laterality,
            levels=names,
            evidence=_evidence(scene, event, own, imaging),
        )
        for side, names in split
    ]


def _midline_side(scene: Scene, event: Event) -> str | None:
    """A midline target has no side, unless the title or the needles say both."""
    sides = side_words.meant(scene)
    both = [
        side for side in sides if side.concept == side_words.BILATERAL and side.assertion in {"performed", "intended"}
    ]
    if any(side.tier == NAMED for side in both) or (event.nerve in _TWO_WAYS and _from_both_sides(scene)):
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


def _as_side(side: str | None) -> Side | None:
    return Side(side) if side else None


def _conflicts(event: Event, session: Modes) -> Iterable[GapKind]:
    if session.conflict:
        yield GapKind.TECHNIQUE_CONFLICT
    if event.side_conflict and event.nerve not in _MIDLINE:
        yield GapKind.LATERALITY_CONFLICT


def _temperature(scene: Scene, event: Event) -> float | None:
    values = [
        float(item.concept)
        for item in scene.of("temperature")
        if item.tier in {DONE, NAMED, SUMMED} and item.assertion in {"performed", "intended"}
    ]
    if event.technique is Technique.RADIOFREQUENCY:
        hot = [value for value in values if value >= 60]
        return max(hot) if hot else next((value for value in values if value > 45), None)
    if event.technique is Technique.PULSED:
        return next((value for value in values if 38 < value <= 45), None)
    return next((value for value in values if value < 0), None) if event.technique is Technique.CRYO else None


def _traits(scene: Scene, event: Event, session: Modes, own: Sequence[Clue]) -> frozenset[str]:
    found = {trait for clue in own for trait in clue.traits}
    if any(
        item.assertion in {"performed", "intended"} and item.tier in {DONE, NAMED, SUMMED}
        for item in scene.of("site")
        if "foramen-ovale" in scene.concept(item).traits
    ):
        found.add("foramen-ovale")
    if event.technique is Technique.CHEMODENERVATION:
        found |= stimulation(scene, event.items)
    return frozenset(found)


def _stated(scene: Scene, event: Event) -> int | None:
    """The number of nerves, sites or muscles that the account states of this event."""
    wanted = (
        {"muscle"}
        if event.technique is Technique.CHEMODENERVATION
        else {"nerve", "branch", "branche", "genicular"}
        if event.levels
        else {"nerve", "site", "target", "point", "location", "position", "branch", "branche", "genicular"}
    )
    found = [
        item
        for item in scene.of("count")
        if item.performed and item.tier in {DONE, NAMED} and item.concept.split()[1] in wanted
    ]
    near = [item for item in found if any(item.sentence == word.sentence for word in event.items)]
    if not near and (event.nerve == "genicular" or event.technique is Technique.CHEMODENERVATION):
        near = found
    return max((int(item.concept.split()[0]) for item in near), default=None)


def _by_side(scene: Scene, event: Event) -> list[tuple[Side | None, tuple[str, ...]]]:
    """Levels by side; one entry unless the sides differ."""
    if event.nerve == "genicular":
        return _geniculars(scene, event)
    if not event.levels:
        return [(None, tuple(event.names))]
    everything = level_words.in_order(level for level, _ in event.levels)
    if event.side != side_words.BILATERAL or event.nerve in _MIDLINE:
        return [(None, everything)]
    sides = side_words.meant(scene)
    told: dict[str, list[str]] = {"left": [], "right": []}
    for level, item in event.levels:
        side = side_words.bound(scene, item, sides, [])
        if side is None and item.tier == DONE:
            side = side_words.standing(item, sides, scene)
        names = ("left", "right") if side is None or side.concept == side_words.BILATERAL else (side.concept,)
        for name in names:
            told[name].append(level)
    left, right = level_words.in_order(told["left"]), level_words.in_order(told["right"])
    if not left or not right or set(left) == set(right):
        return [(None, everything)]
    return [(Side.RIGHT, right), (Side.LEFT, left)]


def _geniculars(scene: Scene, event: Event) -> list[tuple[Side | None, tuple[str, ...]]]:
    """The genicular branches treated, by knee."""
    treated = [
        item
        for item in scene.of("branch")
        if item.assertion in {"performed", "intended"} and item.tier in {DONE, NAMED, SUMMED}
    ]
    denied = {
        item.concept for item in scene.of("branch") if item.assertion == "negated" and item.tier in {DONE, SUMMED}
    }
    done = [item for item in treated if item.tier == DONE] or treated
    sides = side_words.meant(scene)
    if event.side != side_words.BILATERAL:
        kept = [item for item in done if item.concept not in denied or _acted_on(scene, item)]
        return [(None, _branch_levels(kept))]
    told: dict[str, list[Item]] = {"left": [], "right": []}
    for item in done:
        side = side_words.bound(scene, item, sides, []) or side_words.standing(item, sides, scene)
        for name in ("left", "right") if side is None or side.concept == side_words.BILATERAL else (side.concept,):
            told[name].append(item)
    lost = {
        name: {
            item.concept
            for item in scene.of("branch")
            if item.assertion == "negated"
            and (side := side_words.bound(scene, item, sides, []) or side_words.standing(item, sides, scene))
            and side.concept == name
        }
        for name in told
    }
    left, right = (
        _branch_levels([item for item in told[name] if item.concept not in lost[name]]) for name in ("left", "right")
    )
    if not left or not right or (side_words.repeated(scene, sides) and not any(lost.values())):
        both = _branch_levels(done)
        if not any(lost.values()):
            return [(None, both)]
        left = left or tuple(name for name in both)
        right = right or tuple(name for name in both)
    if {item.concept for item in told["left"]} - lost["left"] == {item.concept for item in told["right"]} - lost[
        "right"
    ]:
        return [(None, _branch_levels(done))]
    return [(Side.RIGHT, right), (Side.LEFT, left)]


def _acted_on(scene: Scene, item: Item) -> bool:
    return False


def _branch_levels(items: Sequence[Item]) -> tuple[str, ...]:
    named: dict[str, str] = {}
    for item in items:
        text = " ".join(item.text.split())
        named.setdefault(item.concept, text if text.isupper() else text.lower())
    return tuple(named.values())


def _evidence(scene: Scene, event: Event, own: Sequence[Clue], imaging: Sequence[Item]) -> tuple[Evidence, ...]:
    found: list[tuple[str, Item]] = []
    done = [clue for clue in own if clue.item.tier == DONE] or list(own)
    found += [("technique", clue.item) for clue in sorted(done, key=lambda clue: (-clue.rank, clue.item.start))[:3]]
    found += [
        ("nerve" if event.technique is not Technique.CHEMODENERVATION else "muscle", item) for item in event.items[:12]
    ]
    found += [
        ("levels", item)
        for item in {id(item): item for _, item in event.levels}.values()
    ]
    if event.side:
        found += [("laterality", item) for item in _side_evidence(scene, event)]
    found += [("imaging", item) for item in imaging]
    found += [("image_saved", item) for item in saved_images(scene)[:1]]
    found += [
        ("temperature", item)
        for item in scene.of("temperature")
        if item.tier == DONE
        and item.performed
        and event.technique in {Technique.RADIOFREQUENCY, Technique.PULSED, Technique.CRYO}
    ][:2]
    if event.nerve == "genicular":
        found += [("levels", item) for item in scene.of("branch") if item.tier == DONE and item.performed][:4]
    unique = {(fact, item.start): (fact, item) for fact, item in found}
    return tuple(
        Evidence(fact=fact, start=item.start, end=item.end, text=item.text, section=item.section)
        for fact, item in sorted(unique.values(), key=lambda pair: (pair[1].start, pair[0]))
    )


def _side_evidence(scene: Scene, event: Event) -> list[Item]:
    matching = [
        item
        for item in side_words.meant(scene)
        if item.assertion in {"performed", "intended"}
        and (item.concept == event.side or event.side == side_words.BILATERAL)
    ]
    sentences = {item.sentence for item in event.items}
    near = [item for item in matching if item.sentence in sentences]
    return (near or matching)[:3]


def _merged(performed: Sequence[Procedure]) -> list[Procedure]:
    """One record per technique, nerve, side and levels."""
    kept: dict[tuple[object, ...], Procedure] = {}
    for procedure in performed:
        key = (procedure.technique, procedure.nerve, procedure.laterality, procedure.levels)
        kept.setdefault(key, procedure)
    return list(kept.values())
