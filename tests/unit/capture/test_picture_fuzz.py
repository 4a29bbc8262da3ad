"""Whatever a file holds, decoding it ends in a picture or in one of its faults.

The short run is part of every test run. Many more cases: `bash installer/test.sh --long -k fuzz`.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache

import numpy as np
import PIL.Image
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk_app.capture.picture import (
    HeicPicture,
    NotAPicture,
    NotPixels,
    PictureHasPages,
    PictureTooLarge,
    PictureTooSmall,
    as_image,
    decode_picture,
)

_FAULTS = (NotAPicture, HeicPicture, PictureHasPages, PictureTooSmall, PictureTooLarge)
_MOST_PX = 40_000_000
_HEAD = 600
"""Bytes in which the headers lie: most of the damage is done there."""

_SEEDS: Mapping[str, tuple[str, str, Mapping[str, object]]] = {
    "jpeg": ("RGB", "JPEG", {}),
    "jpeg grey": ("L", "JPEG", {"optimize": True}),
    "jpeg progressive": ("RGB", "JPEG", {"progressive": True}),
    "jpeg cmyk": ("CMYK", "JPEG", {}),
    "jpeg pages": ("RGB", "MPO", {"save_all": True}),
    "png": ("RGB", "PNG", {}),
    "png palette": ("P", "PNG", {"transparency": 3}),
    "png alpha": ("RGBA", "PNG", {}),
    "png one bit": ("1", "PNG", {}),
    "png wide": ("I;16", "PNG", {}),
    "tiff": ("RGB", "TIFF", {}),
    "tiff lzw": ("RGB", "TIFF", {"compression": "tiff_lzw"}),
    "tiff deflate": ("L", "TIFF", {"compression": "tiff_adobe_deflate"}),
    "tiff jpeg": ("RGB", "TIFF", {"compression": "jpeg"}),
    "tiff fax": ("1", "TIFF", {"compression": "group4"}),
    "tiff float": ("F", "TIFF", {}),
    "tiff lab": ("LAB", "TIFF", {}),
    "tiff pages": ("RGB", "TIFF", {"save_all": True}),
    "bmp": ("RGB", "BMP", {}),
    "bmp palette": ("P", "BMP", {}),
    "webp": ("RGB", "WEBP", {}),
    "webp lossless": ("RGBA", "WEBP", {"lossless": True}),
    "webp moving": ("RGB", "WEBP", {"save_all": True}),
}


@cache
def seed(name: str) -> bytes:
    mode, format, how = _SEEDS[name]
    ramp = PIL.Image.linear_gradient("L").resize((410, 400))
    picture = PIL.Image.fromarray(np.asarray(ramp).astype(np.uint16) * 257) if mode == "I;16" else None
    picture = picture or (ramp.convert("RGB") if mode == "LAB" else ramp).convert(mode)
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    more = {"append_images": [picture.rotate(90)]} if "save_all" in how else {}
    data = io.BytesIO()
    picture.save(data, format, exif=exif, **how, **more)
    return data.getvalue()


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A real file with bytes overwritten, pieces cut out, doubled or taken from another, its end missing."""
    data = bytearray(seed(draw(st.sampled_from(sorted(_SEEDS)))))
    for _ in range(draw(st.integers(1, 6))):
        reach = draw(st.sampled_from((_HEAD, len(data))))
        at = draw(st.integers(0, max(0, min(reach, len(data)) - 1)))
        size = draw(st.integers(1, 64))
        match draw(st.sampled_from("overwrite flip cut double splice truncate".split())):
            case "overwrite":
                junk = draw(st.binary(min_size=1, max_size=8))
                data[at : at + len(junk)] = junk
            case "flip" if data:
                data[at] ^= 1 << draw(st.integers(0, 7))
            case "cut":
                del data[at : at + size]
            case "double":
                data[at:at] = data[at : at + size]
            case "splice":
                other = seed(draw(st.sampled_from(sorted(_SEEDS))))
                data[at : at + size] = other[at : at + draw(st.integers(0, 2 * size))]
            case "truncate":
                del data[draw(st.integers(0, len(data))) :]
    return bytes(data)


def decodes_or_says_why(data: bytes) -> None:
    try:
        image = decode_picture(data, "x")
    except _FAULTS:
        return
    assert image.dtype == np.uint8
    assert image.ndim == 3
    assert image.shape[2] == 3
    assert image.flags.c_contiguous
    assert 0 < image.shape[0] * image.shape[1] <= _MOST_PX


_QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_LONG = settings(_QUICK, max_examples=30_000)


@_QUICK
@given(damaged())
def test_damaged_pictures(data: bytes) -> None:
    decodes_or_says_why(data)


@_QUICK
@given(st.binary(max_size=400), st.sampled_from(["", *sorted(_SEEDS)]))
def test_any_bytes(data: bytes, begin: str) -> None:
    decodes_or_says_why((seed(begin)[: len(data) % 64] if begin else b"") + data)


@_QUICK
@given(
    st.lists(st.integers(0, 9), max_size=4),
    st.sampled_from("uint8 uint16 int8 bool float32 float64 int64 complex64 object".split()),
    st.booleans(),
)
def test_any_array(shape: list[int], kind: str, turned: bool) -> None:
    array = np.zeros(shape, kind)
    try:
        image = as_image(array.T if turned else array)
    except NotPixels:
        return
    assert image.shape[2] == 3
    assert image.dtype == np.uint8
    assert image.size


@pytest.mark.long
@pytest.mark.timeout(7_200)
@_LONG
@given(damaged())
def test_damaged_pictures_for_long(data: bytes) -> None:
    decodes_or_says_why(data)
