"""What was not done today: aborted, planned, historical and negated procedures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.facts import Evidence, Procedure, Side, Status, Technique
from extractor.reading import sides as side_words
from extractor.reading.modes import Modes
from extractor.reading.scene import DONE, SUMMED, Item, Scene
from extractor.reading.targets import candidates
from extractor.reading.techniques import Clue

_STATUSES = {"planned": Status.PLANNED, "historical": Status.HISTORICAL, "negated": Status.NEGATED}
_DONE_LESION = re.compile(
    r"\b(?:lesion\w*|ablat\w*|freez\w*|froz\w*|thermocoag\w*|coagulat\w*|denervat\w*|neurotomy|cycle\w*)\b[^.]{0,80}\b(?:\d+\s*(?:s\b|sec|min|deg|\u00b0|C\b|x\b)|\w+\s+(?:degrees|seconds|minutes))",
    re.IGNORECASE,
)
_CYCLES = re.compile(
    r"\b(?:\d+|one|two|three|four)\s*(?:x|cycles?|freezes?|freezings?|lesions?)\b.{0,20}\b\d+(?:\.\d+)?\s*(?:min\w*|s|sec\w*)\b",
    re.IGNORECASE,
)
_STOPPED_BEFORE = re.compile(
    r"\b(?:no|without|before|prior\s+to|never)\b[^.;]{0,40}\b(?:lesion\w*|ablation|freez\w*|freeze|phenol|alcohol|toxin|neurolytic|treatment|injection|current|heat|energy|ice|ice\s+ball)\b|\bnot\b[^.;]{0,30}\b(?:lesioned|ablated|switched|delivered|activated|started|turned\s+on|injected|begun|fired)\b|\bnothing\s+(?:was\s+)?(?:lesioned|injected|given|ablated|frozen|burned|heated|treated|delivered)",
    re.IGNORECASE,
)


def aborted(scene: Scene, session: Modes) -> bool:
    """Whether the session was stopped before any lesion or injection at the target."""
    told = scene.texts()
    account = " ".join(told)
    if not scene.cues["aborted"].search(account):
        return False
    before_act = _STOPPED_BEFORE.search(account)
    acts = [
        clue for clue in session.clues
        if clue.item.performed and clue.item.tier in {DONE, SUMMED} and clue.strength in {"act", "sign", "agent", "named"} and _DONE_LESION.search(scene.sentence_text(clue.item))
        and not _STOPPED_BEFORE.search(scene.sentence_text(clue.item))
    ]  # fmt: skip
    temperatures = [item for item in scene.of("temperature") if item.performed and item.tier == DONE]
    cycles = any(_CYCLES.search(sentence) and not _STOPPED_BEFORE.search(sentence) for sentence in told)
    return bool(before_act) and not acts and not temperatures and not cycles


def others(scene: Scene, found: Sequence[Clue], performed: Sequence[Procedure]) -> list[Procedure]:
    """Procedures that name technique and target for this patient and were not done today."""
    nerves = candidates(scene)
    listed: dict[tuple[str, str | None, Status], Procedure] = {}
    for clue in found:
        status = _STATUSES.get(clue.item.assertion)
        if (
            status is None
            or clue.technique is Technique.UNSPECIFIED
            or clue.rank < 3
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
    sides = [side for side in side_words.meant(scene) if side.sentence == item.sentence]
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
