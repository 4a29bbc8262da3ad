"""Signed statements: the kiosk's token on every request, the court's acknowledgement of a filing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from joserfc.jwk import OKPKey
from pydantic import ValidationError

from kiosk_app.court.protocol.signing import (
    SignatureDoesNotVerify,
    sign_claims,
    thumbprint,
    unverified_kid,
    verify_claims,
)
from kiosk_app.court.protocol.wire import Acknowledgement
from kiosk_app.domain.errors import InputFault

ACKNOWLEDGEMENT_TYPE = "filing-acknowledgement+jws"
TOKEN_TYPE = "kiosk-request+jwt"
TOKEN_LIFETIME_S = 300
TOKEN_LEEWAY_S = 60


class TokenInvalid(InputFault):
    """A request's token is malformed, of another kiosk, or for another court. Facts: ``why``."""


class TokenTimeWrong(InputFault):
    """A genuine token that is not valid now: a clock is off. Facts: ``off_by_s``."""


def sign_acknowledgement(acknowledgement: Acknowledgement, key: OKPKey) -> str:
    """The acknowledgement as a compact JWS signed by the court."""
    claims = acknowledgement.model_dump(mode="json")
    return sign_claims(claims, key, typ=ACKNOWLEDGEMENT_TYPE, kid=thumbprint(key))


def verify_acknowledgement(jws_untrusted: str, key: OKPKey) -> Acknowledgement:
    """What the court signed. Raises :class:`~kiosk_app.court.protocol.signing.SignatureDoesNotVerify`."""
    claims = verify_claims(jws_untrusted, key, typ=ACKNOWLEDGEMENT_TYPE)
    try:
        return Acknowledgement.model_validate(claims)
    except ValidationError as error:
        raise SignatureDoesNotVerify(what=ACKNOWLEDGEMENT_TYPE) from error


@dataclass(frozen=True, slots=True)
class RequestClaims:
    """Who asks, with which single-use token, valid until when."""

    kiosk_id: str
    token_id: str
    expires: datetime


def make_request_token(*, kiosk_id: str, court_id: str, key: OKPKey, now: datetime) -> str:
    """A token for one request to one court, valid for five minutes from ``now`` (aware)."""
    issued = int(now.timestamp())
    claims = {
        "iss": kiosk_id,
        "aud": court_id,
        "iat": issued,
        "exp": issued + TOKEN_LIFETIME_S,
        "jti": str(uuid4()),
    }
    return sign_claims(claims, key, typ=TOKEN_TYPE, kid=kiosk_id)


def token_kiosk_id(token_untrusted: str) -> str:
    """The kiosk a token claims to be of; empty where it claims none. Proves nothing yet."""
    return unverified_kid(token_untrusted)


def verify_request_token(
    token_untrusted: str, *, kiosk_id: str, court_id: str, key: OKPKey, now: datetime
) -> RequestClaims:
    """The claims of a genuine token of this kiosk for this court.

    Raises :class:`TokenInvalid`, or :class:`TokenTimeWrong` where everything but the time is right.
    """
    try:
        claims = verify_claims(token_untrusted, key, typ=TOKEN_TYPE)
    except SignatureDoesNotVerify as error:
        raise TokenInvalid(why="signature") from error
    issued, expires, token_id = (claims.get(name) for name in ("iat", "exp", "jti"))
    if claims.get("iss") != kiosk_id or claims.get("aud") != court_id:
        raise TokenInvalid(why="for somebody else")
    if type(issued) is not int or type(expires) is not int or not isinstance(token_id, str):
        raise TokenInvalid(why="claim missing")
    if not (token_id and len(token_id) <= 64 and 0 < expires - issued <= TOKEN_LIFETIME_S):
        raise TokenInvalid(why="claim out of range")
    now_s = now.timestamp()
    if not issued - TOKEN_LEEWAY_S <= now_s <= expires + TOKEN_LEEWAY_S:
        raise TokenTimeWrong(off_by_s=round(issued - now_s))
    return RequestClaims(kiosk_id, token_id, datetime.fromtimestamp(expires + TOKEN_LEEWAY_S, UTC))
