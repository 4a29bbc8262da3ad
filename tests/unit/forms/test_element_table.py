from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kiosk_app.content.library import Library
from kiosk_app.domain.money import Money
from kiosk_app.domain.values import Answer, Source, Value
from kiosk_app.forms.element_table import ElementTable, FilledRow, fill
from kiosk_app.forms.unroll import of_answers

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def table(library: Library) -> ElementTable:
    values: dict[str, Value] = {
        "plaintiff.1.kind": "person",
        "plaintiff.1.name": "王小明",
        "plaintiff.1.sex": "female",
        "plaintiff.1.birth": date(1896, 2, 29),
        "defendant.1.kind": "person",
        "claims.principal": Money(Decimal(50000)),
        "claims.principal_as_of": date(2026, 11, 1),
        "claims.costs": "no",
        "security.any": "no",
        "contract.rate_agreed": "yes",
        "contract.rate_clause": "第5条",
    }
    answers = {key: Answer(key, value, Source.LITIGANT, NOW) for key, value in values.items()}
    return fill(
        of_answers(library.forms["loan"], answers),
        answers,
        {"claim_total": "50,000.00", "evidence_list": "1.借条（1页）"},
    )


def cell(table: ElementTable, heading: str, label: str) -> str:
    block = next(block for block in table.blocks if block.heading == heading)
    return next(row.text for row in block.rows if row.label == label)


def test_answers_dates_and_ticks_stand_in_their_cells(table: ElementTable) -> None:
    assert cell(table, "原告（自然人）", "性别") == "男☐　女☑"
    assert cell(table, "原告（自然人）", "出生日期") == "1896年2月29日"
    assert cell(table, "诉讼请求", "1.本金").startswith("截至2026年11月1日止，尚欠本金50,000.00元")
    assert cell(table, "诉讼请求", "5.是否主张实现债权的费用") == "是☐　明细：____\n否☑"
    assert cell(table, "诉讼请求", "8.标的总额") == "50,000.00元"
    assert cell(table, "事实与理由", "18.证据清单（可另附页）") == "1.借条（1页）"


def test_words_of_the_cell_are_not_printed_twice(table: ElementTable) -> None:
    assert cell(table, "事实与理由", "5.借款利率").endswith("（合同条款：第5条）")


@pytest.mark.parametrize("clause", ["五", "第五条", "五条", "第五"])
def test_a_clause_however_it_is_written(library: Library, clause: str) -> None:
    answers = {
        key: Answer(key, value, Source.LITIGANT, NOW)
        for key, value in (("contract.rate_agreed", "yes"), ("contract.rate_clause", clause))
    }
    form = of_answers(library.forms["loan"], answers)
    filled = fill(form, answers, {"claim_total": "", "evidence_list": ""})
    assert cell(filled, "事实与理由", "5.借款利率").endswith("（合同条款：第五条）")


def test_the_defendants_block_follows_what_he_is(table: ElementTable) -> None:
    blocks = {block.heading: block.rows for block in table.blocks}
    assert len(blocks["被告（自然人）"]) > 5
    assert blocks["被告（法人、非法人组织）"] == (FilledRow("", "无"),)
    assert "法定代理人" not in blocks
