from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk_app.documents import typeface as typefaces
from kiosk_app.documents.layout import (
    PAD_X_PT,
    Block,
    Drawing,
    Page,
    Paragraph,
    Row,
    Style,
    cell,
    label_cell,
    paginate,
    set_text,
)
from tests.fakes.papers import FONTS

STYLE = Style(typefaces.load(FONTS).serif, 10, 16)
PAGE_PT = 300.0

_texts = st.lists(st.text(alphabet="甲乙丙丁，。\n", max_size=400), min_size=1, max_size=8)


def row(text: str, *, header: Row | None = None, keep: bool = False) -> Row:
    return Row((cell("项目", STYLE, 60), cell(text, STYLE, 160)), keep_with_next=keep, header=header)


def shown(pages: Sequence[Page]) -> str:
    texts = []
    for page in pages:
        for block, _ in page:
            if isinstance(block, Row):
                texts += [line.line.text for line in block.cells[-1].lines]
            elif isinstance(block, Paragraph):
                texts += [line.line.text for line in block.lines]
    return "".join(texts)


@settings(max_examples=60)
@given(_texts)
def test_every_line_is_on_some_page_in_order(texts: list[str]) -> None:
    pages = paginate([row(text) for text in texts], PAGE_PT)
    assert shown(pages) == "".join(texts).replace("\n", "")
    for page in pages:
        for block, offset in page:
            assert offset + block.height_pt <= PAGE_PT + 1e-6


@settings(max_examples=60)
@given(st.integers(0, 40), st.integers(1, 30))
def test_a_heading_stays_with_its_rows(rows_before: int, lines: int) -> None:
    heading = Row((cell("事实与理由", STYLE, 220),), keep_with_next=True)
    blocks: list[Block] = [*(row("一") for _ in range(rows_before)), heading, row("甲\n" * lines)]
    pages = paginate(blocks, PAGE_PT)
    assert all(page[-1][0] is not heading for page in pages)


def test_a_long_row_goes_on_and_says_so() -> None:
    label = cell("18.证据", STYLE, 60, again="18.证据（续）")
    long = Row((label, cell("甲乙丙丁" * 200, STYLE, 160)))
    pages = paginate([long], PAGE_PT)
    assert len(pages) > 1
    first, second = pages[0][0][0], pages[1][0][0]
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert first.cells[0].lines[0].line.text == "18.证据"
    assert "".join(line.line.text for line in second.cells[0].lines) == "18.证据（续）"


def test_no_single_line_is_left_or_taken() -> None:
    paragraph = Paragraph(set_text("甲" * 95, STYLE, 100))
    for room in range(16, 160, 7):
        if parts := paragraph.split(room):
            head, tail = parts
            assert min(head.height_pt, tail.height_pt) >= 32


def test_the_head_of_a_table_stands_on_every_page() -> None:
    head = row("表头", keep=True)
    pages = paginate([head, *(row("甲", header=head) for _ in range(40))], PAGE_PT)
    assert len(pages) > 2
    assert all(page[0][0] is head for page in pages)


def test_what_is_higher_than_a_page_is_still_drawn() -> None:
    tall = Drawing(PAGE_PT + 50, lambda canvas, left, top: None)
    pages = paginate([row("甲"), tall, row("乙")], PAGE_PT)
    assert [len(page) for page in pages] == [1, 1, 1]


def test_a_last_row_gives_lines_to_the_place_to_sign() -> None:
    """A row that fills its page leaves two lines for the next: a signature never stands by itself."""
    sign = Drawing(100, lambda canvas, left, top: None)
    for count in range(1, 60):
        last = row("\n".join("甲" * count), keep=True)
        pages = paginate([row("一"), last, sign], PAGE_PT)
        assert pages[-1][-1][0] is sign
        assert len(pages[-1]) > 1, count
        assert shown(pages) == "一" + "甲" * count


def test_the_lines_of_a_label_are_about_equally_long() -> None:
    width_pt = 8 * STYLE.size_pt + 2 * PAD_X_PT
    named = label_cell("同意法院用电子方式送达吗？", STYLE, width_pt)
    assert [line.line.text for line in named.lines] == ["同意法院用电子", "方式送达吗？"]
    (one,) = label_cell("证件号码", STYLE, width_pt).lines
    assert one.line.text == "证件号码"


@given(st.text(alphabet="甲乙丙丁，。\n", max_size=80), st.integers(3, 20))
def test_a_label_takes_no_more_lines_than_it_must(text: str, width_em: int) -> None:
    inner_pt = width_em * STYLE.size_pt
    named = label_cell(text, STYLE, inner_pt + 2 * PAD_X_PT)
    plain = set_text(text, STYLE, inner_pt)
    assert len(named.lines) == len(plain)
    assert "".join(line.line.text for line in named.lines) == "".join(line.line.text for line in plain)
