from __future__ import annotations

import pytest
from sqlalchemy import select

from extractor.errors import StoreError
from extractor.review import people
from extractor.review.store import Store
from extractor.review.tables import api_keys, sessions, users
from tests.review.house import Clock

PASSWORD = "correct horse battery"


@pytest.fixture
def ann(store: Store) -> str:
    people.add_user(store, "ann", PASSWORD, ["code"])
    return "ann"


def test_sign_in_opens_a_session_that_ends(store: Store, clock: Clock, ann: str) -> None:
    token = people.sign_in(store, ann, PASSWORD)
    actor = people.actor_of_session(store, token)
    assert actor is not None
    assert (actor.name, actor.may("code"), actor.may("supervise")) == ("ann", True, False)
    clock.pass_minutes(10 * 60 + 1)
    assert people.actor_of_session(store, token) is None


def test_sign_out_ends_the_session(store: Store, ann: str) -> None:
    token = people.sign_in(store, ann, PASSWORD)
    people.sign_out(store, token)
    assert people.actor_of_session(store, token) is None


def test_five_wrong_passwords_lock_the_name_for_a_while(store: Store, clock: Clock, ann: str) -> None:
    for _ in range(5):
        with pytest.raises(people.SignInRefused, match="do not fit"):
            people.sign_in(store, ann, "wrong password")
    with pytest.raises(people.SignInRefused, match="locked for 15 minutes"):
        people.sign_in(store, ann, PASSWORD)
    clock.pass_minutes(16)
    assert people.sign_in(store, ann, PASSWORD)


def test_an_unknown_name_is_refused_in_the_same_words(store: Store) -> None:
    for _ in range(5):
        with pytest.raises(people.SignInRefused, match="do not fit"):
            people.sign_in(store, "nobody", PASSWORD)
    with pytest.raises(people.SignInRefused, match="locked"):
        people.sign_in(store, "nobody", PASSWORD)


def test_secrets_are_stored_hashed_only(store: Store, ann: str) -> None:
    token, key = people.sign_in(store, ann, PASSWORD), people.add_key(store, "scanner", ["submit"])
    with store.read() as db:
        kept = str([list(db.execute(select(table))) for table in (users, sessions, api_keys)])
    assert "$argon2id$" in kept
    assert not any(secret in kept for secret in (PASSWORD, token, key))


def test_a_disabled_user_is_out_at_once(store: Store, ann: str) -> None:
    token = people.sign_in(store, ann, PASSWORD)
    people.disable_user(store, ann)
    assert people.actor_of_session(store, token) is None
    with pytest.raises(people.SignInRefused):
        people.sign_in(store, ann, PASSWORD)
    assert not people.has_users(store)


def test_a_new_password_ends_sessions_and_the_old_password(store: Store, ann: str) -> None:
    token = people.sign_in(store, ann, PASSWORD)
    people.set_password(store, ann, "another long password")
    assert people.actor_of_session(store, token) is None
    assert people.sign_in(store, ann, "another long password")


def test_keys_carry_roles_and_can_be_revoked(store: Store) -> None:
    key = people.add_key(store, "scanner", ["submit"])
    actor = people.actor_of_key(store, key)
    assert actor is not None
    assert (actor.name, actor.may("submit"), actor.may("code")) == ("key:scanner", True, False)
    assert people.actor_of_key(store, key + "x") is None
    people.revoke_key(store, "scanner")
    assert people.actor_of_key(store, key) is None


@pytest.mark.parametrize(
    ("name", "password", "roles", "message"),
    [
        ("", PASSWORD, ["code"], "a name is"),
        ("local", PASSWORD, ["code"], "not local"),
        ("key:scanner", PASSWORD, ["code"], "a name is"),
        ("bob", "short", ["code"], "12 characters"),
        ("bob", PASSWORD, ["admin"], "a role is one of"),
        ("bob", PASSWORD, [], "a role is one of"),
        ("ann", PASSWORD, ["code"], "already"),
    ],
)
def test_users_that_cannot_be_are_refused(
    store: Store, ann: str, name: str, password: str, roles: list[str], message: str
) -> None:
    with pytest.raises(StoreError, match=message):
        people.add_user(store, name, password, roles)


def test_the_local_person_has_no_password_to_guess(store: Store) -> None:
    assert people.actor_of_session(store, people.ensure_local(store))
    with pytest.raises(people.SignInRefused):
        people.sign_in(store, "local", "")
    assert not people.has_users(store)
