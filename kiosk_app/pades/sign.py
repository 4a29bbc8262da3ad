"""Signing a finished PDF so that any reader shows whether it was changed since (PAdES B-B).

The signature is an incremental update: the drawn paper stays in the file byte by byte. Sources: ETSI EN
319 142-1 (PAdES), ISO 32000-1 12.8, ISO 19005-2 (what a signature's field needs in PDF/A). What it proves,
and how a court's certification authority takes its place: docs/signing.md.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from joserfc.jwk import OKPKey
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from kiosk_app.domain.errors import Bug
from kiosk_app.domain.filing import CHINA
from kiosk_app.pades.certificate import Signatory, certify, fingerprint

_FIELD = "signature"
_DIGEST = "sha256"
_BESIDE_CERTIFICATES_BYTES = 600
"""Room for the rest of the signature: about 350 bytes, of which an ECDSA value takes 70 to 72."""


class Rectangle(Protocol):
    """Where on a page the strokes are drawn: points from its lower left corner, pages from 1."""

    @property
    def page(self) -> int: ...
    @property
    def left_pt(self) -> float: ...
    @property
    def bottom_pt(self) -> float: ...
    @property
    def width_pt(self) -> float: ...
    @property
    def height_pt(self) -> float: ...


class DocumentSigner(Protocol):
    """Signs papers for one person. A court's certification authority comes in here."""

    @property
    def certificate_sha256(self) -> str:
        """Which certificate the signatures are made with: SHA-256 of its DER, in hex."""

    def sign(self, pdf: bytes, place: Rectangle | None, at: datetime) -> bytes:
        """The paper with a signature of that moment. A touch on ``place`` shows it; without one it stands in
        the reader's list of signatures only."""


@contextmanager
def one_time_signer(
    device_key: OKPKey, kiosk_id: str, signatory: Signatory, at: datetime
) -> Iterator[DocumentSigner]:
    """A signer with a key of its own (ECDSA P-256) that lives as long as the block, in memory only.

    P-256, since every reader of PDF checks it and few know Ed25519. The key is drawn and used inside OpenSSL,
    which clears it as the last reference goes; Python itself can promise neither the moment nor that no copy
    was swapped to disk.
    """
    signer = _OneTimeSigner(ec.generate_private_key(ec.SECP256R1()), device_key, kiosk_id, signatory, at)
    try:
        yield signer
    finally:
        signer.forget()


class _OneTimeSigner:
    """Guards the key: after :meth:`forget` nothing more can be signed."""

    def __init__(
        self,
        key: ec.EllipticCurvePrivateKey,
        device_key: OKPKey,
        kiosk_id: str,
        signatory: Signatory,
        at: datetime,
    ) -> None:
        person, issuer = certify(key.public_key(), signatory, at, device_key, kiosk_id)
        self._signer: _CmsSigner | None = _CmsSigner(key, person, issuer)
        self._room = 2 * (_size(person) + _size(issuer) + _BESIDE_CERTIFICATES_BYTES)
        self.certificate_sha256 = fingerprint(person)

    def sign(self, pdf: bytes, place: Rectangle | None, at: datetime) -> bytes:
        if self._signer is None:
            raise Bug("the key of this visit is gone")
        update = _Update(io.BytesIO(pdf))
        update.register_extension(ESIC_EXTENSION_1)
        embedding = PdfCMSEmbedder(_field(place)).write_cms(_FIELD, update)
        field = next(embedding).get_object()
        if place is not None:
            field["/AP"] = DictionaryObject({NameObject("/N"): update.add_object(_nothing(place))})
        empty = SignatureObject(at.astimezone(CHINA), SigSeedSubFilter.PADES, bytes_reserved=self._room)
        embedding.send(SigObjSetup(empty))
        prepared, output = embedding.send(SigIOSetup(_DIGEST))
        # The library signs in coroutines for signers behind a network; this one waits for nothing.
        value = asyncio.run(self._signer.async_sign(prepared.document_digest, _DIGEST, use_pades=True))
        embedding.send(value)
        signed: bytes = output.getvalue()
        return signed

    def forget(self) -> None:
        self._signer = None


def _field(place: Rectangle | None) -> SigFieldSpec:
    """The signature's field: an empty appearance over the strokes, or no place at all."""
    if place is None:
        return SigFieldSpec(_FIELD)
    right, top = place.left_pt + place.width_pt, place.bottom_pt + place.height_pt
    box = (place.left_pt, place.bottom_pt, right, top)
    return SigFieldSpec(_FIELD, place.page - 1, box)  # type: ignore[arg-type]  # it rounds, and says int


def _nothing(place: Rectangle) -> StreamObject:
    """An appearance that draws nothing: PDF/A wants one (ISO 19005-2, 6.3.3); the strokes stand below it."""
    size = (FloatObject(round(place.width_pt, 2)), FloatObject(round(place.height_pt, 2)))
    form = {
        "/Type": NameObject("/XObject"),
        "/Subtype": NameObject("/Form"),
        "/BBox": ArrayObject((NumberObject(0), NumberObject(0), *size)),
        "/Resources": DictionaryObject(),
    }
    return StreamObject({NameObject(name): value for name, value in form.items()}, stream_data=b"")


class _Update(IncrementalPdfFileWriter):
    """An update that leaves the paper's properties alone: the library would write the computer's time, not
    the kiosk's, and XMP that no longer agrees with what the drawn paper says (ISO 19005-2, 6.6.3)."""

    def _update_meta(self) -> None:
        pass


class _CmsSigner(Signer):
    """Makes the signature value with a key that is never written out, unlike the library's own signer."""

    def __init__(
        self, key: ec.EllipticCurvePrivateKey, person: x509.Certificate, issuer: x509.Certificate
    ) -> None:
        super().__init__(
            signing_cert=_asn1(person), cert_registry=SimpleCertificateStore.from_certs([_asn1(issuer)])
        )
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self._key.sign(data, ec.ECDSA(SHA256()))


def _asn1(certificate: x509.Certificate) -> Certificate:
    return Certificate.load(certificate.public_bytes(Encoding.DER))


def _size(certificate: x509.Certificate) -> int:
    return len(certificate.public_bytes(Encoding.DER))
