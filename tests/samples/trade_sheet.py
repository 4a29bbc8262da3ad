"""A sheet of A4 on which papers of the trade are drawn from the top down, and what all of them need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from kiosk_app.domain.paper import FactName, PaperSort
from tests.samples.chinese import formal
from tests.samples.papers import A4_PX, BOLD, HANDWRITING, SANS, SERIF, Pixels, wrapped
from tests.samples.people import Person, person

INKS = ((34, 38, 78), (28, 28, 32), (20, 50, 120))
_BLACK, _GREY = (28, 28, 32), (90, 90, 95)
_PLACES = "示范市 样例县 演示区 东江市 北岭县".split()
_TRADES = "光明商贸有限公司 宏达建材经营部 顺发运输有限公司 锦绣服装有限责任公司 新禾农产品商行".split()


@dataclass(frozen=True, slots=True, eq=False)
class TradePaper:
    """A drawn paper and what it truly says. ``told`` has every value that may be read for a fact, the empty
    tuple where the paper says nothing of it; facts that are not in it are not judged."""

    image: Pixels
    sort: PaperSort
    layout: str
    told: Mapping[FactName, tuple[object, ...]]
    disagrees: bool = False
    """Whether its figures and 大写 differ."""


@dataclass(frozen=True, slots=True, eq=False)
class Deal:
    """Who has to do with whom, over what and when: the matter of one paper."""

    rng: np.random.Generator
    one: Person
    other: Person
    firm: str
    other_firm: str
    yuan: Decimal
    on: date
    due: date

    @property
    def figures(self) -> str:
        """As people write it by hand or in a contract: 52,000, 52000.00 or 52000."""
        return (f"{self.yuan:,.2f}", f"{self.yuan:.2f}", f"{self.yuan.normalize():f}")[
            int(self.yuan + self.on.day) % 3
        ]

    @property
    def words(self) -> str:
        return formal(self.yuan)


def deal(seed: int) -> Deal:
    """A matter of its own for each seed."""
    rng = np.random.default_rng((11, seed))
    on = date(2021, 1, 5) + timedelta(days=int(rng.integers(0, 1_500)))
    yuan = Decimal(int(rng.choice([1_000, 10_000, 500, 360]))) * int(rng.integers(2, 40))
    first, second = rng.choice(len(_TRADES), 2, replace=False)
    return Deal(
        rng,
        person(5_000 + 2 * seed),
        person(5_001 + 2 * seed),
        _PLACES[int(rng.integers(len(_PLACES)))] + _TRADES[first],
        _PLACES[int(rng.integers(len(_PLACES)))] + _TRADES[second],
        yuan + (Decimal("0.5") if rng.random() < 0.15 else 0),
        on,
        on + timedelta(days=int(rng.integers(90, 700))),
    )


def written(day: date, style: int = 0) -> str:
    return (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y-%m-%d}",
        f"{day:%Y.%m.%d}",
        f"{day.year}年{day.month:02}月{day.day:02}日",
        f"{day:%Y/%m/%d}",
    )[style % 5]


class Sheet:
    """A page that fills from the top; ``y`` is where the next row goes, in pixels."""

    def __init__(self, rng: np.random.Generator, font: str = SERIF, size: int = 40) -> None:
        self.rng = rng
        self.font, self.size = font, size
        self.picture = Image.new("RGB", A4_PX, tuple(int(v) for v in rng.integers(244, 254, 3)))
        self.draw = ImageDraw.Draw(self.picture)
        self.left, self.right = 150, A4_PX[0] - 150
        self.y = 190
        self.ink = _BLACK

    def face(self, size: int | None = None, font: str = "") -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(font or self.font, size or self.size)

    def title(self, words: str, size: int = 0, font: str = BOLD) -> None:
        size = size or 2 * self.size
        self.draw.text((A4_PX[0] / 2, self.y), words, font=self.face(size, font), fill=self.ink, anchor="mt")
        self.y += round(size * 1.8)

    def write(self, words: str, font: str = "", indent: bool = False, size: int = 0) -> None:
        """A paragraph."""
        size = size or self.size
        self.y = wrapped(
            self.draw,
            ("　　" if indent else "") + words,
            self.face(size, font),
            (self.left, self.y, self.right),
            round(size * 1.75),
            self.ink,
        )

    def put(self, x: int, words: str, font: str = "", size: int = 0, down: bool = True) -> None:
        """Words at a place of the row; the next row follows unless ``down`` is False."""
        self.draw.text((x, self.y), words, font=self.face(size, font), fill=self.ink)
        if down:
            self.y += round((size or self.size) * 1.75)

    def form(self, label: str, filled: str, hand: str, x: int = 0, down: bool = True) -> None:
        """A printed label, and what was written behind it over a line."""
        x = x or self.left
        self.draw.text((x, self.y), label, font=self.face(), fill=_BLACK)
        at = x + self.draw.textlength(label, font=self.face()) + 8
        face = self.face(round(self.size * 1.15), hand)
        self.draw.text((at, self.y - 6), filled, font=face, fill=self.ink)
        under = self.y + round(self.size * 1.35)
        self.draw.line(
            (at, under, at + self.draw.textlength(filled, font=face) + 24, under), fill=_GREY, width=2
        )
        if down:
            self.y += round(self.size * 1.9)

    def grid(
        self, rows: Sequence[Sequence[str]], shares: Sequence[float], height: int = 92, font: str = "",
        hand: str = "", lines: bool = True, size: int = 0,
    ) -> None:  # fmt: skip
        """A table; the columns' widths are shares of the page's. ``hand`` writes all but the first row."""
        edges = self.left + np.cumsum([0, *shares]) / sum(shares) * (self.right - self.left)
        for number, row in enumerate(rows):
            for left, right, words in zip(edges[:-1], edges[1:], row, strict=True):
                if lines:
                    box = (left, self.y, right, self.y + height)
                    self.draw.rectangle(box, outline=_GREY, width=2)
                face = self.face(size or round(self.size * 0.9), hand if hand and number else font)
                ink = self.ink if hand and number else _BLACK
                self.draw.text((left + 14, self.y + height / 2), words, font=face, fill=ink, anchor="lm")
            self.y += height

    def stamp(self, x: int, y: int) -> None:
        """A finger's print."""
        layer = Image.new("L", (110, 140), 0)
        ring = ImageDraw.Draw(layer)
        for k in range(7):
            ring.ellipse((6 + k * 8, 8 + k * 9, 104 - k * 8, 132 - k * 9), outline=150, width=4)
        turned = layer.filter(ImageFilter.GaussianBlur(1.6)).rotate(float(self.rng.uniform(-40, 40)))
        self.picture.paste((196, 44, 48), (x, y), turned)

    def seal(self, x: int, y: int, words: str = "样章") -> None:
        layer = Image.new("L", (280, 280), 0)
        draw = ImageDraw.Draw(layer)
        draw.ellipse((8, 8, 272, 272), outline=190, width=8)
        draw.text((140, 140), words, font=ImageFont.truetype(SANS, 54), fill=180, anchor="mm")
        self.picture.paste((206, 36, 40), (x, y), layer.rotate(-9))

    def pixels(self) -> Pixels:
        return np.ascontiguousarray(np.asarray(self.picture)[:, :, ::-1])


def hand_font(rng: np.random.Generator) -> str:
    """A font like handwriting (Debian: fonts-lxgw-wenkai, fonts-arphic-gkai00mp), or print without them."""
    known = [
        HANDWRITING,
        str(Path(HANDWRITING).parent / "LXGWWenKai-Light.ttf"),
        "/usr/share/fonts/truetype/arphic-gkai00mp/gkai00mp.ttf",
    ]
    there = [font for font in known if Path(font).is_file()]
    return there[int(rng.integers(len(there)))] if there else SERIF
