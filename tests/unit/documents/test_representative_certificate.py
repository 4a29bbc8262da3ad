from __future__ import annotations

from pathlib import Path

from kiosk_app.documents import representative_certificate
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.party import Organization
from tests.fakes import papers

BODY = Organization(
    "示范市青石建材有限公司",
    "示范市青石区窑湾路26号",
    representative="郝延年",
    position="执行董事",
    phone="0555-5550126",
    credit_code="91110105MA01ABCD2X",
)


def test_it_certifies_and_waits_for_a_seal(typeface: Typeface, tmp_path: Path) -> None:
    printed = representative_certificate.render(BODY, letterhead=papers.letterhead(typeface))
    papers.assert_sound(printed.pdf, tmp_path)
    (text,) = papers.pages(printed.pdf)
    for part in (
        "郝延年在我单位担任执行董事职务，是我单位的法定代表人（主要负责人）",
        "名称示范市青石建材有限公司",
        "统一社会信用代码91110105MA01ABCD2X",
        "此致某某区人民法院",
        "单位（盖章）：",
        "打印后盖单位公章",
    ):
        assert part in text, part
    assert not printed.places, "nobody signs it on the screen"


def test_what_was_not_told_is_a_line_to_write_on(typeface: Typeface, tmp_path: Path) -> None:
    name = "\U0003106c" + "长" * 200
    printed = representative_certificate.render(Organization(name), letterhead=papers.letterhead(typeface))
    papers.assert_sound(printed.pdf, tmp_path)
    text = papers.text(printed.pdf)
    assert "____在我单位担任____职务" in text
    assert "长" * 200 in text
