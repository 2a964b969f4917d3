"""In and out: signing in, signing out, and each person's own keys."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from extractor.errors import StoreError
from extractor.review import keyboard, people
from extractor.review.people import Actor, SignInRefused
from extractor.review.web.access import TheDesk, TheForm, cookie_name, person, same_site_form, set_session
from extractor.review.web.rendering import page

router = APIRouter()
Person = Annotated[Actor, Depends(person)]


@router.get("/sign-in")
def ask(request: Request, to: str = "/") -> Response:
    return page(request, "sign_in.html", None, to=_own_path(to), problem=None)


@router.post("/sign-in")
def sign_in(request: Request, desk: TheDesk, form: Annotated[FormData, Depends(same_site_form)]) -> Response:
    to = _own_path(str(form.get("to", "/")))
    name, password = (str(form.get(field, "")).replace("\0", "") for field in ("name", "password"))
    try:
        token = people.sign_in(desk.store, name, password)
    except SignInRefused as refused:
        return page(request, "sign_in.html", None, status=401, to=to, problem=str(refused))
    answer = RedirectResponse(to, 303)
    set_session(request, answer, token)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, desk: TheDesk, form: TheForm) -> Response:
    people.sign_out(desk.store, request.cookies.get(cookie_name(request), ""))
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(cookie_name(request), path="/", secure=request.app.state.secure, httponly=True)
    return answer


@router.get("/keyboard")
def show_keys(request: Request, actor: Person, saved: bool = False) -> Response:
    return page(request, "keyboard.html", actor, own=actor.keyboard, saved=saved, problem=None)


@router.post("/keyboard")
def set_keys(request: Request, desk: TheDesk, actor: Person, form: TheForm) -> Response:
    asked = {name: str(value) for name, value in form.items()}
    try:
        people.set_keyboard(desk.store, actor.name, keyboard.checked(asked))
    except StoreError as error:
        return page(request, "keyboard.html", actor, status=422, own=asked, saved=False, problem=str(error))
    return RedirectResponse("/keyboard?saved=true", 303)


def _own_path(to: str) -> str:
    """Only a path of this server: what could lead elsewhere becomes the list."""
    plain = to.startswith("/") and not to.startswith("//") and "\\" not in to and to.isprintable()
    return to if plain else "/"
