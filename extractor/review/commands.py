"""The queue's commands: serve, queue, users, keys, audit. Thin, and light until one of them runs.

Data goes to stdout, messages to stderr. Exit status: 0 done, 1 done but some inputs failed or the log is not whole, 2
could not run.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.errors import NeurolysisError

if TYPE_CHECKING:
    from extractor.review.store import Store

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
queue = typer.Typer(no_args_is_help=True, help="The queue's notes: put in, list, code, take out.")
users = typer.Typer(no_args_is_help=True, help="The people who may sign in.")
keys = typer.Typer(no_args_is_help=True, help="API keys for programs.")
audit = typer.Typer(no_args_is_help=True, help="The record of who saw, decided and took out what.")
for name, group in {"queue": queue, "users": users, "keys": keys, "audit": audit}.items():
    app.add_typer(group, name=name)

StoreUrl = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="NEUROLYSIS_STORE",
        metavar="URL",
        help="A file for SQLite, or postgresql://USER@HOST/NAME.",
    ),
]
Roles = Annotated[list[str], typer.Option("--role", help="submit, code or supervise; may be repeated.")]
Name = Annotated[str, typer.Argument(metavar="NAME")]
Quiet = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
DEFAULT_STORE = "neurolysis-queue.db"


class Out(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"
    TRAINING = "training"


@app.command()
def serve(
    store: StoreUrl = DEFAULT_STORE,
    host: Annotated[
        str, typer.Option(help="The address to listen on; beyond loopback, sign-in is a must.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=2**16 - 1)] = 8000,
    workers: Annotated[int, typer.Option(min=0, help="Processes that code notes.")] = 1,
    watch: Annotated[Path | None, typer.Option(metavar="DIR", help="Queue what is put into this folder.")] = None,
    sign_in: Annotated[
        bool, typer.Option("--sign-in/--no-sign-in", help="Off: on this machine only, one person.")
    ] = True,
    second_review: Annotated[
        float, typer.Option(min=0, max=1, help="Share of notes that a second coder works blind.")
    ] = 0.05,
    claim_minutes: Annotated[int, typer.Option(min=1, help="How long an untouched note stays with its coder.")] = 15,
    name: Annotated[list[str] | None, typer.Option("--name", help="A host name under which browsers ask.")] = None,
    certificate: Annotated[Path | None, typer.Option(metavar="PEM", help="Serve HTTPS with this certificate.")] = None,
    private_key: Annotated[Path | None, typer.Option(metavar="PEM")] = None,
    behind_https: Annotated[bool, typer.Option(help="A proxy in front speaks HTTPS.")] = False,
) -> None:
    """Serve the coder's queue and review screen."""
    with _ready():
        from extractor.review import server

        settings = server.Settings(
            store=store,
            host=host,
            port=port,
            workers=workers,
            watch=watch,
            sign_in=sign_in,
            second_review=second_review,
            claim_minutes=claim_minutes,
            names=tuple(name or ()),
            certificate=certificate,
            private_key=private_key,
            behind_https=behind_https,
        )
        server.serve(settings)


@queue.command("add")
def queue_add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Notes, or folders of them.")],
    store: StoreUrl = DEFAULT_STORE,
    author: Annotated[str | None, typer.Option(help="Who wrote these notes.")] = None,
    payer: Annotated[str | None, typer.Option(help="Whose rules apply, where the notes do not say.")] = None,
    day: Annotated[datetime | None, typer.Option("--date-of-service", formats=["%Y-%m-%d"], metavar="DATE")] = None,
    claims: Annotated[Path | None, typer.Option(metavar="FILE", help="Claim lines (CSV, JSON lines, 837P).")] = None,
) -> None:
    """Put notes into the queue. What is there already stays as it is."""
    with _ready():
        from extractor.review import arrivals

        options = arrivals.Options(author=author, payer=payer, day=day.date() if day else None, claims=claims)
        tally = arrivals.add_paths(_store(store), paths, options, tell=_say)
    _say(f"{tally.queued} notes queued, {tally.known} were there already, {tally.failed} failed")
    raise typer.Exit(1 if tally.failed else 0)


@queue.command("list")
def queue_list(
    store: StoreUrl = DEFAULT_STORE,
    status: Annotated[str, typer.Option(help="open, pended, done, changed, uncoded or all.")] = "open",
    limit: Annotated[int, typer.Option(min=1)] = 50,
) -> None:
    """The work list in its order, one note a line, tab-separated: id, state, hold, confidence, codes, reasons."""
    with _ready():
        from extractor.review import worklist
        from extractor.review.desk import Desk

        desk = Desk(store=_store(store), codes=lambda day, payer: {})
        found = worklist.page(desk, "", worklist.Filters.read({"status": status}), size=limit)
        for row in found.rows:
            hold = "hold" if row["urgency"] == 0 else ""
            cells = [
                row["note_id"],
                row["state"],
                hold,
                f"{row['confidence']:.2f}",
                " ".join(row["code"]),
                row["reasons"],
            ]
            typer.echo("\t".join(cells))


@queue.command("work")
def queue_work(store: StoreUrl = DEFAULT_STORE) -> None:
    """Code what waits in the queue, then end. ``serve`` does so by itself; after a rulebook change this re-codes."""
    with _ready():
        from extractor.review import workers

        _store(store)
        done = workers.work(store, until_empty=True)
    _say(f"{done} notes coded")


@queue.command("export")
def queue_export(
    store: StoreUrl = DEFAULT_STORE,
    form: Annotated[Out, typer.Option("--format", help="Training input holds the notes' text.")] = Out.JSONL,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write here instead of to stdout.")] = None,
) -> None:
    """Take decided notes out. Every export is logged."""
    with _ready():
        from extractor.review import export
        from extractor.review.people import LOCAL

        pieces = export.export(_store(store), LOCAL, form.value)
        if output is None:
            sys.stdout.writelines(pieces)
        else:
            _write_private(output, pieces)


@users.command("add")
def users_add(name: Name, role: Roles, store: StoreUrl = DEFAULT_STORE, quiet: Quiet = False) -> None:
    """Let a person sign in; asks for the password."""
    with _ready():
        from extractor.review import people

        people.add_user(_store(store), name, _password(quiet), role)


@users.command("password")
def users_password(name: Name, store: StoreUrl = DEFAULT_STORE, quiet: Quiet = False) -> None:
    """Give a person a new password; ends their sessions, and unlocks or re-enables them."""
    with _ready():
        from extractor.review import people

        people.set_password(_store(store), name, _password(quiet))


@users.command("disable")
def users_disable(name: Name, store: StoreUrl = DEFAULT_STORE) -> None:
    """Shut a person out, at once. What they decided stays."""
    with _ready():
        from extractor.review import people

        people.disable_user(_store(store), name)


@users.command("list")
def users_list(store: StoreUrl = DEFAULT_STORE) -> None:
    """Names, roles and whether they may sign in."""
    with _ready():
        from extractor.review import people

        for row in people.list_users(_store(store)):
            typer.echo(f"{row['name']}\t{row['roles']}\t{'active' if row['active'] else 'disabled'}")


@keys.command("add")
def keys_add(name: Name, role: Roles, store: StoreUrl = DEFAULT_STORE) -> None:
    """Make an API key and print it, this once: only its hash is kept."""
    with _ready():
        from extractor.review import people

        typer.echo(people.add_key(_store(store), name, role))


@keys.command("revoke")
def keys_revoke(name: Name, store: StoreUrl = DEFAULT_STORE) -> None:
    """End a key, at once."""
    with _ready():
        from extractor.review import people

        people.revoke_key(_store(store), name)


@keys.command("list")
def keys_list(store: StoreUrl = DEFAULT_STORE) -> None:
    """Names, roles and whether they are valid; never the keys."""
    with _ready():
        from extractor.review import people

        for row in people.list_keys(_store(store)):
            typer.echo(f"{row['name']}\t{row['roles']}\t{'active' if row['active'] else 'revoked'}")


@audit.command("verify")
def audit_verify(
    store: StoreUrl = DEFAULT_STORE,
    anchor: Annotated[
        str | None, typer.Option(metavar="SEQ:HASH", help="A head that an earlier run printed and you kept.")
    ] = None,
) -> None:
    """Check that the log is whole and that every decision is the one that was logged; prints the log's head."""
    with _ready():
        from extractor.review import audit as log

        verdict = log.verify(_store(store), anchor)
    typer.echo(verdict.head)
    for fault in verdict.faults:
        _say(fault)
    _say(f"{verdict.entries} entries, {len(verdict.faults)} faults")
    raise typer.Exit(1 if verdict.faults else 0)


@contextlib.contextmanager
def _ready() -> Iterator[None]:
    """An error that was raised on purpose, or the missing extra, is one line on stderr and an exit status."""
    try:
        yield
    except NeurolysisError as error:
        _say(str(error))
        raise typer.Exit(2) from None
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("extractor"):
            raise
        _say(f"the queue needs {error.name}, which is not installed: pip install 'neurolysis[serve]'")
        raise typer.Exit(2) from None


def _store(url: str) -> Store:
    from extractor.review.store import Store

    return Store(url)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return asked


def _write_private(path: Path, pieces: Iterator[str]) -> None:
    """Decisions are of patients: the file is its owner's alone."""
    try:
        path.touch(mode=0o600)
        with path.open("w", encoding="utf-8", newline="") as out:
            out.writelines(pieces)
    except OSError as error:
        raise NeurolysisError(f"{path}: cannot write it ({error.strerror})", kind="output") from None


def _say(message: str) -> None:
    typer.echo(f"neurolysis: {message}", err=True)
