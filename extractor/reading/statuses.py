"""What was not done today: planned, historical and negated procedures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.facts import Evidence, Procedure, Side, Status, Technique
from extractor.reading import sides as side_words
from extractor.reading.bearing import bystander
from extractor.reading.candidates import candidates
from extractor.reading.meant import meant
from extractor.reading.scene import DONE, Item, Scene
from extractor.reading.targets import NEURAXIAL
from extractor.reading.techniques import ACT, Clue
from extractor.reading.unused import broken_off, sides_given_up

_REGION = re.compile(r"\b(?:cervical|thoracic|lumbar|lumbosacral|neck)\b|\b[CTL]\d{1,2}\b", re.IGNORECASE)
_STATUSES = {"planned": Status.PLANNED, "historical": Status.HISTORICAL, "negated": Status.NEGATED}
_BEFORE_GIVING_UP = 6


def others(scene: Scene, found: Sequence[Clue], performed: Sequence[Procedure]) -> list[Procedure]:
    """Procedures that name technique and target for this patient and were not done today; what today's left out."""
    nerves = candidates(scene)
    listed: dict[tuple[str, str | None, Status], Procedure] = {}
    for clue in found:
        status = _STATUSES.get(clue.item.assertion)
        if (
            status is None
            or clue.technique is Technique.UNSPECIFIED
            or clue.strength == ACT
            or clue.item.kind != "technique"
            or clue.item.section in {"consent", "education"}
        ):
            continue
        near = [
            item for item in nerves if item.sentence == clue.item.sentence and item.assertion == clue.item.assertion
        ]
        told = [
            _other(scene, clue.technique, clue.item, item, _stands(scene, found, nerves, item, status)) for item in near
        ]
        told += _of_muscles(scene, clue, status)
        if not told and status is Status.HISTORICAL:
            told = _of_the_same(clue, performed, status)
        for procedure in told:
            if status is Status.HISTORICAL or not _done(procedure, performed):
                listed.setdefault((procedure.technique, procedure.nerve, procedure.status), procedure)
    for procedure in _left_out(scene, found, nerves, performed):
        if procedure.status is Status.ABORTED and _done(procedure, performed):
            continue
        listed.setdefault((procedure.technique, procedure.nerve, procedure.status), procedure)
    for procedure in _of_given_up_sides(scene, performed):
        listed.setdefault((procedure.technique, procedure.nerve, procedure.status), procedure)
    begun = {(one.technique, one.nerve) for one in listed.values() if one.status is Status.ABORTED}
    return [
        one for one in listed.values() if one.status is not Status.NEGATED or (one.technique, one.nerve) not in begun
    ]


def _stands(scene: Scene, found: Sequence[Clue], nerves: Sequence[Item], item: Item, status: Status) -> Status:
    """The status of what is denied of a nerve: aborted where the account had begun there and broke off, without an act."""
    if status is not Status.NEGATED or item.tier != DONE or item.concept in NEURAXIAL or bystander(scene, item):
        return status
    first = _since(scene, item, nerves)
    acted = any(one.item.performed and first <= one.item.sentence <= item.sentence for one in found)
    return Status.ABORTED if not acted and broken_off(scene, item, first) else status


def _of_given_up_sides(scene: Scene, performed: Sequence[Procedure]) -> Iterator[Procedure]:
    """What was done on one side, on the other side where it was begun and given up."""
    for done in performed:
        for side in sides_given_up(scene):
            if done.status is Status.PERFORMED and done.laterality == side_words.opposite(side):
                yield replace(done, laterality=Side(side), status=Status.ABORTED)


def _since(scene: Scene, item: Item, nerves: Sequence[Item]) -> int:
    """The first of the last sentences about a nerve: where it is named, else after the last one about another nerve, or
    about the same on the other side."""
    window = range(max(0, item.sentence - _BEFORE_GIVING_UP), item.sentence)
    own = side_words.given(scene, item, meant(scene))
    others = [other for other in nerves if other.concept != item.concept and other.tier == DONE]
    others += [side for side in meant(scene) if len(own) == 1 and side.concept == side_words.opposite(own[0])]
    after = max([window.start, *(other.sentence + 1 for other in others if other.sentence in window)])
    named = [other.sentence for other in nerves if other.concept == item.concept and other.tier == DONE]
    return min((at for at in named if after <= at < item.sentence), default=min(after, item.sentence))


def _done(procedure: Procedure, performed: Sequence[Procedure]) -> bool:
    """Whether it was done today, or told as given up: a plan to do so, or a denial of a part, is no procedure of its own."""
    return any(
        (done.technique, done.nerve) == (procedure.technique, procedure.nerve)
        and (
            procedure.status is Status.NEGATED
            or done.laterality == procedure.laterality
            or procedure.status is done.status is Status.ABORTED
        )
        for done in performed
    )


def _of_muscles(scene: Scene, clue: Clue, status: Status) -> list[Procedure]:
    """Toxin given before or to be given, by the groups of the muscles in its sentence."""
    if clue.technique is not Technique.CHEMODENERVATION:
        return []
    groups: dict[str, Item] = {}
    for item in scene.same_sentence(clue.item, "muscle", "muscle-area", "limb"):
        if item.assertion == clue.item.assertion and "target" in scene.concept(item).sets:
            groups.setdefault(str(scene.concept(item).sets["target"]), item)
    return [
        replace(_other(scene, clue.technique, clue.item, item, status), nerve=target, group=target, region=None)
        for target, item in groups.items()
    ]


def _of_the_same(clue: Clue, performed: Sequence[Procedure], status: Status) -> list[Procedure]:
    """ "The last phenol held for months": of the one nerve that the technique was used on today."""
    same = {done.nerve: done for done in performed if done.technique is clue.technique and done.nerve}
    if len(same) != 1:
        return []
    done = next(iter(same.values()))
    return [
        Procedure(
            technique=clue.technique,
            nerve=done.nerve,
            status=status,
            evidence=(_evidence("technique", clue.item),),
            group=done.group,
            region=done.region,
        )
    ]


def _left_out(
    scene: Scene, found: Sequence[Clue], nerves: Sequence[Item], performed: Sequence[Procedure]
) -> Iterator[Procedure]:
    """Nerves, levels and branches that the account says were left out of what was done."""
    done = [one for one in performed if one.status is Status.PERFORMED]
    techniques = {one.technique for one in done}
    if len(techniques) == 1:
        for item in nerves:
            if (
                item.assertion == "negated"
                and item.tier == DONE
                and scene.has("treated", item)
                and not bystander(scene, item)
            ):
                status = _stands(scene, found, nerves, item, Status.NEGATED)
                yield _other(scene, done[0].technique, None, item, status)


def _evidence(fact: str, item: Item) -> Evidence:
    return Evidence(fact=fact, start=item.start, end=item.end, text=item.text, section=item.section)


def _nerve(scene: Scene, item: Item) -> str:
    """The nerve of a mention; a facet or an epidural space is of the region that its sentence or the note speaks of."""
    if item.concept == "facet":
        letters = {level[0] for other in scene.same_sentence(item, "level") for level in other.concept.split()}
        words = _REGION.findall(scene.sentence_text(item)) or _REGION.findall(scene.text)
        letters = letters or {word[0].upper() for word in words[:1]}
        return "facet-cervical" if letters == {"C"} else "facet-thoracic" if letters == {"T"} else "facet-lumbar"
    return {"epidural": "epidural-lumbosacral", "sympathetic": "lumbar-sympathetic"}.get(item.concept, item.concept)


def _other(scene: Scene, technique: Technique, word: Item | None, item: Item, status: Status) -> Procedure:
    concept = scene.concept(item)
    sides = [side for side in meant(scene) if side.sentence == item.sentence]
    side = side_words.bound(scene, item, sides, [])
    named = [("technique", word), ("nerve", item)] if word else [("nerve", item)]
    evidence = [_evidence(fact, told) for fact, told in sorted(named, key=lambda pair: pair[1].start)]
    return Procedure(
        technique=technique,
        nerve=_nerve(scene, item),
        laterality=Side(side.concept) if side else None,
        status=status,
        evidence=tuple(evidence),
        group=concept.group,
        region=concept.region,
    )
