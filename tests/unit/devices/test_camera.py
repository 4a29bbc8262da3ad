from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import pytest

from kiosk_app.devices.camera import (
    CameraMissing,
    CameraStopped,
    CameraUnknown,
    Frame,
    PictureCamera,
    VideoCamera,
    open_camera,
)
from tests.fakes.pictures import png_of_size


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


def video_of(path: Path, levels: Sequence[int], a_second: float = 30) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), a_second, (80, 60))
    for level in levels:
        writer.write(np.full((60, 80, 3), level, np.uint8))
    writer.release()
    return path


def test_video_goes_round_at_its_own_pace(tmp_path: Path) -> None:
    now = [100.0]
    camera = VideoCamera(video_of(tmp_path / "desk.avi", (10, 100, 200), a_second=10), lambda: now[0])
    camera.open()
    frames = []
    for tick in range(8):  # twenty reads a second of ten pictures a second
        now[0] = 100.01 + tick / 20
        frames.append(camera.read())
    camera.close()
    assert [frame is None for frame in frames] == [False, True] * 4
    seen = [frame for frame in frames if frame]
    assert [round(shade(frame), -1) for frame in seen] == [10, 100, 200, 10]
    assert [frame.number for frame in seen] == [1, 2, 3, 4]


def test_a_slow_reader_of_a_video_misses_pictures(tmp_path: Path) -> None:
    now = [0.0]
    camera = VideoCamera(video_of(tmp_path / "desk.avi", range(0, 250, 25), a_second=10), lambda: now[0])
    camera.open()
    first = camera.read()
    now[0] = 0.55
    later = camera.read()
    camera.close()
    assert [round(shade(frame) / 25) for frame in (first, later)] == [0, 5]


def test_a_video_by_its_name(tmp_path: Path) -> None:
    camera = open_camera(f"video:{video_of(tmp_path / 'desk.avi', (10,))}")
    assert isinstance(camera, VideoCamera)
    assert camera.read() is not None
    camera.close()


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
        open_camera(f"uvc:{path}")


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (7, 1_999)])
def test_pictures_of_any_size_and_depth(tmp_path: Path, size: tuple[int, int]) -> None:
    for name, more in (("grey16.png", (1,)), ("rgba.png", (4,)), ("plain.bmp", (3,))):
        depth = np.uint16 if "16" in name else np.uint8
        cv2.imwrite(str(tmp_path / name), np.full((*size, *more), 200, depth))
    camera = open_camera(f"folder:{tmp_path}")
    frame = camera.read()
    assert frame is not None
    assert frame.image.shape == (*size, 3)
    assert frame.image.dtype == np.uint8


def test_a_picture_taken_upside_down_stands_upright(tmp_path: Path) -> None:
    exif = PIL.Image.Exif()
    exif[0x0112] = 3
    PIL.Image.linear_gradient("L").save(tmp_path / "a.jpg", exif=exif)  # black at its top
    frame = open_camera(f"folder:{tmp_path}").read()
    assert frame is not None
    assert frame.image[0].mean() > 200 > 50 > frame.image[-1].mean()


def test_a_picture_with_more_pixels_than_there_is_memory(tmp_path: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(png_of_size(100_000))
    with pytest.raises(CameraStopped):
        open_camera(f"folder:{tmp_path}")


@pytest.mark.parametrize("spec", ["", "uvc", "uvc:", "scanner:/x"])
def test_unknown(spec: str) -> None:
    with pytest.raises(CameraUnknown):
        open_camera(spec)
