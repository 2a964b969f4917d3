"""Learning the odds: the weights of ``odds.yaml``, from the tuning part of annotated notes.

``python -m extractor.odds_learning annotated_notes`` writes them to standard output; the same notes give the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from extractor import gold, readers
from extractor.facts import Imaging, Note, Procedure, Side, Status, Technique
from extractor.flow import Coder
from extractor.reading.odds import KINDS, Named, features, told
from extractor.regression import Weights, presence, spread, weights, written
from extractor.rulebook import Rulebook

_FEWEST = 5
_STRENGTH = 0.2

Sample = tuple[Named, set[str], bool]


def done(facts: Iterable[gold.Fact]) -> set[Named]:
    """What was done, as these facts tell it."""
    return told(
        Procedure(
            technique=Technique(fact.technique),
            nerve=fact.nerve,
            status=Status(fact.status),
            laterality=Side.BILATERAL if len(fact.sides) > 1 else next(map(Side, fact.sides), None),
            imaging=tuple(map(Imaging, fact.imaging)),
        )
        for fact in facts
    )


def learn(samples: Sequence[Sample]) -> dict[str, Weights]:
    """Weights by kind and feature, from what notes name: its features, and whether it was done."""
    return {kind: _fit([(held, truth) for (other, _), held, truth in samples if other == kind]) for kind in KINDS}


def _fit(samples: Sequence[tuple[set[str], bool]]) -> Weights:
    held = [features for features, _ in samples]
    known = spread(held, _FEWEST)
    return weights(presence(held, known), [truth for _, truth in samples], known, C=_STRENGTH)


def samples(folder: Path) -> Iterator[Sample]:
    """Everything that the notes of the tuning part name."""
    coder = Coder(Rulebook.load())
    for item in gold.load(folder):
        note = next(readers.read([item.path]))
        if gold.is_held_out(item.id) or not isinstance(note, Note):
            continue
        scene = coder.scene(note)
        truth = done(item.reading.facts)
        yield from ((name, held, name in truth) for name, held in (features(scene) if scene else {}).items())


if __name__ == "__main__":
    sys.stdout.write(written(learn(list(samples(Path(sys.argv[1]))))))
