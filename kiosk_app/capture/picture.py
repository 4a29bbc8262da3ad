"""Picture files in, pixels out, and back."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import PIL.ImageOps

from kiosk_app.capture.geometry import Image
from kiosk_app.domain.errors import InputFault

_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP")
_LARGEST_PX = 120_000_000
_SMALLEST_SIDE_PX = 400
_WIDE_MODES = frozenset({"I;16", "I;16L", "I;16B", "I", "F"})


class FileMissing(InputFault):
    """There is no such file, or it may not be read. Facts: ``path``."""


class NotAPicture(InputFault):
    """The bytes are no picture of a kind we read, or broken off. Facts: ``name``."""


class PictureTooSmall(InputFault):
    """Too few pixels to read print. Facts: ``name``, ``width_px``, ``height_px``."""


class PictureTooLarge(InputFault):
    """More pixels than any camera gives: it would fill the memory. Facts: ``name``."""


def load_picture(path: Path) -> Image:
    """The picture in a file. Raises what :func:`decode_picture` does, and :class:`FileMissing`."""
    return decode_picture(read_picture_file(path), path.name)


def read_picture_file(path: Path) -> bytes:
    """The untouched bytes, for who keeps them beside the pixels. Raises :class:`FileMissing`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileMissing(path=str(path)) from error


def decode_picture(data_untrusted: bytes, name: str) -> Image:
    """JPEG, PNG, TIFF, BMP or WebP as blue-green-red pixels, upright as its EXIF says.

    Grey, palette, 16-bit and transparent pictures are converted; what is transparent becomes white.
    Raises :class:`NotAPicture`, :class:`PictureTooSmall`, :class:`PictureTooLarge`.
    """
    try:
        # Pillow remarks on odd headers and large sizes; what matters of it is judged here.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decode(data_untrusted, name)
    except PIL.Image.DecompressionBombError as error:
        raise PictureTooLarge(name=name) from error
    # What a decoder raises on hostile bytes is not documented: these are all that Pillow's do.
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, KeyError) as error:
        raise NotAPicture(name=name) from error


def _decode(data_untrusted: bytes, name: str) -> Image:
    opened = PIL.Image.open(io.BytesIO(data_untrusted), formats=_FORMATS)
    width, height = opened.size
    if width * height > _LARGEST_PX:
        raise PictureTooLarge(name=name)
    if min(width, height) < _SMALLEST_SIDE_PX:
        raise PictureTooSmall(name=name, width_px=width, height_px=height)
    return _pixels(PIL.ImageOps.exif_transpose(opened))


def _pixels(picture: PIL.Image.Image) -> Image:
    if picture.mode in _WIDE_MODES:
        wide = np.asarray(picture).astype(np.float64)
        top = 65_535.0 if wide.max(initial=0) > 255 else 255.0
        grey = np.clip(wide / top * 255 + 0.5, 0, 255).astype(np.uint8)
        return np.ascontiguousarray(np.repeat(grey[:, :, None], 3, axis=2))
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        picture = PIL.Image.new("RGBA", layer.size, "white")
        picture.alpha_composite(layer)
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])


def encode_jpeg(image: Image, quality: int = 90) -> bytes:
    """A JPEG file, full colour resolution kept so that red seals stay sharp."""
    flags = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, 0x111111]
    return cv2.imencode(".jpg", image, flags)[1].tobytes()


def encode_png(image: Image) -> bytes:
    """A PNG file, without loss."""
    return cv2.imencode(".png", image)[1].tobytes()
