"""Picture files and arrays from outside in, pixels out, and back."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import PIL.Image
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Image
from kiosk_app.domain.errors import InputFault

_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP")
_LARGEST_BYTES = 256 << 20
_LARGEST_PX = 120_000_000
_WORKING_PX = 40_000_000  # a page that fills half of so many is finer than 300 dpi
_SMALLEST_SIDE_PX = 400
_BAND_PX = 256
_MOST_SCANS = 100  # of a progressive JPEG: encoders make about ten, hostile ones thousands
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_WIDE_MODES = frozenset({"I;16", "I;16L", "I;16B", "I", "F"})
_ORIENTATION = 0x0112

# What a decoder raises on hostile bytes is not documented. Fuzzing has met some of these, the others are
# what such code can come to.
_MALFORMED = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
)


class FileMissing(InputFault):
    """There is no such file, or it may not be read. Facts: ``path``."""


class NotAPicture(InputFault):
    """The bytes are no picture of a kind we read, or broken off. Facts: ``name``."""


class HeicPicture(InputFault):
    """A telephone's own format, which we do not read. Facts: ``name``."""


class PictureHasPages(InputFault):
    """Several pictures in one file: taking the first would lose the others. Facts: ``name``."""


class PictureTooSmall(InputFault):
    """Too few pixels to read print. Facts: ``name``, ``width_px``, ``height_px``."""


class PictureTooLarge(InputFault):
    """More pixels or bytes than any camera gives: it would fill the memory. Facts: ``name``."""


class NotPixels(InputFault):
    """An array that is no picture. Facts: ``shape``, ``kind``."""


def as_image(array_untrusted: NDArray[Any]) -> Image:
    """The one door for arrays from cameras: contiguous, blue-green-red, 8 bit.

    Grey, 16-bit and four-channel (the fourth is padding) arrays are converted, of any size; an array
    that is an image already is not copied. Raises :class:`NotPixels`.
    """
    array = array_untrusted
    grey = array.ndim == 2 or (array.ndim == 3 and array.shape[2] == 1)
    coloured = array.ndim == 3 and array.shape[2] in (3, 4)
    pixels = array.shape[0] * array.shape[1] if grey or coloured else 0
    if not 0 < pixels <= _LARGEST_PX or array.dtype not in (np.uint8, np.uint16):
        raise NotPixels(shape=array.shape, kind=str(array.dtype))
    if array.dtype == np.uint16:
        array = (array >> 8).astype(np.uint8)
    if grey:
        array = np.repeat(array.reshape(*array.shape[:2], 1), 3, axis=2)
    return np.ascontiguousarray(array[:, :, :3], np.uint8)


def load_picture(path: Path) -> Image:
    """The picture in a file. Raises what :func:`read_picture_file` and :func:`decode_picture` do."""
    return decode_picture(read_picture_file(path), path.name)


def read_picture_file(path: Path) -> bytes:
    """The untouched bytes, for who keeps them beside the pixels.

    Folders, devices and pipes are not opened. Raises :class:`FileMissing`, :class:`NotAPicture`,
    :class:`PictureTooLarge`.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotAPicture(name=path.name)
        with path.open("rb") as file:
            data = file.read(_LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise FileMissing(path=str(path)) from error
    if len(data) > _LARGEST_BYTES:
        raise PictureTooLarge(name=path.name)
    return data


def decode_picture(data_untrusted: bytes, name: str) -> Image:
    """JPEG, PNG, TIFF, BMP or WebP as blue-green-red pixels, upright as its EXIF says.

    Grey, palette, CMYK, 16-bit and transparent pictures are converted; what is transparent becomes
    white. Above 40 megapixels a picture is halved or quartered as it is decoded, so that memory stays
    bounded (figures: ``python -m tests.benchmarks.decode``). Raises :class:`NotAPicture`,
    :class:`HeicPicture`, :class:`PictureHasPages`, :class:`PictureTooSmall`, :class:`PictureTooLarge`.
    """
    if data_untrusted[4:8] == b"ftyp" and data_untrusted[8:12] in _HEIC_BRANDS:
        raise HeicPicture(name=name)
    try:
        # Pillow remarks on odd headers and large sizes; what matters of it is judged here.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decode(data_untrusted, name)
    except PIL.Image.DecompressionBombError as error:
        raise PictureTooLarge(name=name) from error
    except _MALFORMED as error:
        raise NotAPicture(name=name) from error


def _decode(data_untrusted: bytes, name: str) -> Image:
    opened = PIL.Image.open(io.BytesIO(data_untrusted), formats=_FORMATS)
    width, height = opened.size
    if width * height > _LARGEST_PX:
        raise PictureTooLarge(name=name)
    if min(width, height) < _SMALLEST_SIDE_PX:
        raise PictureTooSmall(name=name, width_px=width, height_px=height)
    if _has_pages(opened):
        raise PictureHasPages(name=name)
    if opened.format in ("JPEG", "MPO") and data_untrusted.count(b"\xff\xda") > _MOST_SCANS:
        raise NotAPicture(name=name)
    shrink = next(factor for factor in (1, 2, 4) if width * height <= factor**2 * _WORKING_PX)
    opened.draft(None, (width // shrink, height // shrink))
    opened.load()
    if opened.width < width:
        shrink = 1  # a JPEG was decoded small at once
    return _upright(_pixels(opened, shrink), opened)


def _has_pages(opened: PIL.Image.Image) -> bool:
    """Whether there is a second page, or the picture moves. The pages are not counted: a hostile TIFF
    has thousands."""
    if opened.format != "TIFF":  # MPO: a telephone's JPEG with its depth or preview behind it
        return opened.format != "MPO" and getattr(opened, "n_frames", 1) > 1
    try:
        opened.seek(1)
    except EOFError:
        return False
    return True


def _pixels(picture: PIL.Image.Image, shrink: int) -> Image:
    """In bands, so that converting a large picture does not need its memory once more."""
    width, height = (side // shrink * shrink for side in picture.size)
    white = _white(picture) if picture.mode in _WIDE_MODES else 0
    tops = range(0, height, _BAND_PX)
    bands = (picture.crop((0, top, width, min(top + _BAND_PX, height))) for top in tops)
    image = np.empty((height // shrink, width // shrink, 3), np.uint8)
    for top, band in zip(tops, bands, strict=True):
        pixels = _wide(band, white) if white else _colours(band)
        size = band.width // shrink, band.height // shrink
        small = pixels if shrink == 1 else cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        image[top // shrink : top // shrink + size[1]] = small
    return image


def _white(picture: PIL.Image.Image) -> float:
    """What stands for white in a grey picture of more than 8 bit: its largest value tells the range."""
    largest = float(np.asarray(picture.getextrema()).max())
    ranges = (1.0, 255.0, 65_535.0) if picture.mode == "F" else (255.0, 65_535.0)
    return next((white for white in ranges if largest <= white), largest)


def _wide(band: PIL.Image.Image, white: float) -> NDArray[np.uint8]:
    scaled = np.nan_to_num(np.asarray(band), posinf=white).clip(0, white) * (255 / white) + 0.5
    return np.repeat(scaled.astype(np.uint8)[:, :, None], 3, axis=2)


def _colours(band: PIL.Image.Image) -> NDArray[np.uint8]:
    if band.has_transparency_data:
        layer = band.convert("RGBA")
        band = PIL.Image.new("RGBA", layer.size, "white")
        band.alpha_composite(layer)
    return np.asarray(band.convert("RGB"))[:, :, ::-1]


_TURNS: Mapping[int, Callable[[cv2.typing.MatLike], cv2.typing.MatLike]] = {
    2: lambda image: cv2.flip(image, 1),
    3: lambda image: cv2.rotate(image, cv2.ROTATE_180),
    4: lambda image: cv2.flip(image, 0),
    5: cv2.transpose,
    6: lambda image: cv2.rotate(image, cv2.ROTATE_90_CLOCKWISE),
    7: lambda image: cv2.rotate(cv2.transpose(image), cv2.ROTATE_180),
    8: lambda image: cv2.rotate(image, cv2.ROTATE_90_COUNTERCLOCKWISE),
}
"""What undoes each way of holding a camera, by the value of EXIF's orientation."""


def _upright(image: Image, picture: PIL.Image.Image) -> Image:
    try:
        turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    except _MALFORMED:  # the pixels are good, what is written beside them is not
        turn = None
    return turn(image).astype(np.uint8, copy=False) if turn else image


def encode_jpeg(image: Image, quality: int = 90) -> bytes:
    """A JPEG file, full colour resolution kept so that red seals stay sharp."""
    flags = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, 0x111111]
    return cv2.imencode(".jpg", image, flags)[1].tobytes()


def encode_png(image: Image) -> bytes:
    """A PNG file, without loss."""
    return cv2.imencode(".png", image)[1].tobytes()
