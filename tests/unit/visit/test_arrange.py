"""The order of pages as values: nothing is lost, and what belongs together stays together."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.store.draft import StoredPage
from kiosk_app.store.tables import Slot
from kiosk_app.visit import arrange
from kiosk_app.visit.arrange import GAP, Pages

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


def page(name: str, item: str = "a", position: int = 0, back_of: str | None = None) -> StoredPage:
    return StoredPage(name, Slot.EVIDENCE, position, "o", "c", NOON, item, back_of=back_of)


def stack(said: str) -> Pages:
    """``"a:12' b:3"``: item a with pages 1 and 2, 2 the back of 1; item b with page 3."""
    pages: list[StoredPage] = []
    for part in said.split():
        item, names = part.split(":")
        for name in names:
            if name == "'":
                front = pages[-2].id
                pages[-1] = page(pages[-1].id, item, pages[-1].position, front)
            else:
                pages.append(page(name, item, (len(pages) + 1) * GAP))
    return tuple(pages)


def told(pages: Pages) -> str:
    present = {page.id for page in pages}
    parts = []
    for item, own in groupby(pages, key=lambda page: page.item_id):
        parts.append(f"{item}:" + "".join(p.id + ("'" if p.back_of in present else "") for p in own))
    return " ".join(parts)


@pytest.mark.parametrize(
    ("before", "page_ids", "item", "in_front_of", "after"),
    [
        ("a:123 b:45", "3", "a", "1", "a:312 b:45"),
        ("a:123 b:45", "1", "a", None, "a:231 b:45"),
        ("a:123 b:45", "13", "b", "5", "a:2 b:4135"),
        ("a:123 b:45", "45", "a", "2", "a:14523"),
        ("a:12'3 b:45", "1", "b", None, "a:3 b:4512'"),
        ("a:12'3 b:45", "2", "b", "4", "a:3 b:12'45"),
        ("a:1 b:2 c:3", "1", "c", None, "b:2 c:31"),
        ("a:123", "2", "a", "2", "a:123"),
    ],
)
def test_moving(before: str, page_ids: str, item: str, in_front_of: str | None, after: str) -> None:
    assert told(arrange.moved(stack(before), set(page_ids), item, in_front_of)) == after


@pytest.mark.parametrize(
    ("before", "page_ids", "by", "after"),
    [
        ("a:123", "1", 1, "a:213"),
        ("a:123", "3", -1, "a:132"),
        ("a:123", "1", -1, "a:123"),
        ("a:123", "3", 1, "a:123"),
        ("a:12'34", "3", -1, "a:312'4"),
        ("a:12'34", "2", 1, "a:312'4"),
        ("a:1234", "23", 1, "a:1423"),
        ("a:1234", "24", -1, "a:2413"),
        ("a:12 b:34", "2", 1, "a:12 b:34"),
        ("a:12", "", 1, "a:12"),
    ],
)
def test_shifting_stays_inside_the_item(before: str, page_ids: str, by: int, after: str) -> None:
    assert told(arrange.shifted(stack(before), set(page_ids), by)) == after


def test_items_change_places_and_pages_form_new_ones() -> None:
    pages = stack("a:12 b:3 c:45")
    assert told(arrange.item_shifted(pages, "b", -1)) == "b:3 a:12 c:45"
    assert told(arrange.item_shifted(pages, "c", 1)) == "a:12 b:3 c:45"
    assert told(arrange.gathered(pages, {"2", "5"}, "d")) == "a:1 d:25 b:3 c:4"
    assert told(arrange.gathered(pages, {"1", "2"}, "d")) == "d:12 b:3 c:45"
    assert told(arrange.gathered(stack("a:12'3"), {"2"}, "d")) == "a:3 d:12'"


@pytest.mark.parametrize("taken", ["1", "2", "3", "4", "5", "12", "45", "12345"])
def test_what_was_taken_out_returns_to_its_place(taken: str) -> None:
    pages = stack("a:12'3 b:45")
    rest = tuple(page for page in pages if page.id not in taken)
    assert told(arrange.put_back(rest, [page for page in pages if page.id in taken])) == told(pages)


def test_a_page_returns_to_its_item_wherever_that_went() -> None:
    pages = stack("a:12 b:34")
    without = tuple(page for page in pages if page.id != "1")
    swapped = arrange.spaced(arrange.item_shifted(without, "a", 1))
    assert told(arrange.put_back(swapped, pages[:1])) == "b:34 a:12"


pages_and_place = st.integers(1, 30).flatmap(
    lambda count: st.tuples(st.just(count), st.integers(0, count - 1), st.integers(0, count - 1))
)


@given(pages_and_place)
def test_a_moved_page_is_the_only_one_that_is_written(given_: tuple[int, int, int]) -> None:
    count, taken, place = given_
    pages = tuple(page(str(number), "a", (number + 1) * GAP) for number in range(count))
    order = [*pages[:taken], *pages[taken + 1 :]]
    order.insert(place, pages[taken])
    spaced = arrange.spaced(tuple(order))
    assert [page.id for page in spaced] == [page.id for page in order]
    assert all(one.position < other.position for one, other in pairwise(spaced))
    changed = [page.id for page, before in zip(spaced, order, strict=True) if page is not before]
    assert len(changed) <= 1


@given(st.lists(st.integers(0, 40), max_size=25))
def test_any_order_can_be_written_down(positions: list[int]) -> None:
    spaced = arrange.spaced(tuple(page(str(n), "a", position) for n, position in enumerate(positions)))
    found = [page.position for page in spaced]
    assert found == sorted(set(found))
    assert all(position > 0 for position in found)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.data())
def test_whatever_is_done_no_page_is_lost(items: list[int], data: st.DataObject) -> None:
    pages = arrange.together(tuple(page(str(n), f"i{item}", (n + 1) * GAP) for n, item in enumerate(items)))
    ids = {page.id for page in pages}
    for _ in range(4):
        some = data.draw(st.sets(st.sampled_from(sorted(ids)), min_size=1))
        target = data.draw(st.sampled_from(pages))
        pages = data.draw(
            st.sampled_from(
                [
                    arrange.moved(pages, some, target.item_id or "", target.id),
                    arrange.moved(pages, some, target.item_id or "", None),
                    arrange.shifted(pages, some, data.draw(st.sampled_from([-1, 1]))),
                    arrange.item_shifted(pages, target.item_id or "", 1),
                    arrange.gathered(pages, some, "new"),
                ]
            )
        )
        pages = arrange.spaced(pages)
        assert {page.id for page in pages} == ids
        assert told(arrange.together(pages)) == told(pages)
