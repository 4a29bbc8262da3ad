from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pytest

from kiosk_app.capture.follow import Track, farthest_px, follow
from kiosk_app.capture.geometry import Corners, Quad, quad_of

DIAGONAL_PX = float(np.hypot(1_920, 1_080))
PAGE = np.array([(600, 100), (1_300, 120), (1_320, 1_000), (590, 980)], np.float64)


def moved_by(right_px: float, down_px: float) -> Corners:
    made: Corners = PAGE + np.array((right_px, down_px))
    return made


def turned(corners: Corners, degrees: float) -> Corners:
    angle, middle = np.radians(degrees), corners.mean(axis=0)
    turn = np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
    made: Corners = (corners - middle) @ turn + middle
    return made


def followed(
    found: Iterable[Quad | None], fps: float = 30, *, moved: bool = False, track: Track | None = None
) -> list[Quad | None]:
    track, shown = track or Track(), []
    for number, quad in enumerate(found):
        track = follow(track, quad, round(number * 1_000 / fps), diagonal_px=DIAGONAL_PX, moved=moved)
        shown.append(track.quad)
    return shown


def trembling(count: int, sigma_px: float, seed: int = 0) -> list[Quad]:
    rng = np.random.default_rng(seed)
    return [quad_of(PAGE + rng.normal(0, sigma_px, (4, 2))) for _ in range(count)]


def corners_of(quads: Sequence[Quad | None]) -> np.typing.NDArray[np.float64]:
    return np.array([quad.corners for quad in quads if quad])


@pytest.mark.parametrize("fps", [8, 15, 30])
def test_the_outline_of_a_still_page_stands_still(fps: int) -> None:
    shown = corners_of(followed(trembling(8 * fps, 2.0), fps)[fps:])
    assert shown.std(axis=0).max() < 0.001 * DIAGONAL_PX
    assert np.abs(np.diff(shown, axis=0)).max() < 0.001 * DIAGONAL_PX


def test_a_moving_page_leaves_no_trail() -> None:
    way = [quad_of(moved_by(25.0 * step, 6.0 * step)) for step in range(20)]
    shown = corners_of(followed(way, moved=True)[1:])
    assert np.array_equal(shown, corners_of(way[1:]))


def test_a_creeping_page_is_followed_within_a_few_pixels() -> None:
    way = [quad_of(moved_by(3.0 * step, 0.0)) for step in range(60)]
    shown = corners_of(followed(way, moved=True)[20:])
    assert np.abs(shown - corners_of(way[20:])).max() < 0.006 * DIAGONAL_PX


def test_corners_keep_their_names_while_the_page_turns() -> None:
    way = [quad_of(turned(PAGE, 3.0 * step)) for step in range(120)]
    shown = corners_of(followed(way, moved=True)[1:])
    assert np.linalg.norm(np.diff(shown, axis=0), axis=2).max() < 60


def test_a_page_near_45_degrees_does_not_flip() -> None:
    rng = np.random.default_rng(3)
    near = [quad_of(turned(PAGE, 45 + rng.normal(0, 0.2)) + rng.normal(0, 1.5, (4, 2))) for _ in range(90)]
    shown = corners_of(followed(near)[1:])
    assert np.linalg.norm(np.diff(shown, axis=0), axis=2).max() < 0.006 * DIAGONAL_PX


def test_a_missed_picture_changes_nothing() -> None:
    found: list[Quad | None] = [*trembling(30, 1.0)]
    found[15] = found[20] = found[21] = None
    assert all(followed(found)[1:])


@pytest.mark.parametrize("moved", [False, True])
def test_one_wild_outline_is_not_believed(moved: bool) -> None:
    found = trembling(30, 1.0)
    found[15] = quad_of(PAGE * 0.4)
    shown = corners_of(followed(found, moved=moved)[1:])
    assert np.abs(np.diff(shown, axis=0)).max() < 10


def test_one_wild_outline_over_an_empty_desk_is_not_shown() -> None:
    found: list[Quad | None] = [None] * 10
    found[5] = quad_of(PAGE)
    assert followed(found) == [None] * 10


def test_a_page_that_is_gone_is_forgotten() -> None:
    shown = followed([*trembling(15, 1.0), *[None] * 12])
    assert shown[15 + 5] is not None
    assert shown[15 + 10 :] == [None, None]


def test_ever_new_wild_outlines_are_no_page() -> None:
    rng = np.random.default_rng(1)
    wild = [quad_of(rng.uniform((0, 0), (1_920, 1_080), (4, 2))) for _ in range(12)]
    assert followed([*trembling(15, 1.0), *wild])[-1] is None


def test_over_a_still_picture_another_outline_is_believed_only_when_it_lasts() -> None:
    other = quad_of(moved_by(150.0, 0.0))
    shown = followed([*trembling(15, 1.0), *[other] * 10])
    assert farthest_px(shown[15 + 3] or other, other) > 100
    assert farthest_px(shown[-1] or quad_of(PAGE), other) < 1


def test_over_a_moving_picture_a_leap_is_believed_at_the_second_look() -> None:
    other = quad_of(moved_by(400.0, 0.0))
    shown = followed([*trembling(15, 1.0), other, other], moved=True)
    assert shown[-2] is not None
    assert farthest_px(shown[-2], other) > 300
    assert shown[-1] == other
