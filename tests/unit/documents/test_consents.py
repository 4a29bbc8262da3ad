from __future__ import annotations

from pathlib import Path

from kiosk_app.documents import consents
from kiosk_app.documents.consents import MEDIATION, ONLINE, Asked
from kiosk_app.documents.typeface import Typeface
from tests.fakes import papers
from tests.fakes.papers import AT

YES = Asked("在线立案", "只用来立案。", (("同意", True), ("不同意", False)), "2026-11", AT)
NO = Asked("电子送达", "不同意也一样立案。", (("同意", False), ("不同意", True)), "2025", AT)
UNASKED = Asked("在线庭审", "", (("同意", False), ("不同意", False)))


def test_each_thing_has_a_row_with_text_version_and_time(typeface: Typeface, tmp_path: Path) -> None:
    printed = consents.render(
        ONLINE, [YES, NO, UNASKED], party="林知远", letterhead=papers.letterhead(typeface)
    )
    papers.assert_sound(printed.pdf, tmp_path)
    assert not printed.places, "nobody signs it"
    (text,) = papers.pages(printed.pdf)
    time = "选择时间：2026年11月23日01:30:05"
    assert f"只用来立案。同意☑不同意☐告知文本版本：2026-11{time}" in text
    assert f"不同意也一样立案。同意☐不同意☑告知文本版本：2025{time}" in text
    assert "在线庭审同意☐不同意☐本机没有询问" in text
    assert "同意其中一项，不代表同意其他各项" in text
    assert "当事人：林知远" in text


def test_a_wish_may_stay_open(typeface: Typeface) -> None:
    asked = Asked("愿意先调解吗？", "", (("愿意", False), ("不愿意", False), ("还没想好", True)), "2025", AT)
    text = papers.text(
        consents.render(MEDIATION, [asked], party="林知远", letterhead=papers.letterhead(typeface)).pdf
    )
    assert "愿意☐不愿意☐还没想好☑" in text
    assert "不愿意调解的，不影响立案" in text


def test_long_texts_go_over_the_pages_and_lose_nothing(typeface: Typeface, tmp_path: Path) -> None:
    long = "".join(f"第{number}条告知。" for number in range(700))
    asked = [Asked("长" * 60, long, YES.choices, "2026-11", AT)] * 3
    printed = consents.render(ONLINE, asked, party="阿卜杜拉·" * 40, letterhead=papers.letterhead(typeface))
    papers.assert_sound(printed.pdf, tmp_path)
    pages = papers.pages(printed.pdf)
    assert len(pages) > 3
    assert all("事项告知的内容和本人的选择" in page for page in pages[:-1])
    assert papers.text(printed.pdf).count("第699条告知。") == 3
