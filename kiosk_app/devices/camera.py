"""The camera a setting names: a UVC camera, or pictures or a video file that stand in for one."""

from __future__ import annotations

from pathlib import Path

from kiosk_app.devices.frame import Camera, CameraMissing, CameraStopped, Frame
from kiosk_app.devices.stand_in import PictureCamera, VideoCamera, pictures_in
from kiosk_app.devices.uvc import UvcCamera
from kiosk_app.devices.v4l import CameraMode, Machine
from kiosk_app.domain.errors import InputFault

__all__ = [
    "Camera",
    "CameraMissing",
    "CameraMode",
    "CameraStopped",
    "CameraUnknown",
    "Frame",
    "PictureCamera",
    "UvcCamera",
    "VideoCamera",
    "open_camera",
]

_AS_MADE = CameraMode()
_THIS_MACHINE = Machine()


class CameraUnknown(InputFault):
    """The setting names no kind of camera. Facts: ``spec``."""


def open_camera(spec: str, mode: CameraMode = _AS_MADE, machine: Machine = _THIS_MACHINE) -> Camera:
    """The camera a setting names, opened: ``uvc:NAME``, ``folder:/path``, ``video:/path.mp4``.

    What NAME may be stands at :func:`kiosk_app.devices.v4l.find_camera`; ``mode`` is asked of a UVC
    camera only. A folder's pictures come in the order of their names. Raises :class:`CameraUnknown`,
    :class:`CameraMissing`, and CameraAmbiguous and CameraForbidden of a UVC camera.
    """
    kind, _, where = spec.partition(":")
    if kind not in ("uvc", "folder", "video") or not where:
        raise CameraUnknown(spec=spec)
    camera: Camera
    if kind == "uvc":
        camera = UvcCamera(where, mode, machine)
    elif kind == "video":
        camera = VideoCamera(Path(where))
    else:
        camera = PictureCamera(pictures_in(Path(where)))
    camera.open()
    return camera
