"""One note and the report that a coder would give of it, made by hand: what the ways out are shown in their tests."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from typing import Any

from extractor.batch import Settings
from extractor.errors import DateNotCovered
from extractor.facts import (
    Alternate,
    Evidence,
    Finding,
    FindingKind,
    Gap,
    GapKind,
    Imaging,
    NearMiss,
    NoCodeReason,
    Note,
    NotReported,
    Procedure,
    Report,
    Side,
    Status,
    Suggestion,
    Technique,
)

TEXT = (
    "PROCEDURE: Cryoneurolysis of the left T5 and T6 intercostal nerves\n"
    "Seen on 3 May 2024. He had pulsed radiofrequency of the right T5 intercostal nerve in 2021.\n"
    "Under ultrasound a cryoprobe was brought to the left T5 intercostal nerve; <two> freeze cycles. Repeated at T6.\n"
)


def evidence(fact: str, words: str, section: str = "procedure") -> Evidence:
    start = TEXT.rindex(words)
    return Evidence(fact=fact, start=start, end=start + len(words), text=words, section=section)


DONE = Procedure(
    technique=Technique.CRYO,
    nerve="intercostal",
    levels=("T5", "T6"),
    laterality=Side.LEFT,
    imaging=(Imaging.ULTRASOUND,),
    evidence=(
        evidence("technique", "cryoprobe"),
        evidence("nerve", "T5 intercostal nerve"),
        evidence("levels", "T5"),
        evidence("levels", "T6"),
        evidence("laterality", "left"),
        evidence("imaging", "ultrasound"),
    ),
)
BEFORE = Procedure(
    technique=Technique.PULSED,
    nerve="intercostal",
    levels=("T5",),
    laterality=Side.RIGHT,
    status=Status.HISTORICAL,
    evidence=(evidence("technique", "pulsed radiofrequency", "history"),),
)
REPORT = Report(
    note_id="s001",
    source="s001.txt",
    date_of_service=date(2024, 5, 3),
    payer=None,
    edition="2024",
    rulebook="sha256:" + "0" * 64,
    note_hash="sha256:" + "1" * 64,
    procedures=(DONE, BEFORE),
    suggestions=(
        Suggestion(
            code="0442T",
            units=2,
            modifiers=("LT",),
            procedures=(0,),
            guideline="cryo-imaged-trunk",
            why="A trunk nerve was frozen under imaging.",
            arithmetic="T5 + T6 = 2 nerves",
            sources=("own-test",),
            alternates=(Alternate(code="64620", why="the code of the nerve itself"),),
            confidence=0.93,
        ),
    ),
    not_reported=(NotReported(code="76942", guideline="imaging-included", why="Ultrasound is included."),),
    near_misses=(
        NearMiss(code="64640", blocked_by="the nerve is named", evidence=(evidence("nerve", "intercostal"),)),
    ),
    gaps=(Gap(kind=GapKind.IMAGE_NOT_SAVED, procedure=0, question="Was an image kept?"),),
    findings=(Finding(kind=FindingKind.MUE_EXCEEDED, code="0442T", why="2 units are above the limit of 1"),),
    review=True,
    review_reasons=("two codes are defensible",),
)
NOTHING = Report(
    note_id="s002",
    source="s002.txt",
    date_of_service=None,
    payer=None,
    edition="2026",
    rulebook=REPORT.rulebook,
    note_hash=REPORT.note_hash,
    no_code_reason=NoCodeReason.BLOCK_ONLY,
)
FAILED: dict[str, Any] = {
    "schema": "1",
    "source": "bad.txt",
    "error": {"kind": "empty", "message": "bad.txt: it is empty"},
}
RECORDS = [REPORT.record(), NOTHING.record(), FAILED]


class FakeCoder:
    """Reports nothing found; fails as told by a word of the text, quoting it as careless code would."""

    def code(self, note: Note) -> Report:
        if "fault" in note.text:
            raise ValueError(note.text)
        if note.text == "kill":
            os._exit(1)
        if "old" in note.text:
            raise DateNotCovered("the date of service 1999-01-01 is not covered")
        return replace(NOTHING, note_id=note.id, source=note.source, payer=note.payer)


class FakeSettings(Settings):
    def coder(self) -> Any:
        return FakeCoder()
