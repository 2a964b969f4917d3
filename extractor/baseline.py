"""What a plain bag of words makes of the same notes: from the words to the codes, one logistic regression a code.

It is there to be compared with. Units, sides and reasons are beyond it; it is judged on the set of codes alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractor.classifiers import Array
from extractor.regression import fitted
from extractor.reviewed import Example, folds
from extractor.risk_coverage import Trial

_FEWEST = 2


def bag_of_words(examples: Sequence[Example]) -> list[Trial]:
    """Each note's codes by a model that had not seen its family. ``right`` is whether the set of codes is, ``confidence``
    the probability of the whole set. Notes held by the rules are judged too."""
    fold = folds(examples)
    trials: dict[str, Trial] = {}
    for number in sorted(set(fold.values())):
        taught = [item for item in examples if fold[item.family] != number]
        asked = [item for item in examples if fold[item.family] == number]
        for item, (codes, confidence) in zip(asked, _predicted(taught, asked), strict=True):
            trials[item.id] = Trial(
                id=item.id,
                fold=number,
                stratum=item.stratum,
                unseen=item.unseen,
                due=item.due,
                held=False,
                right=codes == _codes(item),
                confidence=confidence,
            )
    return [trials[item.id] for item in examples]


def _predicted(taught: Sequence[Example], asked: Sequence[Example]) -> list[tuple[set[str], float]]:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(sublinear_tf=True)
    known = vectors.fit_transform([item.scene.text for item in taught])
    new = vectors.transform([item.scene.text for item in asked])
    spread = Counter(code for item in taught for code in _codes(item))
    codes = sorted(code for code, notes in spread.items() if notes >= _FEWEST)
    columns: list[Array] = []
    for code in codes:
        model = fitted(known, np.asarray([code in _codes(item) for item in taught]), C=100.0)
        columns.append(model.predict_proba(new)[:, 1])
    shares = np.stack(columns, axis=1)
    sure = np.prod(np.maximum(shares, 1 - shares), axis=1)
    return [
        ({code for code, share in zip(codes, row, strict=True) if share > 0.5}, float(all_right))
        for row, all_right in zip(shares, sure, strict=True)
    ]


def _codes(item: Example) -> set[str]:
    return {code for code, _, _ in item.lines}
