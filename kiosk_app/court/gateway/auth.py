"""Which enrolled kiosk a request comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from joserfc.jwk import OKPKey

from kiosk_app.court.gateway.problems import Refused
from kiosk_app.court.gateway.state import Gateway, GatewayDep
from kiosk_app.court.gateway.tables import KioskRow
from kiosk_app.court.protocol.signing import parse_signing_key
from kiosk_app.court.protocol.statements import (
    TokenInvalid,
    TokenTimeWrong,
    token_kiosk_id,
    verify_request_token,
)
from kiosk_app.court.protocol.wire import ProblemCode


@dataclass(frozen=True, slots=True)
class EnrolledKiosk:
    """A kiosk that proved to hold its key."""

    id: str
    key: OKPKey


def authenticate(request: Request, gateway: GatewayDep) -> EnrolledKiosk:
    """The kiosk whose single-use token stands in ``Authorization: Bearer``. Refuses with 401 or 403."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refused(401, ProblemCode.TOKEN_MISSING)
    kiosk = _find(gateway, token_kiosk_id(token))
    request.state.kiosk_id = kiosk.id
    now = gateway.now()
    try:
        claims = verify_request_token(
            token, kiosk_id=kiosk.id, court_id=gateway.settings.court_id, key=kiosk.key, now=now
        )
    except TokenTimeWrong as error:
        raise Refused(401, ProblemCode.TOKEN_TIME) from error
    except TokenInvalid as error:
        raise Refused(401, ProblemCode.TOKEN_INVALID) from error
    if not gateway.used_tokens.use(kiosk.id, claims.token_id, claims.expires, now):
        raise Refused(401, ProblemCode.TOKEN_USED)
    return kiosk


def _find(gateway: Gateway, kiosk_id: str) -> EnrolledKiosk:
    with gateway.sessions() as session:
        row = session.get(KioskRow, kiosk_id)
    if row is None:
        raise Refused(401, ProblemCode.KIOSK_UNKNOWN)
    if row.revoked_at is not None:
        raise Refused(403, ProblemCode.KIOSK_REVOKED)
    return EnrolledKiosk(row.id, parse_signing_key(row.public_key, private=False))


KioskDep = Annotated[EnrolledKiosk, Depends(authenticate)]
