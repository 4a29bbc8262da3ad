"""Who signed a PDF, and whether anything in it changed since. Every byte is taken as hostile.

Stricter than a reader of PDF has to be: a kiosk's paper is finished once it is signed, so whatever was added
behind the signature is a change, and so is every byte of the signature's own container that the standards
leave open (a lower-case digit, what pads it).
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from asn1crypto.cms import ContentInfo, SignedData, SignerIdentifier, SignerInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from kiosk_app.domain.errors import InputFault
from kiosk_app.pades.certificate import (
    Identification,
    device_key_of,
    fingerprint,
    kiosk_on,
    signatory_on,
)


class NotAReadablePdf(InputFault):
    """The file is no PDF, or one that is damaged, or one with more signatures than people make. Facts: none,
    the caller knows which file."""


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """One signature of a PDF.

    ``person`` and ``identified`` are what its certificate says, ``at`` what the kiosk's clock said.
    ``intact``: the signed bytes and the signature are as they were made. ``extended``: something was added
    behind them. ``device_key`` is the thumbprint (RFC 7638) of the kiosk's key that issued the certificate,
    for that moment; empty where none did. ``kiosk_id`` is what that key is called. ``trusted``: it is one of
    the keys that were asked for.
    """

    person: str
    identified: Identification | None
    at: datetime | None
    intact: bool
    extended: bool
    kiosk_id: str
    device_key: str
    certificate_sha256: str
    trusted: bool

    @property
    def unchanged(self) -> bool:
        """Whether the paper stands just as it was signed, whoever did."""
        return self.intact and not self.extended

    @property
    def sound(self) -> bool:
        """Whether a kiosk that is trusted vouches for the paper just as it stands."""
        return self.unchanged and self.trusted


_MOST_SIGNATURES = 100
"""Each costs some milliseconds and a digest of the whole file; fields need a few bytes each."""

_BROKEN = SignatureReport("", None, None, False, False, "", "", "", False)
"""A signature of which nothing can be made out any more."""


def read_signatures(
    pdf_untrusted: bytes, trusted_device_keys: Collection[str] = ()
) -> tuple[SignatureReport, ...]:
    """The signatures of a PDF, in the order of its fields; none where nobody signed.

    ``trusted_device_keys`` are thumbprints (RFC 7638) of kiosks. A certificate is held against the moment
    of its signature, not against today's. Raises :class:`NotAReadablePdf`.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf_untrusted))
        filled = enumerate_sig_fields(reader, filled_status=True)
        fields = [(name, field.get_object()) for name, _, field in islice(filled, _MOST_SIGNATURES + 1)]
    except _MALFORMED as error:
        raise NotAReadablePdf from error
    if len(fields) > _MOST_SIGNATURES:
        raise NotAReadablePdf
    return tuple(_report(reader, name, field, pdf_untrusted, trusted_device_keys) for name, field in fields)


_MALFORMED = (
    *(PdfError, UnsupportedAlgorithm, x509.InvalidVersion, zlib.error, struct.error),
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError),
    *(RecursionError, NotImplementedError),
)
"""What reading damaged files ends in: the libraries have types for some of it and trip over the rest."""


def _report(
    reader: PdfFileReader, name: str, field: DictionaryObject, pdf: bytes, trusted: Collection[str]
) -> SignatureReport:
    try:
        signature = EmbeddedPdfSignature(reader, field, name)
        person = x509.load_der_x509_certificate(signature.signer_cert.dump())
        at = signature.self_reported_timestamp
        key, issuer = _issuer(signature, person)
        # With no moment or no issuer of ours the chain ends nowhere; what was signed is still looked at.
        roots = [issuer] if issuer and at else []
        status = validate_pdf_signature(
            signature, ValidationContext(trust_roots=roots, moment=at, allow_fetching=False)
        )
        untouched = _container_untouched(signature, pdf)
    except _MALFORMED:
        return _BROKEN
    vouched = key if status.trusted else ""
    said, identified = signatory_on(person)
    return SignatureReport(
        person=said,
        identified=identified,
        at=at,
        intact=status.intact and status.valid and untouched,
        extended=status.coverage is not SignatureCoverageLevel.ENTIRE_FILE,
        kiosk_id=kiosk_on(person) if vouched else "",
        device_key=vouched,
        certificate_sha256=fingerprint(person),
        trusted=vouched in trusted and vouched != "",
    )


def _issuer(signature: EmbeddedPdfSignature, person: x509.Certificate) -> tuple[str, Certificate | None]:
    """The kiosk's own certificate that goes along, with the thumbprint of its key."""
    for each in signature.other_embedded_certs:
        own = x509.load_der_x509_certificate(each.dump())
        if own.subject == person.issuer and (key := device_key_of(own)):
            return key, each
    return "", None


def _container_untouched(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Whether the signature itself is written as a kiosk writes it: no signature covers its own container."""
    held = signature.pkcs7_content
    _, before, after, _ = (int(each) for each in signature.byte_range)
    written = b"<" + held.hex().upper().encode() + b">"
    return pdf[before:after] == written and held == _as_made(signature).ljust(len(held), b"\0")


def _as_made(signature: EmbeddedPdfSignature) -> bytes:
    """The container put together anew around what is signed in it or signs; the rest has one spelling."""
    signed, signer, person = signature.signed_data, signature.signer_info, signature.signer_cert
    digest = signer["digest_algorithm"]
    # By name and number, since the library finds a certificate without regard to the case of names.
    by = {"issuer": person.issuer, "serial_number": person.serial_number}
    value = {
        "version": "v1",
        "sid": SignerIdentifier({"issuer_and_serial_number": by}),
        "digest_algorithm": digest,
        **{part: signer[part] for part in ("signed_attrs", "signature_algorithm", "signature")},
    }
    content = {
        "version": "v1",
        "digest_algorithms": [digest],
        "encap_content_info": {"content_type": "data"},
        "certificates": signed["certificates"],
        "signer_infos": [SignerInfo(value)],
    }
    made: bytes = ContentInfo({"content_type": "signed_data", "content": SignedData(content)}).dump()
    return made
