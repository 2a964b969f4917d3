"""A few reviewed notes by several authors, written out for tests of learning."""

from __future__ import annotations

import json
from pathlib import Path

from extractor.flow import Coder
from extractor.reviewed import Example, read

_NOTE = (
    "DATE OF SERVICE: 05/0{day}/2024\nPROCEDURE: {title}, {side} {nerve} nerve\n\n"
    "By landmarks the {tool} was brought to the {side} {nerve} nerve; {act}. The patient went home."
)
_ACTS = (
    ("cryo", "Cryoneurolysis", "cryoprobe", "two freeze cycles of 106 seconds"),
    ("radiofrequency", "Thermal radiofrequency ablation", "RF cannula", "one lesion at 80 C for 90 seconds"),
)
_NERVES = ("sural", "saphenous", "ulnar", "median")
_VISIT = (
    "DATE OF SERVICE: 05/0{day}/2024\nHISTORY: Cryoablation of the {nerve} nerve was done last year and helped.\n"
    "PLAN: Repeat cryoablation of the {side} {nerve} nerve next month."
)


def write(folder: Path) -> Path:
    """Annotated notes of three authors (a, b, c), as a folder; every third is a visit where nothing was done."""
    folder.mkdir(parents=True, exist_ok=True)
    for author in "abc":
        for number in range(12):
            _write(folder, f"{author}{number:02}", number)
    return folder


def _write(folder: Path, note_id: str, number: int) -> None:
    side, nerve = ("left", "right")[number % 2], _NERVES[number % 4]
    technique, title, tool, act = _ACTS[number // 2 % 2]
    day = number % 9 + 1
    visit = number % 3 == 2
    text = (_VISIT if visit else _NOTE).format(day=day, side=side, nerve=nerve, title=title, tool=tool, act=act)
    procedure = {
        "technique": "cryo" if visit else technique,
        "nerve": nerve,
        "levels": [],
        "laterality": side,
        "imaging": [],
        "status": "planned" if visit else "performed",
        "evidence": ["Repeat cryoablation" if visit else act],
    }
    gold = {
        "id": note_id,
        "stratum": "clean",
        "procedures": [procedure],
        "codes": [] if visit else [{"code": "64640", "units": 1, "modifiers": [{"left": "LT", "right": "RT"}[side]]}],
        "alternates": [],
        "gaps": [],
        "no_code_reason": "planned" if visit else None,
        "review": False,
        "payer": None,
        "why": "Row 3.16.",
    }
    (folder / f"{note_id}.txt").write_text(text)
    # JSON is YAML, but for the date.
    body = json.dumps(gold)[1:-1]
    (folder / f"{note_id}.yaml").write_text(f"{{date_of_service: 2024-05-0{day}, {body}}}")


def examples(folder: Path, coder: Coder) -> list[Example]:
    return read([write(folder)], coder)
