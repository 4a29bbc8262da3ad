"""How long decoding takes and how much memory it needs at its peak: `python -m tests.benchmarks.decode`.

Each picture is decoded in a process of its own; beside it, what plain Pillow needs for the same pixels.
The peak is what the process holds beyond what it held before, the file's own bytes included.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import PIL.Image

_MEASURE = """
import sys, time
from pathlib import Path
import cv2, numpy as np, PIL.Image, PIL.ImageOps
from kiosk_app.capture.picture import load_picture
path = Path(sys.argv[2])
PIL.Image.MAX_IMAGE_PIXELS = None
def ours(): return load_picture(path)
def plain():
    picture = PIL.ImageOps.exif_transpose(PIL.Image.open(path)).convert("RGB")
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
def peak_kb():  # not getrusage, whose peak is inherited from the process that started this one
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
before = peak_kb()
begun = time.perf_counter()
image = (ours if sys.argv[1] == "ours" else plain)()
took_ms = 1000 * (time.perf_counter() - begun)
peak = peak_kb() - before
print(f"{image.shape[1]}x{image.shape[0]} {took_ms:.0f} {peak / 1024:.0f}")
"""


def _desk(side_px: tuple[int, int], mode: str) -> PIL.Image.Image:
    tile = np.random.default_rng(1).integers(60, 200, (64, 64, 3), np.uint8)
    rows = np.tile(tile, (side_px[1] // 64 + 1, side_px[0] // 64 + 1, 1))[: side_px[1], : side_px[0]]
    return PIL.Image.fromarray(rows).convert(mode)


def _pictures() -> dict[str, tuple[PIL.Image.Image, str, dict[str, object]]]:
    turned = PIL.Image.Exif()
    turned[0x0112] = 6
    large, phone = (11_600, 8_640), (4_000, 3_000)
    wide = PIL.Image.fromarray((np.asarray(_desk(large, "L")).astype(np.uint16) << 8) + 7)
    return {
        "12 MP JPEG, turned": (_desk(phone, "RGB"), "JPEG", {"exif": turned}),
        "100 MP JPEG": (_desk(large, "RGB"), "JPEG", {}),
        "100 MP JPEG, progressive": (_desk(large, "RGB"), "JPEG", {"progressive": True}),
        "100 MP JPEG, CMYK, turned": (_desk(large, "CMYK"), "JPEG", {"exif": turned}),
        "100 MP PNG": (_desk(large, "RGB"), "PNG", {"compress_level": 1}),
        "100 MP PNG, transparent": (_desk(large, "RGBA"), "PNG", {"compress_level": 1}),
        "100 MP PNG, 16-bit grey": (wide, "PNG", {"compress_level": 1}),
        "100 MP TIFF, turned": (_desk(large, "RGB"), "TIFF", {"compression": "tiff_lzw", "exif": turned}),
    }


def main() -> None:
    print(f"{'':26}{'file':>8}  {'ours':>28}  {'plain Pillow':>28}")
    with tempfile.TemporaryDirectory() as folder:
        for name, (picture, format, how) in _pictures().items():
            data = io.BytesIO()
            picture.save(data, format, **how)
            path = Path(folder) / "picture"
            path.write_bytes(data.getvalue())
            told = [_measured(who, path) for who in ("ours", "plain")]
            print(f"{name:26}{len(data.getvalue()) >> 20:5} MB  {told[0]:>28}  {told[1]:>28}", flush=True)


def _measured(who: str, path: Path) -> str:
    command = [sys.executable, "-c", _MEASURE, who, str(path)]
    size, took_ms, peak_mb = subprocess.run(
        command, capture_output=True, text=True, check=True
    ).stdout.split()
    return f"{size} {took_ms:>5} ms {peak_mb:>5} MB"


if __name__ == "__main__":
    main()
