from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.capture.chinese_numbers import amount, find_amounts, number
from tests.samples.chinese import formal

AMOUNTS = {
    "伍万元整": "50000",
    "贰拾万零伍佰元叁角": "200500.3",
    "人民币壹拾贰万叁仟肆佰伍拾陆元柒角捌分": "123456.78",
    "人民币（大写）：伍萬圓正": "50000",
    "五万块": "50000",
    "五万块钱": "50000",
    "三千二": "3200",
    "三千二块": "3200",
    "两万五": "25000",
    "二百五": "250",
    "一千二百五": "1250",
    "一百零五万": "1050000",
    "贰拾万零伍仟元整": "205000",
    "贰佰元零伍分": "200.05",
    "叁角": None,
    "1.5万": "15000",
    "12万3千": "123000",
    "5万元": "50000",
    "５０，０００.00元": "50000",
    "¥50,000.00": "50000",
    "拾万元整": "100000",
    "壹亿零伍万元": "100050000",
    "廿五元": "25",
    "卅万元整": "300000",
    "壹仟元零伍角": "1000.50",
    # What could be read in two ways, or in none.
    "伍万伍": None,
    "三千二元": None,
    "12万3": None,
    "一亿五": None,
    "一亿五万": None,
    "十万零十零": None,
    "亿亿": None,
    "一百一百": None,
    "万": None,
    "零零": None,
    "50,00元": None,
    "50.000元": None,
    "007元": None,
    "元整": None,
    "": None,
    "五": "5",
    "ཀ": None,
    "-5": None,
    "50000元5": None,
}


@pytest.mark.parametrize(("written", "yuan"), AMOUNTS.items())
def test_amounts(written: str, yuan: str | None) -> None:
    read = amount(written)
    assert (read.yuan if read else None) == (Decimal(yuan) if yuan else None)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12,345.6", "12345.6"),
        ("贰拾万零伍佰", "200500"),
        ("0", "0"),
        ("零", "0"),
        ("1,23", None),
        ("十", "10"),
    ],
)
def test_numbers(written: str, value: str | None) -> None:
    assert number(written) == (Decimal(value) if value else None)


@given(st.integers(1, 10**12 - 1))
def test_formal_fen_round_trip(fen: int) -> None:
    yuan = Decimal(fen) / 100
    read = amount(formal(yuan)) if yuan >= 1 else amount(f"零元{formal(yuan)}")
    assert read is not None
    assert read.yuan == yuan


@given(st.integers(1, 10**12 - 1))
def test_figures_round_trip(yuan: int) -> None:
    for written in (str(yuan), f"{yuan:,}", f"¥{yuan:,}.00", f"{yuan}元整"):
        read = amount(written)
        assert read is not None
        assert read.yuan == yuan


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    amount(text)
    number(text)
    for found in find_amounts(text):
        assert 0 <= found.start < found.end <= len(text)


@given(st.text("零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整0123456789,.", max_size=40))
def test_no_two_signs_lost_unnoticed(text: str) -> None:
    """Whatever is read in 大写 is what 大写 of that amount means: no other amount hides in it."""
    read = amount(text)
    if (
        read
        and any(sign in "壹贰叁肆伍陆柒捌玖拾佰仟" for sign in text)
        and not any(c.isdigit() for c in text if c.isascii())
    ):
        assert amount(formal(read.yuan)) == read or read.yuan < 1


def test_hostile_lines_end() -> None:
    for text in ("一" * 100_000, "1" * 100_000, "一1," * 30_000, "人民币" * 30_000, "1,111" * 20_000):
        assert amount(text) is None
        list(find_amounts(text))


def test_amounts_in_a_sentence() -> None:
    text = "今借到人民币50,000元(大写:伍万元整),合同一式两份,另付现金两万元。"
    found = [(each.text, each.value and each.value.formal) for each in find_amounts(text)]
    assert found == [("50,000元", False), ("伍万元整", True), ("两万元", False)]


@pytest.mark.parametrize("text", ["人民币染万伍仟元整", "染拾伍万元整", "人民币伍万染", "伍万染仟元整"])
def test_a_formal_amount_with_an_unknown_sign_in_it_is_never_clean(text: str) -> None:
    found = list(find_amounts(text))
    assert found
    assert not any(each.value and each.value.clean for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "约五万元", "近5万元", "不超过5万元", "伍万元左右", "5万元以上", "5-6万元", "3、5万元", "5万元~6万元",
        "伍拾万元至陆拾万元", "两块五", "三块八毛五",
    ],
)  # fmt: skip
def test_rough_amounts_and_ranges_have_no_value(text: str) -> None:
    found = list(find_amounts(text))
    assert found
    assert not any(each.value for each in found)


@given(st.integers(1, 99), st.sampled_from(["", "百", "千"]), st.sampled_from(["", "万", "亿"]))
def test_spoken_round_trip(count: int, unit: str, large: str) -> None:
    """What is spoken with its units comes back, however the tens are written."""
    tens, one = divmod(count, 10)
    if unit and tens:
        return
    digits = "零一二三四五六七八九"
    written = (f"{digits[tens]}十" if tens else "") + (digits[one] if one else "")
    worth = count * {"": 1, "百": 100, "千": 1_000}[unit] * {"": 1, "万": 10_000, "亿": 10**8}[large]
    spellings = {written, written.replace("二十", "廿"), written.replace("三十", "卅")}
    for each in spellings:
        assert number(f"{each}{unit}{large}") == worth


def test_a_sentence_before_a_figure_is_no_part_of_it() -> None:
    assert [each.text for each in find_amounts("乙方张三,50000元")] == ["50000元"]
    assert [each.text for each in find_amounts("合计十人参加,各执一份")] == []
