"""The ways in which page finders fail, each as a recipe: for tests and for the benchmark."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.samples.scenes.pixels import Random
from tests.samples.scenes.scene import Recipe, Scene, Subject, Supplies, shoot
from tests.samples.scenes.sheets import Sheet, id_card, page

_PAGE = Recipe(Subject.PAGE, fill=0.75, tilt_deg=10, turn_deg=4, exposure=1.15)
_CARD = replace(_PAGE, subject=Subject.CARD, fill=0.45)
_NOTHING = replace(_PAGE, subject=Subject.NOTHING)

MODES: dict[str, Recipe] = {
    "plain": replace(_PAGE, surface="wood"),
    "white on white": replace(_PAGE, surface="pale"),
    "textured": replace(_PAGE, surface="cloth"),
    "cluttered": replace(_PAGE, surface="tiles", clutter=5),
    "shadow": replace(_PAGE, shadow=0.55),
    "fingers": replace(_PAGE, fingers=2, fill=0.65),
    "curled": replace(_PAGE, curl=0.03),
    "on other pages": replace(_PAGE, under=3, fill=0.6),
    "leaves the frame": replace(_PAGE, cut=True, fill=0.85),
    "dark": replace(_PAGE, exposure=0.22, grain=6),
    "moving": replace(_PAGE, motion=0.01),
    "card": _CARD,
    "small card": replace(_CARD, fill=0.22),
    "card on paper": replace(_PAGE, subject=Subject.CARD_ON_PAGE, fill=0.85),
}
"""Pictures in which there is something to find."""

EMPTY: dict[str, Recipe] = {
    "empty desk": _NOTHING,
    "white desk": replace(_NOTHING, surface="pale"),
    "cluttered desk": replace(_NOTHING, clutter=6),
    "hard shadow": replace(_NOTHING, shadow=0.6),
}
"""Pictures in which there is nothing."""


_WHITE = ("plain", "white on white", "card on paper")


def shoot_mode(name: str, seed: int, size_px: tuple[int, int] = (1_920, 1_080)) -> Scene:
    """The picture of that seed with that difficulty: drawn surfaces only."""
    recipe = (MODES | EMPTY)[name]
    rng = np.random.default_rng((seed, len(name)))
    recipe = replace(recipe, turn_deg=recipe.turn_deg + float(rng.normal(0, 6)) + 90 * int(rng.integers(4)))
    # White paper and identity cards are what they say.
    supplies = Supplies(
        pages=(_white_page(rng),) if name in _WHITE else (),
        cards=(id_card(rng),) if "card" in name else (),
    )
    return shoot((seed, 9), size_px, recipe, supplies)


def _white_page(rng: Random) -> Sheet:
    """Of a letter's size or more, so that a card on it covers a part of it."""
    while True:
        sheet = page(rng)
        rim = np.concatenate([sheet.image[0], sheet.image[-1], sheet.image[:, 0], sheet.image[:, -1]])
        if rim.mean() > 225 and min(sheet.size_mm) > 140:
            return sheet
