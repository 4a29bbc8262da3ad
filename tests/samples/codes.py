"""Codes as they lie under a camera: QR, Code 128 and EAN on a printed page, turned, tilted, small, unsharp.

Code 128 comes from ReportLab, QR from segno: programs of others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import segno
from numpy.typing import NDArray
from reportlab.graphics.barcode import code128

from tests.samples.papers import Pixels, render_transfer

FRAME_PX = (1_280, 960)
KINDS = ("qr", "code128", "ean13", "ean8")
_BAR_HEIGHT = 0.35
"""Of a bar code's width."""
_FINE = 2  # the scene is drawn so many times as large, then made smaller as a lens does
_INK, _PAPER = 30, 244


@dataclass(frozen=True, slots=True)
class Look:
    """How a code is seen. ``module_px`` is the width of its narrowest bar or dot in the middle of the frame;
    ``turn_deg`` how far it is turned on the page; ``tilt_deg`` how far the page leans away."""

    module_px: float
    turn_deg: float = 0.0
    tilt_deg: float = 0.0
    blur_px: float = 0.6
    noise: float = 3.0


def modules(kind: str, text: str) -> NDArray[np.bool_]:
    """Its dark modules without a quiet zone; one row for bars."""
    if kind == "qr":
        return np.array([list(row) for row in segno.make(text, error="m", micro=False).matrix]) > 0
    return np.array([bit == "1" for bit in (_code128 if kind == "code128" else _ean)(text)])[None]


def _code128(text: str) -> str:
    code = code128.Code128(text)
    code.validate()  # type: ignore[no-untyped-call]
    code.encode()  # type: ignore[no-untyped-call]
    code.decompose()  # type: ignore[no-untyped-call]
    return "".join(("0" if bar.islower() else "1") * (ord(bar.lower()) - 96) for bar in code.decomposed)


def _ean(text: str) -> str:
    """``text`` is with its check digit (ISO/IEC 15420, tables 1 to 3)."""
    left, right = (text[1:7], text[7:]) if len(text) == 13 else (text[:4], text[4:])
    sets = _FIRST_DIGIT[int(text[0])] if len(text) == 13 else "LLLL"
    first = "".join(_digit(int(digit), each) for digit, each in zip(left, sets, strict=True))
    return f"101{first}01010{''.join(_digit(int(digit), 'R') for digit in right)}101"


def _digit(digit: int, of: str) -> str:
    bars = "".join(bit * int(width) for bit, width in zip("1010", _WIDTHS[digit], strict=True))
    other = "".join("10"[int(bit)] for bit in bars)
    return {"R": bars, "L": other, "G": bars[::-1]}[of]


_WIDTHS = ("3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112")
_FIRST_DIGIT = (
    "LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL",
)  # fmt: skip


def with_check_digit(digits: str) -> str:
    """EAN digits with the check digit of ISO/IEC 15420."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return f"{digits}{-total % 10}"


def a_text(kind: str, rng: np.random.Generator) -> str:
    """What such a code may hold."""
    digits = "".join(map(str, rng.integers(0, 10, 20)))
    match kind:
        case "qr":
            return f"https://court.example/a?id={digits}"
        case "code128":
            return f"EX{digits[:10]}"
        case "ean13":
            return with_check_digit(f"69{digits[:10]}")
        case _:
            return with_check_digit(digits[:7])


def drawn(kind: str, text: str, module_px: int) -> Pixels:
    """The code alone, black on white with its quiet zone, from straight above."""
    dark = np.pad(
        modules(kind, text), ((4, 4) if kind == "qr" else (0, 0), (4, 4) if kind == "qr" else (10, 10))
    )
    height_px = module_px if kind == "qr" else round(dark.shape[1] * module_px * _BAR_HEIGHT)
    grey = np.kron(np.where(dark, _INK, _PAPER), np.ones((height_px, module_px))).astype(np.uint8)
    if kind != "qr":
        grey = np.pad(grey, ((2 * module_px, 2 * module_px), (0, 0)), constant_values=_PAPER)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)


def seen(kind: str, text: str, look: Look, rng: np.random.Generator) -> Pixels:
    """A frame of a camera with the code somewhere on a printed page."""
    width_px, height_px = FRAME_PX[0] * _FINE, FRAME_PX[1] * _FINE
    sharp = drawn(kind, text, 8)
    scale = look.module_px * _FINE / 8
    middle = np.array((width_px, height_px)) / 2
    view = _tilted(np.radians(look.tilt_deg), rng.uniform(0, 2 * np.pi), middle, 1.6 * width_px)
    stray = rng.uniform(-0.06, 0.06, 2) * (width_px, height_px)
    to_page = _moved(middle + stray) @ _turned(np.radians(look.turn_deg), scale)
    place = view @ to_page @ _moved(-np.array(sharp.shape[1::-1]) / 2)
    frame = cv2.warpPerspective(
        _page(), view, (width_px, height_px), borderMode=cv2.BORDER_CONSTANT, borderValue=(96, 120, 140)
    )
    # Smaller by averaging: a plain warp would leave out modules.
    steps = max(1, int(1 / max(scale, 1e-3)))
    soft = cv2.blur(sharp, (steps, steps))
    laid = cv2.warpPerspective(soft, place, (width_px, height_px))
    mask = cv2.warpPerspective(np.full(sharp.shape[:2], 255, np.uint8), place, (width_px, height_px))
    frame[mask > 127] = laid[mask > 127]
    small = cv2.resize(frame, FRAME_PX, interpolation=cv2.INTER_AREA)
    light = np.linspace(rng.uniform(0.7, 1), rng.uniform(0.7, 1), FRAME_PX[0])[None, :, None]
    soft_frame = cv2.GaussianBlur(small, (0, 0), look.blur_px).astype(np.float64) * light
    return (soft_frame + rng.normal(0, look.noise, soft_frame.shape)).clip(0, 255).astype(np.uint8)


@cache
def _page() -> Pixels:
    page = render_transfer()
    size = FRAME_PX[0] * _FINE, FRAME_PX[1] * _FINE
    return cv2.resize(page, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _moved(by: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array(((1, 0, by[0]), (0, 1, by[1]), (0, 0, 1)), np.float64)


def _turned(angle: float, scale: float) -> NDArray[np.float64]:
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    return np.array(((cos, -sin, 0), (sin, cos, 0), (0, 0, 1)))


def _tilted(tilt: float, toward: float, middle: NDArray[np.float64], focal_px: float) -> NDArray[np.float64]:
    """The page as a pinhole camera sees it that leans towards one side; the middle stays as it is."""
    axis = np.array((np.cos(toward), np.sin(toward), 0.0)) * tilt
    turn, _ = cv2.Rodrigues(axis)
    plane = np.column_stack((turn[:, 0], turn[:, 1], (0, 0, focal_px)))
    camera = np.diag((focal_px, focal_px, 1.0))
    return np.asarray(_moved(middle) @ camera @ plane @ _moved(-middle))
