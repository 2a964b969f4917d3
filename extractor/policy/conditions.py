"""The conditions that a guideline's ``when`` and ``needs`` may name: the fields of a Procedure, and the named
properties for what needs more than a field. Thresholds and words come from the knowledge files as Measures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.facts import Imaging, Procedure, Side, Technique
from extractor.lexicon import Concept
from extractor.policy.rows import checked, texts

_WORD = re.compile(r"[^a-z0-9]+")
_MEASURES = (
    "lesion_minimum_c",
    "heat_traits",
    "radiologic",
    "genicular",
    "many_muscles",
    "limbs",
    "ignored",
    "muscles",
    "belongs",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The policy's thresholds and the words that name one target in several ways.

    ``targets`` and ``muscles`` map a normal form of words (see ``plain``) to the one name that is counted;
    ``single_nerves`` are the ids that stand for one level by themselves; ``belongs`` maps a nerve id to the levels by
    which, and the nerve id to which, it belongs.
    """

    lesion_minimum_c: float
    heat_traits: frozenset[str]
    radiologic: frozenset[Imaging]
    genicular_needed: frozenset[str]
    genicular_sites: int
    many_muscles: Mapping[str, int]
    limbs: frozenset[str]
    targets: Mapping[str, str]
    muscles: Mapping[str, str]
    ignored: frozenset[str]
    single_nerves: frozenset[str]
    belongs: Mapping[str, tuple[frozenset[str], str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One performed procedure on one side, with its ``peers`` (same technique, nerve and side, itself among them) and
    with every performed procedure of the ``session``, each on one side too."""

    index: int
    procedure: Procedure
    peers: tuple[Procedure, ...]
    session: tuple[Procedure, ...]
    measures: Measures
    _values: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def value(self, condition: str) -> Any:
        """What the case says to a condition; worked out once."""
        if condition not in self._values:
            self._values[condition] = CONDITIONS[condition](self)
        return self._values[condition]


Condition = Callable[[Case], Any]


def plain(words: str, ignored: frozenset[str] = frozenset()) -> str:
    """Lower case, single blanks, without the ignored words: "Superior Lateral genicular n." is "superior lateral"."""
    return " ".join(word for word in _WORD.split(words.lower()) if word and word not in ignored)


def genicular_targets(case: Case) -> frozenset[str]:
    """The named genicular targets of this knee, under the one name of each."""
    measures = case.measures
    words = (plain(level, measures.ignored) for peer in case.peers for level in peer.levels)
    return frozenset(measures.targets.get(word, word) for word in words)


def muscles(procedure: Procedure, measures: Measures) -> frozenset[str]:
    """The distinct muscles of a procedure; the heads of one muscle are one muscle."""
    words = (plain(level, measures.ignored) for level in procedure.levels)
    return frozenset(measures.muscles.get(word, word) for word in words if word)


def muscle_count(procedures: tuple[Procedure, ...], measures: Measures) -> int:
    """Distinct muscles, left and right apart; a number that the note states counts where no muscle is named."""
    named = {(item.laterality, muscle) for item in procedures for muscle in muscles(item, measures)}
    return len(named) or max((item.sites or 0 for item in procedures), default=0)


def _genicular_complete(case: Case) -> bool:
    named = genicular_targets(case)
    stated = max((peer.sites or 0 for peer in case.peers), default=0)
    return case.measures.genicular_needed <= named or (not named and stated >= case.measures.genicular_sites)


def _levels_documented(case: Case) -> bool:
    return case.procedure.nerve in case.measures.single_nerves or any(peer.levels for peer in case.peers)


def _at_muscle(procedure: Procedure) -> bool:
    return (procedure.nerve or "").startswith(("muscle:", "gland:"))


def _both_sides(case: Case) -> bool:
    same = (item for item in case.session if item.nerve == case.procedure.nerve)
    return {Side.LEFT, Side.RIGHT} <= {item.laterality for item in same if item.technique == case.procedure.technique}


def _many_muscles(case: Case) -> bool:
    """Limbs are counted one by one, any other part of the body as a whole."""
    nerve = case.procedure.nerve or ""
    if nerve in case.measures.limbs:
        return _many(case.peers, nerve, case.measures)
    same = (item for item in case.session if item.nerve == nerve and item.technique == case.procedure.technique)
    return _many(tuple(same), nerve, case.measures)


def _beside_larger_limb(case: Case) -> bool:
    """Whether another limb of the session reaches the larger muscle count."""
    limbs: dict[tuple[str, Any], list[Procedure]] = {}
    for item in case.session:
        if item.nerve in case.measures.limbs and item.technique is Technique.CHEMODENERVATION:
            limbs.setdefault((item.nerve, item.laterality), []).append(item)
    return any(_many(tuple(items), nerve, case.measures) for (nerve, _), items in limbs.items())


def _many(procedures: tuple[Procedure, ...], nerve: str, measures: Measures) -> bool:
    threshold = measures.many_muscles.get(nerve)
    return threshold is not None and muscle_count(procedures, measures) >= threshold


def _below_lesion_minimum(case: Case) -> bool:
    """Of a radiofrequency lesion only: pulses and ice make none."""
    procedure = case.procedure
    if procedure.technique is not Technique.RADIOFREQUENCY or procedure.temperature_c is None:
        return False
    return procedure.temperature_c < case.measures.lesion_minimum_c and "cooled" not in procedure.traits


def _heat_documented(case: Case) -> bool:
    return case.procedure.temperature_c is not None or bool(case.procedure.traits & case.measures.heat_traits)


CONDITIONS: Mapping[str, Condition] = {
    "technique": lambda case: case.procedure.technique.value,
    "nerve": lambda case: case.procedure.nerve,
    "group": lambda case: case.procedure.group,
    "region": lambda case: case.procedure.region,
    "approach": lambda case: case.procedure.approach,
    "agent": lambda case: case.procedure.agent,
    "imaging": lambda case: tuple(modality.value for modality in case.procedure.imaging),
    "traits": lambda case: case.procedure.traits,
    "imaged": lambda case: bool(case.procedure.imaging),
    "radiologic": lambda case: any(modality in case.measures.radiologic for modality in case.procedure.imaging),
    "image_saved": lambda case: case.procedure.image_saved,
    "percutaneous": lambda case: case.procedure.approach == "percutaneous",
    "below_lesion_minimum": _below_lesion_minimum,
    "heat_documented": _heat_documented,
    "single_probe": lambda case: "single-probe" in case.procedure.traits,
    "foramen_ovale": lambda case: "foramen-ovale" in case.procedure.traits,
    "genicular_complete": _genicular_complete,
    "levels_documented": _levels_documented,
    "muscles_documented": lambda case: any(peer.levels or peer.sites for peer in case.peers),
    "muscle_target": lambda case: _at_muscle(case.procedure),
    "nerve_target": lambda case: not _at_muscle(case.procedure),
    "both_sides": _both_sides,
    "session_stimulated": lambda case: any("stimulation-guided" in item.traits for item in case.session),
    "many_muscles": _many_muscles,
    "beside_larger_limb": _beside_larger_limb,
}


def measures_of(data: Any, lexicon: Iterable[Concept], single_nerves: Iterable[str], where: str) -> Measures:
    """The checked measures; every spelling of a muscle in the lexicon counts as that muscle."""
    top = checked(data, where, required=_MEASURES)
    genicular = checked(top["genicular"], f"{where}: genicular", required=("needed", "sites", "words"))
    ignored = frozenset(texts(top["ignored"], where))
    spellings = {concept.id: concept.terms for concept in lexicon if concept.kind == "muscle"}
    return Measures(
        lesion_minimum_c=float(top["lesion_minimum_c"]),
        heat_traits=frozenset(texts(top["heat_traits"], where)),
        radiologic=frozenset(Imaging(modality) for modality in texts(top["radiologic"], where)),
        genicular_needed=frozenset(texts(genicular["needed"], where)),
        genicular_sites=int(genicular["sites"]),
        many_muscles=dict(top["many_muscles"]),
        limbs=frozenset(texts(top["limbs"], where)),
        targets=_spellings(genicular["words"], ignored),
        muscles=_spellings(spellings, ignored) | _spellings(top["muscles"], ignored),
        ignored=ignored,
        single_nerves=frozenset(single_nerves),
        belongs={nerve: _belonging(row, f"{where}: belongs: {nerve}") for nerve, row in top["belongs"].items()},
    )


def _belonging(row: Any, where: str) -> tuple[frozenset[str], str]:
    checked(row, where, required=("levels", "to"))
    return frozenset(texts(row["levels"], where)), row["to"]


def _spellings(words: Mapping[str, Iterable[str]], ignored: frozenset[str]) -> dict[str, str]:
    return {plain(word, ignored): name for name, spellings in words.items() for word in (name, *spellings)}


def holds(case: Case, condition: str, accepted: frozenset[Any]) -> bool:
    """Equality or membership; of a fact with several values (imaging, traits) one accepted value is enough."""
    value = case.value(condition)
    if isinstance(value, (tuple, frozenset)):
        return not accepted.isdisjoint(value)
    return value in accepted


def matches(case: Case, when: Mapping[str, frozenset[Any]]) -> bool:
    return all(holds(case, condition, accepted) for condition, accepted in when.items())
