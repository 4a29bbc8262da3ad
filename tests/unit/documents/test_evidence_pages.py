from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pikepdf
import PIL.Image
import pytest
from PIL.Image import Transpose
from reportlab.lib.units import mm

from kiosk_app.documents import evidence_pages
from kiosk_app.documents.evidence_pages import PageScan, PictureUnusable, ScanLine
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.evidence import EvidenceItem
from tests.fakes import papers
from tests.fakes.papers import CAUSE, COURT, FILING_ID

ITEM = EvidenceItem("借条", "证明借款", ("a", "b"), dated=date(2024, 3, 15))
SUBMITTER = "林知远"
STORED = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}
"""How a picture is stored that stands upright with this orientation in its EXIF."""


def jpeg(width_px: int, height_px: int, mode: str = "RGB", **how: object) -> bytes:
    stream = io.BytesIO()
    PIL.Image.new(mode, (width_px, height_px), "white").save(stream, "JPEG", **how)
    return stream.getvalue()


def of(data: bytes, *lines: ScanLine, turns: int = 0) -> PageScan:
    return PageScan(partial(io.BytesIO, data), lines, turns)


def scan(width_px: int = 1240, height_px: int = 1754, *lines: ScanLine) -> PageScan:
    return of(jpeg(width_px, height_px), *lines)


def render(typeface: Typeface, pages: Iterable[PageScan], item: EvidenceItem = ITEM) -> bytes:
    letterhead = papers.letterhead(typeface)
    pdf = evidence_pages.render(
        item, pages, number=2, first_page=4, submitter=SUBMITTER, letterhead=letterhead
    )
    with pdf.open() as stream:
        return stream.read()


def boxes(pdf: bytes, page: int, text: str) -> tuple[float, ...]:
    """Where a word stands on a page, as ``pdftotext`` finds it: left, top, right, bottom in points."""
    said = papers.run("pdftotext", "-f", str(page), "-l", str(page), "-bbox", "-", "-", pdf=pdf)
    match = re.search(rf'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">{text}', said)
    assert match, said
    return tuple(map(float, match.groups()))


def size(pdf: bytes, page: int) -> tuple[int, int]:
    said = papers.run("pdfinfo", "-f", str(page), "-l", str(page), "-", pdf=pdf)
    match = re.search(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", said)
    assert match
    return round(float(match[1])), round(float(match[2]))


def test_each_page_has_picture_text_and_stamp(typeface: Typeface, tmp_path: Path) -> None:
    first = scan(1240, 1754, ScanLine("今借到人民币伍万元整", (100, 100, 900, 160)))
    second = scan(1240, 1754, ScanLine("二〇二六年", (100, 100, 500, 160)))
    pdf = render(typeface, (first, second))
    papers.assert_sound(pdf, tmp_path)
    _cover, one, two = papers.pages(pdf)
    assert "今借到人民币伍万元整" in one
    assert "二〇二六年" in two
    assert "证据2" in one
    assert "第1页" in one
    assert "总第4页" in one
    assert "第2页" in two
    assert "总第5页" in two
    assert len(papers.run("pdfimages", "-list", "-", pdf=pdf).splitlines()) == 2 + 2


def test_the_jpeg_is_embedded_as_it_is(typeface: Typeface) -> None:
    data = jpeg(1240, 1754, progressive=True)
    assert data in render(typeface, (of(data),))


@pytest.mark.parametrize(
    ("turns", "paper", "at_left", "above"),
    [
        (0, (595, 842), True, True),
        (1, (842, 595), False, True),
        (2, (595, 842), False, False),
        (3, (842, 595), True, False),
    ],
)
def test_a_page_turned_by_hand_is_turned_with_its_text(
    typeface: Typeface, turns: int, paper: tuple[int, int], at_left: bool, above: bool
) -> None:
    page = replace(scan(1240, 1754, ScanLine("ABCD", (50, 50, 250, 100))), quarter_turns=turns)
    pdf = render(typeface, (page,))
    assert size(pdf, 2) == paper
    left, top, right, bottom = boxes(pdf, 2, "ABCD")
    assert ((left + right) / 2 < paper[0] / 2) is at_left
    assert ((top + bottom) / 2 < paper[1] / 2) is above


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_its_exif_says(typeface: Typeface, tmp_path: Path, orientation: int) -> None:
    upright = PIL.Image.new("L", (600, 800), 255)
    upright.paste(0, (0, 0, 300, 200))
    upright.paste(128, (0, 600, 150, 800))
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    stored = upright if orientation == 1 else upright.transpose(STORED[orientation])
    stream = io.BytesIO()
    stored.save(stream, "JPEG", exif=exif)
    shown = papers.picture(render(typeface, (of(stream.getvalue()),)), tmp_path, page=2)
    with PIL.Image.open(shown) as picture:
        width, height = picture.size
        grey = picture.convert("L")
    corners = [
        grey.getpixel((x, y)) for x in (width // 5, 4 * width // 5) for y in (height // 6, 5 * height // 6)
    ]
    assert corners == [pytest.approx(0, abs=9), pytest.approx(128, abs=9), 255, 255]


def test_text_lies_where_it_was_read(typeface: Typeface) -> None:
    """To a third of a point, on the picture as it is fitted between the margins and the stamp."""
    width, height = 2480, 3508
    read = [ScanLine(f"L{n}第{n}行", (200 + 9 * n, 80 * n, 1800 + 9 * n, 50 + 80 * n)) for n in range(10, 43)]
    pdf = render(typeface, (of(jpeg(width, height), *read),))
    scale = (841.89 - 25 * mm) / height
    left, top = (595.276 - width * scale) / 2, 17 * mm
    for line in read:
        x0, y0, x1, y1 = (edge * scale for edge in line.box)
        stands = boxes(pdf, 2, line.text[:3])
        assert stands[0] == pytest.approx(left + x0, abs=0.01)
        assert stands[2] == pytest.approx(left + x1, abs=0.01)
        assert (stands[1] + stands[3]) / 2 == pytest.approx(top + (y0 + y1) / 2, abs=0.4)


def test_text_is_not_painted(typeface: Typeface, tmp_path: Path) -> None:
    with_text = render(typeface, (scan(1240, 1754, ScanLine("看不见的文字", (100, 800, 900, 900))),))
    without = render(typeface, (scan(),))
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = papers.picture(with_text, tmp_path / "a", 2), papers.picture(without, tmp_path / "b", 2)
    assert one.read_bytes() == two.read_bytes()


def test_a_wide_picture_lies_on_a_wide_page(typeface: Typeface) -> None:
    pdf = render(typeface, (scan(), scan(1754, 1240)))
    assert [size(pdf, page) for page in (1, 2, 3)] == [(595, 842), (595, 842), (842, 595)]


@pytest.mark.parametrize("text", ["😀🇨🇳", "𠮷野", "שלום", "", " ", "a\nb", "\ud800", "\ufeff"])
def test_unusual_text(typeface: Typeface, text: str) -> None:
    found = papers.text(render(typeface, (scan(1240, 1754, ScanLine(text, (100, 100, 900, 160))),)))
    for character in "😀𠮷":
        assert (character in found) == (character in text)


@pytest.mark.parametrize(
    "box",
    [
        (0, 0, 0, 0),
        (100, 100, 100, 200),
        (500, 500, 100, 400),
        (10, 10, 40, 900),
        (-300, -200, 200, 90),
        (3000, 4000, 3200, 4100),
        (1000, 1700, 9000, 1760),
    ],
)
def test_no_text_is_lost_with_its_box(typeface: Typeface, box: tuple[int, int, int, int]) -> None:
    pdf = render(typeface, (scan(1240, 1754, ScanLine("竖排文字", box)),))
    left, top, right, bottom = boxes(pdf, 2, "竖排文字")
    assert 20 < left < right < 576
    assert 40 < top < bottom < 825


def test_vertical_text_is_found(typeface: Typeface) -> None:
    assert "竖排文字" in papers.text(
        render(typeface, (scan(1240, 1754, ScanLine("竖排文字", (600, 100, 660, 400))),))
    )


def test_a_page_of_two_thousand_lines(typeface: Typeface) -> None:
    lines = (ScanLine(f"第{n}行", (100, n, 300, n + 12)) for n in range(1, 2001))
    found = papers.pages(render(typeface, (scan(1240, 2100, *lines),)))[1]
    assert all(f"第{n}行" in found for n in range(1, 2001))


def test_grey_is_taken(typeface: Typeface, tmp_path: Path) -> None:
    papers.assert_sound(render(typeface, (of(jpeg(600, 800, "L")),)), tmp_path)


@pytest.mark.parametrize("px", [(1, 1), (20_000, 20_000), (20_000, 1), (1, 20_000)])
def test_any_size_fits_the_paper(typeface: Typeface, px: tuple[int, int]) -> None:
    said = b"\x08" + struct.pack(">HH", 1, 1)
    data = jpeg(1, 1, "L").replace(said, b"\x08" + struct.pack(">HH", px[1], px[0]))
    pdf = render(typeface, (of(data, ScanLine("字", (0, 0, *px))),))
    left, top, right, bottom = boxes(pdf, 2, "字")
    assert 20 < left < right < 822
    assert 20 < top < bottom < 822


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        jpeg(60, 80, "CMYK"),
        jpeg(60, 80)[:20],
        jpeg(600, 800)[:-40],
        jpeg(600, 800, progressive=True)[:-40],
    ],
    ids=["empty", "words", "png", "printer's", "head cut", "cut", "progressive, cut"],
)
def test_what_is_no_whole_jpeg_is_named(typeface: Typeface, data: bytes) -> None:
    with pytest.raises(PictureUnusable) as fault:
        render(typeface, (scan(), of(data)))
    assert fault.value.facts == {"item": 2, "page": 2}


def test_the_end_of_a_thumbnail_is_not_that_of_the_picture(typeface: Typeface) -> None:
    exif = PIL.Image.Exif()
    exif[0x010E] = "END"
    whole = jpeg(600, 800, exif=exif).replace(b"END", b"\xff\xd9 ")
    render(typeface, (of(whole),))
    with pytest.raises(PictureUnusable):
        render(typeface, (of(whole[:-40]),))


def test_damaged_exif_costs_no_picture(typeface: Typeface) -> None:
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    data = jpeg(600, 800, exif=exif).replace(b"MM\x00*", b"MM\x00*\xff\xff"[:4][::-1])
    assert size(render(typeface, (of(data),)), 2) == (595, 842)


def test_pages_are_taken_one_at_a_time(typeface: Typeface) -> None:
    open_now, most = 0, 0

    class Watched(io.BytesIO):
        def __init__(self, data: bytes) -> None:
            nonlocal open_now, most
            super().__init__(data)
            open_now += 1
            most = max(most, open_now)

        def close(self) -> None:
            nonlocal open_now
            open_now -= 1
            super().close()

    def pages() -> Iterator[PageScan]:
        for _ in range(3):
            yield PageScan(partial(Watched, jpeg(60, 80)))

    assert len(papers.pages(render(typeface, pages()))) == 1 + 3
    assert (open_now, most) == (0, 1)


def test_the_cover_tells_what_it_is_and_where_it_belongs(typeface: Typeface, tmp_path: Path) -> None:
    pdf = render(typeface, (scan(), scan()))
    papers.assert_sound(pdf, tmp_path)
    cover = papers.pages(pdf)[0]
    for said in ("证据2", "借条", "证明目的证明借款", "形式翻拍件", "证据上的日期2024年3月15日", "页数2页"):
        assert said in cover
    for said in ("页码总第4页至总第5页", f"提交人{SUBMITTER}", f"案由{CAUSE}", COURT, FILING_ID, "封面"):
        assert said in cover


def test_an_item_without_pages_and_facts_is_a_cover(typeface: Typeface, tmp_path: Path) -> None:
    pdf = render(typeface, (), EvidenceItem("", "", ()))
    papers.assert_sound(pdf, tmp_path)
    (cover,) = papers.pages(pdf)
    assert "页数0页" in cover
    assert "日期" not in cover


def test_a_long_name_and_purpose_flow_on(typeface: Typeface) -> None:
    title = "".join(f"借条之{n}，" for n in range(120))
    purpose = "".join(f"其{n}，证明已经交付借款。" for n in range(400))
    found = papers.pages(render(typeface, (scan(),), EvidenceItem(title, purpose, ("a",))))
    whole = "".join(map(papers.body, found[:-1]))
    whole = re.sub(f"封面\\d／\\d致：{COURT}(证明目的（续）)?", "", whole)
    assert title in whole
    assert all(f"其{n}，" in whole for n in range(400))
    last = found[-2]
    facts = ("形式翻拍件", "页码总第4页", f"提交人{SUBMITTER}", f"受诉法院{COURT}")
    assert all(said in last for said in facts)


def test_the_pages_are_in_the_readers_table_of_contents(typeface: Typeface) -> None:
    with pikepdf.open(io.BytesIO(render(typeface, (scan(), scan())))) as pdf, pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == [
            "证据2　借条",
            "证据2　第1页　（总第4页）",
            "证据2　第2页　（总第5页）",
        ]


def test_read_twice_it_is_the_same_file(typeface: Typeface) -> None:
    pages = [of(jpeg(200 + n, 300)) for n in range(12)]
    assert render(typeface, pages) == render(typeface, pages)
