"""Running the queue: the server, and the workers beside it. Loopback unless told otherwise."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn

from extractor.errors import StoreError
from extractor.review import people, workers
from extractor.review.desk import CodesInForce, Desk
from extractor.review.store import Store
from extractor.review.web.app import create_app

_LOG = logging.getLogger("neurolysis.review")
_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``names`` are the host names under which browsers ask, ``certificate`` and ``private_key`` PEM files,
    ``behind_https`` says that a proxy in front speaks HTTPS."""

    store: str
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    watch: Path | None = None
    sign_in: bool = True
    second_review: float = 0.05
    claim_minutes: int = 15
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    private_key: Path | None = None
    behind_https: bool = False


def serve(settings: Settings, make: workers.MakeCoder = workers.house_coder, codes: CodesInForce | None = None) -> None:
    """Runs until it is told to stop. Raises StoreError where the store or the binding is refused."""
    store = Store(settings.store)
    check_binding(store, settings)
    desk = Desk(
        store=store,
        codes=codes or house_codes(),
        claim_ms=settings.claim_minutes * 60_000,
        second_review=settings.second_review,
    )
    secure = settings.behind_https or settings.certificate is not None
    app = create_app(desk, sign_in=settings.sign_in, secure=secure, hosts=host_names(settings))
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        ssl_certfile=settings.certificate,
        ssl_keyfile=settings.private_key,
        timeout_graceful_shutdown=5,
    )
    scheme = "https" if settings.certificate else "http"
    _LOG.info("the queue is at %s://%s:%s/ (end it with Ctrl-C)", scheme, _in_url(settings.host), settings.port)
    with workers.Crew(*_jobs(settings, make)):
        uvicorn.Server(config).run()
    store.close()


def check_binding(store: Store, settings: Settings) -> None:
    """Nobody from outside reaches a queue without sign-in. Raises StoreError."""
    loopback = _is_loopback(settings.host)
    if not settings.sign_in and not loopback:
        raise StoreError(f"{settings.host}: without sign-in the queue is served on this machine only (127.0.0.1)")
    if settings.sign_in and not people.has_users(store):
        own = ", or serve with --no-sign-in on this machine only" if loopback else ""
        raise StoreError(f"there are no users yet: neurolysis users add NAME --role supervise{own}")


def house_codes() -> CodesInForce:
    """The rulebook's codes by date and payer. Raises RulebookError."""
    from extractor.rulebook import Rulebook

    return partial(_in_force, Rulebook.load())


def _in_force(rulebook: Any, day: date | None, payer: str | None) -> Mapping[str, str]:
    return {id: code.short for id, code in rulebook.on(day, payer).codes.items()}


def _jobs(settings: Settings, make: workers.MakeCoder) -> list[tuple[Callable[..., Any], tuple[Any, ...]]]:
    jobs: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [(workers.work, (settings.store, make))] * settings.workers
    return jobs + ([(workers.watch, (settings.store, settings.watch))] if settings.watch else [])


def host_names(settings: Settings) -> tuple[str, ...]:
    """Asked under another name, a server on loopback refuses: that is how a web page would reach it (DNS rebinding)."""
    if _is_loopback(settings.host):
        return (*_LOOPBACK_NAMES, _in_url(settings.host), *settings.names)
    return settings.names or ("*",)


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
