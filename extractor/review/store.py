"""The store: SQLite (WAL) in a file, or PostgreSQL by its URL. The rest of the queue works inside ``read`` and ``write``.

A write transaction on SQLite takes the lock at its start, so that what it read cannot change under it; on PostgreSQL
rows are locked where a function says so.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from extractor.errors import StoreError
from extractor.review.tables import append_only, audit_head, metadata

_BUSY_MS = 60_000
# As many connections as the server has threads.
_POOL: dict[str, Any] = {"pool_size": 8, "max_overflow": 32}
_SCHEMA_LOCK = 7_441_200


def milliseconds() -> int:
    return time.time_ns() // 1_000_000


class Store:
    """A queue's store. ``clock`` gives the time in ms since 1970. Raises StoreError where the URL leads nowhere."""

    def __init__(self, url: str, clock: Callable[[], int] = milliseconds) -> None:
        self.url = _url(url)
        self.clock = clock
        self.engine = _engine(self.url)
        try:
            self._create()
        except SQLAlchemyError as error:
            place = self.url.render_as_string(hide_password=True)
            raise StoreError(f"{place}: the store cannot be opened ({type(error).__name__})") from None

    @property
    def on_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def read(self) -> Connection:
        """A transaction that only reads: ``with store.read() as db``."""
        return self.engine.connect()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits at the end of the block, or leaves nothing behind."""
        with self.engine.connect().execution_options(write=True) as db, db.begin():
            yield db

    def close(self) -> None:
        self.engine.dispose()

    def _create(self) -> None:
        with self.write() as db:
            if not self.on_sqlite:
                db.exec_driver_sql(f"select pg_advisory_xact_lock({_SCHEMA_LOCK})")
            metadata.create_all(db)
            if db.execute(select(audit_head.c.id)).first() is None:
                for statement in append_only(db.dialect.name):
                    db.exec_driver_sql(statement)
                db.execute(insert(audit_head).values(id=1, seq=0, hash="0" * 64))


def insert_new(db: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Inserts the row unless one with its keys is there; True where it went in."""
    key = next(iter(table.primary_key))
    return db.execute(_insert_or_skip(db, table).values(row).returning(key)).first() is not None


def insert_or_skip(db: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Inserts those of the rows whose keys are not there yet."""
    if rows:
        db.execute(_insert_or_skip(db, table), rows)


def _insert_or_skip(db: Connection, table: Table) -> Any:
    dialect = sqlite if db.dialect.name == "sqlite" else postgresql
    return dialect.insert(table).on_conflict_do_nothing()


def _url(url: str) -> URL:
    try:
        parsed = make_url(url if "://" in url else f"sqlite:///{url}")
    except ArgumentError:
        raise StoreError("the store's URL cannot be read: give sqlite:///FILE or postgresql://HOST/NAME") from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(f"{parsed.get_backend_name()}: the store is SQLite or PostgreSQL")
    return parsed.set(drivername="postgresql+psycopg") if parsed.get_backend_name() == "postgresql" else parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, **_POOL)
    if url.database:
        _private_file(Path(url.database))
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY_MS / 1000}, **_POOL)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _private_file(path: Path) -> None:
    try:
        path.touch(mode=0o600, exist_ok=True)
    except OSError:
        raise StoreError(f"{path}: the store's file cannot be made there") from None


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN would come too late; _begin_sqlite sends it.
    connection.isolation_level = None
    for pragma in (f"busy_timeout={_BUSY_MS}", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"pragma {pragma}")
    _use_wal(connection)


def _use_wal(connection: Any) -> None:
    """SQLite does not wait for its lock when it changes the journal, so several openers of a new file take turns here."""
    until = time.monotonic() + _BUSY_MS / 1000
    while True:
        try:
            connection.execute("pragma journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(db: Connection) -> None:
    db.exec_driver_sql("begin immediate" if db.get_execution_options().get("write") else "begin")
