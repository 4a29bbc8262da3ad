"""A page that does not lie flat: bent like a roof tile, seen by a pinhole camera from above."""

from __future__ import annotations

import cv2
import numpy as np

from tests.samples.defects import Field
from tests.samples.desk import Corners, Pixels

_DESKS = ((60, 78, 96), (112, 118, 120), (52, 60, 50), (150, 172, 190))


def curled(
    paper: Pixels, seed: int, height: float, frame_px: tuple[int, int] = (1_500, 2_000)
) -> tuple[Pixels, Corners]:
    """A frame and the true corners of the page in it. ``height`` is how far the middle stands off the
    desk, as a share of the page's width; half of the seeds bend along the other axis."""
    rng = np.random.default_rng((seed, 77))
    high, wide = paper.shape[:2]
    share = 0.84 * min(frame_px[0] / wide, frame_px[1] / high)
    half = np.array((wide, high)) * share / 2
    distance = 1.6 * max(frame_px)
    turn = np.radians(rng.uniform(-4, 4))
    along_x = rng.random() < 0.5
    skew = rng.uniform(-0.35, 0.35)

    def raised(u: Field, v: Field) -> Field:
        t = np.clip(u if along_x else v, 0, 1)
        return np.asarray(4 * t * (1 - t) * (1 + skew * (2 * t - 1)) * height * 2 * half[0], np.float32)

    spin = np.array(((np.cos(turn), -np.sin(turn)), (np.sin(turn), np.cos(turn))))
    middle = np.array(frame_px) / 2 + rng.uniform(-20, 20, 2)

    def seen(u: Field, v: Field) -> tuple[Field, Field]:
        nearer = distance / (distance - raised(u, v))
        x, y = (2 * u - 1) * half[0] * nearer, (2 * v - 1) * half[1] * nearer
        return x * spin[0, 0] + y * spin[0, 1] + middle[0], x * spin[1, 0] + y * spin[1, 1] + middle[1]

    # Which point of the page each pixel shows: a few steps of a fixed point, the bend being gentle.
    px, py = np.meshgrid(np.arange(frame_px[0], dtype=np.float32), np.arange(frame_px[1], dtype=np.float32))
    rx = (px - middle[0]) * spin[0, 0] + (py - middle[1]) * spin[1, 0]
    ry = (px - middle[0]) * spin[0, 1] + (py - middle[1]) * spin[1, 1]
    u, v = (rx / half[0] + 1) / 2, (ry / half[1] + 1) / 2
    for _ in range(6):
        nearer = distance / (distance - raised(u, v))
        u, v = (rx / nearer / half[0] + 1) / 2, (ry / nearer / half[1] + 1) / 2
    soft = cv2.GaussianBlur(paper, (0, 0), max(0.3, 0.45 / share))
    page = cv2.remap(
        soft, (u * wide - 0.5).astype(np.float32), (v * high - 0.5).astype(np.float32), cv2.INTER_LINEAR
    ).astype(np.float32)
    on_page = ((u >= 0) & (u <= 1) & (v >= 0) & (v <= 1)).astype(np.float32)
    shade = 1 - 0.3 * np.gradient(raised(u, v), axis=1 if along_x else 0) * on_page
    desk = np.empty_like(page)
    desk[:] = _DESKS[int(rng.integers(len(_DESKS)))]
    desk += rng.normal(0, 2, desk.shape)
    cover = cv2.GaussianBlur(on_page, (0, 0), 0.7)[:, :, None]
    frame = desk * (1 - cover) + page * shade[:, :, None] * 0.85 * cover
    frame = frame + rng.normal(0, 2, frame.shape)
    ends = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32)
    corners = np.stack(seen(ends[:, 0], ends[:, 1]), axis=1).astype(np.float64)
    return np.clip(frame, 0, 255).astype(np.uint8), corners
