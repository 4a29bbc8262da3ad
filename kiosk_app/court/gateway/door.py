"""What every request passes first: an id, a size limit, patience with an end, and one line in the log."""

from __future__ import annotations

import asyncio
import re
import time
import traceback
from typing import Any
from uuid import uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk_app.court.gateway.problems import answer
from kiosk_app.court.gateway.state import Gateway
from kiosk_app.court.gateway.uploads import PREFIX
from kiosk_app.court.protocol.wire import ProblemCode

MAX_JSON_BYTES = 64 * 1024
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class Door:
    """ASGI middleware. It also is the edge where a bug ends: logged, and answered as a problem."""

    def __init__(self, app: ASGIApp, gateway: Gateway) -> None:
        self._app = app
        self._gateway = gateway

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        request_id = headers.get("x-request-id", "")
        if not _REQUEST_ID.fullmatch(request_id):
            request_id = str(uuid4())
        scope["state"] = {**scope.get("state", {}), "request_id": request_id}
        started = time.monotonic()
        status = 0

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id.encode())]
            await send(message)

        body = _Body(receive, scope["path"], self._gateway.settings.body_idle_s)
        failure: Exception | None = None
        try:
            if body.too_long(headers.get("content-length", "")):
                await answer(scope, 413, ProblemCode.TOO_LARGE)(scope, receive, send_named)
            else:
                await self._app(scope, body.receive, send_named)
        except Exception as error:  # noqa: BLE001  # the process's edge
            failure = error
            if not status:
                await answer(scope, 500, ProblemCode.INTERNAL)(scope, receive, send_named)
        self._log(scope, status, round((time.monotonic() - started) * 1000), failure)

    def _log(self, scope: Scope, status: int, took_ms: int, failure: Exception | None) -> None:
        state: dict[str, Any] = scope["state"]
        route = scope.get("route")
        entry = {
            "request_id": state["request_id"],
            "method": scope["method"] if scope["method"].isalpha() else "?",
            "route": getattr(route, "path", "?"),
            "status": status,
            "took_ms": took_ms,
            "kiosk_id": state.get("kiosk_id"),
            "problem": state.get("problem"),
            "error": type(failure).__name__ if failure else None,
            "where": _where(failure) if failure else None,
        }
        write = self._gateway.log.error if failure else self._gateway.log.info
        write("request", **{key: value for key, value in entry.items() if value is not None})


def _where(failure: Exception) -> str:
    """File and line alone: a message could quote what a visitor wrote."""
    frame = traceback.extract_tb(failure.__traceback__)[-1]
    return f"{frame.filename}:{frame.lineno}"


class _Body:
    """A request's body: JSON stays small, and a sender that falls silent counts as gone."""

    def __init__(self, receive: Receive, path: str, idle_s: float) -> None:
        self._receive = receive
        self._limit = None if path.startswith(PREFIX) else MAX_JSON_BYTES
        self._idle_s = idle_s
        self._complete = False
        self._seen = 0

    def too_long(self, content_length_untrusted: str) -> bool:
        declared = content_length_untrusted
        return self._limit is not None and declared.isdecimal() and int(declared[:18]) > self._limit

    async def receive(self) -> Message:
        if self._complete:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._idle_s)
        except TimeoutError:
            return {"type": "http.disconnect"}
        self._complete = message["type"] != "http.request" or not message.get("more_body", False)
        self._seen += len(message.get("body", b""))
        if self._limit is not None and self._seen > self._limit:
            return {"type": "http.disconnect"}
        return message
