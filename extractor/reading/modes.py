"""Which techniques were used in this session, and which of them at a given nerve."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.facts import Technique
from extractor.reading.scene import BEFORE, DONE, NAMED, SUMMED, TOLD, Item, Scene
from extractor.reading.techniques import DEVICE, Clue

_DESTROYS = re.compile(
    r"ablat|rfa\b|neurotomy|denervat|rhizot|lesion|coagul|rftc|rfl\b|rfn\b|thermal|conventional|continuous|cooled|bipolar|heat|neurolysis|gangliolysis",
    re.IGNORECASE,
)
_ONLY_INJECTED = re.compile(r"\b(?:inject\w*|instill\w*|deposit\w*|infiltrat\w*)\b", re.IGNORECASE)
_DOSE = re.compile(r"\d\s*(?:u\b|iu\b|mu\b|units?\b)|\binject|\bunits\b", re.IGNORECASE)
_UNITS = re.compile(r"\d\s*u\b|\bunits\b", re.IGNORECASE)
_AMOUNT = re.compile(r"(?:[^.;\s\d]|[^\S\n]+){0,20}\d{1,3}\b", re.IGNORECASE)
_CELLS = 60
_ROW = re.compile(r"[^.;,\n]{0,30}(?:\s{2,}|\t|\|)\s*\d{1,3}(?:\.\d{1,2})?\s*(?:[|\n]|\s\s|$)")
_EFFECTED = re.compile(
    r"\b(?:lesion\w*|ablat\w*|treat(?:ed|ments?|ing)|froze\w*|freez\w*|frost\w*|cycles?|denervat\w*|\w*coagulat\w*|heat\w*|burn\w*|\w*neuroly\w*|rhizotom\w*|generator|console|machine|energy|current|solution|mixture|agent|drug|destroy\w*|cauteri\w*|pulse\w*|rounds?|units?|probes?|electrodes?|devices?\s+(?:was|were)|applied|nerves?\s+(?:was|were)\s+(?:then\s+)?done|(?:procedure|technique)\s+(?:was|were|went)|rf\w*|cryo\w*)\b"
    r"|\b\d+\s?(?:s|secs?|seconds|mins?|minutes)\b[^.;]{0,20}\b(?:each|per|apiece|twice|both|x\s?\d)\b|\b(?:each|per|x|for)\b[^.;]{0,20}\b\d+\s?(?:s|secs?|seconds)\b",
    re.IGNORECASE,
)
_UNDONE = re.compile(r"\b(?:no|not|never|without|will|would|to\s+follow|if|next|later|planned)\b", re.IGNORECASE)
_FROZEN = re.compile(r"freez|froz|ice|frost", re.IGNORECASE)
THERMAL = frozenset({"thermal", "cooled"})


@dataclass(slots=True)
class Modes:
    """The techniques of the session, the clues for them, those told ahead of the account, and whether title and account
    contradict each other."""

    techniques: list[Technique]
    clues: list[Clue]
    background: list[Clue]
    conflict: bool

    def heated(self, scene: Scene) -> bool:
        """Whether the account itself tells a thermal lesion, by its temperature, and not one of another organ."""
        return any(
            clue.technique is Technique.RADIOFREQUENCY
            and clue.item.tier == DONE
            and (scene.same_sentence(clue.item, "nerve") or not scene.same_sentence(clue.item, "organ"))
            for clue in self.clues
            if clue.item.kind == "temperature"
        )

    def of(self, technique: Technique) -> list[Clue]:
        return [clue for clue in self.clues if clue.technique is technique]


def modes(scene: Scene, clues: Sequence[Clue], *, ended: bool = False) -> Modes:
    """What the account shows; failing that, what the title names, be it denied of a session that ended before its act."""
    clues = _dosed(scene, clues)
    done = [clue for clue in clues if clue.item.performed and clue.item.tier in {DONE, SUMMED}]
    named = [clue for clue in clues if clue.item.tier == NAMED and clue.item.today]
    titled = _shown(named)
    shown = _shown([*done, *_echoed(done, titled, named)])
    denied = _denied(scene, clues)
    if not shown and not titled and _units_given(scene):
        done += [replace(clue, item=replace(clue.item, assertion="performed")) for clue in clues if clue.recalled]
        shown = _shown(done)
    if Technique.CHEMODENERVATION in titled and Technique.CHEMODENERVATION not in shown and _muscles_dosed(scene):
        shown.append(Technique.CHEMODENERVATION)
    if not shown:
        done += [clue for clue in clues if clue.item.performed and clue.item.tier == BEFORE]
        shown = _shown(done)
    conflict = bool(shown) and bool(titled) and not _agree(shown, titled, named)
    if shown:
        techniques = shown + [
            item
            for item in titled
            if item not in shown and not conflict and item not in denied and _told_by_its_target(scene, item)
        ]
    else:
        techniques = [
            technique for technique in titled if ended or (technique not in denied and not _only_numbed(scene))
        ]
    if ended and not techniques:
        meant = denied | {clue.technique for clue in clues if _set_out(scene, clue)}
        techniques = [technique for technique in Technique if technique in meant - {Technique.UNSPECIFIED}]
    acts = [
        clue for clue in [*done, *named] if clue.technique is Technique.UNSPECIFIED and not _is_surgery(scene, clue)
    ]
    if (
        not techniques
        and any(clue.item.tier in {DONE, NAMED} for clue in acts)
        and any(clue.technique is Technique.UNSPECIFIED for clue in [*done, *named])
    ):
        techniques = [Technique.UNSPECIFIED]
    background = [clue for clue in clues if clue.item.performed and clue.item.tier == BEFORE]
    return Modes(techniques, [*done, *named], background, conflict)


def _set_out(scene: Scene, clue: Clue) -> bool:
    """Whether a clue tells what a session was for that ended before its act."""
    bare = clue.item.text.lower() == "rf" and not scene.same_sentence(clue.item, "nerve")
    return clue.item.today and clue.item.tier != TOLD and not bare


def _only_numbed(scene: Scene) -> bool:
    """Whether all that the account tells of is an anaesthetic or a steroid given: that leaves no room for the technique
    which only the title names."""
    told = [item for item in scene.items if item.tier == DONE and item.performed]
    if not any(item.kind in {"anaesthetic", "steroid"} for item in told):
        return False
    after = min((item.sentence for item in scene.items if item.start > told[-1].start), default=len(scene.sentences))
    return not any(
        _EFFECTED.search(sentence) and not _UNDONE.search(sentence)
        for sentence in map(scene.sentence, range(told[0].sentence, after))
    )


def _echoed(done: Sequence[Clue], titled: Sequence[Technique], named: Sequence[Clue]) -> list[Clue]:
    """Title clues of a technique that the account shows by a sign only ("thaw")."""
    signs = {clue.technique for clue in done}
    return [
        clue
        for clue in named
        if clue.technique in titled and clue.technique in signs and clue.technique is Technique.CRYO
    ]


def _muscles_dosed(scene: Scene) -> bool:
    return any(
        item.performed and item.tier == DONE and _AMOUNT.match(scene.after(item, _CELLS)) for item in scene.of("muscle")
    )


def _units_given(scene: Scene) -> bool:
    """Whether the account gives muscles units, of a toxin that it may have named earlier: beside the muscle, or in a column
    of figures where the units are told elsewhere."""
    dosed = [
        item
        for item in scene.of("muscle")
        if item.performed and item.tier == DONE and _AMOUNT.match(scene.after(item, _CELLS))
    ]
    if any(_UNITS.search(scene.sentence_text(item)) for item in dosed):
        return True
    rows = [item for item in dosed if _ROW.match(scene.after(item, _CELLS))]
    return len({item.sentence for item in rows}) > 1 and _UNITS.search(scene.text) is not None


def _dosed(scene: Scene, clues: Sequence[Clue]) -> list[Clue]:
    """Toxin that is only spoken of is no treatment: somewhere a dose or an injection must stand beside it or a muscle."""
    words = [clue.item for clue in clues if clue.technique is Technique.CHEMODENERVATION and clue.item.today]
    words += [item for item in scene.of("muscle", "muscle-area", "limb") if item.performed and item.tier != TOLD]
    if any(_DOSE.search(scene.sentence_text(item)) for item in words) or _muscles_dosed(scene):
        return list(clues)
    return [
        clue
        for clue in clues
        if clue.technique is not Technique.CHEMODENERVATION or clue.item.tier == NAMED or not clue.item.performed
    ]


def _is_surgery(scene: Scene, clue: Clue) -> bool:
    """ "Neurolysis" beside a decompression is a surgeon's, beside dextrose a hydrodissection."""
    opened = any(
        (item.performed and item.tier in {DONE, NAMED} and item.kind == "surgery")
        or (item.concept == "dextrose" and item.performed)
        for item in scene.of("surgery", "anaesthetic")
    )
    return opened and "neurolysis" in clue.item.text.lower()


def _denied(scene: Scene, clues: Iterable[Clue]) -> set[Technique]:
    clues = list(clues)
    shown = {clue.technique for clue in clues if clue.item.performed and clue.item.tier == DONE}
    return {
        clue.technique
        for clue in clues
        if clue.item.assertion == "negated"
        and clue.technique is not Technique.UNSPECIFIED
        and (
            (clue.item.tier == DONE and clue.rank > 2)
            or (clue.technique not in shown and scene.has("unwanted", clue.item))
        )
    }


def _told_by_its_target(scene: Scene, technique: Technique) -> bool:
    return technique is Technique.CHEMODENERVATION and bool(scene.of("muscle"))


def _agree(shown: Sequence[Technique], titled: Sequence[Technique], named: Sequence[Clue]) -> bool:
    if set(shown) & set(titled):
        return True
    radio = {Technique.RADIOFREQUENCY, Technique.PULSED}
    if set(shown) <= radio and set(titled) <= radio:
        return not any(_DESTROYS.search(clue.item.text) or clue.technique is Technique.PULSED for clue in named)
    return False


def _shown(pool: Sequence[Clue]) -> list[Technique]:
    """The techniques that a pool of clues establishes."""
    found = []
    cryo = [clue for clue in pool if clue.technique is Technique.CRYO]
    if any(clue.rank >= 3 for clue in cryo) or len(cryo) > 1 or any(_FROZEN.search(clue.item.text) for clue in cryo):
        found.append(Technique.CRYO)
    for technique in (Technique.CHEMICAL, Technique.CHEMODENERVATION):
        if any(clue.technique is technique for clue in pool):
            found.append(technique)
    pulsed = _is_pulsed(pool)
    if pulsed:
        found.append(Technique.PULSED)
    pool = _without_bare_rf(pool)
    if (
        any(_is_thermal(clue) for clue in pool)
        or (not pulsed and any(clue.technique is Technique.RADIOFREQUENCY and clue.rank >= 3 for clue in pool))
        or (not found and any(clue.technique is Technique.RADIOFREQUENCY for clue in pool))
    ):
        found.append(Technique.RADIOFREQUENCY)
    return sorted(found, key=lambda item: next(clue.item.start for clue in pool if clue.technique is item))


def _without_bare_rf(pool: Sequence[Clue]) -> list[Clue]:
    """ "RF" alone is a current of many uses: without a lesion, a temperature or another word for it, it tells nothing."""
    if all(clue.item.text.lower() == "rf" for clue in pool if clue.technique is Technique.RADIOFREQUENCY) and not any(
        clue.technique is Technique.UNSPECIFIED for clue in pool
    ):
        return [clue for clue in pool if clue.technique is not Technique.RADIOFREQUENCY]
    return list(pool)


def _is_pulsed(pool: Sequence[Clue]) -> bool:
    pulsed = [clue for clue in pool if clue.technique is Technique.PULSED]
    if any(clue.rank > 2 and clue.item.text.lower() not in {"pulses", "burst", "bursts"} for clue in pulsed):
        return True
    kinds = {clue.item.kind for clue in pulsed}
    return "temperature" in kinds and (
        len(kinds) > 1 or any(clue.technique is Technique.RADIOFREQUENCY for clue in pool)
    )


def _is_thermal(clue: Clue) -> bool:
    if clue.technique is not Technique.RADIOFREQUENCY:
        return False
    if clue.traits & THERMAL or clue.item.kind == "temperature":
        return True
    return clue.strength != DEVICE and bool(_DESTROYS.search(clue.item.text))


def _nearest(clues: Iterable[Clue], item: Item, allowed: Sequence[Technique]) -> Technique:
    """Of several techniques told in one sentence, the one whose word stands nearest to a nerve."""
    here = [clue for clue in clues if clue.item.sentence == item.sentence and clue.technique in allowed]
    return (
        min(here, key=lambda clue: max(clue.item.start - item.end, item.start - clue.item.end)).technique
        if here
        else allowed[0]
    )


def split(scene: Scene, items: Sequence[Item], session: Modes, technique: Technique) -> list[Item]:
    """The mentions of a nerve at which a technique was used: those whose sentence or block tells no other technique. All,
    where none is left."""
    own = []
    for item in items:
        near = _shown([clue for clue in session.clues if clue.item.sentence == item.sentence]) or _shown(
            [clue for clue in session.clues if clue.item.block == item.block]
        )
        if len(near) > 1 and sum(other.sentence == item.sentence for other in items) > 1:
            near = [_nearest(session.clues, item, near)]
        if technique in near or not near:
            own.append(item)
    return own or list(items)


def at_nerve(scene: Scene, items: Sequence[Item], session: Modes, allowed: Sequence[Technique]) -> list[Technique]:
    """Which of several techniques were used at a nerve with these mentions: told in its sentence, else in its block,
    else last before it."""
    if len(allowed) < 2:
        return list(allowed)
    clues = [clue for clue in session.clues if clue.technique in allowed]
    for scope in ("sentence", "block"):
        near = [
            clue
            for clue in clues
            if any(
                getattr(clue.item, scope) == getattr(item, scope)
                for item in items
                if item.tier == DONE or scope == "sentence"
            )
        ]
        found = _shown(near) or list(dict.fromkeys(clue.technique for clue in near))
        if found:
            return [technique for technique in allowed if technique in found]
    for item in items:
        earlier = [clue for clue in clues if clue.item.start < item.start and clue.rank > 1]
        if earlier:
            return [earlier[-1].technique]
    return list(allowed[:1])
