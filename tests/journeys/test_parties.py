"""Several parties on the screens: one more, one less, each with its own answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk_app.domain.party import Role
from kiosk_app.ui.pages.questions import QuestionsPage
from kiosk_app.ui.screens import settle
from kiosk_app.ui.window import Window
from kiosk_app.visit.visit import Visit
from tests.fakes.screens import Finger, go_to_evidence, sound, words


@pytest.fixture
def finger(open_window: Callable[[tuple[int, int]], Window], size: tuple[int, int]) -> Finger:
    """Somebody who stands before the questions about the other side."""
    window = open_window(size)
    go_to_evidence(window)
    window.desk.visit.jump("defendant")
    window._show_step()
    settle(window)
    return Finger(window)


def choose(finger: Finger, key: str, choice: str) -> None:
    page = finger.window.page
    assert isinstance(page, QuestionsPage)
    tiles = page.fields[key].tiles
    assert tiles is not None
    finger.tap(tiles.tile(choice))


def write(finger: Finger, key: str, text: str) -> None:
    page = finger.window.page
    assert isinstance(page, QuestionsPage)
    entry = page.fields[key].entry
    assert entry is not None
    finger.write(entry, text)


def names(visit: Visit) -> list[str]:
    keys = [f"{Role.DEFENDANT}.{number}.name" for number in (1, 2, 3)]
    return [str(visit.answers[key].value) for key in keys if key in visit.answers]


def test_another_defendant_and_out_again(finger: Finger) -> None:
    visit = finger.window.desk.visit
    choose(finger, "defendant.1.kind", "person")
    write(finger, "defendant.1.name", "周明川")
    sound(finger.window)
    finger.tap("add defendant")
    choose(finger, "defendant.2.kind", "person")
    write(finger, "defendant.2.name", "吴安")
    finger.tap("add defendant")
    choose(finger, "defendant.3.kind", "organization")
    write(finger, "defendant.3.org.name", "示范建材有限公司")
    sound(finger.window)
    assert "被告3" in words(finger.window)
    finger.tap("remove 被告1")
    assert "填好的内容也会一起去掉" in words(finger.window)
    sound(finger.window)
    finger.tap("keep")
    assert names(visit) == ["周明川", "吴安"]
    finger.tap("remove 被告1")
    finger.tap("take out")
    assert names(visit) == ["吴安"]
    assert visit.answers["defendant.2.org.name"].value == "示范建材有限公司"
    assert visit.count("defendant") == 2
    assert visit.step.id == "defendant"


def test_an_empty_one_goes_without_a_question(finger: Finger) -> None:
    visit = finger.window.desk.visit
    choose(finger, "defendant.1.kind", "person")
    finger.tap("add defendant")
    finger.tap("remove 被告2")
    assert visit.count("defendant") == 1
    assert "被告1" not in words(finger.window)


def test_somebody_under_age_has_a_guardian(finger: Finger) -> None:
    window = finger.window
    window.desk.visit.jump("plaintiff")
    window._show_step()
    settle(window)
    assert "监护人的姓名" not in words(window)
    choose(finger, "plaintiff.1.capacity", "minor")
    assert "监护人的姓名" in words(window)
    write(finger, "plaintiff.1.guardian.name", "林父")
    sound(window)
