"""A small paper, signed the real way, and files that somebody changed afterwards."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime

from joserfc.jwk import OKPKey
from reportlab.pdfgen.canvas import Canvas

from kiosk_app.documents.paper_canvas import Place
from kiosk_app.pades.certificate import Identification, Signatory
from kiosk_app.pades.sign import one_time_signer

SIGNED_AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
WANG = Signatory("王建国", Identification.CHIP)
PLACE = Place(2, 340.0, 120.5, 164.4, 53.9)


def paper() -> bytes:
    """Two pages with nothing on them that matters."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1, pdfVersion=(1, 7))
    for page in ("one", "two"):
        canvas.drawString(100, 700, page)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def signed_paper(
    key: OKPKey,
    *,
    pdf: bytes | None = None,
    signatory: Signatory = WANG,
    at: datetime = SIGNED_AT,
    place: Place | None = PLACE,
) -> bytes:
    """The paper with the signature of a one-time key, certified by the device key ``key``."""
    with one_time_signer(key, "K01", signatory, at) as signer:
        return signer.sign(pdf or paper(), place, at)


@dataclass(frozen=True)
class Container:
    """Where in a signed file the signature's own hexadecimal digits stand."""

    first: int
    end: int


def container(pdf: bytes) -> Container:
    first = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    return Container(first, pdf.index(b">", first))


def flipped(pdf: bytes, at: int, bit: int = 0) -> bytes:
    """One bit of one byte changed."""
    return pdf[:at] + bytes([pdf[at] ^ 1 << bit]) + pdf[at + 1 :]
