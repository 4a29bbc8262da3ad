"""One picture with its truth, from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.samples.scenes.desks import Textures, covered, desk
from tests.samples.scenes.pixels import Picture, Random, chance
from tests.samples.scenes.sheets import Sheet, card, page
from tests.samples.scenes.things import hand, thing
from tests.samples.scenes.view import Corners, View, corners_mm, lay, look_at, photographed, unevenly_lit

COVERED = "covered"
"""The surface of a desk hidden by a sheet larger than the picture."""


class Subject(StrEnum):
    """What lies there to be found."""

    PAGE = "page"
    CARD = "card"
    CARD_ON_PAGE = "card_on_page"
    TWO_CARDS = "two_cards"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What makes a picture hard. Lengths in shares of the frame's long side or of an edge; ``surface`` and
    ``exposure`` are any where they are empty."""

    subject: Subject
    fill: float
    tilt_deg: float
    turn_deg: float
    under: int = 0
    clutter: int = 0
    curl: float = 0.0
    fingers: int = 0
    cut: bool = False
    blur: float = 0.0
    motion: float = 0.0
    grain: float = 2.0
    surface: str = ""
    shadow: float = 0.0
    exposure: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """A paper that is to be found, its corners clockwise from its own top left, in pixels."""

    corners: Corners
    is_card: bool


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    image: NDArray[np.uint8]
    papers: tuple[Paper, ...]
    recipe: Recipe


@dataclass(frozen=True, slots=True, eq=False)
class Supplies:
    """What scenes are made of: photographed surfaces, and sheets drawn once to be used often."""

    textures: Textures = ()
    pages: Sequence[Sheet] = ()
    cards: Sequence[Sheet] = ()

    def page(self, rng: Random) -> Sheet:
        return self.pages[int(rng.integers(len(self.pages)))] if self.pages else page(rng, self.textures)

    def card(self, rng: Random) -> Sheet:
        return self.cards[int(rng.integers(len(self.cards)))] if self.cards else card(rng, self.textures)


_BARE = Supplies()


def any_recipe(rng: Random) -> Recipe:
    """Something between an easy and a nasty picture."""
    subject = Subject(rng.choice([str(s) for s in Subject], p=(0.36, 0.2, 0.24, 0.06, 0.14)))
    quarter = 90.0 * int(rng.choice(4, p=(0.5, 0.2, 0.1, 0.2)))
    near_square = chance(rng, 0.72)
    is_card = subject in (Subject.CARD, Subject.TWO_CARDS)
    on_sheet = subject in (Subject.CARD, Subject.TWO_CARDS, Subject.NOTHING) and chance(rng, 0.4)
    cut = chance(rng, 0.1) and subject in (Subject.PAGE, Subject.CARD)
    fill = rng.uniform(0.13, 0.85) if is_card else 1 - 0.8 * rng.beta(1.2, 2.4)
    return Recipe(
        subject=subject,
        fill=float(fill * (rng.uniform(1, 1.25) if cut and not is_card else 1)),
        tilt_deg=float(rng.choice((4, 12, 24, 36), p=(0.3, 0.35, 0.25, 0.1))),
        turn_deg=float(quarter + (rng.normal(0, 7) if near_square else rng.uniform(-45, 45))),
        # A page under a card alone is a page to be found: see CARD_ON_PAGE.
        under=0 if is_card else int(rng.choice(4, p=(0.5, 0.22, 0.17, 0.11))),
        clutter=int(rng.choice(5, p=(0.5, 0.18, 0.14, 0.1, 0.08))),
        curl=float(rng.normal(0, 0.025)) if chance(rng, 0.3) and not is_card else 0.0,
        fingers=int(rng.choice(4, p=(0.75, 0.14, 0.08, 0.03))),
        cut=cut,
        blur=float(rng.choice((0.0, 0.001, 0.002, 0.004), p=(0.45, 0.3, 0.17, 0.08))),
        motion=float(rng.uniform(0.004, 0.02)) if chance(rng, 0.08) else 0.0,
        grain=float(rng.choice((0.5, 2, 5, 10), p=(0.3, 0.4, 0.2, 0.1))),
        surface=COVERED if on_sheet else "",
    )


def shoot(
    seed: int | Sequence[int],
    size_px: tuple[int, int] = (1_920, 1_080),
    recipe: Recipe | None = None,
    supplies: Supplies = _BARE,
) -> Scene:
    """The picture of that seed; ``recipe`` where a certain difficulty is wanted."""
    rng = np.random.default_rng(seed)
    recipe = recipe or any_recipe(rng)
    if recipe.surface == COVERED:
        frame = covered(rng, size_px, supplies.page(rng).image)
    else:
        frame = desk(rng, size_px, supplies.textures, recipe.surface)
    sheets, places, view = _arranged(rng, size_px, recipe, supplies)
    spots = _free_spots(rng, size_px, [view.seen(place) for place in places], recipe.clutter)
    for spot in spots:
        frame = thing(rng, frame, spot, supplies.textures)
    if places:
        frame = _under(rng, frame, view, places[0], recipe, supplies)
    for index, (sheet, place) in enumerate(zip(sheets, places, strict=True)):
        frame = lay(rng, frame, view, sheet, place, recipe.curl if index == 0 else 0.0)
    seen = [view.seen(place) for place in places]
    for _ in range(recipe.fingers if seen else 0):
        frame = _held(rng, frame, view, seen[-1])
    frame = unevenly_lit(rng, frame, recipe.shadow)
    long_px = max(size_px)
    first = seen[0] if seen else None
    frame = photographed(
        rng, frame, first, recipe.blur * long_px, recipe.motion * long_px, recipe.grain, recipe.exposure
    )
    image = np.clip(frame, 0, 255).astype(np.uint8)
    if chance(rng, 0.5):
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(45, 95))]
        image = np.asarray(cv2.imdecode(cv2.imencode(".jpg", image, quality)[1], cv2.IMREAD_COLOR), np.uint8)
    papers = tuple(Paper(corners, sheet.is_card) for sheet, corners in zip(sheets, seen, strict=True))
    return Scene(image, papers, recipe)


def _arranged(
    rng: Random, size_px: tuple[int, int], recipe: Recipe, supplies: Supplies
) -> tuple[list[Sheet], list[NDArray[np.float64]], View]:
    """The papers to be found, where they lie, and the camera over them."""
    turn = np.radians(recipe.turn_deg)
    origin = np.zeros(2)
    first = supplies.card(rng) if recipe.subject in (Subject.CARD, Subject.TWO_CARDS) else supplies.page(rng)
    sheets, places = [first], [corners_mm(first, turn, origin)]
    if recipe.subject is Subject.TWO_CARDS:
        way = rng.uniform(0, 2 * np.pi)
        aside = np.array((np.cos(way), np.sin(way))) * rng.uniform(92, 130)
        sheets.append(supplies.card(rng))
        places.append(corners_mm(sheets[1], turn + rng.normal(0, 0.5), aside))
    elif recipe.subject is Subject.CARD_ON_PAGE:
        sheets.append(supplies.card(rng))
        aside = rng.uniform(-0.35, 0.35, 2) * first.size_mm
        places.append(corners_mm(sheets[1], turn + rng.normal(0, 0.6), aside))
    bounds = np.concatenate(places)
    view = look_at(rng, size_px, bounds, recipe.tilt_deg, recipe.fill, recipe.cut)
    if recipe.subject is Subject.NOTHING:
        return [], [], view
    return sheets, places, view


def _under(
    rng: Random, frame: Picture, view: View, place: NDArray[np.float64], recipe: Recipe, supplies: Supplies
) -> Picture:
    """Sheets beneath the one to be found, each partly covered by it."""
    middle, extent = place.mean(axis=0), float(np.ptp(place, axis=0).max())
    for _ in range(recipe.under):
        sheet = supplies.page(rng)
        way = rng.uniform(0, 2 * np.pi)
        aside = np.array((np.cos(way), np.sin(way))) * extent * rng.uniform(0.03, 0.45)
        turn = np.radians(recipe.turn_deg) + (
            rng.normal(0, 0.08) if chance(rng, 0.5) else rng.uniform(-1.6, 1.6)
        )
        frame = lay(rng, frame, view, sheet, corners_mm(sheet, float(turn), middle + aside), 0.0)
    return frame


def _held(rng: Random, frame: Picture, view: View, corners: Corners) -> Picture:
    side = int(rng.integers(4))
    a, b = corners[side], corners[(side + 1) % 4]
    # Corners are held as often as edges.
    share = rng.choice((rng.uniform(0, 0.1), rng.uniform(0.1, 0.9), rng.uniform(0.9, 1)))
    edge = a + share * (b - a)
    inward = corners.mean(axis=0) - edge
    inward /= max(float(np.linalg.norm(inward)), 1e-6)
    # A finger is some 16 mm wide.
    middle = np.zeros((1, 2))
    per_mm = float(np.linalg.norm(view.seen(middle + np.array((10, 0))) - view.seen(middle)) / 10)
    return hand(rng, frame, edge, inward, max(3.0, 16 * per_mm * rng.uniform(0.8, 1.2)))


def _free_spots(
    rng: Random, size_px: tuple[int, int], papers: list[Corners], count: int
) -> list[NDArray[np.float64]]:
    """Places for things: mostly beside the papers, so that these stay to be found."""
    spots = []
    for _ in range(count * 4):
        spot = rng.uniform(-0.05, 1.05, 2) * size_px
        inside = any(cv2.pointPolygonTest(p.astype(np.float32), spot.tolist(), False) >= 0 for p in papers)
        if not inside or chance(rng, 0.3):
            spots.append(spot)
        if len(spots) == count:
            break
    return spots
