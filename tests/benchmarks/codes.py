"""Codes read by kind, size, angle and tilt, and codes told where there are none; beside plain pyzbar and
OpenCV's own decoders on the same pictures.

    python -m tests.benchmarks.codes --each 20
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator

import cv2
import numpy as np
from pyzbar.pyzbar import ZBarSymbol, decode

from kiosk_app.capture.codes import CodeKind, read_codes
from kiosk_app.capture.picture import load_picture
from tests.benchmarks.find_page import PHOTOS
from tests.samples.codes import KINDS, Look, a_text, seen
from tests.samples.desk import Difficulty, Pixels, on_desk
from tests.samples.ious import ious
from tests.samples.odd_papers import ODD_PAPERS, odd_paper
from tests.samples.papers import render_card_back, render_card_front, render_chat, render_transfer
from tests.samples.stack_papers import contract_page

_FIRST_SEED = 40_000
_SYMBOLS = [ZBarSymbol[kind.value] for kind in CodeKind]

Texts = frozenset[str]


def ours(image: Pixels) -> Texts:
    return frozenset(code.text for code in read_codes(image))


def plain_pyzbar(image: Pixels) -> Texts:
    return frozenset(
        symbol.data.decode("utf-8", "replace")
        for symbol in decode(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), symbols=_SYMBOLS)
    )


def opencv(image: Pixels) -> Texts:
    found: set[str] = set()
    for detector in (cv2.QRCodeDetectorAruco(), cv2.barcode.BarcodeDetector()):
        found.update(detector.detectAndDecodeMulti(image)[1] or ())
    return frozenset(found) - {""}


PEERS: dict[str, Callable[[Pixels], Texts]] = {"ours": ours, "pyzbar": plain_pyzbar, "OpenCV": opencv}


def looks(rng: np.random.Generator) -> Iterator[tuple[str, Look]]:
    """What is asked: size with little tilt at any angle, angle at a usual size, tilt at any angle."""
    for module_px in (1.5, 2.0, 3.0, 4.0, 6.0):
        yield f"{module_px} px a module", Look(module_px, rng.uniform(0, 360), rng.uniform(0, 15))
    for turn in (0, 15, 30, 45, 60, 75, 90, 180):
        yield f"turned {turn}", Look(3, turn + rng.uniform(-3, 3))
    for tilt in (20, 35, 50):
        yield f"tilted {tilt}", Look(4, rng.uniform(0, 360), tilt)


def without_codes(count: int) -> Iterator[Pixels]:
    """Papers, cards, desks, hatching and photographs on which there is no code."""
    papers = [render_transfer(), render_card_front(), render_card_back(), render_chat(), contract_page(1, 1)]
    papers += [iou.image for iou in ious(8)]
    papers += [odd_paper(kind, seed) for kind in ODD_PAPERS for seed in range(3)]
    yield from papers
    for number, paper in enumerate(papers[:count]):
        for difficulty in Difficulty:
            yield on_desk(paper, number, difficulty).image
    for seed in range(count):
        yield hatching(np.random.default_rng(seed))
    for path in sorted(PHOTOS.glob("*.jpg")):
        yield load_picture(path)


def hatching(rng: np.random.Generator) -> Pixels:
    """Lines of all widths, straight and waved, as on security papers, screens and blinds."""
    y, x = np.mgrid[0:1_000, 0:1_400]
    angle, bend = rng.uniform(0, np.pi), rng.uniform(0, 6)
    phase = x * np.cos(angle) + y * np.sin(angle) + bend * np.sin(y / rng.uniform(20, 90))
    bars = np.repeat(rng.integers(0, 2, 1_200), rng.integers(2, 5))
    stripes = bars[np.clip(phase + 1_100, 0, len(bars) - 1).astype(int)]
    grey = 90 + 120 * stripes + rng.normal(0, 5, x.shape)
    return np.repeat(grey.clip(0, 255).astype(np.uint8)[:, :, None], 3, axis=2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=20, help="pictures of each kind and look")
    each = parser.parse_args().each
    right: dict[tuple[str, str], dict[str, int]] = {}
    took_ms: dict[str, list[float]] = {name: [] for name in PEERS}
    wrong = dict.fromkeys(PEERS, 0)
    for kind in KINDS:
        for seed in range(each):
            rng = np.random.default_rng((_FIRST_SEED, KINDS.index(kind), seed))
            for name, look in looks(rng):
                text = a_text(kind, rng)
                image = seen(kind, text, look, rng)
                for peer, read in PEERS.items():
                    began = time.perf_counter()
                    said = read(image)
                    took_ms[peer].append(1_000 * (time.perf_counter() - began))
                    row = right.setdefault((kind, name), dict.fromkeys(PEERS, 0))
                    row[peer] += text in said
                    wrong[peer] += len(said - {text})
    print(f"{'of ' + str(each):<28}" + "".join(f"{peer:>9}" for peer in PEERS))
    for (kind, name), row in right.items():
        print(f"{kind:<9}{name:<19}" + "".join(f"{row[peer]:9d}" for peer in PEERS))
    print(f"{'wrong beside a code':<28}" + "".join(f"{wrong[peer]:9d}" for peer in PEERS))
    for share in (50, 95):
        line = "".join(f"{np.percentile(took_ms[peer], share):9.0f}" for peer in PEERS)
        print(f"{f'ms, {share} of 100':<28}" + line)
    pictures = list(without_codes(each))
    false = {peer: sum(len(read(picture)) for picture in pictures) for peer, read in PEERS.items()}
    print(f"{f'false on {len(pictures)} without':<28}" + "".join(f"{false[peer]:9d}" for peer in PEERS))


if __name__ == "__main__":
    main()
