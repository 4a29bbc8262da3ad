"""The papers that name a party, with names that no font, no line and no column was made for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kiosk_app.content.library import load_library
from kiosk_app.documents import consents, fee_table, honesty, missing_notice, representative_certificate
from kiosk_app.documents.consents import MEDIATION, Asked
from kiosk_app.documents.missing_notice import Remark
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.sheet import Letterhead
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.fees import Fee
from kiosk_app.domain.money import Money
from kiosk_app.domain.party import Organization
from tests.fakes import papers
from tests.fakes.kiosks import RESOURCES
from tests.fakes.papers import AT, MOMENT

NAMES = (
    "",
    "\U0003106c\U00020bb7",
    "阿卜杜拉·买买提" * 90,
    "W" * 400,
    "אבג🙂e\u0301",
    "“；\n\t<b>&",
    "\ud842",
)


@cache
def _largest() -> Fee:
    return load_library(RESOURCES).fee("property", Money.parse("99999999999.99"), MOMENT.at.date())


def _fee(name: str, letterhead: Letterhead) -> Printed:
    return fee_table.render(_largest(), None, party=name, letterhead=letterhead)


def _consents(name: str, letterhead: Letterhead) -> Printed:
    asked = Asked(name, name, ((name, True), ("不愿意", False)), name, AT)
    return consents.render(MEDIATION, [asked], party=name, letterhead=letterhead)


def _missing(name: str, letterhead: Letterhead) -> Printed:
    return missing_notice.render([Remark(name, name, name, True)] * 3, party=name, letterhead=letterhead)


PAPERS: Mapping[str, Callable[[str, Letterhead], Printed]] = {
    "honesty": lambda name, letterhead: honesty.render([name], letterhead=letterhead, signature=None),
    "certificate": lambda name, letterhead: representative_certificate.render(
        Organization(name, name, representative=name, position=name), letterhead=letterhead
    ),
    "fee_table": _fee,
    "consents": _consents,
    "missing_notice": _missing,
}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_any_name_can_be_drawn(typeface: Typeface, tmp_path: Path, paper: str, name: str) -> None:
    letterhead = replace(
        papers.letterhead(typeface), court=name if name.isprintable() and name else papers.COURT
    )
    printed = PAPERS[paper](name, letterhead)
    papers.assert_sound(printed.pdf, tmp_path)
    shown = papers.text(printed.pdf)
    if name.isalpha() and name.isascii():
        assert name in shown
