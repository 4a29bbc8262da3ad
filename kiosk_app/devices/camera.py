"""Cameras: a UVC camera, and pictures or a video file that stand in for one.

A camera belongs to one thread, which opens it, reads it and closes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.domain.errors import EnvironmentFault, InputFault

_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})
_WIDTH_PX, _HEIGHT_PX, _FRAMES_A_SECOND = 1_920, 1_080, 30
_HELD_READS = 90  # about three seconds for a caller that reads thirty times a second


class CameraMissing(EnvironmentFault):
    """The camera, folder or video is not there or does not open. Facts: ``source``."""


class CameraStopped(EnvironmentFault):
    """The camera opened but gives no pictures any more. Facts: ``source``."""


class CameraUnknown(InputFault):
    """The setting names no kind of camera. Facts: ``spec``."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture, height x width x 3, blue-green-red. ``number`` grows with every new picture."""

    image: NDArray[np.uint8]
    number: int


class Camera(Protocol):
    """What a driver does. ``close`` may be called at any time and more than once."""

    def open(self) -> None:
        """Start. Raises :class:`CameraMissing`."""

    def read(self) -> Frame | None:
        """The next picture; None where there is no new one yet. Raises :class:`CameraStopped`."""

    def close(self) -> None:
        """Give the device back."""


class UvcCamera:
    """A USB camera through V4L2. ``read`` waits for the next picture (a thirtieth of a second)."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._capture: cv2.VideoCapture | None = None
        self._number = 0

    def open(self) -> None:
        self.close()
        # Asked first: OpenCV writes warnings of its own about a device that is not there.
        if not Path(self._device).exists():
            raise CameraMissing(source=self._device)
        capture = cv2.VideoCapture(self._device, cv2.CAP_V4L2)
        if not capture.isOpened():
            capture.release()
            raise CameraMissing(source=self._device)
        # Uncompressed 1080p does not fit through USB 2 at a useful rate.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH_PX)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT_PX)
        capture.set(cv2.CAP_PROP_FPS, _FRAMES_A_SECOND)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        self._capture = capture

    def read(self) -> Frame | None:
        image = _next(self._capture)
        if image is None:
            raise CameraStopped(source=self._device)
        self._number += 1
        return Frame(image, self._number)

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class VideoCamera:
    """A video file, one of its pictures at each ``read``, round and round. Never waits."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._capture: cv2.VideoCapture | None = None
        self._number = 0

    def open(self) -> None:
        self.close()
        if not self._path.is_file():
            raise CameraMissing(source=str(self._path))
        capture = cv2.VideoCapture(str(self._path))
        if not capture.isOpened():
            capture.release()
            raise CameraMissing(source=str(self._path))
        self._capture = capture

    def read(self) -> Frame | None:
        image = _next(self._capture)
        if image is None and self._capture is not None:
            self.open()  # seeking back is inexact in many containers
            image = _next(self._capture)
        if image is None:
            raise CameraStopped(source=str(self._path))
        self._number += 1
        return Frame(image, self._number)

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class PictureCamera:
    """Pictures in place of a camera: each is held for ``held_reads`` reads, round and round.

    Never waits. Every read is a new frame, as a camera over a still desk gives. Closing and opening
    again goes on where it was, so that one picture after the other is seen in a visit.
    """

    def __init__(self, paths: Sequence[Path], held_reads: int = _HELD_READS) -> None:
        self._paths = tuple(paths)
        self._held_reads = held_reads
        self._reads = 0
        self._image: NDArray[np.uint8] | None = None

    def open(self) -> None:
        self.close()
        missing = next((path for path in self._paths if not path.is_file()), None)
        if missing or not self._paths:
            raise CameraMissing(source=str(missing or ""))
        self._image = self._decode(self._turn)

    @property
    def _turn(self) -> int:
        return self._reads // self._held_reads % len(self._paths)

    def read(self) -> Frame | None:
        if self._image is None:
            raise CameraStopped(source="")
        if self._reads % self._held_reads == 0:
            self._image = self._decode(self._turn)
        self._reads += 1
        return Frame(self._image, self._reads)

    def close(self) -> None:
        self._image = None

    def _decode(self, turn: int) -> NDArray[np.uint8]:
        path = self._paths[turn]
        try:
            data = np.frombuffer(path.read_bytes(), np.uint8)
        except OSError as error:
            raise CameraStopped(source=str(path)) from error
        image = cv2.imdecode(data, cv2.IMREAD_COLOR) if len(data) else None
        if image is None:
            raise CameraStopped(source=str(path))
        return image.astype(np.uint8, copy=False)


def open_camera(spec: str) -> Camera:
    """The camera a setting names, opened: ``uvc:/dev/video0``, ``folder:/path``, ``video:/path.mp4``.

    A folder's pictures come in the order of their names. Raises :class:`CameraUnknown` and
    :class:`CameraMissing`.
    """
    kind, _, where = spec.partition(":")
    if kind not in ("uvc", "folder", "video") or not where:
        raise CameraUnknown(spec=spec)
    camera: Camera
    if kind == "uvc":
        camera = UvcCamera(where)
    elif kind == "video":
        camera = VideoCamera(Path(where))
    else:
        camera = PictureCamera(_pictures(Path(where)))
    camera.open()
    return camera


def _pictures(folder: Path) -> list[Path]:
    paths = sorted(path for path in folder.glob("*") if path.suffix.lower() in _PICTURES)
    if not paths:
        raise CameraMissing(source=str(folder))
    return paths


def _next(capture: cv2.VideoCapture | None) -> NDArray[np.uint8] | None:
    if capture is None:
        return None
    good, image = capture.read()
    return image.astype(np.uint8, copy=False) if good else None
