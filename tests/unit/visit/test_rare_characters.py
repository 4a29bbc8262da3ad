"""A person whose name hardly any font has files like anybody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk_app.capture.ocr import Reader
from kiosk_app.documents import glyph_check, typeface
from kiosk_app.documents.glyph_check import CharacterMisprinted
from kiosk_app.visit.papers import Undrawn
from kiosk_app.visit.visit import Visit
from tests.fakes import papers
from tests.fakes.kiosks import FakeKiosk
from tests.fakes.papers import FONTS, RARE_NAME, SIGNATURE, UNENCODED

pytestmark = pytest.mark.skipif(
    not all(map(typeface.load(FONTS).serif.has, RARE_NAME)), reason=papers.NO_RARE_FONTS
)

NAME = f"王{RARE_NAME}{UNENCODED}"
DRAWN = replace(SIGNATURE, aspect=1.0)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def name(visit: Visit, plaintiff: str, defendant: str) -> Visit:
    for party, words in (("plaintiff", plaintiff), ("defendant", defendant)):
        visit.enter(f"{party}.1.kind", "person")
        visit.enter(f"{party}.1.name", words)
    return visit


@pytest.fixture
def named(visit: Visit) -> Visit:
    return name(visit, NAME, "李\ue863")


def test_only_what_no_font_has_is_asked_for(visit: Visit) -> None:
    assert name(visit, "林知远", "李婷婷").signing.undrawn() == ()
    asked = name(visit, "林知远", f"李\ue863{UNENCODED}").signing.undrawn()
    assert asked == (Undrawn("\ue863", "李", UNENCODED), Undrawn(UNENCODED, "李\ue863", ""))


def test_what_was_written_is_kept_and_asked_no_more(named: Visit) -> None:
    assert [asked.character for asked in named.signing.undrawn()] == [UNENCODED, "\ue863"]
    named.signing.draw_character(UNENCODED, DRAWN)
    assert named._draft.drawn[UNENCODED].strokes == DRAWN.strokes
    assert [asked.character for asked in named.signing.undrawn()] == ["\ue863"]


def test_the_name_is_on_every_paper_with_or_without_it(named: Visit) -> None:
    skipped = [document.printed.pdf for document in named.signing.documents()]
    named.signing.draw_character(UNENCODED, DRAWN)
    for before, document in zip(skipped, named.signing.documents(), strict=True):
        assert NAME in papers.text(document.printed.pdf), document.id
        assert NAME in papers.text(before), document.id
        assert before != document.printed.pdf


def test_what_was_signed_without_it_is_signed_anew(named: Visit) -> None:
    for document in named.signing.documents():
        named.signing.sign(document.id, SIGNATURE)
    named.signing.draw_character(UNENCODED, DRAWN)
    assert not any(document.signed for document in named.signing.documents())


def test_the_receipt_has_it_too(kiosk: FakeKiosk, named: Visit) -> None:
    named.signing.draw_character(UNENCODED, DRAWN)
    for document in named.signing.documents():
        named.signing.sign(document.id, SIGNATURE)
    submitted = named.submit()
    assert NAME in papers.text(submitted.receipt_pdf)
    # What was drawn went with the visit; the code point stays.
    again = kiosk.parts.reception.receipt(submitted.filing_id).receipt_pdf
    assert NAME in papers.text(again)
    assert again != submitted.receipt_pdf


def test_no_paper_goes_out_with_another_glyph(named: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof is asked for each paper: here the source font is made to say something else."""
    monkeypatch.setattr(glyph_check, "_source_outline", lambda path, character: None)
    with pytest.raises(CharacterMisprinted) as wrong:
        named.signing.documents()
    assert wrong.value.facts == {"label": "原告", "character": "王"}
