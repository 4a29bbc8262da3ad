"""How sharp the print on a page is, measured in a few places of the camera's own picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Image, Quad, side_lengths_px

_TILE_PX = 96
_TILES = 8
_PLACES = np.stack(np.meshgrid(np.linspace(0.12, 0.88, 6), np.linspace(0.1, 0.9, 8)), axis=-1).reshape(-1, 2)
_RESOLUTION_PX = 1_400  # a page larger than this in the picture is measured at half or a third of it
_REACH_PX = 9
_LEAST_CONTRAST = 40.0
_LEAST_PRINT = 200  # pixels


def sharpness(image: Image, quad: Quad) -> float | None:
    """The steepest step between neighbouring pixels as a share of the local contrast, 0 to 1.

    About 0.6 for sharp print and below 0.3 where it can no longer be read, whatever the print, its
    size, the light and the noise; the weaker of both directions counts, since a movement wears away
    one of them. None where there is no print to measure. About 2 ms.
    """
    tiles = _tiles(image, quad)
    if tiles is None:
        return None
    kernel = np.ones((_REACH_PX, _REACH_PX), np.uint8)
    contrast = (cv2.dilate(tiles, kernel) - cv2.erode(tiles, kernel)).astype(np.float32)
    print_here = contrast > max(_LEAST_CONTRAST, 0.6 * float(np.percentile(contrast, 98)))
    rim = _REACH_PX // 2 + 1
    for tile in range(0, tiles.shape[0], _TILE_PX):  # windows that reach over into the next tile
        print_here[tile : tile + rim] = print_here[tile + _TILE_PX - rim : tile + _TILE_PX] = False
    if int(print_here.sum()) < _LEAST_PRINT:
        return None
    steepest = []
    for axis in (0, 1):
        step = cv2.absdiff(tiles, np.roll(tiles, 1, axis=axis))
        steepest.append(float(np.mean(cv2.dilate(step, kernel)[print_here] / contrast[print_here])))
    return min(steepest)


def _tiles(image: Image, quad: Quad) -> NDArray[np.uint8] | None:
    """The most printed places of the page, one under the other, in the green that cameras see best."""
    step = max(1, round(max(side_lengths_px(quad.corners)) / _RESOLUTION_PX))
    side_px = _TILE_PX * step
    tl, tr, br, bl = quad.corners
    across, down = _PLACES[:, :1], _PLACES[:, 1:]
    middles = (tl * (1 - across) + tr * across) * (1 - down) + (bl * (1 - across) + br * across) * down
    found = []
    for x, y in np.round(middles - side_px / 2).astype(int):
        tile = image[y : y + side_px, x : x + side_px, 1] if x >= 0 and y >= 0 else image[:0, :0, 1]
        if tile.shape == (side_px, side_px):
            found.append((float(tile[:: 4 * step, :: 4 * step].std()), tile))
    if not found:
        return None
    best = [tile for _, tile in sorted(found, key=lambda each: -each[0])[:_TILES]]
    if step > 1:
        small = (_TILE_PX, _TILE_PX)
        best = [cv2.resize(tile, small, interpolation=cv2.INTER_AREA).astype(np.uint8) for tile in best]
    return np.vstack(best)
