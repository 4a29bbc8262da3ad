"""Watches a stack of pages being turned and takes each of them by itself, sharp and once.

A state and a step: :func:`watch` takes what was known and one more picture. Times are the pictures'
own, so that it works at 8 pictures a second as at 30; of all pictures only the sharpest one is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import hypot

import numpy as np

from kiosk_app.capture.flatten import flatten
from kiosk_app.capture.follow import Track, farthest_px, follow
from kiosk_app.capture.geometry import Image, PaperKind, Quad, side_lengths_px
from kiosk_app.capture.motion import Glance, changed, glance, inside
from kiosk_app.capture.seen import Fingerprint, fingerprint, same_page
from kiosk_app.capture.sharpness import sharpness

Find = Callable[[Image], Quad | None]

STEADY_MS = 600
"""How long page, light and sharpness must not change before the page is taken."""

_PATIENCE_MS = 3_000  # a page still blurred by now gets no sharper: this camera sees no better
_HINT_MS = 250  # words that change faster cannot be read
_LEAST_SIDE_PX = 64
_MOVED = 0.003  # share of the page that becomes another picture from one frame to the next
_ALTERED = 0.012  # the same since it began to lie still: what comes too slowly to be seen as moving
_STRAYED = 0.01  # of the picture's diagonal: farther from where it came to rest it lies elsewhere
_RIM = 0.004  # of the picture's long side: an outline so near to its edge goes on outside
_NEAR = 0.15  # a page's long side as a share of the picture's, at least
_DARK = 70  # grey level of the brightest tenth
_SHARP = 0.36  # sharp print has 0.55; 0.3 can no longer be read
_UNSTEADY = 0.15  # change of sharpness that tells a camera still looking for its focus


class Hint(StrEnum):
    """What the screen says about the paper under the camera."""

    NO_PAPER = "no_paper"
    MOVE_IN = "move_in"
    HOLD_STILL = "hold_still"
    TOO_FAR = "too_far"
    DARK = "dark"
    BLURRED = "blurred"
    READY = "ready"
    SEEN = "seen"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A picture of a page that lay still. ``sharp`` is None where there was no print to measure."""

    image: Image
    quad: Quad
    sharp: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A page that was taken, and what it will be recognised by."""

    shot: Shot
    mark: Fingerprint


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """The time since the page came to rest. ``answer`` is what became of it, None before that."""

    place: Quad
    look: Glance
    since_ms: int
    sharp_since_ms: int
    level: float | None
    best: Shot | None = None
    answer: Hint | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """What is known after the newest picture.

    ``outline`` is for the screen, in pixels of the picture; ``progress`` runs from 0 to 1 while the page
    lies still; ``taken`` is there in the one step in which a page was taken; ``seen`` are all pages
    that will not be taken again.
    """

    outline: Quad | None = None
    hint: Hint = Hint.NO_PAPER
    progress: float = 0.0
    taken: Taken | None = None
    seen: tuple[Fingerprint, ...] = ()
    track: Track = field(default_factory=Track)
    look: Glance | None = None
    rest: Rest | None = None
    wanted: tuple[Hint, int] = (Hint.NO_PAPER, 0)


def watch(
    state: Watch, frame: Image, at_ms: int, find: Find, kind: PaperKind = PaperKind.PAGE, *, auto: bool = True
) -> Watch:
    """What is known after one more picture, at a time of a clock that never jumps.

    ``find`` says where the paper lies. Without ``auto`` nothing is taken, all else goes on.
    """
    height_px, width_px = frame.shape[:2]
    if min(height_px, width_px) < _LEAST_SIDE_PX:
        return Watch(seen=state.seen)
    look, diagonal_px = glance(frame), hypot(height_px, width_px)
    found = find(frame)
    region = inside(look, state.track.quad, width_px)
    moved = state.look is None or changed(state.look, look, region) > _MOVED
    track = follow(state.track, found, at_ms, diagonal_px=diagonal_px, moved=moved)
    rest = _resting(state.rest, track, look, region, at_ms, diagonal_px, moved)
    taken = None
    steady = 0.0
    wrong = Hint.NO_PAPER if track.quad is None else None
    if rest and track.quad and rest.answer is None:
        rest = _sharpest(rest, frame, track, at_ms)
        wrong = _wrong(rest, track.quad, frame, at_ms)
        steady = min(1.0, (at_ms - _steady_since(rest, at_ms)) / STEADY_MS) if wrong is None else 0.0
        if steady == 1 and not auto:
            wrong = Hint.READY
        elif steady == 1 and rest.best and track.doubt is None:
            taken = _judged(rest.best, state.seen, kind)
            rest = replace(rest, best=None, answer=Hint.TAKEN if taken else Hint.SEEN)
    elif track.quad and not rest and _leaves(track.quad, frame):
        wrong = Hint.MOVE_IN
    hint, wanted = _said(state, wrong or (rest and rest.answer) or Hint.HOLD_STILL, at_ms)
    seen = (*state.seen, taken.mark) if taken else state.seen
    return Watch(track.quad, hint, steady if auto else 0.0, taken, seen, track, look, rest, wanted)


def taken_by_hand(state: Watch, image: Image, kind: PaperKind = PaperKind.PAGE) -> Watch:
    """The page that lies there was taken by a touch: it will not be taken again by itself."""
    if state.outline is None:
        return state
    mark = fingerprint(flatten(image, state.outline, kind))
    rest = replace(state.rest, best=None, answer=Hint.TAKEN) if state.rest else None
    return replace(state, seen=(*state.seen, mark), rest=rest)


def know(state: Watch, pages: Sequence[Fingerprint]) -> Watch:
    """These pages were taken elsewhere: they will not be taken again."""
    new = tuple(page for page in pages if all(page is not mark for mark in state.seen))
    return replace(state, seen=(*state.seen, *new))


def forget(state: Watch, pages: Sequence[Fingerprint]) -> Watch:
    """These pages were not kept, or are to be taken anew: they may be taken again when they are laid down
    again. One that lies there now is left alone, or a page that cannot be read would be taken for ever."""
    seen = tuple(mark for mark in state.seen if not any(same_page(mark, page) for page in pages))
    return replace(state, seen=seen)


def marks_in(image: Image, find: Find, kind: PaperKind = PaperKind.PAGE) -> tuple[Fingerprint, ...]:
    """What the page in a picture is recognised by; nothing where none is found."""
    quad = find(image)
    return (fingerprint(flatten(image, quad, kind)),) if quad else ()


def _resting(
    rest: Rest | None,
    track: Track,
    look: Glance,
    region: np.typing.NDArray[np.bool_],
    at_ms: int,
    diagonal_px: float,
    moved: bool,
) -> Rest | None:
    """The rest goes on, or a new one begins, or there is none: something moves or nothing lies there."""
    if track.quad is None or moved or track.doubt:
        # What nobody believes yet neither ends a rest nor begins one, as long as the picture is still.
        return rest if track.quad and track.doubt and not moved else None
    if rest is not None:
        strayed = farthest_px(rest.place, track.quad) > _STRAYED * diagonal_px
        if not strayed and changed(rest.look, look, region) <= _ALTERED:
            return rest
    return Rest(track.quad, look, at_ms, at_ms, None)


def _sharpest(rest: Rest, frame: Image, track: Track, at_ms: int) -> Rest:
    """The rest with the sharper of its best picture and this one; its clock starts again where the
    sharpness changes."""
    assert track.quad is not None
    if track.sure_ms != at_ms:
        return rest  # the outline is remembered, not seen: something may lie over the page
    sharp = sharpness(frame, track.quad)
    best = rest.best
    if best is None or (sharp or 0.0) > (best.sharp or 0.0):
        best = Shot(frame, track.quad, sharp)
    else:
        best = replace(best, quad=track.quad)  # the outline only grows calmer
    if _differs(sharp, rest.level):
        return replace(rest, best=best, level=sharp, sharp_since_ms=at_ms)
    return replace(rest, best=best)


def _differs(sharp: float | None, level: float | None) -> bool:
    if sharp is None or level is None:
        return sharp is not level
    return abs(sharp - level) > _UNSTEADY * level


def _steady_since(rest: Rest, at_ms: int) -> int:
    return rest.since_ms if at_ms - rest.since_ms >= _PATIENCE_MS else rest.sharp_since_ms


def _wrong(rest: Rest, quad: Quad, frame: Image, at_ms: int) -> Hint | None:
    """Why a page that lies still is not taken."""
    if _leaves(quad, frame):
        return Hint.MOVE_IN
    if max(side_lengths_px(quad.corners)) < _NEAR * max(frame.shape[:2]):
        return Hint.TOO_FAR
    look = rest.look[inside(rest.look, quad, frame.shape[1])]
    if len(look) and float(np.percentile(look, 90)) < _DARK:
        return Hint.DARK
    patient = at_ms - rest.since_ms < _PATIENCE_MS
    blurred = rest.level is not None and rest.level < _SHARP
    return Hint.BLURRED if blurred and patient else None


def _leaves(quad: Quad, frame: Image) -> bool:
    height_px, width_px = frame.shape[:2]
    rim_px = _RIM * max(height_px, width_px)
    x, y = quad.corners.T
    return bool(
        x.min() < rim_px or y.min() < rim_px or x.max() > width_px - rim_px or y.max() > height_px - rim_px
    )


def _judged(shot: Shot, seen: tuple[Fingerprint, ...], kind: PaperKind) -> Taken | None:
    """The page as one that is taken; None for one that was taken before."""
    mark = fingerprint(flatten(shot.image, shot.quad, kind))
    # Most likely it is one of the latest.
    if any(same_page(mark, other) for other in reversed(seen)):
        return None
    return Taken(shot, mark)


def _said(state: Watch, hint: Hint, at_ms: int) -> tuple[Hint, tuple[Hint, int]]:
    """The hint to show: a new one waits until it has lasted, but for the answer that ends a wait."""
    if hint in (Hint.TAKEN, Hint.SEEN) or hint is state.hint:
        return hint, (hint, at_ms)
    wanted = state.wanted if state.wanted[0] is hint else (hint, at_ms)
    return (hint, wanted) if at_ms - wanted[1] >= _HINT_MS else (state.hint, wanted)
