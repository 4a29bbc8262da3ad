from __future__ import annotations

import pytest

from kiosk_app.capture.cards import CardKind, read_card_side
from kiosk_app.capture.codes import Code, CodeKind
from kiosk_app.capture.licence import licence_findings
from kiosk_app.capture.ocr import Line
from kiosk_app.domain.findings import Finding

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
