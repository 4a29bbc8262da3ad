"""A document that came out of the printer, was signed with a pen and lies under the camera."""

from __future__ import annotations

import subprocess

import cv2
import numpy as np

from kiosk_app.devices.frame import Pixels
from kiosk_app.documents.paper_canvas import Place
from tests.samples.desk import on_desk

_DPI = 150


def printed_page(pdf: bytes, page: int) -> Pixels:
    """A page of a PDF as a sheet of paper, in colours as OpenCV has them."""
    command = f"pdftoppm -r {_DPI} -f {page} -l {page} -singlefile -png -"
    done = subprocess.run(command.split(), input=pdf, capture_output=True, check=True)
    image = cv2.imdecode(np.frombuffer(done.stdout, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    return image.astype(np.uint8, copy=False)


def write_on(paper: Pixels, place: Place) -> None:
    """A name in blue ink on the line that waits for it."""
    scale = _DPI / 72
    left, bottom = place.left_pt * scale, len(paper) - place.bottom_pt * scale
    width, height = place.width_pt * scale, place.height_pt * scale
    along = np.linspace(0, 1, 60)
    wave = 0.5 + 0.35 * np.sin(19 * along) * np.cos(5 * along)
    points = np.stack((left + width * (0.1 + 0.8 * along), bottom - height * wave), axis=1)
    cv2.polylines(paper, [points.astype(np.int32)], False, (130, 40, 20), 4, cv2.LINE_AA)


def under_the_camera(pdf: bytes, page: int, place: Place | None, seed: int = 21) -> Pixels:
    """What the camera sees of a printed page, signed at ``place`` if there is one."""
    paper = printed_page(pdf, page)
    if place is not None:
        write_on(paper, place)
    return on_desk(paper, seed).image
