"""Learning from reviewed notes: the second reader, the confidence, and what their card says.

The second reader is scikit-learn's logistic regression over words and pairs of words. The confidence is a logistic
regression over doubts whose weights may not be negative, with a small ridge. Everything that judges a note in training was
learned without the notes of its family, and the same notes give the same models.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from extractor.classifiers import NOTE_LABELS, Array, SecondReader, Vote, Weights, rarities, weigh
from extractor.doubts import Doubter
from extractor.errors import InputError
from extractor.regression import fitted
from extractor.reviewed import Example, folds
from extractor.risk_coverage import Trial, outcomes
from extractor.trust import DECIMALS, Logistic, Models, contradictions

_FEWEST_NOTES = 3
_STRENGTH = 10.0
_RIDGE = 10.0


@dataclass(frozen=True, kw_only=True)
class Judged:
    """An example under the vote of a second reader that had not seen its family: the doubts about the note and about each
    line of its report."""

    example: Example
    fold: int
    held: bool
    note: list[float]
    lines: list[list[float]]

    @property
    def right_lines(self) -> list[bool]:
        """Whether each line stands in the review; a line given twice is right twice only if it was reviewed twice."""
        left = Counter(self.example.lines)
        right = []
        for line in self.example.found:
            right.append(left[line] > 0)
            left[line] -= 1
        return right


def learn(examples: Sequence[Example], kept: SecondReader | None = None) -> tuple[Models, list[Trial]]:
    """Models from all the examples, and how models made the same way judge the families that they have not seen.

    ``kept`` is the second reader to keep where no example tells facts. Raises InputError where the examples are too few.
    """
    judged, second = vote_on(examples, kept)
    trials = cross_validated(judged)
    models = Models(
        second_reader=second,
        note=_fit_note(judged),
        line=_fit_line(judged),
        outcomes=outcomes(trials),
    )
    return models, trials


def vote_on(examples: Sequence[Example], kept: SecondReader | None = None) -> tuple[list[Judged], SecondReader]:
    """Each example under a vote of a second reader that was not taught by its family, and the one taught by all."""
    fold = folds(examples)
    telling = [item for item in examples if item.facts is not None]
    if not telling and kept is None:
        raise InputError("no note tells which technique was performed: add annotated notes", kind="no-facts")
    whole = fit_second_reader(telling) if telling else kept
    assert whole is not None
    without: dict[int, SecondReader] = {}
    for number in sorted({fold[item.family] for item in telling}):
        taught = [item for item in telling if fold[item.family] != number]
        if not taught:
            raise InputError("all annotated notes are of one author: at least two are needed", kind="one-author")
        without[number] = fit_second_reader(taught)
    return [judge(item, fold[item.family], without.get(fold[item.family], whole)) for item in examples], whole


def judge(example: Example, fold: int, reader: SecondReader) -> Judged:
    vote: Vote = reader.read(example.sentences)
    doubter = Doubter(example.report, example.scene, vote)
    return Judged(
        example=example,
        fold=fold,
        held=example.report.review or any(contradictions(example.report, vote)),
        note=doubter.of_note(),
        lines=[doubter.of_line(line) for line in example.report.suggestions],
    )


def cross_validated(judged: Sequence[Judged]) -> list[Trial]:
    """Every note's confidence by weights learned without its family."""
    confidence: dict[str, float] = {}
    for fold in sorted({item.fold for item in judged}):
        logistic = _fit_note([item for item in judged if item.fold != fold])
        confidence |= {item.example.id: logistic.confidence(item.note) for item in judged if item.fold == fold}
    return [trial(item, confidence[item.example.id]) for item in judged]


def trial(item: Judged, confidence: float) -> Trial:
    example = item.example
    return Trial(
        id=example.id,
        fold=item.fold,
        stratum=example.stratum,
        unseen=example.unseen,
        due=example.due,
        held=item.held,
        right=example.exact,
        confidence=round(confidence, DECIMALS),
    )


def fit_second_reader(examples: Sequence[Example]) -> SecondReader:
    """From examples that tell facts. The vocabulary is what stands in three notes or more."""
    spread = Counter(chain.from_iterable(item.vocabulary for item in examples))
    terms = sorted(term for term, notes in spread.items() if notes >= _FEWEST_NOTES)
    numbers = {term: number for number, term in enumerate(terms)}
    sentences = [[[numbers[term] for term in text if term in numbers] for text in item.terms] for item in examples]
    notes = [list(chain.from_iterable(rows)) for rows in sentences]
    rarity = rarities(notes, len(terms))
    told = [item.facts or frozenset() for item in examples]
    acts = [act for item in examples for act in item.acts or ()]
    return SecondReader(
        terms=terms,
        rarity=rarity,
        note=_fit_texts(notes, rarity, [[label in facts for facts in told] for label in NOTE_LABELS]),
        sentence=_fit_texts(list(chain.from_iterable(sentences)), rarity, [acts]),
    )


def _fit_texts(texts: Sequence[Sequence[int]], rarity: Array, labels: Sequence[Sequence[bool]]) -> Weights:
    """One logistic regression for each label; what never or always holds is known by its frequency alone."""
    from scipy.sparse import csr_array

    row, term, weight = weigh(texts, rarity)
    matrix = csr_array((weight, (row, term)), shape=(len(texts), len(rarity)))
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    coefficients, intercepts = [], []
    for truth in labels:
        if len(set(truth)) == 1:
            share = (sum(truth) + 0.5) / (len(truth) + 1)
            coefficients.append(np.zeros(len(rarity)))
            intercepts.append(np.log(share / (1 - share)))
            continue
        model = fitted(matrix, np.asarray(truth), C=_STRENGTH, class_weight="balanced")
        coefficients.append(model.coef_[0])
        intercepts.append(model.intercept_[0])
    return Weights(
        np.round(np.stack(coefficients, axis=1), DECIMALS).astype(np.float32),
        np.round(np.asarray(intercepts), DECIMALS).astype(np.float32),
    )


def _fit_note(judged: Sequence[Judged]) -> Logistic:
    rows = [(item.note, item.example.exact, item.example.unseen) for item in judged]
    return fit_doubts(*map(np.asarray, zip(*rows, strict=True)))


def _fit_line(judged: Sequence[Judged]) -> Logistic:
    rows = [
        (doubts, right, item.example.unseen)
        for item in judged
        for doubts, right in zip(item.lines, item.right_lines, strict=True)
    ]
    if not rows:
        raise InputError("no note has a code line to learn from", kind="no-lines")
    return fit_doubts(*map(np.asarray, zip(*rows, strict=True)))


def fit_doubts(doubts: Array, right: Array, unseen: Array) -> Logistic:
    """Weights, none negative, by which each doubt lowers the probability of being right.

    That the rules were made without a note is a doubt of its own while learning; what is coded later is always unseen, so it
    is then part of the intercept. One right and one wrong note without any doubt are added, unseen, so that a few right notes
    never make certainty (the rule of succession).
    """
    from scipy.optimize import minimize

    scale = doubts.std(axis=0)
    scale[scale < 1e-9] = 1.0
    features = np.column_stack([doubts / scale, unseen])
    added = np.eye(features.shape[1])[[-1, -1]]
    loss = _loss(np.vstack([features, added]), np.append(right, [1, 0]).astype(float))
    bounds = [(None, None)] + [(0.0, None)] * features.shape[1]
    found = minimize(loss, np.zeros(features.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = np.round(found[1:-1] / scale, DECIMALS)
    return Logistic(round(float(found[0] - found[-1]), DECIMALS), [float(weight) for weight in weights])


def _loss(features: Array, right: Array) -> Callable[[Array], tuple[float, Array]]:
    """Negative log-likelihood with a ridge on the doubts (not on the intercept, nor on the last: being unseen), and its
    gradient."""
    ridge = np.full(features.shape[1], _RIDGE)
    ridge[-1] = 0.0

    def loss(found: Array) -> tuple[float, Array]:
        score = found[0] - features @ found[1:]
        missed = 1 / (1 + np.exp(-score)) - right
        value: Any = np.logaddexp(0, np.where(right > 0, -score, score)).sum() + (ridge * found[1:] ** 2).sum() / 2
        return float(value), np.concatenate([[missed.sum()], ridge * found[1:] - features.T @ missed])

    return loss
