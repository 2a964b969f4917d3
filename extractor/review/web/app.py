"""The application: its routes, who may reach it under which name, and how a refusal is said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from extractor.errors import InputError, NeurolysisError
from extractor.review import people
from extractor.review.desk import Desk
from extractor.review.web import api, doors, pages, supervision
from extractor.review.web.access import STATUS, Refused, SignInNeeded, set_session
from extractor.review.web.guard import MAX_BODY, Guard
from extractor.review.web.rendering import page

_TITLES = {401: "Sign in first", 403: "Not allowed", 404: "Not found", 409: "Not any more", 422: "Not possible"}


def create_app(
    desk: Desk, *, sign_in: bool = True, secure: bool = False, hosts: Sequence[str] = ("*",), max_body: int = MAX_BODY
) -> FastAPI:
    """``sign_in`` False makes everyone who reaches the server its one local person; ``secure`` says that browsers
    come by HTTPS; ``hosts`` are the names under which the server may be asked."""
    app = FastAPI(title="neurolysis: the coder's queue", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.desk, app.state.sign_in, app.state.secure = desk, sign_in, secure
    app.include_router(api.router)
    for router in (doors.router, pages.router, supervision.router):
        app.include_router(router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(Guard, max_body=max_body)
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(NeurolysisError, _not_done)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    return app


def _sign_in(request: Request, _error: Exception) -> Response:
    if not request.app.state.sign_in:
        answer = RedirectResponse(request.url.path if request.method == "GET" else "/", 303)
        set_session(request, answer, people.ensure_local(request.app.state.desk.store))
        return answer
    if request.method == "GET":
        return RedirectResponse(f"/sign-in?to={quote(request.url.path)}", 303)
    return _say(request, 401, "no-session", "Your session has ended. Sign in again; nothing was recorded.")


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return _say(request, error.status, error.kind, error.words)


def _not_done(request: Request, error: Exception) -> Response:
    assert isinstance(error, NeurolysisError)
    status = 422 if isinstance(error, InputError) else STATUS.get(error.kind, 400)
    return _say(request, status, error.kind, str(error))


def _malformed(request: Request, error: Exception) -> Response:
    """What was sent is never sent back: it may be a note."""
    assert isinstance(error, RequestValidationError)
    if not _is_api(request):
        return _say(request, 404, "missing", "There is no such page.")
    said = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()[:10])
    return _say(request, 422, "malformed", said)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _say(
        request, error.status_code, "http", "There is no such page." if error.status_code == 404 else error.detail
    )


def _say(request: Request, status: int, kind: str, words: str) -> Response:
    if _is_api(request):
        headers = {"www-authenticate": "Bearer"} if status == 401 else None
        return JSONResponse({"error": {"kind": kind, "message": words}}, status, headers)
    return page(request, "refusal.html", None, status=status, title=_TITLES.get(status, "Refused"), words=words)


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")
