"""QR codes and bar codes on a paper, at any angle, small and tilted.

zbar reads what is large and stands nearly upright. What it has not read is looked for: QR codes by their
finder patterns, bar codes as places where all edges run one way. Each such place is laid flat, enlarged
and given to zbar again. Places are few and small, so the time is bounded whatever the picture shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np

from kiosk_app.capture.code_places import Grey, qr_places, stripe_places
from kiosk_app.capture.fields import Box
from kiosk_app.capture.geometry import Corners, Image, side_lengths_px
from kiosk_app.domain.errors import EnvironmentFault

_WORK_PX = 1_600
_LEAST_PX = 16
_MOST_PLACES = 8  # of each kind: guilloches look like thousands of faint bar codes
_QR_PX = 420  # a code of the most usual sizes then has eight pixels a module
_QR_RIM = 0.16  # its quiet zone of four modules, as a share of its side
_BARS_PX = 1_400
_BARS_RIM = 0.12
_LOWEST_BARS_PX = 24.0
_MOST_ENLARGED = 4.0
_FEWEST_LINES = 5
"""EAN digits are so easily seen in print and hatching that so many lines of one code must read alike."""


class CodeReaderMissing(EnvironmentFault):
    """The system's zbar library (Debian: libzbar0) is not installed."""


class CodeKind(StrEnum):
    QR = "QRCODE"
    CODE128 = "CODE128"
    EAN13 = "EAN13"
    EAN8 = "EAN8"


_EAN = frozenset({CodeKind.EAN13, CodeKind.EAN8})

Flat = Callable[[Grey, Corners], Grey]
"""Lays a place flat, enlarged."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code. ``box`` is left, top, right, bottom in pixels of the picture. What ``text`` says comes from
    outside: :mod:`kiosk_app.domain.code_meaning` takes it apart."""

    kind: CodeKind
    text: str
    box: tuple[int, int, int, int]


def read_codes(image: Image) -> tuple[Code, ...]:
    """Every QR code, Code 128, EAN-13 and EAN-8 in the picture, from the top down.

    Raises :class:`CodeReaderMissing`.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)
    if min(grey.shape) < _LEAST_PX:
        return ()
    small, scale = _shrunk(grey, _WORK_PX)
    codes = [replace(code, box=_times(code.box, 1 / scale)) for code in _decoded(small)]
    for find, longest_px, flat in _FINDERS:
        small, scale = _shrunk(grey, longest_px)
        tried = 0
        for place in find(small):
            if tried < _MOST_PLACES and not _covered(place / scale, codes):
                codes += _closer(grey, place / scale, flat)
                tried += 1
    return tuple(sorted(_once(codes), key=lambda code: (code.box[1], code.box[0])))


def _decoded(grey: Grey) -> list[Code]:
    """What zbar reads in a picture as it is."""
    try:
        # Imported here because the import itself loads the system's zbar library.
        from pyzbar.pyzbar import ZBarSymbol, decode
    except ImportError as error:
        raise CodeReaderMissing from error
    found = decode(grey, symbols=[ZBarSymbol[kind.value] for kind in CodeKind])
    return [
        Code(
            CodeKind(symbol.type),
            _as_written(symbol.data.decode("utf-8", errors="replace")),
            (
                symbol.rect.left,
                symbol.rect.top,
                symbol.rect.left + symbol.rect.width,
                symbol.rect.top + symbol.rect.height,
            ),
        )
        for symbol in found
        if CodeKind(symbol.type) not in _EAN or symbol.quality >= _FEWEST_LINES
    ]


def _closer(grey: Grey, place: Corners, flat: Flat) -> list[Code]:
    """What stands at a place, laid flat and enlarged; the boxes are the place's own."""
    (left, top), (right, bottom) = place.min(axis=0), place.max(axis=0)
    box = (round(left), round(top), round(right), round(bottom))
    return [Code(code.kind, code.text, box) for code in _decoded(flat(grey, place))]


def _flat_qr(grey: Grey, place: Corners) -> Grey:
    side_px = min(_MOST_ENLARGED * _QR_PX, max(_QR_PX, 2 * max(side_lengths_px(place))))
    return _laid(grey, place, (side_px, side_px), (_QR_RIM * side_px, _QR_RIM * side_px))


def _flat_bars(grey: Grey, place: Corners) -> Grey:
    length_px, height_px, *_ = side_lengths_px(place)
    by = min(_MOST_ENLARGED, _BARS_PX / length_px)
    rim_px = _BARS_RIM * by * length_px
    size = (by * length_px + 2 * rim_px, max(by * height_px, _LOWEST_BARS_PX))
    return _laid(grey, place, size, (rim_px, 0.0))


_FINDERS: tuple[tuple[Callable[[Grey], list[Corners]], int, Flat], ...] = (
    (qr_places, 2_400, _flat_qr),
    (stripe_places, _WORK_PX, _flat_bars),
)
"""What finds places, in a picture how long, and what lays them flat."""


def _shrunk(grey: Grey, longest_px: int) -> tuple[Grey, float]:
    """The picture at most so long, and its scale."""
    scale = min(1.0, longest_px / max(grey.shape))
    if scale == 1:
        return grey, scale
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return small.astype(np.uint8, copy=False), scale


def _laid(grey: Grey, place: Corners, size: tuple[float, float], rim: tuple[float, float]) -> Grey:
    """The place as a picture of that size, with a rim of what is around it."""
    width_px, height_px = round(size[0]), round(size[1])
    (left, top), right, bottom = rim, width_px - rim[0], height_px - rim[1]
    target = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)
    move = cv2.getPerspectiveTransform(place.astype(np.float32), target)
    flat = cv2.warpPerspective(
        grey, move, (width_px, height_px), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return flat.astype(np.uint8, copy=False)


def _covered(place: Corners, codes: list[Code]) -> bool:
    """Whether a code that was read stands where the place is."""
    x, y = place.mean(axis=0)
    return any(code.box[0] <= x <= code.box[2] and code.box[1] <= y <= code.box[3] for code in codes)


def _once(codes: list[Code]) -> Iterator[Code]:
    """Each code once: one that was read twice at the same place is one."""
    told: list[Code] = []
    for code in codes:
        if not any(
            (code.kind, code.text) == (other.kind, other.text) and _meet(code, other) for other in told
        ):
            told.append(code)
            yield code


def _times(box: Box, by: float) -> Box:
    left, top, right, bottom = (round(each * by) for each in box)
    return left, top, right, bottom


def _meet(one: Code, other: Code) -> bool:
    (left, top, right, bottom), (x0, y0, x1, y1) = one.box, other.box
    return left <= x1 and x0 <= right and top <= y1 and y0 <= bottom


def _as_written(text: str) -> str:
    """Chinese in a code as it was written. zbar takes UTF-8 for a Japanese or Chinese legacy encoding where
    it could be one; text that goes back into that encoding and is then valid UTF-8 was taken so."""
    for guess in ("shift_jis", "big5"):
        try:
            return text.encode(guess).decode("utf-8")
        except UnicodeError:
            continue
    return text
