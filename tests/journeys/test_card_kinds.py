"""Cards under the camera, by the real window: a name in doubt, two cards, a passport, a licence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk_app.capture.idcard import Side
from kiosk_app.domain.values import Source
from kiosk_app.ui.pages.card import CardPage
from kiosk_app.ui.pages.identity import IdentityPage
from kiosk_app.ui.screens import settle
from kiosk_app.ui.widgets.field_keys import send_words
from kiosk_app.ui.window import Window
from kiosk_app.visit.name_check import MISSING
from kiosk_app.visit.pages import Picture
from kiosk_app.visit.steps import StepKind
from tests.fakes.screens import Finger, at_the_card, sound, words
from tests.samples.desk import Pixels, on_desk
from tests.samples.other_cards import (
    render_business_licence,
    render_lawyer_licence,
    render_passport,
    render_permit,
)
from tests.samples.papers import render_card_back, render_card_front
from tests.samples.people import LENDER

Opener = Callable[[tuple[int, int]], Window]
NAME = "plaintiff.1.name"


def lay(window: Window, *cards: Pixels) -> None:
    for card in cards:
        page = window.page
        assert isinstance(page, CardPage)
        page.take(Picture(on_desk(card, 5).image))
        settle(window)


def identity_of(window: Window, card: Pixels) -> IdentityPage:
    """The page that shows what was read of one side."""
    at_the_card(window)
    lay(window, card)
    Finger(window).tap("main")
    settle(window)
    assert isinstance(window.page, IdentityPage)
    return window.page


def named(name: str) -> Pixels:
    return render_card_front(replace(LENDER, name=name))


def test_a_rare_character_is_asked_about_and_taken_by_one_touch(
    open_window: Opener, size: tuple[int, int]
) -> None:
    window = open_window(size)
    page = identity_of(window, named("李𫍯"))
    visit, finger = window.desk.visit, Finger(window)
    assert (visit.answers[NAME].value, visit.answers[NAME].confirmed) == ("李诚", False)
    assert "是“诚”这个字吗？" in words(window)
    sound(window)
    finger.tap("main")
    assert visit.step.kind is StepKind.IDENTITY, "the first touch names what is open"
    assert "“姓名”还没有核对" in words(window)
    sound(window)
    finger.tap("instead 𫍯")
    answer = visit.answers[NAME]
    assert (answer.value, answer.source, answer.confirmed) == ("李𫍯", Source.LITIGANT, True)
    assert answer.origin is not None
    assert answer.origin.page_id == visit.card_sides[Side.FRONT]
    assert page.fields[NAME].written() == "李𫍯"
    assert page.name_card is None
    sound(window)
    finger.tap("main")
    assert visit.step.kind is not StepKind.IDENTITY


def test_one_character_is_written_by_hand_in_its_place(open_window: Opener, size: tuple[int, int]) -> None:
    window = open_window(size)
    page = identity_of(window, named("林𫍯远"))
    visit, finger = window.desk.visit, Finger(window)
    finger.tap("name by hand")
    entry = page.fields[NAME].entry
    assert entry is not None
    assert entry.hasFocus()
    assert not window.panel.isHidden()
    sound(window)
    send_words("誠")  # as the pad does with the candidate that is touched
    settle(window)
    assert visit.answers[NAME].value == "林誠远"
    assert visit.answers[NAME].confirmed
    assert page.name_card is None


def test_a_character_that_nobody_can_write_here_keeps_its_place(
    open_window: Opener, size: tuple[int, int]
) -> None:
    window = open_window(size)
    identity_of(window, named("李䶮"))
    visit, finger = window.desk.visit, Finger(window)
    assert not visit.answers[NAME].confirmed, "outside the common tables: always asked"
    finger.tap("name missing")
    assert visit.answers[NAME].value == f"李{MISSING}"
    assert "name_sign_missing" in {finding.code for finding in visit.findings()}


def test_who_is_not_sure_goes_on_and_finds_it_at_the_review(window: Window) -> None:
    identity_of(window, named("李𫍯"))
    visit, finger = window.desk.visit, Finger(window)
    finger.tap("main")
    finger.tap("main")
    assert visit.step.kind is not StepKind.IDENTITY
    assert ("reading_unconfirmed", NAME) in {(each.code, each.about) for each in visit.findings()}


def test_the_name_is_right_as_it_stands(window: Window) -> None:
    identity_of(window, named("王䶮"))
    Finger(window).tap("name right")
    answer = window.desk.visit.answers[NAME]
    assert (answer.value, answer.source, answer.confirmed) == ("王䶮", Source.CARD, True)


def test_a_long_name_is_asked_about_where_one_character_is_in_doubt(
    open_window: Opener, size: tuple[int, int]
) -> None:
    window = open_window(size)
    identity_of(window, named("阿卜杜热合曼·买买提艾力"))
    visit = window.desk.visit
    assert visit.answers[NAME].value == "阿卜杜热合曼·买买提艾力"
    visit.identity.take_name("阿卜杜热合曼·买买提艾力", sure=False)
    window._show_step()
    settle(window)
    assert "请核对姓名" in words(window)
    sound(window)
    Finger(window).tap("sign 1")
    assert "是“阿”这个字吗？" in words(window)
    sound(window)


def test_two_cards_are_pointed_out_and_either_side_can_be_taken_anew(
    open_window: Opener, size: tuple[int, int]
) -> None:
    window = open_window(size)
    at_the_card(window)
    elsewhere = replace(LENDER, authority="上海市公安局徐汇分局")
    lay(window, render_card_front(), render_card_back(elsewhere))
    assert "两面是不是一张证" in words(window)
    sound(window)
    finger = Finger(window)
    finger.tap(f"again {Side.BACK}")
    assert set(window.desk.visit.card_sides) == {Side.FRONT}
    assert "请放上有国徽的一面" in words(window)
    sound(window)
    lay(window, render_card_back())
    assert "两面是不是一张证" not in words(window)
    assert "两面都看清了" in words(window)
    assert "样本" in words(window), "that it is a sample is said, too"
    sound(window)


def test_a_passport_has_one_page(open_window: Opener, size: tuple[int, int]) -> None:
    window = open_window(size)
    page = at_the_card(window)
    lay(window, render_passport())
    visit = window.desk.visit
    assert visit.answers["plaintiff.1.id_kind"].value == "passport"
    assert visit.answers["plaintiff.1.id_number"].value == "L898902C3"
    assert page.main().strong
    assert "护照看清了" in words(window)
    assert "不用拍" in words(window)
    sound(window)
    Finger(window).tap("main")
    settle(window)
    page_of_questions = window.page
    assert isinstance(page_of_questions, IdentityPage)
    entry = page_of_questions.fields["plaintiff.1.id_number"].entry
    assert entry is not None
    assert entry.property("entry") == "words", "its number has letters"
    sound(window)
    assert "identity_missing" not in {finding.code for finding in visit.findings()}


def test_a_permit_is_taken_as_one(window: Window) -> None:
    at_the_card(window)
    lay(window, render_permit())
    visit = window.desk.visit
    assert visit.answers["plaintiff.1.id_kind"].value == "residence_permit"
    assert "plaintiff.1.ethnicity" not in visit.answers
    assert "id_field_unreadable" not in {finding.code for finding in visit.findings()}


@pytest.mark.parametrize(
    ("render", "said"), [(render_business_licence, "这是营业执照"), (render_lawyer_licence, "这是律师执业证")]
)
def test_a_licence_is_told_kindly_and_holds_nobody_up(
    window: Window, render: Callable[[], Pixels], said: str
) -> None:
    page = at_the_card(window)
    lay(window, render())
    assert said in words(window)
    assert window.desk.visit.card_sides == {}
    assert not page.busy
    sound(window)
    Finger(window).tap("main")
    assert window.desk.visit.step.kind is StepKind.IDENTITY
