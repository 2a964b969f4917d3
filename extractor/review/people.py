"""Who may do what: people with passwords and sessions, programs with API keys. Secrets are stored hashed only.

Roles: ``submit`` adds notes and fetches reports, ``code`` works notes, ``supervise`` does all that and sees measures,
exports and other coders' work.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, insert, select, update

from extractor.errors import StoreError
from extractor.review import audit
from extractor.review.store import Store
from extractor.review.tables import api_keys, attempts, sessions, users

ROLES = ("submit", "code", "supervise")
LOCAL = "local"
SHORTEST_PASSWORD = 12
TRIES = 5
LOCKED_MS = 15 * 60_000
SESSION_MS = 10 * 3_600_000

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_HASHER = PasswordHasher()
# Each check takes 64 MB: a flood of wrong passwords waits in line.
_FEW = threading.Semaphore(4)
# Checked where there is no such person, so that the answer takes as long as for one that exists.
_NOBODY = _HASHER.hash(secrets.token_hex(16))


class SignInRefused(Exception):
    """The name and the password do not fit, or the name is locked for now."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking. ``name`` is what decisions and the audit log record; keys show as ``key:NAME``."""

    name: str
    roles: frozenset[str]
    csrf: str = ""
    keyboard: dict[str, str] = field(default_factory=dict)

    def may(self, role: str) -> bool:
        return role in self.roles or "supervise" in self.roles


def add_user(store: Store, name: str, password: str, roles: Sequence[str]) -> None:
    """Raises StoreError: a bad name or role, a short password, a name that is taken."""
    _check(name, roles)
    hashed = _hash(password)
    with store.write() as db:
        if db.execute(select(users.c.name).where(users.c.name == name)).first():
            raise StoreError(f"{name}: there is such a user already")
        db.execute(insert(users).values(name=name, password=hashed, roles=" ".join(roles)))
        audit.append(db, store.clock(), LOCAL, "user-added", detail={"user": name, "roles": list(roles)})


def set_password(store: Store, name: str, password: str) -> None:
    """Also ends the user's sessions and unlocks the name."""
    _change_user(store, name, "password-set", password=_hash(password), active=True)


def disable_user(store: Store, name: str) -> None:
    _change_user(store, name, "user-disabled", active=False)


def list_users(store: Store) -> list[dict[str, Any]]:
    with store.read() as db:
        rows = db.execute(select(users.c.name, users.c.roles, users.c.active).order_by(users.c.name))
        return [row._asdict() for row in rows]


def has_users(store: Store) -> bool:
    with store.read() as db:
        query = select(func.count()).select_from(users).where(users.c.active, users.c.password.is_not(None))
        return bool(db.execute(query).scalar_one())


def coders(store: Store) -> list[str]:
    """The names of the active people who work notes."""
    people = [row for row in list_users(store) if row["active"]]
    return [row["name"] for row in people if {"code", "supervise"} & set(row["roles"].split())]


def sign_in(store: Store, name: str, password: str) -> str:
    """The session's token. Raises SignInRefused; after ``TRIES`` wrong passwords the name is locked for a while."""
    with store.read() as db:
        row = db.execute(select(users).where(users.c.name == name, users.c.active)).first()
        locked = db.execute(select(attempts.c.locked_until).where(attempts.c.name == name[:200])).scalar()
    fits = _fits(row.password if row and row.password else _NOBODY, password) and row is not None
    if (locked or 0) > store.clock():
        raise SignInRefused(f"Too many wrong passwords: this name is locked for {LOCKED_MS // 60_000} minutes.")
    if not fits:
        _count_failure(store, name[:200])
        raise SignInRefused("The name and the password do not fit.")
    return _open_session(store, name)


def ensure_local(store: Store) -> str:
    """A session for the one person of a machine on which sign-in is switched off."""
    with store.write() as db:
        if db.execute(select(users.c.name).where(users.c.name == LOCAL)).first() is None:
            db.execute(insert(users).values(name=LOCAL, password=None, roles="supervise"))
    return _open_session(store, LOCAL)


def actor_of_session(store: Store, token: str) -> Actor | None:
    """None where the session is unknown or has expired, or its user was disabled."""
    query = (
        select(sessions.c.csrf, users.c.name, users.c.roles, users.c.keyboard)
        .join(users, users.c.name == sessions.c.name)
        .where(sessions.c.digest == _digest(token), sessions.c.expires > store.clock(), users.c.active)
    )
    with store.read() as db:
        row = db.execute(query).first()
    if row is None:
        return None
    return Actor(row.name, frozenset(row.roles.split()), row.csrf, json.loads(row.keyboard))


def sign_out(store: Store, token: str) -> None:
    with store.write() as db:
        db.execute(delete(sessions).where(sessions.c.digest == _digest(token)))


def set_keyboard(store: Store, name: str, keyboard: dict[str, str]) -> None:
    with store.write() as db:
        db.execute(update(users).where(users.c.name == name).values(keyboard=json.dumps(keyboard)))


def add_key(store: Store, name: str, roles: Sequence[str]) -> str:
    """The new API key, shown once: only its hash is kept. Raises StoreError as ``add_user`` does."""
    _check(name, roles)
    key = f"nrl_{secrets.token_urlsafe(32)}"
    with store.write() as db:
        if db.execute(select(api_keys.c.name).where(api_keys.c.name == name)).first():
            raise StoreError(f"{name}: there is such a key already")
        db.execute(insert(api_keys).values(name=name, digest=_digest(key), roles=" ".join(roles)))
        audit.append(db, store.clock(), LOCAL, "key-added", detail={"key": name, "roles": list(roles)})
    return key


def revoke_key(store: Store, name: str) -> None:
    with store.write() as db:
        if not db.execute(update(api_keys).where(api_keys.c.name == name).values(active=False)).rowcount:
            raise StoreError(f"{name}: there is no such key")
        audit.append(db, store.clock(), LOCAL, "key-revoked", detail={"key": name})


def list_keys(store: Store) -> list[dict[str, Any]]:
    with store.read() as db:
        rows = db.execute(select(api_keys.c.name, api_keys.c.roles, api_keys.c.active).order_by(api_keys.c.name))
        return [row._asdict() for row in rows]


def actor_of_key(store: Store, key: str) -> Actor | None:
    with store.read() as db:
        row = db.execute(select(api_keys).where(api_keys.c.digest == _digest(key), api_keys.c.active)).first()
    return Actor(f"key:{row.name}", frozenset(row.roles.split())) if row else None


def _check(name: str, roles: Iterable[str]) -> None:
    if name == LOCAL or not _NAME.fullmatch(name):
        raise StoreError(
            f"a name is 1 to 64 letters, digits, dots, dashes, underscores or @, letter or digit first, and not {LOCAL}"
        )
    unknown = set(roles) - set(ROLES)
    if unknown or not roles:
        raise StoreError(f"a role is one of {', '.join(ROLES)}")


def _hash(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise StoreError(f"a password has {SHORTEST_PASSWORD} characters or more")
    return _HASHER.hash(password)


def _fits(hashed: str, password: str) -> bool:
    try:
        with _FEW:
            return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _change_user(store: Store, name: str, event: str, **values: Any) -> None:
    with store.write() as db:
        if not db.execute(update(users).where(users.c.name == name).values(**values)).rowcount:
            raise StoreError(f"{name}: there is no such user")
        db.execute(delete(sessions).where(sessions.c.name == name))
        db.execute(delete(attempts).where(attempts.c.name == name))
        audit.append(db, store.clock(), LOCAL, event, detail={"user": name})


def _count_failure(store: Store, name: str) -> None:
    now = store.clock()
    with store.write() as db:
        row = db.execute(select(attempts).where(attempts.c.name == name).with_for_update()).first()
        failed = (row.failed if row else 0) + 1
        locked = now + LOCKED_MS if failed >= TRIES else 0
        values = {"name": name, "failed": 0 if locked else failed, "locked_until": locked}
        statement = update(attempts).where(attempts.c.name == name) if row else insert(attempts)
        db.execute(statement.values(values))
        audit.append(db, now, "nobody", "sign-in-locked" if locked else "sign-in-refused")


def _open_session(store: Store, name: str) -> str:
    token, now = secrets.token_urlsafe(32), store.clock()
    with store.write() as db:
        db.execute(delete(sessions).where(sessions.c.expires < now))
        db.execute(delete(attempts).where(attempts.c.name == name))
        row = {"digest": _digest(token), "name": name, "csrf": secrets.token_urlsafe(32), "expires": now + SESSION_MS}
        db.execute(insert(sessions).values(row))
        audit.append(db, now, name, "signed-in")
    return token
