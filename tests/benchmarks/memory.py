"""Peak memory of a process that reads, step by step; time to the first screen with and without the warm-up.

    python -m tests.benchmarks.memory

Each part runs in a process of its own, so that nothing is loaded before. Target: 900 MB with everything
loaded and used.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

_TARGET_MB = 900
_STARTS = 3


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def draw_pictures(folder: Path) -> None:
    """In another process than the one that is measured: drawing takes more memory than reading."""
    from tests.samples.desk import on_desk
    from tests.samples.layouts import render_many_lines
    from tests.samples.papers import render_card_back, render_card_front, render_transfer

    pictures = {
        "page": on_desk(render_transfer(), 1, turns=1).image,
        "front": on_desk(render_card_front(), 1).image,
        "back": on_desk(render_card_back(), 1).image,
        "large": render_transfer().repeat(2, axis=0).repeat(2, axis=1),
        "many": render_many_lines(),
    }
    for name, picture in pictures.items():
        cv2.imwrite(str(folder / f"{name}.png"), picture)


def steps(folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """What a visit does, each the first time that it is done."""
    from kiosk_app.capture import handwriting
    from kiosk_app.capture.ocr import Reader
    from kiosk_app.capture.picture import load_picture
    from kiosk_app.visit.pages import picture_file, read_card, read_paper

    reader = Reader()
    drawn = (((10, 50, 0), (90, 50, 200)), ((50, 10, 400), (50, 90, 600)))
    strokes = [np.array(stroke, np.float32) for stroke in drawn]
    page, front, back, large, many = (
        folder / f"{name}.png" for name in ("page", "front", "back", "large", "many")
    )
    yield "imports", lambda: None
    yield "text networks loaded", reader.load
    yield "handwriting network loaded", handwriting.load
    yield "A4 page found and read", lambda: read_paper(picture_file(page), reader)
    yield "card, both sides", lambda: [read_card(picture_file(side), reader) for side in (front, back)]
    yield "a word by hand", lambda: handwriting.recognise(strokes)
    yield "A4 of 15 megapixels read", lambda: reader.read_upright(load_picture(large))
    yield "page of 300 lines read", lambda: reader.read_upright(load_picture(many))


def tell_steps(folder: Path) -> None:
    for name, do in steps(folder):
        do()
        print(f"{name:30} {peak_mb():6.0f} MB", flush=True)


def tell_start(warm: bool) -> None:
    """Seconds from the opening of the kiosk until its first screen is painted."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    began_s = time.perf_counter()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from kiosk_app.bootstrap import open_kiosk, window_parts
    from kiosk_app.settings import load_settings
    from kiosk_app.ui.app import make_application, prepare_environment, run_window
    from kiosk_app.ui.private_place import PrivatePlace

    def on_shown() -> None:
        for window in QApplication.topLevelWidgets():
            window.grab()
        print(f"{time.perf_counter() - began_s:.2f} {peak_mb():.0f}", flush=True)
        application.quit()

    place = PrivatePlace()
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(
            data_directory=Path(folder), camera="folder:resources/samples", full_screen=False
        )
        with open_kiosk(settings) as kiosk:
            prepare_environment(place, settings.resources)
            application = make_application()
            QTimer.singleShot(0, on_shown)  # as soon as the loop runs: behind the opening of the window
            run_window(window_parts(kiosk), kiosk.warm_up if warm else None)
    place.close()


def _child(*arguments: str) -> str:
    command = [sys.executable, "-m", "tests.benchmarks.memory", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=("steps", "cold", "warm"), help="in this process alone")
    parser.add_argument("folder", nargs="?", type=Path, help="where the pictures for the steps are")
    options = parser.parse_args()
    part = options.part
    if part == "steps":
        tell_steps(options.folder)
    elif part:
        tell_start(part == "warm")
    else:
        with tempfile.TemporaryDirectory() as folder:
            draw_pictures(Path(folder))
            print(f"peak memory, target {_TARGET_MB} MB\n" + _child("steps", folder))
        for name in ("cold", "warm") * _STARTS:
            seconds, megabytes = _child(name).split()
            print(
                f"first screen {'with' if name == 'warm' else 'without'} warm-up: {seconds} s, {megabytes} MB"
            )


if __name__ == "__main__":
    main()
