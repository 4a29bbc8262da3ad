"""A generated video of somebody who turns a stack of pages under the camera, and the truth about it.

    python -m tests.samples.stack_video /tmp/stack.avi --seed 1 --fps 30

A hand slides the top page off the pile, lays the next page over it, or takes it away before it brings
another; now and then the camera loses its focus, a page is put back, the hand only straightens it, or it
is left lying. Light flickers, the sensor is noisy, whatever moves is smeared.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import A4_ASPECT, Corners, Quad, quad_of
from tests.samples.stack_papers import Pixels, stack

FRAME_PX = (1_920, 1_080)
_EXPOSURE_S = 1 / 60
_SKIN = (128, 160, 212)
_OUT = 1.6  # frame heights from the middle: surely outside


# What happens -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a page lies: its middle in frame heights from the frame's middle, turned by radians."""

    x: float
    y: float
    turn: float

    def towards(self, other: Pose, share: float) -> Pose:
        s = share * share * (3 - 2 * share)  # slow at both ends, as hands are
        x, y, turn = np.array(astuple(self)) * (1 - s) + np.array(astuple(other)) * s
        return Pose(float(x), float(y), float(turn))


@dataclass(frozen=True, slots=True)
class Act:
    """A stretch of time. ``page`` goes from ``start`` to ``end`` above ``under``; ``hand`` says how the
    hand is: "" away, "on" the page, "comes" or "goes". ``hunts`` is the strength of a lost focus."""

    seconds: float
    page: int | None
    start: Pose
    end: Pose
    under: tuple[int, Pose] | None = None
    hand: str = ""
    hunts: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class VideoFrame:
    """``page`` is the page that lies there untouched and whole, None while anything moves or nothing lies;
    ``quad`` is the outline of the page on top, also while it moves; ``blur_px`` is what is added to the
    camera's own softness."""

    image: Pixels
    at_ms: int
    page: int | None
    quad: Quad | None
    blur_px: float


@dataclass(frozen=True, slots=True)
class Oddities:
    """What is done to which page. The rest lie for one to two seconds."""

    put_back: frozenset[int] = frozenset()
    left_long: frozenset[int] = frozenset()
    straightened: frozenset[int] = frozenset()
    unfocused: frozenset[int] = frozenset()


def oddities(count: int, seed: int) -> Oddities:
    rng = np.random.default_rng((seed, 5))
    order = [int(page) for page in rng.permutation(count)]
    several = max(1, count // 5)
    return Oddities(
        frozenset(order[:1]),
        frozenset(order[1:2]),
        frozenset(order[2 : 2 + several]),
        frozenset(order[-several:]),
    )


def acts(count: int, seed: int) -> list[Act]:
    """Everything that happens, one act after the other."""
    rng = np.random.default_rng((seed, 11))
    odd = oddities(count, seed)

    def place() -> Pose:
        turn = rng.uniform(-0.09, 0.09) + float(rng.choice((0, 0, 0, np.pi)))
        return Pose(rng.uniform(-0.035, 0.035), rng.uniform(-0.035, 0.035), turn)

    def outside() -> Pose:
        way = rng.uniform(-0.6, 0.6) + float(rng.choice((0, np.pi)))
        return Pose(_OUT * np.cos(way), 0.7 * np.sin(way), rng.uniform(-0.7, 0.7))

    poses = [place() for _ in range(count)]
    done = [Act(0.5, None, poses[0], poses[0])]
    ways = [str(rng.choice(("slide", "cover", "swap"))) for _ in range(count)]
    for page, pose in enumerate(poses):
        below = (page - 1, done[-1].end) if page and ways[page] == "cover" else None
        if not page or ways[page] != "slide":
            done.append(Act(rng.uniform(0.35, 0.6), page, outside(), pose, below, "on"))
        done.append(Act(rng.uniform(0.2, 0.3), page, pose, pose, None, "goes"))
        if page in odd.straightened:
            moved = Pose(pose.x + rng.uniform(-0.03, 0.03), pose.y, pose.turn + rng.uniform(-0.05, 0.05))
            done.append(Act(0.35, page, pose, pose))
            done.append(Act(0.25, page, pose, pose, None, "comes"))
            done.append(Act(0.4, page, pose, moved, None, "on"))
            done.append(Act(0.25, page, moved, moved, None, "goes"))
            pose = moved
        lies = 6.0 if page in odd.left_long else rng.uniform(1.3, 2.0)
        done.append(
            Act(
                lies + (1.2 if page in odd.unfocused else 0),
                page,
                pose,
                pose,
                hunts=3.5 * (page in odd.unfocused),
            )
        )
        if page in odd.put_back:
            away, again = outside(), place()
            done.append(Act(0.25, page, pose, pose, None, "comes"))
            done.append(Act(0.5, page, pose, away, None, "on"))
            done.append(Act(0.5, page, away, again, None, "on"))
            done.append(Act(0.25, page, again, again, None, "goes"))
            done.append(Act(1.5, page, again, again))
            pose = again
        if page + 1 < count and ways[page + 1] != "cover":
            lower = (page + 1, poses[page + 1]) if ways[page + 1] == "slide" else None
            done.append(Act(0.25, page, pose, pose, None, "comes"))
            done.append(Act(rng.uniform(0.35, 0.6), page, pose, outside(), lower, "on"))
            if lower is None:
                done.append(Act(rng.uniform(0.2, 0.5), None, pose, pose))
    last = done[-1].end
    return [
        *done,
        Act(0.25, count - 1, last, last, None, "comes"),
        Act(0.5, count - 1, last, outside(), None, "on"),
        Act(0.8, None, last, last),
    ]


# What the camera sees ---------------------------------------------------------------------------------


def frames(count: int, seed: int, fps: int, size_px: tuple[int, int] = FRAME_PX) -> Iterator[VideoFrame]:
    """The video, picture after picture. The same seed gives the same video at any rate."""
    camera = _Camera(stack(count, seed), seed, size_px)
    done = acts(count, seed)
    ends_s = np.cumsum([act.seconds for act in done])
    for number in range(int(ends_s[-1] * fps)):
        at_s = number / fps
        index = int(np.searchsorted(ends_s, at_s, side="right"))
        act = done[index]
        into_s = at_s - (ends_s[index] - act.seconds)
        yield camera.shoot(act, into_s, at_s, number)


class _Camera:
    """Renders acts. Holds the desk, the papers and a store of noise."""

    def __init__(self, pages: Sequence[Pixels], seed: int, size_px: tuple[int, int]) -> None:
        self._size = size_px
        self._rng = np.random.default_rng((seed, 3))
        self._desk = _desk(self._rng, size_px)
        self._noise = self._rng.normal(
            0, self._rng.uniform(1.5, 4), (size_px[1] + 64, size_px[0] + 64, 3)
        ).astype(np.float32)
        self._lean = self._rng.uniform(-0.05, 0.05, 2)
        self._fill = self._rng.uniform(0.72, 0.86)
        self._flicker = self._rng.uniform(0.01, 0.04)
        # As fine as the lens resolves them, or warping would leave out every other line.
        high_px = round(1.1 * self._fill * size_px[1])
        fine_px = round(high_px / A4_ASPECT), high_px
        self._pages = [
            cv2.resize(page, fine_px, interpolation=cv2.INTER_AREA).astype(np.uint8) for page in pages
        ]
        self._kept: tuple[tuple[Act, float] | None, NDArray[np.float32]] = None, self._noise[:0]
        self._sides = self._rng.choice((-1, 1), 500)

    def shoot(self, act: Act, into_s: float, at_s: float, number: int) -> VideoFrame:
        share = into_s / act.seconds
        before = max(0.0, share - _EXPOSURE_S / act.seconds)
        moving = act.start != act.end
        hand_moves = act.hand in ("comes", "goes")
        shares = np.linspace(before, share, 3).tolist() if moving or hand_moves else [share]
        blur = act.hunts * abs(np.sin(into_s * 5)) * max(0.0, 1 - into_s / 1.1)
        image = self._seen(act, shares, float(blur))
        light = 1 + self._flicker * np.sin(at_s * 37)
        dy, dx = self._rng.integers(0, 64, 2)
        noise = self._noise[dy : dy + self._size[1], dx : dx + self._size[0]]
        pixels = cv2.addWeighted(image, light, noise, 1, 0).clip(0, 255).astype(np.uint8)
        smear = self._smear_px(act, before, share) if moving else 0.0
        lies = act.page is not None and not moving and not self._covered(act, share)
        quad = self._on_top(act, share)
        return VideoFrame(
            pixels, round(at_s * 1_000), act.page if lies else None, quad, float(np.hypot(blur, smear))
        )

    def _seen(self, act: Act, shares: Sequence[float], blur: float) -> NDArray[np.float32]:
        """Through the lens, without noise. A picture of a still scene is kept for the next."""
        key = (act, blur) if len(shares) == 1 and not act.hand else None
        if key is None or key != self._kept[0]:
            image = np.mean([self._see(act, share) for share in shares], axis=0, dtype=np.float32)
            softness = float(np.hypot(0.55, blur)) * self._size[1] / 1_080
            self._kept = key, cv2.GaussianBlur(np.asarray(image), (0, 0), softness).astype(np.float32)
        return self._kept[1]

    def _covered(self, act: Act, share: float) -> bool:
        """Whether a hand lies over any of the page."""
        if not act.hand:
            return False
        seen = np.zeros((self._size[1] // 8, self._size[0] // 8, 3), np.uint8)
        self._hand(seen, act, act.end, share)
        paper = np.zeros(seen.shape[:2], np.uint8)
        cv2.fillConvexPoly(paper, np.round(self._corners(act.end) / 8).astype(np.int32), 1)
        return bool(np.any(seen[paper > 0]))

    def _on_top(self, act: Act, share: float) -> Quad | None:
        laid = [] if act.page is None else [act.start.towards(act.end, share)]
        laid += [act.under[1]] if act.under else []
        corners = (self._corners(pose) for pose in laid)
        seen = (
            each for each in corners if np.all(((middle := each.mean(axis=0)) > 0) & (middle < self._size))
        )
        return next((quad_of(each) for each in seen), None)

    def _smear_px(self, act: Act, before: float, share: float) -> float:
        one, other = (self._corners(act.start.towards(act.end, s)) for s in (before, share))
        return float(np.linalg.norm(one - other, axis=1).max())

    def _see(self, act: Act, share: float) -> NDArray[np.float32]:
        seen = self._desk.copy()
        if act.under:
            self._lay(seen, *act.under)
        pose = act.start.towards(act.end, share)
        if act.page is not None:
            self._lay(seen, act.page, pose)
            if act.hand:
                self._hand(seen, act, pose, share)
        return seen.astype(np.float32)

    def _corners(self, pose: Pose) -> Corners:
        height = self._size[1]
        half = (
            np.array([(-1 / A4_ASPECT, -1), (1 / A4_ASPECT, -1), (1 / A4_ASPECT, 1), (-1 / A4_ASPECT, 1)])
            * self._fill
            / 2
        )
        turned = half @ np.array(
            [(np.cos(pose.turn), np.sin(pose.turn)), (-np.sin(pose.turn), np.cos(pose.turn))]
        )
        flat = turned + np.array((pose.x, pose.y))
        depth = 1 + flat @ self._lean
        corners: Corners = flat / depth[:, None] * height + np.array(self._size) / 2
        return corners

    def _lay(self, seen: Pixels, page: int, pose: Pose) -> None:
        corners = self._corners(pose)
        paper = self._pages[page]
        left, top = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 24, 0)
        right, bottom = np.minimum(np.ceil(corners.max(axis=0)).astype(int) + 24, self._size)
        if right <= left or bottom <= top:
            return
        area, room = seen[top:bottom, left:right], (int(right - left), int(bottom - top))
        source = np.array(
            [(0, 0), (paper.shape[1], 0), (paper.shape[1], paper.shape[0]), (0, paper.shape[0])], np.float32
        )
        local = (corners - (left, top)).astype(np.float32)
        warp = cv2.getPerspectiveTransform(source - 0.5, local)
        laid = cv2.warpPerspective(paper, warp, room, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
        mask = np.zeros(room[::-1], np.uint8)
        cv2.fillConvexPoly(mask, np.round(local * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
        shade = cv2.blur(mask, (15, 15)).astype(np.float32)[:, :, None] / 255
        alpha = mask.astype(np.float32)[:, :, None] / 255
        area[:] = (area * (1 - 0.3 * shade) * (1 - alpha) + laid * alpha).astype(np.uint8)

    def _hand(self, seen: Pixels, act: Act, pose: Pose, share: float) -> None:
        """An arm from the side, its fingers on the page; away by as much as it comes or goes."""
        side = float(self._sides[act.page or 0])
        away = {"on": 0.0, "comes": 1 - share, "goes": share}[act.hand]
        height = seen.shape[0]
        tip = np.array((pose.x + side * 0.12, pose.y + 0.1)) + np.array((side * 0.9, 0.9)) * away
        elbow = tip + np.array((side * 1.1, 0.9))
        centre = np.array(seen.shape[1::-1]) / 2

        def at(point: NDArray[np.float64]) -> tuple[int, int]:
            x, y = point * height + centre
            return int(x), int(y)

        palm = tip + np.array((side * 0.1, 0.1))
        cv2.line(seen, at(palm), at(elbow), (96, 74, 60), int(0.16 * height), cv2.LINE_AA)
        cv2.circle(seen, at(palm), int(0.075 * height), _SKIN, -1, cv2.LINE_AA)
        for finger in range(4):
            end = tip + np.array((side * 0.035 * finger - side * 0.03, -0.03 * finger + 0.02))
            cv2.line(
                seen, at(palm), at(end), tuple(v - 6 * finger for v in _SKIN), int(0.03 * height), cv2.LINE_AA
            )


def _desk(rng: np.random.Generator, size_px: tuple[int, int]) -> Pixels:
    tone = np.array(((70, 105, 150), (58, 55, 52), (90, 110, 70), (150, 175, 190))[int(rng.integers(4))])
    grain = cv2.resize(rng.normal(0, 6, (size_px[1] // 4, size_px[0] // 80)).astype(np.float32), size_px)
    return (tone + grain[:, :, None]).clip(0, 255).astype(np.uint8)


def write(path: Path, count: int, seed: int, fps: int, size_px: tuple[int, int] = FRAME_PX) -> None:
    """The video as a file that a camera stands in for."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, size_px)
    for frame in frames(count, seed, fps, size_px):
        writer.write(frame.image)
    writer.release()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--fps", type=int, default=30)
    asked = parser.parse_args()
    write(asked.path, asked.pages, asked.seed, asked.fps)


if __name__ == "__main__":
    main()
