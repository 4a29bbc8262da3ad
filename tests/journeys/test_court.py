"""The court on the screens: which may hear the case, why, and the visitor's choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk_app.domain.filing import Court
from kiosk_app.domain.venue import CourtEntry
from kiosk_app.ui.pages.court import CourtPage
from kiosk_app.ui.pages.questions import QuestionsPage
from kiosk_app.ui.screens import settle
from kiosk_app.ui.window import Window
from kiosk_app.visit.reception import Reception
from kiosk_app.visit.steps import StepKind
from tests.fakes.kiosks import FakeKiosk
from tests.fakes.screens import Finger, go_to_evidence, sound, words

FAR = (
    "新疆维吾尔自治区巴音郭楞蒙古自治州和静县",
    "内蒙古自治区鄂尔多斯市达拉特旗",
    "四川省阿坝藏族羌族自治州若尔盖县",
    "云南省西双版纳傣族自治州勐海县",
    "四川省凉山彝族自治州喜德县",
)


@pytest.fixture
def finger(open_window: Callable[[tuple[int, int]], Window], size: tuple[int, int]) -> Finger:
    """Somebody at the camera, who has said nothing yet."""
    window = open_window(size)
    go_to_evidence(window)
    return Finger(window)


def walk_to(finger: Finger, kind: StepKind) -> None:
    window = finger.window
    while window.desk.visit.step.kind is not kind:
        window.desk.visit.forward()
    window._show_step()
    settle(window)


def at_the_court(finger: Finger) -> CourtPage:
    walk_to(finger, StepKind.COURT)
    page = finger.window.page
    assert isinstance(page, CourtPage)
    return page


def step(finger: Finger) -> str:
    return finger.window.desk.visit.step.id


def sue(finger: Finger, *homes: str) -> None:
    visit = finger.window.desk.visit
    for number, home in enumerate(homes, 1):
        if number > 1:
            visit.add_to("defendant")
        visit.enter(f"defendant.{number}.kind", "person")
        visit.enter(f"defendant.{number}.domicile", home)


def test_another_court_is_chosen_by_touch_and_stands_in_the_review(finger: Finger) -> None:
    sue(finger, "示范市示范区光明路88号", "示范市城东区和平路1号")
    page = at_the_court(finger)
    sound(finger.window)
    assert [card.isChecked() for card in page.cards] == [True, False]
    assert "本院" in words(finger.window)
    finger.tap("court demo-east")
    assert [card.isChecked() for card in page.cards] == [False, True]
    assert "起诉状写给示范市城东区人民法院。材料先交到这里" in words(finger.window)
    sound(finger.window)
    finger.tap("court demo-east")
    assert page.cards[1].isChecked(), "touching it again leaves it chosen"
    finger.tap("main")
    walk_to(finger, StepKind.REVIEW)
    assert "材料先由示范市示范区人民法院收下" in words(finger.window)
    finger.tap("review court")
    assert step(finger) == "court"
    finger.tap("court demo-district")
    finger.tap("main")
    assert step(finger) == "review"
    assert "材料先由" not in words(finger.window)


def test_with_no_place_known_it_says_what_would_help_and_leads_there(finger: Finger) -> None:
    page = at_the_court(finger)
    assert "现在还看不出哪个法院能管，不影响您提交" in words(finger.window)
    assert not page.cards[0].isChecked()
    sound(finger.window)
    finger.tap("fill defendant.1.kind")
    there = finger.window.page
    assert isinstance(there, QuestionsPage)
    tiles = there.fields["defendant.1.kind"].tiles
    assert tiles is not None
    finger.tap(tiles.tile("person"))
    home = there.fields["defendant.1.domicile"].entry
    assert home is not None
    finger.write(home, "示范市城东区和平路1号")
    finger.tap("main")
    assert step(finger) == "court"
    assert "可以由被告住处的法院管" in words(finger.window)
    assert "《民事诉讼法》第二十四条" in words(finger.window)


def test_nobody_is_held_up_or_turned_away(finger: Finger) -> None:
    sue(finger, "海南省三沙市西沙区1号")
    at_the_court(finger)
    assert "您写的是“海南省三沙市西沙区1号”" in words(finger.window)
    assert "都会收下" in words(finger.window)
    for forbidden in ("无管辖权", "不予", "驳回", "不能"):
        assert forbidden not in words(finger.window)
    finger.tap("main")
    assert step(finger) == "service"


def test_six_courts_with_long_names_can_all_be_reached(
    open_window: Callable[[tuple[int, int]], Window], size: tuple[int, int], kiosk: FakeKiosk
) -> None:
    parts = kiosk.parts.reception._parts
    far = {
        f"far-{number}": CourtEntry(Court(f"far-{number}", f"{area}人民法院"), "1", (area,))
        for number, area in enumerate(FAR)
    }
    library = replace(parts.library, courts={**parts.library.courts, **far})
    kiosk.parts = replace(kiosk.parts, reception=Reception(replace(parts, library=library)))
    window = open_window(size)
    go_to_evidence(window)
    finger = Finger(window)
    sue(finger, *(f"{area}某某镇某某村第三村民小组一百二十三号院内北房" for area in FAR[:4]))
    visit = window.desk.visit
    visit.enter("plaintiff.1.kind", "person")
    visit.enter("plaintiff.1.domicile", FAR[4])
    page = at_the_court(finger)
    assert len(page.cards) == 6
    sound(window)
    for card in reversed(page.cards):
        finger.tap(card)
        assert [other for other in page.cards if other.isChecked()] == [card]
        assert card.court.name in words(window)
    sound(window)
