"""Desks: drawn ones, and photographed surfaces where a folder of them is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from tests.samples.scenes.pixels import Picture, Plane, Random, blurred, chance, colour, flat, noise

Textures = Sequence[np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]]
"""Photographed surfaces, BGR, 8 bit, of any size."""

Pixels = np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]

_WOOD = ((70, 105, 150), (40, 62, 95), (120, 160, 195), (165, 195, 215), (55, 80, 140), (90, 130, 185))


def desk(rng: Random, size_px: tuple[int, int], textures: Textures = (), surface: str = "") -> Picture:
    """One surface, or two that meet at the desk's edge; ``surface`` where a certain one is wanted."""
    if surface:
        return SURFACES[surface](rng, size_px)
    picture = _surface(rng, size_px, textures)
    if chance(rng, 0.22):
        picture = _edge(rng, picture, _surface(rng, size_px, textures))
    return picture


def covered(rng: Random, size_px: tuple[int, int], sheet: Pixels) -> Picture:
    """A desk hidden by one sheet, whose sides lie outside the picture: what a card often lies on."""
    height, width = sheet.shape[:2]
    turn = 90.0 * int(rng.integers(4)) + float(rng.normal(0, 12))
    scale = max(size_px) / min(width, height) * float(rng.uniform(0.9, 2.5))
    about = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), turn, scale), np.float64)
    about[:, 2] += rng.uniform(0.3, 0.7, 2) * size_px - (width / 2, height / 2)
    laid = cv2.warpAffine(sheet, about, size_px, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(laid.astype(np.float32), np.float32)


def _surface(rng: Random, size_px: tuple[int, int], textures: Textures) -> Picture:
    if textures and chance(rng, 0.5):
        return _photographed(rng, size_px, textures)
    drawn = tuple(SURFACES.values())
    weights = (0.3, 0.2, 0.22, 0.08, 0.1, 0.1)
    return drawn[int(rng.choice(len(drawn), p=weights))](rng, size_px)


def _photographed(rng: Random, size_px: tuple[int, int], textures: Textures) -> Picture:
    """A random part of a texture, turned, stretched to the frame, its colour and contrast changed."""
    texture = textures[int(rng.integers(len(textures)))]
    height, width = texture.shape[:2]
    # Seen from far (repeated) to near (a part of it).
    scale = max(size_px) / max(width, height) * float(np.exp(rng.uniform(np.log(0.35), np.log(2.5))))
    turn = float(rng.uniform(0, 360)) if chance(rng, 0.5) else 90.0 * int(rng.integers(4))
    about = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), turn, scale), np.float64)
    about[:, 2] += rng.uniform(0.2, 0.8, 2) * size_px - (width / 2, height / 2)
    laid = cv2.warpAffine(texture, about, size_px, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    mean = np.array(cv2.mean(laid)[:3])
    contrast, towards = rng.uniform(0.25, 1.1), rng.uniform(0, 0.6)
    wanted = colour(rng, (30, 245), 0.5)
    tone = mean * (1 - towards - contrast) + wanted * towards
    return np.asarray(laid.astype(np.float32) * np.float32(contrast) + tone.astype(np.float32), np.float32)


def _grain(rng: Random, size_px: tuple[int, int], strength: float) -> Plane:
    long_px = max(size_px)
    fine, coarse = rng.uniform(1.5, 4), long_px * rng.uniform(0.05, 0.4)
    return np.asarray(
        strength * (noise(rng, size_px, (fine, fine)) + 1.5 * noise(rng, size_px, (coarse, coarse))),
        np.float32,
    )


def _pale(rng: Random, size_px: tuple[int, int]) -> Picture:
    """White and nearly white desks: what paper is hardest to see on."""
    tone = colour(rng, (175, 252), 0.1)
    return np.asarray(
        flat(size_px, tone) + _grain(rng, size_px, rng.uniform(0.2, 1.6))[:, :, None], np.float32
    )


def _plain(rng: Random, size_px: tuple[int, int]) -> Picture:
    tone = colour(rng, (15, 235), 0.7)
    return np.asarray(flat(size_px, tone) + _grain(rng, size_px, rng.uniform(0.3, 4))[:, :, None], np.float32)


def _wood(rng: Random, size_px: tuple[int, int]) -> Picture:
    long_px = max(size_px)
    wide = (long_px * rng.uniform(0.15, 0.6), long_px * rng.uniform(0.002, 0.006))
    veins = noise(rng, size_px, wide) + 0.8 * noise(rng, size_px, (wide[0] * 2, wide[1] * 5))
    if chance(rng, 0.35):  # boards
        y = np.arange(size_px[1], dtype=np.float32)[:, None] + 4 * noise(rng, (size_px[0], 1), (wide[0], 1))
        board = y % (long_px * rng.uniform(0.08, 0.25))
        veins = veins - 6 * (board < long_px * 0.003)
    if chance(rng, 0.5):
        veins = np.ascontiguousarray(cv2.resize(veins.T, size_px))
    tone = np.array(_WOOD[int(rng.integers(len(_WOOD)))]) * rng.uniform(0.75, 1.15)
    shade = 1 + rng.uniform(0.02, 0.12) * np.asarray(veins, np.float32)
    return np.asarray(flat(size_px, tone) * shade[:, :, None], np.float32)


def _tiles(rng: Random, size_px: tuple[int, int]) -> Picture:
    turn, step = rng.uniform(0, np.pi), max(size_px) * rng.uniform(0.08, 0.4)
    x, y = np.meshgrid(np.arange(size_px[0], dtype=np.float32), np.arange(size_px[1], dtype=np.float32))
    across, down = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    width = max(1.0, step * rng.uniform(0.01, 0.05))
    joints = ((across % step < width) | (down % (step * rng.uniform(0.4, 1.5)) < width)).astype(np.float32)
    tone = colour(rng, (60, 245), 0.35)
    picture = flat(size_px, tone) + _grain(rng, size_px, 2)[:, :, None]
    return np.asarray(picture + rng.uniform(-70, 50) * blurred(joints, 0.7)[:, :, None], np.float32)


def _cloth(rng: Random, size_px: tuple[int, int]) -> Picture:
    x, y = np.meshgrid(np.arange(size_px[0], dtype=np.float32), np.arange(size_px[1], dtype=np.float32))
    turn, step = rng.uniform(0, np.pi), max(size_px) * rng.uniform(0.006, 0.08)
    across, down = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    weave = np.sin(across * 2 * np.pi / step) + rng.uniform(0, 1.5) * np.sin(down * 2 * np.pi / step)
    tone, other = colour(rng, (25, 230), 0.7), colour(rng, (25, 240), 0.7)
    checks = chance(rng, 0.4)
    share = (weave > rng.uniform(-0.5, 0.8)).astype(np.float32) * 0.8 if checks else weave * 0.06
    folds = noise(rng, size_px, (max(size_px) * 0.2, max(size_px) * 0.3)) * rng.uniform(0, 9)
    picture = flat(size_px, tone)
    return np.asarray(picture + (other - tone) * share[:, :, None] + folds[:, :, None], np.float32)


def _stone(rng: Random, size_px: tuple[int, int]) -> Picture:
    """Marble, granite, terrazzo."""
    long_px = max(size_px)
    cloud = sum(
        noise(rng, size_px, (long_px * s, long_px * s * rng.uniform(0.5, 1.5))) * s**0.5
        for s in (0.25, 0.08, 0.03)
    )
    vein = np.exp(-np.abs(np.asarray(cloud)) * rng.uniform(6, 25))
    specks = noise(rng, size_px, (2.5, 2.5)) * rng.uniform(0, 10)
    tone = colour(rng, (50, 245), 0.25)
    lines = rng.uniform(-80, 40) * vein * rng.uniform(0.1, 1)
    return np.asarray(flat(size_px, tone) + (lines + specks)[:, :, None], np.float32)


def _edge(rng: Random, near: Picture, far: Picture) -> Picture:
    """Two surfaces that meet at a straight edge, as where the desk ends."""
    height, width = near.shape[:2]
    turn = rng.choice((0, np.pi / 2)) + rng.normal(0, 0.15)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    away = (x - width * rng.uniform(0, 1)) * np.cos(turn) + (y - height * rng.uniform(0, 1)) * np.sin(turn)
    beyond = np.clip(away / 1.2 + 0.5, 0, 1).astype(np.float32)
    dark = 1 - rng.uniform(0, 0.5) * np.exp(-np.clip(away, 0, None) / (0.03 * max(width, height)))
    return np.asarray(
        near + (far * dark[:, :, None].astype(np.float32) - near) * beyond[:, :, None], np.float32
    )


SURFACES: dict[str, Callable[[Random, tuple[int, int]], Picture]] = {
    "pale": _pale,
    "plain": _plain,
    "wood": _wood,
    "tiles": _tiles,
    "cloth": _cloth,
    "stone": _stone,
}
"""The drawn desks by name."""
