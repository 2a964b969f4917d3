"""The interface for programs: submit notes, fetch a report, fetch the next note, decide, export. OpenAPI describes it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import StoreError
from extractor.facts import Note
from extractor.review import decisions, export, intake, sheet, worklist
from extractor.review.ledger import Kind
from extractor.review.people import Actor
from extractor.review.sheet import Sheet
from extractor.review.web.access import TheDesk, key_with

router = APIRouter(prefix="/api", tags=["queue"])

Submitter = Annotated[Actor, Depends(key_with("submit"))]
AnyKey = Annotated[Actor, Depends(key_with(None))]
CodingKey = Annotated[Actor, Depends(key_with("code"))]
SupervisingKey = Annotated[Actor, Depends(key_with("supervise"))]

_MEDIA = {"jsonl": "application/x-ndjson", "training": "application/x-ndjson", "csv": "text/csv"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class BilledIn(_Strict):
    """One line of the note's claim."""

    code: str = Field(max_length=12)
    units: int = Field(1, ge=1, le=9999)
    modifiers: list[Annotated[str, Field(max_length=4)]] = Field([], max_length=4)
    charge: float | None = Field(None, ge=0)


class NoteIn(_Strict):
    """A note to be queued. ``note_id`` is the site's own; the same note sent twice is queued once."""

    note_id: str
    text: str = Field(min_length=1)
    date_of_service: date | None = None
    payer: str | None = None
    author: str | None = None
    source: str | None = None
    billed: list[BilledIn] = Field([], max_length=200)


class ReceiptOut(BaseModel):
    note_id: str
    queue_id: int
    queued: bool = Field(description="false where the same note was there already")


class DecisionIn(_Strict):
    """A decision on one line (accept, change, reject), or on the note (add, ask, pend, finish)."""

    kind: Literal["accept", "change", "reject", "add", "ask", "pend", "finish"]
    line: int | None = None
    code: str | None = None
    units: int | None = None
    modifiers: list[str] = []
    reason: str | None = None
    remark: str | None = None
    report: int | None = Field(None, description="the report_id that was seen; refused (409) where it was replaced")


class NoteOut(BaseModel):
    note_id: str
    queue_id: int
    state: str
    report_id: int | None
    report: dict[str, Any] | None = Field(description="schema 1; null until the note is coded")
    codes: list[dict[str, Any]] = Field(description="the lines as decided so far")


class WorkOut(NoteOut):
    text: str
    billed: list[dict[str, Any]]


class DecidedOut(BaseModel):
    finished: bool


@router.post("/notes", status_code=201, summary="Submit one note or several")
def submit(desk: TheDesk, actor: Submitter, body: NoteIn | list[NoteIn]) -> list[ReceiptOut]:
    given = body if isinstance(body, list) else [body]
    receipts = intake.add(desk.store, [_submission(item) for item in given], actor.name)
    return [ReceiptOut(note_id=item.note_id, queue_id=item.id, queued=item.queued) for item in receipts]


@router.get("/notes/{note_id}/report", summary="Fetch a note's report and how it stands")
def report(desk: TheDesk, actor: AnyKey, note_id: str) -> NoteOut:
    return NoteOut(**_stand(sheet.look(desk, actor.name, worklist.find(desk, note_id))))


@router.post("/next", summary="Claim the next note", responses={404: {"description": "no note waits"}})
def next_note(desk: TheDesk, actor: CodingKey) -> WorkOut:
    found = worklist.claim_next(desk, actor.name)
    if found is None:
        raise StoreError("No note waits.", kind="missing")
    work = sheet.open_sheet(desk, actor.name, found)
    return WorkOut(**_stand(work), text=work.text, billed=[dict(line) for line in work.billed])


@router.post("/notes/{note_id}/decisions", status_code=201, summary="Decide on a line or on the note")
def decide(desk: TheDesk, actor: CodingKey, note_id: str, body: DecisionIn) -> DecidedOut:
    known = body.model_dump(exclude={"report", "kind", "modifiers"})
    decision = decisions.Decision(kind=Kind(body.kind), modifiers=tuple(body.modifiers), **known)
    found = worklist.find(desk, note_id)
    return DecidedOut(finished=decisions.decide(desk, actor.name, found, decision, body.report))


@router.post("/notes/{note_id}/release", status_code=204, summary="Give a claimed note back")
def release(desk: TheDesk, actor: CodingKey, note_id: str) -> None:
    worklist.release(desk, actor.name, worklist.find(desk, note_id), any_holder=actor.may("supervise"))


@router.post("/undo", summary="Take back this key's latest decision")
def undo(desk: TheDesk, actor: CodingKey) -> NoteOut:
    return NoteOut(**_stand(sheet.open_sheet(desk, actor.name, decisions.undo(desk, actor.name))))


@router.get("/export", summary="Decided notes as JSON lines, CSV or training input")
def export_decided(
    desk: TheDesk,
    actor: SupervisingKey,
    form: Annotated[Literal["jsonl", "csv", "training"], Query(alias="format")] = "jsonl",
) -> StreamingResponse:
    return StreamingResponse(export.export(desk.store, actor.name, form), media_type=_MEDIA[form])


def _submission(item: NoteIn) -> intake.Submission:
    note = Note(
        id=item.note_id,
        text=item.text,
        source=item.source or item.note_id,
        date_of_service=item.date_of_service,
        payer=item.payer,
    )
    billed = tuple(
        intake.Billed(code=line.code, units=line.units, modifiers=tuple(line.modifiers), charge=line.charge)
        for line in item.billed
    )
    return intake.Submission(note=note, author=item.author, billed=billed)


def _stand(work: Sheet) -> dict[str, Any]:
    final = work.ledger.final(work.suggestions)
    return {
        "note_id": work.row.note_id,
        "queue_id": work.row.id,
        "state": work.row.state,
        "report_id": work.row.report,
        "report": dict(work.record) or None,
        "codes": [{"code": code, "units": units, "modifiers": list(modifiers)} for code, units, modifiers in final],
    }
