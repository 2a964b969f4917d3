"""The second reader: linear models over words and pairs of words, which judge facts and never name a code.

It says, for a whole note, how probable it is that each technique was performed, that anything was treated at all and that
several targets were, and, for each sentence, how probable it is that the sentence tells of an act of this encounter.
The models are plain arrays (``training.py`` makes them with scikit-learn); reading one runs no code from it, and applying
one needs numpy alone.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from extractor.errors import ModelError
from extractor.facts import Technique
from extractor.gist import TREATED
from extractor.vocabulary import words

Array = NDArray[Any]

TECHNIQUES = tuple(item.value for item in Technique if item is not Technique.UNSPECIFIED)
SEVERAL = "several"
# By the least number of targets.
NUMBERS = {2: "two-targets", 3: "three-targets", 4: "four-targets"}
NOTE_LABELS = (TREATED, *TECHNIQUES, SEVERAL, *NUMBERS.values())


def terms_of(text: str) -> list[str]:
    """Words and pairs of words, in lower case, every figure as 0."""
    found = words(text)
    return [*found, *map(" ".join, pairwise(found))]


def labels(performed: Sequence[tuple[str, int]]) -> frozenset[str]:
    """Those of NOTE_LABELS that hold where these procedures, each given by its technique and the number of its levels, were
    performed."""
    targets = sum(max(1, levels) for _, levels in performed)
    return frozenset(
        {technique for technique, _ in performed if technique in TECHNIQUES}
        | ({TREATED} if performed else set())
        | ({SEVERAL} if len(performed) > 1 else set())
        | {name for least, name in NUMBERS.items() if targets >= least}
    )


@dataclass(frozen=True, slots=True)
class Weights:
    """Logistic models over one vocabulary of V terms: ``coefficients`` V x K, ``intercepts`` K."""

    coefficients: Array
    intercepts: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What the second reader makes of a note: probabilities of ``NOTE_LABELS``, and of each sentence that it tells of an
    act."""

    facts: Mapping[str, float]
    acts: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class SecondReader:
    """``terms`` V strings; ``rarity`` V inverse document frequencies; ``note`` over NOTE_LABELS; ``sentence`` over one
    label (K = 1)."""

    terms: Sequence[str]
    rarity: Array
    note: Weights
    sentence: Weights

    def read(self, sentences: Sequence[str]) -> Vote:
        rows = [self.known(sentence) for sentence in sentences]
        (facts,) = self._judge([list(chain.from_iterable(rows))], self.note)
        acts = self._judge(rows, self.sentence)[:, 0].tolist() if rows else []
        return Vote(facts=dict(zip(NOTE_LABELS, facts.tolist(), strict=True)), acts=acts)

    def known(self, text: str) -> list[int]:
        """The numbers of the terms of a text that the vocabulary holds."""
        numbers = self._numbers
        return [numbers[term] for term in terms_of(text) if term in numbers]

    def _judge(self, texts: Sequence[Sequence[int]], weights: Weights) -> Array:
        """Probabilities, texts x K."""
        row, term, weight = weigh(texts, self.rarity)
        products = weight[:, None] * weights.coefficients[term]
        sums = [np.bincount(row, products[:, label], len(texts)) for label in range(products.shape[1])]
        return 1 / (1 + np.exp(-(np.stack(sums, axis=1) + weights.intercepts)))

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {term: number for number, term in enumerate(self.terms)}

    def dump(self) -> bytes:
        """The arrays as a .npz file; the same arrays give the same bytes."""
        out = io.BytesIO()
        np.savez_compressed(
            out,
            terms=np.frombuffer("\n".join(self.terms).encode(), dtype=np.uint8),
            rarity=self.rarity,
            note=self.note.coefficients,
            note_intercepts=self.note.intercepts,
            sentence=self.sentence.coefficients,
            sentence_intercepts=self.sentence.intercepts,
        )
        return out.getvalue()

    @classmethod
    def load(cls, data: bytes) -> SecondReader:
        """Raises ModelError where the arrays are missing or do not fit together."""
        try:
            arrays = np.load(io.BytesIO(data), allow_pickle=False)
            reader = cls(
                terms=bytes(arrays["terms"]).decode().split("\n"),
                rarity=arrays["rarity"],
                note=Weights(arrays["note"], arrays["note_intercepts"]),
                sentence=Weights(arrays["sentence"], arrays["sentence_intercepts"]),
            )
        except (ValueError, KeyError, OSError, EOFError, TypeError, AttributeError, BadZipFile, zlib.error) as error:
            raise ModelError(f"the second reader's arrays cannot be read ({type(error).__name__})") from None
        size = len(reader.terms)
        shapes = (reader.rarity.shape, reader.note.coefficients.shape, reader.sentence.coefficients.shape)
        if shapes != ((size,), (size, len(NOTE_LABELS)), (size, 1)):
            raise ModelError("the second reader's arrays do not fit together")
        return reader


def weigh(texts: Sequence[Sequence[int]], rarity: Array) -> tuple[Array, Array, Array]:
    """TF-IDF of texts given as numbers of terms: row, term and weight of each entry. Logarithmic counts; each row has
    length one."""
    size = len(rarity)
    sizes = [len(text) for text in texts]
    flat = np.fromiter(chain.from_iterable(texts), dtype=np.int64, count=sum(sizes))
    keys, counts = np.unique(np.repeat(np.arange(len(texts)), sizes) * size + flat, return_counts=True)
    row, term = keys // size, keys % size
    weight = (1 + np.log(counts)) * rarity[term]
    length = np.sqrt(np.bincount(row, weight * weight, len(texts)))
    return row, term, weight / length[row]


def rarities(texts: Iterable[Sequence[int]], size: int) -> Array:
    """Smoothed inverse document frequency of ``size`` terms."""
    found = [np.unique(np.asarray(text, dtype=np.int64)) for text in texts]
    frequency = np.bincount(np.concatenate(found), minlength=size)
    inverse: Array = (np.log((1 + len(found)) / (1 + frequency)) + 1).astype(np.float32)
    return inverse
