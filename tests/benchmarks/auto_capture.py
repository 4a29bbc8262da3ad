"""Turning a stack of pages without a touch, beside a plain timer.

    python -m tests.benchmarks.auto_capture [--videos 6] [--pages 20] [--finder real|true]

The plain timer does what scanner apps begin with: take the picture when an outline has been there for
0.6 s, and again when it had been gone or has leapt. Both are given the same outlines. ``--finder true``
knows the outline, but trembles, misses and errs: it measures the watch alone.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from kiosk_app.capture.find import find_page
from kiosk_app.capture.geometry import Image, Quad, quad_of
from kiosk_app.capture.stack import Watch, watch
from tests.samples.stack_video import VideoFrame, frames

_FPS = (10, 15, 30)
_BLURRED_PX = 1.0


@dataclass
class Tally:
    """Which frames were taken."""

    shots: list[VideoFrame] = field(default_factory=list)
    spent_ms: list[float] = field(default_factory=list)

    def told(self, wanted: int) -> str:
        pages = Counter(shot.page for shot in self.shots if shot.page is not None)
        untouched = len(self.shots) - sum(pages.values())
        doubles = sum(pages.values()) - len(pages)
        blurred = sum(shot.blur_px > _BLURRED_PX for shot in self.shots)
        return (
            f"{len(pages):3} of {wanted}, doubles {doubles}, missed {wanted - len(pages)}, "
            f"blurred {blurred}, while something moved {untouched}"
        )


class TrueFinder:
    """Knows the outline, with the trembling, misses and errors of a finder."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self.truth: Quad | None = None

    def __call__(self, image: Image) -> Quad | None:
        chance = self._rng.random()
        if chance < 0.03 or self.truth is None:
            return None
        if chance < 0.05:
            return quad_of(self._rng.uniform((0, 0), image.shape[1::-1], (4, 2)))
        return quad_of(self.truth.corners + self._rng.normal(0, 1.5, (4, 2)))


class Timer:
    """Takes what has had an outline for 0.6 s; takes again once the outline had been lost or has leapt."""

    def __init__(self) -> None:
        self._since_ms: int | None = None
        self._quad: Quad | None = None
        self._taken = False

    def step(self, quad: Quad | None, at_ms: int) -> bool:
        before, self._quad = self._quad, quad
        if quad is None:
            self._since_ms, self._taken = None, False
            return False
        leapt = before is not None and float(np.abs(before.corners - quad.corners).max()) > 60
        if self._since_ms is None or leapt:
            self._since_ms, self._taken = at_ms, False
        if self._taken or at_ms - self._since_ms < 600:
            return False
        self._taken = True
        return True


def run(count: int, seed: int, fps: int, finder: str) -> tuple[Tally, Tally]:
    """Ours and the timer on one video."""
    ours, timed = Tally(), Tally()
    true = TrueFinder(seed)
    find: Callable[[Image], Quad | None] = true if finder == "true" else find_page
    timer, state, best = Timer(), Watch(), None
    for frame in frames(count, seed, fps):
        true.truth = frame.quad
        quads: list[Quad | None] = []

        def found(image: Image, quads: list[Quad | None] = quads) -> Quad | None:
            quads.append(find(image))
            return quads[0]

        start = time.perf_counter()
        state = watch(state, frame.image, frame.at_ms, found)
        ours.spent_ms.append((time.perf_counter() - start) * 1_000)
        if state.taken:
            ours.shots.append(best if best and state.taken.shot.image is best.image else frame)
        if state.rest and state.rest.best and state.rest.best.image is frame.image:
            best = frame
        if timer.step(quads[0], frame.at_ms):
            timed.shots.append(frame)
    return ours, timed


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--videos", type=int, default=6)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--finder", choices=("real", "true"), default="real")
    asked = parser.parse_args(arguments)
    for seed in range(1, asked.videos + 1):
        fps = _FPS[(seed - 1) % len(_FPS)]
        ours, timed = run(asked.pages, seed, fps, asked.finder)
        print(
            f"video {seed} at {fps:2} frames/s   watch {ours.told(asked.pages)}; "
            f"{np.median(ours.spent_ms):.0f} ms a frame"
        )
        print(f"                            timer {timed.told(asked.pages)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
