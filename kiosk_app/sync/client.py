"""The kiosk's end of the wire: one request in, one answer or one fault out, and no second try.

Every outcome is either a :class:`RetryableFault` (time may mend it) or a :class:`TerminalFault`
(a person must look), told apart by status codes and typed problems, never by words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import httpx
from joserfc.jwk import OKPKey
from pydantic import ValidationError

from kiosk_app.court.protocol.signing import (
    SignatureDoesNotVerify,
    parse_signing_key,
    private_jwk,
    public_jwk,
)
from kiosk_app.court.protocol.statements import make_request_token, verify_acknowledgement
from kiosk_app.court.protocol.wire import (
    Acknowledgement,
    EnrolmentRequest,
    EnrolmentResponse,
    EventPage,
    FilingStatus,
    FinaliseRequest,
    Health,
    ProblemCode,
    SigningKey,
)
from kiosk_app.store.enrolment import Enrolment
from kiosk_app.sync.link import (
    DEFAULT_LINK,
    ClocksDisagree,
    EnrolmentRefused,
    Link,
    RequestRefused,
    RetryableFault,
    TerminalFault,
    base_url,
    http_client,
    parse,
    send,
)
from kiosk_app.sync.uploader import CourtUploader

__all__ = [
    "CourtClient",
    "Link",
    "ReceivedAcknowledgement",
    "RetryableFault",
    "TerminalFault",
    "enrol",
]


class AcknowledgementInvalid(TerminalFault):
    """The acknowledgement is not signed by our court, or is for something else.

    Facts: ``filing_id``, ``why``."""


class SealedFileUnreadable(TerminalFault):
    """The sealed file to be sent cannot be read on this kiosk. Facts: ``path``."""


@dataclass(frozen=True, slots=True)
class ReceivedAcknowledgement:
    """An acknowledgement that verified: the compact JWS to keep, and what it says."""

    jws: str
    claims: Acknowledgement


def utc_now() -> datetime:
    return datetime.now(UTC)


def enrol(
    url: str,
    code: str,
    *,
    key: OKPKey,
    name: str,
    link: Link = DEFAULT_LINK,
    now: Callable[[], datetime] = utc_now,
) -> Enrolment:
    """Introduce this kiosk to the court at ``url`` with a one-time code; all it has to keep of the court.

    Safe to repeat with the same code and key where the answer was lost. Raises the faults of this
    module, :class:`EnrolmentRefused` for a code that does not hold.
    """
    base = base_url(url)
    public_key = SigningKey.model_validate(public_jwk(key))
    try:
        request = EnrolmentRequest(code=code, public_key=public_key, name=name)
    except ValidationError as error:
        raise EnrolmentRefused(code="malformed") from error
    with http_client(link) as http:
        response = send(http, link, "POST", f"{base}/v1/enrolments", content=request.model_dump_json())
        answer = parse(EnrolmentResponse, response)
    return Enrolment(
        kiosk_id=answer.kiosk_id,
        gateway_url=base,
        court_id=answer.court.id,
        court_name=answer.court.name,
        recipients=answer.recipients,
        court_jwk=answer.signing_key.model_dump(),
        device_jwk=private_jwk(key),
        enrolled_at=now(),
    )


class CourtClient:
    """One kiosk's connection to its court. Not for several threads at once; close it or use ``with``."""

    def __init__(
        self,
        enrolment: Enrolment,
        *,
        link: Link = DEFAULT_LINK,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._enrolment = enrolment
        self._base = base_url(enrolment.gateway_url)
        self._key = parse_signing_key(enrolment.device_jwk, private=True)
        self._court_key = parse_signing_key(enrolment.court_jwk, private=False)
        self._link = link
        self._http = http_client(link)
        self._now = now
        self._clock_correction = timedelta()

    def __enter__(self) -> CourtClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def health(self) -> Health:
        """Whether the court's server answers, and its time."""
        return parse(Health, send(self._http, self._link, "GET", f"{self._base}/v1/health"))

    def status(self, filing_id: str) -> FilingStatus | None:
        """Where the court says a filing is; None where it has not received it."""
        try:
            response = self._call("GET", f"{self._base}/v1/filings/{filing_id}")
        except RequestRefused as fault:
            if fault.facts["code"] == ProblemCode.FILING_UNKNOWN:
                return None
            raise
        return parse(FilingStatus, response)

    def events(self, after: int = 0) -> EventPage:
        """What the court did with this kiosk's filings since the event numbered ``after``."""
        return parse(EventPage, self._call("GET", f"{self._base}/v1/events", params={"after": after}))

    def upload(
        self,
        path: Path,
        *,
        resume_url: str | None,
        on_url: Callable[[str], None],
        on_progress: Callable[[int, int], None],
    ) -> str:
        """Bring the sealed file to the court; the upload's URL, for :meth:`finalise`.

        ``on_url`` gets the URL of a new upload before its first byte is sent: keep it, and hand it
        back as ``resume_url`` next time. An upload the court no longer has, or of another length,
        is started afresh. ``on_progress`` gets bytes sent and bytes in all.
        """
        with _open_sealed(path) as file:
            uploader = CourtUploader(self._call, f"{self._base}/v1/uploads", file)
            if not (resume_url and uploader.resume(resume_url)):
                on_url(uploader.begin())
            on_progress(uploader.offset, uploader.stop_at)
            while uploader.offset < uploader.stop_at:
                uploader.upload_chunk()
                on_progress(uploader.offset, uploader.stop_at)
            return str(uploader.url)

    def finalise(self, filing_id: str, upload_url: str, sha256: str, size: int) -> ReceivedAcknowledgement:
        """Hand over a finished upload as that filing; the court's verified acknowledgement.

        Safe to repeat: the court answers the same. Raises :class:`UploadLost`,
        :class:`DossierRejected`, :class:`FilingConflict`, :class:`AcknowledgementInvalid` and the
        faults of the connection.
        """
        request = FinaliseRequest(upload=upload_url.rsplit("/", 1)[-1], sha256=sha256, size=size)
        url = f"{self._base}/v1/filings/{filing_id}"
        response = self._call("PUT", url, content=request.model_dump_json())
        return self._believe(parse(FilingStatus, response), filing_id, sha256, size)

    def acknowledgement_of(self, filing_id: str, sha256: str, size: int) -> ReceivedAcknowledgement | None:
        """The acknowledgement of a filing the court already has; None where it has not.

        Ask this first when an earlier answer may have been lost: it spares a second upload.
        """
        status = self.status(filing_id)
        return None if status is None else self._believe(status, filing_id, sha256, size)

    def _believe(
        self, status: FilingStatus, filing_id: str, sha256: str, size: int
    ) -> ReceivedAcknowledgement:
        try:
            claims = verify_acknowledgement(status.acknowledgement, self._court_key)
        except SignatureDoesNotVerify as error:
            raise AcknowledgementInvalid(filing_id=filing_id, why="signature") from error
        holds = {
            "filing_id": claims.filing_id == filing_id,
            "sha256": claims.sha256 == sha256,
            "size": claims.size == size,
            "court": claims.court.id == self._enrolment.court_id,
        }
        for why, true in holds.items():
            if not true:
                raise AcknowledgementInvalid(filing_id=filing_id, why=why)
        return ReceivedAcknowledgement(status.acknowledgement, claims)

    def _call(self, method: str, url: str, **rest: Any) -> httpx.Response:
        """One signed request. If the court finds our clock wrong, its own time is used from then on."""
        try:
            return self._call_once(method, url, **rest)
        except ClocksDisagree as fault:
            court_time = fault.facts["court_time"]
            if not isinstance(court_time, datetime):
                raise
            self._clock_correction = court_time - self._now()
        return self._call_once(method, url, **rest)

    def _call_once(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, **rest: Any
    ) -> httpx.Response:
        token = make_request_token(
            kiosk_id=self._enrolment.kiosk_id,
            court_id=self._enrolment.court_id,
            key=self._key,
            now=self._now() + self._clock_correction,
        )
        signed = {**(headers or {}), "Authorization": f"Bearer {token}"}
        return send(self._http, self._link, method, url, headers=signed, **rest)


def _open_sealed(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise SealedFileUnreadable(path=str(path)) from error
