"""The stack of evidence through the visit: every change is committed, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import event

from kiosk_app.capture.geometry import quad_of
from kiosk_app.domain.errors import Bug
from kiosk_app.store import drafts
from kiosk_app.store.draft import Draft
from kiosk_app.store.drafts import VisitEnded
from kiosk_app.visit.evidence import EvidenceStack
from kiosk_app.visit.visit import Visit
from tests.fakes.kiosks import FakeKiosk, kiosk_at
from tests.fakes.stacks import SHEET, SilentReader, sheet, thick_stack
from tests.unit.visit.test_visit import sign_all


@pytest.fixture
def reader() -> SilentReader:
    return SilentReader()


@pytest.fixture
def stack(visit: Visit) -> EvidenceStack:
    return visit.stack


def stored(kiosk: FakeKiosk, visit: Visit) -> Draft:
    with kiosk.store.database.read() as session:
        return drafts.load(session, visit.id)


def told(stack: EvidenceStack) -> list[tuple[str, tuple[str, ...]]]:
    return [(item.title, tuple(page.id for page in item.pages)) for item in stack.items]


def take(stack: EvidenceStack, *titles: str) -> list[str]:
    return [stack.take(sheet(number), title, SHEET) for number, title in enumerate(titles)]


def test_pages_gather_under_their_title(kiosk: FakeKiosk, visit: Visit, stack: EvidenceStack) -> None:
    a, b, c = take(stack, "借条", "转账凭证", "借条")
    assert told(stack) == [("借条", (a, c)), ("转账凭证", (b,))]
    assert stack.items[0].purpose == "证明双方之间有借款关系"
    assert [item.page_ids for item in visit.evidence] == [(a, c), (b,)]
    assert stored(kiosk, visit).pages == visit._draft.pages
    assert stored(kiosk, visit).items == visit._draft.items


def test_removing_has_several_levels_and_outlives_a_crash(tmp_path: Path) -> None:
    kiosk = kiosk_at(tmp_path, SilentReader())
    stack = kiosk.parts.reception.open("loan").stack
    a, b, c, d = take(stack, "借条", "借条", "转账凭证", "借条")
    before = told(stack)
    stack.remove({b})
    stack.remove({a, d})
    assert told(stack) == [("转账凭证", (c,))]
    kiosk.store.close()

    again = kiosk_at(tmp_path, SilentReader())
    visit = again.parts.reception.recover()
    assert visit
    stack = visit.stack
    assert stack.thumbnail(b).startswith(b"\xff\xd8")
    assert stack.removed_count == 2
    assert set(stack.put_back()) == {a, d}
    assert stack.removed_count == 1
    assert stack.put_back() == (b,)
    assert stack.put_back() == ()
    assert told(stack) == before
    again.store.close()


def test_what_was_taken_out_is_not_filed(kiosk: FakeKiosk, visit: Visit, stack: EvidenceStack) -> None:
    a, b = take(stack, "借条", "借条")
    stack.remove({a})
    assert [page.id for page in visit._draft.pages] == [b]
    assert visit.evidence[0].page_ids == (b,)
    assert not [found for found in visit.findings() if found.about == a]


def test_a_new_picture_takes_the_place_of_the_old_one(stack: EvidenceStack) -> None:
    a, b, c = take(stack, "借条", "借条", "借条")
    stack.set_back(c, True)
    new = stack.retake(b, sheet(7), SHEET)
    assert told(stack) == [("借条", (a, new, c))]
    page = stack.page(c)
    assert page
    assert page.back_of == new
    assert stack.put_back() == (b,)
    assert set(told(stack)[0][1]) == {a, b, new, c}


def test_a_page_that_was_taken_out_meanwhile_is_still_replaced(stack: EvidenceStack) -> None:
    a, b, c = take(stack, "借条", "借条", "转账凭证")
    stack.remove({b})
    new = stack.retake(b, sheet(7), SHEET)
    assert told(stack) == [("借条", (a, new)), ("转账凭证", (c,))]


def test_a_page_taken_before_is_recognised_and_may_stay(visit: Visit, stack: EvidenceStack) -> None:
    a, b = take(stack, "借条", "借条")
    assert not stack.findings(b)
    again = stack.take(sheet(0), "转账凭证", SHEET)
    (found,) = stack.findings(again)
    assert (found.code, dict(found.facts)) == ("page_seen", {"page": a})
    assert "page_seen" in {each.code for each in visit.findings()}
    stack.remove({a})
    assert stack.findings(again) == ()
    assert "page_seen" not in {each.code for each in visit.findings()}
    stack.put_back()
    stack.accept(again)
    assert stack.findings(again) == ()


def test_a_page_is_made_again_inside_another_outline(
    kiosk: FakeKiosk, visit: Visit, stack: EvidenceStack
) -> None:
    (a,) = take(stack, "借条")
    before = stack.page(a)
    assert before
    original = stack.original(a)
    stack.turn({a})
    half = quad_of([(60, 40), (740, 40), (740, 500), (60, 500)])
    stack.reframe(a, half)
    after = stack.page(a)
    assert after
    assert after.quad == tuple(map(tuple, half.corners))
    assert (after.original, after.quarter_turns) == (before.original, 1)
    assert after.cleaned != before.cleaned
    assert after.thumbnail != before.thumbnail
    assert np.array_equal(stack.original(a), original)
    assert stored(kiosk, visit).pages == visit._draft.pages


def test_turning_comes_round(stack: EvidenceStack) -> None:
    a, b = take(stack, "借条", "借条")
    for turns in (1, 2, 3, 0):
        stack.turn({a})
        page = stack.page(a)
        assert page
        assert page.quarter_turns == turns
    assert stack.page(b)


def test_a_back_follows_its_front(stack: EvidenceStack) -> None:
    a, b, c = take(stack, "借条", "借条", "借条")
    assert [stack.front_for(page_id) for page_id in (a, b, c)] == [None, a, b]
    stack.set_back(b, True)
    assert stack.front_for(c) is None
    stack.shift({a}, 1)
    assert told(stack) == [("借条", (c, a, b))]
    stack.remove({a})
    assert told(stack) == [("借条", (c, b))]
    stack.put_back()
    assert told(stack) == [("借条", (c, a, b))]
    stack.set_back(b, False)
    stack.shift({b}, -1)
    assert told(stack) == [("借条", (c, b, a))]


def test_items_are_parted_named_moved_and_joined(stack: EvidenceStack) -> None:
    a, b, c, d = take(stack, "其他证据", "其他证据", "其他证据", "借条")
    fresh = stack.split(b)
    assert told(stack) == [("其他证据", (a,)), ("其他证据", (b, c)), ("借条", (d,))]
    stack.rename(fresh, "聊天记录")
    assert stack.items[1].purpose == "证明借款经过和催要情况"
    stack.set_purpose(fresh, "证明他一直拖")
    stack.rename(fresh, "  微信截图 ")
    assert (stack.items[1].title, stack.items[1].purpose) == ("微信截图", "证明他一直拖")
    stack.rename(fresh, "  ")
    assert stack.items[1].title == "微信截图"
    stack.shift_item(fresh, 1)
    assert [item.title for item in stack.items] == ["其他证据", "借条", "微信截图"]
    stack.move({a}, fresh, c)
    assert told(stack) == [("借条", (d,)), ("微信截图", (b, a, c))]
    stack.merge(fresh, stack.items[0].id)
    assert told(stack) == [("借条", (d, b, a, c))]
    stack.gather({b, c})
    assert told(stack) == [("借条", (d, a)), ("借条", (b, c))]
    e = stack.take(sheet(9), "借条", SHEET)
    assert told(stack)[1] == ("借条", (b, c, e))


def test_words_that_are_too_long_are_cut(stack: EvidenceStack) -> None:
    take(stack, "借条")
    item = stack.items[0].id
    stack.rename(item, "长" * 500)
    stack.set_purpose(item, "长" * 500)
    assert (len(stack.items[0].title), len(stack.items[0].purpose)) == (60, 300)


def test_every_change_takes_the_signatures_off(visit: Visit, stack: EvidenceStack) -> None:
    a, b = take(stack, "借条", "借条")
    changes: list[Callable[[], object]] = [
        lambda: stack.turn({a}),
        lambda: stack.shift({b}, -1),
        lambda: stack.remove({a}),
    ]
    for change in changes:
        sign_all(visit)
        assert visit._draft.signatures
        change()
        assert not visit._draft.signatures


def test_nothing_changes_after_the_end(visit: Visit, stack: EvidenceStack) -> None:
    (a,) = take(stack, "借条")
    visit.end()
    with pytest.raises(VisitEnded):
        stack.turn({a})
    with pytest.raises(VisitEnded):
        stack.take(sheet(1), "借条", SHEET)


def test_a_page_without_its_picture_is_a_bug(kiosk: FakeKiosk, visit: Visit) -> None:
    draft = thick_stack(kiosk.store, visit.id, 2)
    with kiosk.store.database.begin() as session:
        for page in draft.pages:
            drafts.save_page(
                session, visit.id, type(page)(page.id, page.slot, 1, "o", None, page.taken_at, "first")
            )
    stack = resumed(kiosk, visit).stack
    with pytest.raises(Bug):
        stack.picture("page-000")


def resumed(kiosk: FakeKiosk, visit: Visit) -> Visit:
    """The visit as it is loaded from the store."""
    return Visit(kiosk.parts.reception._parts, visit.form, stored(kiosk, visit))


def test_with_three_hundred_pages_a_change_writes_what_changed(kiosk: FakeKiosk, visit: Visit) -> None:
    thick_stack(kiosk.store, visit.id, 300)
    stack = resumed(kiosk, visit).stack
    said: list[tuple[str, int]] = []
    engine = kiosk.store.database._engine

    def note(_c: object, _cursor: object, text: str, values: object, *_: object) -> None:
        if text.startswith(("UPDATE", "INSERT", "DELETE")):
            said.append((text, len(values) if isinstance(values, list) else 1))

    event.listen(engine, "before_cursor_execute", note)
    changes: dict[str, tuple[Callable[[], object], int]] = {
        "shift": (lambda: stack.shift({"page-100"}, 1), 1),
        "move": (lambda: stack.move({"page-290"}, "first", "page-003"), 1),
        "turn": (lambda: stack.turn({"page-007"}), 1),
        "remove": (lambda: stack.remove({"page-008"}), 1),
        "put back": (lambda: stack.put_back(), 1),
        "rename": (lambda: stack.rename("first", "收据"), 1),
        "split": (lambda: stack.split("page-145"), 6),
    }
    for name, (change, rows) in changes.items():
        said.clear()
        change()
        assert len([text for text, _ in said if text.startswith("UPDATE pages")]) <= 1, name
        assert sum(count for _, count in said) <= rows, (name, said)
        assert not any("lines" in text for text, _ in said), name
    event.remove(engine, "before_cursor_execute", note)
    pages = [page.id for item in stack.items for page in item.pages]
    assert len(pages) == 300
    assert pages.index("page-290") == 3
    loaded = resumed(kiosk, visit)
    assert [page.id for item in loaded.stack.items for page in item.pages] == pages
