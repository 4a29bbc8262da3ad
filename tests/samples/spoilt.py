"""One defect on a page, plain or harmless. Strengths and their grounds: :mod:`tests.samples.defects`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import cv2
import numpy as np

from kiosk_app.capture.geometry import PaperKind
from tests.samples.defects import (
    CARDS,
    LETTER_PX,
    Field,
    Sample,
    Scene,
    expose,
    middle_of,
    plain_scene,
    render,
    streak,
    text_of,
)
from tests.samples.papers import A4_PX

_SKINS = ((150, 178, 226), (128, 160, 212), (104, 140, 198), (84, 118, 176), (60, 88, 138), (164, 188, 232))
_TRIES = 60

Spoilt = tuple[Scene, tuple[float, float] | None]


def _blur(rng: np.random.Generator, scene: Scene, plain: bool) -> Spoilt:
    share = rng.uniform(0.16, 0.3) if plain else rng.uniform(0.03, 0.08)
    return replace(scene, blur_px=max(scene.blur_px, share * scene.letter_px)), None


def _corner(rng: np.random.Generator, scene: Scene, plain: bool) -> Spoilt | None:
    """The corner must have text that the blur can spoil."""
    text = text_of(scene)
    height, width = text.shape
    share = rng.uniform(0.22, 0.35) if plain else rng.uniform(0.03, 0.07)
    for index in rng.permutation(4):
        x, y = int(index) % 2, int(index) // 2
        reach = round(0.2 * max(height, width))
        part = text[
            max(0, y * height - reach) : y * height + reach, max(0, x * width - reach) : x * width + reach
        ]
        if part.sum() > 15 * scene.letter_px**2:
            return replace(scene, corner_blur=(share * scene.letter_px, (x, y))), (float(x), float(y))
    return None


def _motion(rng: np.random.Generator, scene: Scene, plain: bool) -> Spoilt:
    letters = rng.uniform(0.65, 1.2) if plain else rng.uniform(0.05, 0.25)
    return replace(scene, streak=streak(letters * scene.letter_px, rng.uniform(0, 3.15))), None


def _glare(rng: np.random.Generator, scene: Scene, plain: bool) -> Spoilt | None:
    """A lamp or window on a glossy page. Plain: burnt out over at least 6 letters and 1.2 % of the page."""
    scene = replace(scene, light=scene.light * min(1.0, 0.8 / float(scene.light.max())))
    text, size = text_of(scene), scene.light.shape[1::-1]
    paper = float(np.percentile(scene.paper * scene.light, 95))
    for _ in range(_TRIES):
        long_px = rng.uniform(0.07, 0.2) * max(size)
        field = _spot(
            size, rng.uniform((0, 0), size), (long_px, long_px * rng.uniform(0.3, 1)), rng.uniform(0, 3.1)
        )
        if not plain:
            return replace(scene, glare=field * (rng.uniform(0.3, 0.8) * max(5.0, 236 - paper))), None
        spot = field * rng.uniform(255, 420)
        burnt = (scene.paper * scene.light).min(axis=2) + spot > 258
        if burnt.mean() > 0.012 and (burnt & text).sum() > 6 * scene.letter_px**2:
            return replace(scene, glare=spot), middle_of(burnt)
    return None


def _spot(
    size: tuple[int, ...], middle: np.typing.ArrayLike, reach: tuple[float, float], turn: float
) -> Field:
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    cx, cy = np.asarray(middle, np.float32)
    u = (x - cx) * np.cos(turn) + (y - cy) * np.sin(turn)
    v = (y - cy) * np.cos(turn) - (x - cx) * np.sin(turn)
    return np.asarray(np.exp(-(((u / reach[0]) ** 2 + (v / reach[1]) ** 2) ** 1.3)), np.float32)


def _shadow(rng: np.random.Generator, scene: Scene, plain: bool) -> Spoilt | None:
    """A hand or the edge of something between lamp and page. Plain: at most a third of the light stays,
    over text; harmless: two thirds stay."""
    text, size = text_of(scene), scene.light.shape[1::-1]
    left = rng.uniform(0.1, 0.32) if plain else rng.uniform(0.68, 0.9)
    for _ in range(_TRIES):
        hand = np.zeros(size[::-1], np.float32)
        _hand(rng, hand)
        soft_px = float(rng.uniform(0.005, 0.02)) * max(size)
        dark = np.asarray(cv2.GaussianBlur(hand, (0, 0), soft_px), np.float32)
        core = dark > 0.8
        if 0.02 < core.mean() < 0.45 and (core & text).sum() > 8 * scene.letter_px**2:
            light = scene.light * (1 - (1 - left) * dark)[:, :, None]
            return replace(scene, light=light.astype(np.float32)), middle_of(core)
    return None


def _hand(rng: np.random.Generator, dark: Field) -> None:
    """A round palm with an arm, or a straight edge, coming in from outside."""
    size = np.array(dark.shape[1::-1], np.float64)
    longest = size.max()
    tip = rng.uniform(0.1, 0.9, 2) * size
    way = rng.uniform(0, 6.3)
    start = tip + 2 * longest * np.array((np.cos(way), np.sin(way)))
    width = int(rng.uniform(0.1, 0.32) * longest)
    cv2.line(dark, [int(v) for v in tip], [int(v) for v in start], 1.0, width)


def _dark(rng: np.random.Generator, scene: Scene, plain: bool) -> Spoilt:
    level = rng.uniform(0.05, 0.14) if plain else rng.uniform(0.36, 0.5)
    return replace(scene, light=scene.light * (level / float(scene.light.mean()))), None


def _finger(rng: np.random.Generator, scene: Scene, plain: bool) -> Spoilt | None:
    """Plain: at least 5 letters' area of text under it; harmless: it holds the blank margin,
    more than a letter away from all text."""
    text = text_of(scene)
    height, width = text.shape
    far = 2 * round(1.2 * scene.letter_px) + 1
    close_to_text = cv2.dilate(text.astype(np.uint8), np.ones((far, far), np.uint8)) > 0
    for _ in range(_TRIES):
        cover, nail = _finger_shape(rng, width, height, plain, scene)
        hidden = float((cover[text if plain else close_to_text] > 0.5).sum())
        on_page = float((cover > 0.5).sum())
        if (hidden > 5 * scene.letter_px**2) if plain else (hidden == 0 and on_page > scene.letter_px**2):
            skin = np.empty((*text.shape, 3), np.float32)
            skin[:] = np.array(_SKINS[int(rng.integers(len(_SKINS)))]) * rng.uniform(0.9, 1.1)
            round_side = cv2.GaussianBlur(cover, (0, 0), 0.03 * max(width, height))
            skin *= (0.72 + 0.3 * round_side)[:, :, None]
            skin += (nail * 18)[:, :, None]
            shade = 1 - 0.35 * cv2.GaussianBlur(cover, (0, 0), 0.008 * max(width, height))
            light = (scene.light * shade[:, :, None]).astype(np.float32)
            where = middle_of(cover > 0.5) if plain else None
            return replace(scene, light=light, finger=(skin, cover)), where
    return None


def _finger_shape(
    rng: np.random.Generator, width: int, height: int, plain: bool, scene: Scene
) -> tuple[Field, Field]:
    """How much a finger covers each pixel, and its nail. It comes from outside over one of the sides."""
    card = max(width, height) / min(width, height) > 1.5 and scene.letter_px / max(width, height) > 0.025
    thick = (rng.uniform(14, 22) / (85.6 if card else 297)) * max(width, height)
    reach = rng.uniform(0.8, 3.0) * thick if plain else rng.uniform(0.3, 0.9) * thick
    side, along = int(rng.integers(4)), float(rng.uniform(0.1, 0.9))
    inwards = np.array(((0, 1), (-1, 0), (0, -1), (1, 0))[side], np.float64)
    edge = np.array(((along, 0), (1, along), (along, 1), (0, along))[side]) * (width, height)
    lean = rng.uniform(-0.5, 0.5)
    turn = np.array(((np.cos(lean), -np.sin(lean)), (np.sin(lean), np.cos(lean))))
    way = turn @ inwards
    tip = edge + way * (reach - thick / 2)
    start = edge - way * 3 * thick
    cover = np.zeros((height, width), np.float32)
    cv2.line(cover, [int(v) for v in start], [int(v) for v in tip], 1.0, max(2, int(thick)), cv2.LINE_AA)
    nail = np.zeros_like(cover)
    cv2.circle(nail, [int(v) for v in tip], max(1, int(thick * 0.26)), 1.0, -1, cv2.LINE_AA)
    soft, round_nail = cv2.GaussianBlur(cover, (0, 0), 1.2), cv2.GaussianBlur(nail, (0, 0), 2.0)
    return np.asarray(soft, np.float32), np.asarray(round_nail, np.float32)


_SPOIL: Mapping[str, Callable[[np.random.Generator, Scene, bool], Spoilt | None]] = {
    "blur": _blur,
    "corner_blur": _corner,
    "motion": _motion,
    "glare": _glare,
    "shadow": _shadow,
    "dark": _dark,
    "finger": _finger,
}
DEFECTS = (*_SPOIL, "small", "empty")

CODES: Mapping[str, frozenset[str]] = {
    "blur": frozenset({"page_blurred"}),
    "corner_blur": frozenset({"page_blurred"}),
    "motion": frozenset({"page_blurred"}),
    "glare": frozenset({"page_glare"}),
    "shadow": frozenset({"page_shadow"}),
    "dark": frozenset({"page_dark"}),
    "finger": frozenset({"page_finger"}),
    "small": frozenset({"page_too_far"}),
    "empty": frozenset({"page_empty"}),
}
"""What a judge should find."""


def clean_sample(name: str, seed: int, *, held_out: bool = False) -> Sample:
    """A page with nothing wrong."""
    rng = _rng(name, "", seed, held_out)
    scene = plain_scene(rng, name, render(name, seed, held_out=held_out))
    return Sample(_sliver(rng, expose(scene, rng)), _kind(name), name, "")


def spoilt_sample(
    name: str, defect: str, seed: int, *, plain: bool = True, held_out: bool = False
) -> Sample | None:
    """A page with one defect; with ``plain=False`` so little of it that it does no harm.

    None where this page has no room for it, such as no text near a corner.
    """
    rng = _rng(name, defect, seed, held_out)
    if defect == "empty":
        return Sample(_blank(rng), PaperKind.PAGE, "blank", "empty") if plain else None
    letters = None
    if defect == "small":
        letters = float(rng.uniform(5, 7.5) if plain else rng.uniform(13, 15))
    scene = plain_scene(rng, name, render(name, seed, held_out=held_out), letters)
    if defect == "small":
        return Sample(expose(scene, rng), _kind(name), name, "small" if plain else "")
    spoilt = _SPOIL[defect](rng, scene, plain)
    if spoilt is None:
        return None
    return Sample(expose(spoilt[0], rng), _kind(name), name, defect if plain else "", spoilt[1])


def can_have(name: str, defect: str) -> bool:
    """A photograph without letters has no text to hide or to blur."""
    return name in LETTER_PX or defect in ("dark", "glare")


def _rng(name: str, defect: str, seed: int, held_out: bool) -> np.random.Generator:
    words = sum(ord(letter) * (k + 1) for k, letter in enumerate(name + defect))
    return np.random.default_rng((seed, words, int(held_out)))


def _kind(name: str) -> PaperKind:
    return PaperKind.CARD if name in CARDS else PaperKind.PAGE


def _blank(rng: np.random.Generator) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    tint = np.array(((252, 250, 246), (230, 240, 250), (208, 226, 214))[int(rng.integers(3))], np.uint8)
    paper = np.empty((A4_PX[1], A4_PX[0], 3), np.uint8)
    paper[:] = tint
    scene = plain_scene(rng, "blank", paper)
    if rng.random() < 0.5:  # what is printed on the other side shines through
        back = render("dense", int(rng.integers(99)))[:, ::-1]
        back = cv2.resize(back, scene.paper.shape[1::-1], interpolation=cv2.INTER_AREA).astype(np.float32)
        through = cv2.GaussianBlur(back, (0, 0), 4) - 250
        scene = replace(scene, paper=scene.paper + 0.025 * through)
    return _sliver(rng, expose(scene, rng))


def _sliver(rng: np.random.Generator, image: np.typing.NDArray[np.uint8]) -> np.typing.NDArray[np.uint8]:
    """A little of the desk beside the page, where the outline was not quite right."""
    if rng.random() < 0.5:
        return image
    height, width = image.shape[:2]
    desk = [float(v) for v in rng.uniform(20, 190) * np.array((0.62, 0.8, 1.0)) ** rng.uniform(0, 1.4)]
    depth = rng.uniform(-0.004, 0.006, 4) * max(height, width)
    (ax, ay), (bx, by) = (
        ((0, depth[0]), (width, depth[1])) if rng.random() < 0.5 else ((depth[2], 0), (depth[3], height))
    )
    far = ((width, -9), (0, -9)) if bx - ax > by - ay else ((-9, height), (-9, 0))
    shape = np.array([(ax, ay), (bx, by), *far], np.int32)
    cv2.fillPoly(image, [shape], desk)
    return image
