from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pikepdf
import PIL.Image
import PIL.ImageChops
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk_app.documents import complaint
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.filing import ClockConfidence, Moment
from kiosk_app.domain.signature import Signature
from kiosk_app.forms.element_table import ElementTable, FilledBlock, FilledRow
from tests.fakes import papers
from tests.fakes.papers import AT, MOMENT, SIGNATURE

TABLE = ElementTable(
    title="民事起诉状",
    cause="民间借贷纠纷",
    preface=(
        "说明：",
        "为了方便您更好地参加诉讼，保护您的合法权利，请填写本表。",
        "★特别提示★",
        "应当如实填写。",
    ),
    blocks=(
        FilledBlock("当事人信息", ()),
        FilledBlock(
            "原告（自然人）",
            (FilledRow("姓名", "欧阳建国"), FilledRow("性别", "男☑　女☐"), FilledRow("民族", "____")),
        ),
        FilledBlock("被告（自然人）", (FilledRow("姓名", "阿卜杜拉·买买提"),)),
        FilledBlock(
            "诉讼请求",
            (
                FilledRow("1.本金", "截至2026年3月1日止，尚欠本金500,000.00元（人民币，下同）"),
                FilledRow("2.是否主张诉讼费用", "是☑\n否☐"),
                FilledRow("", "没有标签的一行"),
            ),
        ),
        FilledBlock("", (FilledRow("3.是否已经诉前保全", "是☐\n否☑"),)),
    ),
)


def render(
    typeface: Typeface,
    table: ElementTable = TABLE,
    *,
    plaintiffs: Sequence[str] = ("欧阳建国",),
    signature: Signature | None = None,
    moment: Moment = MOMENT,
) -> bytes:
    return complaint.render(
        table,
        plaintiffs=plaintiffs,
        letterhead=papers.letterhead(typeface, moment),
        signature=signature,
    ).pdf


def with_answer(text: str) -> ElementTable:
    return ElementTable(
        "民事起诉状", "民间借贷纠纷", (), (FilledBlock("事实", (FilledRow("1.经过", text),)),)
    )


def test_every_label_and_answer_is_found(typeface: Typeface) -> None:
    text = papers.text(render(typeface))
    for block in TABLE.blocks:
        assert block.heading in text
        for row in block.rows:
            assert row.label in text
            assert "".join(row.text.split()) in text
    assert "（民间借贷纠纷）" in text
    assert "具状人（签字、盖章）" in text
    assert "第1页共1页" in text


def test_the_file_is_sound(typeface: Typeface, tmp_path: Path) -> None:
    papers.assert_sound(render(typeface, signature=SIGNATURE), tmp_path)


def test_the_same_complaint_is_the_same_file(typeface: Typeface) -> None:
    assert render(typeface) == render(typeface)
    later = Moment(AT + timedelta(seconds=1), ClockConfidence.SYNCHRONISED)
    assert render(typeface, moment=later) != render(typeface)


def test_the_file_carries_its_moment(typeface: Typeface) -> None:
    info = papers.run("pdfinfo", "-rawdates", "-", pdf=render(typeface))
    assert "D:20261123013005+08'00'" in info


def test_the_signature_is_drawn_and_dated(typeface: Typeface, tmp_path: Path) -> None:
    unsigned, signed = render(typeface), render(typeface, signature=SIGNATURE)
    assert "2026年11月23日" in papers.text(signed)
    assert "2026年11月23日" not in papers.text(unsigned)
    with PIL.Image.open(papers.picture(unsigned, tmp_path)) as picture:
        before = picture.convert("L")
    with PIL.Image.open(papers.picture(signed, tmp_path)) as picture:
        after = picture.convert("L")
    place = papers.run("pdftotext", "-bbox", "-", "-", pdf=signed)
    line_pt = next(
        float(word.split('yMax="')[1].split('"')[0]) for word in place.splitlines() if "具状人" in word
    )
    # What is new lies above the signing line (the strokes) and below it (the date), nowhere else.
    new = PIL.ImageChops.difference(before, after).getbbox()
    assert new is not None
    scale = 60 / 72
    assert new[1] > (line_pt - 70) * scale
    strokes = PIL.ImageChops.difference(before, after).crop((0, 0, after.width, round(line_pt * scale)))
    assert sum(1 for value in strokes.tobytes() if value > 60) > 60


def test_an_empty_signature_is_an_empty_line(typeface: Typeface) -> None:
    papers.text(render(typeface, signature=Signature((), 2.5, AT)))
    papers.text(render(typeface, signature=Signature(((),), 2.5, AT)))


def test_several_plaintiffs_each_have_a_line(typeface: Typeface) -> None:
    text = papers.text(render(typeface, plaintiffs=("甲某", "乙某", "丙某")))
    assert text.count("具状人（签字、盖章）") == 3
    assert all(name in text for name in ("甲某", "乙某", "丙某"))


def test_no_plaintiff_named_still_leaves_a_line(typeface: Typeface) -> None:
    assert papers.text(render(typeface, plaintiffs=())).count("具状人") == 1


_writable = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.sampled_from("，。；：（）《》“”、\n abcXYZ0123456789.-/@☐☑"),
    ),
    max_size=1500,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(_writable)
def test_an_answer_of_any_length_is_all_there(typeface: Typeface, answer: str) -> None:
    text = papers.text(render(typeface, with_answer(answer)))
    for page in range(1, 20):
        text = text.replace("致：某某区人民法院", "").replace("1.经过（续）", "").replace("1.经过", "", 1)
        text = text.replace(f"第{page}页", "")
    for character in set("".join(answer.split())):
        assert text.count(character) >= answer.count(character)


@pytest.mark.parametrize(
    "answer",
    [
        "😀家人👨‍👩‍👧的聊天记录🇨🇳",
        "السلام عليكم",
        "שלום",
        "𠮷野家" * 300,
        "很" * 20000,
        "a" * 5000,
        "\n" * 200,
        "\x00\x07\ufeff\ud800",
        "ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ",
    ],
)
def test_unusual_text_neither_stops_nor_vanishes(typeface: Typeface, answer: str) -> None:
    text = papers.text(render(typeface, with_answer(answer)))
    assert "1.经过" in text
    for character in ("😀", "𠮷", "很", "ש"):
        if character in answer:
            assert character in text


def test_a_missing_character_shows_its_code_point(typeface: Typeface) -> None:
    content = render(typeface, with_answer(papers.UNENCODED))
    # Searched, it is the character; painted, it is the code point.
    assert papers.UNENCODED in papers.text(content)
    assert "U+323B0" not in papers.text(content)
    with pikepdf.open(io.BytesIO(content)) as document:
        assert b"U+323B0" in document.pages[0].Contents.read_bytes()


def test_a_long_complaint_keeps_headings_with_rows(typeface: Typeface) -> None:
    rows = tuple(FilledRow(f"{number}.事项", "借款经过" * (number * 7 % 50 + 1)) for number in range(1, 60))
    blocks = tuple(FilledBlock(f"标题{i}号", rows[i * 4 : i * 4 + 4]) for i in range(14))
    pages = papers.pages(render(typeface, ElementTable("民事起诉状", "民间借贷纠纷", (), blocks)))
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in page
        body = page.split("致：")[0]
        assert not body.endswith("号")


@pytest.mark.parametrize("lines", range(20, 60, 3))
def test_nobody_signs_on_a_page_on_which_nothing_else_stands(typeface: Typeface, lines: int) -> None:
    rows = tuple(FilledRow(f"{number}.经过", "有过一次。") for number in range(lines))
    table = ElementTable("民事起诉状", "民间借贷纠纷", (), (FilledBlock("事实", rows),))
    last = papers.body(papers.pages(render(typeface, table))[-1])
    assert "有过一次。" in last
    assert "具状人" in last


@pytest.mark.parametrize("lines", range(26, 34))
def test_what_a_section_says_first_stays_with_its_first_row(typeface: Typeface, lines: int) -> None:
    section = FilledBlock("诉讼请求", (FilledRow("", "相关内容请在下方填写"), FilledRow("1.本金", "五万元")))
    before = FilledBlock("事实", tuple(FilledRow(f"{n}.经过", "某") for n in range(lines)))
    pages = papers.pages(render(typeface, ElementTable("民事起诉状", "民间借贷纠纷", (), (before, section))))
    assert any("相关内容请在下方填写1.本金五万元" in page for page in pages)
