"""Learning the gist: the weights of ``gist.yaml``, from the tuning part of annotated notes.

``python -m extractor.gist_learning annotated_notes`` writes them to standard output; the same notes give the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from extractor import gold
from extractor.classifiers import Array
from extractor.facts import NoCodeReason, Status
from extractor.gist import TREATED
from extractor.note import read_text
from extractor.regression import Weights, presence, spread, weights, written
from extractor.restoration import Restorer
from extractor.rulebook import Rulebook
from extractor.vocabulary import words

_FEWEST_NOTES = 3
_STRENGTH = 0.1

Sample = tuple[str, str]


def answer(reading: gold.Reading) -> str | None:
    """What the gist of a note is: that something was treated (or begun), or why nothing was; None where neither is told."""
    done = any(Status(fact.status).done for fact in reading.facts)
    return TREATED if done else reading.no_code_reason


def learn(samples: Sequence[Sample]) -> dict[str, Weights]:
    """Weights by answer and word, from (text, answer): the reasons are told apart among the notes without a treatment. Words
    count that stand in three notes or more."""
    found = [set(words(text)) for text, _ in samples]
    known = spread(found, _FEWEST_NOTES)
    answers = np.asarray([told for _, told in samples])
    matrix = presence(found, known)
    untreated = np.flatnonzero(answers != TREATED)

    def fit(rows: Any, truth: Array) -> Weights:
        return weights(rows, truth, known, C=_STRENGTH, class_weight="balanced")

    told = {str(reason): fit(matrix[untreated], answers[untreated] == reason) for reason in NoCodeReason}
    return {TREATED: fit(matrix, answers == TREATED)} | told


def main(folder: str) -> None:
    restorer = Restorer(Rulebook.load())
    notes = [item for item in gold.load(Path(folder)) if not gold.is_held_out(item.id)]
    told = [(restorer(read_text(item.path)).text, answer(item.reading)) for item in notes]
    sys.stdout.write(written(learn([(text, given) for text, given in told if given])))


if __name__ == "__main__":
    main(sys.argv[1])
