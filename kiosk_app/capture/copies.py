"""Whether a card is the card itself: a photocopy has no colour, a sample says so in print. Never a refusal.

A photograph of a screen is not looked for: its grid of pixels can be told only by pictures of real screens
under this kiosk's camera, and there are none to measure an honest threshold on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from kiosk_app.capture.fields import plain
from kiosk_app.capture.geometry import Image
from kiosk_app.capture.ocr import Line
from kiosk_app.domain.findings import Finding, Grade

_SAMPLE_MARKS = ("样本", "样张", "样证", "SPECIMEN", "SAMPLE")
_SMALL_PX = (160, 100)
_RIM = 20
_DARK, _BURNT = 15, 97  # of 100: beyond these a pixel has no colour of its own
_PERCENT = 97
_LEAST_COLOUR = 6.0
"""Generated cards on desks of every kind have 11.6 and more there, the same in grey 3.3 and less."""


CARD_COPIES = frozenset({"card_sample", "card_without_colour"})
"""The codes of :func:`copy_findings`."""


def copy_findings(flat: Image, lines: Iterable[Line]) -> tuple[Finding, ...]:
    """``card_sample`` and ``card_without_colour`` of a flattened card, by its print and its pixels."""
    return tuple(_found(flat, lines))


def _found(flat: Image, lines: Iterable[Line]) -> Iterator[Finding]:
    text = "".join(plain(line.text) for line in lines).upper()
    if any(mark in text for mark in _SAMPLE_MARKS):
        yield Finding("card_sample", Grade.COURT_WILL_ASK)
    if colourfulness(flat) < _LEAST_COLOUR:
        yield Finding("card_without_colour", Grade.COURT_WILL_ASK)


def colourfulness(flat: Image) -> float:
    """How far the most colourful parts are from the colour of the whole, in CIELAB units: the light's own
    tint and a camera's noise, which are everywhere, do not count."""
    height_px, width_px = flat.shape[:2]
    down, across = height_px // _RIM, width_px // _RIM
    inside = flat[down : height_px - down, across : width_px - across]
    small = cv2.resize(inside, _SMALL_PX, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    lab = cv2.cvtColor(small, cv2.COLOR_BGR2LAB).reshape(-1, 3)
    seen = lab[(lab[:, 0] > _DARK) & (lab[:, 0] < _BURNT), 1:]
    if not len(seen):
        return 0.0
    return float(np.percentile(np.linalg.norm(seen - np.median(seen, axis=0), axis=1), _PERCENT))
