"""What stands between the review page and the rest of the world: only this page, in this browser, may ask or write.

Loopback is not enough: any web page may send requests to 127.0.0.1, and a name that resolves to it (DNS rebinding)
may read the answers. So the Host must be ours, the token of this run must be in the address, a write must come from
our own Origin, and a body has a limit.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY = 1_000_000
DRAINED = 64_000  # of a refused request; what is longer may be reset
SAFE = ("GET", "HEAD")
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


class TooLargeError(Exception):
    """A body beyond the limit."""


class Body:
    """A body that is counted as it comes: one sent in chunks has no length to look at."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._size = receive, 0
        self.too_large = False

    async def receive(self) -> Message:
        """The next part. Raises TooLargeError beyond the limit."""
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > MAX_BODY:
            self.too_large = True
            raise TooLargeError
        return message


class Guard:
    """An ASGI application around another. port: where we listen; token: what the address has to hold."""

    def __init__(self, app: App, *, port: int, token: str) -> None:
        self._app, self._token = app, token
        self._hosts = {f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost")}
        self._origins = {b"http://" + host for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request: ourselves where it is refused, else the application does."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # we speak nothing else
            return
        refused = self._refusal(scope)
        if refused:
            await _drain(scope, receive)
            await _refuse(send, *refused)
            return
        body = Body(receive)

        async def send_guarded(message: Message) -> None:
            if body.too_large:  # what the application says to the error below is not for the sender
                return
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        try:
            await self._app(scope, body.receive, send_guarded)
        except TooLargeError:
            await _refuse(send, 413, "the body is too large")

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = list(scope["headers"])
        hosts = _all(headers, b"host")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return 421, "this is not our host name"
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])
        if len(given) != 1 or not hmac.compare_digest(given[0].encode(), self._token.encode()):
            return 403, "the token is missing or wrong: use the address that releve review prints"
        if scope["method"] not in SAFE:
            origins = _all(headers, b"origin")
            if len(origins) != 1 or origins[0] not in self._origins:
                return 403, "this page may not write here"
        lengths = _all(headers, b"content-length")
        if lengths and (not lengths[0].isdigit() or int(lengths[0]) > MAX_BODY):
            return 413, "the body is too large"
        return None


def _all(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[bytes]:
    return [value for key, value in headers if key.lower() == name]


async def _drain(scope: Scope, receive: Receive) -> None:
    """Read away a small body: a connection closed on unread bytes is reset, and the refusal would not arrive."""
    lengths = _all(scope["headers"], b"content-length")
    if not lengths or not lengths[0].isdigit() or int(lengths[0]) > DRAINED:
        return
    while True:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body", False):
            return


async def _refuse(send: Send, status: int, reason: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": reason.encode()})
