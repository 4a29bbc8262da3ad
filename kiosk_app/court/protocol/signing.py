"""Ed25519 signatures as JWS: attached (acknowledgements, tokens) and detached (dossiers).

Sources: RFC 7515 (JWS), 7517 (JWK), 7638 (thumbprint), 7797 (unencoded payload), 8037 (EdDSA).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry

from kiosk_app.domain.errors import InputFault, IntegrityFault

ALGORITHM = "EdDSA"


class NotASigningKey(InputFault):
    """What was given is no Ed25519 key as a JWK. Facts: ``why``."""


class SignatureDoesNotVerify(IntegrityFault):
    """The bytes were not signed by the holder of this key, or changed since. Facts: ``what``."""


class _EdDsaOnly(JWSRegistry):
    """Knows one algorithm, so that a header can choose no weaker one.

    RFC 9864 renames it to "Ed25519"; most JOSE libraries in courts' systems know only the older
    name, and joserfc warns about that name each time its own registry hands it out.
    """

    def get_alg(self, name: str) -> Any:
        if name != ALGORITHM:
            raise SignatureDoesNotVerify(what="algorithm")
        return self.algorithms[ALGORITHM]


def new_signing_key() -> OKPKey:
    """A fresh Ed25519 key pair."""
    return OKPKey.generate_key("Ed25519")


def parse_signing_key(jwk_untrusted: Mapping[str, Any], *, private: bool) -> OKPKey:
    """An Ed25519 key from its JWK. Raises :class:`NotASigningKey`.

    A public key with a private part is refused: somebody is about to publish a secret.
    """
    wanted = {"kty": "OKP", "crv": "Ed25519"}
    if any(jwk_untrusted.get(name) != value for name, value in wanted.items()):
        raise NotASigningKey(why="not Ed25519")
    if ("d" in jwk_untrusted) != private:
        raise NotASigningKey(why="private part missing" if private else "private part present")
    members = ("kty", "crv", "x", "d") if private else ("kty", "crv", "x")
    if not all(isinstance(jwk_untrusted.get(name), str) for name in members):
        raise NotASigningKey(why="member missing")
    try:
        key = OKPKey.import_key({name: jwk_untrusted[name] for name in members})
        # Importing is lazy; this forces the curve point to be read.
        key.get_op_key("sign" if private else "verify")
    except (JoseError, ValueError) as error:
        raise NotASigningKey(why="malformed") from error
    return key


def public_jwk(key: OKPKey) -> dict[str, str]:
    """The public half as a JWK with its thumbprint as ``kid``."""
    return {
        **{
            name: str(value)
            for name, value in key.as_dict(private=False).items()
            if name in ("kty", "crv", "x")
        },
        "kid": thumbprint(key),
    }


def private_jwk(key: OKPKey) -> dict[str, str]:
    """The whole key as a JWK. Keep it in a file that only its owner reads."""
    return {
        name: str(value)
        for name, value in key.as_dict(private=True).items()
        if name in ("kty", "crv", "x", "d")
    }


def thumbprint(key: OKPKey) -> str:
    """The RFC 7638 thumbprint: the same for the private and the public half."""
    return key.thumbprint()


def sign_detached(payload: bytes, key: OKPKey) -> str:
    """A detached compact JWS (``header..signature``) over UTF-8 text as it stands (RFC 7797)."""
    header = {"alg": ALGORITHM, "b64": False, "crit": ["b64"], "kid": thumbprint(key)}
    signed = jws.serialize_compact(header, payload, key, registry=_EdDsaOnly())
    # A payload of URL-safe characters alone would stand between the dots; ours is always detached.
    return f"{signed.split('.', 1)[0]}..{signed.rsplit('.', 1)[1]}"


def verify_detached(jws_untrusted: str, payload: bytes, key: OKPKey) -> None:
    """Prove that ``key`` signed ``payload``. Raises :class:`SignatureDoesNotVerify`."""
    parts = jws_untrusted.strip().split(".")
    if len(parts) != 3 or parts[1]:
        raise SignatureDoesNotVerify(what="detached form")
    try:
        signed = jws.deserialize_compact(".".join(parts), key, registry=_EdDsaOnly(), payload=payload)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise SignatureDoesNotVerify(what="signature") from error
    if signed.headers().get("b64") is not False:
        raise SignatureDoesNotVerify(what="b64 header")


def sign_claims(claims: Mapping[str, Any], key: OKPKey, *, typ: str, kid: str) -> str:
    """A compact JWS over ``claims`` as JSON."""
    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact(
        {"alg": ALGORITHM, "typ": typ, "kid": kid}, payload, key, registry=_EdDsaOnly()
    )


def verify_claims(jws_untrusted: str, key: OKPKey, *, typ: str) -> dict[str, Any]:
    """The claims that ``key`` signed. Raises :class:`SignatureDoesNotVerify`.

    ``typ`` keeps one kind of signed statement from being shown as another (RFC 8725, 3.11).
    """
    try:
        signed = jws.deserialize_compact(jws_untrusted, key, registry=_EdDsaOnly())
        claims = json.loads(signed.payload or b"")
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise SignatureDoesNotVerify(what=typ) from error
    if signed.headers().get("typ") != typ or not isinstance(claims, dict):
        raise SignatureDoesNotVerify(what=typ)
    return claims


def unverified_kid(jws_untrusted: str) -> str:
    """The key id a JWS names, to look up the key that must then verify it. Empty where there is none."""
    try:
        kid = jws.extract_compact(jws_untrusted.encode(), registry=_EdDsaOnly()).headers().get("kid")
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        return ""
    return kid if isinstance(kid, str) else ""
