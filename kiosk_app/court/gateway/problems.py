"""Every refusal as one RFC 9457 answer with a code that programs decide by."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kiosk_app.court.protocol.wire import PROBLEM_CODE_HEADER, PROBLEM_JSON, Problem, ProblemCode

_RETRYABLE = frozenset(
    {
        ProblemCode.TOKEN_TIME,
        ProblemCode.TOKEN_USED,
        ProblemCode.UPLOAD_UNKNOWN,
        ProblemCode.UPLOAD_GONE,
        ProblemCode.UPLOAD_INCOMPLETE,
        ProblemCode.UPLOAD_CONFLICT,
        ProblemCode.UPLOAD_DAMAGED,
        ProblemCode.BUSY,
        ProblemCode.STORAGE_FULL,
        ProblemCode.INTERNAL,
    }
)

_BY_STATUS: Mapping[int, ProblemCode] = {
    404: ProblemCode.NOT_FOUND,
    405: ProblemCode.METHOD_NOT_ALLOWED,
    413: ProblemCode.TOO_LARGE,
    500: ProblemCode.INTERNAL,
    503: ProblemCode.BUSY,
    507: ProblemCode.STORAGE_FULL,
}

_TUS_BY_STATUS: Mapping[int, ProblemCode] = {
    **_BY_STATUS,
    404: ProblemCode.UPLOAD_UNKNOWN,
    409: ProblemCode.UPLOAD_CONFLICT,
    410: ProblemCode.UPLOAD_GONE,
    501: ProblemCode.UPLOAD_REFUSED,
}

BUSY_RETRY_S = 15


class Refused(HTTPException):
    """An answer other than the one asked for. Raised anywhere below a route; :func:`answer` words it."""

    def __init__(self, status: int, code: ProblemCode, *, reason: str = "") -> None:
        super().__init__(status)
        self.code = code
        self.reason = reason


@contextmanager
def disk_full_refused() -> Iterator[None]:
    """Turns a full disk into 507, which tells the kiosk to come back later."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused(507, ProblemCode.STORAGE_FULL) from error
        raise


async def on_http_exception(request: Request, error: Exception) -> Response:
    """Refusals of ours, of the framework and of the tus library, as one kind of answer."""
    assert isinstance(error, HTTPException)
    if isinstance(error, Refused):
        return answer(request.scope, error.status_code, error.code, error.reason, error.headers)
    table = _TUS_BY_STATUS if request.url.path.startswith("/v1/uploads") else _BY_STATUS
    code = table.get(error.status_code, ProblemCode.BAD_REQUEST)
    return answer(request.scope, error.status_code, code, "", error.headers)


async def on_invalid_request(request: Request, error: Exception) -> Response:
    """What does not fit the schema; the reason names places, never what stood there."""
    places = ",".join(".".join(map(str, item["loc"])) for item in getattr(error, "errors", list)())
    return answer(request.scope, 400, ProblemCode.BAD_REQUEST, places[:200])


def answer(
    scope: Mapping[str, Any],
    status: int,
    code: ProblemCode,
    reason: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The problem document for one request."""
    problem = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        code=code,
        retryable=code in _RETRYABLE,
        reason=reason,
        request_id=scope.get("state", {}).get("request_id", ""),
    )
    # An answer to HEAD has no body to read the code from.
    extra = {**(headers or {}), PROBLEM_CODE_HEADER: code.value}
    if code in (ProblemCode.BUSY, ProblemCode.STORAGE_FULL):
        extra["Retry-After"] = str(BUSY_RETRY_S)
    if status == 401:
        extra["WWW-Authenticate"] = "Bearer"
    scope.get("state", {})["problem"] = code.value
    return JSONResponse(problem.model_dump(), status, extra, PROBLEM_JSON)
