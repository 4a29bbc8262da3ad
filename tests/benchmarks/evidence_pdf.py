"""A hundred scanned pages into one searchable PDF: `python -m tests.benchmarks.evidence_pdf [--pages N]`.

Drawn papers of 2480 × 3508 pixels (A4 at 300 dpi) with the grain of a camera, as JPEGs of about a megabyte,
each with forty lines that were read. Beside ours, on the same files: img2pdf, which makes a PDF of pictures
alone (optional and no part of the product: ``uv pip install img2pdf``), and our own drawing of cover, stamps
and text without fetching a picture. Each runs in a process of its own, in turns, the median of several:
seconds without the start of Python, the peak of all of it. Targets: 0.8 of the speed of img2pdf and the text
together, 200 MB.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from kiosk_app.documents import evidence_pages, typeface
from kiosk_app.documents.evidence_pages import PageScan, ScanLine
from kiosk_app.documents.pictures import PicturePdf
from kiosk_app.domain.evidence import EvidenceItem
from tests.fakes import papers

_SIZE_PX = (2480, 3508)
_QUALITY = 90
_LINES, _LINE_SIGNS, _SIGNS = 40, 30, 2_000
_RUNS = 5
_PIECE_BYTES = 256 * 1024


def draw_pages(folder: Path, count: int) -> None:
    """In another process than those that are measured: drawing takes more memory."""
    import cv2
    import numpy as np

    from tests.samples.layouts import render_stamped
    from tests.samples.papers import render_chat, render_iou, render_transfer

    drawn = [draw() for draw in (render_iou, render_transfer, render_chat, render_stamped)]
    large = [cv2.resize(paper, _SIZE_PX, interpolation=cv2.INTER_CUBIC) for paper in drawn]
    rng = np.random.default_rng(6)
    for number in range(count):
        page = large[number % len(large)]
        grain = rng.integers(0, 8, page.shape[:2], np.uint8)
        noisy = cv2.subtract(page, cv2.merge([grain] * 3))
        cv2.imwrite(str(folder / f"{number:04}.jpg"), noisy, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])


def _scans(folder: Path) -> Iterator[PageScan]:
    """Lines of many different signs: a font's part in the file grows with their number, not with the text."""
    for number, path in enumerate(sorted(folder.glob("*.jpg"))):
        lines = tuple(
            ScanLine(
                "".join(
                    chr(0x4E00 + (number * 7919 + line * 613 + sign * sign * 31) % _SIGNS * 7)
                    for sign in range(_LINE_SIGNS)
                ),
                (200, 200 + 80 * line, 2200, 250 + 80 * line),
            )
            for line in range(_LINES)
        )
        yield PageScan(partial(_opened, path), lines)


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _render(folder: Path) -> PicturePdf:
    face = typeface.load(papers.FONTS)
    count = len(list(folder.glob("*.jpg")))
    item = EvidenceItem("微信聊天记录", "证明多次催要", tuple(map(str, range(count))), "复印件")
    return evidence_pages.render(
        item,
        _scans(folder),
        number=1,
        first_page=1,
        submitter="林知远",
        letterhead=papers.letterhead(face),
    )


def _ours(folder: Path, out: Path) -> None:
    with _render(folder).open() as source, out.open("wb") as target:
        while piece := source.read(_PIECE_BYTES):
            target.write(piece)


def _text(folder: Path, out: Path) -> None:
    out.write_bytes(_render(folder).drawn)


def _img2pdf(folder: Path, out: Path) -> None:
    peer: Any = importlib.import_module("img2pdf")
    with out.open("wb") as target:
        peer.convert(*map(str, sorted(folder.glob("*.jpg"))), outputstream=target)


_WAYS = {"ours": _ours, "img2pdf": _img2pdf, "text": _text}


def _measure(way: str, folder: Path) -> None:
    if way == "img2pdf":
        importlib.import_module(way)
    begun_s, begun_cpu_s = time.perf_counter(), time.process_time()
    out = folder / f"{way}.pdf"
    _WAYS[way](folder, out)
    took_s, cpu_s = time.perf_counter() - begun_s, time.process_time() - begun_cpu_s
    # Not getrusage, whose peak is inherited from the process that started this one.
    peak_kb = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
    print(took_s, cpu_s, peak_kb / 1024, out.stat().st_size / 1e6)


def _measured(way: str, folder: Path) -> tuple[float, ...]:
    """Seconds by the clock and of the processor, MB at the peak and MB of the file."""
    command = [sys.executable, "-m", "tests.benchmarks.evidence_pdf", "--way", way, "--folder", str(folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return tuple(map(float, told.split()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--way", choices=_WAYS, help="in this process alone, on the pages in --folder")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.way:
        _measure(options.way, options.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draw_pages(folder, options.pages)
        size_mb = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        print(f"{options.pages} pages, {size_mb:.0f} MB of JPEG, median of {_RUNS}")
        ways = [way for way in _WAYS if way != "img2pdf" or importlib.util.find_spec(way)]
        runs = [[_measured(way, folder) for way in ways] for _ in range(_RUNS)]
    seconds = {}
    for way, results in zip(ways, zip(*runs, strict=True), strict=True):
        took_s, cpu_s, peak_mb, size_mb = (statistics.median(values) for values in zip(*results, strict=True))
        print(f"{way:8} {took_s:6.2f} s  ({cpu_s:5.2f} s of the processor)", end="")
        print(f"   peak {peak_mb:4.0f} MB   file {size_mb:6.1f} MB")
        seconds[way] = took_s, cpu_s
    if "img2pdf" in seconds:
        peers = zip(seconds["img2pdf"], seconds["text"], seconds["ours"], strict=True)
        by_clock, by_cpu = ((pictures + text) / ours for pictures, text, ours in peers)
        print(f"speed against img2pdf and the text together: {by_clock:.2f} ({by_cpu:.2f}), target 0.80")


if __name__ == "__main__":
    main()
