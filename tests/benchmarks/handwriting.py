"""Handwriting: how often the first candidate is right, and one of the six; how long the answer takes.

    python -m tests.benchmarks.handwriting DIR [--count N] [--all] [--seed N]

``DIR`` holds stroke data that nobody of this project drew: the unpacked npm packages ``hanzi-writer-data``
and, for digits, ``hersheytext.json`` of ``hersheytext`` (``npm pack`` gets both). The common characters are
level 1 of GB/T 2312, 3,755 characters, of which ``--all`` reads every one, else ``--count`` are drawn. Names
are a common surname and one or two characters, half of them usual in names, half any common character. Three
hands share each group equally: neat, usual, hasty (:mod:`tests.samples.strokes`).

The peer is rapidocr without its detector on a picture of the same strokes, as the pad shows them. Times are
of one processor core: from the last stroke's end to the candidates, the earlier strokes having been read
while they were written, as the pad does.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.random import Generator

from kiosk_app.capture import handwriting
from kiosk_app.capture.alphabet import FieldKind, common_characters
from kiosk_app.capture.geometry import Image
from kiosk_app.capture.handwriting import Seen, recognise
from kiosk_app.capture.strokes import Stroke, extent
from tests.samples.strokes import HANDS, has, write

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉萍红玲建国文博思雨子涵浩然欣怡梓轩晨曦佳琪"
_BIG = "壹贰叁肆伍陆柒捌玖"
_PEN_PX = 14
_MARGIN_PX = 40

Peer = Callable[[Image], str]


class Group(NamedTuple):
    title: str
    kind: FieldKind
    texts: Sequence[str]
    overlapped: bool = False


class Result(NamedTuple):
    hand: str
    first: bool
    within: bool
    peer: bool
    cpu_ms: float
    wall_ms: float
    confidence: float


def _name(rng: Generator, length: int, common: Sequence[str]) -> str:
    given = (str(rng.choice(list(_GIVEN) if rng.random() < 0.5 else common)) for _ in range(length - 1))
    return str(rng.choice(list(_SURNAMES))) + "".join(given)


def _groups(folder: Path, count: int, everything: bool, rng: Generator) -> list[Group]:
    common = [character for character in common_characters() if has(folder, character)]
    single = common if everything else [str(each) for each in rng.choice(common, count, replace=False)]
    digits = ["1" + "".join(map(str, rng.integers(0, 10, 10))) for _ in range(count)]
    amounts = [str(rng.integers(100, 999_999)) + ("" if rng.random() < 0.6 else ".50") for _ in range(count)]
    words = [f"{rng.choice(list(_BIG))}{rng.choice(['万', '仟', '佰', '拾万'])}元整" for _ in range(count)]
    groups = [Group("one character", FieldKind.NAME, single)]
    for length in (2, 3):
        names = [_name(rng, length, common) for _ in range(count)]
        groups.append(Group(f"{length}-character name, in a row", FieldKind.NAME, names))
        groups.append(Group(f"{length}-character name, on top", FieldKind.NAME, names, overlapped=True))
    return [
        *groups,
        Group("telephone number", FieldKind.DIGITS, digits),
        Group("amount in figures", FieldKind.MONEY, amounts),
        Group("amount in words", FieldKind.MONEY, words),
    ]


def _read(folder: Path, group: Group, text: str, number: int, seed: int, peer: Peer) -> Result:
    hand = list(HANDS)[number % len(HANDS)]
    rng = np.random.default_rng((seed, number))
    strokes = [
        stroke
        for character in write(folder, text, HANDS[hand], rng, overlapped=group.overlapped)
        for stroke in character
    ]
    seen: Seen = {}
    recognise(strokes[:-1], group.kind, seen)
    wall, cpu = time.perf_counter(), time.process_time()
    found = recognise(strokes, group.kind, seen)
    cpu_ms, wall_ms = (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000
    texts = [candidate.text for candidate in found]
    return Result(
        hand,
        texts[:1] == [text],
        text in texts,
        peer(_picture(strokes)) == text,
        cpu_ms,
        wall_ms,
        found[0].confidence if found else 0.0,
    )


def _picture(strokes: Sequence[Stroke]) -> Image:
    """The strokes as the pad shows them, cut out with a margin."""
    box = extent(strokes)
    wide, high = round(box.width) + 2 * _MARGIN_PX, round(box.height) + 2 * _MARGIN_PX
    drawn = np.full((high, wide, 3), 255, np.uint8)
    lines = [
        (stroke[:, :2] - (box.left, box.top) + _MARGIN_PX).round().astype(np.int32) for stroke in strokes
    ]
    cv2.polylines(drawn, lines, False, (0, 0, 0), _PEN_PX, cv2.LINE_AA)
    return drawn


def _plain_rapidocr() -> Peer:
    from rapidocr import RapidOCR

    engine = RapidOCR(
        params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": 1}
    )

    def read(image: Image) -> str:
        found = engine(image, use_det=False, use_cls=False, use_rec=True)
        return (getattr(found, "txts", None) or ("",))[0]

    return read


def _line(title: str, results: Sequence[Result]) -> str:
    first, within, peer = (
        100 * np.mean([getattr(result, name) for result in results]) for name in ("first", "within", "peer")
    )
    cpu = np.percentile([result.cpu_ms for result in results], (50, 95))
    wall = np.median([result.wall_ms for result in results])
    return (
        f"{title:<32}{len(results):>6}{first:>9.1f}{within:>9.1f}{peer:>9.1f}"
        f"{cpu[0]:>9.0f}{cpu[1]:>7.0f}{wall:>9.0f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seed", type=int, default=90_001)
    parser.add_argument("--only", default="")
    wanted = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    cv2.setNumThreads(1)
    handwriting.load()
    peer = _plain_rapidocr()
    rng = np.random.default_rng(wanted.seed)
    print(f"{'':<32}{'n':>6}{'first %':>9}{'in six %':>9}{'peer %':>9}{'CPU ms':>9}{'p95':>7}{'clock ms':>9}")
    for group in _groups(wanted.folder, wanted.count, wanted.all, rng):
        if wanted.only not in group.title:
            continue
        results = [
            _read(wanted.folder, group, text, number, wanted.seed, peer)
            for number, text in enumerate(group.texts)
        ]
        print(_line(group.title, results), flush=True)
        for hand in HANDS:
            print(_line(f"    {hand}", [result for result in results if result.hand == hand]), flush=True)
        certain = [result for result in results if result.confidence >= 0.9]
        right = sum(result.first for result in certain)
        print(f"    first with confidence 0.9 or more: {len(certain)}, right {right}", flush=True)


if __name__ == "__main__":
    main()
