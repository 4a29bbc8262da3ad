"""One HTTP request to the court: an answer, or one fault that says whether trying again can help."""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import httpx
from pydantic import BaseModel, ValidationError

from kiosk_app.court.protocol.wire import PROBLEM_CODE_HEADER, Problem, ProblemCode
from kiosk_app.domain.errors import EnvironmentFault, Fault, InputFault

MAX_ANSWER_BYTES = 4 * 2**20

M = TypeVar("M", bound=BaseModel)


class RetryableFault(EnvironmentFault):
    """The court did not take it this time; the same call may succeed later."""


class TerminalFault(Fault):
    """The court will not take it as it is; a person must look."""


class CourtUnreachable(RetryableFault):
    """No connection, or it broke. Facts: ``url``, ``why`` (the kind of failure)."""


class CourtBusy(RetryableFault):
    """The court asks to come back later. Facts: ``retry_after_s`` (seconds, or None), ``code``."""


class CourtAnsweredNonsense(RetryableFault):
    """Something answered that does not speak as the court does, such as a login page.

    Facts: ``what``, ``status``."""


class CourtFailed(RetryableFault):
    """The court's server failed inside. Facts: ``status``, ``code``, ``request_id``."""


class UploadLost(RetryableFault):
    """The court does not hold the whole upload; the next try resumes or starts it afresh.

    Facts: ``code``, ``status``, ``request_id``."""


class ClocksDisagree(RetryableFault):
    """The court refuses the kiosk's time, even after it was set right by the court's.

    Facts: ``court_time`` (aware, or None where it did not tell)."""


class KioskNotEnrolled(TerminalFault):
    """The court does not know this kiosk, or has shut it out. Facts: ``code``, ``status``, ``request_id``."""


class EnrolmentRefused(TerminalFault):
    """The one-time code is wrong, used or past its time. Facts: ``code``."""


class DossierRejected(TerminalFault):
    """The court could not open or verify the dossier and has set it aside. Facts: ``code`` (the reason)."""


class FilingConflict(TerminalFault):
    """The court holds another content under this filing's id. Facts: ``code``."""


class RequestRefused(TerminalFault):
    """The court refuses the request as such: too large, malformed.

    Facts: ``code``, ``status``, ``request_id``."""


class NotACourtUrl(InputFault):
    """The court's address is no http or https URL. Facts: ``url``."""


class CaFileUnusable(InputFault):
    """The file of trusted certificates cannot be used. Facts: ``path``."""


@dataclass(frozen=True, slots=True)
class Link:
    """How to reach the court. Proxies are used only where named here, never from the environment."""

    ca_file: Path | None = None
    proxy: str | None = None
    connect_timeout_s: float = 10.0
    answer_timeout_s: float = 60.0


DEFAULT_LINK = Link()


def base_url(url_untrusted: str) -> str:
    """The court's address without a slash at its end. Raises :class:`NotACourtUrl`."""
    try:
        url = httpx.URL(url_untrusted.strip())
    except (httpx.InvalidURL, TypeError) as error:
        raise NotACourtUrl(url=url_untrusted[:200]) from error
    if url.scheme not in ("http", "https") or not url.host:
        raise NotACourtUrl(url=url_untrusted[:200])
    return str(url.copy_with(query=None, fragment=None)).rstrip("/")


def http_client(link: Link) -> httpx.Client:
    """A client that trusts ``link.ca_file``, or else the system. Raises :class:`CaFileUnusable`."""
    try:
        context = ssl.create_default_context(cafile=str(link.ca_file) if link.ca_file else None)
    except OSError as error:
        raise CaFileUnusable(path=str(link.ca_file)) from error
    timeout = httpx.Timeout(link.answer_timeout_s, connect=link.connect_timeout_s)
    return httpx.Client(
        verify=context, proxy=link.proxy, trust_env=False, timeout=timeout, follow_redirects=False
    )


def send(
    http: httpx.Client,
    link: Link,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: str | bytes | None = None,
    params: Mapping[str, int] | None = None,
) -> httpx.Response:
    """A 2xx answer with its whole body; anything else is raised as a fault."""
    sent = {"Accept": "application/json", "X-Request-Id": str(uuid4()), **(headers or {})}
    if isinstance(content, str):
        sent["Content-Type"] = "application/json"
    try:
        with http.stream(method, url, headers=sent, content=content, params=params) as response:
            body = _read(response, time.monotonic() + link.answer_timeout_s)
    except (httpx.DecodingError, httpx.TooManyRedirects) as error:
        raise CourtAnsweredNonsense(what=type(error).__name__, status=0) from error
    except httpx.RequestError as error:
        raise CourtUnreachable(url=url, why=type(error).__name__) from error
    whole = httpx.Response(
        response.status_code,
        headers=[(name, value) for name, value in response.headers.raw if name.lower() not in _BODY_HEADERS],
        content=body,
    )
    if not whole.is_success:
        raise _fault(whole)
    return whole


_BODY_HEADERS = (b"content-encoding", b"content-length", b"transfer-encoding")


def _read(response: httpx.Response, until: float) -> bytes:
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > MAX_ANSWER_BYTES:
            raise CourtAnsweredNonsense(what="endless answer", status=response.status_code)
        if time.monotonic() > until:
            raise CourtUnreachable(url=str(response.url), why="SlowAnswer")
    return bytes(body)


def parse(model: type[M], response: httpx.Response) -> M:
    """The answer as ``model``. Raises :class:`CourtAnsweredNonsense`."""
    try:
        return model.model_validate_json(response.content)
    except ValidationError as error:
        raise CourtAnsweredNonsense(what=model.__name__, status=response.status_code) from error


_BY_CODE: Mapping[str, type[Fault]] = {
    ProblemCode.TOKEN_MISSING: KioskNotEnrolled,
    ProblemCode.TOKEN_INVALID: KioskNotEnrolled,
    ProblemCode.KIOSK_UNKNOWN: KioskNotEnrolled,
    ProblemCode.KIOSK_REVOKED: KioskNotEnrolled,
    ProblemCode.UPLOAD_UNKNOWN: UploadLost,
    ProblemCode.UPLOAD_GONE: UploadLost,
    ProblemCode.UPLOAD_CONFLICT: UploadLost,
    ProblemCode.UPLOAD_DAMAGED: UploadLost,
    ProblemCode.UPLOAD_INCOMPLETE: UploadLost,
    ProblemCode.CODE_UNUSABLE: EnrolmentRefused,
    ProblemCode.FILING_CONFLICT: FilingConflict,
}


def _fault(response: httpx.Response) -> Fault:
    """What an answer that is no success means.

    Without a typed problem it did not come from the court's program: a proxy, a login page. That
    passes, so it is retryable even with a status that would be final from the court itself.
    """
    status = response.status_code
    problem = _problem(response)
    if problem is None:
        if status in (429, 502, 503, 504):
            return CourtBusy(retry_after_s=_retry_after(response), code=str(status))
        return CourtAnsweredNonsense(what="no problem document", status=status)
    code = problem.code
    if code == ProblemCode.TOKEN_TIME:
        return ClocksDisagree(court_time=_court_time(response))
    if code == ProblemCode.DOSSIER_REJECTED:
        return DossierRejected(code=problem.reason)
    if code in (ProblemCode.BUSY, ProblemCode.STORAGE_FULL):
        return CourtBusy(retry_after_s=_retry_after(response), code=code)
    kind = _BY_CODE.get(code, CourtFailed if problem.retryable else RequestRefused)
    return kind(code=code, status=status, request_id=problem.request_id)


def _problem(response: httpx.Response) -> Problem | None:
    status, code = response.status_code, response.headers.get(PROBLEM_CODE_HEADER)
    if code and not response.content:  # the answer to a HEAD
        return Problem(title="", status=max(400, status), code=code, retryable=status >= 500)
    try:
        return Problem.model_validate_json(response.content)
    except ValidationError:
        return None


def _retry_after(response: httpx.Response) -> int | None:
    text = response.headers.get("retry-after", "")
    return min(int(text[:9]), 86_400) if text.isascii() and text.isdigit() else None


def _court_time(response: httpx.Response) -> datetime | None:
    try:
        return parsedate_to_datetime(response.headers.get("date", "")).astimezone(UTC)
    except (ValueError, TypeError):
        return None
