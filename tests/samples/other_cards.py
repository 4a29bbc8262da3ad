"""Cards of other kinds, drawn flat: a passport's data page, a residence permit, licences. All fictional.

They follow descriptions of the layout; none carries an emblem or security print, and all say sample.
"""

from __future__ import annotations

from PIL import Image, ImageDraw

from tests.samples.papers import BOLD, CARD_PX, PX_PER_MM, SANS, Pixels, _font, _pixels

PASSPORT_PX = (round(125 * PX_PER_MM * 0.8), round(88 * PX_PER_MM * 0.8))
PASSPORT_ZONE = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
"""The specimen of ICAO Doc 9303."""
PERMIT_NUMBER = "820000199001010010"
_MONO = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
_INK = (28, 28, 32)


def render_passport(zone: tuple[str, str] = PASSPORT_ZONE) -> Pixels:
    """A data page: a portrait, a few words, the two lines at its foot."""
    width, height = PASSPORT_PX
    picture = Image.new("RGB", PASSPORT_PX, (233, 230, 240))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 150, 460, 670), fill=(206, 196, 190))
    for row, words in enumerate(("UTOPIA 样本 SPECIMEN", "PASSPORT 护照", "ERIKSSON", "ANNA MARIA")):
        draw.text((520, 60 + 130 * row), words, font=_font(SANS, 48), fill=(40, 60, 140))
    advance = (width - 120) / len(zone[0])
    for row, line in enumerate(zone):
        for place, sign in enumerate(line):
            at = (60 + advance * place, height - 240 + 100 * row)
            draw.text(at, sign, font=_font(_MONO, advance / 0.6), fill=_INK)
    return _pixels(picture)


def render_permit() -> Pixels:
    """The portrait side of a residence permit: as a resident's card, without an ethnicity."""
    rows = (
        ("姓 名", "陈小明"),
        ("性 别", "男"),
        ("出 生", "1990 年 1 月 1 日"),
        ("住 址", "广东省深圳市福田区示例路1号"),
    )
    return _card(rows, ("公民身份号码", PERMIT_NUMBER))


def render_business_licence() -> Pixels:
    rows = (
        ("营业执照", "样本"),
        ("统一社会信用代码", "91110105MA00TERT2C"),
        ("名称", "示例贸易有限公司"),
        ("类型", "有限责任公司"),
    )
    return _card(rows, ("法定代表人", "林知远"))


def render_lawyer_licence() -> Pixels:
    rows = (
        ("律师执业证", "样本"),
        ("执业机构", "示例律师事务所"),
        ("持证人", "林知远"),
        ("性别", "男"),
    )
    return _card(rows, ("执业证号", "11101200610000001"))


def _card(rows: tuple[tuple[str, str], ...], last: tuple[str, str]) -> Pixels:
    picture = Image.new("RGB", CARD_PX, (226, 238, 240))
    draw = ImageDraw.Draw(picture)
    for number, (label, value) in enumerate((*rows, last)):
        y = 130 + 135 * number
        draw.text((90, y), label, font=_font(SANS, 40), fill=(40, 100, 165), anchor="lm")
        left = 110 + draw.textlength(label, font=_font(SANS, 40)) + 30
        draw.text(
            (left, y), value, font=_font(BOLD if number == len(rows) else SANS, 48), fill=_INK, anchor="lm"
        )
    draw.rectangle((980, 120, 1_220, 420), fill=(190, 180, 170))
    return _pixels(picture)
