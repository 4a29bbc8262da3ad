"""The list and the probe of cameras, on a machine that has some."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk_app.devices.camera import CameraMode, CameraStopped, open_camera
from kiosk_app.devices.picture_health import Remark
from kiosk_app.technician import telling
from kiosk_app.technician.cameras import Probe, list_cameras, probe
from kiosk_app.ui.terminal_words import said
from tests.fakes.cameras import FakeCamera, FakeMachine, Sensor, fake_machine, live

SMALL = CameraMode(64, 48, 30, "MJPG")


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeMachine]:
    with fake_machine(tmp_path) as fake:
        yield fake


def probed(fake: FakeMachine, sensor: Sensor = live, asked: CameraMode = SMALL) -> Probe:
    fake.plug(FakeCamera(modes=(SMALL,), sensor=sensor), 0)
    machine = fake.machine
    opened_ms = machine.now_ms()
    camera = open_camera("uvc:auto", asked, machine)
    try:
        return probe(camera, opened_ms, machine.now_ms)
    finally:
        camera.close()


def test_the_list_names_what_to_write(fake: FakeMachine) -> None:
    fake.plug(FakeCamera(), 0)
    (listed,) = list_cameras(fake.machine)
    lines = list(telling.camera_lines([listed], "en"))
    assert lines[0] == f"uvc:{FakeCamera.by_id}\n  {fake.root}/dev/video0  HD Camera"
    assert lines[1:] == [
        "  YUYV 640×480 at 30 a second",
        "  MJPG 640×480 at 30 a second",
        "  MJPG 1920×1080 at 30 a second",
    ]
    open_camera(lines[0].partition("\n")[0], machine=fake.machine).close()


def test_no_cameras(fake: FakeMachine) -> None:
    assert list_cameras(fake.machine) == ()


def test_a_camera_that_does_as_asked(fake: FakeMachine) -> None:
    found = probed(fake)
    assert found.image.shape == (48, 64, 3)
    assert 1 < found.pictures_a_second < 31
    assert 100 < found.brightness < 160
    assert found.sharpness is None
    lines = list(telling.probe_lines(found, "en"))
    assert lines[0] == "Pictures of 64×48"
    assert "No print" in lines[3]
    assert lines[-1] == "The camera does what it was asked to."


def test_what_differs_and_what_was_seen_is_told(fake: FakeMachine) -> None:
    def sensor(number: int, size_px: tuple[int, int]) -> None:
        return None if number % 4 == 0 else live(number, size_px)  # type: ignore[return-value]

    found = probed(fake, sensor, replace(SMALL, width_px=1_920, height_px=1_080, focus=7))
    assert found.state is not None
    assert found.state.differs == ("width_px", "height_px", "focus")
    assert found.state.remarks == {Remark.TORN}
    lines = list(telling.probe_lines(found, "zh"))
    assert "镜头没有照要求的做：宽度要 1920，给的是 64" in lines
    assert "镜头没有照要求的做：对焦要 7，给的是 自动" in lines
    assert lines[-1] == "有的画面不完整"


@pytest.mark.parametrize("remark", Remark)
def test_every_remark_has_words(remark: Remark) -> None:
    assert said(remark, "zh") != said(remark, "en")


def test_a_camera_that_never_gives_a_picture() -> None:
    class Silent:
        def open(self) -> None: ...
        def read(self) -> None: ...
        def close(self) -> None: ...

    ticks = iter(range(0, 100_000, 1_000))
    with pytest.raises(CameraStopped):
        probe(Silent(), next(ticks), lambda: next(ticks))
