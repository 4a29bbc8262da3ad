"""Whether a captured paper can be read, said while it still lies there (在线诉讼规则 12).

Each judge looks at one thing and says where it is wrong; the words and the advice stand in
``ui.messages``. Nothing here stops anyone: a visitor may keep any page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.fingers import finger
from kiosk_app.capture.geometry import Image, PaperKind, Quad
from kiosk_app.capture.legibility import Legibility, legibility
from kiosk_app.capture.light import Mask, Small, glare, grown, is_dark, is_deep, shadow, small_of
from kiosk_app.capture.sheet import Sheet, sheet_of
from kiosk_app.capture.upscaled import HONEST, Enlargement
from kiosk_app.domain.findings import Finding, Grade, Place

_ARTICLE = "在线诉讼规则 12"

_BLURRED = 0.33  # letters that can be read keep at least 0.37
_BLURRED_PART = 0.27
_MOVED = 0.25  # and at least 0.27 in the direction in which they are worst
_LEAST_LETTER_PX = 11.3
_SHARP_PIXELS = (0.13, 0.28)
_LEAST_LONG_SIDE_PX = {PaperKind.PAGE: 400, PaperKind.CARD: 340}
_EMPTY_INK = 0.0003
_LEAST_PAPER = 0.3  # less of one colour is a picture, not a paper: no letters to judge by
_BORDER_SHARE = 0.004
_SOFT = ("page_blurred", "page_upscaled")


def judge(
    image: Image, kind: PaperKind = PaperKind.PAGE, enlarged: Enlargement = HONEST
) -> tuple[Finding, ...]:
    """What is wrong with a flattened, uncleaned paper, and where; empty where nothing is.

    ``enlarged`` is what :func:`kiosk_app.capture.upscaled.enlargement` says of the frame it comes from.

    Codes: ``page_dark``, ``page_empty``, ``page_glare``, ``page_finger``, ``page_shadow``,
    ``page_too_far``, ``page_upscaled``, ``page_blurred`` (out of focus or moved).
    """
    sheet = sheet_of(image)
    small = small_of(sheet)
    if is_dark(sheet, small):
        return (_finding("page_dark"),)  # noise tells nothing else
    return tuple(_wrong(image, kind, sheet, small, enlarged))


def cut_off(quad: Quad, image: Image) -> tuple[Finding, ...]:
    """``page_cut_off`` where the outline reaches the edge of the picture.

    Its fact ``side`` is the picture's edge: left, right, top or bottom; ``both`` where the paper is
    larger than the picture. ``place`` is the strip of the page that lies there.
    """
    height, width = image.shape[:2]
    margin = _BORDER_SHARE * max(height, width)
    x, y = quad.corners.T
    beyond = {
        "left": margin - x,
        "right": x - (width - margin),
        "top": margin - y,
        "bottom": y - (height - margin),
    }
    sides = {side: away for side, away in beyond.items() if away.max() >= 0}
    if not sides:
        return ()
    if {"left", "right"} <= set(sides) or {"top", "bottom"} <= set(sides):
        return (_finding("page_cut_off", None, (("side", "both"),)),)
    side = max(sides, key=lambda name: float(np.maximum(sides[name], 0).sum()))
    return (_finding("page_cut_off", _strip(sides[side] >= 0), (("side", side),)),)


def _finding(
    code: str, place: Place | None = None, facts: tuple[tuple[str, str], ...] = (), *, grave: bool = True
) -> Finding:
    grade = Grade.UNREADABLE if grave else Grade.WORTH_KNOWING
    return Finding(code, grade, article=_ARTICLE, facts=facts, place=place)


def _wrong(
    image: Image, kind: PaperKind, sheet: Sheet, small: Small, enlarged: Enlargement
) -> Iterator[Finding]:
    mirrored = glare(small)
    if mirrored:
        yield _finding("page_glare", _place(mirrored.mask))
    if small.paper_share < _LEAST_PAPER:
        if enlarged.factor > 1:
            yield _finding("page_upscaled", grave=False)
        return
    print_seen = legibility(sheet)
    if sheet.ink.mean() < _EMPTY_INK and len(sheet.letters) < 3:
        if not mirrored:
            yield _finding("page_empty")
        return
    held = finger(small, kind, sheet.letter_px * small.bgr.shape[0] / sheet.grey.shape[0])
    shaded = shadow(small)
    spoilt = [patch.mask for patch in (mirrored, held, shaded) if patch]
    unclear = tuple(_unclear(image, kind, sheet, print_seen, enlarged, spoilt))
    if held and held.hides:
        yield _finding("page_finger", _place(held.mask))
    yield from unclear
    # Where all edges are soft, a dark picture fades like a shadow; beside a finger lies its own.
    soft = any(finding.code in _SOFT and finding.place is None for finding in unclear)
    if shaded and not soft and not (held and _beside(held.mask, shaded.mask)):
        yield _finding("page_shadow", _place(shaded.mask), grave=is_deep(shaded))


def _unclear(
    image: Image,
    kind: PaperKind,
    sheet: Sheet,
    seen: Legibility | None,
    enlarged: Enlargement,
    spoilt: Sequence[Mask],
) -> Iterator[Finding]:
    letter_px = sheet.letter_px * sheet.shrunk
    if _is_tiny(letter_px, seen) or max(image.shape[:2]) < _LEAST_LONG_SIDE_PX[kind]:
        yield _finding("page_too_far")
        return
    if seen and not enlarged.certain and (seen.sharp < _BLURRED or seen.across < _MOVED):
        yield _finding("page_blurred")
    elif enlarged.factor > 1:
        yield _finding("page_upscaled", grave=0 < letter_px < _LEAST_LETTER_PX * enlarged.factor)
    elif seen and (soft := (seen.tiles < _BLURRED_PART) & ~_tiles_of(spoilt, seen.tiles.shape)).any():
        yield _finding("page_blurred", _place(soft.astype(np.uint8)))


def _is_tiny(letter_px: float, seen: Legibility | None) -> bool:
    """Small letters that are as sharp as pixels allow: moved or blurred ones break into small pieces."""
    sharp, even = _SHARP_PIXELS
    return seen is not None and letter_px < _LEAST_LETTER_PX and seen.pixel_sharp > sharp and seen.even > even


def _tiles_of(masks: Sequence[Mask], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Parts of the page that something else spoils: its own edge is soft and no print."""
    found = np.zeros(shape, np.bool_)
    for mask in masks:
        wide = grown(mask, 12).astype(np.float32)
        found |= np.asarray(cv2.resize(wide, shape[::-1], interpolation=cv2.INTER_AREA)) > 0
    return found


def _beside(mask: Mask, other: Mask) -> bool:
    return float((grown(mask, 7) & other).sum()) > 0.3 * float(other.sum())


def _place(mask: Mask) -> Place:
    """The box around the largest part of ``mask``."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA])) if count > 1 else 0
    left, top, width, height = (float(v) for v in stats[largest, :4])
    across, down = mask.shape[1], mask.shape[0]
    return Place(left / across, top / down, width / across, height / down)


def _strip(beyond: NDArray[np.bool_]) -> Place:
    """A tenth of the page along the side whose corners (from the top left, clockwise) lie beyond."""
    strips = (
        ((0, 1), Place(0, 0, 1, 0.1)),
        ((1, 2), Place(0.9, 0, 0.1, 1)),
        ((2, 3), Place(0, 0.9, 1, 0.1)),
        ((3, 0), Place(0, 0, 0.1, 1)),
    )
    for corners, strip in strips:
        if all(beyond[list(corners)]):
            return strip
    corner = int(np.argmax(beyond))
    return Place(0.85 * (corner in (1, 2)), 0.85 * (corner in (2, 3)), 0.15, 0.15)
