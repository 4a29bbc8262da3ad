"""Cameras by their lasting names, on a machine whose /dev lies in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk_app.devices.frame import CameraMissing
from kiosk_app.devices.v4l import (
    CameraAmbiguous,
    CameraForbidden,
    CameraMode,
    Machine,
    find_camera,
    find_cameras,
    find_modes,
)
from tests.fakes.cameras import FakeCamera, FakeMachine, fake_machine

DESK = FakeCamera()
FACE = FakeCamera(
    "Face Cam",
    "usb-0000:00:14.0-2",
    "usb-Other_Face_Cam-video-index0",
    "pci-0000:00:14.0-usb-0:2:1.0-video-index0",
)


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeMachine]:
    with fake_machine(tmp_path) as fake:
        yield fake


def test_a_camera_is_listed_once_with_its_names(fake: FakeMachine) -> None:
    fake.plug(DESK, 0)
    (camera,) = find_cameras(fake.machine)
    assert camera.device == fake.root / "dev/video0"
    assert camera.card == "HD Camera"
    assert camera.names == (DESK.by_id, DESK.by_path, DESK.bus, DESK.card)


@pytest.mark.parametrize("name", [DESK.by_id, DESK.by_path, DESK.bus, DESK.card, "/dev/video10"])
def test_every_name_finds_it_beside_another(fake: FakeMachine, name: str) -> None:
    fake.plug(FACE, 2)
    fake.plug(DESK, 10)
    assert find_camera(name, fake.machine).device.name == "video10"


def test_a_lasting_name_as_a_path(fake: FakeMachine) -> None:
    fake.plug(DESK, 4)
    assert find_camera(f"/dev/v4l/by-id/{DESK.by_id}", fake.machine).device.name == "video4"


def test_two_of_a_kind_need_their_full_name(fake: FakeMachine) -> None:
    twin = replace(DESK, bus="usb-0000:00:14.0-3", by_path="pci-0000:00:14.0-usb-0:3:1.0-video-index0")
    fake.plug(DESK, 0)
    fake.plug(twin, 2)  # the same serial number: udev can link only one of them by id
    with pytest.raises(CameraAmbiguous) as caught:
        find_camera("HD Camera", fake.machine)
    assert caught.value.facts == {"name": "HD Camera", "choices": f"{DESK.by_path}, {DESK.by_id}"}
    assert find_camera(twin.by_path, fake.machine).device.name == "video2"
    assert find_camera(DESK.by_path, fake.machine).device.name == "video0"


def test_auto_takes_the_only_one_and_guesses_nothing(fake: FakeMachine) -> None:
    with pytest.raises(CameraMissing):
        find_camera("auto", fake.machine)
    fake.plug(DESK, 6)
    assert find_camera("auto", fake.machine).device.name == "video6"
    fake.plug(FACE, 0)
    with pytest.raises(CameraAmbiguous):
        find_camera("auto", fake.machine)


def test_the_metadata_node_is_no_camera(fake: FakeMachine) -> None:
    fake.plug(DESK, 0)
    for name in ("/dev/video1", DESK.by_id.replace("index0", "index1")):
        with pytest.raises(CameraMissing):
            find_camera(name, fake.machine)


def test_without_udev_the_port_and_the_card_remain(fake: FakeMachine) -> None:
    fake.plug(replace(DESK, by_id="", by_path=""), 0)
    assert find_cameras(fake.machine)[0].names == (DESK.bus, DESK.card)


@pytest.mark.parametrize(
    "name", ["/dev/v4l/by-id/loop", "/etc/passwd", "/dev/video9", "../../etc", "video0", "0", "\0"]
)
def test_what_is_no_camera(fake: FakeMachine, name: str) -> None:
    fake.plug(DESK, 0)
    (fake.root / "dev/v4l/by-id/loop").symlink_to("loop")
    (fake.root / "dev/video9").touch()  # a plain file
    with pytest.raises(CameraMissing):
        find_camera(name, fake.machine)


def test_without_permission_that_is_said(fake: FakeMachine) -> None:
    fake.plug(DESK, 0)
    fake.forbidden = True
    with pytest.raises(CameraForbidden) as caught:
        find_camera("auto", fake.machine)
    assert str(caught.value.facts["source"]).endswith("video1")


def test_modes_as_the_driver_tells_them(fake: FakeMachine) -> None:
    fake.plug(DESK, 0)
    assert find_modes(fake.root / "dev/video0", fake.machine) == DESK.modes


def test_a_range_of_sizes_gives_its_largest(fake: FakeMachine) -> None:
    def ranges(handle: int, request: int, asked: bytearray) -> None:
        fake.machine.ioctl(handle, request, asked)
        if request == 0xC02C564A:  # V4L2_FRMSIZE_TYPE_STEPWISE, 160 … 4000 by 16, 120 … 3000 by 8
            for place, value in enumerate((3, 160, 4000, 16, 120, 3000, 8)):
                asked[8 + 4 * place : 12 + 4 * place] = value.to_bytes(4, "little")

    fake.plug(replace(DESK, modes=(CameraMode(640, 480, 30, "YUYV"),)), 0)
    (mode,) = find_modes(fake.root / "dev/video0", Machine(fake.root, ranges))
    assert (mode.width_px, mode.height_px) == (4000, 3000)


def test_the_real_kernel_knows_a_file_from_a_camera(tmp_path: Path) -> None:
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev/video0").touch()
    assert find_cameras(Machine(tmp_path)) == ()
    with pytest.raises(OSError, match="No such file"):
        find_modes(tmp_path / "dev/video7", Machine(tmp_path))
