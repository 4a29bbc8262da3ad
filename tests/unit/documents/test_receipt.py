from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import PIL.Image
import pytest
from pyzbar import pyzbar
from reportlab.lib.units import mm

from kiosk_app.documents import receipt
from kiosk_app.documents.notice import PrintedNotice
from kiosk_app.documents.receipt import Receipt, ReceivedDocument
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.filing import ClockConfidence, Moment
from tests.fakes import papers
from tests.fakes.papers import AT, EVIDENCE, MOMENT

WAITING = Receipt(
    receipt_number="S2611-0042-7K",
    filing_id="0193a5b2-7c3e-7d41-9c2a-5b6f0e8d1a23",
    court="某某区人民法院",
    cause="民间借贷纠纷",
    plaintiffs=("欧阳建国",),
    documents=(ReceivedDocument("民事起诉状", 5), ReceivedDocument("送达地址确认书", 1)),
    evidence=EVIDENCE,
    submitted=MOMENT,
)
RECEIVED = replace(WAITING, received_by_court=AT)


def test_it_says_what_was_handed_over_on_one_page(typeface: Typeface, tmp_path: Path) -> None:
    pdf = receipt.render(WAITING, typeface=typeface).pdf
    papers.assert_sound(pdf, tmp_path)
    (text,) = papers.pages(pdf)
    for part in (
        "S2611-0042-7K",
        "收件编号（不是案号）",
        "民事起诉状电子15",
        "证据：借条翻拍件11",
        "证据：微信聊天记录复印件15",
        "共5份，14页",
        "2026年11月23日01:30:05（时钟已校准）",
        "12368",
        "请带走：身份证、全部材料的原件、本回执",
    ):
        assert part in text, part


def test_before_the_court_has_it_it_waits_here(typeface: Typeface) -> None:
    text = papers.text(receipt.render(WAITING, typeface=typeface).pdf)
    assert "已保存在本机，等待送达法院" in text
    assert "法院还没有收到" in text
    assert "法院已收到" not in text
    assert "已立案" not in text


def test_after_the_acknowledgement_the_court_has_it(typeface: Typeface) -> None:
    text = papers.text(receipt.render(RECEIVED, typeface=typeface).pdf)
    assert "法院已收到（2026年11月23日01:30:05）" in text
    assert "等待送达" not in text
    assert "已立案" not in text
    assert "不等于已经立案" in text


def test_an_unsure_clock_is_named(typeface: Typeface) -> None:
    unsure = replace(WAITING, submitted=Moment(AT, ClockConfidence.UNCONFIRMED))
    assert "（时钟未校准）" in papers.text(receipt.render(unsure, typeface=typeface).pdf)


def test_the_code_is_read_by_another_program(typeface: Typeface, tmp_path: Path) -> None:
    path = papers.picture(receipt.render(WAITING, typeface=typeface).pdf, tmp_path, dpi=150)
    with PIL.Image.open(path) as picture:
        (code,) = pyzbar.decode(picture)
    assert code.data.decode() == receipt.qr_text(WAITING)


@pytest.mark.parametrize("count", [0, 1, 40])
def test_any_number_of_materials(typeface: Typeface, count: int) -> None:
    pages = papers.pages(
        receipt.render(replace(WAITING, evidence=EVIDENCE[:1] * count), typeface=typeface).pdf
    )
    assert sum(page.count("证据：借条") for page in pages) == count
    assert f"共{2 + count}份" in pages[-1]
    assert "请带走" in pages[-1]


def test_no_material_at_all(typeface: Typeface) -> None:
    nothing = replace(WAITING, documents=(), evidence=())
    assert "共0份，0页" in papers.text(receipt.render(nothing, typeface=typeface).pdf)


def test_long_names(typeface: Typeface) -> None:
    many = replace(
        WAITING, plaintiffs=tuple(f"阿卜杜拉·买买提{number}" for number in range(60)), court="院" * 90
    )
    text = papers.text(receipt.render(many, typeface=typeface).pdf)
    assert text.count("阿卜杜拉·买买提") == 60


# The roll of 80 mm ------------------------------------------------------------------------------------

_NOTICE = PrintedNotice("离婚诉讼书面告知", "民法典第1091条", ("无过错方有权请求损害赔偿。",))


def _on_the_roll(slip: Receipt, typeface: Typeface) -> bytes:
    return receipt.render(slip, typeface=typeface, roll=True).pdf


@pytest.mark.parametrize("slip", [WAITING, RECEIVED])
def test_the_roll_says_the_same_in_the_same_order(slip: Receipt, typeface: Typeface, tmp_path: Path) -> None:
    pdf = _on_the_roll(slip, typeface)
    papers.assert_sound(pdf, tmp_path)
    (text,) = papers.pages(pdf)
    at = -1
    for part in (
        "收件回执",
        "某某区人民法院",
        "收件编号（不是案号）",
        "S2611-0042-7K",
        slip.filing_id,
        "法院已收到" if slip.received_by_court else "已保存在本机，等待送达法院",
        "不等于已经立案" if slip.received_by_court else "法院还没有收到",
        "提交人欧阳建国",
        "案由民间借贷纠纷",
        "2026年11月23日01:30:05（时钟已校准）",
        "1民事起诉状电子1份5页",
        "证据：借条翻拍件1份1页",
        "共5份，14页",
        "请带走：身份证、全部材料的原件、本回执",
        "12368",
        "经办人员（签名或盖章）",
    ):
        at = text.find(part, at + 1)
        assert at >= 0, part


def _thermal(pdf: bytes, folder: Path) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The roll as a printer of 203 dpi sees it: no tones between those that are drawn."""
    target = folder / "roll"
    papers.run("pdftoppm", *"-r 203 -gray -aa no -aaVector no -singlefile -".split(), str(target), pdf=pdf)
    with PIL.Image.open(target.with_suffix(".pgm")) as picture:
        return np.asarray(picture)


@pytest.mark.parametrize("count", [0, 1, 100])
def test_the_roll_is_one_page_as_long_as_what_stands_on_it(
    typeface: Typeface, tmp_path: Path, count: int
) -> None:
    slip = replace(WAITING, evidence=EVIDENCE[:1] * count, notices=(_NOTICE,))
    pdf = _on_the_roll(slip, typeface)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        (page,) = document.pages
        assert float(page.mediabox[2]) == pytest.approx(80 * mm, abs=0.1)
    dots = _thermal(pdf, tmp_path)
    rows, columns = (np.flatnonzero((dots < 255).any(axis=axis)) for axis in (1, 0))
    mm_dots = 203 / 25.4
    assert columns[0] >= 4 * mm_dots - 1
    assert columns[-1] <= 76 * mm_dots + 1
    assert rows[0] < 10 * mm_dots
    assert len(dots) - rows[-1] < 10 * mm_dots, "no more paper than it needs"


def test_the_notices_follow_on_the_roll(typeface: Typeface) -> None:
    (text,) = papers.pages(_on_the_roll(replace(WAITING, notices=(_NOTICE,)), typeface))
    assert text.index("经办人员") < text.index("离婚诉讼书面告知") < text.index("无过错方有权请求损害赔偿")


def test_a_thermal_printer_shows_all_of_it(typeface: Typeface, tmp_path: Path) -> None:
    """203 dpi and nothing but black: no grey that becomes dots, and the code is read all the same."""
    pdf = _on_the_roll(WAITING, typeface)
    dots = _thermal(pdf, tmp_path)
    assert set(np.unique(dots)) == {0, 255}
    (code,) = pyzbar.decode(PIL.Image.fromarray(dots))
    assert code.data.decode() == receipt.qr_text(WAITING)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        drawn = pikepdf.parse_content_stream(document.pages[0])
    sizes, rules = (
        [float(step.operands[at]) for step in drawn if str(step.operator) == name]
        for name, at in (("Tf", 1), ("w", 0))
    )
    assert min(sizes) >= 8
    assert min(rules) >= 0.25 * mm
