"""Page finding on real photographs, beside a plain contour pipeline.

    python -m tests.benchmarks.find_page [--photos DIR]

``DIR`` holds pictures and ``annotations.json`` with the corners drawn by hand. Orientation only: the
folder is small, and the finder's weights, scales and least score were chosen with an eye on it, so its
figures flatter. Judge by other photographs.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from kiosk_app.capture.find import find_page, outline
from kiosk_app.capture.geometry import Corners, Image, Quad, quad_of
from kiosk_app.capture.picture import load_picture

PHOTOS = Path(__file__).resolve().parents[3] / "shared" / "photos"


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


def found_by(finder: Callable[[Image], Quad | None]) -> Callable[[Image], Corners | None]:
    def run(image: Image) -> Corners | None:
        quad: Quad | None = finder(image)
        return quad.corners if quad else None

    return run


def overlap(one: Corners, other: Corners) -> float:
    """Intersection over union of two convex outlines."""
    shared, _ = cv2.intersectConvexConvex(one.astype(np.float32), other.astype(np.float32))
    areas = [cv2.contourArea(corners.astype(np.float32)) for corners in (one, other)]
    return float(shared / max(sum(areas) - shared, 1e-9))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    folder: Path = parser.parse_args().photos
    if not (folder / "annotations.json").is_file():
        print(f"no photographs at {folder}: skipped")
        return 0
    photos = json.loads((folder / "annotations.json").read_text())["photos"]
    finders = {"ours": found_by(find_page), "preview": found_by(outline), "contours": contours}
    scores: dict[str, list[float]] = {name: [] for name in finders}
    times: dict[str, list[float]] = {name: [] for name in finders}
    for photo in photos:
        image = load_picture(folder / photo["file"])
        truth = np.array(photo["corners"], np.float64)
        for name, finder in finders.items():
            start = time.perf_counter()
            corners = finder(image)
            times[name].append((time.perf_counter() - start) * 1000)
            scores[name].append(-1.0 if corners is None else overlap(corners, truth))
        told = "  ".join(f"{name} {scores[name][-1]:5.2f}" for name in finders)
        print(f"{photo['file']:8} {told}  {','.join(photo['tags'])}")
    for name in finders:
        got = np.array(scores[name])
        print(
            f"{name:9} IoU>=0.90 {np.mean(got >= 0.9):4.0%}  >=0.95 {np.mean(got >= 0.95):4.0%}  "
            f"none {np.mean(got < 0):4.0%}  wrong (<0.5) {np.mean((got >= 0) & (got < 0.5)):4.0%}  "
            f"median {np.median(times[name]):.0f} ms"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
