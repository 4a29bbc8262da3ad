from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kiosk_app.documents import evidence_list
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.signature import Signature
from tests.fakes import papers
from tests.fakes.papers import EVIDENCE, SIGNATURE


def render(typeface: Typeface, items: Sequence[EvidenceItem], signature: Signature | None = None) -> bytes:
    return evidence_list.render(
        items,
        submitter="欧阳建国",
        letterhead=papers.letterhead(typeface),
        signature=signature,
    ).pdf


def test_each_item_has_number_purpose_form_and_pages(typeface: Typeface, tmp_path: Path) -> None:
    pdf = render(typeface, EVIDENCE, SIGNATURE)
    papers.assert_sound(pdf, tmp_path)
    text = papers.text(pdf)
    for row in (
        "1借条证明借款金额和期限翻拍件11",
        "2银行转账回单证明已经交付借款翻拍件22–3",
        "3微信聊天记录证明多次催要复印件54–8",
    ):
        assert row in text
    assert "共3项证据，8页" in text
    assert "提交日期：2026年11月23日" in text


def test_no_evidence_is_a_list_too(typeface: Typeface) -> None:
    assert "未提交证据" in papers.text(render(typeface, ()))


def test_an_item_without_pages(typeface: Typeface) -> None:
    assert "翻拍件0—" in papers.text(render(typeface, (EvidenceItem("证人", "证明经过", ()),)))


def test_many_items_repeat_the_head(typeface: Typeface) -> None:
    pages = papers.pages(render(typeface, EVIDENCE * 25))
    assert len(pages) > 3
    assert all("序号证据名称证明目的形式页数页码" in page for page in pages)
    assert "共75项证据，200页" in pages[-1]
    # The last item is on the page of the sum and the signature.
    assert "微信聊天记录" in pages[-1]


@pytest.mark.parametrize("title", ["长" * 3000, "😀" * 50, "x" * 900, "", "\n\n"])
def test_unusual_titles(typeface: Typeface, title: str) -> None:
    text = papers.text(render(typeface, (EvidenceItem(title, title, ("a",)),)))
    for character in title.split():
        assert text.count(character[0]) >= 2 * len(character)


def test_pages_are_numbered_through() -> None:
    assert evidence_list.first_pages(EVIDENCE) == (1, 2, 4)
    assert evidence_list.first_pages(()) == ()
