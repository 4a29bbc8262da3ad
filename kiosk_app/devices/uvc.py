"""A USB camera, through OpenCV and V4L2.

Drivers hang: in opening, in setting a size, in waiting for a picture that never comes (OpenCV waits
ten seconds; its own time limits are for FFmpeg). So a thread of its own talks to the driver, and who
reads the camera waits a tenth of a second at most. That thread takes every picture from the driver and
decodes the ones that are wanted: what is read is always fresh, however slow the reader.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from kiosk_app.devices.frame import CameraMissing, CameraStopped, Frame, Pixels
from kiosk_app.devices.picture_health import Health, Remark, examine
from kiosk_app.devices.v4l import CameraMode, Machine, find_camera
from kiosk_app.domain.errors import EnvironmentFault

_READ_WAITS_S = 0.1
_CLOSE_WAITS_S = 0.5
_FIRST_PICTURE_MS, _NEXT_PICTURE_MS = 10_000, 3_000
_PATIENCE_MS = 5_000
_BUFFERS = 2  # one is filled while the other is emptied: with one, every second picture is lost
_AUTO_EXPOSURE, _FIXED_EXPOSURE = 3, 1  # V4L2_EXPOSURE_APERTURE_PRIORITY, V4L2_EXPOSURE_MANUAL


class CameraBlack(CameraStopped):
    """For some seconds nothing but black: a covered lens, or a sensor without power. Facts: ``source``."""


class CameraFrozen(CameraStopped):
    """For some seconds one and the same picture, byte for byte. Facts: ``source``."""


class CameraTorn(CameraStopped):
    """For some seconds only broken pictures: a bad cable or a crowded bus. Facts: ``source``."""


_LASTING = {Remark.BLACK: CameraBlack, Remark.REPEATED: CameraFrozen, Remark.TORN: CameraTorn}


@dataclass(frozen=True, slots=True)
class CameraState:
    """What became of the wishes, once there was a picture. ``remarks``: all that were ever made."""

    asked: CameraMode
    got: CameraMode
    first_picture_ms: int
    remarks: frozenset[Remark] = frozenset()

    @property
    def differs(self) -> tuple[str, ...]:
        """The fields in which the camera does otherwise than it was asked to."""
        names = ("width_px", "height_px", "frames_a_second", "pixel_format", "exposure", "focus")
        return tuple(name for name in names if getattr(self.asked, name) != getattr(self.got, name))


class UvcCamera:
    """A camera by its lasting name (:func:`kiosk_app.devices.v4l.find_camera`).

    ``read`` raises :class:`CameraBlack`, :class:`CameraFrozen` and :class:`CameraTorn` for what lasts
    five seconds, CameraStopped for silence. A torn picture is never handed on.
    """

    def __init__(self, name: str, mode: CameraMode, machine: Machine) -> None:
        self._name, self._mode, self._machine = name, mode, machine
        self._stream: _Stream | None = None
        self._thread: threading.Thread | None = None
        self._number = 0

    @property
    def state(self) -> CameraState | None:
        return self._stream.state if self._stream else None

    def open(self) -> None:
        self.close()
        device = find_camera(self._name, self._machine).device
        thread_name = f"camera {device}"
        # One that hangs in the driver still has the device: another would hang beside it.
        if any(thread.name == thread_name for thread in threading.enumerate()):
            raise CameraStopped(source=self._name)
        self._stream = _Stream(self._name, self._machine.now_ms())
        arguments = (self._stream, device, self._mode, self._machine)
        self._thread = threading.Thread(target=_run, args=arguments, name=thread_name, daemon=True)
        self._thread.start()

    def read(self) -> Frame | None:
        if self._stream is None:
            raise CameraStopped(source=self._name)
        image = self._stream.take(self._machine.now_ms)
        if image is None:
            return None
        self._number += 1
        return Frame(image, self._number)

    def close(self) -> None:
        if self._stream and self._thread:
            self._stream.end()
            self._thread.join(_CLOSE_WAITS_S)
        self._stream = self._thread = None


class _Stream:
    """What the thread at the driver and the reader share: one picture, one wish, one fault."""

    def __init__(self, source: str, at_ms: int) -> None:
        self.source = source
        self.state: CameraState | None = None
        self._change = threading.Condition()
        self._newest: Pixels | None = None
        self._wanted = self._ended = False
        self._fault: EnvironmentFault | None = None
        self.begun_ms = self._heard_ms = at_ms

    def take(self, now_ms: Callable[[], int]) -> Pixels | None:
        """The newest picture, waited for a moment. Raises the fault of the stream."""
        with self._change:
            self._wanted = True
            self._change.wait_for(lambda: self._newest is not None or self._fault is not None, _READ_WAITS_S)
            image, self._newest = self._newest, None
            if image is not None:
                return image
            if self._fault:
                raise self._fault
            silent_ms = now_ms() - self._heard_ms
            if silent_ms > (_NEXT_PICTURE_MS if self.state else _FIRST_PICTURE_MS):
                raise CameraStopped(source=self.source)
            return None

    @property
    def ended(self) -> bool:
        return self._ended

    def end(self) -> None:
        self._ended = True

    def heard(self, at_ms: int) -> bool:
        """A picture waits at the driver. Whether somebody wants it."""
        with self._change:
            self._heard_ms = at_ms
            return self._wanted

    def put(self, image: Pixels) -> None:
        with self._change:
            self._newest, self._wanted = image, False
            self._change.notify_all()

    def fail(self, fault: EnvironmentFault) -> None:
        with self._change:
            self._fault = fault
            self._change.notify_all()


def _run(stream: _Stream, device: Path, mode: CameraMode, machine: Machine) -> None:
    """The thread at the driver, from opening to giving back."""
    capture = machine.open_capture(str(device))
    try:
        if capture.isOpened():
            _set(capture, mode)
            stream.fail(_pump(capture, stream, mode, machine))
        else:
            stream.fail(CameraMissing(source=stream.source))
    except cv2.error:
        stream.fail(CameraStopped(source=stream.source))
    finally:
        capture.release()


def _pump(capture: cv2.VideoCapture, stream: _Stream, mode: CameraMode, machine: Machine) -> EnvironmentFault:
    """Take pictures from the driver until the reader ends it or something is wrong: what, is returned."""
    health = Health()
    while not stream.ended and capture.grab():
        at_ms = machine.now_ms()
        if not stream.heard(at_ms):
            continue
        good, decoded = capture.retrieve()  # False is one broken picture, not the end
        image = decoded.astype(np.uint8, copy=False) if good else None
        health = examine(health, image, at_ms)
        if health.remark in _LASTING and at_ms - health.since_ms >= _PATIENCE_MS:
            return _LASTING[health.remark](source=stream.source)
        if image is not None and health.remark is not Remark.TORN:
            _note(stream, capture, image, mode, at_ms)
            stream.put(image)
        if stream.state and health.remark:
            stream.state = replace(stream.state, remarks=stream.state.remarks | {health.remark})
    return CameraStopped(source=stream.source)


def _set(capture: cv2.VideoCapture, mode: CameraMode) -> None:
    """Ask for the mode. Each change of buffers, format or size renegotiates: none is made twice, and
    the width waits for the height, so that no uncompressed large picture is asked for on the way."""
    capture.set(cv2.CAP_PROP_BUFFERSIZE, _BUFFERS)
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*mode.pixel_format))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, mode.width_px)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, mode.height_px)
    capture.set(cv2.CAP_PROP_FPS, mode.frames_a_second)
    capture.set(cv2.CAP_PROP_AUTO_EXPOSURE, _AUTO_EXPOSURE if mode.exposure is None else _FIXED_EXPOSURE)
    if mode.exposure is not None:
        capture.set(cv2.CAP_PROP_EXPOSURE, mode.exposure)
    capture.set(cv2.CAP_PROP_AUTOFOCUS, mode.focus is None)
    if mode.focus is not None:
        capture.set(cv2.CAP_PROP_FOCUS, mode.focus)


def _note(stream: _Stream, capture: cv2.VideoCapture, image: Pixels, mode: CameraMode, at_ms: int) -> None:
    """Keep what the camera really gives. The picture itself tells its size: drivers have told another
    (https://github.com/opencv/opencv/issues/29254)."""
    height_px, width_px = image.shape[:2]
    if stream.state is None:
        got = replace(_told(capture), width_px=width_px, height_px=height_px)
        stream.state = CameraState(mode, got, at_ms - stream.begun_ms)
    elif (stream.state.got.width_px, stream.state.got.height_px) != (width_px, height_px):
        got = replace(stream.state.got, width_px=width_px, height_px=height_px)
        stream.state = replace(stream.state, got=got)


def _told(capture: cv2.VideoCapture) -> CameraMode:
    """The mode that the driver says it is in. What it leaves to itself, or has not got, is None."""
    code = int(capture.get(cv2.CAP_PROP_FOURCC))
    exposed = capture.get(cv2.CAP_PROP_EXPOSURE)
    fixed = capture.get(cv2.CAP_PROP_AUTO_EXPOSURE) == _FIXED_EXPOSURE
    focus = capture.get(cv2.CAP_PROP_FOCUS)
    own_focus = capture.get(cv2.CAP_PROP_AUTOFOCUS) != 0
    return CameraMode(
        frames_a_second=capture.get(cv2.CAP_PROP_FPS),
        pixel_format=code.to_bytes(4, "little", signed=code < 0).decode("latin-1"),
        exposure=int(exposed) if fixed and exposed >= 0 else None,
        focus=None if own_focus or focus < 0 else int(focus),
    )
