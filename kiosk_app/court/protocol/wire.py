"""The JSON that travels between kiosk and court, parsed once at either door."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from kiosk_app.domain.submission import State

UuidV7 = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"),
]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
Bytes = Annotated[int, Field(gt=0, lt=2**53)]
"""A size that every JSON reader keeps exact."""


class _Wire(BaseModel):
    """Frozen; unknown members are ignored, so that either end can be updated first."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class SigningKey(_Wire):
    """An Ed25519 public key as a JWK (RFC 8037)."""

    kty: Annotated[str, StringConstraints(pattern="^OKP$")] = "OKP"
    crv: Annotated[str, StringConstraints(pattern="^Ed25519$")] = "Ed25519"
    x: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
    kid: str = ""


class EnrolmentRequest(_Wire):
    """``POST /v1/enrolments``: a kiosk introduces itself with a one-time code."""

    code: Annotated[str, StringConstraints(min_length=8, max_length=64)]
    public_key: SigningKey
    name: Name


class CourtName(_Wire):
    id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    name: Name


class EnrolmentResponse(_Wire):
    """What a kiosk keeps of its court: whom to seal to, and whose acknowledgement to believe."""

    kiosk_id: UuidV7
    court: CourtName
    recipients: Annotated[tuple[str, ...], Field(min_length=1)]
    signing_key: SigningKey


class FinaliseRequest(_Wire):
    """``PUT /v1/filings/{id}``: this finished upload is that filing."""

    upload: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    sha256: Sha256
    size: Bytes


class Acknowledgement(_Wire):
    """What the court signs: these bytes, opened and verified, arrived at this moment.

    ``receipt`` is the receipt number inside the sealed filing: only who opened it knows it.
    """

    filing_id: UuidV7
    sha256: Sha256
    size: Bytes
    received_at: AwareDatetime
    court: CourtName
    receipt: str


class FilingStatus(_Wire):
    """``GET /v1/filings/{id}``, and the answer to finalising; ``acknowledgement`` is a compact JWS."""

    filing_id: UuidV7
    state: State
    sha256: Sha256
    size: Bytes
    received_at: AwareDatetime
    acknowledgement: str


class EventKind(StrEnum):
    RECEIVED = "received"


class Event(_Wire):
    """One thing the court did with a filing. ``seq`` only grows; pass the last one as ``after``."""

    seq: Annotated[int, Field(ge=1, lt=2**53)]
    id: UuidV7
    filing_id: UuidV7
    kind: str
    at: AwareDatetime
    facts: dict[str, str] = Field(default_factory=dict)


class EventPage(_Wire):
    events: tuple[Event, ...]
    last: int
    more: bool


class Health(_Wire):
    """``GET /v1/health``."""

    ok: bool
    court: CourtName
    version: str
    time: AwareDatetime


class ProblemCode(StrEnum):
    """Why a request was not done. Programs decide by this, never by words."""

    BAD_REQUEST = "bad_request"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    TOO_LARGE = "too_large"
    CODE_UNUSABLE = "enrolment_code_unusable"
    TOKEN_MISSING = "token_missing"
    TOKEN_INVALID = "token_invalid"
    TOKEN_TIME = "token_time"
    TOKEN_USED = "token_used"
    KIOSK_UNKNOWN = "kiosk_unknown"
    KIOSK_REVOKED = "kiosk_revoked"
    UPLOAD_UNKNOWN = "upload_unknown"
    UPLOAD_GONE = "upload_gone"
    UPLOAD_INCOMPLETE = "upload_incomplete"
    UPLOAD_CONFLICT = "upload_conflict"
    UPLOAD_DAMAGED = "upload_damaged"
    UPLOAD_REFUSED = "upload_refused"
    FILING_UNKNOWN = "filing_unknown"
    FILING_CONFLICT = "filing_conflict"
    DOSSIER_REJECTED = "dossier_rejected"
    BUSY = "busy"
    STORAGE_FULL = "storage_full"
    INTERNAL = "internal"


class Problem(_Wire):
    """RFC 9457, with what a program needs. ``reason`` refines ``code``; ``request_id`` is in both logs."""

    type: str = "about:blank"
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    code: str
    retryable: bool
    reason: str = ""
    request_id: str = ""


PROBLEM_JSON = "application/problem+json"
PROBLEM_CODE_HEADER = "Problem-Code"
