"""A camera that freezes, goes black, breaks, hangs, is pulled out and comes back under another number."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk_app.devices.camera import CameraMode, open_camera
from kiosk_app.devices.frame import Camera, CameraMissing, CameraStopped, Pixels
from kiosk_app.devices.uvc import CameraBlack, CameraFrozen, CameraTorn
from tests.fakes.cameras import (
    FakeCamera,
    FakeMachine,
    Gone,
    Sensor,
    fake_machine,
    live,
    next_frame,
    ramp,
)

SMALL = (CameraMode(64, 48, 30, "MJPG"),)
MINUTE_OF_READS = 2_000


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeMachine]:
    with fake_machine(tmp_path) as fake:
        yield fake


def opened(fake: FakeMachine) -> Camera:
    return open_camera(f"uvc:{FakeCamera.by_id}", SMALL[0], fake.machine)


def black(_number: int, size_px: tuple[int, int]) -> Pixels:
    return np.full((size_px[1], size_px[0], 3), 16, np.uint8)


def broken(_number: int, _size_px: tuple[int, int]) -> None:
    return None


def after(good: int, then: Sensor) -> Sensor:
    return lambda number, size_px: (live if number <= good else then)(number, size_px)


def read_until_it_ends(camera: Camera) -> None:
    for _ in range(MINUTE_OF_READS):
        camera.read()


@pytest.mark.parametrize(
    ("then", "fault"), [(ramp, CameraFrozen), (black, CameraBlack), (broken, CameraTorn)]
)
def test_what_lasts_is_a_fault_and_the_device_is_given_back(
    fake: FakeMachine, then: Sensor, fault: type[CameraStopped]
) -> None:
    fake.plug(FakeCamera(modes=SMALL, sensor=after(20, then)), 0)
    camera = opened(fake)
    next_frame(camera)
    with pytest.raises(fault) as caught:
        read_until_it_ends(camera)
    assert caught.value.facts == {"source": FakeCamera.by_id}
    assert fake.clock.elapsed_ms > 5_000
    camera.close()
    assert fake.captures[0].released


@pytest.mark.parametrize("then", [ramp, black, broken])
def test_what_passes_is_none(fake: FakeMachine, then: Sensor) -> None:
    def sensor(number: int, size_px: tuple[int, int]) -> Pixels | None:
        return (live if number % 100 < 20 else then)(number, size_px)  # 2.7 s of trouble at a time

    fake.plug(FakeCamera(modes=SMALL, sensor=sensor), 0)
    camera = opened(fake)
    while fake.clock.elapsed_ms < 30_000:
        camera.read()


def test_it_stops(fake: FakeMachine) -> None:
    def gone(_number: int, _size_px: tuple[int, int]) -> None:
        raise Gone

    fake.plug(FakeCamera(modes=SMALL, sensor=after(5, gone)), 0)
    camera = opened(fake)
    with pytest.raises(CameraStopped):
        read_until_it_ends(camera)
    with pytest.raises(CameraStopped):
        camera.read()


def test_opencv_gives_up(fake: FakeMachine) -> None:
    def fails(_number: int, _size_px: tuple[int, int]) -> None:
        raise cv2.error("out of buffers")

    fake.plug(FakeCamera(modes=SMALL, sensor=fails), 0)
    with pytest.raises(CameraStopped):
        read_until_it_ends(opened(fake))


def test_pulled_out_and_put_back_under_another_number(fake: FakeMachine) -> None:
    desk = fake.plug(FakeCamera(modes=SMALL), 0)
    camera = opened(fake)
    first = next_frame(camera).number
    fake.unplug(desk)
    with pytest.raises(CameraStopped):
        read_until_it_ends(camera)
    for _ in range(3):  # as often as the screen tries again
        with pytest.raises(CameraMissing):
            camera.open()
    fake.plug(FakeCamera("Face Cam", "usb-2", "usb-Face-video-index0", "pci-2-video-index0"), 0)
    fake.plug(desk, 2)
    camera.open()
    assert next_frame(camera).number > first
    camera.close()
    assert all(capture.released for capture in fake.captures)


def test_opened_and_closed_a_hundred_times(fake: FakeMachine) -> None:
    fake.plug(FakeCamera(modes=SMALL), 0)
    threads = threading.active_count()
    for _ in range(100):
        camera = opened(fake)
        next_frame(camera)
        camera.close()
    assert threading.active_count() == threads
    assert len(fake.captures) == 100
    assert all(capture.released for capture in fake.captures)


def hanging(fake: FakeMachine) -> Sensor:
    def sensor(number: int, size_px: tuple[int, int]) -> Pixels:
        fake.hang.wait()
        return live(number, size_px)

    return sensor


def test_a_driver_that_hangs_before_the_first_picture(fake: FakeMachine) -> None:
    fake.plug(FakeCamera(modes=SMALL, sensor=hanging(fake)), 0)
    camera = opened(fake)
    assert camera.read() is None  # not for ever: the reader stays free
    fake.clock.advance(9_000)
    assert camera.read() is None
    fake.clock.advance(2_000)
    with pytest.raises(CameraStopped):
        camera.read()


def test_a_driver_that_hangs_later(fake: FakeMachine) -> None:
    camera_there = fake.plug(FakeCamera(modes=SMALL), 0)
    camera = opened(fake)
    next_frame(camera)
    camera_there.sensor = hanging(fake)
    while camera.read():  # what still comes
        pass
    fake.clock.advance(4_000)
    with pytest.raises(CameraStopped):
        camera.read()


def test_who_hangs_is_left_alone_and_joined_by_nobody(fake: FakeMachine) -> None:
    fake.plug(FakeCamera(modes=SMALL, sensor=hanging(fake)), 0)
    camera = opened(fake)
    camera.read()
    stuck = next(thread for thread in threading.enumerate() if thread.name.endswith("/dev/video0"))
    camera.close()
    assert stuck.is_alive()
    threads = threading.active_count()
    for _ in range(5):
        with pytest.raises(CameraStopped):
            camera.open()
        with pytest.raises(CameraStopped):
            opened(fake)
    assert threading.active_count() == threads
    fake.hang.set()
    stuck.join()
    assert fake.captures[0].released
    camera.open()
    next_frame(camera)
    camera.close()


def test_a_driver_that_hangs_while_it_opens(fake: FakeMachine) -> None:
    def slow(device: str) -> cv2.VideoCapture:
        fake.hang.wait()
        return fake.machine.open_capture(device)

    fake.plug(FakeCamera(modes=SMALL), 0)
    camera = open_camera("uvc:auto", SMALL[0], replace(fake.machine, open_capture=slow))
    assert camera.read() is None
    fake.clock.advance(11_000)
    with pytest.raises(CameraStopped):
        camera.read()
    camera.close()
