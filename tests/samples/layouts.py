"""Pages of other layouts than a letter's: two columns under a header, vertical writing, seals; fictional."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont

from tests.samples.papers import A4_PX, BOLD, SERIF, Pixels, _pixels

_RED, _INK, _PAPER = (206, 36, 40), (24, 24, 28), (252, 251, 248)
_SENTENCES = (
    "出租方与承租方经平等协商就房屋租赁事宜达成如下协议双方应当共同遵守。甲方将位于示例路的房屋"
    "出租给乙方使用租期三年月租金五千元按季支付。"
)
_LETTER = (
    "今因资金周转需要周明川向林知远借到人民币五万元整以银行转账方式收讫借款期限自二零二四年三月"
    "十五日起至次年三月十四日止年利率百分之六到期一次还本付息特立此据借款人周明川"
)
ROWS = 24


def _font(path: str, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size_px)


def _empty() -> Image.Image:
    return Image.new("RGB", A4_PX, _PAPER)


def render_two_columns() -> Pixels:
    """A red heading and a title over two columns, whose lines begin 左00, 左01 … and 右00, 右01 …"""
    picture = _empty()
    draw = ImageDraw.Draw(picture)
    middle = A4_PX[0] / 2
    draw.text((middle, 60), "样本市房屋管理局文件", font=_font(BOLD, 60), fill=_RED, anchor="mm")
    draw.text((middle, 150), "房屋租赁合同", font=_font(BOLD, 64), fill=_INK, anchor="mm")
    for side, left in (("左", 110), ("右", 870)):
        for row in range(ROWS):
            words = (_SENTENCES * 4)[row * 7 :][: 5 if row % 6 == 5 else 17]
            draw.text((left, 260 + row * 58), f"{side}{row:02}{words}", font=_font(SERIF, 34), fill=_INK)
    return _pixels(picture)


def render_vertical_letter(row_signs: int = 22) -> Pixels:
    """A letter in vertical writing, its columns from right to left."""
    picture = _empty()
    draw = ImageDraw.Draw(picture)
    for column, start in enumerate(range(0, len(_LETTER), row_signs)):
        for place, sign in enumerate(_LETTER[start : start + row_signs]):
            at = (A4_PX[0] - 260 - 120 * column, 200 + 74 * place)
            draw.text(at, sign, font=_font(SERIF, 60), fill=_INK, anchor="mm")
    return _pixels(picture)


def vertical_letter_columns(row_signs: int = 22) -> list[str]:
    return [_LETTER[start : start + row_signs] for start in range(0, len(_LETTER), row_signs)]


def render_stamped() -> Pixels:
    """Four lines of a contract, a round seal right of them and a standing one at the margin."""
    picture = _empty()
    draw = ImageDraw.Draw(picture)
    draw.text((827, 200), "样本市房屋管理局文件", font=_font(BOLD, 60), fill=_RED, anchor="mm")
    for row, words in enumerate(
        ("甲方：周明川", "乙方：林知远", "日期：2024年3月15日", "以上各项双方均无异议。")
    ):
        draw.text((200, 500 + 90 * row), words, font=_font(SERIF, 44), fill=_INK)
    _round_seal(picture, (900, 480))
    _standing_seal(picture, (1_480, 900))
    return _pixels(picture)


def _round_seal(picture: Image.Image, at: tuple[int, int]) -> None:
    layer = Image.new("L", (330, 330), 0)
    draw = ImageDraw.Draw(layer)
    draw.ellipse((8, 8, 322, 322), outline=210, width=9)
    for y, words, size_px in ((125, "样本置业", 50), (200, "合同专用章", 44), (255, "演示", 34)):
        draw.text((165, y), words, font=_font(BOLD, size_px), fill=205, anchor="mm")
    picture.paste(_RED, at, layer.rotate(-11))


def _standing_seal(picture: Image.Image, at: tuple[int, int]) -> None:
    layer = Image.new("L", (90, 420), 0)
    draw = ImageDraw.Draw(layer)
    draw.rectangle((4, 4, 86, 416), outline=210, width=6)
    for place, sign in enumerate("财务专用骑缝章"):
        draw.text((45, 40 + place * 57), sign, font=_font(BOLD, 50), fill=205, anchor="mm")
    picture.paste(_RED, at, layer)


def render_many_lines(count: int = 300) -> Pixels:
    """So many short lines on one page, in four columns, numbered."""
    picture = _empty()
    draw = ImageDraw.Draw(picture)
    for line in range(count):
        column, row = divmod(line, -(-count // 4))
        draw.text((80 + 390 * column, 60 + 29 * row), f"第{line}项 样本", font=_font(SERIF, 22), fill=_INK)
    return _pixels(picture)
