"""One note explained on the terminal: its evidence marked, and under it what was done, which codes that supports and
why, why not others, and what to ask the physician.

Where there is no colour, evidence is shown as ``[fact: words]``.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from extractor.outputs import marks
from extractor.outputs.words import Record, fact, line, listed, plain, procedure, shown, why_no_code

_COLOURS = {
    "technique": "black on #ffb3a7",
    "nerve": "black on #a8d1ff",
    "levels": "black on #a5e3e0",
    "laterality": "black on #b9e6a3",
    "imaging": "black on #dcbcf5",
    "image_saved": "black on #dcbcf5",
    "temperature_c": "black on #ffd591",
    "agent": "black on #f7e58c",
}
_OTHER = "black on #d4d4d4"
_CONTEXT = "italic underline"


def write(record: Record, text: str, out: TextIO) -> None:
    console = Console(file=out, highlight=False, soft_wrap=False)
    console.print(explained(record, text, coloured=console.color_system is not None))


def explained(record: Record, text: str, *, coloured: bool) -> RenderableType:
    """The whole explanation as one rich renderable. ``text`` is the note as it was read."""
    parts: list[RenderableType] = [_title(record)]
    if coloured and marks.facts(record):
        parts.append(_legend(record))
    parts.append(Panel(_note(record, text, coloured=coloured), border_style="dim"))
    for heading, lines in _sections(record):
        if lines:
            parts.append(Text(heading, "bold"))
            parts += [Padding(item, (0, 0, 0, indent)) for indent, item in lines]
            parts.append(Text())
    return Group(*parts)


_Lines = list[tuple[int, Text]]


def _title(record: Record) -> Text:
    title = Text(shown(record["note_id"]), "bold")
    date = record["date_of_service"] or "not stated"
    payer = f", payer {shown(record['payer'])}" if record["payer"] else ""
    return title.append(f"   date of service {date}, edition {record['edition']}{payer}", "not bold dim")


def _legend(record: Record) -> Text:
    legend = Text()
    for name in marks.facts(record):
        legend.append(f" {fact(name)} ", _COLOURS.get(name, _OTHER)).append(" ")
    if any(item["status"] != "performed" for item in record["procedures"]):
        legend.append("not done in this encounter", _CONTEXT)
    return legend


def _note(record: Record, text: str, *, coloured: bool) -> Text:
    note = Text()
    pieces = marks.pieces(text.rstrip(), record)
    for is_evidence, group in groupby(pieces, key=lambda piece: bool(piece.facts)):
        run = list(group)
        if is_evidence and not coloured:
            names = dict.fromkeys(name for piece in run for name in piece.facts)
            note.append(f"[{listed(map(fact, names))}: ")
        for piece in run:
            note.append(shown(piece.text), _style(piece) if coloured else None)
        if is_evidence and not coloured:
            note.append("]")
    return note


def _style(piece: marks.Piece) -> str | None:
    if not piece.facts:
        return None
    return _COLOURS.get(piece.facts[0], _OTHER) if piece.done else _CONTEXT


def _sections(record: Record) -> Iterable[tuple[str, _Lines]]:
    yield "What the note documents", [_procedure(item, number) for number, item in enumerate(record["procedures"], 1)]
    yield "Codes", [row for item in record["suggestions"] for row in _suggestion(item)] or _no_code(record)
    yield "Why not", [_reason(item["code"], item["blocked_by"]) for item in record["near_misses"]]
    yield "Not reported beside", [_reason(item["code"] or "-", item["why"]) for item in record["not_reported"]]
    yield "Questions to the physician", [(2, Text(f"? {item['question']}", "yellow")) for item in record["gaps"]]
    yield "Findings", [_reason(item["code"], f"{item['why']} ({plain(item['kind'])})") for item in record["findings"]]
    yield "Review", _review(record)


def _procedure(item: Record, number: int) -> tuple[int, Text]:
    row = Text(f"{number}. {procedure(item)}")
    status = item["status"]
    return 2, row.append(f"  {status}", "green" if status == "performed" else "italic yellow")


def _suggestion(item: Record) -> _Lines:
    head = Text(line(item), "bold green").append(f" \N{MULTIPLICATION SIGN} {item['units']}", "bold")
    if item["arithmetic"]:
        head.append(f"   {item['arithmetic']}", "not bold")
    if item["confidence"] is not None:
        head.append(f"   confidence {item['confidence']:.0%}", "not bold dim")
    rows = [(2, head), (4, Text(item["why"]))]
    rows += [(4, Text(f"or {other['code']}: {other['why']}")) for other in item["alternates"]]
    return [*rows, (4, Text(f"rule {item['guideline']}; source {listed(item['sources'])}", "dim"))]


def _no_code(record: Record) -> _Lines:
    return [(2, Text(f"none: {why_no_code(record)}"))]


def _reason(code: str, why: str) -> tuple[int, Text]:
    return 2, Text(code, "bold").append(f"   {why}", "not bold")


def _review(record: Record) -> _Lines:
    if not record["review"]:
        return [(2, Text("not needed", "green"))]
    return [(2, Text(f"\N{BULLET} {reason}", "yellow")) for reason in record["review_reasons"]]
