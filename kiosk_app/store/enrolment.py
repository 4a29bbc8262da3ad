"""Which court this kiosk files to, and as whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from kiosk_app.store import tables
from kiosk_app.store.audit import append


@dataclass(frozen=True, slots=True)
class Enrolment:
    """``recipients`` are the court's age public keys; ``court_jwk`` verifies its acknowledgements;
    ``device_jwk`` is the private key with which this kiosk signs (RFC 7517)."""

    kiosk_id: str
    gateway_url: str
    court_id: str
    court_name: str
    recipients: tuple[str, ...]
    court_jwk: Mapping[str, str]
    device_jwk: Mapping[str, str] = field(repr=False)
    enrolled_at: datetime


def save(session: Session, enrolment: Enrolment) -> None:
    """Enrol, or enrol anew: there is only ever one."""
    session.merge(
        tables.Enrolment(
            id=1,
            kiosk_id=enrolment.kiosk_id,
            gateway_url=enrolment.gateway_url,
            court_id=enrolment.court_id,
            court_name=enrolment.court_name,
            recipients=list(enrolment.recipients),
            court_jwk=dict(enrolment.court_jwk),
            device_jwk=dict(enrolment.device_jwk),
            enrolled_at=enrolment.enrolled_at,
        )
    )
    append(session, enrolment.enrolled_at, "enrolled", enrolment.kiosk_id)


def load(session: Session) -> Enrolment | None:
    """The enrolment, or None before the first."""
    row = session.get(tables.Enrolment, 1)
    if row is None:
        return None
    return Enrolment(
        kiosk_id=row.kiosk_id,
        gateway_url=row.gateway_url,
        court_id=row.court_id,
        court_name=row.court_name,
        recipients=tuple(row.recipients),
        court_jwk=row.court_jwk,
        device_jwk=row.device_jwk,
        enrolled_at=row.enrolled_at,
    )
