"""Templates and what they are given: words for kinds, times, and a note's text cut at its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from extractor.outputs import words
from extractor.review import keyboard
from extractor.review.charts import bar, columns
from extractor.review.people import Actor


def page(request: Request, name: str, actor: Actor | None, *, status: int = 200, **known: Any) -> HTMLResponse:
    """A page for the actor, or for someone who is not signed in."""
    keys = keyboard.keys(actor.keyboard) if actor else {}
    context = {"actor": actor, "keys": keys, "path": request.url.path, "sign_in": request.app.state.sign_in, **known}
    return HTMLResponse(_environment().get_template(name).render(context), status)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    for word in (words.fact, words.plain, words.procedure):
        made.filters[word.__name__] = word
    made.filters |= {"when": when, "age": age, "percent": percent, "dashed": dashed, "evidence": evidence}
    made.globals |= {"ACTIONS": keyboard.ACTIONS, "bar": bar, "columns": columns}
    return made


def when(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")


def age(ms: int) -> str:
    """How long ago, in the largest unit that fits."""
    minutes = max(ms, 0) // 60_000
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def dashed(line: tuple[str, int, tuple[str, ...]]) -> str:
    """A final line: code and modifiers with dashes, then units."""
    code, units, modifiers = line
    return "-".join([code, *modifiers]) + f", {units} unit" + ("s" if units != 1 else "")


def evidence(record: Mapping[str, Any], suggestion: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """The evidence of one suggestion, by fact, each place once."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    seen = set()
    for number in suggestion["procedures"]:
        for item in record["procedures"][number]["evidence"]:
            place = (item["fact"], item["start"], item["end"])
            if place not in seen:
                seen.add(place)
                found.setdefault(item["fact"], []).append(item)
    return found
