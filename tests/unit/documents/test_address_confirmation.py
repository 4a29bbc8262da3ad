from __future__ import annotations

from pathlib import Path

import pytest

from kiosk_app.documents import address_confirmation
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.service_address import ServiceAddress
from kiosk_app.domain.signature import Signature
from tests.fakes import papers
from tests.fakes.papers import SIGNATURE

NOTICES = ("您应当如实、准确填写送达地址。", "送达地址变更的，应当及时书面告知人民法院。")


def render(
    typeface: Typeface,
    address: ServiceAddress | None,
    signature: Signature | None = None,
    party: str = "欧阳建国",
) -> bytes:
    return address_confirmation.render(
        address,
        party=party,
        role="原告",
        notices=NOTICES,
        letterhead=papers.letterhead(typeface),
        signature=signature,
    ).pdf


def address(electronic: str = "", confidential: bool | None = None) -> ServiceAddress:
    return ServiceAddress(
        "欧阳建国", "13800138000", "某某市某某区建国路88号", "100020", electronic, confidential
    )


def test_every_field_and_notice_is_there_on_one_page(typeface: Typeface, tmp_path: Path) -> None:
    pdf = render(typeface, address(), SIGNATURE)
    papers.assert_sound(pdf, tmp_path)
    (text,) = papers.pages(pdf)
    for part in (
        "欧阳建国",
        "13800138000",
        "某某市某某区建国路88号",
        "100020",
        "诉讼地位",
        "原告",
        "指定代收人",
    ):
        assert part in text
    for number, notice in enumerate(NOTICES, 1):
        assert f"{number}.{notice}" in text
    assert "日期：2026年11月23日" in text


@pytest.mark.parametrize(
    ("electronic", "line"),
    [
        ("13900139000", "手机号码：13900139000"),
        ("zhang@example.cn", "电子邮箱：zhang@example.cn"),
        ("某即时通讯账号abc", "其他：某即时通讯账号abc"),
    ],
)
def test_electronic_service_that_was_agreed_to(typeface: Typeface, electronic: str, line: str) -> None:
    text = papers.text(render(typeface, address(electronic)))
    assert "是否接受电子送达是☑否☐" in text
    assert line in text


def test_electronic_service_that_was_not_agreed_to(typeface: Typeface) -> None:
    assert "是否接受电子送达是☐否☑" in papers.text(render(typeface, address()))


@pytest.mark.parametrize(("wish", "boxes"), [(True, "是☑否☐"), (False, "是☐否☑"), (None, "是☐否☐")])
def test_whether_the_address_is_to_be_kept_secret(typeface: Typeface, wish: bool | None, boxes: str) -> None:
    assert f"是否要求保密{boxes}" in papers.text(render(typeface, address(confidential=wish)))


def test_without_an_address_it_is_a_blank_form(typeface: Typeface) -> None:
    text = papers.text(render(typeface, None))
    assert "☑" not in text
    assert "是否接受电子送达是☐否☐" in text


def test_a_very_long_name(typeface: Typeface) -> None:
    name = "某某某某某某某某某某某某（集团）有限责任公司" * 30
    assert papers.text(render(typeface, address(), party=name)).count("集团") >= 30
