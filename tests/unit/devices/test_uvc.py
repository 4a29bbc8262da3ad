"""A UVC camera over a driver that behaves like the real one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import pytest

from kiosk_app.devices.camera import CameraMode, open_camera
from kiosk_app.devices.frame import CameraMissing, CameraStopped, Pixels
from kiosk_app.devices.picture_health import Remark
from kiosk_app.devices.uvc import UvcCamera
from tests.fakes.cameras import FRAME_MS, FakeCamera, FakeMachine, fake_machine, live, next_frame

HD = CameraMode()


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeMachine]:
    with fake_machine(tmp_path) as fake:
        yield fake


def opened(fake: FakeMachine, mode: CameraMode = HD) -> UvcCamera:
    camera = open_camera("uvc:auto", mode, fake.machine)
    assert isinstance(camera, UvcCamera)
    return camera


def test_pictures_of_the_size_that_was_asked_for(fake: FakeMachine) -> None:
    fake.plug(FakeCamera(), 0)
    camera = opened(fake)
    frames = [next_frame(camera) for _ in range(3)]
    assert [frame.number for frame in frames] == [1, 2, 3]
    assert frames[0].image.shape == (1_080, 1_920, 3)
    assert camera.state is not None
    assert camera.state.got == camera.state.asked == HD
    assert camera.state.differs == ()
    assert camera.state.first_picture_ms < 100 * FRAME_MS
    camera.close()
    assert fake.captures[0].released


def test_nothing_is_renegotiated_twice(fake: FakeMachine) -> None:
    fake.plug(FakeCamera(), 0)
    camera = opened(fake)
    next_frame(camera)
    camera.close()
    assert fake.captures[0].was_set == [
        cv2.CAP_PROP_BUFFERSIZE,
        cv2.CAP_PROP_FOURCC,
        cv2.CAP_PROP_FRAME_WIDTH,
        cv2.CAP_PROP_FRAME_HEIGHT,
        cv2.CAP_PROP_FPS,
        cv2.CAP_PROP_AUTO_EXPOSURE,
        cv2.CAP_PROP_AUTOFOCUS,
    ]
    assert len(fake.captures) == 1


def test_what_the_camera_has_not_got_is_told(fake: FakeMachine) -> None:
    fake.plug(FakeCamera(modes=(CameraMode(640, 480, 15, "YUYV"),)), 0)
    camera = opened(fake, replace(HD, exposure=300, focus=40))
    assert next_frame(camera).image.shape == (480, 640, 3)
    assert camera.state is not None
    assert camera.state.got == CameraMode(640, 480, 15, "YUYV")
    assert camera.state.differs == (
        "width_px",
        "height_px",
        "frames_a_second",
        "pixel_format",
        "exposure",
        "focus",
    )


def test_a_picture_smaller_than_its_driver_says(fake: FakeMachine) -> None:
    fake.plug(FakeCamera(sensor=lambda number, _: live(number, (640, 480))), 0)
    camera = opened(fake)
    assert next_frame(camera).image.shape == (480, 640, 3)
    assert camera.state is not None
    assert camera.state.differs == ("width_px", "height_px")


def test_exposure_and_focus_are_set_and_read_back(fake: FakeMachine) -> None:
    controls = {
        cv2.CAP_PROP_AUTO_EXPOSURE: 3.0,
        cv2.CAP_PROP_EXPOSURE: 157.0,
        cv2.CAP_PROP_AUTOFOCUS: 1.0,
        cv2.CAP_PROP_FOCUS: 0.0,
    }
    fake.plug(FakeCamera(controls=controls), 0)
    asked = replace(HD, exposure=300, focus=40)
    camera = opened(fake, asked)
    next_frame(camera)
    assert camera.state is not None
    assert camera.state.got == asked
    camera.close()
    camera = opened(fake)  # and left to the camera again
    next_frame(camera)
    assert camera.state is not None
    assert camera.state.got == HD
    assert controls[cv2.CAP_PROP_AUTO_EXPOSURE] == 3


def test_what_is_read_is_fresh(fake: FakeMachine) -> None:
    seen: list[int] = []

    def sensor(number: int, size_px: tuple[int, int]) -> Pixels:
        seen.append(number)
        image = live(number, size_px)
        image[1, 0] = number % 256, number // 256, 0
        return image

    fake.plug(FakeCamera(sensor=sensor, modes=(CameraMode(64, 48, 30, "MJPG"),)), 0)
    camera = opened(fake)
    next_frame(camera)
    begun = len(seen)
    while len(seen) < begun + 20:  # a slow reader: the driver is emptied all the while
        fake.hang.wait(0.001)
    low, high, _ = next_frame(camera).image[1, 0].tolist()
    assert low + 256 * high > begun + 18


def test_one_broken_picture_is_left_out(fake: FakeMachine) -> None:
    def sensor(number: int, size_px: tuple[int, int]) -> Pixels | None:
        image = live(number, size_px)
        if number % 3 == 0:
            return None
        if number % 3 == 1:
            image[40:] = 128
        return image

    fake.plug(FakeCamera(sensor=sensor, modes=(CameraMode(64, 48, 30, "MJPG"),)), 0)
    camera = opened(fake)
    assert all(next_frame(camera).image[-1].std() > 10 for _ in range(10))
    assert camera.state is not None
    assert camera.state.remarks == {Remark.TORN}


def test_a_size_that_changes_is_handed_on_and_noted(fake: FakeMachine) -> None:
    fake.plug(FakeCamera(sensor=lambda number, _: live(number, (64 + number % 2, 48))), 0)
    camera = opened(fake)
    sizes = {next_frame(camera).image.shape[1] for _ in range(30)}
    assert sizes == {64, 65}
    assert camera.state is not None
    assert Remark.RESIZED in camera.state.remarks
    assert camera.state.got.width_px in sizes


def test_a_device_that_does_not_open(fake: FakeMachine) -> None:
    fake.plug(FakeCamera(opens=False), 0)
    camera = opened(fake)
    with pytest.raises(CameraMissing):
        next_frame(camera)
    assert fake.captures[0].released


def test_closed_it_gives_nothing_and_closes_again(fake: FakeMachine) -> None:
    fake.plug(FakeCamera(), 0)
    camera = opened(fake)
    camera.close()
    camera.close()
    assert camera.state is None
    with pytest.raises(CameraStopped):
        camera.read()


def test_two_cameras_side_by_side(fake: FakeMachine) -> None:
    fake.plug(FakeCamera(), 0)
    fake.plug(FakeCamera("Face Cam", "usb-2", "usb-Face-video-index0", "pci-2-video-index0"), 2)
    desk = open_camera("uvc:HD Camera", HD, fake.machine)
    face = open_camera("uvc:Face Cam", HD, fake.machine)
    assert next_frame(desk).number == next_frame(face).number == 1
