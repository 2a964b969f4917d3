"""What speaks against a report: a few numbers that a person can read, each zero where there is nothing to doubt.

They come from the report itself, from what the scene of the note holds beside the procedures, and from the second reader.
Which of them weigh how much is learned (``training.py``); none of them can ever raise the trust in a report.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from extractor.classifiers import NUMBERS, SEVERAL, TECHNIQUES, Vote, labels
from extractor.facts import Procedure, Report, Side, Status, Suggestion, Technique
from extractor.gist import TREATED
from extractor.reading.events import read
from extractor.reading.odds import reckoned, told
from extractor.reading.scene import DONE, NAMED, Item, Scene
from extractor.reading.techniques import clues

# Each doubt, and how a review reason words it.
DOUBTS = {
    "technique-unread": "the second reader sees another technique",
    "technique-unsure": "the second reader does not see this technique",
    "nothing-treated": "the second reader sees nothing treated",
    "something-treated": "the second reader sees something treated",
    "more-targets": "the second reader sees more targets",
    "fewer-targets": "the second reader sees fewer targets",
    "act-unused": "a sentence that tells of an act carries no procedure",
    "act-unclear": "the evidence does not stand in sentences that tell of an act",
    "evidence-elsewhere": "evidence from outside the account of the procedure",
    "far-apart": "technique and nerve stand far apart",
    "other-side": "another side is named",
    "other-nerve": "another nerve is named",
    "other-level": "another level is named",
    "other-muscle": "another muscle is named",
    "other-organ": "another organ or open surgery is named",
    "title-differs": "the title tells something else",
    "title-silent": "the title does not tell it",
    "words-against": "the words around what was read, or around something else, speak against the reading",
    "told-beside": "other procedures are told of, not done today",
    "several-techniques": "several techniques",
    "several-targets": "several targets",
    "several-lines": "several lines",
    "several-units": "several units",
    "muscles": "muscles were injected",
    "not-documented": "facts are missing",
    "policy-doubts": "the policy itself has doubts",
    "misspelt": "misspelt or abbreviated words",
    "short": "a short note",
}

_MOST = 4.0
_ENOUGH_WORDS = 150
_SHOWN = frozenset({DONE, NAMED})


@dataclass(frozen=True)
class Doubter:
    """One note: its report by the rules, its scene, and the second reader's vote on it."""

    report: Report
    scene: Scene
    vote: Vote

    def of_note(self) -> list[float]:
        """A number for each of DOUBTS, about the note as a whole."""
        return self._numbers(self._performed, self.report.suggestions)

    def of_line(self, line: Suggestion) -> list[float]:
        """The same about one line: its own procedures and units, beside what is doubtful in the whole note."""
        return self._numbers([self.report.procedures[index] for index in line.procedures], [line])

    def _numbers(self, procedures: Sequence[Procedure], lines: Sequence[Suggestion]) -> list[float]:
        found = {
            **self._second_reader(procedures),
            **self._evidence(procedures),
            **self._beside,
            "several-techniques": len({item.technique for item in self._performed}) - 1,
            "several-targets": math.log(max(1, len({(item.nerve, item.laterality) for item in procedures}))),
            "several-lines": math.log(max(1, len(self.report.suggestions))),
            "several-units": math.log(max(1, *(line.units for line in lines), 1)),
            "muscles": any(item.technique is Technique.CHEMODENERVATION for item in procedures),
        }
        return [min(_MOST, max(0.0, float(found[name]))) for name in DOUBTS]

    def _second_reader(self, procedures: Sequence[Procedure]) -> dict[str, float]:
        facts = {name: _log_odds(share) for name, share in self.vote.facts.items()}
        seen = labels([(item.technique.value, len(item.levels)) for item in self._performed])
        numbers = {SEVERAL, *NUMBERS.values()}
        mine = {item.technique.value for item in procedures} & set(TECHNIQUES)
        return {
            "technique-unread": max(facts[name] for name in TECHNIQUES if name not in seen) if seen else 0.0,
            "technique-unsure": max((-facts[name] for name in mine), default=0.0),
            "nothing-treated": 2 - facts[TREATED] if seen else 0.0,
            "something-treated": 0.0 if seen else max(facts[name] for name in (TREATED, *TECHNIQUES)),
            "more-targets": max((facts[name] for name in numbers - seen), default=0.0) if seen else 0.0,
            "fewer-targets": max((-facts[name] for name in numbers & seen), default=0.0),
        }

    def _evidence(self, procedures: Sequence[Procedure]) -> dict[str, float]:
        proofs = [
            [item for item in one.evidence if item.fact in ("technique", "nerve", "muscle")] for one in procedures
        ]
        acts = [max((self._act_at(item.start) for item in proof), default=0.0) for proof in proofs]
        outside = [not any(item.section in ("narrative", "body") for item in proof) for proof in proofs]
        return {
            "act-unclear": 1 - min(acts, default=1.0),
            "evidence-elsewhere": sum(outside) / max(1, len(outside)),
            "far-apart": max((_distance(one) for one in procedures), default=0.0),
        }

    @cached_property
    def _performed(self) -> list[Procedure]:
        return [item for item in self.report.procedures if item.status is Status.PERFORMED]

    @cached_property
    def _beside(self) -> dict[str, float]:
        """What the note holds beside the procedures; it is the same for each line."""
        used = [(proof.start, proof.end) for item in self.report.procedures for proof in item.evidence]
        spare = [item for item in self.scene.items if item.tier in _SHOWN and item.today]
        nerves = {_trunk(item.nerve or "") for item in self._performed}
        toxin = any(item.technique is Technique.CHEMODENERVATION for item in self._performed)
        loose = [item for item in spare if not any(start < item.end and item.start < end for start, end in used)]
        return {
            "act-unused": max((act for act, span in self._acts if not _meets(span, used)), default=0.0),
            "other-side": self._strongest(
                item for item in spare if item.kind == "side" and item.concept in self._other_sides
            ),
            "other-nerve": self._strongest(
                item for item in loose if item.kind == "nerve" and _trunk(item.concept) not in nerves
            ),
            "other-level": self._strongest(item for item in loose if item.kind == "level"),
            "other-muscle": self._strongest(item for item in loose if item.kind == "muscle") if toxin else 0.0,
            "other-organ": any(item.kind in ("organ", "surgery") for item in spare) and bool(self._performed),
            **self._title(),
            "words-against": max(reckoned(self.scene).against(told(self._performed)), default=0.0),
            "told-beside": math.log1p(len(self.report.procedures) - len(self._performed)),
            "not-documented": math.log1p(len(self.report.gaps)),
            "policy-doubts": math.log1p(len(self.report.review_reasons)),
            "misspelt": self._misspelt(),
            "short": math.log(_ENOUGH_WORDS / max(1, min(_ENOUGH_WORDS, len(self.scene.text.split())))),
        }

    def _title(self) -> dict[str, float]:
        """What the note gives when nothing but its title is read: the same, something else, or nothing."""
        titled = self.scene.holding([item for item in self.scene.items if item.tier != DONE])
        named = _targets(read(titled, clues(titled)))
        coded = _targets(self.report.procedures)
        return {"title-differs": bool(named) and named != coded, "title-silent": bool(coded) and not named}

    @cached_property
    def _acts(self) -> list[tuple[float, tuple[int, int]]]:
        return list(zip(self.vote.acts, self.scene.sentences, strict=True))

    @cached_property
    def _other_sides(self) -> set[str]:
        coded = {item.laterality for item in self._performed}
        if not coded - {None} or Side.BILATERAL in coded:
            return set()
        return {Side.LEFT.value, Side.RIGHT.value} - {side.value for side in coded if side}

    def _strongest(self, items: Iterable[Item]) -> float:
        """How surely one of these mentions stands in an act; a title counts as half an act."""
        return max((max(0.5 * (item.tier == NAMED), self._act(item.sentence)) for item in items), default=0.0)

    def _act(self, sentence: int) -> float:
        return self.vote.acts[sentence] if 0 <= sentence < len(self.vote.acts) else 0.0

    def _act_at(self, offset: int) -> float:
        return next((act for act, (start, end) in self._acts if start <= offset < end), 0.0)

    def _misspelt(self) -> float:
        """The share of mentions that are not written as the lexicon has them."""
        known = [(item.text, self.scene.concepts.get(item.concept)) for item in self.scene.items]
        listed = [" ".join(text.lower().split()) in _spellings(concept.terms) for text, concept in known if concept]
        return listed.count(False) / max(1, len(listed))


def _targets(procedures: Iterable[Procedure]) -> set[tuple[str, str | None, str]]:
    """Technique, nerve and side of what was performed, both sides apart."""
    return {
        (item.technique.value, item.nerve, side)
        for item in procedures
        if item.status is Status.PERFORMED
        for side in (("left", "right") if item.laterality is Side.BILATERAL else (str(item.laterality or ""),))
    }


@lru_cache(maxsize=10_000)
def _spellings(terms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(term.lower().removeprefix("=") for term in terms)


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share)) if 0 < share < 1 else math.copysign(_MOST, share - 0.5)


def _distance(procedure: Procedure) -> float:
    """Orders of magnitude beyond 100 characters between the nearest words for the technique and for the nerve."""
    spans = {
        fact: [(item.start, item.end) for item in procedure.evidence if item.fact == fact]
        for fact in ("technique", "nerve")
    }
    gaps = [max(a - d, c - b, 1) for a, b in spans["technique"] for c, d in spans["nerve"]]
    return max(0.0, math.log10(min(gaps) / 100)) if gaps else 0.0


def _meets(span: tuple[int, int], used: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in used)


def _trunk(nerve: str) -> str:
    """facet-lumbar and facet are kin, as are the branches of one nerve in the lexicon's naming."""
    return nerve.split("-")[0]
