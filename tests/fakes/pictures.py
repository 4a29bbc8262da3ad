"""Picture files that are not what they seem."""

from __future__ import annotations

import io
import os
import struct
import zlib

import PIL.Image


def png_of_size(side_px: int) -> bytes:
    """A PNG of a few bytes whose header promises a square of that many pixels."""
    header = struct.pack(">IIBBBBB", side_px, side_px, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + _chunk(b"IEND", b"")
    )


def heavy_jpeg(bytes_about: int, side_px: int = 64) -> bytes:
    """A sound JPEG with so much ballast in its head, different each time."""
    stream = io.BytesIO()
    PIL.Image.effect_noise((side_px, side_px), 60).convert("RGB").save(stream, "JPEG")
    small = stream.getvalue()
    ballast = [os.urandom(60_000).replace(b"\xff", b"\xfe") for _ in range(bytes_about // 60_000)]
    comments = b"".join(b"\xff\xfe" + (len(part) + 2).to_bytes(2, "big") + part for part in ballast)
    return small[:2] + comments + small[2:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
