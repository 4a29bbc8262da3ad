"""Thirty layouts of an IOU: wordings, orders, fonts, seals, ruled paper. Everybody is fictional."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.samples.chinese import formal
from tests.samples.papers import A4_PX, HANDWRITING, SANS, SERIF, Pixels, wrapped
from tests.samples.people import person

COUNT = 30
_LXGW = Path(HANDWRITING).parent
_FONTS: tuple[tuple[str, bool], ...] = (
    (HANDWRITING, True),
    (str(_LXGW / "LXGWWenKai-Light.ttf"), True),
    ("/usr/share/fonts/truetype/arphic-gkai00mp/gkai00mp.ttf", True),
    (SERIF, False),
    (SANS, False),
)
"""Fonts like handwriting (Debian: fonts-lxgw-wenkai, fonts-arphic-gkai00mp) and of print."""
_INKS = ((34, 38, 78), (28, 28, 32), (20, 50, 120))


@dataclass(frozen=True, slots=True, eq=False)
class Iou:
    """A drawn IOU and what it truly says. ``on`` is the day it was written, or from which the money was lent
    where no such day is ``dated``."""

    image: Pixels
    lender: str
    borrower: str
    yuan: int
    on: date
    like_handwriting: bool
    dated: bool


@dataclass(frozen=True, slots=True)
class _Said:
    lender: str
    borrower: str
    lender_id: str
    figures: str
    words: str
    on: str
    due: str


_WORDINGS = tuple(
    wording.split("|")
    for wording in """
今因资金周转需要，\
{borrower}向{lender}（身份证号：{lender_id}）借到人民币{figures}元（大写：{words}），\
年利率百分之六，于{due}前还清。|借款人：{borrower}/{on}
今借到{lender}人民币{words}（￥{figures}），月息1分，{due}前一次还清。此据。|借款人：{borrower}/{on}
今向{lender}借款人民币{figures}元（{words}），用于装修房屋，到{due}归还。\
|借款人：{borrower}/日期：{on}
本人{borrower}今向{lender}借到现金人民币{words}（小写：{figures}元）。借期一年。\
|借款人（签字）：{borrower}/{on}
{lender}借给{borrower}人民币{figures}元，大写{words}。约定{due}前还清。|{borrower}/{on}
今借{lender}人民币{figures}元整（大写：人民币{words}），以银行转账方式收到。\
|借款人：{borrower}/身份证号：{lender_id}/{on}
出借人：{lender}/借款人：{borrower}/借款金额：人民币{words}（¥{figures}元）/还款日期：{due}/上述款项已经收到。\
|借款人签名：{borrower}/{on}
兹向{lender}先生借到人民币{words}，即{figures}元，年利率6%，定于{due}前归还。\
|立据人：{borrower}/{on}
今借到{lender}现金{figures}元（{words}），利息按月利率1%计算。|借款人：{borrower}　　{on}
本人因生意需要向{lender}借款{words}（{figures}元），借款期限自{on}起至{due}止。|借款人：{borrower}
""".strip().split("\n")
)
"""The sentences and, behind a bar, the foot; a stroke begins a new line."""


def ious(count: int = COUNT) -> Iterator[Iou]:
    """The layouts whose fonts are installed, each always the same."""
    for seed in range(count):
        font, like_handwriting = _FONTS[seed % len(_FONTS)]
        if Path(font).is_file():
            yield _iou(seed, font, like_handwriting)


def _iou(seed: int, font: str, like_handwriting: bool) -> Iou:
    rng = np.random.default_rng((7, seed))
    lender, borrower = person(3_000 + 2 * seed), person(3_001 + 2 * seed)
    yuan = int(rng.choice([1_000, 5_000, 10_000, 100])) * int(rng.integers(1, 40)) + int(
        rng.choice([0, 0, 0, 650])
    )
    on = date(2021, 1, 5) + timedelta(days=int(rng.integers(0, 1_500)))
    chinese = rng.random() < 0.15
    said = _Said(
        lender.name,
        borrower.name,
        lender.number,
        f"{yuan:,}" if rng.random() < 0.5 else f"{yuan}.00",
        formal(yuan),
        _spelt(on) if chinese else _written(on, int(rng.integers(3))),
        _written(on + timedelta(days=365), 0),
    )
    body, foot = (
        part.format(**{name: getattr(said, name) for name in said.__slots__})
        for part in _WORDINGS[seed % len(_WORDINGS)]
    )
    image = _draw(rng, font, body, foot, titled=seed % 7 != 3)
    return Iou(image, lender.name, borrower.name, yuan, on, like_handwriting, said.on in foot)


def _written(on: date, style: int) -> str:
    return (
        f"{on.year}年{on.month}月{on.day}日",
        f"{on:%Y.%m.%d}",
        f"{on.year}年{on.month:02}月{on.day:02}日",
    )[style]


def _spelt(on: date) -> str:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(on.year))
    return f"{year}年{_small(on.month)}月{_small(on.day)}日"


def _small(number: int) -> str:
    ten, one = divmod(number, 10)
    digits = "零一二三四五六七八九"
    return ("" if not ten else "十" if ten == 1 else f"{digits[ten]}十") + (digits[one] if one else "")


def _draw(rng: np.random.Generator, font: str, body: str, foot: str, titled: bool) -> Pixels:
    paper = Image.new("RGB", A4_PX, tuple(int(v) for v in rng.integers(243, 253, 3)))
    draw = ImageDraw.Draw(paper)
    ink = _INKS[int(rng.integers(len(_INKS)))]
    size = int(rng.integers(48, 68))
    face, leading = ImageFont.truetype(font, size), round(size * rng.uniform(1.6, 2.1))
    left, right = int(rng.integers(130, 220)), A4_PX[0] - int(rng.integers(130, 220))
    if rng.random() < 0.35:  # ruled paper
        for y in range(300, A4_PX[1] - 100, leading):
            draw.line((90, y, A4_PX[0] - 90, y), fill=(190, 205, 225), width=2)
    y = int(rng.integers(200, 330))
    if titled:
        title = ImageFont.truetype(font, round(size * 1.7))
        draw.text(
            (A4_PX[0] / 2, y), "借    条" if rng.random() < 0.5 else "借条", font=title, fill=ink, anchor="mm"
        )
        y += 2 * leading
    for number, paragraph in enumerate(body.split("/")):
        y = wrapped(draw, ("　　" if number == 0 else "") + paragraph, face, (left, y, right), leading, ink)
    y += leading
    at = int(rng.integers(780, 900))
    signed = (at, y)
    for row in foot.split("/"):
        draw.text((min(at, right - draw.textlength(row, font=face)), y), row, font=face, fill=ink)
        y += leading
    if rng.random() < 0.4:
        _stamp(paper, (signed[0] + 420, signed[1] - 10), rng)
    if rng.random() < 0.25:
        _seal(paper, (left + 40, y + 120))
    return np.ascontiguousarray(np.asarray(paper)[:, :, ::-1])


def _stamp(paper: Image.Image, at: tuple[int, int], rng: np.random.Generator) -> None:
    """A finger's print beside the name."""
    layer = Image.new("L", (110, 140), 0)
    ring = ImageDraw.Draw(layer)
    for k in range(7):
        ring.ellipse((6 + k * 8, 8 + k * 9, 104 - k * 8, 132 - k * 9), outline=150, width=4)
    turned = layer.filter(ImageFilter.GaussianBlur(1.6)).rotate(float(rng.uniform(-40, 40)))
    paper.paste((196, 44, 48), at, turned)


def _seal(paper: Image.Image, at: tuple[int, int]) -> None:
    layer = Image.new("L", (260, 260), 0)
    draw = ImageDraw.Draw(layer)
    draw.ellipse((8, 8, 252, 252), outline=200, width=8)
    draw.text((130, 130), "样章", font=ImageFont.truetype(SANS, 60), fill=190, anchor="mm")
    paper.paste((206, 36, 40), at, layer.rotate(-9))
