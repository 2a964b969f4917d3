"""Learning where lines ended: the weights of ``line_ends.yaml``, from the tuning part of annotated notes.

``python -m extractor.line_learning annotated_notes`` writes them to standard output; the same notes give the same bytes.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, pairwise
from pathlib import Path

import numpy as np

from extractor import gold
from extractor.classifiers import Array
from extractor.components.words import Trie
from extractor.note import read_text
from extractor.regression import fitted
from extractor.restoration.breaks import Breaks, heading_words
from extractor.restoration.lines import ALWAYS, Weights, parted
from extractor.restoration.wraps import unwrapped
from extractor.rulebook import Rulebook

_FEWEST_NOTES = 5
_STRENGTH = 0.2
_DECIMALS = 2
_LEAST_WEIGHT = 0.2
_FOLDS = 3
_WRAPPED = 55
_LINE_END = re.compile(r"\s*\n\s*(?=\S)")
_OWN_LINE = re.compile(r"\s*(?:[-*\u2022#>|\[(]|\w{1,3}[.):]|[A-Z][\w /&'-]{0,40}:)")
_COLUMNS = re.compile(r"\S\s{3,}\S|[\t|]|\.{4}")
_STOPS = (".", ":", ";", "?", "!")
_HEAD = "# Learned by `make models` from where the lines of annotated notes end; not to be edited by hand.\n"


@dataclass(frozen=True)
class Sample:
    """A note in one line. ``ends`` are the line ends at each chunk that began a line; ``unsure`` chunks may have begun one
    only because a window was narrow."""

    family: str
    breaks: Breaks
    ends: dict[int, int]
    unsure: frozenset[int]


def sample(family: str, text: str, headings: Trie) -> Sample:
    text = unwrapped(text).strip()
    wraps = dict(_wraps(text))
    flat, at, kinds = "", 0, {}
    for match in _LINE_END.finditer(text):
        flat += text[at : match.start()] + " "
        at = match.end()
        first = text.index("\n", match.start())
        kinds[len(flat)] = (2 if "\n" in text[first + 1 : at] else 1, wraps.get(first))
    breaks = Breaks(flat + text[at:], headings)
    found = [(number, *kinds[start]) for number, start in enumerate(breaks.starts) if start in kinds]
    return Sample(
        family,
        breaks,
        {number: ends for number, ends, wrap in found if wrap is None},
        frozenset(number for number, _, wrap in found if wrap == "perhaps"),
    )


def _wraps(text: str) -> Iterator[tuple[int, str]]:
    """The line ends that a narrow window made, surely or perhaps."""
    at, lines = 0, text.split("\n")
    widths = [max(map(len, paragraph.split("\n"))) for paragraph in re.split(r"\n\s*\n", text)]
    paragraph = 0
    for line, following in pairwise(lines):
        at += len(line)
        if not following.strip():
            paragraph += bool(line.strip())
        elif line.strip() and _runs_on(line, following, widths[paragraph]):
            yield at, "perhaps" if line.rstrip().endswith(_STOPS) else "surely"
        at += 1


def _runs_on(line: str, following: str, width: int) -> bool:
    if len(line) < _WRAPPED or _OWN_LINE.match(following) or _COLUMNS.search(line) or _COLUMNS.search(following):
        return False
    first = following.split()[0]
    return first[0].islower() or len(line) + 1 + len(first) > width


def learn(samples: Sequence[Sample]) -> Weights:
    """Weights learned from the samples as they were parted, and as weights learned from other authors would part them: the
    lines found so far will not all be right."""
    true = [(item, item.ends) for item in samples]
    families = sorted({item.family for item in samples})
    fold = {family: number % _FOLDS for number, family in enumerate(families)}
    found = []
    for number in range(_FOLDS):
        weights = _fit([pair for pair in true if fold[pair[0].family] != number])
        found += [(item, parted(item.breaks, weights)) for item in samples if fold[item.family] == number]
    return _fit(true + found)


def _fit(parts: Iterable[tuple[Sample, dict[int, int]]]) -> Weights:
    """Of features that stand in five notes or more."""
    number: defaultdict[str, int] = defaultdict(count().__next__)
    rows, truth, spread = [], [], Counter[int]()
    for item, parting in parts:
        told = [
            (array("i", (number[feature] for feature in features)), item.ends.get(at, 0))
            for at, features in _told(item.breaks, parting)
            if at not in item.unsure
        ]
        rows += [row for row, _ in told]
        truth += [ends for _, ends in told]
        spread.update(set(chain.from_iterable(row for row, _ in told)))
    known = sorted(feature for feature, place in number.items() if spread[place] >= _FEWEST_NOTES)
    column = np.full(len(number), -1, dtype=np.int32)
    column[[number[feature] for feature in known]] = np.arange(len(known))
    return Weights(*_regressions([column[row] for row in rows], known, np.asarray(truth)))


def _told(breaks: Breaks, parting: dict[int, int]) -> Iterator[tuple[int, Iterator[str]]]:
    lines = [0]
    for at in range(1, len(breaks.chunks)):
        yield at, breaks.features(at, lines)
        if at in parting:
            lines.append(at)


def _regressions(rows: Sequence[Array], known: Sequence[str], truth: Array) -> Iterator[dict[str, float]]:
    from scipy.sparse import csr_array

    columns = [row[row >= 0] for row in rows]
    ends = np.cumsum([0, *map(len, columns)], dtype=np.int32)
    places = np.concatenate(columns, dtype=np.int32)
    matrix = csr_array((np.ones(len(places)), places, ends), shape=(len(rows), len(known)))
    for least in (1, 2):
        model = fitted(matrix, truth >= least, C=_STRENGTH, tol=1e-2)
        weights = zip(known, np.round(model.coef_[0], _DECIMALS), strict=True)
        yield {ALWAYS: round(float(model.intercept_[0]), _DECIMALS)} | {
            name: float(w) for name, w in weights if abs(w) >= _LEAST_WEIGHT
        }


def written(weights: Weights) -> str:
    """The file of the weights."""
    tables = (("line", weights.line), ("paragraph", weights.paragraph))
    rows = (f"{name}: |\n" + "".join(f"  {w:g} {feature}\n" for feature, w in table.items()) for name, table in tables)
    return _HEAD + "".join(rows)


def main(folder: str) -> None:
    headings = heading_words(Rulebook.load().data("sections.yaml"))
    notes = (item for item in gold.load(Path(folder)) if not gold.is_held_out(item.id))
    samples = [sample(item.author, read_text(item.path), headings) for item in notes]
    sys.stdout.write(written(learn(samples)))


if __name__ == "__main__":
    main(sys.argv[1])
