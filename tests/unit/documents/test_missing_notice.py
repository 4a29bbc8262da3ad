from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from kiosk_app.documents import missing_notice, receipt
from kiosk_app.documents.missing_notice import Remark
from kiosk_app.documents.typeface import Typeface
from tests.fakes import papers
from tests.unit.documents.test_receipt import WAITING

MISSING = Remark("还没有拍证据材料", "有借条就拍下来。", "民事证据规定第1条", True)
HINT = Remark("“出生日期”是将来的日子，请看看对不对", "", "", False)


def text_of(typeface: Typeface, *remarks: Remark) -> str:
    printed = missing_notice.render(remarks, party="林知远", letterhead=papers.letterhead(typeface))
    assert not printed.places, "nobody signs it"
    return papers.text(printed.pdf)


def test_everything_stands_there_at_once(typeface: Typeface, tmp_path: Path) -> None:
    printed = missing_notice.render([HINT, MISSING], party="林知远", letterhead=papers.letterhead(typeface))
    papers.assert_sound(printed.pdf, tmp_path)
    (text,) = papers.pages(printed.pdf)
    assert "请补充或者核对1还没有拍证据材料有借条就拍下来。民事证据规定第1条" in text
    assert "供您参考2“出生日期”是将来的日子，请看看对不对——" in text


def test_it_says_who_made_it_and_that_the_court_decides(typeface: Typeface) -> None:
    text = text_of(typeface, MISSING)
    for part in (
        "自助终端根据您填写和拍摄的内容列出",
        "照样接收",
        "以法院的书面告知为准",
        "接收法院：某某区人民法院",
    ):
        assert part in text, part
    assert not re.search("供您参考|退回|不予|必须|否则", text)


def test_forty_findings_repeat_the_head_of_the_table(typeface: Typeface, tmp_path: Path) -> None:
    many = [
        Remark(f"第{n}项" + "没有填" * 20, "请补上。" * 10, "民事诉讼法第124条", n % 2 == 0)
        for n in range(40)
    ]
    printed = missing_notice.render(many, party="林知远", letterhead=papers.letterhead(typeface))
    papers.assert_sound(printed.pdf, tmp_path)
    pages = papers.pages(printed.pdf)
    assert len(pages) > 2
    assert all("序号缺少什么、哪里要核对怎么办依据" in page for page in pages[:-1])
    text = papers.text(printed.pdf)
    assert all(f"第{n}项没有填" in text for n in range(40))


def test_the_same_goes_home_with_the_receipt(typeface: Typeface) -> None:
    notice = missing_notice.to_take_home([HINT, MISSING])
    assert notice.text[1] == "1.还没有拍证据材料。有借条就拍下来。（民事证据规定第1条）"
    assert notice.text[2] == "2.“出生日期”是将来的日子，请看看对不对。"
    slip = replace(WAITING, notices=(notice,))
    pages = papers.pages(receipt.render(slip, typeface=typeface).pdf)
    assert "补充材料一次性告知书" in pages[-1]
    assert "您的材料照样接收" in pages[-1]
