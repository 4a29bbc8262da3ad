"""Blocks one under the other, divided into pages as a careful typesetter would.

A block is a frozen value that knows its height and how to draw itself. Rows of a table may be split
between lines; a heading stays with what follows it; the head of a table stands again on each page.
All lengths are points.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import inf
from typing import Protocol

from reportlab.lib.units import mm

from kiosk_app.documents.ink import draw_line
from kiosk_app.documents.linebreak import Line, break_lines
from kiosk_app.documents.paper_canvas import PaperCanvas
from kiosk_app.documents.typeface import Face

RULE_PT = 0.6
SHADE = 0.93
PAD_X_PT, PAD_Y_PT = 2.2 * mm, 1.5 * mm
_FEWEST_LINES = 2
WHOLE_UP_TO_PT = 45 * mm
"""A block that is lower than this moves to the next page rather than being split."""

_BASELINE = 0.36
"""How far below a line's middle its baseline lies, in em, so that a Chinese glyph stands centred."""


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True, slots=True)
class Style:
    face: Face
    size_pt: float
    leading_pt: float
    align: Align = Align.LEFT
    indent_em: float = 0.0
    """The hanging indent of every line, such as that under a numbered item."""
    gap_pt: float = 0.0
    """Extra space above the first line of a paragraph."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line in its style. ``gap_pt`` is the space above it, ``width_pt`` the column it was set for."""

    line: Line
    style: Style
    width_pt: float
    gap_pt: float = 0.0

    @property
    def height_pt(self) -> float:
        return self.style.leading_pt + self.gap_pt

    def draw(self, canvas: PaperCanvas, left: float, top: float) -> None:
        style = self.style
        size, indent = style.size_pt, style.indent_em * style.size_pt
        room = self.width_pt - indent
        rest = room - self.line.width_em * size
        shift = {Align.CENTRE: rest / 2, Align.RIGHT: rest}.get(style.align, 0.0)
        baseline = top - self.gap_pt - style.leading_pt / 2 - _BASELINE * size
        fill_em = room / size if style.align is Align.JUSTIFY else 0.0
        draw_line(canvas, self.line, style.face, size, left + indent + shift, baseline, fill_em=fill_em)


def set_text(text: str, style: Style, width_pt: float) -> tuple[SetLine, ...]:
    """Text as lines for a column of ``width_pt``; each line feed begins a paragraph."""
    width_em = width_pt / style.size_pt - style.indent_em
    lines: list[SetLine] = []
    for line in break_lines(text, style.face, width_em):
        begins = bool(lines) and lines[-1].line.ends
        lines.append(SetLine(line, style, width_pt, style.gap_pt if begins else 0.0))
    return tuple(lines)


def _balanced(text: str, style: Style, width_pt: float) -> tuple[SetLine, ...]:
    """Text in the narrowest column that takes no more lines than ``width_pt`` does: no short last line."""
    lines = set_text(text, style, width_pt)
    narrower, column_pt = lines, width_pt
    while len(lines) > 1 and len(narrower) == len(lines) and column_pt > width_pt / 2:
        lines, column_pt = narrower, column_pt - style.size_pt / 2
        narrower = set_text(text, style, column_pt)
    return lines


class Block(Protocol):
    """What can stand on a page. ``split`` gives the part that fits and the rest, or None if it cannot."""

    @property
    def height_pt(self) -> float: ...
    @property
    def keep_with_next(self) -> bool: ...
    @property
    def whole_up_to_pt(self) -> float: ...
    @property
    def header(self) -> Block | None: ...
    def split(self, room_pt: float) -> tuple[Block, Block] | None: ...
    def draw(self, canvas: PaperCanvas, left: float, top: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Paragraph:
    lines: tuple[SetLine, ...]
    before_pt: float = 0.0
    after_pt: float = 0.0
    keep_with_next: bool = False
    whole_up_to_pt: float = WHOLE_UP_TO_PT
    header: Block | None = None

    @property
    def height_pt(self) -> float:
        return self.before_pt + sum(line.height_pt for line in self.lines) + self.after_pt

    def split(self, room_pt: float) -> tuple[Block, Block] | None:
        count = _dividing(self.lines, room_pt - self.before_pt)
        if not 0 < count < len(self.lines):
            return None
        head = replace(self, lines=self.lines[:count], after_pt=0.0)
        return head, replace(self, lines=self.lines[count:], before_pt=0.0)

    def draw(self, canvas: PaperCanvas, left: float, top: float) -> None:
        draw_lines(canvas, self.lines, left, top - self.before_pt)


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines in a bordered cell. ``again`` is what a row that goes on overleaf shows in this cell."""

    lines: tuple[SetLine, ...]
    width_pt: float
    shaded: bool = False
    middle: bool = False
    again: tuple[SetLine, ...] | None = None
    pad_y_pt: float = PAD_Y_PT

    @property
    def height_pt(self) -> float:
        return sum(line.height_pt for line in self.lines) + 2 * self.pad_y_pt


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, as high as its highest cell."""

    cells: tuple[Cell, ...]
    least_pt: float = 0.0
    whole_up_to_pt: float = WHOLE_UP_TO_PT
    keep_with_next: bool = False
    header: Block | None = None

    @property
    def height_pt(self) -> float:
        return max(self.least_pt, *(cell.height_pt for cell in self.cells))

    def split(self, room_pt: float) -> tuple[Block, Block] | None:
        counts = [_dividing(cell.lines, room_pt - 2 * cell.pad_y_pt) for cell in self.cells]
        whole = [count == len(cell.lines) for cell, count in zip(self.cells, counts, strict=True)]
        if all(whole) or any(not (fits or count) for fits, count in zip(whole, counts, strict=True)):
            return None
        head = tuple(replace(cell, lines=cell.lines[:n]) for cell, n in zip(self.cells, counts, strict=True))
        tail = tuple(_rest(cell, n) for cell, n in zip(self.cells, counts, strict=True))
        return replace(self, cells=head, least_pt=0.0), replace(self, cells=tail, least_pt=0.0)

    def draw(self, canvas: PaperCanvas, left: float, top: float) -> None:
        height = self.height_pt
        for cell in self.cells:
            _draw_frame(canvas, cell, left, top, height)
            slack = height - cell.height_pt
            draw_lines(
                canvas, cell.lines, left + PAD_X_PT, top - cell.pad_y_pt - (slack / 2 if cell.middle else 0)
            )
            left += cell.width_pt


@dataclass(frozen=True, slots=True)
class Drawing:
    """A block of fixed height drawn by a function of canvas, left and top."""

    height_pt: float
    paint: Callable[[PaperCanvas, float, float], None] = field(compare=False)
    keep_with_next: bool = False
    whole_up_to_pt: float = inf
    header: Block | None = None

    def split(self, room_pt: float) -> tuple[Block, Block] | None:
        return None

    def draw(self, canvas: PaperCanvas, left: float, top: float) -> None:
        self.paint(canvas, left, top)


def space(height_pt: float) -> Drawing:
    return Drawing(height_pt, lambda canvas, left, top: None)


def cell(
    text: str, style: Style, width_pt: float, *, shaded: bool = False, middle: bool = False, again: str = ""
) -> Cell:
    """A cell of one style. ``again`` is the text to repeat where the row goes on overleaf."""
    inner = width_pt - 2 * PAD_X_PT
    repeated = set_text(again, style, inner) if again else None
    return Cell(set_text(text, style, inner), width_pt, shaded, middle, repeated)


def label_cell(label: str, style: Style, width_pt: float) -> Cell:
    """The name of a row: its lines about equally long, and the name again where the row goes on overleaf."""
    inner = width_pt - 2 * PAD_X_PT
    again = _balanced(f"{label}（续）", style, inner)
    return Cell(_balanced(label, style, inner), width_pt, middle=True, again=again)


def draw_lines(canvas: PaperCanvas, lines: Sequence[SetLine], left: float, top: float) -> None:
    for line in lines:
        line.draw(canvas, left, top)
        top -= line.height_pt


Page = tuple[tuple[Block, float], ...]
"""Blocks of one page, each with the distance of its top from the page's first line."""


def paginate(blocks: Sequence[Block], height_pt: float) -> tuple[Page, ...]:
    """Divide blocks over pages of ``height_pt``. Every block is drawn whole or in consecutive parts."""
    waiting = list(reversed(blocks))
    pages: list[list[tuple[Block, float]]] = [[]]
    used = 0.0

    def place(block: Block) -> None:
        nonlocal used
        pages[-1].append((block, used))
        used += block.height_pt

    while waiting:
        block = waiting.pop()
        fresh = not pages[-1]
        if fresh and len(pages) > 1 and block.header:
            place(block.header)
        room = height_pt - used
        if _group_pt(block, waiting, height_pt) <= room:
            place(block)
            continue
        # What would fit but for that which it is kept with gives its last lines to that.
        most = min(room, block.height_pt - 1)
        parts = block.split(most) if fresh or block.height_pt > block.whole_up_to_pt else None
        if parts:
            place(parts[0])
            waiting.append(parts[1])
        elif fresh:
            place(block)
            continue
        else:
            waiting.append(block)
        pages.append([])
        used = 0.0
    return tuple(tuple(page) for page in pages)


def _group_pt(block: Block, waiting: Sequence[Block], page_pt: float) -> float:
    """The height that must be free for ``block``: with what it is kept with, as far as a page can hold it.

    More than a page where ``block`` can give its last lines to what follows.
    """
    height = block.height_pt
    for follower in reversed(waiting):
        if not block.keep_with_next:
            break
        needed = min(follower.height_pt, follower.whole_up_to_pt)
        if height + needed > page_pt and not block.split(block.height_pt - 1):
            break
        height += needed
        if needed < follower.height_pt:
            break
        block = follower
    return height


def _dividing(lines: Sequence[SetLine], room_pt: float) -> int:
    """How many lines stay: all that fit, but no single line of a paragraph or cell alone on either side."""
    fitting = 0
    for line in lines:
        room_pt -= line.height_pt
        if room_pt < -1e-6:
            break
        fitting += 1
    if fitting == len(lines):
        return fitting
    divisible = range(min(fitting, len(lines) - _FEWEST_LINES), _FEWEST_LINES - 1, -1)
    best = next((count for count in divisible if not _leaves_one(lines, count)), None)
    return best if best is not None else next(iter(divisible), 0)


def _leaves_one(lines: Sequence[SetLine], count: int) -> bool:
    """Whether dividing after ``count`` lines parts the first or the last line from its paragraph, or leaves
    a single line among empty ones."""
    parts = lines[:count], lines[count:]
    if any(sum(each.line.width_em > 0 for each in part) < _FEWEST_LINES for part in parts):
        return True
    if lines[count - 1].line.ends:
        return False
    begins = count == 1 or lines[count - 2].line.ends
    return begins or lines[count].line.ends


def _rest(cell: Cell, count: int) -> Cell:
    rest = cell.lines[count:]
    return replace(cell, lines=rest or cell.again or ())


def _draw_frame(canvas: PaperCanvas, cell: Cell, left: float, top: float, height: float) -> None:
    canvas.setLineWidth(RULE_PT)
    canvas.setStrokeGray(0)
    canvas.setFillGray(SHADE)
    canvas.rect(left, top - height, cell.width_pt, height, stroke=1, fill=int(cell.shaded))
    canvas.setFillGray(0)
