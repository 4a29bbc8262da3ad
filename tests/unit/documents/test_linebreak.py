from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.documents import typeface as typefaces
from kiosk_app.documents.linebreak import NOT_AT_END, NOT_AT_START, Ink, break_lines, code_point
from kiosk_app.documents.typeface import Typeface
from tests.fakes import papers
from tests.fakes.papers import FONTS

FACE = typefaces.load(FONTS).serif

_words = st.text(alphabet="法院立案原告被告借款合同利息证据", min_size=1, max_size=9)
_phrases = st.builds(
    "{}{}{}{}".format, st.sampled_from("（《“ "), _words, st.sampled_from("）》”"), st.sampled_from("，。；")
)
_prose = st.lists(st.one_of(_words, _phrases), min_size=1, max_size=30).map("".join)


def lines(text: str, width_em: float) -> list[str]:
    return [line.text for line in break_lines(text, FACE, width_em)]


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(st.text(max_size=200), st.floats(0.5, 60))
def test_nothing_is_lost(text: str, width_em: float) -> None:
    assert squeezed("".join(lines(text, width_em))) == squeezed(text)


@given(st.text(max_size=120), st.floats(3, 60))
def test_no_line_is_too_wide(text: str, width_em: float) -> None:
    for line in break_lines(text, FACE, width_em):
        assert line.width_em <= width_em + 1e-6 or len(line.atoms) == 1


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


def test_spaces_at_the_start_of_a_paragraph_indent_it() -> None:
    assert lines("　　原告于三月起诉被告", 8)[0].startswith("　　原告")


def test_what_no_font_has_is_marked(typeface: Typeface) -> None:
    (line,) = break_lines(f"{papers.UNENCODED}☑\N{ZERO WIDTH JOINER}中\ud83d", typeface.serif, 40)
    inks = [atom.ink for atom in line.atoms]
    assert inks == [Ink.MISSING, Ink.BOX, Ink.NONE, Ink.GLYPH, Ink.MISSING]
    assert code_point(papers.UNENCODED) == "U+323B0"
