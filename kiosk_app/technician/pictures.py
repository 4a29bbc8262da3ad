"""Where papers lie in given pictures, and what becomes of one: the capture room from the command line."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from kiosk_app.capture.find import find_cards, find_page
from kiosk_app.capture.geometry import Image, PaperKind, Quad
from kiosk_app.capture.picture import encode_jpeg, encode_png, load_picture
from kiosk_app.capture.take import TakenPage, take_card, take_page
from kiosk_app.durable import disk_faults

_COLOURS = {PaperKind.PAGE: (60, 200, 0), PaperKind.CARD: (230, 120, 0)}
_LINE_SHARE = 0.003
_SAME_PLACE_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Outline:
    kind: PaperKind
    quad: Quad


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in one picture. ``took_ms`` is the search for a page, decoding not counted."""

    picture: Path
    width_px: int
    height_px: int
    outlines: tuple[Outline, ...]
    took_ms: float

    def as_json(self) -> dict[str, Any]:
        return {
            "picture": str(self.picture),
            "width_px": self.width_px,
            "height_px": self.height_px,
            "found": [
                {
                    "kind": each.kind,
                    "corners": _corners(each.quad),
                    "confidence": round(each.quad.confidence, 3),
                }
                for each in self.outlines
            ],
            "took_ms": round(self.took_ms, 1),
        }


def find_in(path: Path, draw_to: Path | None = None) -> Found:
    """The page and the cards in a picture; with ``draw_to``, also a JPEG there that shows them.

    Raises FileMissing, NotAPicture and its kin, DiskFull, DiskFailed.
    """
    image = load_picture(path)
    begun_s = time.perf_counter()
    page = find_page(image)
    took_ms = 1_000 * (time.perf_counter() - begun_s)
    cards = tuple(Outline(PaperKind.CARD, quad) for quad in find_cards(image))
    # A card that fills the picture is found by both searches; it is a card.
    is_card = page is not None and any(_same_place(page, card.quad) for card in cards)
    outlines = (Outline(PaperKind.PAGE, page), *cards) if page and not is_card else cards
    if draw_to:
        save(drawn(image, outlines), draw_to)
    return Found(path, image.shape[1], image.shape[0], outlines, took_ms)


def take_from(path: Path, out: Path, kind: PaperKind) -> TakenPage:
    """The page or card in a picture, with all that is made of it in the folder ``out``.

    ``outline.jpg``, ``flat.png``, ``clean.png``, ``findings.json``. Raises NoPageFound, NoCardFound,
    SeveralCards and what :func:`find_in` does.
    """
    image = load_picture(path)
    taken = take_card(image) if kind is PaperKind.CARD else take_page(image)
    told = {
        "picture": str(path),
        "kind": kind,
        "corners": _corners(taken.quad),
        "confidence": round(taken.quad.confidence, 3),
        "findings": [asdict(finding) for finding in taken.findings],
    }
    save(drawn(image, [Outline(kind, taken.quad)]), out / "outline.jpg")
    save_bytes(encode_png(taken.flat), out / "flat.png")
    save_bytes(encode_png(taken.clean), out / "clean.png")
    save_bytes(json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n", out / "findings.json")
    return taken


def drawn(image: Image, outlines: Sequence[Outline]) -> Image:
    """The picture with every outline in it: a page green, a card blue, a dot at its top left corner."""
    picture = image.copy()
    thick_px = max(2, round(_LINE_SHARE * max(image.shape[:2])))
    for each in outlines:
        corners = np.round(each.quad.corners).astype(np.int32)
        cv2.polylines(picture, [corners], True, _COLOURS[each.kind], thick_px, cv2.LINE_AA)
        cv2.circle(picture, corners[0].tolist(), 3 * thick_px, _COLOURS[each.kind], cv2.FILLED, cv2.LINE_AA)
    return picture


def save(image: Image, path: Path) -> None:
    """The picture as a JPEG. Raises DiskFull, DiskFailed."""
    save_bytes(encode_jpeg(image), path)


def _same_place(a: Quad, b: Quad) -> bool:
    apart = np.linalg.norm(a.corners - b.corners, axis=1).max()
    return bool(apart < _SAME_PLACE_SHARE * max(np.ptp(a.corners, axis=0)))


def _corners(quad: Quad) -> list[tuple[float, float]]:
    return [(round(x, 2), round(y, 2)) for x, y in quad.corners.tolist()]


def save_bytes(data: bytes, path: Path) -> None:
    """A file with these bytes, in a new folder if need be. Raises DiskFull, DiskFailed."""
    with disk_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
