"""The work list: which notes wait, in what order, and whose they are just now.

Order: holds first, then low confidence, then amount, then age. A claim is a coder's name and the time until which it
holds; whatever the coder does on the note renews it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, or_, select, update

from extractor.errors import StoreError
from extractor.review import audit
from extractor.review.desk import Desk
from extractor.review.tables import choices, facets, notes

STATUSES = ("open", "mine", "pended", "done", "changed", "uncoded", "all")
FACETS = ("reason", "technique", "payer", "code", "coder")
SHOWN = ("technique", "payer", "code")
ORDER = (notes.c.urgency, notes.c.confidence, notes.c.amount.desc(), notes.c.id)
PAGE = 50
_COUNT_TO = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What of the work list is shown; empty fields ask nothing. ``text`` is looked for in the reasons."""

    status: str = "open"
    reason: str = ""
    technique: str = ""
    payer: str = ""
    code: str = ""
    coder: str = ""
    text: str = ""

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Filters:
        """From a query string; what it does not know is left out."""
        known = {
            field.name: values[field.name].replace("\0", "").strip()[:200]
            for field in fields(cls)
            if values.get(field.name)
        }
        found = cls(**known)
        return found if found.status in STATUSES else replace(found, status="open")

    def query(self) -> str:
        plain = asdict(Filters())
        return urlencode({key: value for key, value in asdict(self).items() if value != plain[key]})


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of ``notes``, each with the values of its ``SHOWN`` facets. ``count`` stops at a thousand; ``more`` says
    that there are others."""

    rows: list[dict[str, Any]]
    count: int
    more: bool


def page(desk: Desk, viewer: str, filters: Filters, number: int = 1, size: int = PAGE) -> Page:
    where = _where(filters, viewer, desk.store.clock())
    query = select(notes).where(*where).order_by(*ORDER).limit(size).offset((number - 1) * size)
    some = select(literal(1)).select_from(notes).where(*where).limit(_COUNT_TO + 1).subquery()
    with desk.store.read() as db:
        rows = [row._asdict() | {kind: [] for kind in SHOWN} for row in db.execute(query)]
        _add_facets(db, {row["id"]: row for row in rows})
        whole = number == 1 and len(rows) < size
        count = len(rows) if whole else db.execute(select(func.count()).select_from(some)).scalar_one()
    return Page(rows, min(count, _COUNT_TO), count > _COUNT_TO)


def _add_facets(db: Connection, rows: Mapping[int, dict[str, Any]]) -> None:
    wanted = select(facets).where(facets.c.note.in_(rows), facets.c.kind.in_(SHOWN))
    for facet in db.execute(wanted.order_by(facets.c.value)) if rows else ():
        rows[facet.note][facet.kind].append(facet.value)


def values(desk: Desk) -> dict[str, list[str]]:
    """The menu of each facet."""
    found: dict[str, list[str]] = {kind: [] for kind in FACETS}
    with desk.store.read() as db:
        menus = select(choices).where(choices.c.kind.in_(FACETS)).order_by(choices.c.kind, choices.c.value)
        for row in db.execute(menus):
            found[row.kind].append(row.value)
    return found


def claim_next(desk: Desk, actor: str, filters: Filters | None = None) -> int | None:
    """The note to work now: one that the actor holds already, else the first free one, which is then the actor's."""
    now = desk.store.clock()
    workable = _where(replace(filters or Filters(), status="open"), actor, now)
    free = or_(notes.c.coder == actor, notes.c.claim < now)
    mine = select(notes.c.id).where(*workable, notes.c.coder == actor, notes.c.claim >= now)
    first = select(notes.c.id).where(*workable, free).order_by(*ORDER).limit(1).with_for_update(skip_locked=True)
    with desk.store.write() as db:
        found = db.execute(mine.order_by(*ORDER).limit(1)).scalar() or db.execute(first).scalar()
        if found is not None:
            db.execute(update(notes).where(notes.c.id == found).values(coder=actor, claim=now + desk.claim_ms))
    return found


def claim(db: Connection, desk: Desk, actor: str, note: int) -> bool:
    """Makes the note the actor's unless another holds it. Finished notes are nobody's."""
    now = desk.store.clock()
    free = or_(notes.c.coder == actor, notes.c.claim < now)
    mine = and_(notes.c.id == note, notes.c.state.in_(("ready", "pended")), free, _not_own_second(actor))
    return bool(db.execute(update(notes).where(mine).values(coder=actor, claim=now + desk.claim_ms)).rowcount)


def release(desk: Desk, actor: str, note: int, *, any_holder: bool = False) -> None:
    """Gives the note back. Raises StoreError (kind ``taken``) where it is another coder's."""
    held = notes.c.id == note if any_holder else and_(notes.c.id == note, notes.c.coder == actor)
    open_states = notes.c.state.in_(("ready", "pended"))
    with desk.store.write() as db:
        if not db.execute(update(notes).where(held, open_states).values(coder=None, claim=0)).rowcount:
            raise StoreError("This note is not yours to give back.", kind="taken")
        audit.append(db, desk.store.clock(), actor, "released", note)


def find(desk: Desk, note_id: str) -> int:
    """The newest text of the note with this id. Raises StoreError (kind ``missing``)."""
    query = select(notes.c.id).where(notes.c.note_id == note_id).order_by(notes.c.id.desc()).limit(1)
    with desk.store.read() as db:
        found = db.execute(query).scalar()
    if found is None:
        raise StoreError("There is no note with this id.", kind="missing")
    return int(found)


def _where(filters: Filters, viewer: str, now: int) -> list[ColumnElement[bool]]:
    asked = [_status(filters.status, viewer, now)]
    for kind in FACETS:
        if value := getattr(filters, kind):
            match = select(facets.c.note).where(facets.c.kind == kind, facets.c.value == value)
            asked.append(notes.c.id.in_(match))
    if filters.text:
        asked.append(notes.c.id.in_(_why(filters.text)))
    return asked


def _why(text: str) -> Select[int]:
    """The notes with a phrase that holds the text. Phrases are far fewer than notes, so each is read once."""
    held = select(choices.c.value).where(choices.c.kind == "why", choices.c.value.icontains(text, autoescape=True))
    return select(facets.c.note).where(facets.c.kind == "why", facets.c.value.in_(held))


def _status(status: str, viewer: str, now: int) -> ColumnElement[bool]:
    match status:
        case "mine":
            return and_(notes.c.coder == viewer, notes.c.claim >= now)
        case "pended" | "done":
            return notes.c.state == status
        case "changed":
            return notes.c.differs
        case "uncoded":
            return notes.c.state == "new"
        case "all":
            return notes.c.state != "superseded"
    return and_(notes.c.state == "ready", _not_own_second(viewer))


def _not_own_second(viewer: str) -> ColumnElement[bool]:
    """A blind second review is never the first coder's own."""
    return or_(notes.c.blind.is_(None), notes.c.blind != notes.c.round, notes.c.first_coder != viewer)
