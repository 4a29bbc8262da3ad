"""How a kiosk becomes known: once, with a code that a person carried over."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker
from uuid_utils import uuid7

from kiosk_app.court.gateway.database import open_database
from kiosk_app.court.gateway.problems import Refused
from kiosk_app.court.gateway.settings import GatewaySettings
from kiosk_app.court.gateway.state import Gateway, utc_now
from kiosk_app.court.gateway.tables import EnrolmentCodeRow, KioskRow
from kiosk_app.court.protocol.signing import NotASigningKey, parse_signing_key, public_jwk, thumbprint
from kiosk_app.court.protocol.wire import EnrolmentRequest, EnrolmentResponse, ProblemCode, SigningKey
from kiosk_app.durable import disk_faults

# Crockford's base 32: no letter that is taken for a digit when somebody reads it out.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("OIL", "011", "- ")
_LENGTH = 16
DEFAULT_VALIDITY = timedelta(hours=24)


def create_enrolment_code(
    settings: GatewaySettings,
    *,
    label: str = "",
    valid_for: timedelta = DEFAULT_VALIDITY,
    now: datetime | None = None,
) -> str:
    """A new one-time code such as ``7K3F-9M2X-R4TA-0B8C`` (80 random bits), for one kiosk.

    Works beside a running gateway. Only its hash is kept. Raises ``DatabaseUnusable`` and the
    faults of ``durable``.
    """
    with disk_faults(settings.directory):
        settings.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    created = now or utc_now()
    sessions = open_database(settings.database)
    with sessions.begin() as session:
        session.add(
            EnrolmentCodeRow(
                digest=_digest(code),
                label=label[:100],
                created_at=created,
                expires_at=created + valid_for,
            )
        )
    sessions.kw["bind"].dispose()
    return "-".join(code[start : start + 4] for start in range(0, _LENGTH, 4))


def _digest(code_untrusted: str) -> str:
    # 80 random bits need no slow hash: they cannot be guessed from their digest.
    return hashlib.sha256(code_untrusted.upper().translate(_ALIKE).encode()).hexdigest()


def enrol(gateway: Gateway, request: EnrolmentRequest) -> EnrolmentResponse:
    """Make the kiosk known and tell it of the court.

    The same code with the same key again gets the same answer, for when the first was lost on the
    way; with another key, or past its time, the code is refused (403).
    """
    try:
        key = parse_signing_key(request.public_key.model_dump(), private=False)
    except NotASigningKey as error:
        raise Refused(400, ProblemCode.BAD_REQUEST, reason="public_key") from error
    with gateway.turns.hold("enrolment"), gateway.sessions.begin() as session:
        code = session.get(EnrolmentCodeRow, _digest(request.code))
        if code is None or code.expires_at <= gateway.now():
            raise Refused(403, ProblemCode.CODE_UNUSABLE)
        kiosk = session.scalar(select(KioskRow).where(KioskRow.thumbprint == thumbprint(key)))
        if code.used_by is not None and (kiosk is None or kiosk.id != code.used_by):
            raise Refused(403, ProblemCode.CODE_UNUSABLE)
        if kiosk is None:
            kiosk = KioskRow(
                id=str(uuid7()),
                name=request.name,
                thumbprint=thumbprint(key),
                public_key=public_jwk(key),
                enrolled_at=gateway.now(),
            )
            session.add(kiosk)
            session.flush()
        if kiosk.revoked_at is not None:
            raise Refused(403, ProblemCode.KIOSK_REVOKED)
        code.used_by = kiosk.id
        kiosk_id = kiosk.id
    return EnrolmentResponse(
        kiosk_id=kiosk_id,
        court=gateway.court,
        recipients=gateway.keys.recipients,
        signing_key=SigningKey.model_validate(public_jwk(gateway.keys.signing)),
    )


def revoke(sessions: sessionmaker[Session], kiosk_id: str, now: datetime) -> bool:
    """Shut a kiosk out from now on; its filings stay. False where it is unknown or already revoked."""
    statement = update(KioskRow).where(KioskRow.id == kiosk_id, KioskRow.revoked_at.is_(None))
    with sessions.begin() as session:
        result = session.execute(statement.values(revoked_at=now).returning(KioskRow.id))
        return result.first() is not None
