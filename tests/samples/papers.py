"""Papers as a visitor brings them, drawn flat. All persons, banks and numbers are fictional.

The cards follow the places of a real card's fields, but carry neither the national emblem nor its
security print, and say that they are samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.samples.people import BORROWER_NAME, LENDER, Person

_FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
SERIF, SANS, BOLD = (
    str(_FONTS / name)
    for name in ("NotoSerifSC-Regular.ttf", "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
)
HANDWRITING = "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"
"""Debian's fonts-lxgw-wenkai: used for the shipped samples where it is installed."""

PX_PER_MM = 15
CARD_PX = (round(85.6 * PX_PER_MM), round(54 * PX_PER_MM))
A4_PX = (1_654, 2_339)  # 200 dpi
_BLUE, _BLACK = (40, 100, 165), (28, 28, 32)

Pixels = NDArray[np.uint8]


def _font(path: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, round(size))


def _pixels(picture: Image.Image) -> Pixels:
    """Blue-green-red, as the rest of the house has it."""
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])


def _card_ground(tint: tuple[int, int, int], seed: int) -> Image.Image:
    """A pale ground of waves; not a real card's security print."""
    width, height = CARD_PX
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    rng = np.random.default_rng(seed)
    wave = np.zeros((height, width))
    for _ in range(4):
        fx, fy, phase = rng.uniform(0.004, 0.016), rng.uniform(0.01, 0.05), rng.uniform(0, 6)
        wave += np.sin(np.sin(x * fx + phase) * 5 + y * fy * 4)
    base = np.array(tint)[None, None] + wave[:, :, None] * np.array((2.2, 1.6, 1.2))
    base += (x / width * 10 - 5)[:, :, None] * np.array((-0.6, 0.1, 0.6))
    return Image.fromarray(base.clip(0, 255).astype(np.uint8))


def _mm(value: float) -> float:
    return value * PX_PER_MM


def render_card_front(person: Person = LENDER) -> Pixels:
    """The portrait side, 15 pixels a millimetre."""
    picture = _card_ground((226, 238, 240), 3)
    draw = ImageDraw.Draw(picture)
    label, value = _font(SANS, _mm(2.7)), _font(SANS, _mm(3.3))

    def put(x_mm: float, y_mm: float, name: str, text: str, at_mm: float) -> None:
        draw.text((_mm(x_mm), _mm(y_mm)), name, font=label, fill=_BLUE, anchor="ls")
        draw.text((_mm(at_mm), _mm(y_mm)), text, font=value, fill=_BLACK, anchor="ls")

    put(7, 10.2, "姓 名", person.name, 15.5)
    put(7, 17, "性 别", person.sex.value, 15.5)
    put(25, 17, "民 族", person.ethnicity, 33.5)
    birth = person.birth
    draw.text((_mm(7), _mm(23.8)), "出 生", font=label, fill=_BLUE, anchor="ls")
    x = _mm(15.5)
    for number, unit in ((birth.year, "年"), (birth.month, "月"), (birth.day, "日")):
        draw.text((x, _mm(23.8)), str(number), font=value, fill=_BLACK, anchor="ls")
        x += draw.textlength(str(number), font=value) + _mm(1)
        draw.text((x, _mm(23.8)), unit, font=label, fill=_BLUE, anchor="ls")
        x += _mm(4)
    draw.text((_mm(7), _mm(30.6)), "住 址", font=label, fill=_BLUE, anchor="ls")
    for row, part in enumerate(_address_rows(draw, person.address, value)):
        draw.text((_mm(15.5), _mm(30.6 + row * 4.8)), part, font=value, fill=_BLACK, anchor="ls")
    draw.text((_mm(7), _mm(47.6)), "公民身份号码", font=label, fill=_BLUE, anchor="ls")
    x = _mm(28)
    for character in person.number:
        draw.text((x, _mm(47.6)), character, font=_font(BOLD, _mm(3.5)), fill=_BLACK, anchor="ls")
        x += _mm(2.72)
    _portrait(draw)
    _sample_mark(picture, (_mm(62), _mm(44)))
    return _pixels(picture)


def _address_rows(draw: ImageDraw.ImageDraw, address: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Rows as wide as eleven characters; figures are narrower, so a row holds more of them."""
    rows = [""]
    for character in address:
        if draw.textlength(rows[-1] + character, font=font) > _mm(3.3 * 11.2):
            rows.append("")
        rows[-1] += character
    assert len(rows) <= 3, "no address of the samples needs a fourth row"
    return rows


def _portrait(draw: ImageDraw.ImageDraw) -> None:
    """A grey figure in the place of the photograph."""
    left, top, right, bottom = (_mm(v) for v in (57, 7, 79, 36))
    draw.rectangle((left, top, right, bottom), fill=(236, 240, 243))
    cx = (left + right) / 2
    draw.pieslice((left + _mm(1), _mm(26), right - _mm(1), _mm(52)), 180, 360, fill=(84, 96, 112))
    draw.rectangle((left, bottom, right, _mm(45)), fill=(226, 238, 240))
    draw.rectangle((cx - _mm(2), _mm(22), cx + _mm(2), _mm(28)), fill=(214, 184, 164))
    draw.ellipse((cx - _mm(5), _mm(10.5), cx + _mm(5), _mm(24.5)), fill=(222, 194, 174))
    draw.pieslice((cx - _mm(5.4), _mm(9.5), cx + _mm(5.4), _mm(21)), 180, 360, fill=(52, 48, 50))


def _sample_mark(picture: Image.Image, at: tuple[float, float]) -> None:
    draw = ImageDraw.Draw(picture)
    draw.text(at, "样本 SPECIMEN", font=_font(SANS, _mm(1.9)), fill=(150, 165, 175), anchor="ls")


def render_card_back(person: Person = LENDER) -> Pixels:
    """The other side, with a plain ring where a real card has the national emblem."""
    picture = _card_ground((232, 238, 234), 8)
    draw = ImageDraw.Draw(picture)
    cx, cy, radius = _mm(14.5), _mm(14.5), _mm(7)
    draw.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), outline=(176, 62, 58), width=9)
    inner = radius * 0.78
    draw.ellipse((cx - inner, cy - inner, cx + inner, cy + inner), fill=(202, 104, 96))
    draw.text((cx, cy), "样本", font=_font(BOLD, _mm(4)), fill=(246, 232, 226), anchor="mm")
    draw.text(
        (_mm(51), _mm(12.5)), "中 华 人 民 共 和 国", font=_font(SERIF, _mm(4.6)), fill=_BLACK, anchor="mm"
    )
    draw.text((_mm(51), _mm(22.5)), "居 民 身 份 证", font=_font(SERIF, _mm(7.2)), fill=_BLACK, anchor="mm")
    label, value = _font(BOLD, _mm(2.7)), _font(SANS, _mm(3.1))
    for y, name, text in ((40.5, "签发机关", person.authority), (47.2, "有效期限", person.valid)):
        draw.text((_mm(21), _mm(y)), name, font=label, fill=_BLACK, anchor="ls")
        draw.text((_mm(35), _mm(y)), text, font=value, fill=_BLACK, anchor="ls")
    _sample_mark(picture, (_mm(5), _mm(51.5)))
    return _pixels(picture)


def _page(tint: tuple[int, int, int] = (252, 251, 248)) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", A4_PX, tint)
    return picture, ImageDraw.Draw(picture)


def render_iou(
    lender: Person = LENDER, borrower: str = BORROWER_NAME, yuan: int = 50_000, *, font: str = SERIF
) -> Pixels:
    """A handwritten-looking 借条: amount, dates, yearly interest, signature with a finger print."""
    picture, draw = _page()
    ink = (34, 38, 78)
    draw.text((A4_PX[0] / 2, 300), "借    条", font=_font(font, 108), fill=ink, anchor="mm")
    words = (
        f"    今因资金周转需要，{borrower}向{lender.name}（身份证号：{lender.number}）借到人民币"
        f"{yuan:,}元（大写：伍万元整），以银行转账方式收讫。借款期限自2024年3月15日起至"
        "2025年3月14日止，年利率百分之六，到期一次还本付息。逾期未还的，按同一利率计付逾期利息。"
    )
    y = wrapped(draw, words, _font(font, 60), (170, 480, A4_PX[0] - 170), 118, ink)
    draw.text((170, y + 70), "    特立此据。", font=_font(font, 60), fill=ink)
    draw.text((820, y + 330), f"借款人：{borrower}", font=_font(font, 66), fill=ink)
    draw.text((820, y + 450), "2024年3月15日", font=_font(font, 60), fill=ink)
    _finger_print(picture, (1_310, y + 372))
    return _pixels(picture)


def wrapped(
    draw: ImageDraw.ImageDraw,
    words: str,
    font: ImageFont.FreeTypeFont,
    area: tuple[int, int, int],
    leading: int,
    ink: tuple[int, int, int],
) -> int:
    """Write words from (left, top) to the right edge, row below row; where the next row would begin."""
    left, y, right = area
    row = ""
    for character in words:
        if draw.textlength(row + character, font=font) > right - left:
            draw.text((left, y), row, font=font, fill=ink)
            row, y = "", y + leading
        row += character
    draw.text((left, y), row, font=font, fill=ink)
    return y + leading


def _finger_print(picture: Image.Image, at: tuple[int, int]) -> None:
    layer = Image.new("L", (110, 140), 0)
    draw = ImageDraw.Draw(layer)
    for k in range(7):
        draw.ellipse((6 + k * 8, 8 + k * 9, 104 - k * 8, 132 - k * 9), outline=150, width=4)
    layer = layer.filter(ImageFilter.GaussianBlur(1.6)).rotate(17)
    picture.paste((196, 44, 48), at, layer)


def render_transfer(payer: Person = LENDER, payee: str = BORROWER_NAME, yuan: int = 50_000) -> Pixels:
    """A bank's printed transfer receipt with a red seal."""
    picture, draw = _page()
    draw.text((A4_PX[0] / 2, 210), "样本银行股份有限公司", font=_font(BOLD, 62), fill=_BLACK, anchor="mm")
    draw.text((A4_PX[0] / 2, 300), "电子转账回单", font=_font(SANS, 54), fill=_BLACK, anchor="mm")
    draw.text((120, 390), "回单编号：20240315-0000-8817", font=_font(SANS, 36), fill=_BLACK)
    draw.text((1_060, 390), "交易日期：2024年3月15日", font=_font(SANS, 36), fill=_BLACK)
    rows = (
        ("付款人户名", payer.name, "收款人户名", payee),
        ("付款人账号", "6200 0000 0000 1896", "收款人账号", "6200 0000 0000 1877"),
        ("付款人开户行", "样本银行北京东城支行", "收款人开户行", "样本银行北京朝阳支行"),
        ("币种", "人民币", "交易渠道", "手机银行"),
    )
    top, row_height, columns = 460, 110, (120, 390, 830, 1_100, 1_534)
    for index, row in enumerate(rows):
        y = top + index * row_height
        for left, right, text in zip(columns, columns[1:], row, strict=False):
            draw.rectangle((left, y, right, y + row_height), outline=(90, 90, 95), width=3)
            draw.text((left + 18, y + row_height / 2), text, font=_font(SANS, 38), fill=_BLACK, anchor="lm")
    y = top + len(rows) * row_height
    wide = (
        ("转账金额", f"人民币 {yuan:,.2f} 元"),
        ("金额大写", "伍万元整"),
        ("用途附言", "借款"),
        ("交易流水号", "2024031510203040500017"),
        ("交易状态", "交易成功"),
    )
    for index, (name, text) in enumerate(wide):
        row_y = y + index * row_height
        draw.rectangle((120, row_y, 390, row_y + row_height), outline=(90, 90, 95), width=3)
        draw.rectangle((390, row_y, 1_534, row_y + row_height), outline=(90, 90, 95), width=3)
        draw.text((138, row_y + row_height / 2), name, font=_font(SANS, 38), fill=_BLACK, anchor="lm")
        draw.text((410, row_y + row_height / 2), text, font=_font(SANS, 42), fill=_BLACK, anchor="lm")
    end = y + len(wide) * row_height
    note = "重要提示：本回单仅供核对交易使用，请勿重复记账。本件为演示用样本，不对应任何真实交易。"
    wrapped(draw, note, _font(SANS, 34), (120, end + 60, 1_534), 60, (90, 90, 90))
    _seal(picture, (1_200, end + 160))
    return _pixels(picture)


def _seal(picture: Image.Image, at: tuple[int, int]) -> None:
    layer = Image.new("L", (300, 300), 0)
    draw = ImageDraw.Draw(layer)
    draw.ellipse((8, 8, 292, 292), outline=210, width=9)
    draw.text((150, 112), "样本银行", font=_font(BOLD, 46), fill=205, anchor="mm")
    draw.text((150, 178), "业务专用章", font=_font(BOLD, 40), fill=205, anchor="mm")
    draw.text((150, 232), "演示", font=_font(SANS, 32), fill=190, anchor="mm")
    picture.paste((206, 36, 40), at, layer.rotate(-11))


_CHAT = (
    ("2024年3月15日 10:26", None),
    ("林哥，五万块钱收到了，谢谢！", False),
    ("收到就好，借条写了吗？", True),
    ("写了，一年以后连本带利还你，利息按年百分之六。", False),
    ("2025年3月20日 19:42", None),
    ("明川，借款已经到期了，什么时候能还？", True),
    ("最近手头紧，再宽限我两个月吧。", False),
    ("2025年6月2日 09:15", None),
    ("两个月又过去了，请你尽快还款。", True),
    ("我知道欠你五万，现在真的没有钱。", False),
)


def render_chat(messages: Sequence[tuple[str, bool | None]] = _CHAT, title: str = BORROWER_NAME) -> Pixels:
    """A printed phone screenshot of a conversation. True: one's own words; None: a time."""
    picture, draw = _page()
    left, top, right, bottom = 287, 200, 1_367, 2_140
    draw.rectangle((left, top, right, bottom), fill=(237, 237, 237))
    draw.rectangle((left, top, right, top + 130), fill=(246, 246, 246))
    draw.text(((left + right) / 2, top + 68), title, font=_font(BOLD, 46), fill=_BLACK, anchor="mm")
    y = top + 175
    for text, mine in messages:
        if mine is None:
            draw.text(
                ((left + right) / 2, y + 18), text, font=_font(SANS, 32), fill=(130, 130, 130), anchor="mm"
            )
            y += 72
        else:
            y = _bubble(draw, text, mine, (left, y, right)) + 38
    draw.text((left, bottom + 40), "聊天记录打印件（样本）", font=_font(SANS, 34), fill=(110, 110, 110))
    return _pixels(picture)


def _bubble(draw: ImageDraw.ImageDraw, text: str, mine: bool, area: tuple[int, int, int]) -> int:
    left, y, right = area
    font = _font(SANS, 40)
    rows = [text[k : k + 16] for k in range(0, len(text), 16)]
    width = max(draw.textlength(row, font=font) for row in rows) + 56
    height = len(rows) * 60 + 36
    x = right - 150 - width if mine else left + 150
    face = (right - 120, y, right - 30, y + 90) if mine else (left + 30, y, left + 120, y + 90)
    draw.rounded_rectangle(face, 12, fill=(120, 150, 176) if mine else (190, 160, 120))
    draw.rounded_rectangle(
        (x, y, x + width, y + height), 16, fill=(149, 236, 105) if mine else (255, 255, 255)
    )
    for index, row in enumerate(rows):
        draw.text((x + 28, y + 18 + index * 60), row, font=font, fill=_BLACK)
    return int(y + height)
