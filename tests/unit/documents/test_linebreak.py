from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk_app.documents import typeface as typefaces
from kiosk_app.documents.linebreak import _CONTROL, NOT_AT_END, NOT_AT_START, Ink, break_lines, code_point
from kiosk_app.documents.typeface import Typeface
from tests.fakes import papers
from tests.fakes.hard_text import canonical
from tests.fakes.papers import FONTS

FACE = typefaces.load(FONTS).serif

_words = st.text(alphabet="法院立案原告被告借款合同利息证据", min_size=1, max_size=9)
_phrases = st.builds(
    "{}{}{}{}".format, st.sampled_from("（《“ "), _words, st.sampled_from("）》”"), st.sampled_from("，。；")
)
_prose = st.lists(st.one_of(_words, _phrases), min_size=1, max_size=30).map("".join)


def lines(text: str, width_em: float) -> list[str]:
    return [line.text for line in break_lines(text, FACE, width_em)]


@settings(deadline=None)
@given(st.text(max_size=200), st.floats(0.5, 60))
def test_nothing_is_lost(text: str, width_em: float) -> None:
    assert canonical("".join(lines(text, width_em))) == canonical(_CONTROL.sub("", text))


@settings(deadline=None)
@given(st.text(max_size=120), st.floats(3, 60))
def test_no_line_is_too_wide(text: str, width_em: float) -> None:
    for line in break_lines(text, FACE, width_em):
        assert line.width_em <= width_em + 1e-6 or len(line.atoms) == 1


@settings(deadline=None)
@given(_prose, st.floats(14, 40))
def test_marks_stand_where_they_may(text: str, width_em: float) -> None:
    for line in lines(text, width_em):
        assert line[:1] not in NOT_AT_START or not line
        assert line[-1:] not in NOT_AT_END or not line


def test_numbers_and_words_stay_whole() -> None:
    assert lines("本金合计为500,000.00元整", 8) == ["本金合计为", "500,000.00元整"]
    assert lines("合同编号JK-2024-0301号", 9) == ["合同编号", "JK-2024-0301号"]
    assert lines("二〇二四年3月15日前", 6) == ["二〇二四年", "3月15日前"]


def test_a_long_string_is_divided() -> None:
    address = "https://example.cn/" + "a" * 200
    got = lines(address, 10)
    assert len(got) > 5
    assert "".join(got) == address


def test_a_box_stays_with_its_label_and_its_pair() -> None:
    assert lines("提供方式：现金☐　转账☑　连带责任保证☐", 9) == [
        "提供方式：",
        "现金☐　转账☑",
        "连带责任保证☐",
    ]
    assert lines("是否愿意先行调解　了解☑　不了解☐", 14) == ["是否愿意先行调解", "了解☑　不了解☐"]
    assert lines("请选择：☐同意电子送达　☑不同意", 10) == ["请选择：", "☐同意电子送达", "☑不同意"]


def test_the_name_of_a_field_is_not_divided() -> None:
    assert lines("是☑　签订时间：2024年　主要内容：无", 15) == ["是☑　签订时间：2024年", "主要内容：无"]


def test_a_single_character_is_not_left_alone() -> None:
    assert [len(line) for line in lines("一二三四五六七八九十一", 10)] == [9, 2]
    assert len(lines("一" * 21, 10)) == 3


def test_line_feeds_end_paragraphs() -> None:
    got = break_lines("甲\r\n\n乙", FACE, 10)
    assert [line.text for line in got] == ["甲", "", "乙"]
    assert all(line.ends for line in got)


@pytest.mark.parametrize("feed", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029", "\n\n\n\n"])
def test_every_line_feed_is_one(feed: str) -> None:
    assert [line for line in lines(f"甲{feed}乙", 10) if line] == ["甲", "乙"]
    assert len(lines(f"甲{feed}乙", 10)) <= 3


def test_odd_spaces_are_spaces_and_control_characters_nothing() -> None:
    (line,) = break_lines("a\u2003b\u2009c\x07\x1b", FACE, 20)
    assert line.text == "a b c"
    assert {atom.ink for atom in line.atoms} == {Ink.GLYPH}


def test_an_accent_joins_its_letter_and_never_the_next() -> None:
    assert lines("Nu\u0308ri", 20) == ["Nüri"]
    (line,) = break_lines("q\u0301x", FACE, 20)
    assert [atom.ink for atom in line.atoms] == [Ink.GLYPH, Ink.MISSING, Ink.GLYPH]
    # A compatibility ideograph is another character than the one that Unicode would make of it.
    assert lines("\uf9dc\u0301", 20) == ["\uf9dc\u0301"]


def test_an_amount_keeps_all_of_its_unit() -> None:
    assert lines("欠款人民币本金50万元", 9) == ["欠款人民币本金", "50万元"]
    assert lines("按揭还款共计36个月", 8) == ["按揭还款共计", "36个月"]


def test_the_number_of_an_article_is_not_divided() -> None:
    assert lines("民事证据规定第1条", 7) == ["民事证据规定", "第1条"]
    assert lines("民诉法解释第二百一十三条", 9) == ["民诉法解释", "第二百一十三条"]


def test_spaces_at_the_start_of_a_paragraph_indent_it() -> None:
    assert lines("　　原告于三月起诉被告", 8)[0].startswith("　　原告")


def test_what_no_font_has_is_marked(typeface: Typeface) -> None:
    (line,) = break_lines(f"{papers.UNENCODED}☑\N{ZERO WIDTH JOINER}中\ud83d", typeface.serif, 40)
    inks = [atom.ink for atom in line.atoms]
    assert inks == [Ink.MISSING, Ink.BOX, Ink.NONE, Ink.GLYPH, Ink.MISSING]
    assert code_point(papers.UNENCODED) == "U+323B0"


def test_a_field_stays_with_the_line_to_write_on() -> None:
    lines = break_lines("是☐　保全时间：____　保全案号：____", FACE, 12.0)
    assert [line.text for line in lines] == ["是☐　保全时间：____", "保全案号：____"]
