"""What the queue's tests share: a small coder with known answers, notes for it, and a clock that is set by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from extractor.errors import InputError
from extractor.facts import (
    Evidence,
    Gap,
    GapKind,
    NearMiss,
    NoCodeReason,
    Note,
    Procedure,
    Report,
    Side,
    Suggestion,
    Technique,
)

IN_FORCE = {"64640": "other peripheral nerve", "64620": "intercostal nerve", "76942": "ultrasound guidance"}


def in_force(day: date | None, payer: str | None) -> Mapping[str, str]:
    return {} if day and day.year < 2017 else IN_FORCE


def note(name: str, text: str = "The sural nerve was treated with the cryoprobe.", **known: object) -> Note:
    return Note(id=name, text=text, source=f"{name}.txt", **known)  # type: ignore[arg-type]


@dataclass
class Clock:
    now: int = 1_700_000_000_000

    def __call__(self) -> int:
        return self.now

    def pass_minutes(self, minutes: float) -> None:
        self.now += int(minutes * 60_000)


@dataclass
class WordCoder:
    """Reads words: ``cryoprobe`` gives one line, ``ultrasound`` another, ``probe`` alone a gap; ``break`` fails."""

    rulebook: str = "sha256:first"
    units: int = 1

    def code(self, note: Note) -> Report:
        if "break" in note.text:
            raise ValueError(f"cannot read {note.text}")
        if "refuse" in note.text:
            raise InputError("the note is not about a procedure", kind="refused")
        lines, procedures = [], []
        if "cryoprobe" in note.text:
            procedures.append(_procedure(note))
            lines.append(_line("64640", self.units, 0.9))
        if "ultrasound" in note.text:
            lines.append(_line("76942", 1, 0.6))
        gap = Gap(kind=GapKind.LATERALITY, procedure=0, question="On which side was the nerve treated?")
        return Report(
            note_id=note.id,
            source=note.source,
            date_of_service=note.date_of_service,
            payer=note.payer,
            edition="2024",
            rulebook=self.rulebook,
            note_hash=f"sha256:{hashlib.sha256(note.text.encode()).hexdigest()}",
            procedures=tuple(procedures),
            suggestions=tuple(lines),
            gaps=(gap,) if "side" in note.text else (),
            near_misses=(NearMiss(code="64620", blocked_by="the nerve is no intercostal nerve"),) if lines else (),
            no_code_reason=None if lines else NoCodeReason.NOT_MENTIONED,
            review="side" in note.text,
            review_reasons=("laterality not documented",) if "side" in note.text else (),
        )


def _procedure(note: Note) -> Procedure:
    start = note.text.index("cryoprobe")
    evidence = Evidence(fact="technique", start=start, end=start + 9, text="cryoprobe", section="procedure")
    return Procedure(technique=Technique.CRYO, nerve="sural", laterality=Side.LEFT, evidence=(evidence,))


def _line(code: str, units: int, confidence: float) -> Suggestion:
    return Suggestion(
        code=code,
        units=units,
        modifiers=("LT",),
        procedures=(0,),
        guideline=f"guideline-{code}",
        why="The nerve was frozen.",
        arithmetic="1 nerve",
        sources=("policy",),
        confidence=confidence,
    )
