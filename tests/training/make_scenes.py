"""Draw the scenes that the page finder's network learns from.

    python -m tests.training.make_scenes --textures DIR --out DIR [--count N] [--first N] [--held-out]

``--textures`` holds photographed surfaces in folders of any depth (README.md says where they come from). Run
it twice, the second time with ``--held-out``: every tenth texture is kept for those scenes alone.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
from numpy.typing import NDArray

from tests.samples.scenes.scene import COVERED, Paper, Subject, Supplies, any_recipe, shoot
from tests.samples.scenes.sheets import card, id_card, page

_A_FILE = 1_000
_PAGES, _CARDS, _ID_CARDS = 160, 50, 50  # drawn anew for every file
_SIDE_PX = 720
# Drawn in a camera's proportions, half as large again as the network sees them.
_FORMATS = (((480, 270), (320, 192)), ((432, 324), (288, 224)), ((384, 384), (256, 256)))
_TURNS = (0, 1, 0, 1, 2)

Pixels = NDArray[np.uint8]


def textures(folder: Path, held_out: bool) -> list[Pixels]:
    """The surfaces of a folder: those held out, or the others."""
    found = list(_pictures(folder))
    return [pixels for number, pixels in enumerate(found) if (number % 10 == 0) == held_out]


def _pictures(folder: Path) -> Iterator[Pixels]:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in (".jpg", ".jpeg", ".png", ".webp") or path.is_symlink():
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                picture = PIL.Image.open(path)
                long_px, short_px = max(picture.size), min(picture.size)
                if short_px < 256 or long_px > 4 * short_px or _is_cut_out(picture):
                    continue
                picture.thumbnail((_SIDE_PX, _SIDE_PX))
                pixels = np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])
            except (OSError, ValueError, SyntaxError):
                continue
        if pixels.std(axis=(0, 1)).mean() >= 4:
            yield pixels


def _is_cut_out(picture: PIL.Image.Image) -> bool:
    return picture.has_transparency_data and bool(
        (np.asarray(picture.convert("RGBA"))[..., 3] < 200).mean() > 0.02
    )


def scenes(
    number: int, held_out: bool, surfaces: list[Pixels], *, only_on_paper: bool = False
) -> tuple[Pixels, NDArray[np.float32]]:
    """The scenes of one file: pictures N x height x width x 3, labels as ``examples.Labels``."""
    rng = np.random.default_rng((77, number, held_out))
    cards = [card(rng, surfaces) for _ in range(_CARDS)] + [id_card(rng) for _ in range(_ID_CARDS)]
    supplies = Supplies(surfaces, [page(rng, surfaces) for _ in range(_PAGES)], cards)
    drawn_px, seen_px = _FORMATS[_TURNS[number % len(_TURNS)]]
    shrink = np.array(seen_px) / drawn_px
    pictures = np.empty((_A_FILE, seen_px[1], seen_px[0], 3), np.uint8)
    labels = np.full((_A_FILE, 2, 9), np.nan, np.float32)
    seeds = ((int(held_out), number, index) for index in count())
    for index, seed in enumerate(islice((s for s in seeds if not only_on_paper or _on_paper(s)), _A_FILE)):
        scene = shoot(seed, drawn_px, None, supplies)
        pictures[index] = cv2.resize(scene.image, seen_px, interpolation=cv2.INTER_AREA)
        for place, paper in enumerate(_visible(scene.papers)):
            labels[index, place, 0] = paper.is_card
            labels[index, place, 1:] = ((paper.corners + 0.5) * shrink - 0.5).ravel()
    return pictures, labels


def _on_paper(seed: tuple[int, int, int]) -> bool:
    """Whether something lies on paper there, or nothing but paper is seen."""
    recipe = any_recipe(np.random.default_rng(seed))
    return recipe.surface == COVERED or recipe.subject is Subject.CARD_ON_PAGE or recipe.under > 1


def _visible(papers: tuple[Paper, ...]) -> tuple[Paper, ...]:
    """Without a page that is mostly hidden by the card on it."""
    if len(papers) < 2 or papers[0].is_card:
        return papers
    below, above = (paper.corners.astype(np.float32) for paper in papers)
    hidden, _ = cv2.intersectConvexConvex(below, above)
    return papers[1:] if hidden > 0.5 * cv2.contourArea(below) else papers


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--textures", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=40, help="files of 1,000 scenes")
    parser.add_argument("--first", type=int, default=0, help="number of the first file: to share the work")
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument(
        "--on-paper", action="store_true", help="only what lies on other paper: to learn last"
    )
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    surfaces = textures(options.textures, options.held_out)
    print(f"{len(surfaces)} surfaces")
    for number in range(options.first, options.first + options.count):
        pictures, labels = scenes(number, options.held_out, surfaces, only_on_paper=options.on_paper)
        np.savez(options.out / f"{'v' if options.held_out else 't'}{number:03d}.npz", X=pictures, Y=labels)
        print(f"file {number} written", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
