"""Where the paper lies in a picture. None rather than a wrong outline."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.candidates import Quads, outlines
from kiosk_app.capture.cues import DIRECTIONS, Cues, look
from kiosk_app.capture.geometry import (
    A4_ASPECT,
    CARD_ASPECT,
    Corners,
    Image,
    Quad,
    quad_of,
    true_aspect,
)
from kiosk_app.capture.refine import refine

# The finer scale sees small cards, the coarser one forgives curled edges and grain.
_COARSE_PX = (400, 640)
_FINE_PX = 2_000
_PREVIEW_PX = 400
_SAMPLES = 24
_PAGE_ASPECTS = (A4_ASPECT, 11 / 8.5)
_CARD_TOLERANCE = 0.09
_LEAST_SCORE = 0.52
_SHORT_LIST = 40
_PRINTED = 0.2  # a page with print on this share of it is no bare tile
_CLEAR_STEP = 4.0  # distance in weighted Lab at which a step of colour is half certain


def find_page(image: Image) -> Quad | None:
    """The outline of the page that lies in the picture, to a fraction of a pixel; None if unsure."""
    return _best(image, _COARSE_PX, _FINE_PX)


def find_cards(image: Image) -> tuple[Quad, ...]:
    """Every card of ID-1 proportions in the picture, from left to right, so that two are noticed."""
    kept: list[tuple[Corners, float]] = []
    size = (image.shape[1], image.shape[0])
    for corners, score, scale in _judged_at(image, _COARSE_PX, (CARD_ASPECT, *_PAGE_ASPECTS)):
        if score < _LEAST_SCORE:
            break
        # The best explanation of a place stands: a part of a page is no card.
        if all(_overlap(corners, other) < 0.1 for other, _ in kept):
            kept.append((_at_full_size(image, corners, scale, _FINE_PX), score))
    cards = [quad_of(corners, score) for corners, score in kept if _is_card(corners, size)]
    largest = max((card.area_px for card in cards), default=0.0)
    cards = [card for card in cards if card.area_px > 0.4 * largest]
    return tuple(sorted(cards, key=lambda card: card.tl.x + card.br.x))


def outline(image: Image) -> Quad | None:
    """The page or card for the live preview: fast and a little coarse, in the picture's pixels."""
    return _best(image, (_PREVIEW_PX,), _PREVIEW_PX)


def _best(image: Image, coarse_px: Sequence[int], fine_px: int) -> Quad | None:
    for corners, score, scale in _judged_at(image, coarse_px, (*_PAGE_ASPECTS, CARD_ASPECT)):
        if score < _LEAST_SCORE:
            return None
        return quad_of(_at_full_size(image, corners, scale, fine_px), score)
    return None


def _judged_at(
    image: Image, coarse_px: Sequence[int], aspects: tuple[float, ...]
) -> list[tuple[Corners, float, float]]:
    """Candidates of all scales in the picture's pixels with score and scale, best first."""
    found = []
    for long_side_px in coarse_px:
        cues = look(image, long_side_px)
        quads, scores = _judged(cues, aspects)
        found += [(q / cues.scale, float(s), cues.scale) for q, s in zip(quads, scores, strict=True)]
    return sorted(found, key=lambda each: -each[1])


def _at_full_size(image: Image, corners: Corners, coarse: float, fine_px: int) -> Corners:
    scale = min(1.0, fine_px / max(image.shape[:2]))
    picture = image
    if scale < 1:
        picture = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8)
    fine: Corners = refine(picture, corners * scale, reach_px=2.5 * scale / coarse) / scale
    return fine


def _is_card(corners: Corners, size: Sequence[int]) -> bool:
    aspect = true_aspect(corners, (size[0], size[1]))
    return abs(max(aspect, 1 / aspect) / CARD_ASPECT - 1) < _CARD_TOLERANCE


def _overlap(one: Corners, other: Corners) -> float:
    """The share of the smaller outline that lies inside the other."""
    a, b = one.astype(np.float32), other.astype(np.float32)
    shared, _ = cv2.intersectConvexConvex(a, b)
    return float(shared / max(min(cv2.contourArea(a), cv2.contourArea(b)), 1e-9))


def _judged(cues: Cues, aspects: tuple[float, ...]) -> tuple[Quads, NDArray[np.float64]]:
    """The best candidates and their scores, 0 to 1, best first."""
    quads = outlines(cues)
    if not len(quads):
        return quads, np.empty(0)
    quick = _support(cues, quads)
    quads = quads[np.argsort(-(0.5 * quick.min(axis=1) + 0.5 * quick.mean(axis=1)))[: _SHORT_LIST * 4]]
    scores = _score(cues, quads, aspects)
    order = np.argsort(-scores)[:_SHORT_LIST]
    return quads[order], scores[order]


def _score(cues: Cues, quads: Quads, aspects: tuple[float, ...]) -> NDArray[np.float64]:
    support = _support(cues, quads)
    step, blank = _margins(cues, quads)
    edge = 0.6 * support.min(axis=1) + 0.4 * support.mean(axis=1)
    contrast = 0.5 * step.min(axis=1) + 0.5 * step.mean(axis=1)
    shape = np.array([_proportion(q, cues.thin.shape, aspects) for q in quads])
    area = np.array([abs(cv2.contourArea(q.astype(np.float32))) for q in quads])
    size = np.sqrt(area / (cues.thin.shape[0] * cues.thin.shape[1]))
    scores: NDArray[np.float64] = edge * (
        0.08 + 0.35 * contrast + 0.15 * blank + 0.15 * shape + 0.1 * size + 0.17 * _print(cues, quads)
    )
    return scores


def _proportion(corners: Corners, shape: tuple[int, ...], aspects: tuple[float, ...]) -> float:
    aspect = true_aspect(corners, (shape[1], shape[0]))
    off = min(abs(np.log(max(aspect, 1 / aspect) / wanted)) for wanted in aspects)
    return float(np.exp(-0.5 * (off / 0.06) ** 2))


def _sides(quads: Quads, inward: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places along each side, moved inward by pixels: N x 4 x samples x 2; and each side's normal."""
    start, end = quads, np.roll(quads, -1, axis=1)
    along = end - start
    normal = np.stack((-along[:, :, 1], along[:, :, 0]), axis=2)
    normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-9)
    share = np.linspace(0.07, 0.93, _SAMPLES)[None, None, :, None]
    places = start[:, :, None] + share * along[:, :, None] + inward * normal[:, :, None]
    return places, normal


def _index(
    places: NDArray[np.float64], shape: tuple[int, ...]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    x = np.round(places[..., 0]).astype(np.int64).clip(0, shape[1] - 1)
    y = np.round(places[..., 1]).astype(np.int64).clip(0, shape[0] - 1)
    return y, x


def _support(cues: Cues, quads: Quads) -> NDArray[np.float64]:
    """How much of each side lies on an edge that runs its way: N x 4, 0 to 1."""
    places, normal = _sides(quads, 0)
    y, x = _index(places, cues.thin.shape)
    angle = np.arctan2(normal[:, :, 1], normal[:, :, 0])
    layer = np.round(angle / (np.pi / DIRECTIONS)).astype(np.int64) % DIRECTIONS
    support: NDArray[np.float64] = cues.edges[layer[:, :, None], y, x].mean(axis=2) / 255
    return support


def _margins(cues: Cues, quads: Quads) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far the colour differs across each side (N x 4), and how blank the inner margin is (N)."""
    away = max(4.0, 0.01 * max(cues.thin.shape))
    inner = _index(_sides(quads, away)[0], cues.thin.shape)
    outer = _index(_sides(quads, -away)[0], cues.thin.shape)
    difference = cues.lab[inner].mean(axis=2) - cues.lab[outer].mean(axis=2)
    distance = np.linalg.norm(difference, axis=2)
    blank = 1 / (1 + cues.texture[inner].mean(axis=(1, 2)) / 4)
    return distance / (distance + _CLEAR_STEP), blank


def _print(cues: Cues, quads: Quads) -> NDArray[np.float64]:
    """Whether something is written inside: what tells a page from a floor tile or a desk mat (N)."""
    marks = cv2.boxFilter(cues.strength * cues.thin, cv2.CV_32F, (9, 9))
    across, down = (grid[None, :, :, None] for grid in np.meshgrid(*(np.linspace(0.1, 0.9, _SAMPLES),) * 2))
    tl, tr, br, bl = (quads[:, corner, None, None] for corner in range(4))
    places = (tl * (1 - across) + tr * across) * (1 - down) + (bl * (1 - across) + br * across) * down
    share = (marks[_index(places, cues.thin.shape)] > 0.03).mean(axis=(1, 2))
    printed: NDArray[np.float64] = np.minimum(1, share / _PRINTED)
    return printed
