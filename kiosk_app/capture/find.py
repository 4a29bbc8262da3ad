"""Where the paper lies in a picture. None rather than a wrong outline.

A network sees roughly where paper is (:mod:`.network`), four sides are laid around it (:mod:`.outlines`),
and each side is moved onto the paper's own edge at the picture's full resolution (:mod:`.refine`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from kiosk_app.capture.geometry import CARD_ASPECT, Image, Quad, quad_of
from kiosk_app.capture.network import Map, Sight, look
from kiosk_app.capture.outlines import outlines
from kiosk_app.capture.refine import refine

_AROUND = 0.2  # of the paper's extent, shown on each side of it at a closer look
_CLOSER_LOOKS = 2
_REACH_PX = 5.0  # of the network's picture: so far it may be wrong
_SMALLEST_PX = 16
_MOST_CARDS = 4


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is looked for, and the confidence below which it is not worth a closer look, above which it
    needs none, and which it must have at the end.

    ``small``: from afar it is laid roughly, so that the nearest look counts. Else a closer look confirms.
    """

    seen: Callable[[Sight], Map]
    worth: float
    sure: float
    least: float
    small: bool = False
    aspect: float | None = None


_PAPER = _Kind(lambda sight: sight.paper, worth=0.5, sure=0.75, least=0.45)
_PAGE = replace(_PAPER, seen=lambda sight: sight.page)
_CARD = _Kind(lambda sight: sight.card, worth=0.2, sure=0.85, least=0.55, small=True, aspect=CARD_ASPECT)


def find_page(image: Image) -> Quad | None:
    """The outline of the page in the picture, or of a card that lies there alone; None if unsure.

    ``image`` is blue-green-red, 8 bit, of any size. Corners are as they lie, to a fraction of a pixel, and
    stand outside the picture where the paper leaves it. ``confidence`` is 0 to 1.
    """
    if min(image.shape[:2]) < _SMALLEST_PX:
        return None
    return next(iter(_sure(image, _quads(image, look(image), _PAPER, 1), _PAPER)), None)


def find_cards(image: Image) -> tuple[Quad, ...]:
    """Every card of ID-1 size in the picture, from left to right, so that two are noticed.

    Cards on a page are seen at a second look, at the page alone: as a desk for them.
    """
    if min(image.shape[:2]) < _SMALLEST_PX:
        return ()
    sight = look(image)
    found = _sure(image, _quads(image, sight, _CARD, _MOST_CARDS), _CARD)
    if not found:
        for page in _quads(image, sight, _PAGE, 1):
            found = _sure(image, _near(image, page, _CARD), _CARD)
    return tuple(sorted(found, key=lambda card: card.tl.x + card.br.x))


def _sure(image: Image, quads: list[Quad], kind: _Kind) -> list[Quad]:
    """Those that a closer look confirms, laid as it shows them."""
    looked = (_looked_closer(image, quad, kind) for quad in quads)
    return [quad for quad in looked if quad and quad.confidence >= kind.least]


def _looked_closer(image: Image, quad: Quad, kind: _Kind) -> Quad | None:
    for _ in range(_CLOSER_LOOKS):
        if quad.confidence >= kind.sure:
            break
        near = [found for found in _near(image, quad, kind) if _is_there(found, quad)]
        if not near:
            return None
        nearest = max(near, key=lambda found: found.confidence)
        if not kind.small and nearest.confidence <= quad.confidence:
            break
        quad = nearest
    return quad


def _is_there(quad: Quad, other: Quad) -> bool:
    """Whether the middle of one outline lies well inside the other."""
    low, high = other.corners.min(axis=0), other.corners.max(axis=0)
    away = np.abs(quad.corners.mean(axis=0) - other.corners.mean(axis=0))
    return bool((away < 0.25 * (high - low)).all())


def _near(image: Image, quad: Quad, kind: _Kind) -> list[Quad]:
    """What is seen in the part of the picture around an outline."""
    low, high = quad.corners.min(axis=0), quad.corners.max(axis=0)
    left, top = np.maximum(low - _AROUND * (high - low), 0).astype(int)
    right, bottom = np.maximum(np.ceil(high + _AROUND * (high - low)), 0).astype(int)
    part = np.ascontiguousarray(image[top:bottom, left:right])
    if min(part.shape[:2]) < _SMALLEST_PX:
        return []
    corner = np.array((left, top))
    return [
        quad_of(found.corners + corner, found.confidence)
        for found in _quads(part, look(part), kind, _MOST_CARDS, min(kind.worth, kind.least))
    ]


def _quads(image: Image, sight: Sight, kind: _Kind, most: int, least: float | None = None) -> list[Quad]:
    """The outlines of one kind that are worth a closer look, the surest first; ``least`` is another
    confidence to be worth it."""
    least = kind.worth if least is None else least
    reach_px = _REACH_PX * float(sight.scale.max())
    return [
        quad_of(refine(image, sight.in_picture(corners), reach_px), confidence)
        for corners, confidence in outlines(kind.seen(sight), sight.edge, sight.corner, most, kind.aspect)
        if confidence >= least
    ]
