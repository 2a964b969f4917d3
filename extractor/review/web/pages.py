"""The coder's pages: the list, the note beside its codes, and what is decided there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from extractor.errors import StoreError
from extractor.outputs import marks
from extractor.review import decisions, sheet, worklist
from extractor.review.decisions import Decision
from extractor.review.desk import Desk
from extractor.review.ledger import Kind, PendReason, RejectReason
from extractor.review.people import Actor
from extractor.review.sheet import Sheet
from extractor.review.web.access import STATUS, Refused, TheCoder, TheDesk, TheForm
from extractor.review.web.rendering import page
from extractor.review.worklist import Filters

router = APIRouter()
_RAIL = 14


@router.get("/")
def show_list(request: Request, desk: TheDesk, actor: TheCoder, page_number: int = 1, finished: int = 0) -> Response:
    asked = _filters(request)
    number = min(max(page_number, 1), 10_000)
    return page(
        request,
        "list.html",
        actor,
        filters=asked,
        found=worklist.page(desk, actor.name, asked, number),
        number=number,
        size=worklist.PAGE,
        choices=worklist.values(desk),
        statuses=worklist.STATUSES,
        now=desk.store.clock(),
        finished=finished,
    )


@router.post("/next")
def work_next(request: Request, desk: TheDesk, actor: TheCoder, form: TheForm) -> Response:
    return _next(request, desk, actor)


@router.get("/notes/{note}")
def show_note(request: Request, desk: TheDesk, actor: TheCoder, note: int, finished: int = 0) -> Response:
    return _note_page(request, desk, actor, sheet.open_sheet(desk, actor.name, note), finished=finished)


@router.post("/notes/{note}/decisions")
def decide(request: Request, desk: TheDesk, actor: TheCoder, note: int, form: TheForm) -> Response:
    def act() -> Response:
        decision = _decision(form)
        done = decisions.decide(desk, actor.name, note, decision, _number(form, "report"))
        if done or decision.kind in (Kind.ASK, Kind.PEND):
            return _next(request, desk, actor, finished=note)
        return _see(request, f"/notes/{note}")

    return _attempt(request, desk, actor, note, act)


@router.post("/notes/{note}/accept-all")
def accept_all(request: Request, desk: TheDesk, actor: TheCoder, note: int, form: TheForm) -> Response:
    def act() -> Response:
        decisions.accept_all(desk, actor.name, note, _number(form, "report"))
        return _next(request, desk, actor, finished=note)

    return _attempt(request, desk, actor, note, act)


@router.post("/notes/{note}/release")
def release(request: Request, desk: TheDesk, actor: TheCoder, note: int, form: TheForm) -> Response:
    def act() -> Response:
        worklist.release(desk, actor.name, note, any_holder=actor.may("supervise"))
        return _see(request, "/")

    return _attempt(request, desk, actor, note, act)


@router.post("/notes/{note}/reopen")
def reopen(request: Request, desk: TheDesk, actor: TheCoder, note: int, form: TheForm) -> Response:
    def act() -> Response:
        decisions.reopen(desk, actor.name, note)
        return _see(request, f"/notes/{note}")

    return _attempt(request, desk, actor, note, act)


@router.post("/notes/{note}/undo")
def undo(request: Request, desk: TheDesk, actor: TheCoder, note: int, form: TheForm) -> Response:
    """The actor's latest decision, which may be on another note than the one that is open."""

    def act() -> Response:
        return _see(request, f"/notes/{decisions.undo(desk, actor.name, _number(form, 'decision'))}")

    return _attempt(request, desk, actor, note, act)


def _attempt(request: Request, desk: Desk, actor: Actor, note: int, act: Callable[[], Response]) -> Response:
    """What was refused is said on the note itself, as it stands by now."""
    try:
        return act()
    except StoreError as error:
        status = STATUS.get(error.kind, 400)
        return _note_page(
            request, desk, actor, sheet.open_sheet(desk, actor.name, note), status=status, problem=str(error)
        )


def _note_page(request: Request, desk: Desk, actor: Actor, work: Sheet, *, status: int = 200, **known: Any) -> Response:
    asked = _filters(request)
    coded = bool(work.record) and "error" not in work.record
    still_open = work.ledger.open_lines(len(work.suggestions))
    context = {
        "work": work,
        "pieces": list(marks.pieces(work.text, dict(work.record))) if coded else [],
        "facts": marks.facts(dict(work.record)) if coded else [],
        "still_open": still_open,
        "current": still_open[0] if still_open else 0,
        "rail": worklist.page(desk, actor.name, asked, size=_RAIL).rows,
        "filters": asked,
        "reject_reasons": list(RejectReason),
        "pend_reasons": list(PendReason),
        "now": desk.store.clock(),
        "finished": 0,
        "problem": None,
    }
    return page(request, "note.html", actor, status=status, **(context | known))


def _next(request: Request, desk: Desk, actor: Actor, finished: int = 0) -> Response:
    found = worklist.claim_next(desk, actor.name, _filters(request))
    return _see(request, f"/notes/{found}" if found else "/", finished)


def _see(request: Request, path: str, finished: int = 0) -> Response:
    """On to a page, with the filters that the coder works under."""
    query = [part for part in (_filters(request).query(), f"finished={finished}" if finished else "") if part]
    return RedirectResponse(path + ("?" + "&".join(query) if query else ""), 303)


def _filters(request: Request) -> Filters:
    return Filters.read(request.query_params)


def _decision(form: Mapping[str, Any] | FormData) -> Decision:
    kind = str(form.get("kind", ""))
    if kind not in list(Kind):
        raise Refused(422, "invalid", "There is no such decision.")
    units = _number(form, "units")
    return Decision(
        kind=Kind(kind),
        line=_number(form, "line"),
        code=str(form.get("code", "")).strip().upper() or None,
        units=units,
        modifiers=tuple(str(form.get("modifiers", "")).upper().replace(",", " ").replace("-", " ").split()),
        reason=str(form.get("reason", "")) or None,
        remark=str(form.get("remark", "")).strip() or None,
    )


def _number(form: Mapping[str, Any] | FormData, name: str) -> int | None:
    """A whole number of the form, None where it is empty. Raises StoreError (``invalid``)."""
    value = str(form.get(name, "")).strip()
    if not value:
        return None
    if not value.isdecimal() or len(value) > 9:
        raise StoreError("A number is missing where one is needed.", kind="invalid")
    return int(value)
