"""What the text reader makes of a page after each step of flattening and cleaning.

    python -m tests.benchmarks.clean [--pages N]

Character errors, beside what the reader makes of the drawn paper itself: the distance between the two
texts, divided by the length of the better one. 0 is perfect; a step that raises it must not stay.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator

import cv2
import numpy as np

from kiosk_app.capture.dewarp import curl_of, straighten
from kiosk_app.capture.enhance import _PAPER_WHITE, _STRONGEST_GAIN, _light, clean
from kiosk_app.capture.flatten import flatten
from kiosk_app.capture.geometry import Corners, Image, PaperKind, quad_of
from kiosk_app.capture.ocr import Reader
from tests.samples.curls import curled
from tests.samples.defects import render
from tests.samples.desk import Difficulty, on_desk
from tests.samples.spoilt import spoilt_sample

_PAPERS = ("iou", "transfer", "coloured", "carbon", "handwriting")
_TURNS = 1  # a page lies across the frame, where it has the most pixels


def _even_light(image: Image) -> Image:
    light, _ = _light(image)
    gain = np.clip(_PAPER_WHITE / np.maximum(light, 1), 1, _STRONGEST_GAIN)
    even = image * np.asarray(cv2.resize(gain, image.shape[1::-1]))[:, :, None]
    return np.asarray(np.clip(even, 0, 255), np.uint8)


def _no_tint(image: Image) -> Image:
    _, tint = _light(image)
    return np.asarray(np.clip(image * tint, 0, 255), np.uint8)


def _threshold(image: Image) -> Image:
    """What most scanning programs call black and white."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    black = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, 31, 15)
    return cv2.cvtColor(black, cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)


def _equalised(image: Image) -> Image:
    lab = cv2.cvtColor(image, cv2.COLOR_BGR2LAB)
    lab[:, :, 0] = cv2.createCLAHE(2.0, (8, 8)).apply(lab[:, :, 0])
    return cv2.cvtColor(lab, cv2.COLOR_LAB2BGR).astype(np.uint8, copy=False)


STEPS: dict[str, Callable[[Image], Image]] = {
    "none": lambda image: image,
    "light": _even_light,
    "tint": _no_tint,
    "ours": clean,
    "threshold": _threshold,
    "equalised": _equalised,
}


def pages(level: str, count: int) -> Iterator[tuple[Image, Image]]:
    """The drawn paper and its flattened picture."""
    for index in range(count):
        name = _PAPERS[index % len(_PAPERS)]
        paper = render(name, 900 + index)
        if level == "shadowed":
            sample = spoilt_sample(name, "shadow", 900 + index)
            if sample:
                yield paper, sample.image
            continue
        shot = on_desk(paper, 900 + index, Difficulty(level), _TURNS)
        flat = flatten(shot.image, quad_of(shot.corners[0]), PaperKind.PAGE)
        yield paper, np.ascontiguousarray(np.rot90(flat, -_TURNS % 4))


def distance(one: str, other: str) -> int:
    """Levenshtein's."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, against in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (letter != against))
    return row[-1]


def text(reader: Reader, image: Image) -> str:
    return "".join(line.text for line in reader.read(image)).replace(" ", "")


def _upright_text(reader: Reader, image: Image) -> str:
    return "".join(line.text for line in reader.read_upright(image).lines).replace(" ", "")


def cleaning(reader: Reader, count: int) -> None:
    print(f"{'errors after':10}" + "".join(f"{name:>11}" for name in STEPS))
    for level in ("easy", "medium", "shadowed"):
        errors: dict[str, list[float]] = {name: [] for name in STEPS}
        for paper, flat in pages(level, count):
            truth = text(reader, paper)
            for name, step in STEPS.items():
                errors[name].append(distance(_upright_text(reader, step(flat)), truth) / max(1, len(truth)))
        print(f"{level:10}" + "".join(f"{np.mean(each):11.4f}" for each in errors.values()), flush=True)


def flattening(reader: Reader, count: int) -> None:
    """The page warped by its corners alone, and with its curl undone."""
    print(f"\n{'errors with':12}{'corners':>9}{'curl':>9}  undone")
    for height in (0.0, 0.06, 0.12, 0.18):
        plain, ours, undone = [], [], 0
        for index in range(count):
            paper = render(("iou", "transfer", "dense")[index % 3], 950 + index)
            truth = text(reader, paper)
            image, corners = curled(paper, 950 + index, height)
            curl = curl_of(image, corners)
            undone += curl is not None
            flat = _plain(image, corners, paper.shape[1::-1])
            plain.append(distance(text(reader, flat), truth) / len(truth))
            if curl is None:
                ours.append(plain[-1])
                continue
            size = (flat.shape[1], flat.shape[0])
            better = straighten(image, corners, size, curl, cv2.INTER_CUBIC)
            ours.append(distance(text(reader, better), truth) / len(truth))
        print(
            f"bent {height:4.0%}   {np.mean(plain):9.4f}{np.mean(ours):9.4f}  {undone} of {count}", flush=True
        )


def _plain(image: Image, corners: Corners, size: tuple[int, ...]) -> Image:
    width = round(float(np.linalg.norm(corners[1] - corners[0])))
    height = round(width * size[1] / size[0])
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - 0.5
    transform = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return cv2.warpPerspective(image, transform, (width, height), flags=cv2.INTER_CUBIC).astype(np.uint8)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=3)
    count: int = parser.parse_args().pages
    reader = Reader()
    cleaning(reader, count)
    flattening(reader, count)
    return 0


if __name__ == "__main__":
    sys.exit(main())
