"""Who is asking, and may they: session cookies and CSRF tokens on pages, API keys on the interface."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.datastructures import FormData
from starlette.responses import Response

from extractor.review import people
from extractor.review.desk import Desk
from extractor.review.people import Actor

STATUS = {"missing": 404, "taken": 409, "stale": 409, "finished": 409, "invalid": 422}
"""What HTTP says of a StoreError's kind."""
_SAFE_FIELDS = 40


class Refused(Exception):
    """A request that is turned down; ``status`` is HTTP's, ``words`` are for the person or program that asked."""

    def __init__(self, status: int, kind: str, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.kind = kind
        self.words = words


class SignInNeeded(Exception):
    """There is no session, or it has ended."""


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(desk_of)]


def cookie_name(request: Request) -> str:
    """The ``__Host-`` prefix makes browsers refuse the cookie from anywhere but this host over HTTPS."""
    return "__Host-neurolysis" if request.app.state.secure else "neurolysis"


def set_session(request: Request, response: Response, token: str) -> None:
    response.set_cookie(
        cookie_name(request), token, httponly=True, secure=request.app.state.secure, samesite="strict", path="/"
    )


def person(request: Request, desk: TheDesk) -> Actor:
    """The signed-in person. Raises SignInNeeded."""
    token = request.cookies.get(cookie_name(request), "")
    actor = people.actor_of_session(desk.store, token) if token else None
    if actor is None:
        raise SignInNeeded
    return actor


def coder(actor: Annotated[Actor, Depends(person)]) -> Actor:
    return _with_role(actor, "code")


def supervisor(actor: Annotated[Actor, Depends(person)]) -> Actor:
    return _with_role(actor, "supervise")


TheCoder = Annotated[Actor, Depends(coder)]
TheSupervisor = Annotated[Actor, Depends(supervisor)]


async def same_site_form(request: Request) -> FormData:
    """A posted form that no other site sent. Raises Refused (403)."""
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise Refused(403, "forged", "The form came from another site, and was refused.")
    return await request.form(max_fields=_SAFE_FIELDS, max_files=0)


async def checked_form(
    form: Annotated[FormData, Depends(same_site_form)], actor: Annotated[Actor, Depends(person)]
) -> FormData:
    """A form that carries its session's CSRF token. Raises Refused (403)."""
    if not secrets.compare_digest(str(form.get("csrf", "")).encode(), actor.csrf.encode()):
        raise Refused(403, "forged", "The form did not come from a page of this session, and was refused.")
    return form


TheForm = Annotated[FormData, Depends(checked_form)]

_bearer = HTTPBearer(auto_error=False, description="An API key: `neurolysis keys add NAME --role ROLE`.")


def key_with(role: str | None) -> Callable[..., Actor]:
    """A dependency: the API key's actor, who must have the role. Raises Refused (401, 403)."""

    def check(given: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)], desk: TheDesk) -> Actor:
        actor = people.actor_of_key(desk.store, given.credentials) if given else None
        if actor is None:
            raise Refused(401, "no-key", "This needs a valid API key: Authorization: Bearer KEY.")
        return _with_role(actor, role) if role else actor

    return check


def _with_role(actor: Actor, role: str) -> Actor:
    if not actor.may(role):
        raise Refused(403, "wrong-role", f"This needs the role {role}.")
    return actor
