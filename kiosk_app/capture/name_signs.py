"""A closer look at a printed name: for each character how surely it is that one, and what else it may be.

A recogniser that never saw a rare character in its training tells the common one that looks like it, and is
sure of it: of 357 rare characters printed in a name, sharp and slightly blurred, 62 and 68 were read as a
common one with a confidence of 0.9 and more. So each character is also held against pictures of the rare
ones: where a rare one fits its ink better than what was read does, there is doubt, and the person is asked.
Only what is seen counts here; nothing is ever replaced.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from kiosk_app.capture.alphabet import is_han
from kiosk_app.capture.geometry import Image
from kiosk_app.capture.handwriting import known_signs, look
from kiosk_app.capture.strokes import NETWORK_PX

MOST_OTHERS = 5
_RARE_OTHERS = 3
_LOOKED_AT = 8
_LEAST_CHANCE = 1e-3
"""Below this chance a next-best sign is noise, and would only confuse whoever is asked."""
_LEAST_LIKE = 0.45
"""A rare character must fit the ink so well (correlation) to be worth showing."""
_CLEARLY = 0.02
"""So much better than what was read must it fit to make a doubt."""
_LABEL = "名"
_BESIDE, _REACH = 0.58, 0.2
"""A character ends so far from its middle, give or take, in distances between two middles."""
_BLANK = 0
_DRAWN_PX = 64
_FITTED_PX = 32
_INK = 0.3
"""Of the darkest: what counts as ink."""

Ink = NDArray[np.float32]
"""A character's ink fitted into a square, its mean taken away, of length 1: a product of two is how alike
they are, -1 to 1."""


@dataclass(frozen=True, slots=True)
class SignSeen:
    """One character of a name as it was read. ``others`` are what it may be instead, the likeliest first;
    ``rare_fits`` says that a rare character fits what is seen better than what was read."""

    sign: str
    others: tuple[str, ...] = ()
    rare_fits: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class RareSigns:
    """Pictures of rare characters to hold a name against. Make one with :func:`draw_rare_signs`."""

    signs: tuple[str, ...]
    inks: NDArray[np.float32]
    font: bytes


def draw_rare_signs(font: bytes) -> RareSigns:
    """The rare characters that the recogniser has a class for, drawn with a font's bytes (0.2 s).

    They are those of Unicode's extensions A and later, which is where the characters of the general table
    (通用规范汉字表) lie that no older system can write.
    """
    signs = tuple(dict.fromkeys(sign for sign in known_signs() if is_rare(sign)))
    face = _face(font)
    drawn = [(sign, _fitted(_drawn(sign, face))) for sign in signs]
    kept = [(sign, ink) for sign, ink in drawn if ink is not None]
    return RareSigns(tuple(sign for sign, _ in kept), np.stack([ink for _, ink in kept]), font)


def is_rare(sign: str) -> bool:
    """Whether it is a Chinese character outside Unicode's first block of them (extension A and beyond)."""
    return len(sign) == 1 and is_han(sign) and sign != "〇" and not "\u4e00" <= sign <= "\u9fff"


def look_closely(row: Image, name: str, rare: RareSigns) -> tuple[SignSeen, ...]:
    """The characters of a name one by one. ``row`` is the piece of a card that the name was read from, with
    or without its label; where the name is not found on it again, nothing is added to what was read."""
    places = _places(row, name)
    if places is None:
        return tuple(SignSeen(sign) for sign in name)
    face = _face(rare.font)
    inks = [_fitted(piece) for piece in _pieces(row, [place.at_px for place in places])]
    return tuple(
        _seen(sign, place.others, ink, rare, face)
        for sign, place, ink in zip(name, places, inks, strict=True)
    )


def _seen(
    sign: str, likely: Sequence[str], ink: Ink | None, rare: RareSigns, face: ImageFont.FreeTypeFont
) -> SignSeen:
    own = _fitted(_drawn(sign, face))
    if ink is None or own is None or not is_han(sign):
        return SignSeen(sign, tuple(likely)[:MOST_OTHERS] if is_han(sign) else ())
    alike = rare.inks @ ink
    best = [int(place) for place in np.argsort(-alike)[:_RARE_OTHERS] if alike[place] >= _LEAST_LIKE]
    fitting = [rare.signs[place] for place in best if rare.signs[place] != sign]
    fits = bool(fitting) and not is_rare(sign) and float(alike.max()) > float(own @ ink) + _CLEARLY
    # What fits the ink better than what was read comes first; else what the recogniser thought of.
    ordered = (*fitting, *likely) if fits else (*likely, *fitting)
    others = dict.fromkeys(other for other in ordered if other != sign)
    return SignSeen(sign, tuple(others)[:MOST_OTHERS], fits)


# Where the characters stand -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A character in a row: where its middle is, and the recogniser's next-best signs for it."""

    sign: str
    at_px: float
    others: tuple[str, ...]


def _places(row: Image, name: str) -> list[_Place] | None:
    height_px, width_px = row.shape[:2]
    if min(height_px, width_px) < 4 or not name:
        return None
    scale = NETWORK_PX / height_px
    grey = cv2.cvtColor(row, cv2.COLOR_BGR2GRAY) if row.ndim == 3 else row
    small = cv2.resize(grey, (max(NETWORK_PX, round(width_px * scale)), NETWORK_PX))
    (steps,) = look([small.astype(np.uint8, copy=False)])
    signs = known_signs()
    found = [_place(steps, peak, signs, width_px) for peak in _peaks(steps)]
    found = [place for place in found if place.sign.strip()]
    text = "".join(place.sign for place in found)
    start = text.rfind(name)
    if start < 0:  # read another way this time: the signs behind the label, one for one
        start = text.rfind(_LABEL) + 1
        if len(found) - start != len(name):
            return None
    return [
        place if place.sign == sign else replace(place, others=(place.sign, *place.others))
        for place, sign in zip(found[start:], name, strict=False)
    ]


def _peaks(steps: NDArray[np.float32]) -> Iterable[int]:
    """The step at which each sign of the best reading is surest."""
    best = steps.argmax(axis=1)
    runs = np.flatnonzero(np.diff(best, prepend=-1, append=-1))
    for start, end in pairwise(runs):
        if best[start] != _BLANK:
            yield int(start + steps[start:end, best[start]].argmax())


def _place(steps: NDArray[np.float32], peak: int, signs: tuple[str, ...], width_px: int) -> _Place:
    chances = steps[peak]
    order = [int(place) for place in np.argsort(-chances)[:_LOOKED_AT] if place != _BLANK]
    others = tuple(
        signs[place] for place in order[1:] if chances[place] >= _LEAST_CHANCE and is_han(signs[place])
    )
    return _Place(signs[order[0]], (peak + 0.5) / len(steps) * width_px, others)


def _pieces(row: Image, middles_px: Sequence[float]) -> list[NDArray[np.float32]]:
    """The ink of each character: cut between two where there is least of it."""
    grey = (cv2.cvtColor(row, cv2.COLOR_BGR2GRAY) if row.ndim == 3 else row).astype(np.float32)
    ink = np.clip(np.median(grey) - grey, 0, None)
    columns = ink.sum(axis=0)
    apart = np.diff(middles_px)
    pitch = float(np.median(apart)) if len(apart) else float(row.shape[0])
    between = [(left + right) / 2 for left, right in pairwise(middles_px)]
    wanted = (middles_px[0] - pitch * _BESIDE, *between, middles_px[-1] + pitch * _BESIDE)
    cuts = [_least_ink(columns, at, pitch * _REACH) for at in wanted]
    return [ink[:, start : max(end, start + 1)] for start, end in pairwise(cuts)]


def _least_ink(columns: NDArray[np.float32], at: float, reach: float) -> int:
    """Near a place, where a cut goes through no stroke, or through the fewest; the nearest such place."""
    first = min(max(0, round(at - reach)), len(columns) - 1)
    near = columns[first : max(first + 1, round(at + reach) + 1)]
    free = np.flatnonzero(near <= near.min() + 1e-3)
    return first + int(free[np.abs(free + first - at).argmin()])


# How alike two characters look ----------------------------------------------------------------------------


def _face(font: bytes) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(font), _DRAWN_PX)


def _drawn(sign: str, face: ImageFont.FreeTypeFont) -> NDArray[np.float32]:
    picture = Picture.new("L", (2 * _DRAWN_PX, 2 * _DRAWN_PX), 0)
    ImageDraw.Draw(picture).text((_DRAWN_PX // 2, _DRAWN_PX // 4), sign, font=face, fill=255)
    return np.asarray(picture, np.float32)


def _fitted(ink: NDArray[np.float32]) -> Ink | None:
    """None where there is no ink."""
    if not ink.size or ink.max() <= 0:
        return None
    dark = ink > _INK * ink.max()
    down, across = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    inside = np.where(dark, ink, 0)[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
    small = cv2.resize(inside.astype(np.float32), (_FITTED_PX, _FITTED_PX), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), 1.0)
    soft = soft - soft.mean()
    length = float(np.linalg.norm(soft))
    return np.asarray(soft / length, np.float32).ravel() if length > 0 else None
