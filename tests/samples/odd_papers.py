"""Papers that trouble a judge of pictures: with little print, dark, pale, coloured, or dense.

Each is drawn anew for each seed. Who tunes with one half of the seeds reports the other half: there the
letters are of other fonts, where the machine has them (:data:`HELD_OUT_FONTS`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.samples.papers import A4_PX, BOLD, HANDWRITING, SANS, SERIF, Pixels

FONTS = (SERIF, SANS)
HELD_OUT_FONTS = tuple(
    font
    for font in (
        HANDWRITING,
        "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
        "/usr/share/fonts/opentype/noto/NotoSerifCJK-Light.ttc",
    )
    if Path(font).is_file()
) or (BOLD,)

_SENTENCES = (
    "原告与被告系多年朋友，被告因经营周转向原告借款人民币伍万元整。",
    "双方约定借款期限一年，年利率百分之六，到期一次还本付息。",
    "借款到期后，原告多次通过电话和微信催要，被告以各种理由推托。",
    "甲方应于每月五日前向乙方支付租金，逾期按日加收违约金。",
    "上述事实有借条、银行转账回单以及聊天记录等证据予以证明。",
    "本协议一式两份，双方各执一份，自签字之日起生效。",
    "货款共计12,860.00元，乙方验收合格后七日内付清。",
    "联系电话13800000000，送达地址为样本市样本区样本路8号。",
)
_BLACK = (30, 30, 34)
_COLOURED = ((246, 206, 210), (250, 240, 180), (206, 232, 208), (204, 222, 240), (196, 164, 120))

Paint = tuple[int, int, int]


def _pixels(picture: Image.Image) -> Pixels:
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])


def _text(rng: np.random.Generator, length: int) -> str:
    words = "".join(rng.permutation(_SENTENCES))
    return (words * (1 + length // len(words)))[:length]


def _lines(
    draw: ImageDraw.ImageDraw,
    rng: np.random.Generator,
    font: ImageFont.FreeTypeFont,
    area: tuple[int, int, int, int],
    ink: Paint,
    leading: float = 1.6,
) -> None:
    left, top, right, bottom = area
    per_line = max(1, int((right - left) / font.size))
    for y in np.arange(top, bottom - font.size, font.size * leading):
        draw.text((left, float(y)), _text(rng, per_line), font=font, fill=ink)


def dense_contract(rng: np.random.Generator, font: str) -> Pixels:
    """A page full of small print, 10.5 points."""
    picture = Image.new("RGB", A4_PX, (250, 250, 248))
    draw = ImageDraw.Draw(picture)
    draw.text(
        (A4_PX[0] / 2, 180), "房屋租赁合同", font=ImageFont.truetype(font, 60), fill=_BLACK, anchor="mm"
    )
    _lines(draw, rng, ImageFont.truetype(font, 29), (160, 280, A4_PX[0] - 160, A4_PX[1] - 220), _BLACK)
    return _pixels(picture)


def few_words(rng: np.random.Generator, font: str) -> Pixels:
    """One line of writing somewhere on a page."""
    picture = Image.new("RGB", A4_PX, (251, 250, 246))
    y = int(rng.integers(200, A4_PX[1] - 300))
    size = int(rng.integers(40, 80))
    words = _text(rng, int(rng.integers(6, 16)))
    ImageDraw.Draw(picture).text((200, y), words, font=ImageFont.truetype(font, size), fill=(32, 36, 84))
    return _pixels(picture)


def written_by_hand(rng: np.random.Generator, font: str) -> Pixels:
    """Uneven lines of a ballpoint pen on ruled paper."""
    picture = Image.new("RGB", A4_PX, (250, 249, 243))
    draw = ImageDraw.Draw(picture)
    for y in range(240, A4_PX[1] - 100, 110):
        draw.line((120, y, A4_PX[0] - 120, y), fill=(190, 205, 222), width=2)
    layer = Image.new("L", A4_PX, 0)
    pen = ImageDraw.Draw(layer)
    for row in range(int(rng.integers(4, 14))):
        x = float(rng.uniform(130, 200))
        for character in _text(rng, int(rng.integers(8, 20))):
            size = int(rng.integers(56, 76))
            top = 240 + row * 110 - size + float(rng.uniform(-8, 6))
            pen.text(
                (x, top), character, font=ImageFont.truetype(font, size), fill=int(rng.integers(170, 240))
            )
            x += size * rng.uniform(0.85, 1.05)
    picture.paste((36, 44, 120), (0, 0), layer.filter(ImageFilter.GaussianBlur(1.0)))
    return _pixels(picture)


def photo_print(rng: np.random.Generator, font: str) -> Pixels:
    """A print of a photograph without a border: soft shapes, textures, hardly a line."""
    height, width = 1_200, 1_800
    field = np.zeros((height, width, 3), np.float32)
    for grain in (600, 200, 60, 12, 3):
        small = rng.standard_normal((max(2, height // grain), max(2, width // grain), 3)).astype(np.float32)
        field += cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC) * grain**0.55
    scene = np.clip(120 + field * 1.3 + rng.uniform(-25, 25, 3), 4, 250).astype(np.uint8)
    for _ in range(int(rng.integers(4, 14))):
        at = [int(v) for v in rng.uniform((0, 0), (width, height))]
        to = [int(at[k] + v) for k, v in enumerate(rng.uniform(80, 500, 2))]
        cv2.rectangle(scene, at, to, [float(v) for v in rng.uniform(10, 245, 3)], -1, cv2.LINE_AA)
    return scene


def dark_chat(rng: np.random.Generator, font: str) -> Pixels:
    """A screenshot of a conversation in dark mode, printed on a page."""
    picture = Image.new("RGB", A4_PX, (252, 252, 250))
    draw = ImageDraw.Draw(picture)
    left, top, right, bottom = 287, 160, 1_367, 2_150
    draw.rectangle((left, top, right, bottom), fill=(24, 24, 26))
    letters = ImageFont.truetype(font, 42)
    y = top + 60
    while y < bottom - 260:
        mine, rows = bool(rng.random() < 0.5), int(rng.integers(1, 4))
        width = 640 if rows > 1 else int(rng.integers(180, 640))
        x = right - 60 - width if mine else left + 60
        draw.rounded_rectangle(
            (x, y, x + width, y + 60 * rows + 30), 16, fill=(46, 120, 70) if mine else (54, 54, 58)
        )
        for row in range(rows):
            draw.text(
                (x + 22, y + 12 + 60 * row),
                _text(rng, (width - 44) // 42),
                font=letters,
                fill=(226, 226, 226),
            )
        y += 60 * rows + 90
    return _pixels(picture)


def carbon_copy(rng: np.random.Generator, font: str) -> Pixels:
    """The third sheet of a carbon set: pale, soft, bluish."""
    picture = Image.new("RGB", A4_PX, (246, 240, 244))
    layer = Image.new("L", A4_PX, 0)
    draw = ImageDraw.Draw(layer)
    letters = ImageFont.truetype(font, 48)
    for y in range(300, 1_900, int(rng.integers(90, 160))):
        draw.text((180, y), _text(rng, 26), font=letters, fill=int(rng.integers(90, 170)))
    picture.paste((92, 96, 158), (0, 0), layer.filter(ImageFilter.GaussianBlur(1.3)))
    return _pixels(picture)


def coloured_form(rng: np.random.Generator, font: str) -> Pixels:
    """A form on pink, yellow, green, blue or brown paper."""
    picture = Image.new("RGB", A4_PX, _COLOURED[int(rng.integers(len(_COLOURED)))])
    draw = ImageDraw.Draw(picture)
    draw.text((A4_PX[0] / 2, 260), "收款收据", font=ImageFont.truetype(font, 84), fill=_BLACK, anchor="mm")
    _lines(draw, rng, ImageFont.truetype(font, 44), (180, 460, A4_PX[0] - 180, 1_500), _BLACK, 2.0)
    return _pixels(picture)


def only_a_table(rng: np.random.Generator, font: str) -> Pixels:
    """Ruled boxes with a word here and there."""
    picture = Image.new("RGB", A4_PX, (252, 252, 250))
    draw = ImageDraw.Draw(picture)
    columns = np.linspace(140, A4_PX[0] - 140, int(rng.integers(3, 8))).astype(int)
    rows = np.linspace(240, A4_PX[1] - 300, int(rng.integers(8, 26))).astype(int)
    for x in columns:
        draw.line((int(x), int(rows[0]), int(x), int(rows[-1])), fill=_BLACK, width=3)
    for y in rows:
        draw.line((int(columns[0]), int(y), int(columns[-1]), int(y)), fill=_BLACK, width=3)
    letters = ImageFont.truetype(font, 34)
    for x in columns[:-1]:
        for y in rows[:-1]:
            if rng.random() < 0.25:
                draw.text((int(x) + 12, int(y) + 12), _text(rng, 3), font=letters, fill=_BLACK)
    return _pixels(picture)


def till_receipt(rng: np.random.Generator, font: str) -> Pixels:
    """A long strip from a till, 80 mm wide, in the grey of thermal paper."""
    width, height = 640, int(rng.integers(1_300, 2_400))
    picture = Image.new("RGB", (width, height), (243, 243, 245))
    draw = ImageDraw.Draw(picture)
    ink = (70, 70, 78)
    draw.text((width / 2, 90), "样本超市", font=ImageFont.truetype(font, 52), fill=ink, anchor="mm")
    _lines(draw, rng, ImageFont.truetype(font, 32), (50, 180, width - 50, height - 120), ink, 1.5)
    return _pixels(picture)


ODD_PAPERS: Mapping[str, Callable[[np.random.Generator, str], Pixels]] = {
    "dense": dense_contract,
    "few_words": few_words,
    "handwriting": written_by_hand,
    "photo": photo_print,
    "dark_chat": dark_chat,
    "carbon": carbon_copy,
    "coloured": coloured_form,
    "table": only_a_table,
    "receipt": till_receipt,
}


def odd_paper(kind: str, seed: int, *, held_out: bool = False) -> Pixels:
    """One of :data:`ODD_PAPERS`, of its own for each seed."""
    rng = np.random.default_rng((seed, list(ODD_PAPERS).index(kind)))
    fonts = HELD_OUT_FONTS if held_out else FONTS
    return ODD_PAPERS[kind](rng, fonts[seed % len(fonts)])
