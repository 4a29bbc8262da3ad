from __future__ import annotations

from datetime import date

import pytest

from kiosk_app.capture.cards import CardKind, read_card_side
from kiosk_app.capture.codes import Code, CodeKind
from kiosk_app.capture.invoice import invoice_facts
from kiosk_app.capture.licence import licence_findings
from kiosk_app.capture.ocr import Line
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.money import Money
from kiosk_app.domain.paper import FactName

CREDIT, OTHER = "91110105MA00TERT2C", "92440106MA5DKX7NX8"
BOX = (0, 0, 100, 100)


def findings(printed: str, *codes: str) -> tuple[Finding, ...]:
    texts = ("营业执照", f"统一社会信用代码{printed}", "名称某某公司")
    lines = [Line(text, 0.99, (40, 60 * n, 700, 60 * n + 40)) for n, text in enumerate(texts, 1)]
    card = read_card_side(lines, [Code(CodeKind.QR, code, BOX) for code in codes])
    assert card
    assert card.kind is CardKind.BUSINESS
    return licence_findings(card)


def test_print_and_code_of_a_licence_are_held_against_each_other() -> None:
    (found,) = findings(CREDIT, f"http://www.gsxt.gov.cn/?c={OTHER}")
    assert found.code == "licence_codes_differ"
    assert dict(found.facts) == {"printed": CREDIT, "coded": OTHER}
    assert findings(CREDIT, "other text", f"http://www.gsxt.gov.cn/?c={CREDIT}") == ()


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        (CREDIT, ()),
        (CREDIT, ("https://evil.test/92440106MA5DKX7NX8",)),
        ("91110105MA00TERT2D", (f"http://www.gsxt.gov.cn/?c={CREDIT}",)),  # read wrongly: no value
    ],
)
def test_what_was_not_read_disagrees_with_nothing(printed: str, codes: tuple[str, ...]) -> None:
    assert findings(printed, *codes) == ()


def test_an_invoice_tells_its_amount_and_day() -> None:
    lines = [
        Line("增值税普通发票", 0.99, BOX),
        Line("01,04,044031900111,12345678,1234.50,20240315,12345678901234567890,AB", 1.0, BOX),
    ]
    amount, day = invoice_facts(lines)
    assert (amount.name, amount.value, amount.certain) == (FactName.AMOUNT, Money.parse("1234.5"), False)
    assert (day.name, day.value, day.certain) == (FactName.DATE, date(2024, 3, 15), True)


def test_other_lines_are_no_invoice() -> None:
    assert invoice_facts([Line("01,04,x", 1.0, BOX), Line("", 1.0, BOX)]) == ()
