"""How far to trust a report: calibrated confidence, and the line below which a person must look.

A folder of models holds ``second_reader.npz`` (arrays), ``confidence.json`` (weights of doubts, and how notes that the
rules had never seen turned out) and ``card.json`` (what they were made from, their hashes and scores). Loading them runs
no code from them; what does not fit the card is refused.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from extractor.classifiers import TECHNIQUES, SecondReader, Vote
from extractor.doubts import DOUBTS, Doubter
from extractor.errors import ModelError
from extractor.facts import Report, Status
from extractor.gist import TREATED
from extractor.places import CARD
from extractor.reading.scene import Scene

SCHEMA = "1"
CONFIDENCE, SECOND_READER, PAGE = "confidence.json", "second_reader.npz", "card.md"
TARGET = 0.99
DECIMALS = 4

# How sure the second reader must be before it contradicts; the card counts how many of those notes were wrong.
_CONTRADICTS = 0.7

Outcome = tuple[float, bool]


@dataclass(frozen=True, slots=True)
class Logistic:
    """The probability of being right: ``weights`` of DOUBTS (none negative) taken from ``intercept``."""

    intercept: float
    weights: Sequence[float]

    def confidence(self, doubts: Sequence[float]) -> float:
        return 1 / (1 + math.exp(-(self.intercept - sum(map(float.__mul__, self.weights, doubts)))))

    def strongest(self, doubts: Sequence[float]) -> str | None:
        """The doubt that takes most from the confidence."""
        taken = {name: weight * doubt for name, weight, doubt in zip(DOUBTS, self.weights, doubts, strict=True)}
        name = max(taken, key=lambda name: taken[name])
        return name if taken[name] > 0 else None


@dataclass(frozen=True, slots=True)
class Line:
    """The lowest confidence that passes, and how the ``notes`` above it turned out that stand as evidence for it."""

    confidence: float
    notes: int
    wrong: int


def line_for(outcomes: Sequence[Outcome], target: float) -> Line | None:
    """The line that lets most pass while the expected share of wrong notes above it is at most ``1 - target``.

    Expected by the rule of succession, (wrong + 1) / (notes + 2), so that few notes never carry a high target: 0.99
    needs 98 notes without an error. None where no line does.
    """
    best, notes, wrong = None, 0, 0
    ordered = sorted(outcomes, reverse=True)
    for confidence, same in groupby(ordered, key=lambda outcome: outcome[0]):
        right = [outcome[1] for outcome in same]
        notes, wrong = notes + len(right), wrong + right.count(False)
        if (wrong + 1) / (notes + 2) <= 1 - target + 1e-9:
            best = Line(confidence, notes, wrong)
    return best


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """All that is learned. ``outcomes`` are (confidence, right) of notes that neither the rules nor the model that
    judged them had seen, those left out that the rules send to review."""

    second_reader: SecondReader
    note: Logistic
    line: Logistic
    outcomes: Sequence[Outcome]

    def files(self) -> dict[str, bytes]:
        """The artefacts by file name; the same models give the same bytes."""
        confidence = {
            "schema": SCHEMA,
            **{name: _record(logistic) for name, logistic in (("note", self.note), ("line", self.line))},
            "outcomes": [[confidence, right] for confidence, right in self.outcomes],
        }
        return {
            SECOND_READER: self.second_reader.dump(),
            CONFIDENCE: (json.dumps(confidence, indent=1) + "\n").encode(),
        }


class Trust:
    """Judges the reports of the rules. ``target`` is the share of passing notes that must be right."""

    def __init__(self, models: Models, card: Mapping[str, Any], target: float = TARGET) -> None:
        self.card = card
        self.target = target
        self.line = line_for(models.outcomes, target)
        self.models = models

    @classmethod
    def load(cls, folder: Path, target: float = TARGET) -> Trust:
        """Raises ModelError where the folder holds no models, or others than its card describes."""
        models, card = load(folder)
        return cls(models, card, target)

    def judge(self, report: Report, scene: Scene) -> Report:
        """The report with a confidence for each line, sent to review where it falls short of the line or the second
        reader contradicts."""
        vote = self.models.second_reader.read([scene.text[start:end] for start, end in scene.sentences])
        doubter = Doubter(report, scene, vote)
        reasons = (*report.review_reasons, *contradictions(report, vote))
        if not reasons:
            reasons = tuple(self._shortfall(doubter.of_note()))
        lines = tuple(
            replace(line, confidence=_shown(self.models.line.confidence(doubter.of_line(line))))
            for line in report.suggestions
        )
        return replace(report, suggestions=lines, review=bool(reasons), review_reasons=reasons)

    def _shortfall(self, doubts: Sequence[float]) -> Iterator[str]:
        if self.line is None or round(self.models.note.confidence(doubts), DECIMALS) < self.line.confidence:
            strongest = self.models.note.strongest(doubts)
            yield "not sure enough to pass without review" + (f": {DOUBTS[strongest]}" if strongest else "")

    def __str__(self) -> str:
        """The line in words, for the user."""
        if self.line is None:
            count = len(self.models.outcomes)
            return (
                f"no note passes without review: no line holds {self.target:.1%} on the {count} notes of its evidence"
            )
        line = self.line
        return (
            f"notes pass without review from {line.confidence:.1%} confidence on, aiming at {self.target:.1%} right "
            f"({line.wrong} of {line.notes} notes above it were wrong)"
        )


def contradictions(report: Report, vote: Vote) -> Iterator[str]:
    """On what the second reader flatly contradicts the rules."""
    seen = {item.technique.value for item in report.procedures if item.status is Status.PERFORMED}
    if seen and vote.facts[TREATED] < 1 - _CONTRADICTS:
        yield "the second reader finds that nothing was treated"
    if not seen and vote.facts[TREATED] > _CONTRADICTS:
        yield "the second reader finds that a nerve was treated"
    for technique in TECHNIQUES:
        if technique not in seen and vote.facts[technique] > _CONTRADICTS:
            yield f"the second reader finds that {technique} was performed"
        if technique in seen and vote.facts[technique] < 1 - _CONTRADICTS:
            yield f"the second reader does not find that {technique} was performed"


def load(folder: Path) -> tuple[Models, dict[str, Any]]:
    """The models and their card. Raises ModelError (missing, changed since the card was written, of another version)."""
    card = _json(_read(folder, CARD), folder, CARD)
    if card.get("schema") != SCHEMA or not isinstance(hashes := card.get("artefacts"), dict):
        raise ModelError(f"{folder}: its card is not one of this version; run neurolysis train")
    data = {name: _read(folder, name) for name in (SECOND_READER, CONFIDENCE)}
    for name, content in data.items():
        if hashes.get(name) != digest(content):
            raise ModelError(f"{folder}: {name} is not what its card describes (hash mismatch)")
    confidence = _json(data[CONFIDENCE], folder, CONFIDENCE)
    try:
        models = Models(
            second_reader=SecondReader.load(data[SECOND_READER]),
            note=_logistic(confidence["note"]),
            line=_logistic(confidence["line"]),
            outcomes=[(float(share), bool(right)) for share, right in confidence["outcomes"]],
        )
    except (KeyError, TypeError, ValueError):
        raise ModelError(f"{folder}: {CONFIDENCE} does not fit this version; run neurolysis train") from None
    return models, card


def save(folder: Path, models: Models, card: Mapping[str, Any], page: str) -> None:
    """Writes the artefacts, then the card with their hashes, and the card as a page. Raises ModelError where the folder cannot be written."""
    files = models.files()
    hashes = {name: digest(content) for name, content in files.items()}
    files[CARD] = (json.dumps({"schema": SCHEMA, **card, "artefacts": hashes}, indent=1) + "\n").encode()
    files[PAGE] = page.encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise ModelError(f"{folder}: cannot write the models ({error.strerror})") from None


def digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise ModelError(f"{folder}: {name} cannot be read ({error.strerror})") from None


def _json(content: bytes, folder: Path, name: str) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ModelError(f"{folder}: {name} is not what it should be")
    return found


def _record(logistic: Logistic) -> dict[str, Any]:
    return {"intercept": logistic.intercept, "doubts": dict(zip(DOUBTS, logistic.weights, strict=True))}


def _logistic(record: Mapping[str, Any]) -> Logistic:
    if list(record["doubts"]) != list(DOUBTS):
        raise ValueError("other doubts")
    return Logistic(float(record["intercept"]), [float(weight) for weight in record["doubts"].values()])


def _shown(confidence: float) -> float:
    """Two decimals, and never certainty."""
    return min(0.99, round(confidence, 2))
