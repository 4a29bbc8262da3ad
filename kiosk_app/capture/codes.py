"""QR codes and bar codes on a paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import cv2

from kiosk_app.capture.geometry import Image
from kiosk_app.domain.errors import EnvironmentFault

_WORK_PX = 1_600


class CodeReaderMissing(EnvironmentFault):
    """The system's zbar library (Debian: libzbar0) is not installed."""


class CodeKind(StrEnum):
    QR = "QRCODE"
    CODE128 = "CODE128"


@dataclass(frozen=True, slots=True)
class Code:
    """One code. ``box`` is left, top, right, bottom in pixels of the picture."""

    kind: CodeKind
    text: str
    box: tuple[int, int, int, int]


def read_codes(image: Image) -> tuple[Code, ...]:
    """Every QR code and Code 128 in the picture, from the top down.

    The work is bounded: guilloches of security-printed papers look like thousands of faint bar codes,
    so only the two kinds that papers of this trade carry are looked for, at a bounded size.
    Raises :class:`CodeReaderMissing`.
    """
    try:
        # Imported here because the import itself loads the system's zbar library.
        from pyzbar.pyzbar import ZBarSymbol, decode
    except ImportError as error:
        raise CodeReaderMissing from error
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    scale = min(1.0, _WORK_PX / max(grey.shape))
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = decode(grey, symbols=[ZBarSymbol[kind.value] for kind in CodeKind])
    codes = [
        Code(
            CodeKind(symbol.type),
            _as_written(symbol.data.decode("utf-8", errors="replace")),
            (
                round(symbol.rect.left / scale),
                round(symbol.rect.top / scale),
                round((symbol.rect.left + symbol.rect.width) / scale),
                round((symbol.rect.top + symbol.rect.height) / scale),
            ),
        )
        for symbol in found
    ]
    return tuple(sorted(codes, key=lambda code: (code.box[1], code.box[0])))


def _as_written(text: str) -> str:
    """Chinese in a code as it was written. zbar takes UTF-8 for a Japanese or Chinese legacy encoding where
    it could be one; text that goes back into that encoding and is then valid UTF-8 was taken so."""
    for guess in ("shift_jis", "big5"):
        try:
            return text.encode(guess).decode("utf-8")
        except UnicodeError:
            continue
    return text
