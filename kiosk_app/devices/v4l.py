"""Which cameras Linux knows: their lasting names and what each can do, from Video4Linux2.

/dev/videoN is numbered in the order of plugging in, and most cameras have a second node that gives
metadata and no pictures. udev links lasting names in /dev/v4l to them; the driver says the rest
(https://docs.kernel.org/userspace-api/media/v4l/vidioc-querycap.html and its neighbours).
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from typing import Any

import cv2

from kiosk_app.devices.frame import CameraMissing
from kiosk_app.domain.errors import EnvironmentFault, InputFault

AUTO = "auto"

# include/uapi/linux/videodev2.h
_QUERYCAP, _CAPABILITY = 0x80685600, Struct("=16x32s32s4xII12x")  # card, bus, capabilities, of this node
_ENUM_FORMATS, _FORMAT = 0xC0405602, Struct("=II4x32x4s16x")  # index, buffer type, format
_ENUM_SIZES, _SIZE = 0xC02C564A, Struct("=I4sI6I8x")  # index, format, type, sizes
_ENUM_INTERVALS, _INTERVAL = 0xC034564B, Struct("=I4sIII6I8x")  # index, format, size, type, fractions
_CAPTURES = 0x1
_DISCRETE = 1
_MOST_ANSWERS = 100  # of a driver that never says "no more"


class CameraAmbiguous(InputFault):
    """The name fits several cameras. Facts: ``name``, ``choices``."""


class CameraForbidden(EnvironmentFault):
    """This program may not use the cameras. Facts: ``source``."""


def _open_capture(device: str) -> cv2.VideoCapture:
    return cv2.VideoCapture(device, cv2.CAP_V4L2)


def _ioctl(handle: int, request: int, asked: bytearray) -> None:
    fcntl.ioctl(handle, request, asked)


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Machine:
    """What cameras are found and opened with: the one seam for a machine that has none.

    ``ioctl`` fills in what it was asked, as fcntl's does, or raises OSError.
    """

    root: Path = Path("/")
    ioctl: Callable[[int, int, bytearray], None] = _ioctl
    open_capture: Callable[[str], cv2.VideoCapture] = _open_capture
    now_ms: Callable[[], int] = _now_ms


@dataclass(frozen=True, slots=True)
class CameraMode:
    """What a camera is asked for, and what it gives. ``exposure`` (in 0.1 ms) and ``focus`` (0 is far):
    None leaves them to the camera."""

    width_px: int = 1_920
    height_px: int = 1_080
    frames_a_second: float = 30
    pixel_format: str = "MJPG"
    """Uncompressed 1080p does not fit through USB 2 at a useful rate."""
    exposure: int | None = None
    focus: int | None = None


@dataclass(frozen=True, slots=True)
class FoundCamera:
    """A node that gives pictures. ``names``: what it may be called in a setting, the most lasting first."""

    device: Path
    card: str
    names: tuple[str, ...]


def find_cameras(machine: Machine) -> tuple[FoundCamera, ...]:
    """Every camera of this machine, by device. Raises :class:`CameraForbidden` if none may be asked."""
    found: list[FoundCamera] = []
    forbidden: Path | None = None
    for device in sorted((machine.root / "dev").glob("video[0-9]*"), key=lambda path: (len(path.name), path)):
        try:
            card, bus, captures = _capability(device, machine)
        except PermissionError:
            forbidden = device
        except OSError:
            continue  # gone meanwhile, or no camera at all
        else:
            if captures:
                found.append(FoundCamera(device, card, (*_links(device, machine), bus, card)))
    if forbidden and not found:
        raise CameraForbidden(source=str(forbidden))
    return tuple(found)


def find_camera(name: str, machine: Machine) -> FoundCamera:
    """The one camera of that name.

    A name in /dev/v4l/by-id or by-path, the port (``usb-0000:00:14.0-1``), what the card calls itself,
    a path in /dev, or ``auto`` for a machine that has only one. Raises CameraMissing,
    :class:`CameraAmbiguous` and :class:`CameraForbidden`.
    """
    cameras = find_cameras(machine)
    if name.startswith("/"):
        place = os.path.realpath(machine.root / name.lstrip("/"))
        fitting = [camera for camera in cameras if os.path.realpath(camera.device) == place]
    else:
        fitting = [camera for camera in cameras if name == AUTO or name in camera.names]
    if not fitting:
        raise CameraMissing(source=name)
    if len(fitting) > 1:
        raise CameraAmbiguous(name=name, choices=", ".join(camera.names[0] for camera in fitting))
    return fitting[0]


def find_modes(device: Path, machine: Machine) -> tuple[CameraMode, ...]:
    """Every format and size with its highest rate, as the driver tells. Raises OSError."""
    with _opened(device) as handle:
        return tuple(
            CameraMode(
                *size_px,
                _highest_rate(handle, pixel_format, size_px, machine),
                pixel_format.decode("latin-1"),
            )
            for pixel_format in _formats(handle, machine)
            for size_px in _sizes(handle, pixel_format, machine)
        )


def _formats(handle: int, machine: Machine) -> Iterator[bytes]:
    for answer in _answers(handle, _ENUM_FORMATS, _FORMAT, (_CAPTURES, bytes(4)), machine):
        yield answer[2]


def _sizes(handle: int, pixel_format: bytes, machine: Machine) -> Iterator[tuple[int, int]]:
    """Width and height; of a range, the largest."""
    for answer in _answers(handle, _ENUM_SIZES, _SIZE, (pixel_format, 0, *[0] * 6), machine):
        _, _, kind, first, second, _, _, fifth, _ = answer
        yield (first, second) if kind == _DISCRETE else (second, fifth)


def _highest_rate(handle: int, pixel_format: bytes, size_px: tuple[int, int], machine: Machine) -> float:
    asked = (pixel_format, *size_px, 0, *[0] * 6)
    answers = _answers(handle, _ENUM_INTERVALS, _INTERVAL, asked, machine)
    # The shortest interval stands first, in a list as in a range.
    return max((answer[6] / max(1, answer[5]) for answer in answers), default=0.0)


def _answers(
    handle: int, request: int, layout: Struct, asked: tuple[object, ...], machine: Machine
) -> Iterator[tuple[Any, ...]]:
    """What a driver lists, one index after the other, until it says that there is no more."""
    for index in range(_MOST_ANSWERS):
        try:
            yield _ask(handle, request, layout, (index, *asked), machine)
        except OSError:
            return


def _ask(
    handle: int, request: int, layout: Struct, asked: tuple[object, ...], machine: Machine
) -> tuple[Any, ...]:
    data = bytearray(layout.pack(*asked))
    machine.ioctl(handle, request, data)
    return layout.unpack(data)


def _capability(device: Path, machine: Machine) -> tuple[str, str, bool]:
    """The card's name, its port, and whether this very node gives pictures."""
    with _opened(device) as handle:
        card, bus, _, of_node = _ask(handle, _QUERYCAP, _CAPABILITY, (bytes(32), bytes(32), 0, 0), machine)
    return _text(card), _text(bus), bool(of_node & _CAPTURES)


def _text(field: bytes) -> str:
    return field.split(b"\0", 1)[0].decode("utf-8", "replace")


def _links(device: Path, machine: Machine) -> Iterator[str]:
    for folder in ("by-id", "by-path"):
        for link in sorted((machine.root / "dev" / "v4l" / folder).glob("*")):
            if os.path.realpath(link) == os.path.realpath(device):
                yield link.name


@contextmanager
def _opened(device: Path) -> Iterator[int]:
    handle = os.open(device, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)
