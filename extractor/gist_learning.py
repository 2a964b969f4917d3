"""Learning the gist: the weights of ``gist.yaml``, from the tuning part of annotated notes.

``python -m extractor.gist_learning annotated_notes`` writes them to standard output; the same notes give the same bytes.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from extractor import gold
from extractor.classifiers import Array
from extractor.facts import NoCodeReason, Status
from extractor.gist import ALWAYS, TREATED, words
from extractor.note import read_text
from extractor.regression import fitted
from extractor.restoration import Restorer
from extractor.rulebook import Rulebook

_FEWEST_NOTES = 3
_STRENGTH = 0.1
_DECIMALS = 2
_LEAST_WEIGHT = 0.02
_HEAD = "# Learned by `make models` from the words of annotated notes; not to be edited by hand.\n"

Sample = tuple[str, str]
Weights = dict[str, dict[str, float]]


def answer(reading: gold.Reading) -> str | None:
    """What the gist of a note is: that something was treated (or begun), or why nothing was; None where neither is told."""
    done = any(Status(fact.status).done for fact in reading.facts)
    return TREATED if done else reading.no_code_reason


def learn(samples: Sequence[Sample]) -> Weights:
    """Weights by answer and word, from (text, answer): the reasons are told apart among the notes without a treatment. Words
    count that stand in three notes or more."""
    found = [sorted(set(words(text))) for text, _ in samples]
    spread = Counter(chain.from_iterable(found))
    known = sorted(word for word, notes in spread.items() if notes >= _FEWEST_NOTES)
    answers = np.asarray([told for _, told in samples])
    matrix = _presence(found, known)
    untreated = np.flatnonzero(answers != TREATED)
    told = {str(reason): _fit(matrix[untreated], answers[untreated] == reason, known) for reason in NoCodeReason}
    return {TREATED: _fit(matrix, answers == TREATED, known)} | told


def _presence(found: Iterable[Sequence[str]], known: Iterable[str]) -> Any:
    """Notes x words, 1 where a note holds the word."""
    from scipy.sparse import csr_array

    number = {word: at for at, word in enumerate(known)}
    rows = [[number[word] for word in one if word in number] for one in found]
    ends = np.cumsum([0, *map(len, rows)], dtype=np.int32)
    places = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=ends[-1])
    return csr_array((np.ones(len(places)), places, ends), shape=(len(rows), len(number)))


def _fit(matrix: Any, truth: Array, known: Sequence[str]) -> dict[str, float]:
    if truth.all() or not truth.any():
        return {ALWAYS: 0.0}
    model = fitted(matrix, truth, C=_STRENGTH, class_weight="balanced")
    weights = zip(known, np.round(model.coef_[0], _DECIMALS), strict=True)
    always = round(float(model.intercept_[0]), _DECIMALS)
    return {ALWAYS: always} | {word: float(weight) for word, weight in weights if abs(weight) >= _LEAST_WEIGHT}


def written(weights: Mapping[str, Mapping[str, float]]) -> str:
    """The file of the weights."""
    return _HEAD + "".join(f"{told}: |\n{''.join(_rows(table))}" for told, table in weights.items())


def _rows(table: Mapping[str, float]) -> Iterator[str]:
    return (f"  {weight:g} {word}\n" for word, weight in table.items())


def main(folder: str) -> None:
    restorer = Restorer(Rulebook.load())
    notes = [item for item in gold.load(Path(folder)) if not gold.is_held_out(item.id)]
    told = [(restorer(read_text(item.path)).text, answer(item.reading)) for item in notes]
    sys.stdout.write(written(learn([(text, given) for text, given in told if given])))


if __name__ == "__main__":
    main(sys.argv[1])
