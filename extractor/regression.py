"""Logistic regression as everything here is learned by it: the same data give the same weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from extractor.vocabulary import ALWAYS

_DECIMALS = 2
_LEAST_WEIGHT = 0.02
_HEAD = "# Learned by `make models` from the words of annotated notes; not to be edited by hand.\n"

Weights = dict[str, float]


def fitted(matrix: Any, truth: Any, **options: Any) -> Any:
    """scikit-learn's LogisticRegression, fitted to a matrix (rows x features, dense or sparse) and the truth of each row.

    One thread of linear algebra is faster than many here: the matrices are sparse and small.
    """
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        return LogisticRegression(solver="liblinear", random_state=0, **options).fit(matrix, truth)


def spread(held: Iterable[Iterable[str]], fewest: int) -> list[str]:
    """The features that so many rows hold, in order. Each row holds a feature once."""
    rows = Counter(chain.from_iterable(held))
    return sorted(feature for feature, count in rows.items() if count >= fewest)


def presence(held: Iterable[Iterable[str]], known: Iterable[str]) -> Any:
    """Rows x known features, 1 where a row holds the feature."""
    from scipy.sparse import csr_array

    number = {feature: at for at, feature in enumerate(known)}
    rows = [sorted(number[feature] for feature in one if feature in number) for one in held]
    ends = np.cumsum([0, *map(len, rows)], dtype=np.int32)
    places = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=ends[-1])
    return csr_array((np.ones(len(places)), places, ends), shape=(len(rows), len(number)))


def weights(matrix: Any, truth: Any, known: Sequence[str], **options: Any) -> Weights:
    """The weight of each known feature, and of what ALWAYS holds; those next to nothing left out. Nothing where the truth
    is the same throughout."""
    if all(truth) or not any(truth):
        return {ALWAYS: 0.0}
    model = fitted(matrix, truth, **options)
    found = zip(known, np.round(model.coef_[0], _DECIMALS), strict=True)
    always = round(float(model.intercept_[0]), _DECIMALS)
    return {ALWAYS: always} | {feature: float(weight) for feature, weight in found if abs(weight) >= _LEAST_WEIGHT}


def written(tables: Mapping[str, Weights]) -> str:
    """A knowledge file of weights: for each answer, lines of a weight and its feature."""
    return _HEAD + "".join(
        f"{answer}: |\n" + "".join(f"  {weight:g} {feature}\n" for feature, weight in table.items())
        for answer, table in tables.items()
    )
