"""Separator sheets in a stack: each begins an item, none is kept, and none does harm."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk_app.capture.codes import Code, CodeKind
from kiosk_app.domain.code_meaning import separator_text
from kiosk_app.visit.evidence import EvidenceStack
from kiosk_app.visit.pages import Picture
from kiosk_app.visit.separators import Separation, separator_of
from kiosk_app.visit.visit import Visit
from tests.fakes.stacks import IOU, SHEET, TRANSFER, PrintedReader, separator, sheet
from tests.samples.codes import drawn


@pytest.fixture
def reader() -> PrintedReader:
    return PrintedReader()


@pytest.fixture
def stack(visit: Visit) -> EvidenceStack:
    return visit.stack


def lay(stack: EvidenceStack, *sheets: Picture, title: str = "") -> list[str | Separation]:
    return [stack.lay(each, title, SHEET) for each in sheets]


def told(stack: EvidenceStack) -> list[list[str]]:
    return [[page.id for page in item.pages] for item in stack.items]


def test_each_sheet_begins_an_item_and_is_not_kept(stack: EvidenceStack) -> None:
    a, b, first, c, second, d, e = lay(
        stack, sheet(0), sheet(1), separator(1), sheet(2), separator(2), sheet(3), sheet(4)
    )
    assert isinstance(first, Separation)
    assert (first.number, first.used) == (1, False)
    assert isinstance(second, Separation)
    assert told(stack) == [[a, b], [c], [d, e]]
    assert set(stack.prints) == {a, b, c, d, e}


def test_a_sheet_that_lies_first_makes_no_empty_item(stack: EvidenceStack) -> None:
    lay(stack, separator(1))
    assert stack.items == ()
    a, b = lay(stack, sheet(0), sheet(1))
    assert told(stack) == [[a, b]]


def test_two_in_a_row_are_one_and_so_is_one_that_still_lies_there(stack: EvidenceStack) -> None:
    (a,) = lay(stack, sheet(0))
    lay(stack, separator(1), separator(2), separator(2))
    b, again, c = lay(stack, sheet(1), separator(2), sheet(2))
    assert isinstance(again, Separation)
    assert again.used
    assert told(stack) == [[a], [b, c]]
    stack.begin_item(2)
    (d,) = lay(stack, sheet(3))
    assert told(stack) == [[a], [b, c], [d]]


def test_a_separation_is_undone_as_if_it_had_not_been(stack: EvidenceStack) -> None:
    _, a, sheet_2 = lay(stack, separator(1), sheet(0), separator(2))
    assert isinstance(sheet_2, Separation)
    stack.undo_separation(sheet_2)
    (b,) = lay(stack, sheet(1))
    assert told(stack) == [[a, b]]
    (again,) = lay(stack, separator(2))
    assert isinstance(again, Separation)
    assert not again.used
    (c,) = lay(stack, sheet(2))
    assert told(stack) == [[a, b], [c]]


def test_pages_that_were_taken_out_come_back_to_their_item(stack: EvidenceStack) -> None:
    a, _, b = lay(stack, sheet(0), separator(1), sheet(1))
    assert isinstance(b, str)
    stack.remove({b})
    (c,) = lay(stack, sheet(2))
    assert told(stack) == [[a], [c]]
    stack.put_back()
    assert [set(item) for item in told(stack)] == [{a}, {b, c}]


def test_the_item_is_called_what_its_first_page_seems_to_be(
    stack: EvidenceStack, reader: PrintedReader
) -> None:
    reader.rows = IOU
    lay(stack, sheet(0), separator(1), sheet(1))
    reader.rows = TRANSFER
    lay(stack, sheet(2), separator(2), sheet(3))
    assert [(item.title, len(item.pages)) for item in stack.items] == [
        ("借条", 1),
        ("借条", 2),
        ("转账凭证", 1),
    ]


def test_who_touches_another_title_sorts_by_hand(stack: EvidenceStack) -> None:
    _, a = lay(stack, separator(1), sheet(0), title="借条")
    (b,) = lay(stack, sheet(1), title="转账凭证")
    (c,) = lay(stack, sheet(2), title="借条")
    assert told(stack) == [[a, c], [b]]


def test_items_that_were_joined_stay_joined(stack: EvidenceStack) -> None:
    a, _, b = lay(stack, sheet(0), separator(1), sheet(1), title="借条")
    first, second = stack.items
    stack.merge(second.id, first.id)
    (c,) = lay(stack, sheet(2), title="借条")
    assert told(stack) == [[a, b, c]]


def test_a_sheet_under_a_retake_replaces_nothing(stack: EvidenceStack) -> None:
    (a,) = lay(stack, sheet(0))
    assert isinstance(a, str)
    laid = stack.lay(separator(1), "", SHEET, instead_of=a)
    assert isinstance(laid, Separation)
    assert told(stack) == [[a]]


def test_a_visitor_may_keep_the_sheet(stack: EvidenceStack) -> None:
    page_id = stack.take(separator(1), "", SHEET)
    assert told(stack) == [[page_id]]


def test_evidence_on_which_such_a_code_is_small_is_evidence(stack: EvidenceStack) -> None:
    paper = sheet(0).image.copy()
    mark = drawn("qr", separator_text(3), 4)
    paper[700 : 700 + len(mark), 500 : 500 + mark.shape[1]] = mark
    (page_id,) = lay(stack, Picture(paper))
    assert told(stack) == [[page_id]]


@pytest.mark.parametrize(
    ("kind", "text", "size"),
    [
        (CodeKind.CODE128, separator_text(1), 400),
        (CodeKind.QR, "FHK:SEPARATOR:9:1", 400),
        (CodeKind.QR, "https://court.example", 400),
        (CodeKind.QR, separator_text(1), 100),
    ],
)
def test_what_is_no_separator(kind: CodeKind, text: str, size: int) -> None:
    assert separator_of([Code(kind, text, (100, 100, 100 + size, 100 + size))], (1_000, 1_414)) is None


def test_the_sheet_is_known_in_every_direction(stack: EvidenceStack) -> None:
    upright = separator(4).image
    for turns in range(4):
        turned = Picture(np.ascontiguousarray(np.rot90(upright, turns)))
        laid = stack.lay(turned, "")
        assert isinstance(laid, Separation)
        assert laid.number == 4
