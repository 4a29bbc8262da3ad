"""A machine with cameras: /dev in a folder, drivers that answer like uvcvideo, OpenCV's capture on top.

The kernel's structures stand here a second time, as in linux/videodev2.h, so that the packing in
``devices.v4l`` is held against something.
"""

from __future__ import annotations

import ctypes
import errno
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from kiosk_app.devices.camera import CameraMode, Frame
from kiosk_app.devices.frame import Camera, Pixels
from kiosk_app.devices.v4l import Machine
from tests.fakes.clock import FakeClock

FRAME_MS = 33
CAPTURE, METADATA, DEVICE_CAPS = 0x1, 0x800000, 0x80000000


class Gone(Exception):
    """The camera was pulled out: its driver answers ENODEV from now on."""


Sensor = Callable[[int, tuple[int, int]], Pixels | None]
"""From the number of a picture and its width and height to the picture; None is one that arrives broken."""


def live(number: int, size_px: tuple[int, int]) -> Pixels:
    """A grey ramp with a dot that walks: never the same picture twice."""
    image = ramp(number, size_px)
    image[0, number % size_px[0]] = 255
    return image


def ramp(_number: int, size_px: tuple[int, int]) -> Pixels:
    """A grey ramp, always the same."""
    row = np.linspace(60, 200, size_px[0]).astype(np.uint8)
    return np.tile(row[None, :, None], (size_px[1], 1, 3))


@dataclass
class FakeCamera:
    """What is plugged in. ``first_node`` gives pictures; the next one gives metadata, if there is one."""

    card: str = "HD Camera"
    bus: str = "usb-0000:00:14.0-1"
    by_id: str = "usb-Vendor_HD_Camera_SN01-video-index0"
    by_path: str = "pci-0000:00:14.0-usb-0:1:1.0-video-index0"
    modes: tuple[CameraMode, ...] = (
        CameraMode(640, 480, 30, "YUYV"),
        CameraMode(640, 480, 30, "MJPG"),
        CameraMode(1920, 1080, 30, "MJPG"),
    )
    sensor: Sensor = live
    controls: dict[int, float] = field(default_factory=dict)
    """OpenCV's properties beyond the mode that this camera has, with their values."""
    opens: bool = True
    gone: bool = False


@dataclass
class FakeMachine:
    """Plug cameras in and out; hand :attr:`machine` to ``open_camera``."""

    root: Path
    clock: FakeClock = field(default_factory=FakeClock)
    nodes: dict[str, tuple[FakeCamera, int]] = field(default_factory=dict)
    captures: list[FakeCapture] = field(default_factory=list)
    forbidden: bool = False
    hang: threading.Event = field(default_factory=threading.Event)
    """Set, drivers go on; a sensor that waits for it is a driver that hangs."""

    @property
    def machine(self) -> Machine:
        return Machine(self.root, self._ioctl, self._open, self.clock.monotonic_ms)

    def plug(self, camera: FakeCamera, number: int, metadata: bool = True) -> FakeCamera:
        for index, caps in enumerate((CAPTURE, METADATA)[: 1 + metadata]):
            name = f"video{number + index}"
            (self.root / "dev").mkdir(exist_ok=True)
            (self.root / "dev" / name).touch()
            self.nodes[name] = (camera, caps)
            for folder, link in (("by-id", camera.by_id), ("by-path", camera.by_path)):
                if link:
                    place = self.root / "dev" / "v4l" / folder / f"{link[:-1]}{index}"
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.unlink(missing_ok=True)  # of two alike, udev links the last one
                    place.symlink_to(f"../../{name}")
        camera.gone = False
        return camera

    def unplug(self, camera: FakeCamera) -> None:
        camera.gone = True
        for name in [name for name, (there, _) in self.nodes.items() if there is camera]:
            del self.nodes[name]
            (self.root / "dev" / name).unlink()
            for link in (self.root / "dev" / "v4l").glob("*/*"):
                if link.readlink().name == name:
                    link.unlink()

    def _open(self, device: str) -> cv2.VideoCapture:
        camera, _ = self.nodes[Path(device).name]
        capture = FakeCapture(camera, self)
        self.captures.append(capture)
        return capture  # type: ignore[return-value]  # it has the methods that are used

    def _ioctl(self, handle: int, request: int, asked: bytearray) -> None:
        if self.forbidden:
            raise PermissionError(errno.EACCES, "")
        answer, fill = _ANSWERS[request]
        assert ctypes.sizeof(answer) == len(asked) == request >> 16 & 0x3FFF
        entry = self.nodes.get(Path(f"/proc/self/fd/{handle}").readlink().name)
        if entry is None:
            raise OSError(errno.ENOTTY, "no camera")
        fill(answer.from_buffer(asked), *entry)


class FakeCapture:
    """``cv2.VideoCapture`` over V4L2, as modules/videoio/src/cap_v4l.cpp behaves.

    A size or format that the camera has not got becomes the nearest it has; a control it has not got
    cannot be set and reads as -1; the width waits for the height.
    """

    def __init__(self, camera: FakeCamera, machine: FakeMachine) -> None:
        self._camera, self._machine = camera, machine
        self._mode = camera.modes[0]
        self._width_px = 0
        self._number = 0
        self._picture: Pixels | None = None
        self.was_set: list[int] = []
        self.released = False

    def isOpened(self) -> bool:  # noqa: N802
        return self._camera.opens

    def set(self, key: int, value: float) -> bool:
        self.was_set.append(key)
        if key == cv2.CAP_PROP_FOURCC:
            code = int(value).to_bytes(4, "little").decode()
            self._renegotiate(code, (self._mode.width_px, self._mode.height_px))
        elif key == cv2.CAP_PROP_FRAME_WIDTH:
            self._width_px = int(value)
        elif key == cv2.CAP_PROP_FRAME_HEIGHT:
            self._renegotiate(self._mode.pixel_format, (self._width_px, int(value)))
        elif key in self._camera.controls:
            self._camera.controls[key] = value
        else:
            return key in (cv2.CAP_PROP_BUFFERSIZE, cv2.CAP_PROP_FPS)
        return True

    def _renegotiate(self, code: str, size_px: tuple[int, int]) -> None:
        def far(mode: CameraMode) -> tuple[bool, int]:
            return mode.pixel_format != code, abs(mode.width_px * mode.height_px - size_px[0] * size_px[1])

        self._mode = min(self._camera.modes, key=far)

    def get(self, key: int) -> float:
        if key == cv2.CAP_PROP_FOURCC:
            return float(int.from_bytes(self._mode.pixel_format.encode(), "little"))
        if key == cv2.CAP_PROP_FPS:
            return self._mode.frames_a_second
        return self._camera.controls.get(key, -1.0)

    def grab(self) -> bool:
        self._machine.hang.wait(0.001)  # the pace of this camera, so that its thread leaves room for others
        if self._camera.gone:
            return False
        self._number += 1
        self._machine.clock.advance(FRAME_MS)
        try:
            self._picture = self._camera.sensor(self._number, (self._mode.width_px, self._mode.height_px))
        except Gone:
            return False
        return True

    def retrieve(self) -> tuple[bool, Pixels | None]:
        return self._picture is not None, self._picture

    def release(self) -> None:
        self.released = True


@contextmanager
def fake_machine(root: Path) -> Iterator[FakeMachine]:
    """A machine without cameras; whatever hangs at the end goes on."""
    fake = FakeMachine(root)
    yield fake
    for camera, _ in fake.nodes.values():
        camera.gone = True
    fake.hang.set()


def next_frame(camera: Camera, most_reads: int = 600) -> Frame:
    """The next picture of a camera that may have none yet. Raises its fault."""
    for _ in range(most_reads):
        if frame := camera.read():
            return frame
    raise AssertionError("the camera gave no picture")


class _Capability(ctypes.Structure):
    _fields_ = (
        ("driver", ctypes.c_char * 16),
        ("card", ctypes.c_char * 32),
        ("bus_info", ctypes.c_char * 32),
        ("version", ctypes.c_uint32),
        ("capabilities", ctypes.c_uint32),
        ("device_caps", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32 * 3),
    )


class _Format(ctypes.Structure):
    _fields_ = (
        ("index", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("description", ctypes.c_char * 32),
        ("pixelformat", ctypes.c_char * 4),
        ("mbus_code", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32 * 3),
    )


class _Size(ctypes.Structure):
    _fields_ = (
        ("index", ctypes.c_uint32),
        ("pixel_format", ctypes.c_char * 4),
        ("type", ctypes.c_uint32),
        ("width", ctypes.c_uint32),
        ("height", ctypes.c_uint32),
        ("rest", ctypes.c_uint32 * 4),
        ("reserved", ctypes.c_uint32 * 2),
    )


class _Interval(ctypes.Structure):
    _fields_ = (
        ("index", ctypes.c_uint32),
        ("pixel_format", ctypes.c_char * 4),
        ("width", ctypes.c_uint32),
        ("height", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("numerator", ctypes.c_uint32),
        ("denominator", ctypes.c_uint32),
        ("rest", ctypes.c_uint32 * 4),
        ("reserved", ctypes.c_uint32 * 2),
    )


def _tell_capability(answer: _Capability, camera: FakeCamera, caps: int) -> None:
    answer.driver, answer.card = b"uvcvideo", camera.card.encode()[:31]
    answer.bus_info = camera.bus.encode()
    answer.capabilities = CAPTURE | METADATA | DEVICE_CAPS  # of the whole device: tells nodes not apart
    answer.device_caps = caps


def _nth(items: list[object], index: int) -> object:
    if index >= len(items):
        raise OSError(errno.EINVAL, "no more")
    return items[index]


def _tell_format(answer: _Format, camera: FakeCamera, _caps: int) -> None:
    assert answer.type == 1
    codes: list[object] = list(dict.fromkeys(mode.pixel_format.encode() for mode in camera.modes))
    answer.pixelformat = _nth(codes, answer.index)


def _tell_size(answer: _Size, camera: FakeCamera, _caps: int) -> None:
    sizes = [m for m in camera.modes if m.pixel_format.encode() == answer.pixel_format]
    mode = _nth([*sizes], answer.index)
    assert isinstance(mode, CameraMode)
    answer.type, answer.width, answer.height = 1, mode.width_px, mode.height_px


def _tell_interval(answer: _Interval, camera: FakeCamera, _caps: int) -> None:
    rates: list[object] = [
        mode.frames_a_second
        for mode in camera.modes
        if (mode.pixel_format.encode(), mode.width_px, mode.height_px)
        == (answer.pixel_format, answer.width, answer.height)
    ]
    answer.type, answer.numerator = 1, 1
    answer.denominator = _nth(rates, answer.index)


_ANSWERS: dict[int, tuple[type[ctypes.Structure], Callable[..., None]]] = {
    0x80685600: (_Capability, _tell_capability),
    0xC0405602: (_Format, _tell_format),
    0xC02C564A: (_Size, _tell_size),
    0xC034564B: (_Interval, _tell_interval),
}
