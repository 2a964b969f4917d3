"""The tables of the queue's store, the same for SQLite and PostgreSQL.

Times are milliseconds since 1970 (UTC). ``notes`` is narrow, since the work list reads it; texts and reports lie apart.
``decisions`` and ``audit`` only ever grow: triggers refuse to change or delete a row.

``report`` is the one that coders work on, ``latest`` what the last coding gave.
``date_of_service`` is what came with the note, ``service`` what its report says. A note is worked in rounds: ``round`` is the one under way, ``settled`` the one whose decisions count, ``blind`` the one
that a second coder works without seeing what ``first_coder`` said.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

_ID = BigInteger().with_variant(Integer, "sqlite")
_TIME = BigInteger()
NAME = 200

notes = Table(
    "notes",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("note_id", String(NAME), nullable=False),
    Column("content", String(80), nullable=False),
    Column("source", Text, nullable=False),
    Column("date_of_service", String(10)),
    Column("service", String(10)),
    Column("payer", String(NAME)),
    Column("author", String(NAME)),
    Column("amount", Float, nullable=False, default=0.0),
    Column("received", _TIME, nullable=False),
    Column("state", String(12), nullable=False, default="new"),
    Column("urgency", Integer, nullable=False, default=1),
    Column("confidence", Float, nullable=False, default=0.0),
    Column("reasons", Text, nullable=False, default=""),
    Column("report", _ID),
    Column("latest", _ID),
    Column("generation", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("worker", String(NAME)),
    Column("lease", _TIME, nullable=False, default=0),
    Column("differs", Boolean, nullable=False, default=False),
    Column("round", Integer, nullable=False, default=1),
    Column("coder", String(NAME)),
    Column("claim", _TIME, nullable=False, default=0),
    Column("first_coder", String(NAME)),
    Column("blind", Integer),
    Column("settled", Integer),
    Column("finished", _TIME),
    UniqueConstraint("note_id", "content"),
)
Index("by_state", notes.c.state, notes.c.urgency, notes.c.confidence, notes.c.amount.desc(), notes.c.id)
Index("by_urgency", notes.c.urgency, notes.c.confidence, notes.c.amount.desc(), notes.c.id)
Index("by_generation", notes.c.generation, notes.c.id)
Index("by_finish", notes.c.finished)
Index("by_difference", notes.c.differs)
Index("by_coder", notes.c.coder)

documents = Table(
    "documents",
    metadata,
    Column("note", _ID, ForeignKey("notes.id"), primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("billed", Text, nullable=False),
)

facets = Table(
    "facets",
    metadata,
    Column("note", _ID, ForeignKey("notes.id"), primary_key=True, autoincrement=False),
    Column("kind", String(12), primary_key=True),
    Column("value", String(NAME), primary_key=True),
    Index("by_value", "kind", "value", "note"),
)

choices = Table(
    "choices",
    metadata,
    Column("kind", String(12), primary_key=True),
    Column("value", String(NAME), primary_key=True),
)

reports = Table(
    "reports",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("note", _ID, ForeignKey("notes.id"), nullable=False),
    Column("rulebook", String(80), nullable=False),
    Column("record", Text, nullable=False),
    Column("coded", _TIME, nullable=False),
    UniqueConstraint("note", "rulebook"),
)

generations = Table(
    "generations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rulebook", String(80), nullable=False),
    Column("since", _TIME, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("path", String(1000), primary_key=True),
    Column("stamp", String(60), nullable=False),
    Column("error", Text),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("note", _ID, ForeignKey("notes.id"), nullable=False, index=True),
    Column("report", _ID),
    Column("round", Integer, nullable=False),
    Column("actor", String(NAME), nullable=False),
    Column("at", _TIME, nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("line", Integer),
    Column("code", String(12)),
    Column("units", Integer),
    Column("modifiers", String(40)),
    Column("reason", String(40)),
    Column("remark", Text),
    Column("suggested", String(12)),
    Column("guideline", String(NAME)),
    Column("undoes", _ID, ForeignKey("decisions.id"), unique=True),
)
Index("by_actor", decisions.c.actor, decisions.c.id)

audit = Table(
    "audit",
    metadata,
    Column("seq", _ID, primary_key=True, autoincrement=False),
    Column("at", _TIME, nullable=False),
    Column("actor", String(NAME), nullable=False),
    Column("event", String(40), nullable=False),
    Column("note", _ID),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("seq", _ID, nullable=False),
    Column("hash", String(64), nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("name", String(NAME), primary_key=True),
    Column("password", String(200)),
    Column("roles", String(60), nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("keyboard", Text, nullable=False, default="{}"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("name", String(NAME), primary_key=True),
    Column("failed", Integer, nullable=False),
    Column("locked_until", _TIME, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("name", String(NAME), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("expires", _TIME, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("name", String(NAME), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("roles", String(60), nullable=False),
    Column("active", Boolean, nullable=False, default=True),
)

_GROWING = (decisions, audit)
_REFUSE = """create or replace function refuse_change() returns trigger
as $$ begin raise exception 'append-only'; end $$ language plpgsql"""


def append_only(dialect: str) -> Iterator[str]:
    """The statements that make the growing tables refuse to change or lose a row."""
    if dialect != "sqlite":
        yield _REFUSE
    for table, action in product(_GROWING, ("update", "delete")):
        trigger = f"create trigger {table.name}_no_{action} before {action} on {table.name} "
        if dialect == "sqlite":
            yield trigger + "begin select raise(abort, 'append-only'); end"
        else:
            yield trigger + "for each row execute function refuse_change()"
