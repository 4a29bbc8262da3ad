"""Page finding beside a plain contour pipeline: photographs, drawn pictures of each known difficulty, empty
desks, stillness and time.

    python -m tests.benchmarks.find_page [--photos DIR] [--count N]

``DIR`` holds photographs and ``annotations.json`` with the corners drawn by hand; nothing was trained on
them. The drawn pictures come from other seeds, surfaces and recipes than those the network learned from, but
from the same drawers: photographs are the harder judge. A miss counts as an overlap of 0.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.find import find_cards, find_page
from kiosk_app.capture.geometry import Corners, Image, quad_of
from kiosk_app.capture.picture import load_picture
from tests.samples.scenes.modes import EMPTY, MODES, shoot_mode

PHOTOS = Path(__file__).resolve().parents[3] / "shared" / "photos"

Finder = Callable[[Image], Corners | None]


def contours(image: Image) -> Corners | None:
    """What tutorials do: blur, Canny, the largest contour with four corners."""
    scale = 500 / max(image.shape[:2])
    grey = cv2.cvtColor(cv2.resize(image, None, fx=scale, fy=scale), cv2.COLOR_BGR2GRAY)
    edges = cv2.dilate(cv2.Canny(cv2.GaussianBlur(grey, (5, 5), 0), 75, 200), np.ones((3, 3), np.uint8))
    found, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in sorted(found, key=cv2.contourArea, reverse=True)[:5]:
        corners = cv2.approxPolyDP(contour, 0.02 * cv2.arcLength(contour, True), True)
        if len(corners) == 4:
            return quad_of(corners[:, 0].tolist()).scaled(1 / scale).corners
    return None


def page(image: Image) -> Corners | None:
    quad = find_page(image)
    return quad.corners if quad else None


def card(image: Image) -> Corners | None:
    """The one card, as a visitor's capture wants it."""
    cards = find_cards(image)
    return cards[0].corners if len(cards) == 1 else None


def overlap(one: Corners | None, other: Corners, size_px: tuple[int, int]) -> float:
    """Intersection over union of two outlines as far as they lie in the picture, counted in pixels."""
    if one is None:
        return 0.0
    drawn = np.zeros((2, size_px[1], size_px[0]), np.uint8)
    for mask, corners in zip(drawn, (one, other), strict=True):
        cv2.fillConvexPoly(mask, np.round(corners * 16).astype(np.int32), 1, cv2.LINE_8, shift=4)
    shared, either = (int(drawn.all(axis=0).sum()), int(drawn.any(axis=0).sum()))
    return shared / max(either, 1)


class _Table:
    """Overlaps and times of two finders over some pictures."""

    def __init__(self, ours: Finder) -> None:
        self._finders: dict[str, Finder] = {"ours": ours, "contours": contours}
        self._overlaps: dict[str, list[float]] = {name: [] for name in self._finders}
        self._times: dict[str, list[float]] = {name: [] for name in self._finders}
        self._none: dict[str, int] = dict.fromkeys(self._finders, 0)

    def add(self, image: Image, truth: Corners) -> dict[str, float]:
        for name, finder in self._finders.items():
            start = time.perf_counter()
            corners = finder(image)
            self._times[name].append((time.perf_counter() - start) * 1_000)
            self._none[name] += corners is None
            self._overlaps[name].append(overlap(corners, truth, (image.shape[1], image.shape[0])))
        return {name: values[-1] for name, values in self._overlaps.items()}

    def told(self) -> str:
        parts = []
        for name in self._finders:
            got = np.array(self._overlaps[name])
            wrong = np.sum(got < 0.5) - self._none[name]
            parts.append(
                f"{name} {np.mean(got >= 0.9):4.0%} {np.mean(got >= 0.95):4.0%} mean {got.mean():.3f} "
                f"none {self._none[name] / len(got):3.0%} wrong {wrong / len(got):3.0%} "
                f"{np.median(self._times[name]):5.1f} ms"
            )
        return "   ".join(parts)


def photographs(folder: Path) -> None:
    table = _Table(page)
    for photo in json.loads((folder / "annotations.json").read_text())["photos"]:
        got = table.add(load_picture(folder / photo["file"]), np.array(photo["corners"], np.float64))
        told = "  ".join(f"{name} {value:5.3f}" for name, value in got.items())
        print(f"{photo['file']:8} {told}  {','.join(photo['tags'])}")
    print(f"{'photographs':17} {table.told()}")


def drawn(count: int) -> None:
    for name in MODES:
        is_card = "card" in name
        table = _Table(card if is_card else page)
        for seed in range(count):
            scene = shoot_mode(name, seed)
            table.add(scene.image, next(p.corners for p in scene.papers if p.is_card == is_card))
        print(f"{name:17} {table.told()}")


def empty(count: int) -> None:
    for name in EMPTY:
        images = [shoot_mode(name, seed).image for seed in range(count)]
        shares = [np.mean([finder(image) is None for image in images]) for finder in (page, contours)]
        cards = np.mean([not find_cards(image) for image in images])
        print(
            f"{name:17} no outline: ours {shares[0]:4.0%} (no card {cards:4.0%})   contours {shares[1]:4.0%}"
        )


def still(frames: int = 30) -> None:
    """How far the corners of a still page wander in a camera's noise, in shares of the diagonal."""
    image = shoot_mode("plain", 2).image
    diagonal = float(np.hypot(*image.shape[:2]))
    for name, finder in {"ours": page, "contours": contours}.items():
        seen = [found for noisy in _noisy(image, frames) if (found := finder(noisy)) is not None]
        away = np.linalg.norm(np.array(seen) - np.median(seen, axis=0), axis=2) / diagonal
        print(
            f"still page, {name:8} wanders by {np.median(away):.3%} of the diagonal, worst {away.max():.3%}"
        )


def _noisy(image: Image, frames: int) -> Iterator[NDArray[np.uint8]]:
    rng = np.random.default_rng(1)
    for _ in range(frames):
        grain = rng.normal(0, 4, image.shape).astype(np.float32)
        yield np.clip(image + grain, 0, 255).astype(np.uint8)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    parser.add_argument("--count", type=int, default=40, help="drawn pictures of each difficulty")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    find_page(np.zeros((64, 64, 3), np.uint8))  # the network is loaded at the first look
    print("shares with an overlap (IoU) of at least 0.90 and 0.95; times on one core")
    if (options.photos / "annotations.json").is_file():
        photographs(options.photos)
    else:
        print(f"no photographs at {options.photos}: skipped")
    drawn(options.count)
    empty(options.count)
    still()
    return 0


if __name__ == "__main__":
    sys.exit(main())
