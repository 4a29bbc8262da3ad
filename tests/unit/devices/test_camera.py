from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk_app.devices.camera import (
    CameraMissing,
    CameraStopped,
    CameraUnknown,
    Frame,
    PictureCamera,
    UvcCamera,
    VideoCamera,
    open_camera,
)


def picture(folder: Path, name: str, shade: int) -> Path:
    path = folder / name
    cv2.imwrite(str(path), np.full((60, 80, 3), shade, np.uint8))
    return path


def shade(frame: Frame | None) -> int:
    assert frame is not None
    return int(frame.image.mean())


def test_pictures_are_held_and_go_round(tmp_path: Path) -> None:
    camera = PictureCamera([picture(tmp_path, "a.png", 10), picture(tmp_path, "b.png", 200)], held_reads=2)
    camera.open()
    assert [shade(camera.read()) for _ in range(6)] == [10, 10, 200, 200, 10, 10]


def test_numbers_grow(tmp_path: Path) -> None:
    camera = PictureCamera([picture(tmp_path, "a.png", 10)])
    camera.open()
    frames = [camera.read() for _ in range(3)]
    assert [frame.number for frame in frames if frame] == [1, 2, 3]


def test_opened_again_it_goes_on(tmp_path: Path) -> None:
    camera = PictureCamera([picture(tmp_path, "a.png", 10), picture(tmp_path, "b.png", 200)], held_reads=1)
    camera.open()
    assert shade(camera.read()) == 10
    camera.close()
    camera.close()
    camera.open()
    assert shade(camera.read()) == 200


def test_closed_it_gives_nothing(tmp_path: Path) -> None:
    camera = PictureCamera([picture(tmp_path, "a.png", 10)])
    with pytest.raises(CameraStopped):
        camera.read()


def test_folder_in_the_order_of_names(tmp_path: Path) -> None:
    picture(tmp_path, "2.png", 200)
    picture(tmp_path, "1.jpg", 10)
    (tmp_path / "notes.txt").write_text("no picture")
    camera = open_camera(f"folder:{tmp_path}")
    assert shade(camera.read()) == 10
    camera.close()


def test_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(CameraMissing):
        open_camera(f"folder:{tmp_path}")


def test_a_picture_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"hello")
    with pytest.raises(CameraStopped) as fault:
        open_camera(f"folder:{tmp_path}")
    assert str(fault.value.facts["source"]).endswith("a.jpg")


def test_a_picture_taken_away(tmp_path: Path) -> None:
    first, second = picture(tmp_path, "a.png", 10), picture(tmp_path, "b.png", 200)
    camera = PictureCamera([first, second], held_reads=1)
    camera.open()
    camera.read()
    second.unlink()
    with pytest.raises(CameraStopped):
        camera.read()


def test_video_goes_round(tmp_path: Path) -> None:
    path = tmp_path / "desk.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (80, 60))
    for level in (10, 200):
        writer.write(np.full((60, 80, 3), level, np.uint8))
    writer.release()
    camera = open_camera(f"video:{path}")
    assert isinstance(camera, VideoCamera)
    frames = [camera.read() for _ in range(4)]
    camera.close()
    assert [shade(frame) > 100 for frame in frames] == [False, True, False, True]
    assert [frame.number for frame in frames if frame] == [1, 2, 3, 4]


@pytest.mark.parametrize("spec", ["uvc:/dev/no-such-camera", "video:/no/such.mp4", "folder:/no/such"])
def test_missing(spec: str) -> None:
    with pytest.raises(CameraMissing):
        open_camera(spec)


def test_a_file_that_is_no_video(tmp_path: Path) -> None:
    path = tmp_path / "desk.mp4"
    path.write_bytes(b"hello")
    with pytest.raises(CameraMissing):
        VideoCamera(path).open()


def test_a_file_that_is_no_device(tmp_path: Path) -> None:
    path = tmp_path / "video0"
    path.write_bytes(b"")
    with pytest.raises(CameraMissing):
        UvcCamera(str(path)).open()


@pytest.mark.parametrize("spec", ["", "uvc", "uvc:", "scanner:/x"])
def test_unknown(spec: str) -> None:
    with pytest.raises(CameraUnknown):
        open_camera(spec)
