"""A stack of different pages, many of them of one layout, as one brings them to a court. All fictional."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.samples import papers
from tests.samples.people import person

Pixels = NDArray[np.uint8]
_PAPER_PX = (827, 1_170)  # 100 dpi: a little finer than the camera sees it

_CLAUSES = (
    "甲方应当按照约定向乙方交付借款，乙方应当按期归还本金并支付利息。",
    "乙方逾期还款的，应当自逾期之日起按照约定利率支付逾期利息。",
    "双方确认借款用于经营周转，乙方不得将借款用于其他用途。",
    "本合同自双方签字之日起生效，一式两份，双方各执一份。",
    "履行中发生争议的，双方应当协商解决；协商不成的，可以向人民法院起诉。",
    "乙方提前归还借款的，应当提前三日通知甲方，利息按照实际天数计算。",
)


def contract_page(number: int, seed: int) -> Pixels:
    """One page of a contract: the same head, margins and lines as its other pages, another text."""
    rng = np.random.default_rng((seed, number))
    picture, draw = papers._page()
    width, height = papers.A4_PX
    draw.text(
        (width / 2, 150),
        "借款合同（样本）",
        font=papers._font(papers.SANS, 40),
        fill=(60, 60, 60),
        anchor="mm",
    )
    y = 260
    for row in range(int(rng.integers(7, 10))):
        words = f"第{number * 9 + row}条  " + "".join(rng.choice(_CLAUSES, 2))
        y = (
            papers.wrapped(
                draw, words, papers._font(papers.SERIF, 46), (180, y, width - 180), 74, (30, 30, 34)
            )
            + 10
        )
    foot = f"第 {number} 页"
    draw.text(
        (width / 2, height - 140), foot, font=papers._font(papers.SANS, 40), fill=(60, 60, 60), anchor="mm"
    )
    return papers._pixels(picture)


def stack(count: int, seed: int) -> list[Pixels]:
    """Different pages, many of them of one layout: contract pages, bank slips, IOUs, conversations."""
    rng = np.random.default_rng((seed, 77))
    made = []
    for number in range(count):
        kind = ("contract", "slip", "contract", "slip", "iou", "chat")[number % 6]
        someone = person(seed * 100 + number)
        if kind == "contract":
            made.append(contract_page(number + 1, seed))
        elif kind == "slip":
            made.append(
                papers.render_transfer(someone, person(seed * 100 + number + 50).name, 10_000 + 137 * number)
            )
        elif kind == "iou":
            made.append(
                papers.render_iou(someone, person(seed * 100 + number + 50).name, 20_000 + 500 * number)
            )
        else:
            words = [
                (str(rng.choice(_CLAUSES))[: int(rng.integers(8, 30))], bool(rng.integers(2)))
                for _ in range(9)
            ]
            made.append(papers.render_chat(words, someone.name))
    return [cv2.resize(page, _PAPER_PX, interpolation=cv2.INTER_AREA).astype(np.uint8) for page in made]
