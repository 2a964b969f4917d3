"""What was not done today: planned, historical and negated procedures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.facts import Evidence, Procedure, Side, Status, Technique
from extractor.reading import sides as side_words
from extractor.reading.meant import meant
from extractor.reading.scene import DONE, Item, Scene
from extractor.reading.targets import bystander, candidates
from extractor.reading.techniques import ACT, Clue

_REGION = re.compile(r"\b(?:cervical|thoracic|lumbar|lumbosacral|neck)\b|\b[CTL]\d{1,2}\b", re.IGNORECASE)
_STATUSES = {"planned": Status.PLANNED, "historical": Status.HISTORICAL, "negated": Status.NEGATED}


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
        told = [_other(scene, clue.technique, clue.item, item, status) for item in near]
        told += _of_muscles(scene, clue, status)
        if not told and status is Status.HISTORICAL:
            told = _of_the_same(clue, performed, status)
        for procedure in told:
            if status is Status.HISTORICAL or not _done(procedure, performed):
                listed.setdefault((procedure.technique, procedure.nerve, status), procedure)
    for procedure in _left_out(scene, nerves, performed):
        listed.setdefault((procedure.technique, procedure.nerve, Status.NEGATED), procedure)
    return list(listed.values())


def _done(procedure: Procedure, performed: Sequence[Procedure]) -> bool:
    """Whether it was done today: a plan to do so, or a denial of a part, is no procedure of its own."""
    return any(
        (done.technique, done.nerve) == (procedure.technique, procedure.nerve)
        and (procedure.status is Status.NEGATED or done.laterality == procedure.laterality)
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


def _left_out(scene: Scene, nerves: Sequence[Item], performed: Sequence[Procedure]) -> Iterator[Procedure]:
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
                yield _other(scene, done[0].technique, None, item, Status.NEGATED)


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
