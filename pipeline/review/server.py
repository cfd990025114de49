"""The review page as a small web application on this machine: starlette in front of a Desk."""

from __future__ import annotations

import contextlib
import json
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.review.desk import Desk
from pipeline.review.edits import EditError
from pipeline.review.guard import App, Guard
from pipeline.review.page import review_page

HOST = "127.0.0.1"
PORT = 8765
OK = 200
SECONDS_TO_TABLE = 5.0  # from a decision to the reviewed table, so that many decisions write it once


def make_app(desk: Desk, *, port: int, token: str, written: Callable[[], None] = lambda: None) -> App:
    """The application: the page at /, what it reads and writes below /api/. written: called after each decision."""
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, JSONResponse, Response
    from starlette.routing import Route

    lock = threading.Lock()  # one decision after the other, in the order they came

    async def page(request: Request) -> Response:
        nonce = secrets.token_urlsafe(16)
        html = await run_in_threadpool(lambda: review_page(desk.page(), nonce))
        policy = (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; "
            "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return HTMLResponse(html, headers={"content-security-policy": policy})

    async def state(request: Request) -> Response:
        return await _answer(lambda: desk.state(request.query_params.get("reviewer", "")))

    async def people(request: Request) -> Response:
        return await _answer(lambda: desk.people(request.query_params.get("reviewer", "")))

    def writes(work: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Callable[[Request], Any]:
        async def handle(request: Request) -> Response:
            try:
                message = json.loads(await request.body())
            except (ValueError, RecursionError):
                return JSONResponse({"problem": "this is no JSON"}, 400)
            if not isinstance(message, dict):
                return JSONResponse({"problem": "this is no object"}, 400)
            answer = await _answer(lambda: work(message))
            if answer.status_code == OK:
                written()
            return answer

        return handle

    async def _answer(work: Callable[[], dict[str, Any]]) -> Response:
        def locked() -> dict[str, Any]:
            with lock:
                return work()

        try:
            return JSONResponse(await run_in_threadpool(locked))
        except EditError as error:
            return JSONResponse({"column": error.column, "problem": error.mend}, 422)
        except InputError as error:
            return JSONResponse({"problem": f"{error.problem}. {error.mend}"}, 422)

    routes = [
        Route("/", page),
        Route("/api/state", state),
        Route("/api/people", people),
        Route("/api/decide", writes(desk.decide), methods=["POST"]),
        Route("/api/undo", writes(desk.undo), methods=["POST"]),
        Route("/api/keys", writes(desk.keys), methods=["POST"]),
        Route("/api/export", writes(lambda message: desk.export()), methods=["POST"]),
    ]
    return Guard(Starlette(routes=routes), port=port, token=token)


def serve(folder: Path, *, reviewer: str, port: int | None, announce: Callable[[str], None]) -> None:
    """Serve the review page of an output folder until it is stopped; then write the reviewed table.

    port: where to listen; None for the usual one, or any that is free. announce: is given the address.
    Raises InputError where there is nothing to review, the port is taken, or the extra `review` is not installed.
    """
    try:
        import uvicorn
    except ImportError:
        problem, mend = "starlette and uvicorn are missing", 'Run: pip install "releve[review]"'
        raise InputError("review", None, problem, mend) from None
    desk = Desk(folder, reviewer)
    desk.export()  # what an earlier server that was killed did not come to
    listener = _listen(port)
    number = int(listener.getsockname()[1])
    token = secrets.token_urlsafe(24)
    config = uvicorn.Config(
        make_app(desk, port=number, token=token, written=_Tables(desk).soon),
        log_level="error", access_log=False, server_header=False, lifespan="off",
    )  # fmt: skip
    announce(f"http://{HOST}:{number}/?token={token}")
    try:
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])
    finally:
        listener.close()
        desk.export()


class _Tables:
    """Writes the reviewed table a little after the first decision that it lacks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._timer: threading.Timer | None = None

    def soon(self) -> None:
        if self._timer is None or not self._timer.is_alive():
            self._timer = threading.Timer(SECONDS_TO_TABLE, self._write)
            self._timer.daemon = True
            self._timer.start()

    def _write(self) -> None:
        with contextlib.suppress(InputError, OSError):  # the ledger has it all; the end of the server tries again
            self._desk.export()


def _listen(port: int | None) -> socket.socket:
    for wanted in (PORT, 0) if port is None else (port,):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, wanted))
            listener.listen()  # before the address is told: the browser may be faster than the server
        except OSError:
            listener.close()
            continue
        return listener
    raise InputError("--port", None, f"port {port} is taken", "Name another, or none")
