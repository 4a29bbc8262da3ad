"""What is printed and written on papers and cards, roughly: a finder sees blocks, lines and stamps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.samples.papers import render_card_back, render_card_front
from tests.samples.people import person
from tests.samples.scenes.desks import Textures
from tests.samples.scenes.pixels import Random, chance, colour, noise

_FONTS = Path(__file__).resolve().parents[3] / "resources" / "fonts"
_FACES = ("NotoSerifSC-Regular.ttf", "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
_PX_PER_MM = 3.2
_WORDS = (
    "原告被告借款合同人民币壹万元整于二〇二四年三月五日出借人借款人身份证号码住址电话约定利息还款期限"
    "证据编号转账凭证银行流水聊天记录法院受理费民事起诉状事实与理由诉讼请求此致具状人签名捺印日期收条欠条"
)
_LATIN = "The quick brown fox jumps over the lazy dog 0123456789 payment contract account balance invoice "
_CARD_MM = (85.6, 53.98)
_CARD_PX_PER_MM = 6.0

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A paper from straight above; ``radius_mm`` is how round its corners are."""

    image: Pixels
    size_mm: tuple[float, float]
    is_card: bool = False
    radius_mm: float = 0.0


def page(rng: Random, textures: Textures = ()) -> Sheet:
    """A4 mostly; also letters, half pages, receipts, tickets, slips and photographs."""
    formats = (
        (210, 297),
        (216, 279),
        (148, 210),
        (176, 250),
        (58, 0),
        (80, 0),
        (0, 0),
        (210, 93),
        (241, 140),
    )
    width, height = formats[int(rng.choice(9, p=(0.5, 0.04, 0.1, 0.05, 0.05, 0.07, 0.12, 0.03, 0.04)))]
    width = width or int(rng.uniform(60, 230))
    height = height or int(width * rng.uniform(1.05, 2.8))
    size = (float(height), float(width)) if chance(rng, 0.15) else (float(width), float(height))
    paper = _paper_colour(rng)
    ink = np.clip(paper * 0 + rng.uniform(10, 110) + rng.uniform(-20, 20, 3), 0, 160)
    if paper.mean() < 110:
        ink = np.clip(paper + rng.uniform(70, 150), 0, 255)
    canvas = _Canvas(size, paper, ink)
    drawn = (_printed, _table, _written, _ruled, _mixed, _pictured, _bare, _cover)
    weights = (0.3, 0.15, 0.14, 0.08, 0.13, 0.06, 0.04, 0.1)
    drawn[int(rng.choice(len(drawn), p=weights))](rng, canvas, textures)
    if chance(rng, 0.3):
        _seal(rng, canvas)
    return Sheet(_aged(rng, canvas.pixels()), size)


def card(rng: Random, textures: Textures = ()) -> Sheet:
    """ID-1 cards: a pale ground with a portrait and lines, an emblem, or a bank card."""
    pale = chance(rng, 0.7)
    ground = colour(rng, (190, 250) if pale else (20, 200), 0.25 if pale else 0.9)
    ink = np.full(3, rng.uniform(20, 80)) if ground.mean() > 110 else np.full(3, rng.uniform(180, 250))
    canvas = _Canvas(_CARD_MM, ground, ink, px_per_mm=_CARD_PX_PER_MM)
    if chance(rng, 0.7):
        wave = noise(rng, canvas.size_px, (rng.uniform(20, 200), rng.uniform(4, 60)))
        canvas.tint(wave[:, :, None] * rng.uniform(-9, 9, 3))
    if textures and chance(rng, 0.2):
        canvas.paste(textures[int(rng.integers(len(textures)))], (0, 0, *canvas.size_px), rng.uniform(0.2, 1))
    width, height = canvas.size_px
    layout = int(rng.integers(3))
    if layout == 0:  # portrait side
        left = width * (0.62 if chance(rng, 0.8) else 0.05)
        skin = colour(rng, (60, 210), 0.5)
        canvas.box((left, height * 0.12, left + width * 0.3, height * 0.68), skin)
        canvas.box(
            (left + width * 0.07, height * 0.22, left + width * 0.22, height * 0.5),
            colour(rng, (90, 230), 0.4),
        )
        for row in range(4):
            canvas.line_of_text(rng, width * 0.08, height * (0.12 + 0.14 * row), height * 0.07, width * 0.45)
        canvas.line_of_text(rng, width * 0.08, height * 0.83, height * 0.08, width * 0.85)
    elif layout == 1:  # emblem side
        canvas.disc((width * 0.17, height * 0.28), height * 0.17, colour(rng, (60, 220), 1.0))
        for share, size in ((0.15, 0.12), (0.36, 0.12), (0.68, 0.07), (0.83, 0.07)):
            canvas.line_of_text(rng, width * 0.35, height * share, height * size, width * 0.58)
    else:
        for _ in range(int(rng.integers(1, 7))):
            size = height * rng.uniform(0.05, 0.14)
            canvas.line_of_text(
                rng,
                width * rng.uniform(0.05, 0.4),
                height * rng.uniform(0.05, 0.85),
                size,
                width * rng.uniform(0.2, 0.6),
            )
        if chance(rng, 0.5):
            x, y = width * rng.uniform(0.05, 0.7), height * rng.uniform(0.2, 0.6)
            canvas.box((x, y, x + width * 0.14, y + height * 0.18), colour(rng, (120, 230), 0.6))
    return Sheet(_aged(rng, canvas.pixels()), _CARD_MM, True, 3.18)


def id_card(rng: Random) -> Sheet:
    """Either side of a resident identity card, of anybody."""
    render = render_card_front if chance(rng, 0.5) else render_card_back
    size_px = (round(_CARD_MM[0] * _CARD_PX_PER_MM), round(_CARD_MM[1] * _CARD_PX_PER_MM))
    drawn = cv2.resize(render(person(int(rng.integers(1 << 31)))), size_px, interpolation=cv2.INTER_AREA)
    worn = drawn * rng.uniform(0.85, 1.06, 3)
    return Sheet(_aged(rng, np.asarray(worn.clip(0, 255), np.uint8)), _CARD_MM, True, 3.18)


def _paper_colour(rng: Random) -> NDArray[np.float64]:
    kind = rng.random()
    if kind < 0.68:
        return np.asarray(rng.uniform(232, 255) + rng.normal(0, 3, 3), np.float64)
    if kind < 0.93:
        return colour(rng, (185, 252), 0.35)
    return colour(rng, (20, 200), 0.9)


class _Canvas:
    """A sheet being printed; everything in its own pixels."""

    def __init__(
        self,
        size_mm: tuple[float, float],
        paper: NDArray[np.float64],
        ink: NDArray[np.float64],
        px_per_mm: float = _PX_PER_MM,
    ) -> None:
        self.size_px = (round(size_mm[0] * px_per_mm), round(size_mm[1] * px_per_mm))
        self.ink = _whole(ink)
        self.per_mm = px_per_mm
        self._picture = Image.new("RGB", self.size_px, _whole(paper))
        self._draw = ImageDraw.Draw(self._picture)

    def pixels(self) -> Pixels:
        """Colours are blue-green-red all along: Pillow only carries them."""
        return np.asarray(self._picture).copy()

    def tint(self, change: NDArray[np.float64]) -> None:
        changed = np.clip(np.asarray(self._picture) + change, 0, 255).astype(np.uint8)
        self._picture = Image.fromarray(changed)
        self._draw = ImageDraw.Draw(self._picture)

    def paste(self, texture: Pixels, box: tuple[float, float, float, float], strength: float = 1.0) -> None:
        left, top, right, bottom = (round(v) for v in box)
        if right - left < 4 or bottom - top < 4:
            return
        part = cv2.resize(texture, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
        under = np.asarray(self._picture.crop((left, top, right, bottom))).astype(np.float32)
        mixed = under + (part.astype(np.float32) - under) * strength
        self._picture.paste(Image.fromarray(mixed.clip(0, 255).astype(np.uint8)), (left, top))

    def box(self, box: tuple[float, float, float, float], fill: NDArray[np.float64]) -> None:
        self._draw.rectangle(box, fill=_whole(fill))

    def disc(self, centre: tuple[float, float], radius: float, fill: NDArray[np.float64]) -> None:
        x, y = centre
        self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_whole(fill))

    def ring(self, centre: tuple[float, float], radius: float, ink: NDArray[np.float64], width: int) -> None:
        x, y = centre
        self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_whole(ink), width=width)

    def stroke(
        self, points: NDArray[np.float64], width: float, ink: NDArray[np.float64] | None = None
    ) -> None:
        fill = self.ink if ink is None else _whole(ink)
        self._draw.line(
            [(float(x), float(y)) for x, y in points], fill=fill, width=max(1, round(width)), joint="curve"
        )

    def line_of_text(self, rng: Random, x: float, y: float, height: float, room: float) -> None:
        """Words up to a width; unreadably small ones are a grey bar, as a camera sees them."""
        if height < 5:
            self._draw.rectangle((x, y + height * 0.2, x + room, y + height * 0.7), fill=self.ink)
            return
        source = _LATIN if chance(rng, 0.25) else _WORDS
        start, count = (
            int(rng.integers(len(source))),
            max(1, int(room / height * (2 if source is _LATIN else 1))),
        )
        words = (source * 3)[start : start + count]
        face = ImageFont.truetype(str(_FONTS / _FACES[int(rng.integers(3))]), max(5, round(height * 0.92)))
        self._draw.text((x, y), words, font=face, fill=self.ink)


def _whole(bgr: NDArray[np.float64]) -> tuple[int, int, int]:
    first, second, third = (int(v) for v in np.clip(bgr, 0, 255))
    return first, second, third


def _text_block(rng: Random, canvas: _Canvas, box: tuple[float, float, float, float], height: float) -> None:
    left, top, right, bottom = box
    spacing, y = height * rng.uniform(1.3, 2.2), top
    while y + height < bottom:
        if not chance(rng, 0.06):
            room = (right - left) * (rng.uniform(0.2, 0.95) if chance(rng, 0.2) else 1)
            canvas.line_of_text(rng, left, y, height, room)
        y += spacing


def _margins(rng: Random, canvas: _Canvas) -> tuple[float, float, float, float]:
    width, height = canvas.size_px
    side, top = width * rng.uniform(0.03, 0.14), height * rng.uniform(0.03, 0.14)
    return side, top, width - side, height - top * rng.uniform(0.5, 1.5)


def _text_height(rng: Random, canvas: _Canvas) -> float:
    return float(canvas.per_mm * rng.uniform(2.2, 6.5))


def _title(rng: Random, canvas: _Canvas, top: float) -> float:
    height = canvas.per_mm * rng.uniform(5, 11)
    width = canvas.size_px[0]
    room = width * rng.uniform(0.2, 0.6)
    canvas.line_of_text(rng, (width - room) / 2, top, height, room)
    return float(top + height * 1.8)


def _printed(rng: Random, canvas: _Canvas, _: Textures) -> None:
    left, top, right, bottom = _margins(rng, canvas)
    if chance(rng, 0.6):
        top = _title(rng, canvas, top)
    bottom = top + (bottom - top) * (rng.uniform(0.15, 0.9) if chance(rng, 0.45) else 1)
    columns = int(rng.choice((1, 1, 1, 2, 3)))
    room = (right - left) / columns
    height = _text_height(rng, canvas) / columns**0.5
    for column in range(columns):
        x = left + column * room
        _text_block(rng, canvas, (x, top, x + room * 0.94, bottom), height)


def _table(rng: Random, canvas: _Canvas, _: Textures) -> None:
    left, top, right, bottom = _margins(rng, canvas)
    if chance(rng, 0.7):
        top = _title(rng, canvas, top)
    bottom = top + (bottom - top) * rng.uniform(0.3, 1)
    rows, columns = int(rng.integers(3, 26)), int(rng.integers(2, 8))
    xs = np.sort(np.concatenate(((left, right), rng.uniform(left, right, columns - 1))))
    ys = np.linspace(top, bottom, rows + 1)
    if chance(rng, 0.3):
        canvas.box((left, top, right, ys[1]), colour(rng, (130, 235), 0.5))
    for y in ys:
        canvas.stroke(np.array(((left, y), (right, y))), rng.uniform(1, 2.5))
    for x in xs:
        canvas.stroke(np.array(((x, top), (x, bottom))), rng.uniform(1, 2.5))
    height = min((bottom - top) / rows * 0.55, canvas.per_mm * 5)
    for y in ys[:-1]:
        for x, after in pairwise(xs):
            if chance(rng, 0.65) and after - x > 3 * height:
                canvas.line_of_text(
                    rng, x + height * 0.5, y + height * 0.4, height, (after - x) * rng.uniform(0.3, 0.8)
                )


def _written(rng: Random, canvas: _Canvas, _: Textures) -> None:
    """A hand: loops along lines, blue, black or red."""
    left, top, right, bottom = _margins(rng, canvas)
    inks = ((120, 60, 30), (150, 50, 40), (40, 40, 40), (60, 40, 160))
    ink = np.array(inks[int(rng.choice(4, p=(0.4, 0.2, 0.35, 0.05)))], np.float64)
    height = canvas.per_mm * rng.uniform(3, 9)
    y, slope = top + height, rng.normal(0, 0.02)
    bottom = top + (bottom - top) * rng.uniform(0.15, 1)
    while y < bottom:
        x, end = left, right - (right - left) * rng.uniform(0, 0.5) * chance(rng, 0.4)
        while x < end - height:
            length = height * rng.uniform(0.8, 3.5)
            t = np.linspace(0, length, max(6, int(length / height * 9)))
            wobble = np.cumsum(rng.normal(0, 0.5, len(t)))
            points = np.stack(
                (
                    x + t + height * 0.25 * np.sin(t * 7 / height + 2),
                    y + slope * (x - left) + height * 0.4 * np.sin(t * 9 / height + wobble),
                ),
                axis=1,
            )
            canvas.stroke(points, canvas.per_mm * rng.uniform(0.3, 0.6), ink)
            x += length + height * rng.uniform(0.2, 0.7)
        y += height * rng.uniform(1.4, 2.6)


def _ruled(rng: Random, canvas: _Canvas, textures: Textures) -> None:
    width, height = canvas.size_px
    step, ink = canvas.per_mm * rng.uniform(5, 10), colour(rng, (110, 215), 0.7)
    for y in np.arange(height * rng.uniform(0.02, 0.15), height, step):
        canvas.stroke(np.array(((0, y), (width, y))), 1, ink)
    if chance(rng, 0.4):
        for x in np.arange(step, width, step):
            canvas.stroke(np.array(((x, 0), (x, height))), 1, ink)
    if chance(rng, 0.7):
        _written(rng, canvas, textures)


def _mixed(rng: Random, canvas: _Canvas, textures: Textures) -> None:
    """Blocks of print of different sizes, perhaps a picture, as bills and tickets have them."""
    left, top, right, bottom = _margins(rng, canvas)
    y = _title(rng, canvas, top)
    while y < bottom:
        part = (bottom - top) * rng.uniform(0.08, 0.3)
        x = left + (right - left) * rng.uniform(0, 0.4)
        if textures and chance(rng, 0.25):
            texture = textures[int(rng.integers(len(textures)))]
            canvas.paste(texture, (x, y, min(right, x + part * rng.uniform(0.7, 2)), min(bottom, y + part)))
        elif chance(rng, 0.15):
            canvas.box((x, y, right, y + part * 0.4), colour(rng, (30, 235), 0.8))
        else:
            _text_block(rng, canvas, (x, y, right, min(bottom, y + part)), _text_height(rng, canvas))
        y += part * rng.uniform(1, 1.5)


def _pictured(rng: Random, canvas: _Canvas, textures: Textures) -> None:
    """A photograph or a screenshot fills the sheet, with or without a white rim."""
    width, height = canvas.size_px
    rim = width * rng.choice((0.0, 0.04, 0.1))
    box = (rim, rim, width - rim, height - rim)
    if textures:
        canvas.paste(textures[int(rng.integers(len(textures)))], box, rng.uniform(0.6, 1))
    else:
        canvas.box(box, colour(rng, (40, 230), 0.6))
    y = rim + height * 0.05
    while y < height - rim - height * 0.12 and chance(rng, 0.85):  # the bubbles of a chat
        left = rim + width * (0.05 if chance(rng, 0.5) else 0.4)
        canvas.box((left, y, left + width * 0.45, y + height * 0.05), colour(rng, (150, 250), 0.5))
        y += height * rng.uniform(0.07, 0.14)


def _bare(rng: Random, canvas: _Canvas, _: Textures) -> None:
    if chance(rng, 0.6):
        width, height = canvas.size_px
        canvas.line_of_text(
            rng, width * rng.uniform(0.05, 0.6), height * rng.uniform(0.05, 0.9), 12, width * 0.3
        )


def _cover(rng: Random, canvas: _Canvas, _: Textures) -> None:
    """A notebook's or booklet's cover: large areas of colour."""
    width, height = canvas.size_px
    for _band in range(int(rng.integers(1, 4))):
        if chance(rng, 0.5):
            y = height * rng.uniform(0, 1)
            canvas.box((0, y, width, y + height * rng.uniform(0.03, 0.6)), colour(rng, (30, 250), 0.9))
        else:
            x = width * rng.uniform(0, 1)
            canvas.box((x, 0, x + width * rng.uniform(0.03, 0.6), height), colour(rng, (30, 250), 0.9))
    _title(rng, canvas, height * rng.uniform(0.1, 0.7))


def _seal(rng: Random, canvas: _Canvas) -> None:
    width, height = canvas.size_px
    centre = (width * rng.uniform(0.2, 0.9), height * rng.uniform(0.1, 0.95))
    red = np.array((rng.uniform(30, 90), rng.uniform(30, 90), rng.uniform(180, 230)))
    radius = canvas.per_mm * rng.uniform(8, 21)
    canvas.ring(centre, radius, red, max(2, round(radius * 0.07)))
    canvas.disc(centre, radius * 0.22, red)


def _aged(rng: Random, image: Pixels) -> Pixels:
    """Creases, folds and stains: light and dark lines and patches that are no edges."""
    picture = image.astype(np.float32)
    height, width = image.shape[:2]
    for _ in range(int(rng.integers(0, 3))):
        across = chance(rng, 0.6)
        place, slant = rng.uniform(0.2, 0.8), rng.normal(0, 0.03)
        x, y = np.meshgrid(
            np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32)
        )
        away = (y - place - slant * x) if across else (x - place - slant * y)
        fold = np.tanh(away / 0.004) * np.exp(-np.abs(away) / rng.uniform(0.01, 0.2))
        picture += (rng.uniform(-14, 14) * fold)[:, :, None]
    if chance(rng, 0.4):
        stain = noise(rng, (width, height), (width * 0.15, width * 0.15))
        picture += (rng.uniform(0, 6) * stain)[:, :, None]
    return np.asarray(picture.clip(0, 255), np.uint8)
