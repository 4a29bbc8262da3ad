"""Who signed, as an X.509 certificate of a few minutes that the kiosk's device key issues for a person.

The certificate says the name and how the kiosk came to know it, no more: an identity number would go to
everybody who is ever shown the paper. Sources: RFC 5280 (fields), RFC 8410 (Ed25519), ETSI EN 319 412-2
(key usage of a signer).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from joserfc.jwk import OKPKey

from kiosk_app.court.protocol.signing import thumbprint

_EARLIER, _LATER = timedelta(minutes=1), timedelta(minutes=15)
"""How long before and after the signature the certificate is good: long enough for a slow disk."""

_KIOSK_FROM, _KIOSK_UNTIL = datetime(2024, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""The kiosk's own certificate says nothing of time (RFC 5280, 4.1.2.5): the court's enrolment does."""

_LONGEST_NAME_BYTES = 64
"""ub-common-name (RFC 5280, appendix A) counts characters; many programs count bytes, so both hold."""

_NOBODY = "（未填写姓名）"


class Identification(StrEnum):
    """How the kiosk knows the name of who signed. None of it says that the bearer of a card is its holder."""

    CHIP = "chip"
    CARD = "card"
    STATED = "stated"


_UNITS: Mapping[Identification, str] = {
    Identification.CHIP: "身份：读取证件芯片 (identity card: chip read)",
    Identification.CARD: "身份：拍摄证件 (identity card: photographed)",
    Identification.STATED: "身份：本人自述，未核对证件 (identity: only stated)",
}
"""What stands as the organizational unit, in words that any reader's certificate window shows."""

_UNIT_OF_KIOSKS = "立案终端设备密钥 (device key of a filing kiosk)"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs at the kiosk, and how the kiosk knows. An empty name is one that nobody gave."""

    name: str
    identified: Identification


def certify(
    public: EllipticCurvePublicKey, signatory: Signatory, at: datetime, device_key: OKPKey, kiosk_id: str
) -> tuple[x509.Certificate, x509.Certificate]:
    """A certificate for the person who signs ``at`` that moment, and the kiosk's own that issued it.

    The kiosk's is made anew each time and is always the same, byte by byte: Ed25519 draws no lots.
    """
    key = device_key.get_op_key("sign")
    assert isinstance(key, Ed25519PrivateKey)
    issuer = _of_kiosk(key, kiosk_id)
    person = (
        x509.CertificateBuilder()
        .subject_name(_name(signatory.name or _NOBODY, _UNITS[signatory.identified]))
        .issuer_name(issuer.subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _EARLIER)
        .not_valid_after(at + _LATER)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_documents=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()),
            critical=False,
        )
        .sign(key, None)
    )
    return person, issuer


def _of_kiosk(key: Ed25519PrivateKey, kiosk_id: str) -> x509.Certificate:
    name, public = _name(kiosk_id, _UNIT_OF_KIOSKS), key.public_key()
    serial = int.from_bytes(hashlib.sha256(_raw(public)).digest()[:16]) | 1
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(serial)
        .not_valid_before(_KIOSK_FROM)
        .not_valid_after(_KIOSK_UNTIL)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_documents=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, None)
    )


def _name(common: str, unit: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
            x509.NameAttribute(NameOID.COMMON_NAME, _fitting(common)),
        ]
    )


def _fitting(name: str) -> str:
    """The name as far as it fits, and a sign where it does not: more than 21 Chinese characters."""
    data = name.encode(errors="replace")
    if len(data) <= _LONGEST_NAME_BYTES:
        return data.decode()
    return data[: _LONGEST_NAME_BYTES - len("…".encode())].decode(errors="ignore") + "…"


def _usage(*, signs_documents: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_documents,
        content_commitment=signs_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs_documents,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


# Read back ---------------------------------------------------------------------------------------------


def signatory_on(certificate: x509.Certificate) -> tuple[str, Identification | None]:
    """The name, and how it became known: None where the certificate is none of a kiosk's."""
    unit = _said(certificate.subject, NameOID.ORGANIZATIONAL_UNIT_NAME)
    known = next((how for how, words in _UNITS.items() if words == unit), None)
    return _said(certificate.subject, NameOID.COMMON_NAME), known


def kiosk_on(certificate: x509.Certificate) -> str:
    """The id of the kiosk that issued a person's certificate, as the certificate says it."""
    return _said(certificate.issuer, NameOID.COMMON_NAME)


def device_key_of(certificate: x509.Certificate) -> str:
    """The RFC 7638 thumbprint of the device key whose own certificate this is.

    Empty where it is no certificate of an Ed25519 key by itself, or one that was changed.
    """
    public = certificate.public_key()
    if not isinstance(public, Ed25519PublicKey):
        return ""
    try:
        certificate.verify_directly_issued_by(certificate)
    except (InvalidSignature, ValueError, TypeError):
        return ""
    x = base64.urlsafe_b64encode(_raw(public)).rstrip(b"=").decode()
    return thumbprint(OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": x}))


def _said(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    return next((str(each.value) for each in name.get_attributes_for_oid(oid)), "")


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, in hex."""
    return certificate.fingerprint(SHA256()).hex()
