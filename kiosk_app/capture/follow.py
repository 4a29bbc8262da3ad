"""Keeps the outline still on the screen: calm on a lying page, at once with a moving one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kiosk_app.capture.geometry import Corners, Point, Quad

_MEMORY_MS = 300
"""How long a page is still believed to lie there that the finder does not see."""

_FIRM_MS = 200
"""How long a finder must insist on another outline while nothing has moved in the picture."""

# All of these are shares of the picture's diagonal.
_AT_ONCE = 0.008  # an outline this far away is followed without any smoothing
_LEAP = 0.06  # no paper gets so far from one picture to the next: asked twice
_SLOWEST_MS = 1_500  # a lying page's outline is the mean of about this long


@dataclass(frozen=True, slots=True)
class Doubt:
    """An outline that nobody believes yet."""

    quad: Quad
    since_ms: int


@dataclass(frozen=True, slots=True)
class Track:
    """``quad`` is the calm outline, None until a first one was seen twice; times are of a steady clock."""

    quad: Quad | None = None
    calm_since_ms: int = 0
    sure_ms: int = 0
    doubt: Doubt | None = None


def follow(track: Track, found: Quad | None, at_ms: int, *, diagonal_px: float, moved: bool) -> Track:
    """The outline after one more picture, in which the finder saw ``found``.

    ``moved`` tells whether the picture changed where the page lies: an outline that leaps over a still
    picture is a finder's error, over a moving one it is news. A corner keeps its name while the page
    turns, so the outline never twists.
    """
    if found is None:
        kept = track.quad is not None and at_ms - track.sure_ms <= _MEMORY_MS
        return replace(track, doubt=None) if kept else Track()
    if track.quad is None:
        if track.doubt and _apart(track.doubt.quad, found) <= _LEAP * diagonal_px:
            return Track(found, at_ms, at_ms)
        return Track(doubt=Doubt(found, at_ms))
    found = _named_alike(found, track.quad)
    apart = _apart(track.quad, found) / diagonal_px
    if apart > _LEAP or (apart > _AT_ONCE and not moved):
        return _doubted(track, found, at_ms, diagonal_px, moved)
    if apart > _AT_ONCE:
        return Track(found, at_ms, at_ms)
    return Track(_drawn_to(track, found, at_ms, apart), track.calm_since_ms, at_ms)


def farthest_px(one: Quad, other: Quad) -> float:
    """How far the corner that moved most has moved, whichever of the corners is called the first."""
    return _apart(one, _named_alike(other, one))


def _doubted(track: Track, found: Quad, at_ms: int, diagonal_px: float, moved: bool) -> Track:
    doubt = track.doubt
    if doubt is None or _apart(doubt.quad, found) > _LEAP * diagonal_px:
        forgotten = at_ms - track.sure_ms > _MEMORY_MS
        return Track(doubt=Doubt(found, at_ms)) if forgotten else replace(track, doubt=Doubt(found, at_ms))
    if moved or at_ms - doubt.since_ms >= _FIRM_MS:
        return Track(found, at_ms, at_ms)
    return replace(track, doubt=Doubt(found, doubt.since_ms))


def _drawn_to(track: Track, found: Quad, at_ms: int, apart: float) -> Quad:
    """A little nearer to what was found: the mean while it trembles, all the way when it goes off."""
    assert track.quad is not None
    since_last_ms = max(1, at_ms - track.sure_ms)
    calm_ms = min(max(at_ms - track.calm_since_ms, 0) + since_last_ms, _SLOWEST_MS)
    gain = max(min(1.0, since_last_ms / calm_ms), (apart / _AT_ONCE) ** 2)
    corners = track.quad.corners
    return _as_named(corners + gain * (found.corners - corners), found.confidence)


def _apart(one: Quad, other: Quad) -> float:
    return float(np.linalg.norm(one.corners - other.corners, axis=1).max())


def _named_alike(quad: Quad, other: Quad) -> Quad:
    """The same outline, its corners beginning with the one that the other begins with."""
    turns = [np.roll(quad.corners, turn, axis=0) for turn in range(4)]
    nearest = min(turns, key=lambda corners: float(np.sum((corners - other.corners) ** 2)))
    return _as_named(nearest, quad.confidence)


def _as_named(corners: Corners, confidence: float) -> Quad:
    tl, tr, br, bl = (Point(float(x), float(y)) for x, y in corners)
    return Quad(tl, tr, br, bl, confidence)
