"""The supervisor's pages: measures as charts and tables, and the exports."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from extractor.review import export, measures
from extractor.review.web.access import Refused, TheDesk, TheForm, TheSupervisor
from extractor.review.web.rendering import page

router = APIRouter()
SPANS = (7, 30, 90, 365)


@router.get("/supervise")
def supervise(request: Request, desk: TheDesk, actor: TheSupervisor, days: int = 30) -> Response:
    span = days if days in SPANS else 30
    found = measures.measure(desk.store, span)
    return page(
        request,
        "supervise.html",
        actor,
        found=found,
        days=span,
        spans=SPANS,
        titles=[f"{day}: {count}" for day, count in found.by_day],
        now=desk.store.clock(),
    )


@router.post("/export")
def export_decided(desk: TheDesk, actor: TheSupervisor, form: TheForm) -> Response:
    wanted = str(form.get("format", ""))
    if wanted not in export.FORMATS:
        raise Refused(422, "invalid", "There is no such format.")
    name = f"decisions.{'csv' if wanted == 'csv' else 'jsonl'}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(
        export.export(desk.store, actor.name, wanted), media_type="application/octet-stream", headers=headers
    )
