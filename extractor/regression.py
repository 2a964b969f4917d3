"""Logistic regression as everything here is learned by it: the same data give the same weights."""

from __future__ import annotations

from typing import Any


def fitted(matrix: Any, truth: Any, **options: Any) -> Any:
    """scikit-learn's LogisticRegression, fitted to a matrix (rows x features, dense or sparse) and the truth of each row.

    One thread of linear algebra is faster than many here: the matrices are sparse and small.
    """
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        return LogisticRegression(solver="liblinear", random_state=0, **options).fit(matrix, truth)
