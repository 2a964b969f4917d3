"""``neurolysis train``: new models from reviewed notes, compared with the old, and kept only where they are no worse."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extractor import training, trust
from extractor.baseline import bag_of_words
from extractor.errors import ModelError
from extractor.flow import Coder
from extractor.outputs.model_card import markdown
from extractor.places import CARD, shipped_models
from extractor.reviewed import Example, folds, read
from extractor.risk_coverage import Share, Trial, brier, outcomes, summary
from extractor.training import learn
from extractor.trust import Models, Outcome, digest

USE = "To decide which notes of nerve destruction a person must look at, beside the rules. It never chooses a code."
LIMITS = (
    "Learned from written notes of a few authors, not from a hospital's; train it on your own reviewed notes.",
    "Part of the notes had a part in making the rules; the line rests only on those that had none.",
    "The sample is small: look at the intervals, not at the shares alone.",
    "Notes without any word of the field are not judged.",
)
_DIFFERS = 1e-6


def train(paths: Sequence[Path], coder: Coder, rulebook: str, folder: Path, *, force: bool = False) -> dict[str, Any]:
    """The card of the new models, which are then in the folder. Raises InputError, and ModelError where the old models are
    better on the same notes or cannot be compared (``force`` replaces them all the same)."""
    examples = read(paths, coder)
    old, old_card = _before(folder, force=force)
    models, trials = learn(examples, old.second_reader if old else None)
    card = describe(examples, trials, rulebook)
    if old and not force:
        card["compared"] = compared(old, old_card, examples, card)
        _refuse_worse(card["compared"], folder)
    trust.save(folder, models, card, page=markdown(card))
    return card


def describe(examples: Sequence[Example], trials: Sequence[Trial], rulebook: str) -> dict[str, Any]:
    """What the card says, without the hashes of the artefacts."""
    packages = ("neurolysis", "numpy", "scipy", "scikit-learn")
    contradicted = [
        trial for item, trial in zip(examples, trials, strict=True) if trial.held and not item.report.review
    ]
    wrong = sum(not trial.right for trial in contradicted)
    return {
        "use": USE,
        "limits": LIMITS,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in packages}},
        "rulebook": rulebook,
        "data": {
            "notes": len(examples),
            "authors": len({item.family for item in examples}),
            "unseen_by_the_rules": sum(item.unseen for item in examples),
            "line_evidence": len(outcomes(trials)),
            "hash": data_hash(examples),
            "seen": sorted(_short(item) for item in examples),
        },
        "scores": {
            **summary(trials, bag_of_words(examples)),
            "contradictions_that_were_wrong": Share(wrong, len(contradicted)).record(),
        },
    }


def compared(
    old: Models, old_card: Mapping[str, Any], examples: Sequence[Example], card: Mapping[str, Any]
) -> dict[str, Any]:
    """Old and new on the same held-out notes, which neither has seen; on the same data, by what both had in
    cross-validation. Mean squared errors of the confidence (Brier); null where nothing can be compared."""
    if old_card["data"]["hash"] == card["data"]["hash"]:
        return _result(card["data"]["notes"], old_card["scores"]["brier"]["all"], card["scores"]["brier"]["all"])
    seen = set(old_card["data"]["seen"])
    asked = [item for item in examples if item.held_out and _short(item) not in seen]
    if not asked:
        return _result(0, None, None)
    new, _ = learn([item for item in examples if not item.held_out], old.second_reader)
    return _result(len(asked), *(brier(judged_by(models, asked)) for models in (old, new)))


def judged_by(models: Models, examples: Sequence[Example]) -> list[Trial]:
    """The examples as these models judge them; they must not have seen them."""
    fold = folds(examples)
    judged = [training.judge(item, fold[item.family], models.second_reader) for item in examples]
    return [training.trial(item, models.note.confidence(item.note)) for item in judged]


def trials_of(examples: Sequence[Example], folder: Path | None) -> tuple[list[Trial], Sequence[Outcome] | None]:
    """The examples as the models of the folder judge them, with the evidence for their line; where these have seen any of
    the examples, or there are none, as models learned without each family do (evidence None)."""
    if folder is not None:
        models, card = trust.load(folder)
        if set(card["data"]["seen"]).isdisjoint(map(_short, examples)):
            return judged_by(models, examples), models.outcomes
    return training.cross_validated(training.vote_on(examples)[0]), None


def data_hash(examples: Sequence[Example]) -> str:
    """Of what was learned from: each note's text and its reviewed lines."""
    rows = sorted((item.id, item.report.note_hash, sorted(map(str, item.lines.items()))) for item in examples)
    return digest(json.dumps(rows).encode())


def _short(item: Example) -> str:
    return hashlib.sha256(item.note.text.encode()).hexdigest()[:16]


def _result(notes: int, old: float | None, new: float | None) -> dict[str, Any]:
    return {"notes": notes, "old": old, "new": new}


def _before(folder: Path, *, force: bool) -> tuple[Models | None, dict[str, Any]]:
    """The models that the folder holds, else the shipped ones; with ``force`` none where they do not load."""
    before = folder if (folder / CARD).exists() else shipped_models()
    if before is None:
        return None, {}
    try:
        return trust.load(before)
    except ModelError:
        if not force:
            raise
        return None, {}


def _refuse_worse(result: Mapping[str, Any], folder: Path) -> None:
    if result["old"] is None or result["new"] is None:
        raise ModelError(
            f"{folder}: no held-out note that the old models have not seen; --force replaces them", kind="same"
        )
    if result["new"] > result["old"] + _DIFFERS:
        raise ModelError(
            f"{folder}: the new models are worse on the same {result['notes']} notes "
            f"(Brier {result['new']:.4f}, the old {result['old']:.4f}); --force replaces them all the same",
            kind="worse",
        )
