"""The events of a note: what was done to which nerve, at which levels, on which side, under which imaging."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.facts import Procedure, Side, Status, Technique
from extractor.lexicon import Concept
from extractor.reading import levels as level_words
from extractor.reading import sides as side_words
from extractor.reading.assembly import Event, procedures
from extractor.reading.bearing import bystander, is_label
from extractor.reading.laterality import side_of
from extractor.reading.meant import meant
from extractor.reading.modes import Modes, at_nerve, modes, split
from extractor.reading.muscles import injected
from extractor.reading.narrowing import resolved
from extractor.reading.parts import parts
from extractor.reading.scene import BEFORE, DONE, NAMED, NUMBER, SUMMED, Item, Scene
from extractor.reading.statuses import others
from extractor.reading.targets import Target, targets
from extractor.reading.techniques import ACT, Clue
from extractor.reading.unused import stopped, unfinished, used

_LETTERS = {"facet-cervical": "C", "facet-thoracic": "T", "facet-lumbar": "LS", "third-occipital": "", "si-joint": "LS", "basivertebral": "LS", "intercostal": "T", "anterior-cutaneous-abdominal": "TL",
            "dorsal-root-ganglion": "CTLS", "lumbar-sympathetic": "L", "thoracic-sympathetic": "T", "splanchnic": "TL", "stellate": "CT", "subarachnoid": "CTLS", "epidural-cervicothoracic": "CT",
            "epidural-lumbosacral": "LS", "subcostal": "T"}  # fmt: skip
# The joint that the third occipital nerve supplies.
_THIRD_OCCIPITAL_JOINT = "C2-C3"
# The one level of the subcostal nerve.
_TWELFTH = "T12"
_FACETS = frozenset({"facet-cervical", "facet-thoracic", "facet-lumbar", "third-occipital"})
_MANY_ORGANS = 4
_NUMBED = re.compile(r"\W*(?:nerves?\W+)?blocks?\b(?!\s*(?:and|with|then|followed|/|,|\+|&))", re.IGNORECASE)
_TOXIN_GIVEN = re.compile(r"\binject|\d\s*(?:u|units?)\b", re.IGNORECASE)
_THROUGH_NEEDLE = re.compile(
    rf"{NUMBER}\s*(?:an?\s+)?(?:ml|cc)\b.{{0,80}}\b(?:needles?|each\s+side|per\s+side|down\s+each|inject\w*)\b|\b(?:needles?|inject\w*)\b.{{0,80}}{NUMBER}\s*(?:an?\s+)?(?:ml|cc)\b",
    re.IGNORECASE | re.DOTALL,
)
_NERVE_WORDS = re.compile(
    r"\bnerves?\b|neuroma|\bbranch|neuralgia|\bstimulator\b|\bspastic\w*|neurolysis|neurotomy|denervation|rhizotomy|cryoneuro|cryoanalg",
    re.IGNORECASE,
)
# What tells of a nerve without its name: the word itself, or what a stimulated one does.
_NERVE_FOUND = re.compile(r"\bnerves?\b|\bstim\w*\s+needle|\btwitch\w*", re.IGNORECASE)


def read(scene: Scene, found: Sequence[Clue]) -> list[Procedure]:
    """Every procedure of the scene: those of this encounter first, then the planned, historical and negated ones."""
    if not found:
        return []
    performed = [one for part in parts(scene, found) for one in _of_part(*part)]
    return [*_merged(performed), *others(scene, found, performed)]


def _of_part(scene: Scene, found: Sequence[Clue]) -> list[Procedure]:
    ended = stopped(scene, found)
    session = modes(scene, used(scene, found), ended=ended)
    events = _events(scene, session, found)
    status = unfinished(scene) if ended else Status.PERFORMED
    return [procedure for event in events for procedure in procedures(scene, event, session, events, status)]


def _events(scene: Scene, session: Modes, found: Sequence[Clue]) -> list[Event]:
    nerve_techniques = [item for item in session.techniques if item is not Technique.CHEMODENERVATION]
    events: list[Event] = []
    if nerve_techniques:
        chosen = resolved(scene, targets(scene, found))
        if _is_another_organ(scene, chosen, nerve_techniques):
            return []
        for target in chosen:
            techniques = at_nerve(scene, target.items or target.named, session, nerve_techniques)
            if len(chosen) == 1 and session.heated(scene):
                techniques = [
                    item for item in nerve_techniques if item in techniques or item is Technique.RADIOFREQUENCY
                ]
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


def _is_another_organ(scene: Scene, chosen: Sequence[Target], techniques: Sequence[Technique]) -> bool:
    """The note treats another organ: a technique of the session stands with that organ, and with no nerve. Nerves of the
    account are watched, not treated."""
    spoken = [item for item in scene.of("organ") if item.tier in {DONE, NAMED, SUMMED, BEFORE} and item.performed]
    told = {item.sentence for target in chosen for item in target.all}
    treated = [item for item in spoken if item.tier == NAMED or scene.same_sentence(item, "technique")]
    apart = any(item.sentence not in told for item in treated) and Technique.CHEMICAL not in techniques
    if told and apart and all(_guarded(scene, target) for target in chosen):
        return True
    organs = [item for item in spoken if item.tier != BEFORE]
    titled = [item for item in organs if item.tier == NAMED]
    if any(_with_technique(scene, target, plainly=bool(titled)) for target in chosen):
        return False
    return (
        any(
            word.kind == "temperature"
            or Technique(scene.concept(word).sets["technique"]) in {*techniques, Technique.UNSPECIFIED}
            for item in organs
            for word in scene.same_sentence(item, "technique", "temperature")
        )
        or len(titled) > 1
        or len(organs) >= _MANY_ORGANS
    )


def _guarded(scene: Scene, target: Target) -> bool:
    """Whether all that the account tells of a nerve is how it was watched or kept from harm."""
    return not target.named and all(
        bystander(scene, item) or (scene.has("guarded", item) and not is_label(scene, item)) for item in target.items
    )


def _with_technique(scene: Scene, target: Target, *, plainly: bool) -> bool:
    """Whether a technique stands with a nerve; ``plainly`` asks for more than a word of destruction ("burned")."""
    if target.nerve == "posterior-nasal" or (target.named and not plainly):
        return True
    return any(
        other.kind == "temperature" or not plainly or scene.concept(other).sets["strength"] != ACT
        for item in target.all
        if not _NUMBED.match(scene.after(item, 20))
        for other in scene.same_sentence(item, "technique", "temperature")
    )


def _speaks_of_a_nerve(scene: Scene, techniques: Sequence[Technique], session: Modes) -> bool:
    """Whether a technique without a named nerve was still used on a nerve, not on another organ."""
    performed = [clue.item for clue in session.clues if clue.rank > 1 or clue.technique is Technique.UNSPECIFIED]
    if Technique.CHEMICAL in techniques and any(
        item.performed and scene.same_sentence(item, "technique") for item in scene.of("muscle")
    ):
        return True
    if any(clue.item.performed and "used_on" in scene.concept(clue.item).sets for clue in session.clues):
        return True
    organ = [item for item in scene.of("organ") if item.today and item.tier in {DONE, NAMED, SUMMED, BEFORE}]
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
    if any(item.tier in {DONE, NAMED} and scene.same_sentence(item, "level") for item in performed):
        return True
    near = " ".join({scene.sentence_text(item) for item in performed})
    if Technique.CHEMODENERVATION in session.techniques:
        own = [clue.item for clue in session.clues if clue.technique in techniques and clue.rank > 1]
        return any(_NERVE_WORDS.search(scene.sentence_text(item)) for item in own)
    account = " ".join(scene.sentence_text(item) for item in scene.items if item.tier == DONE)
    levels = [item for item in scene.of("level") if item.tier == DONE and item.performed]
    if any(level_words.role(scene, item) != level_words.BONE for item in levels):
        return True
    return bool(_NERVE_WORDS.search(near) or _NERVE_FOUND.search(account))


def _unnamed(scene: Scene, technique: Technique) -> Event:
    sides = [side for side in meant(scene) if side.today]
    done = side_words.of_tier(sides, DONE) or side_words.of_tier(sides, NAMED)
    return Event(
        technique,
        None,
        None,
        side=side_words.combined({side.concept for side in done})
        if len({s.concept for s in done}) == 1
        else side_words.titled(scene, sides),
    )


def _nerve_event(scene: Scene, technique: Technique, target: Target, chosen: Sequence[Target], session: Modes) -> Event:
    concept = scene.named(target.nerve)
    event = Event(technique, target.nerve, concept, target.all)
    alone = len(chosen) == 1 and Technique.CHEMODENERVATION not in session.techniques
    own_levels = _points(scene, target) if alone else _only_its_own(scene, target, chosen)
    event.side, event.side_conflict = side_of(scene, target, chosen, own_levels, alone=alone)
    letters = _LETTERS.get(target.nerve)
    if letters:
        told = level_words.of_target(scene, target, _level_items(scene, target, chosen), letters)
        event.levels = [pair for pair in told if target.nerve != "subcostal" or pair[0] == _TWELFTH]
    event.branches = level_words.parts_of(scene, target)
    event.names = _branch_names(target)
    return event


def _level_items(scene: Scene, target: Target, chosen: Sequence[Target]) -> list[Item]:
    """The level mentions that may belong to a target: its own where several targets have levels."""
    items = scene.of("level", "rib-ordinal") if target.nerve == "intercostal" else list(scene.of("level"))
    if target.nerve == "facet-cervical":
        above = {word.sentence for other in chosen if other.nerve == "third-occipital" for word in other.all}
        items = [item for item in items if item.concept != _THIRD_OCCIPITAL_JOINT or item.sentence not in above]
    rivals = [
        other
        for other in chosen
        if other is not target and set(_LETTERS.get(other.nerve, "")) & set(_LETTERS.get(target.nerve, ""))
    ]
    if not rivals:
        return items
    return [item for item in items if min([target, *rivals], key=lambda other: _distance(item, other)) is target]


def _points(scene: Scene, target: Target) -> list[Item]:
    """The levels, ribs and interspaces told, these where the account speaks of their nerve."""
    spaces = ("interspace",) if any(item.tier == DONE for item in target.items) else ()
    return scene.of("level", "rib-ordinal", *spaces)


def _only_its_own(scene: Scene, target: Target, chosen: Sequence[Target]) -> list[Item]:
    """The levels of facet nerves, where no other target than facet nerves has any: those of its own region."""
    if not target.nerve.startswith("facet") or any(other.nerve not in _FACETS for other in chosen):
        return []
    return [
        item
        for item in scene.of("level")
        if item.concept[0] in _LETTERS[target.nerve] and level_words.role(scene, item) != "bone"
    ]


def _distance(item: Item, target: Target) -> int:
    """Characters from a level to the nearest mention of a target, one in another block counting as farther."""
    return min(
        (abs(word.start - item.start) + (0 if word.block == item.block else 200) for word in target.all), default=10**9
    )


def _branch_names(target: Target) -> list[str]:
    genital = target.nerve == "genitofemoral" and any("genital" in item.text.lower().split() for item in target.all)
    return ["genital branch"] if genital else []


def _merged(performed: Sequence[Procedure]) -> list[Procedure]:
    """One record per technique, nerve, side and levels; what left and right had alike is one record of both."""
    kept: list[Procedure] = []
    for procedure in performed:
        at, other = next(((at, one) for at, one in enumerate(kept) if _one_record(one, procedure)), (None, procedure))
        if at is None:
            kept.append(procedure)
        elif procedure.laterality is Side.BILATERAL is not other.laterality:
            kept[at] = procedure
        elif other.laterality not in {procedure.laterality, Side.BILATERAL}:
            shown = sorted({*other.evidence, *procedure.evidence}, key=lambda one: (one.start, one.fact))
            kept[at] = replace(other, laterality=Side.BILATERAL, evidence=tuple(shown))
    return kept


def _one_record(one: Procedure, other: Procedure) -> bool:
    """Whether two records say the same of one side, or one of them or both together speak of both sides."""
    sides = {one.laterality, other.laterality}
    if (one.technique, one.nerve, one.levels) != (other.technique, other.nerve, other.levels):
        return False
    if len(sides) == 1 or (Side.BILATERAL in sides and None not in sides):
        return True
    return sides == {Side.LEFT, Side.RIGHT} and replace(one, laterality=None, evidence=()) == replace(
        other, laterality=None, evidence=()
    )
