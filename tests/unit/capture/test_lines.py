from __future__ import annotations

import pytest

from kiosk_app.capture.lines import Line, in_reading_order

Box = tuple[int, int, int, int]


def read(boxes: dict[str, Box]) -> str:
    return " ".join(
        line.text for line in in_reading_order([Line(text, 1.0, box) for text, box in boxes.items()])
    )


def column(name: str, left: int, rows: int, top: int = 100) -> dict[str, Box]:
    """Prose, 300 wide: the last line of each paragraph is short."""
    return {
        f"{name}{row}": (left, top + 30 * row, left + (120 if row % 4 == 3 else 300), top + 20 + 30 * row)
        for row in range(rows)
    }


def names(name: str, rows: int) -> str:
    return " ".join(f"{name}{row}" for row in range(rows))


def test_one_column() -> None:
    assert read(dict(reversed(column("a", 50, 9).items()))) == names("a", 9)


@pytest.mark.parametrize("shift", [0, 13])
def test_two_columns(shift: int) -> None:
    page = column("b", 400, 8, 100 + shift) | column("a", 50, 8)
    assert read(page) == f"{names('a', 8)} {names('b', 8)}"


def test_three_columns() -> None:
    page = column("c", 750, 8) | column("b", 400, 8) | column("a", 50, 8)
    assert read(page) == f"{names('a', 8)} {names('b', 8)} {names('c', 8)}"


def test_headers_part_what_is_above_from_what_is_below() -> None:
    page = (column("a", 50, 5) | column("b", 400, 5) | column("c", 50, 5, 400) | column("d", 400, 5, 400)) | {
        "title": (200, 40, 550, 70),
        "chapter": (100, 300, 640, 330),
    }
    assert read(page) == (f"title {names('a', 5)} {names('b', 5)} chapter {names('c', 5)} {names('d', 5)}")


def test_tables_are_read_across() -> None:
    cells = {
        f"{row}{name}": (left, 100 + 50 * row, left + width + 9 * row, 120 + 50 * row)
        for row in range(8)
        for name, left, width in (("a", 50, 80), ("b", 200, 120), ("c", 430, 90), ("d", 600, 60))
    }
    assert read(dict(reversed(cells.items()))) == " ".join(sorted(cells))


def test_names_of_two_parties_are_read_across() -> None:
    """Entries side by side end anywhere: they are no prose."""
    widths = (90, 260, 150, 210, 120)
    entries = {
        f"{row}{side}": (left, 100 + 40 * row, left + widths[(row + turn) % 5], 125 + 40 * row)
        for row in range(5)
        for side, left, turn in (("a", 50, 0), ("b", 450, 2))
    }
    assert read(entries) == " ".join(sorted(entries))


def test_vertical_writing_is_read_from_right_to_left() -> None:
    assert read({"乙乙": (300, 50, 330, 400), "甲甲": (400, 50, 430, 410), "丙丙": (200, 50, 230, 200)}) == (
        "甲甲 乙乙 丙丙"
    )


def test_a_standing_label_comes_before_its_rows() -> None:
    """What stands beside three rows belongs to none of them alone."""
    rows = {
        f"{row}{name}": (left, 100 + 40 * row, left + 90 + 30 * row, 125 + 40 * row)
        for row in range(4)
        for name, left in (("a", 100), ("b", 400))
    }
    assert read(rows | {"购买方": (50, 140, 75, 245)}) == "0a 0b 购买方 1a 1b 2a 2b 3a 3b"


def test_nothing_is_lost_or_made_up() -> None:
    same = [Line("同", 1.0, (10, 10, 60, 20))] * 3
    assert in_reading_order(same) == tuple(same)
    assert in_reading_order([]) == ()
