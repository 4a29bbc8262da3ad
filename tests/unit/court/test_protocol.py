from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OctKey

from kiosk_app.court.protocol.signing import (
    NotASigningKey,
    SignatureDoesNotVerify,
    new_signing_key,
    parse_signing_key,
    private_jwk,
    public_jwk,
    sign_claims,
    sign_detached,
    thumbprint,
    verify_claims,
    verify_detached,
)
from kiosk_app.court.protocol.statements import (
    ACKNOWLEDGEMENT_TYPE,
    TOKEN_LIFETIME_S,
    TokenInvalid,
    TokenTimeWrong,
    make_request_token,
    sign_acknowledgement,
    token_kiosk_id,
    verify_acknowledgement,
    verify_request_token,
)
from kiosk_app.court.protocol.wire import Acknowledgement, CourtName

KEY = new_signing_key()
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
KIOSK, COURT = "01a20188-65ad-72cc-a7f4-57a6e7353e48", "bj-cy"
ACK = Acknowledgement(
    filing_id=KIOSK,
    sha256="0" * 64,
    size=5,
    received_at=NOW,
    court=CourtName(id=COURT, name="北京市朝阳区人民法院"),
    receipt="20260302-0001",
)


def test_key_round_trip() -> None:
    again = parse_signing_key(private_jwk(KEY), private=True)
    public = parse_signing_key(public_jwk(again), private=False)
    assert thumbprint(KEY) == thumbprint(again) == thumbprint(public) == public_jwk(KEY)["kid"]
    verify_detached(sign_detached(b"x", again), b"x", public)


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"kty": "oct", "k": "AAAA"},
        {"kty": "OKP", "crv": "X25519", "x": "A" * 43},
        {"kty": "OKP", "crv": "Ed25519"},
        {"kty": "OKP", "crv": "Ed25519", "x": "A"},
        {"kty": "OKP", "crv": "Ed25519", "x": 5},
        private_jwk(KEY),
    ],
)
def test_not_a_public_key(jwk: dict[str, object]) -> None:
    with pytest.raises(NotASigningKey):
        parse_signing_key(jwk, private=False)


def test_public_key_cannot_sign() -> None:
    with pytest.raises(NotASigningKey):
        parse_signing_key(public_jwk(KEY), private=True)


@settings(max_examples=50)
@given(st.text(min_size=1, max_size=500), st.data())
def test_detached_signature_holds_only_for_its_bytes(text: str, data: st.DataObject) -> None:
    payload = text.encode()
    signature = sign_detached(payload, KEY)
    assert signature.split(".")[1] == ""
    verify_detached(signature, payload, KEY)
    at = data.draw(st.integers(0, len(payload) - 1))
    other = payload[:at] + bytes([payload[at] ^ 1]) + payload[at + 1 :]
    for jws_text, signed, key in (
        (signature, other, KEY),
        (signature, payload, new_signing_key()),
        (signature[:-4], payload, KEY),
    ):
        with pytest.raises(SignatureDoesNotVerify):
            verify_detached(jws_text, signed, key)


def test_no_other_algorithm() -> None:
    secret = OctKey.import_key(b"0" * 32)
    weak = jws.serialize_compact({"alg": "HS256", "typ": "t"}, b"{}", secret)
    none = "eyJhbGciOiJub25lIiwidHlwIjoidCJ9.e30."
    for text in (weak, none):
        with pytest.raises(SignatureDoesNotVerify):
            verify_claims(text, KEY, typ="t")


@pytest.mark.parametrize("text", ["", "..", "a.b.c", "ä.ö.ü", "e30.e30.e30", "x" * 500_000])
def test_nonsense_is_no_signature(text: str) -> None:
    for verify in (
        lambda: verify_claims(text, KEY, typ="t"),
        lambda: verify_detached(text, b"x", KEY),
        lambda: verify_acknowledgement(text, KEY),
    ):
        with pytest.raises(SignatureDoesNotVerify):
            verify()
    assert token_kiosk_id(text) == ""


def test_acknowledgement_round_trip() -> None:
    assert verify_acknowledgement(sign_acknowledgement(ACK, KEY), KEY) == ACK


def test_other_statement_is_no_acknowledgement() -> None:
    claims = ACK.model_dump(mode="json")
    for text in (
        sign_claims(claims, KEY, typ="kiosk-request+jwt", kid="x"),
        sign_claims({**claims, "size": "five"}, KEY, typ=ACKNOWLEDGEMENT_TYPE, kid="x"),
    ):
        with pytest.raises(SignatureDoesNotVerify):
            verify_acknowledgement(text, KEY)


def test_token_holds_around_its_time() -> None:
    token = make_request_token(kiosk_id=KIOSK, court_id=COURT, key=KEY, now=NOW)
    assert token_kiosk_id(token) == KIOSK
    for late_s, holds in ((-61, False), (-60, True), (0, True), (TOKEN_LIFETIME_S + 60, True), (361, False)):
        at = NOW + timedelta(seconds=late_s)
        if holds:
            verify_request_token(token, kiosk_id=KIOSK, court_id=COURT, key=KEY, now=at)
        else:
            with pytest.raises(TokenTimeWrong) as caught:
                verify_request_token(token, kiosk_id=KIOSK, court_id=COURT, key=KEY, now=at)
            assert caught.value.facts == {"off_by_s": -late_s}


def test_each_token_is_another() -> None:
    tokens = {make_request_token(kiosk_id=KIOSK, court_id=COURT, key=KEY, now=NOW) for _ in range(20)}
    assert len(tokens) == 20


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "other"},
        {"aud": "other"},
        {"iat": "1"},
        {"exp": None},
        {"exp": True},
        {"jti": ""},
        {"jti": "x" * 65},
        {"exp": int(NOW.timestamp()) + TOKEN_LIFETIME_S + 1},
        {"exp": int(NOW.timestamp()) - 1},
    ],
)
def test_token_with_a_wrong_claim(change: dict[str, object]) -> None:
    issued = int(NOW.timestamp())
    claims = {"iss": KIOSK, "aud": COURT, "iat": issued, "exp": issued + 60, "jti": "a", **change}
    token = sign_claims(claims, KEY, typ="kiosk-request+jwt", kid=KIOSK)
    with pytest.raises(TokenInvalid):
        verify_request_token(token, kiosk_id=KIOSK, court_id=COURT, key=KEY, now=NOW)
