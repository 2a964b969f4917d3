"""Around every request: a limit on its size, headers on its answer, a log line without a query, and no fault's text.

Plain ASGI, outermost, so that it holds whatever happens within.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 10_000_000
_LOG = logging.getLogger("neurolysis.review")
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class _TooLarge(Exception):
    """The body went over the limit while it was read."""


class Guard:
    def __init__(self, app: ASGIApp, max_body: int = MAX_BODY) -> None:
        self.app = app
        self.max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _Answer(scope, send)
        body = _Body(receive, self.max_body, _announced(scope))
        try:
            body.check()
            await self.app(scope, body.receive, lambda message: self._pass_on(message, body, answer))
        except _TooLarge:
            await answer.refuse(413, "too-large", f"The request is larger than {self.max_body // 1_000_000} MB.")
        except Exception as error:  # noqa: BLE001  its message may hold a note's text: type and place are all that is logged
            _LOG.error("fault: %s in %s", type(error).__name__, _place(error))
            await answer.refuse(500, "fault", "The server failed on this request; its log says where.")
        finally:
            answer.log()

    async def _pass_on(self, message: Message, body: _Body, answer: _Answer) -> None:
        # What parses bodies may have turned the refusal into an answer of its own.
        body.check()
        await answer.send(message)


class _Body:
    """A request's body, counted while it is read."""

    def __init__(self, receive: Receive, limit: int, seen: int) -> None:
        self._receive = receive
        self._limit = limit
        self._announced = seen
        self._read = 0

    def check(self) -> None:
        if max(self._announced, self._read) > self._limit:
            raise _TooLarge

    async def receive(self) -> Message:
        message = await self._receive()
        self._read += len(message.get("body", b""))
        self.check()
        return message


class _Answer:
    """Sends the answer on with its headers, and remembers what the log will say."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._begun = time.perf_counter()
        self._status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = MutableHeaders(scope=message)
            headers.update(_HEADERS)
            if not self._scope["path"].startswith("/static/"):
                headers["cache-control"] = "no-store"
        await self._send(message)

    async def refuse(self, status: int, kind: str, words: str) -> None:
        if self._status:
            return
        body = json.dumps({"error": {"kind": kind, "message": words}}).encode()
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})

    def log(self) -> None:
        spent = 1000 * (time.perf_counter() - self._begun)
        _LOG.info("%s %s %s %.0f ms", self._scope["method"], _printable(self._scope["path"]), self._status, spent)


def _announced(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


def _printable(path: str) -> str:
    return path.encode("unicode_escape").decode()[:200]


def _place(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"
