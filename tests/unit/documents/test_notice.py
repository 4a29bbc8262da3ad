from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kiosk_app.documents import notice, receipt
from kiosk_app.documents.notice import PrintedNotice
from kiosk_app.documents.typeface import Typeface
from tests.fakes import papers
from tests.fakes.papers import MOMENT
from tests.unit.documents.test_receipt import WAITING

RIGHTS = PrintedNotice("离婚案件告知", "民法典第1091条", ("有下列情形之一的：", "（一）重婚；"))
SECOND = PrintedNotice("第二份告知", "民法典第1087条", ("双方协议处理。",))


def test_notices_begin_on_a_page_of_their_own_behind_the_receipt(typeface: Typeface, tmp_path: Path) -> None:
    plain = papers.pages(receipt.render(WAITING, typeface=typeface).pdf)
    pdf = receipt.render(replace(WAITING, notices=(RIGHTS, SECOND)), typeface=typeface).pdf
    papers.assert_sound(pdf, tmp_path)
    first, second = papers.pages(pdf)
    assert first == plain[0].replace("共1页", "共2页")
    assert second.startswith("离婚案件告知有下列情形之一的：（一）重婚；依据：民法典第1091条第二份告知")
    assert "S2611" not in second


def test_without_notices_the_receipt_is_what_it_was(typeface: Typeface) -> None:
    pdf = receipt.render(WAITING, typeface=typeface).pdf
    assert len(papers.pages(pdf)) == 1
    assert receipt.render(replace(WAITING, notices=()), typeface=typeface).pdf == pdf


def test_long_notices_lose_no_paragraph(typeface: Typeface, tmp_path: Path) -> None:
    long = replace(RIGHTS, text=tuple(f"第{number}段告知。" + "内容" * 60 for number in range(40)))
    pdf = notice.render([long, RIGHTS], moment=MOMENT, typeface=typeface).pdf
    papers.assert_sound(pdf, tmp_path)
    text = papers.text(pdf)
    assert all(f"第{number}段告知" in text for number in range(40))
    assert "依据：民法典第1091条" in papers.pages(pdf)[-1]


def test_rare_characters_do_not_stop_it(typeface: Typeface, tmp_path: Path) -> None:
    odd = PrintedNotice("\U0003106c", "“”", ("\U00020bb7🙂", ""))
    papers.assert_sound(notice.render([odd], moment=MOMENT, typeface=typeface).pdf, tmp_path)
