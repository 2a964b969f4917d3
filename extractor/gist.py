"""The gist of a note: whether its words, all together, tell of a treatment, and if not, why none was done.

A single sentence misleads where its heading is missing or its tense is loose; the words of a whole note seldom do. Logistic
regressions over which words a note holds, one for each answer; ``gist_learning`` learns their weights.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.facts import NoCodeReason, Procedure, Status
from extractor.vocabulary import FEWEST_WORDS, score, weights, words

TREATED = "treated"
# The gist overrules where it is at least this sure.
_SURE = 0.7
_LIKELY = 0.5

_STATUS = {
    NoCodeReason.PLANNED: Status.PLANNED,
    NoCodeReason.HISTORICAL: Status.HISTORICAL,
    NoCodeReason.NEGATED: Status.NEGATED,
}


@dataclass(frozen=True, slots=True)
class Gist:
    """``treated`` is the probability that a target was treated; ``reason`` the likeliest reason for no code if none was, with
    its ``share`` among all reasons."""

    treated: float
    reason: NoCodeReason
    share: float

    @property
    def tells_treatment(self) -> bool:
        return self.treated >= _SURE

    @property
    def tells_none(self) -> bool:
        return self.treated <= 1 - _SURE

    def against(self, procedures: Iterable[Procedure], *, suspected: bool) -> str | None:
        """What the gist has against the procedures read from the note, in words. ``suspected`` is whether the note names a
        technique at all: without one, it tells of another treatment than those sought here."""
        done = any(item.done for item in procedures)
        if done and self.tells_none:
            return f"as a whole the note tells of no treatment ({self.reason}), though one was read from it"
        if not done and suspected and self.tells_treatment:
            return "as a whole the note tells of a treatment, though none was read from it"
        return None

    def settled(self, procedures: Sequence[Procedure]) -> list[Procedure]:
        """The procedures of the note. Where it tells of no treatment, what was read as done is what the reason says of it, or
        is left out."""
        if not self.tells_none:
            return list(procedures)
        status = _STATUS.get(self.reason)
        settled = (replace(item, status=status) if item.done and status else item for item in procedures)
        return [item for item in settled if not item.done]

    @property
    def likely_reason(self) -> NoCodeReason | None:
        return self.reason if self.tells_none or self.share >= _LIKELY else None


class Gists:
    """Callable on a text; None for one too short to tell. ``tables`` hold, for each answer, lines of a weight and its word."""

    def __init__(self, tables: Mapping[str, str]) -> None:
        self._weights = {answer: weights(table) for answer, table in tables.items()}

    def __call__(self, text: str) -> Gist | None:
        found = set(words(text))
        if len(found) < FEWEST_WORDS:
            return None
        scores = {answer: score(table, found) for answer, table in self._weights.items()}
        treated = scores.pop(TREATED)
        likeliest = max(scores, key=lambda answer: scores[answer])
        share = 1 / sum(math.exp(score - scores[likeliest]) for score in scores.values())
        return Gist(1 / (1 + math.exp(-treated)), NoCodeReason(likeliest), share)
