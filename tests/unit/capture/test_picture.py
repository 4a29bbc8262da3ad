from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import pytest
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Image
from kiosk_app.capture.picture import (
    FileMissing,
    HeicPicture,
    NotAPicture,
    NotPixels,
    PictureHasPages,
    PictureTooLarge,
    PictureTooSmall,
    as_image,
    decode_picture,
    encode_jpeg,
    encode_png,
    load_picture,
    read_picture_file,
)
from tests.fakes.pictures import png_of_size
from tests.samples.desk import bare_desk

DESK = bare_desk(1)


def saved(picture: PIL.Image.Image, format: str = "PNG", **how: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format, **how)
    return buffer.getvalue()


def gradient(mode: str) -> PIL.Image.Image:
    return PIL.Image.linear_gradient("L").resize((500, 420)).convert(mode)


def test_png_is_exact() -> None:
    assert np.array_equal(decode_picture(encode_png(DESK), "x"), DESK)


def test_jpeg_is_close() -> None:
    again = decode_picture(encode_jpeg(DESK, 92), "x")
    assert np.abs(again.astype(int) - DESK).mean() < 3


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB", "RGBA", "1"])
def test_every_mode_becomes_colour(mode: str) -> None:
    image = decode_picture(saved(gradient(mode)), "x")
    assert image.shape == (420, 500, 3)
    assert image.dtype == np.uint8
    assert image[0].mean() < 20 < 235 < image[-1].mean()


def test_sixteen_bits() -> None:
    wide = np.linspace(0, 65_535, 500 * 420).reshape(420, 500).astype(np.uint16)
    image = decode_picture(saved(PIL.Image.fromarray(wide)), "x")
    assert image[0, 0, 0] == 0
    assert image[-1, -1, 2] == 255


def test_transparent_is_white() -> None:
    clear = PIL.Image.new("RGBA", (500, 500), (0, 0, 0, 0))
    assert decode_picture(saved(clear), "x").min() == 255


def test_exif_turns_the_picture() -> None:
    exif = PIL.Image.Exif()
    exif[0x0112] = 6  # the camera was held a quarter turn
    image = decode_picture(saved(gradient("RGB"), "JPEG", exif=exif), "x")
    assert image.shape == (500, 420, 3)
    assert image[:, 0].mean() > image[:, -1].mean() + 200


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileMissing) as fault:
        load_picture(tmp_path / "none.jpg")
    assert "none.jpg" in str(fault.value.facts["path"])


def test_file(tmp_path: Path) -> None:
    path = tmp_path / "desk.png"
    path.write_bytes(encode_png(DESK))
    assert np.array_equal(load_picture(path), DESK)


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n"])
def test_no_picture(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        decode_picture(data, "letter.txt")


def test_broken_off() -> None:
    data = encode_jpeg(DESK, 90)
    with pytest.raises(NotAPicture):
        decode_picture(data[: len(data) // 2], "x")


def test_too_small() -> None:
    with pytest.raises(PictureTooSmall) as fault:
        decode_picture(saved(PIL.Image.new("RGB", (399, 3_000))), "stamp.png")
    assert fault.value.facts == {"name": "stamp.png", "width_px": 399, "height_px": 3_000}


@pytest.mark.parametrize("side", [12_000, 40_000])
def test_bomb(side: int) -> None:
    with pytest.raises(PictureTooLarge):
        decode_picture(png_of_size(side), "bomb.png")


def test_one_pixel() -> None:
    with pytest.raises(PictureTooSmall):
        decode_picture(saved(PIL.Image.new("RGB", (1, 1))), "dot.png")


@pytest.mark.parametrize("transparency", [0, bytes(range(256))])
def test_a_palette_with_transparency(transparency: int | bytes) -> None:
    data = saved(PIL.Image.new("P", (500, 420), 0), transparency=transparency)
    assert decode_picture(data, "x").min() == 255


def rgb48_tiff(side: int) -> bytes:
    """A baseline TIFF of 16 bit a channel, red 0xFFFF, green 0x8000, blue 0: no library here writes one."""
    pixels = struct.pack("<3H", 0xFFFF, 0x8000, 0) * side * side
    tags = [
        (256, 4, 1, side), (257, 4, 1, side), (258, 3, 3, 8), (259, 3, 1, 1), (262, 3, 1, 2),
        (273, 4, 1, 256), (277, 3, 1, 3), (278, 4, 1, side), (279, 4, 1, len(pixels)), (284, 3, 1, 1),
    ]  # fmt: skip
    head = b"II*\0" + struct.pack("<I3H2x", 16, 16, 16, 16)
    table = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4)
    return (head + table).ljust(256, b"\0") + pixels


def test_sixteen_bits_a_channel() -> None:
    png = cv2.imencode(".png", np.full((420, 500, 3), (0, 0x8000, 0xFFFF), np.uint16))[1].tobytes()
    for data in (png, rgb48_tiff(420)):
        assert decode_picture(data, "x")[200, 200].tolist() == [0, 128, 255]


@pytest.mark.parametrize("top", [1.0, 255.0, 65_535.0])
def test_floating_grey(top: float) -> None:
    wide = np.linspace(0, top, 500 * 420, dtype=np.float32).reshape(420, 500)
    image = decode_picture(saved(PIL.Image.fromarray(wide), "TIFF"), "x")
    assert image[0, 0, 0] == 0
    assert image[-1, -1, 0] == 255
    wide[:9] = np.nan
    assert decode_picture(saved(PIL.Image.fromarray(wide), "TIFF"), "x").shape == (420, 500, 3)


def test_ink_for_printers() -> None:
    red = PIL.Image.new("RGB", (500, 420), (200, 30, 20)).convert("CMYK")
    for format in ("JPEG", "TIFF"):  # Pillow writes Adobe's inverted CMYK into a JPEG
        image = decode_picture(saved(red, format), "x")
        assert np.abs(image.astype(int) - (20, 30, 200)).max() < 6


def arrow() -> Image:
    """Nothing about it is symmetrical."""
    image = np.full((420, 500, 3), 255, np.uint8)
    image[40:200, 60:90] = 0
    image[40:70, 60:300] = 0
    return image


@pytest.mark.parametrize("held", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_every_way_of_holding_a_camera(format: str, held: int) -> None:
    seen = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[held]  # Pillow's Transpose that made it
    stored = PIL.Image.fromarray(arrow())
    stored = stored if seen is None else stored.transpose(PIL.Image.Transpose(seen))
    exif = PIL.Image.Exif()
    exif[0x0112] = held
    image = decode_picture(saved(stored, format, exif=exif), "x")
    assert np.abs(image.astype(int) - arrow()).mean() < 3


def test_a_broken_exif_does_not_cost_the_picture() -> None:
    data = saved(gradient("RGB"), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40)
    assert decode_picture(data, "x").shape == (420, 500, 3)


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"hevc"])
def test_heic_has_advice_of_its_own(brand: bytes) -> None:
    with pytest.raises(HeicPicture):
        decode_picture(b"\0\0\0\x18ftyp" + brand + bytes(40), "IMG_0001.HEIC")


@pytest.mark.parametrize("format", ["TIFF", "WEBP", "PNG"])
def test_several_pictures_in_one_file(format: str) -> None:
    more = [gradient("RGB").rotate(90 * turn) for turn in (1, 2)]
    with pytest.raises(PictureHasPages) as fault:
        decode_picture(saved(gradient("RGB"), format, save_all=True, append_images=more), "scan.tif")
    assert fault.value.facts == {"name": "scan.tif"}


def test_a_telephone_keeps_a_preview_behind_its_picture() -> None:
    more = [PIL.Image.new("RGB", (160, 120))]
    data = saved(gradient("RGB"), "MPO", save_all=True, append_images=more)
    assert decode_picture(data, "x").shape == (420, 500, 3)


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a" + bytes(300),
        saved(gradient("L"), "GIF", save_all=True, append_images=[gradient("L").rotate(90)]),
        b"<svg xmlns='http://www.w3.org/2000/svg' width='500' height='500'/>",
        b"<!doctype html><img src=x.jpg>",
        b"PK\x03\x04" + bytes(300),
        b"\0" * 5_000,
    ],
)
def test_other_files_named_as_pictures(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        decode_picture(data, "photo.jpg")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_broken_off_anywhere(format: str, share: float) -> None:
    data = saved(PIL.Image.fromarray(DESK[:420, :500]), format)
    with pytest.raises(NotAPicture):
        decode_picture(data[: int(len(data) * share)], "x")


def test_a_jpeg_of_a_thousand_scans_is_not_begun() -> None:
    data = saved(gradient("RGB"), "JPEG", progressive=True)
    start = data.index(b"\xff\xda")
    end = data.index(b"\xff\xda", start + 2)
    with pytest.raises(NotAPicture):
        decode_picture(data[:start] + data[start:end] * 1_000 + data[start:], "slow.jpg")


@pytest.mark.parametrize(
    ("format", "mode"), [("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "P"), ("PNG", "I;16")]
)
def test_a_very_large_picture_is_halved(format: str, mode: str) -> None:
    band = np.repeat(np.linspace(20, 230, 8_003).astype(np.uint8)[None], 5_201, axis=0)
    if mode == "I;16":
        large = PIL.Image.fromarray(band.astype(np.uint16) * 257)
    else:
        large = PIL.Image.fromarray(band).convert(mode)
    image = decode_picture(saved(large, format, compress_level=1), "x")
    assert [round(side / 100) for side in image.shape[:2]] == [26, 40]
    assert np.abs(image[1_300, ::400, 1] - np.linspace(20, 230, 11)).max() < 8
    assert image.flags.c_contiguous


@pytest.mark.parametrize("make", ["folder", "pipe", "loop", "null", "zero"])
def test_what_is_no_plain_file_is_not_read(tmp_path: Path, make: str) -> None:
    path = tmp_path / "photo.jpg"
    if make == "folder":
        path.mkdir()
    elif make == "pipe":
        os.mkfifo(path)  # to read it would wait for ever
    elif make == "loop":
        path.symlink_to(path)
    elif make == "null":
        path = tmp_path / "a\0b.jpg"
    else:
        path.symlink_to("/dev/zero")
    with pytest.raises((FileMissing, NotAPicture)):
        load_picture(path)


def test_an_enormous_file_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "disk.png"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # sparse
    with pytest.raises(PictureTooLarge):
        read_picture_file(path)


@pytest.mark.parametrize(
    "array",
    [
        np.full((1, 1), 7, np.uint8),
        np.full((2, 3, 1), 7, np.uint8),
        np.full((2, 3, 4), 7, np.uint8),
        np.full((5, 4, 3), 7 * 256 + 3, np.uint16),
        np.full((9, 8, 3), 7, np.uint8)[::2, ::-1],
        np.full((3, 9, 8), 7, np.uint8).transpose(1, 2, 0),
        np.asfortranarray(np.full((6, 5, 3), 7, np.uint8)),
    ],
)
def test_arrays_from_cameras(array: NDArray[np.uint8]) -> None:
    image = as_image(array)
    assert image.shape == (*array.shape[:2], 3)
    assert image.dtype == np.uint8
    assert image.flags.c_contiguous
    assert (image == 7).all()


def test_an_image_is_handed_through() -> None:
    assert np.shares_memory(as_image(DESK), DESK)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((0, 0, 3), np.uint8),
        np.zeros((4, 0), np.uint8),
        np.zeros(12, np.uint8),
        np.zeros((4, 4, 2), np.uint8),
        np.zeros((2, 4, 4, 3), np.uint8),
        np.zeros((4, 4, 3), np.float64),
        np.zeros((4, 4, 3), np.int32),
        np.array(None),
        np.lib.stride_tricks.as_strided(np.zeros(1, np.uint8), (60_000, 60_000, 3), (0, 0, 0)),
    ],
)
def test_arrays_that_are_no_pictures(array: NDArray[np.uint8]) -> None:
    with pytest.raises(NotPixels):
        as_image(array)
