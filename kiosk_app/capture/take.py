"""A picture of a paper on a desk → the paper, flat, clean and judged."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.capture.enhance import clean
from kiosk_app.capture.find import find_cards, find_page
from kiosk_app.capture.flatten import flatten
from kiosk_app.capture.geometry import Image, PaperKind, Quad, quad_of
from kiosk_app.capture.quality import cut_off, judge
from kiosk_app.capture.upscaled import enlargement
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.findings import Finding

__all__ = [
    "NoCardFound",
    "NoPageFound",
    "SeveralCards",
    "TakenPage",
    "take_card",
    "take_inside",
    "take_page",
    "take_whole",
]


class NoPageFound(InputFault):
    """No page is seen in the picture surely enough."""


class NoCardFound(InputFault):
    """No card is seen in the picture surely enough."""


class SeveralCards(InputFault):
    """More than one card lies in the picture, and whose is whose is not ours to say. Facts: ``count``."""


@dataclass(frozen=True, slots=True, eq=False)
class TakenPage:
    """One captured paper. ``quad`` is in pixels of the picture it was taken from.

    ``flat`` is what was seen; ``clean`` is for people to look at and for the text reader.
    """

    quad: Quad
    flat: Image
    clean: Image
    findings: tuple[Finding, ...]


def take_page(image: Image) -> TakenPage:
    """The page in the picture. Raises :class:`NoPageFound`."""
    quad = find_page(image)
    if quad is None:
        raise NoPageFound
    return take_inside(image, quad, PaperKind.PAGE)


def take_card(image: Image) -> TakenPage:
    """The one card in the picture, lying. Raises :class:`NoCardFound`, :class:`SeveralCards`."""
    cards = find_cards(image)
    if not cards:
        raise NoCardFound
    if len(cards) > 1:
        raise SeveralCards(count=len(cards))
    return take_inside(image, cards[0], PaperKind.CARD)


def take_inside(image: Image, quad: Quad, kind: PaperKind = PaperKind.PAGE) -> TakenPage:
    """The paper inside an outline that a person has drawn. The outline may leave the picture."""
    flat = flatten(image, quad, kind)
    enlarged = enlargement(image, quad.corners)
    return TakenPage(quad, flat, clean(flat, kind), cut_off(quad, image) + judge(flat, kind, enlarged))


def take_whole(image: Image) -> TakenPage:
    """The whole picture as the page: a scan or a screenshot that shows no desk around it."""
    height, width = image.shape[:2]
    quad = quad_of([(0, 0), (width, 0), (width, height), (0, height)])
    return TakenPage(quad, image, clean(image), judge(image, enlarged=enlargement(image, quad.corners)))
