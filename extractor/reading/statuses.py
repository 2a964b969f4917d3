"""What was not done today: planned, historical and negated procedures."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts import Evidence, Procedure, Side, Status, Technique
from extractor.reading import sides as side_words
from extractor.reading.meant import meant
from extractor.reading.scene import Item, Scene
from extractor.reading.targets import candidates
from extractor.reading.techniques import ACT, Clue

_STATUSES = {"planned": Status.PLANNED, "historical": Status.HISTORICAL, "negated": Status.NEGATED}


def others(scene: Scene, found: Sequence[Clue], performed: Sequence[Procedure]) -> list[Procedure]:
    """Procedures that name technique and target for this patient and were not done today."""
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
        for item in near:
            procedure = _other(scene, clue, item, status)
            if status is Status.NEGATED and any(
                done.nerve == procedure.nerve and done.technique == procedure.technique for done in performed
            ):
                continue
            listed.setdefault((procedure.technique, procedure.nerve, status), procedure)
    return list(listed.values())


def _other(scene: Scene, clue: Clue, item: Item, status: Status) -> Procedure:
    concept = scene.concept(item)
    sides = [side for side in meant(scene) if side.sentence == item.sentence]
    side = side_words.bound(scene, item, sides, [])
    nerve = {"facet": "facet-lumbar", "epidural": "epidural-lumbosacral", "sympathetic": "lumbar-sympathetic"}.get(
        item.concept, item.concept
    )
    evidence = [
        Evidence(fact=fact, start=word.start, end=word.end, text=word.text, section=word.section)
        for fact, word in sorted((("technique", clue.item), ("nerve", item)), key=lambda pair: pair[1].start)
    ]
    return Procedure(
        technique=clue.technique,
        nerve=nerve,
        laterality=Side(side.concept) if side else None,
        status=status,
        evidence=tuple(evidence),
        group=concept.group,
        region=concept.region,
    )
