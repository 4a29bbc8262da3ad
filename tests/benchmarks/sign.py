"""What a signature adds to a document: time to make it, time to check it, bytes.

    python -m tests.benchmarks.sign

On the papers of the sample case. The peer is pyHanko's own way with a key as bytes: properties rewritten with
the computer's time, the signature made twice to know its size.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from kiosk_app.content.answer_files import load_answers
from kiosk_app.content.library import load_library
from kiosk_app.court.protocol.signing import new_signing_key, thumbprint
from kiosk_app.domain.filing import ClockConfidence, Moment
from kiosk_app.pades.certificate import certify
from kiosk_app.pades.read import read_signatures
from kiosk_app.pades.sign import one_time_signer
from kiosk_app.technician.draft import draft_case
from tests.fakes.kiosks import RESOURCES, SAMPLES
from tests.fakes.signed_papers import SIGNED_AT, WANG

_TIMES = 25


def median_ms(act: Callable[[], object]) -> float:
    took = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - start))
    return statistics.median(took)


def papers() -> dict[str, bytes]:
    library = load_library(RESOURCES)
    given = load_answers(SAMPLES / "answers.yaml", RESOURCES / "schema")
    drafted = draft_case(
        library.forms["loan"],
        given,
        library,
        court=next(iter(library.courts.values())).court,
        fonts=RESOURCES / "fonts",
        moment=Moment(SIGNED_AT, ClockConfidence.SYNCHRONISED),
    )
    return {name: pdf for name, pdf in drafted.files.items() if name.endswith(".pdf")}


def peer() -> Callable[[bytes], object]:
    key = ec.generate_private_key(ec.SECP256R1())
    der = serialization.Encoding.DER
    person, issuer = (
        Certificate.load(each.public_bytes(der))
        for each in certify(key.public_key(), WANG, SIGNED_AT, new_signing_key(), "K01")
    )
    written = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    store = SimpleCertificateStore.from_certs([issuer])
    signer = PdfSigner(
        PdfSignatureMetadata("signature", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES),
        SimpleSigner(person, PrivateKeyInfo.load(written), store),
    )
    return lambda pdf: signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))


def main() -> None:
    device, as_the_library = new_signing_key(), peer()
    trusted = [thumbprint(device)]

    def open_signer() -> None:
        with one_time_signer(device, "K01", WANG, SIGNED_AT):
            pass

    print(f"key and certificate of a filing: {median_ms(open_signer):.1f} ms")
    with one_time_signer(device, "K01", WANG, SIGNED_AT) as signer:
        for name, pdf in papers().items():
            signed = signer.sign(pdf, None, SIGNED_AT)
            ours = median_ms(lambda pdf=pdf: signer.sign(pdf, None, SIGNED_AT))  # type: ignore[misc]
            theirs = median_ms(lambda pdf=pdf: as_the_library(pdf))  # type: ignore[misc]
            check = median_ms(lambda signed=signed: read_signatures(signed, trusted))  # type: ignore[misc]
            print(
                f"{name:<22}{len(pdf):>9,} bytes + {len(signed) - len(pdf):,}   sign {ours:5.1f} ms"
                f"   pyHanko's own {theirs:5.1f} ms   check {check:5.1f} ms"
            )


if __name__ == "__main__":
    main()
