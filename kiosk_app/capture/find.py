"""Where the paper lies in a picture. None rather than a wrong outline.

A network sees roughly where paper is (:mod:`.network`), four sides are laid around it (:mod:`.outlines`),
and each side is moved onto the paper's own edge at the picture's full resolution (:mod:`.refine`).
"""

from __future__ import annotations

from kiosk_app.capture.geometry import Image, Quad, quad_of
from kiosk_app.capture.network import Map, Sight, look
from kiosk_app.capture.outlines import outlines
from kiosk_app.capture.refine import refine

_LEAST_PAGE = 0.58
_LEAST_CARD = 0.58
_REACH_PX = 5.0  # of the network's picture: so far it may be wrong
_SMALLEST_PX = 16


def find_page(image: Image) -> Quad | None:
    """The outline of the page in the picture, or of a card that lies there alone; None if unsure.

    ``image`` is blue-green-red, 8 bit, of any size. Corners are as they lie, to a fraction of a pixel, and
    stand outside the picture where the paper leaves it. ``confidence`` is 0 to 1.
    """
    if min(image.shape[:2]) < _SMALLEST_PX:
        return None
    sight = look(image)
    return next(iter(_quads(image, sight, sight.paper, _LEAST_PAGE, 1)), None)


def find_cards(image: Image) -> tuple[Quad, ...]:
    """Every card of ID-1 size in the picture, from left to right, so that two are noticed."""
    if min(image.shape[:2]) < _SMALLEST_PX:
        return ()
    sight = look(image)
    cards = _quads(image, sight, sight.card, _LEAST_CARD, 4)
    return tuple(sorted(cards, key=lambda card: card.tl.x + card.br.x))


def _quads(image: Image, sight: Sight, inside: Map, least: float, most: int) -> list[Quad]:
    """The outlines of one kind that are sure enough, the surest first."""
    reach_px = _REACH_PX * float(sight.scale.max())
    return [
        quad_of(refine(image, sight.in_picture(corners), reach_px), confidence)
        for corners, confidence in outlines(inside, sight.edge, sight.corner, most)
        if confidence >= least
    ]
