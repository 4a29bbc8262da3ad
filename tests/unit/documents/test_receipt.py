from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import PIL.Image
import pytest
from pyzbar import pyzbar

from kiosk_app.documents import receipt
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
        "证据：借条原件11",
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
