"""The odds that what a note names belongs to what was done: of each nerve, technique, side and modality, by the words around its
mentions and those of the whole note. Where they speak for another reading by far, the note is read that way.

Logistic regressions over the presence of words, one for each kind; ``odds_learning`` learns their weights.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.facts import Procedure, Side, Status, Technique
from extractor.reading.scene import ASIDE, DONE, Item, Scene
from extractor.vocabulary import FEWEST_WORDS, score, weights, words

KINDS = ("nerve", "technique", "side", "imaging")
# The logarithm of how much likelier another reading must be than that of the rules: some twenty times.
_MARGIN = 3.0
# No single odds count for more than a thousand to one.
_MOST = math.log(1000)
# How sure the odds must be of what another reading takes up or leaves out, as log-odds of 1/2, 7/10 and 9/10.
_SURE = tuple(math.log(share / (1 - share)) for share in (0.5, 0.7, 0.9))
_NAMES = frozenset({"nerve", "nerve-name", "nerve-other", "branch", "place", "site"})
# What is plainly another day's or another patient's is never taken up.
_NOT_TODAY = frozenset({"planned", "hypothetical", "other"})
_BRINGS_ITS_SENTENCE = frozenset({"nerve", "technique"})
_SIDES = (Side.LEFT.value, Side.RIGHT.value)
_MANY = 5

Named = tuple[str, str]
"""A kind and one of its ids, as in ("nerve", "sural")."""
Read = Callable[[Scene], list[Procedure]]


def told(procedures: Iterable[Procedure]) -> set[Named]:
    """What was done, as these procedures tell it."""
    found: set[Named] = set()
    for one in procedures:
        if one.status is not Status.PERFORMED:
            continue
        found.add(("technique", _current(one.technique.value)))
        found.update(("imaging", modality.value) for modality in one.imaging)
        found.update(("side", side) for side in _sides(one.laterality))
        if one.technique is not Technique.CHEMODENERVATION and one.nerve:
            found.add(("nerve", _listed(one.nerve)))
    return found


def _listed(nerve: str) -> str:
    """The id of a nerve; one for all that the lexicon does not know."""
    return nerve.partition(":")[0]


def _current(technique: str) -> str:
    """A technique; one for the current, continuous or pulsed: which it was, its settings tell, not the words around it."""
    return Technique.RADIOFREQUENCY.value if technique == Technique.PULSED else technique


def _sides(side: Side | None) -> Sequence[str]:
    return _SIDES if side is Side.BILATERAL else [side.value] if side else []


def named(scene: Scene) -> dict[Named, list[Item]]:
    """The mentions of everything that odds are told of."""
    found: dict[Named, list[Item]] = {}
    for item in scene.items:
        for name in _named(scene, item):
            found.setdefault(name, []).append(item)
    return found


def _named(scene: Scene, item: Item) -> list[Named]:
    if item.kind in _NAMES:
        return [("nerve", _listed(str(scene.concept(item).sets.get("nerve") or item.concept)))]
    if item.kind == "side":
        return [("side", side) for side in (_SIDES if item.concept == Side.BILATERAL else [item.concept])]
    if item.kind in ("technique", "imaging") and item.kind in scene.concept(item).sets:
        return [(item.kind, _current(str(scene.concept(item).sets[item.kind])))]
    return []


def features(scene: Scene) -> dict[Named, set[str]]:
    """What the odds of each thing named rest on: the words and pairs of words of its sentences ("near"), those of the note
    ("note"), what it is, and where and how often it stands beside its like. Nothing in a note too short to tell."""
    note = {f"note {word}" for word in words(scene.text)}
    if len(note) < FEWEST_WORDS:
        return {}
    found = named(scene)
    near: dict[int, set[str]] = {}
    for at in {item.sentence for items in found.values() for item in items if item.sentence >= 0}:
        spoken = words(scene.sentence(at))
        near[at] = {f"near {word}" for word in spoken} | {f"near {' '.join(pair)}" for pair in pairwise(spoken)}
    return {
        name: {*note, f"is {name[1]}", *_standing(scene, items, found, name[0])}.union(
            *(near[item.sentence] for item in items if item.sentence >= 0)
        )
        for name, items in found.items()
    }


def _standing(scene: Scene, items: Sequence[Item], found: Mapping[Named, Sequence[Item]], kind: str) -> Iterator[str]:
    """Where in the note, and how often in comparison, something is named."""
    often = [len(others) for (other, _), others in found.items() if other == kind]
    yield f"mentions {min(_MANY, len(items))}"
    yield f"rivals {min(_MANY, len(often))}"
    yield f"share {min(_MANY - 1, _MANY * len(items) // sum(often))}"
    if len(items) == max(often):
        yield "most"
    yield f"first {4 * items[0].sentence // len(scene.sentences)}"
    yield f"last {4 * items[-1].sentence // len(scene.sentences)}"


@dataclass(frozen=True, slots=True)
class Odds:
    """The log-odds of everything that a note names."""

    of: Mapping[Named, float]

    def fit(self, done: Collection[Named]) -> float:
        """The log-likelihood that these were done and the others were not."""
        return sum(-math.log1p(math.exp(-odds if name in done else odds)) for name, odds in self.of.items())

    def against(self, done: Collection[Named]) -> list[float]:
        """The odds that speak against a reading, in any order: by their sum the fit of another could be better at most."""
        return [abs(odds) for name, odds in self.of.items() if (odds > 0) != (name in done)]

    def others(self, scene: Scene, done: Collection[Named]) -> Iterator[Scene]:
        """The scene as the odds have it, in ways that take up and leave out more or less. A nerve is left out only for
        another: that nothing was done, only the whole note tells."""
        tried: list[tuple[set[Named], set[Named]]] = []
        for sure in _SURE:
            taken = {name for name, odds in self.of.items() if odds >= sure and name not in done}
            left = {name for name, odds in self.of.items() if odds <= -sure and name in done}
            if not any(kind == "nerve" for kind, _ in taken):
                left = {name for name in left if name[0] != "nerve"}
            if (taken or left) and (taken, left) not in tried:
                tried.append((taken, left))
                yield _as_told(scene, taken, left, _sentences(scene, taken))
                yield _as_told(scene, taken, left, ())

    def likelier(self, scene: Scene, plain: Sequence[Procedure], read: Read) -> list[Procedure] | None:
        """Another reading of the scene, where the odds speak for it by far; ``plain`` is that of the rules alone."""
        done = told(plain)
        if sum(self.against(done)) <= _MARGIN:
            return None
        readings = [read(other) for other in self.others(scene, done)]
        best = max(readings, key=lambda one: self.fit(told(one)), default=None)
        return best if best is not None and self.fit(told(best)) > self.fit(done) + _MARGIN else None


def change(plain: Iterable[Procedure], likelier: Iterable[Procedure]) -> str:
    """What another reading takes up and leaves out, in words."""
    before, after = told(plain), told(likelier)
    told_of = [
        f"{how} {', '.join(sorted(name for _, name in names))}"
        for how, names in (("for", after - before), ("against", before - after))
        if names
    ]
    return f"the words of the note speak {' and '.join(told_of) or 'for another reading'}, otherwise than its sentences were read"


class Reckoner:
    """Callable on a scene. ``tables`` hold, for each of KINDS, lines of a weight and its feature."""

    def __init__(self, tables: Mapping[str, str]) -> None:
        self._weights = {kind: weights(table) for kind, table in tables.items()}

    def __call__(self, scene: Scene) -> Odds:
        """The odds of all that a scene names; the scene remembers them (``reckoned``)."""
        scores = {name: score(self._weights[name[0]], held) for name, held in features(scene).items()}
        odds = Odds({name: max(-_MOST, min(_MOST, odds)) for name, odds in scores.items()})
        scene.memory[Odds] = odds
        return odds


def reckoned(scene: Scene) -> Odds:
    """The odds that were reckoned of a scene; without any, where it was not asked for them."""
    odds: Odds = scene.memory.get(Odds, Odds({}))
    return odds


def _sentences(scene: Scene, taken: Collection[Named]) -> set[int]:
    """The sentences that name a nerve or a technique to be taken up: they tell of the act."""
    return {
        item.sentence
        for name, items in named(scene).items()
        if name in taken and name[0] in _BRINGS_ITS_SENTENCE
        for item in items
    }


def _as_told(scene: Scene, taken: Collection[Named], left: Collection[Named], acts: Collection[int]) -> Scene:
    """The scene in which what is taken up was done, with all that its sentences of ``acts`` name, and what is left out was
    not."""
    return scene.holding([_moved(item, _named(scene, item), taken, left, acts) for item in scene.items])


def _moved(
    item: Item, names: Sequence[Named], taken: Collection[Named], left: Collection[Named], acts: Collection[int]
) -> Item:
    kept = [name for name in names if name not in left]
    if names and not kept:
        return replace(item, tier=ASIDE, assertion="negated")
    if len(kept) < len(names):
        item = replace(item, concept=kept[0][1])
    if item.assertion not in _NOT_TODAY and (item.sentence in acts or any(name in taken for name in names)):
        return replace(item, tier=DONE, assertion="performed")
    return item
