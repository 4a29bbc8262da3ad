"""Pictures or a video file in place of a camera. A picture that stands still is normal here."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np

from kiosk_app.devices.frame import CameraMissing, CameraStopped, Frame, Pixels

_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})
_SLOWEST, _FASTEST = 1.0, 240.0  # pictures a second; files that say otherwise are not believed
_HELD_READS = 90  # about three seconds for a caller that reads thirty times a second


class VideoCamera:
    """A video file at its own pace, round and round; pictures nobody read in time are left out, as a camera
    does. Never waits: ``read`` is None until the next picture is due."""

    def __init__(self, path: Path, now_s: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._now_s = now_s
        self._capture: cv2.VideoCapture | None = None
        self._number = 0
        self._started_s, self._shown, self._a_second = 0.0, 0, 30.0

    def open(self) -> None:
        self.close()
        if not self._path.is_file():
            raise CameraMissing(source=str(self._path))
        capture = cv2.VideoCapture(str(self._path))
        if not capture.isOpened():
            capture.release()
            raise CameraMissing(source=str(self._path))
        told = capture.get(cv2.CAP_PROP_FPS)
        self._a_second = told if _SLOWEST <= told <= _FASTEST else 30.0
        self._started_s, self._shown = self._now_s(), 0
        self._capture = capture

    def read(self) -> Frame | None:
        due = int((self._now_s() - self._started_s) * self._a_second) + 1 - self._shown
        if due <= 0 and self._capture is not None:
            return None
        image = self._after(due)
        if image is None and self._capture is not None:
            self.open()  # seeking back is inexact in many containers
            image = self._after(1)
        if image is None:
            raise CameraStopped(source=str(self._path))
        self._number += 1
        return Frame(image, self._number)

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _after(self, count: int) -> Pixels | None:
        """The picture so many further on; None past the end."""
        if self._capture is None or not all(self._capture.grab() for _ in range(count)):
            return None
        self._shown += count
        good, image = self._capture.retrieve()
        return image.astype(np.uint8, copy=False) if good else None


class PictureCamera:
    """Pictures of any size in place of a camera: each is held for ``held_reads`` reads, round and round.

    Never waits. Every read is a new frame, as a camera over a still desk gives. Closing and opening
    again goes on where it was, so that one picture after the other is seen in a visit.
    """

    def __init__(self, paths: Sequence[Path], held_reads: int = _HELD_READS) -> None:
        self._paths = tuple(paths)
        self._held_reads = held_reads
        self._reads = 0
        self._image: Pixels | None = None

    def open(self) -> None:
        self.close()
        missing = next((path for path in self._paths if not path.is_file()), None)
        if missing or not self._paths:
            raise CameraMissing(source=str(missing or ""))
        self._image = _decode(self._path)

    @property
    def _path(self) -> Path:
        return self._paths[self._reads // self._held_reads % len(self._paths)]

    def read(self) -> Frame | None:
        if self._image is None:
            raise CameraStopped(source="")
        if self._reads % self._held_reads == 0:
            self._image = _decode(self._path)
        self._reads += 1
        return Frame(self._image, self._reads)

    def close(self) -> None:
        self._image = None


def pictures_in(folder: Path) -> list[Path]:
    """The pictures of a folder in the order of their names. Raises :class:`CameraMissing`."""
    paths = sorted(path for path in folder.glob("*") if path.suffix.lower() in _PICTURES)
    if not paths:
        raise CameraMissing(source=str(folder))
    return paths


def _decode(path: Path) -> Pixels:
    """Colour, 8 bit, upright as its EXIF says. Raises :class:`CameraStopped`."""
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
        image = cv2.imdecode(data, cv2.IMREAD_COLOR) if len(data) else None
    except (OSError, cv2.error) as error:  # OpenCV's own: more than 2^30 pixels
        raise CameraStopped(source=str(path)) from error
    if image is None:
        raise CameraStopped(source=str(path))
    return image.astype(np.uint8, copy=False)
