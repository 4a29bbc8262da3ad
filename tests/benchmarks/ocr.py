"""Print of A4 pages by level: character errors and time, beside plain rapidocr and Debian's tesseract.

    python -m tests.benchmarks.ocr [--pages N] [--turned N]

Every reader gets the same flattened page with ideal corners, so that only the reading is compared. rapidocr
runs as it comes, with its classifier; tesseract with chi_sim (apt-get install tesseract-ocr
tesseract-ocr-chi-sim), one page a process. Errors: the distance to what was printed, divided by its length,
all but letters, digits and characters left out. CPU seconds can be compared on a busy machine, too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from kiosk_app.capture.flatten import flatten
from kiosk_app.capture.geometry import Corners, Image, PaperKind, Point, Quad, quad_of, true_aspect
from kiosk_app.capture.ocr import Reader
from kiosk_app.capture.take import take_card, take_inside
from kiosk_app.domain.errors import Fault
from tests.benchmarks.clean import distance
from tests.samples.desk import FRAME_PX, Difficulty, on_desk
from tests.samples.papers import A4_PX, BOLD, SANS, SERIF, _pixels, render_card_back, render_card_front
from tests.samples.people import person

_FIRST_SEED = 4_000
_WORDS = (
    "原告与被告经人介绍相识，被告因经营需要多次向原告借款，双方约定年利率百分之六，到期一次还本付息。"
    "借款到期后，原告通过电话和短信多次催要，被告以资金紧张为由拒不归还，至今仍欠本金伍万元及利息。"
    "上述事实有借条、银行转账回单和聊天记录为证。双方于2024年3月15日签订补充协议，约定分12期偿还，"
    "每期4166.67元，如有争议，由合同履行地人民法院管辖。"
)


@dataclass
class Score:
    errors: list[float] = field(default_factory=list)
    took_s: list[float] = field(default_factory=list)
    worked_s: list[float] = field(default_factory=list)

    def line(self) -> str:
        return (
            f"{np.mean(self.errors):8.4f} {np.median(self.took_s):8.2f} s "
            f"{np.median(self.worked_s):8.2f} CPU s"
        )


def printed_page(seed: int) -> tuple[Image, str]:
    """A full page of print in 12 to 14 points, and what it says."""
    rng = np.random.default_rng(seed)
    picture = Pictures.new("RGB", A4_PX, (252, 251, 248))
    draw = ImageDraw.Draw(picture)
    size_px = int(rng.integers(33, 40))
    font = ImageFont.truetype((SERIF, SANS)[seed % 2], size_px)
    draw.text(
        (A4_PX[0] / 2, 200), "民事起诉状", font=ImageFont.truetype(BOLD, 60), fill=(20, 20, 24), anchor="mm"
    )
    signs = (A4_PX[0] - 340) // size_px
    words = (_WORDS * 9)[int(rng.integers(0, len(_WORDS))) :]
    rows = [words[row * signs : (row + 1) * signs] for row in range(int(1_800 / (1.7 * size_px)))]
    for row, part in enumerate(rows):
        draw.text((170, 320 + row * 1.7 * size_px), part, font=font, fill=(28, 28, 32))
    return _pixels(picture), "民事起诉状" + "".join(rows)


def flat_page(paper: Image, seed: int, difficulty: Difficulty) -> Image:
    """The page as a camera of 1080 lines sees it, lying across the frame, flattened and upright."""
    shot = on_desk(paper, seed, difficulty, turns=1)
    tl, tr, br, bl = (Point(float(x), float(y)) for x, y in shot.corners[0])
    return flatten(shot.image, Quad(tl, tr, br, bl, 1.0), PaperKind.PAGE)


def letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def readers() -> dict[str, Callable[[Image], str]]:
    from rapidocr import RapidOCR

    reader, engine = Reader(), RapidOCR(params={"Global.log_level": "critical"})
    reader.load()
    engine(np.full((200, 200, 3), 255, np.uint8))
    found: dict[str, Callable[[Image], str]] = {
        "ours": lambda image: "".join(line.text for line in reader.read_upright(image).lines),
        "rapidocr": lambda image: "".join(getattr(engine(image), "txts", None) or ()),
    }
    if shutil.which("tesseract") and "chi_sim" in _run("tesseract", "--list-langs"):
        found["tesseract"] = _tesseract
    else:
        print("tesseract with chi_sim is not installed: its figures are missing below")
    return found


def _run(*command: str, given: bytes = b"") -> str:
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout.decode()


def _tesseract(image: Image) -> str:
    png = cv2.imencode(".png", image)[1].tobytes()
    return _run("tesseract", "stdin", "stdout", "-l", "chi_sim", "--dpi", "200", given=png)


def _cpu_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def pages(count: int) -> None:
    all_readers = readers()
    print(f"{'level':8} {'reader':10} {'errors':>7}   median time, CPU time (upright pages)")
    for difficulty in Difficulty:
        scores = {name: Score() for name in all_readers}
        for seed in range(_FIRST_SEED, _FIRST_SEED + count):
            paper, truth = printed_page(seed)
            image = flat_page(paper, seed, difficulty)
            for name, read in all_readers.items():
                began_s, worked_s = time.perf_counter(), _cpu_s()
                said = read(image)
                score = scores[name]
                score.took_s.append(time.perf_counter() - began_s)
                score.worked_s.append(_cpu_s() - worked_s)
                score.errors.append(distance(letters(said), letters(truth)) / len(letters(truth)))
        for name, score in scores.items():
            print(f"{difficulty:8} {name:10} {score.line()}", flush=True)
        ours, plain = scores["ours"], scores["rapidocr"]
        took = np.median(np.divide(ours.took_s, plain.took_s))
        worked = np.median(np.divide(ours.worked_s, plain.worked_s))
        print(
            f"{difficulty:8} ours / rapidocr: {took:.2f} of the time, {worked:.2f} of the CPU time",
            flush=True,
        )


def ways_up(count: int) -> None:
    """How often each of the four ways up is found, pages and cards as they are taken from a desk."""
    reader = Reader()
    print(f"\n{'level':8} {'paper':6} right way up, of those found, by quarter turns 0 to 3")
    for difficulty in Difficulty:
        for kind in PaperKind:
            right, seen = [0] * 4, [0] * 4
            for seed in range(_FIRST_SEED, _FIRST_SEED + count):
                paper = _paper(kind, seed)
                for turns in range(4):
                    shot = on_desk(paper, seed, difficulty, turns)
                    try:
                        if kind is PaperKind.CARD:
                            taken = take_card(shot.image)
                        else:
                            taken = take_inside(shot.image, quad_of(shot.corners[0]))
                    except Fault:
                        continue  # not found: the visitor lays it down again
                    upright = reader.read_upright(taken.clean, kind)
                    seen[turns] += 1
                    right[turns] += _stands(shot.corners[0], taken.quad.corners, upright.quarter_turns, kind)
            shares = "  ".join(f"{one}/{of}" for one, of in zip(right, seen, strict=True))
            print(f"{difficulty:8} {kind:6} {shares}", flush=True)


def _paper(kind: PaperKind, seed: int) -> Image:
    if kind is PaperKind.PAGE:
        return printed_page(seed)[0]
    return (render_card_front, render_card_back)[seed % 2](person(seed))


def _stands(truth: Corners, quad: Corners, turned_left: int, kind: PaperKind) -> bool:
    """Whether the paper's own top left corner came to lie at the top left."""
    at = int(np.argmin(np.linalg.norm(quad - truth[0], axis=1)))
    if kind is PaperKind.CARD and true_aspect(quad, FRAME_PX) < 1:
        at += 1  # flatten lays a standing card down
    return at % 4 == turned_left


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5)
    parser.add_argument("--turned", type=int, default=5, help="papers of each level, each way up")
    options = parser.parse_args()
    pages(options.pages)
    ways_up(options.turned)


if __name__ == "__main__":
    main()
