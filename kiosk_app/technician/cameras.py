"""Which cameras there are, and what one of them really gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk_app.capture.find import find_page
from kiosk_app.capture.geometry import Image, quad_of
from kiosk_app.capture.picture import as_image
from kiosk_app.capture.sharpness import sharpness
from kiosk_app.devices.camera import Camera, CameraMode, CameraStopped, UvcCamera
from kiosk_app.devices.uvc import CameraState
from kiosk_app.devices.v4l import Machine, find_cameras, find_modes

_PROBED_MS = 3_000
_FIRST_PICTURE_MS = 15_000


@dataclass(frozen=True, slots=True)
class ListedCamera:
    """``name`` is the one to write in a setting."""

    name: str
    device: Path
    card: str
    modes: tuple[CameraMode, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """What a camera gave in three seconds. ``state`` is None for what stands in for a camera.

    ``brightness`` is the mean, 0 to 255; ``sharpness`` that of the page that lies there, else of the
    whole picture, 0 to 1, None where there is no print.
    """

    image: Image
    first_picture_ms: int
    pictures_a_second: float
    brightness: float
    sharpness: float | None
    state: CameraState | None


def list_cameras(machine: Machine) -> tuple[ListedCamera, ...]:
    """Every camera with its formats and sizes. Raises CameraForbidden."""
    return tuple(
        ListedCamera(found.names[0], found.device, found.card, _modes(found.device, machine))
        for found in find_cameras(machine)
    )


def _modes(device: Path, machine: Machine) -> tuple[CameraMode, ...]:
    try:
        return find_modes(device, machine)
    except OSError:  # pulled out just now
        return ()


def probe(camera: Camera, opened_ms: int, now_ms: Callable[[], int]) -> Probe:
    """Read an open camera for three seconds. Raises CameraMissing, CameraStopped and its kin."""
    image = _first(camera, opened_ms, now_ms)
    first_ms = now_ms()
    count = 0
    while now_ms() - first_ms < _PROBED_MS:
        if frame := camera.read():
            image, count = as_image(frame.image), count + 1
    seconds = (now_ms() - first_ms) / 1_000
    height_px, width_px = image.shape[:2]
    page = find_page(image) or quad_of([(0, 0), (width_px, 0), (width_px, height_px), (0, height_px)])
    return Probe(
        image=image,
        first_picture_ms=first_ms - opened_ms,
        pictures_a_second=count / seconds,
        brightness=float(image.mean()),
        sharpness=sharpness(image, page),
        state=camera.state if isinstance(camera, UvcCamera) else None,
    )


def _first(camera: Camera, opened_ms: int, now_ms: Callable[[], int]) -> Image:
    while now_ms() - opened_ms < _FIRST_PICTURE_MS:
        if frame := camera.read():
            return as_image(frame.image)
    raise CameraStopped(source="")
