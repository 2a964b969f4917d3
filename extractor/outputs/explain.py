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
from rich.table import Table
from rich.text import Text

from extractor.outputs import marks
from extractor.outputs.words import Glossary, Record, fact, line, listed, meaning, plain, procedure, shown, why_no_code

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
_NO_WORDS: Glossary = {}


def write(record: Record, text: str, out: TextIO, glossary: Glossary = _NO_WORDS) -> None:
    console = Console(file=out, highlight=False, soft_wrap=False)
    console.print(explained(record, text, glossary, coloured=console.color_system is not None))


def explained(record: Record, text: str, glossary: Glossary, *, coloured: bool) -> RenderableType:
    """The whole explanation as one rich renderable. ``text`` is the note as it was read; ``glossary`` says what codes
    and sources are."""
    parts: list[RenderableType] = [_title(record)]
    if coloured and marks.facts(record):
        parts.append(_legend(record))
    parts.append(Panel(_note(record, text, coloured=coloured), border_style="dim"))
    for heading, rows in _sections(record, glossary):
        if rows:
            parts += [Text(heading, "bold"), _grid(rows), Text()]
    return Group(*parts)


_Rows = list[tuple[Text, Text]]


def _grid(rows: _Rows) -> Padding:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for label, words in rows:
        grid.add_row(label, words)
    return Padding(grid, (0, 0, 0, 2))


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


def _sections(record: Record, glossary: Glossary) -> Iterable[tuple[str, _Rows]]:
    yield "What the note documents", [_procedure(item, number) for number, item in enumerate(record["procedures"], 1)]
    yield "Codes", [_suggestion(item, glossary) for item in record["suggestions"]] or [_no_code(record)]
    yield "Why not", [_reason(item["code"], item["blocked_by"], glossary) for item in record["near_misses"]]
    yield "Not reported beside", [_reason(item["code"], item["why"], glossary) for item in record["not_reported"]]
    yield "Questions to the physician", [(Text("?", "bold yellow"), Text(item["question"])) for item in record["gaps"]]
    yield (
        "Findings",
        [_reason(item["code"], f"{item['why']} ({plain(item['kind'])})", {}) for item in record["findings"]],
    )
    yield "Review by a person", _review(record)


def _procedure(item: Record, number: int) -> tuple[Text, Text]:
    status = item["status"]
    words = Text(procedure(item)).append(f"  {status}", "green" if status == "performed" else "italic yellow")
    return Text(f"{number}."), words


def _suggestion(item: Record, glossary: Glossary) -> tuple[Text, Text]:
    words = Text()
    for part, style in (
        (meaning(item["code"], glossary), "green"),
        (item["arithmetic"], "bold"),
        (item["why"], ""),
        *((f"or {other['code']}: {other['why']}", "cyan") for other in item["alternates"]),
        (f"rule {item['guideline']}; source: {'; '.join(glossary.get(name, name) for name in item['sources'])}", "dim"),
    ):
        words.append(f"{part}\n" if part else "", style)
    if item["confidence"] is not None:
        words.append(f"confidence {item['confidence']:.0%}", "dim")
    words.rstrip()
    return Text(line(item), "bold green").append(f" \N{MULTIPLICATION SIGN}{item['units']}", "not bold"), words


def _no_code(record: Record) -> tuple[Text, Text]:
    return Text("none", "bold"), Text(why_no_code(record))


def _reason(code: str | None, why: str, glossary: Glossary) -> tuple[Text, Text]:
    known = meaning(code, glossary)
    return Text(code or "", "bold"), Text(f"{known}: " if known else "", "dim").append(why, "not dim")


def _review(record: Record) -> _Rows:
    if not record["review"]:
        return [(Text("no", "green"), Text("nothing here asks for one"))]
    return [(Text("\N{BULLET}", "yellow"), Text(reason, "yellow")) for reason in record["review_reasons"]]
