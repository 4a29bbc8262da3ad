"""Lines of print, and the order in which people read them: rows of a table across, columns of prose down.

A page is cut where white gutters part columns of prose, as in the recursive X-Y cut (Nagy and Seth,
"Hierarchical representation of optically scanned documents", 1984); what lies across a gutter, a header
for one, ends the columns above it and begins new ones below (Breuel, "High performance document layout
analysis", 2003). All else is read in rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

_LONG = 2.0
"""A box this much higher than it is wide is a column of characters."""
_PROSE_LINE = 8.0  # heights of a line that a column of prose is wide at least
_FLUSH = 1.5  # heights of a line, from the column's end: the line is full
_LEAST_FULL, _FULL_SHARE = 3, 0.4  # lines of prose that are full; entries of a form end anywhere
_MOST_ACROSS = 0.5  # of all lines may lie across a gutter
_INNER = (0.2, 0.8)  # of the width of the page: where a gutter may be


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print. ``confidence`` is 0 to 1; ``box`` is left, top, right, bottom in pixels."""

    text: str
    confidence: float
    box: tuple[int, int, int, int]


def in_rows(lines: list[Line]) -> list[list[Line]]:
    """Lines that stand side by side form a row; rows from the top down, lines from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: (each.box[1] + each.box[3]) / 2):
        middle = (line.box[1] + line.box[3]) / 2
        if rows and rows[-1][-1].box[1] < middle < rows[-1][-1].box[3]:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda each: each.box[0]) for row in rows]


def in_reading_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The same lines as a person reads them, a page of vertical writing from right to left.

    A lone column of characters, such as the label beside some rows of a table, is read before them.
    """
    lines = list(lines)
    standing = [line for line in lines if _stands(line)]
    if 2 * sum(map(_length, standing)) > sum(map(_length, lines)):
        # Vertical writing is horizontal writing on a page turned left.
        return tuple(_turned_right(line) for line in _columns([_turned_left(line) for line in lines]))
    ordered = _columns([line for line in lines if line not in standing])
    for line in sorted(standing, key=lambda each: -each.box[1]):
        beside = (at for at, other in enumerate(ordered) if _goes_before(line, other))
        ordered.insert(next(beside, len(ordered)), line)
    return tuple(ordered)


def _stands(line: Line) -> bool:
    left, top, right, bottom = line.box
    return len(line.text) > 1 and bottom - top > _LONG * (right - left)


def _length(line: Line) -> int:
    left, top, right, bottom = line.box
    return max(right - left, bottom - top)


def _turned_left(line: Line) -> Line:
    left, top, right, bottom = line.box
    return replace(line, box=(top, -right, bottom, -left))


def _turned_right(line: Line) -> Line:
    left, top, right, bottom = line.box
    return replace(line, box=(-bottom, left, -top, right))


def _goes_before(standing: Line, line: Line) -> bool:
    """Whether a column of characters belongs before a line: it begins above and left of it, or ends above."""
    _, top, right, bottom = line.box
    return (top + bottom) / 2 > standing.box[1] and (right > standing.box[0] or top > standing.box[3])


def _columns(lines: list[Line]) -> list[Line]:
    """Columns of prose one after the other where a gutter parts them, else rows."""
    gutter = _gutter(lines)
    if gutter is None:
        return [line for row in in_rows(lines) for line in row]
    ordered: list[Line] = []
    downward = sorted(lines, key=lambda each: each.box[1] + each.box[3])
    for across, part in groupby(downward, key=lambda each: _side(each, gutter) == 0):
        block = list(part)
        if across:
            ordered += _columns(block)
            continue
        for side in (-1, 1):
            ordered += _columns([line for line in block if _side(line, gutter) == side])
    return ordered


def _gutter(lines: list[Line]) -> float | None:
    """Where a white strip that few lines cross parts columns of prose; None where none does."""
    if len(lines) < 2 * _LEAST_FULL:
        return None
    left, right = min(line.box[0] for line in lines), max(line.box[2] for line in lines)
    first, last = (left + share * (right - left) for share in _INNER)
    edges = sorted({edge for line in lines for edge in (line.box[0], line.box[2])})
    strips = []
    for start, end in pairwise(edges):
        crossed = sum(line.box[0] < end and start < line.box[2] for line in lines)
        if first < (start + end) / 2 < last and crossed <= _MOST_ACROSS * len(lines):
            strips.append((crossed, start - end, (start + end) / 2))
    return next((middle for _, _, middle in sorted(strips) if _parts_prose(lines, middle)), None)


def _parts_prose(lines: list[Line], x: float) -> bool:
    """Whether a cut has a column of prose on its left and one or more on its right."""
    left, right = ([line for line in lines if _side(line, x) == side] for side in (-1, 1))
    return _is_prose(left) and (_is_prose(right) or _gutter(right) is not None)


def _side(line: Line, x: float) -> int:
    """-1 left of a vertical cut, 1 right of it, 0 across it."""
    return (line.box[0] >= x) - (line.box[2] <= x)


def _is_prose(column: list[Line]) -> bool:
    """Whether lines run up to the end of their column, as sentences do and entries of a form do not."""
    if len(column) < _LEAST_FULL:
        return False
    left, right = min(line.box[0] for line in column), max(line.box[2] for line in column)
    height = median(line.box[3] - line.box[1] for line in column)
    full = [line for line in column if line.box[2] > right - _FLUSH * height and _is_wide(line, left, right)]
    wide = right - left >= _PROSE_LINE * height
    return wide and len(full) >= max(_LEAST_FULL, _FULL_SHARE * len(column))


def _is_wide(line: Line, left: int, right: int) -> bool:
    return 2 * (line.box[2] - line.box[0]) > right - left
