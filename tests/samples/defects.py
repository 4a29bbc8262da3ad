"""Flattened pages as a camera gives them, whole and with one defect of known strength.

What a defect does is told in physical terms, and whether it is one is decided by what can be read. With
the text reader on lines of 20 to 40 px letters (seven fonts, noise 3): a blur of sigma <= 0.09 of the
letter's height costs nothing, >= 0.15 most of the letters; a movement of <= 0.3 letters nothing, >= 0.6
most; letters of 9 px are read, of 6 px are not; a tenth of the light is read, a twentieth is not. What
lies between harmless and plain is a grey zone and never made here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import PaperKind
from tests.samples.odd_papers import ODD_PAPERS, odd_paper
from tests.samples.papers import (
    HANDWRITING,
    SERIF,
    Pixels,
    render_card_back,
    render_card_front,
    render_chat,
    render_iou,
    render_transfer,
)
from tests.samples.people import person

Field = NDArray[np.float32]
Mask = NDArray[np.bool_]

LETTER_PX: Mapping[str, int] = {
    "iou": 60,
    "transfer": 36,
    "chat": 40,
    "card_front": 40,
    "card_back": 40,
    "dense": 29,
    "few_words": 56,
    "handwriting": 64,
    "dark_chat": 42,
    "carbon": 48,
    "coloured": 44,
    "table": 34,
    "receipt": 32,
}
"""The height of the smallest print that matters, in pixels of the paper as it is drawn."""

PAPERS = (*LETTER_PX, "photo")
CARDS = ("card_front", "card_back")


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A paper, and all that happens between it and the pixels of its flattened picture.

    ``light`` falls on the paper, ``glare`` is added to what it gives back, both at the picture's size;
    ``blur_px`` is the sigma of the lens, ``streak`` the way the paper moved, ``finger`` what lies on it.
    """

    paper: Field
    letter_px: float
    light: Field
    glare: Field
    blur_px: float
    noise: float
    jpeg: int
    streak: Field | None = None
    finger: tuple[Field, Field] | None = None
    corner_blur: tuple[float, tuple[float, float]] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """``wrong`` is the defect's name, empty for a page without one; ``where`` its middle, in shares."""

    image: Pixels
    kind: PaperKind
    paper: str
    wrong: str
    where: tuple[float, float] | None = None


def render(name: str, seed: int, *, held_out: bool = False) -> Pixels:
    """A paper by its name, drawn anew for each seed."""
    someone = person(seed + (50_000 if held_out else 0))
    known: Mapping[str, Callable[[], Pixels]] = {
        "iou": lambda: render_iou(someone, font=HANDWRITING if held_out else SERIF),
        "transfer": lambda: render_transfer(someone),
        "chat": render_chat,
        "card_front": lambda: render_card_front(someone),
        "card_back": lambda: render_card_back(someone),
    }
    return odd_paper(name, seed, held_out=held_out) if name in ODD_PAPERS else known[name]()


def plain_scene(rng: np.random.Generator, name: str, paper: Pixels, letters_px: float | None = None) -> Scene:
    """A page as an ordinary camera sees it: uneven warm or cold light, a soft lens, noise, JPEG.

    ``letters_px`` is how high letters come out; by default any height that is easily read.
    """
    drawn_px = LETTER_PX.get(name, 40)
    longest = max(paper.shape[:2])
    least = max(14 / drawn_px, 900 / longest if name not in CARDS else 520 / longest)
    scale = letters_px / drawn_px if letters_px else rng.uniform(least, max(least * 1.2, 1_800 / longest))
    size = tuple(max(8, round(side * scale)) for side in paper.shape[1::-1])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(paper, size, interpolation=how).astype(np.float32)
    height, width = small.shape[:2]
    x, y = np.meshgrid(
        np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)
    )
    way, fall = rng.uniform(0, 6.3), rng.uniform(0, 0.4)
    slope = 1 - fall * (0.5 + 0.5 * (x * np.cos(way) + y * np.sin(way)))
    tint = 1 + rng.uniform(-0.09, 0.09) * np.array((-1, 0, 1))
    light = (rng.uniform(0.6, 0.98) * slope)[:, :, None] * tint
    if rng.random() < 0.3:
        light = light * _crease(rng, x, y)[:, :, None]
    return Scene(
        paper=small,
        letter_px=drawn_px * scale,
        light=light.astype(np.float32),
        glare=np.zeros((height, width), np.float32),
        blur_px=float(rng.uniform(0.4, 0.75)),
        noise=float(rng.uniform(1, 4.5)),
        jpeg=int(rng.integers(82, 97)),
    )


def _crease(rng: np.random.Generator, x: Field, y: Field) -> Field:
    """Light and shade on both sides of a fold."""
    away = (x if rng.random() < 0.5 else y) - rng.uniform(-0.4, 0.4)
    return np.asarray(
        1 + rng.uniform(0.02, 0.06) * np.tanh(away * 60) * np.exp(-((away * 6) ** 2)), np.float32
    )


def expose(scene: Scene, rng: np.random.Generator) -> Pixels:
    """The picture of a scene."""
    seen: Field = scene.paper * scene.light
    if scene.finger:
        skin, cover = scene.finger
        seen = seen * (1 - cover[:, :, None]) + skin * scene.light * cover[:, :, None]
    seen = seen + scene.glare[:, :, None]
    if scene.streak is not None:
        seen = np.asarray(cv2.filter2D(seen, -1, scene.streak, borderType=cv2.BORDER_REPLICATE), np.float32)
    if scene.corner_blur:
        seen = _soft_corner(seen, *scene.corner_blur)
    seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), scene.blur_px), np.float32)
    seen = seen + scene.noise * rng.standard_normal(seen.shape, np.float32)
    image = np.clip(seen, 0, 255).astype(np.uint8)
    data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, scene.jpeg])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def _soft_corner(seen: Field, sigma_px: float, corner: tuple[float, float]) -> Field:
    """Sharp but for one corner, where the page has left the lens's depth of field."""
    height, width = seen.shape[:2]
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    near = np.hypot((x - corner[0]) * width, (y - corner[1]) * height) / max(width, height)
    share = np.clip(2 - near / 0.22, 0, 1).astype(np.float32)[:, :, None]
    soft = cv2.GaussianBlur(seen, (0, 0), sigma_px)
    return np.asarray(seen * (1 - share) + soft * share, np.float32)


def text_of(scene: Scene) -> Mask:
    """Where print stands, with the room between its letters and lines."""
    grey = cv2.cvtColor(scene.paper.astype(np.uint8), cv2.COLOR_BGR2GRAY)
    reach = max(3, round(scene.letter_px * 0.6)) | 1
    ground = cv2.medianBlur(cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), 31)
    ground = cv2.resize(ground, grey.shape[::-1])
    ink = (cv2.absdiff(grey, ground) > 45).astype(np.uint8)
    return cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)) > 0


def middle_of(mask: Mask) -> tuple[float, float]:
    y, x = np.nonzero(mask)
    return float(x.mean() / mask.shape[1]), float(y.mean() / mask.shape[0])


def streak(length_px: float, angle_rad: float) -> Field:
    """The kernel of a straight movement."""
    half = int(np.ceil(length_px / 2)) + 1
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
    for step in np.linspace(-0.5, 0.5, max(2, int(length_px * 4))) * length_px:
        x, y = half + step * np.cos(angle_rad), half + step * np.sin(angle_rad)
        x0, y0 = int(x), int(y)
        for dx, dy in ((0, 0), (0, 1), (1, 0), (1, 1)):
            kernel[y0 + dy, x0 + dx] += abs(1 - dx - (x - x0)) * abs(1 - dy - (y - y0))
    return np.asarray(kernel / kernel.sum(), np.float32)
