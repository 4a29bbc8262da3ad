from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk_app.capture.picture import (
    FileMissing,
    NotAPicture,
    PictureTooLarge,
    PictureTooSmall,
    decode_picture,
    encode_jpeg,
    encode_png,
    load_picture,
)
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
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(PictureTooLarge):
        decode_picture(data, "bomb.png")


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 3_000),
    st.binary(min_size=1, max_size=8),
    st.sampled_from(["JPEG", "PNG", "WEBP", "TIFF", "BMP"]),
)
def test_damaged_bytes_end_in_a_picture_or_a_fault(at: int, junk: bytes, format: str) -> None:
    data = bytearray(saved(gradient("RGB"), format))
    data[at % len(data) : at % len(data) + len(junk)] = junk
    try:
        image = decode_picture(bytes(data), "x")
    except (NotAPicture, PictureTooSmall, PictureTooLarge):
        return
    assert image.ndim == 3
