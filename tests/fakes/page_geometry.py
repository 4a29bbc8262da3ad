"""Where everything stands on the pages of a finished PDF, as PDFium finds it, and what is wrong with that.

Nothing here knows how a page was made: characters, boxes and cells are read back from the file. Each
check answers with sentences about what it found, none where all is well. Lengths are points from the
lower left corner of the paper.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby, pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from kiosk_app.documents.paper_canvas import SIGNATURE, Place, Printed
from kiosk_app.documents.sheet import Paper

OVERLEAF = "（续）"
"""How the label ends that a row repeats where it goes on overleaf."""

_CELL_LEAST_PT = (25.0, 8.0)
_INVISIBLE = 3
_TOUCH_PT = 0.5
_OVERLAP = 0.12
_KERN_PT = 1.0
"""So far letters reach into one another by the design of their font, as an f over a t."""
_EDGE_PT = 5 * 72 / 25.4
"""What printers cannot print along the edges of a sheet."""


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        return max(0.0, self.right - self.left) * max(0.0, self.top - self.bottom)

    def common(self, other: Box) -> Box:
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def holds(self, other: Box, give_pt: float = _TOUCH_PT) -> bool:
        return (
            self.left - give_pt <= other.left
            and self.bottom - give_pt <= other.bottom
            and other.right <= self.right + give_pt
            and other.top <= self.top + give_pt
        )


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as it is read, where its ink is and which part of that is in the room that it takes on
    the line (the tail of a j may reach below its neighbour), and its origin on the baseline."""

    text: str
    box: Box
    core: Box
    x: float
    y: float
    visible: bool


@dataclass(frozen=True, slots=True)
class CellBox:
    box: Box
    shaded: bool


@dataclass(frozen=True, slots=True)
class PageMap:
    """One page: what is read on it, the small figures drawn among the text, the cells of its tables."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    figures: tuple[Box, ...]
    cells: tuple[CellBox, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on a page that belongs together: a cell, or a line that stands in none."""

    box: Box
    lines: tuple[str, ...]
    cell: CellBox | None

    @property
    def text(self) -> str:
        return "".join(self.lines)


def read(pdf: bytes) -> tuple[PageMap, ...]:
    document = pdfium.PdfDocument(pdf)
    try:
        return tuple(_page(page) for page in document)
    finally:
        document.close()


def squeezed(text: str) -> str:
    return "".join(text.split())


# --- reading order -------------------------------------------------------------------------------


def body_text(pages: Sequence[PageMap], paper: Paper) -> str:
    """All text between head and foot as one reads it, without white space.

    The columns of a row that goes on overleaf are put together again; what was repeated there for the
    reader's sake (its label, the head of a table) is left out.
    """
    rows: list[list[str]] = []
    heads: set[tuple[str, ...]] = set()
    for number, page in enumerate(pages):
        fresh = True
        for row in _rows(_pieces(page, _body(page, paper))):
            texts = tuple(piece.text for piece in row)
            shaded = all(piece.cell and piece.cell.shaded for piece in row)
            if number and fresh and shaded and len(row) > 1 and texts in heads:
                continue
            if shaded:
                heads.add(texts)
            if number and fresh and len(row) > 1 and texts[0].endswith(OVERLEAF):
                pairs = zip(rows[-1], texts, strict=True)
                rows[-1] = [text if more.endswith(OVERLEAF) else text + more for text, more in pairs]
            else:
                rows.append(list(texts))
            fresh = False
    return "".join(text for row in rows for text in row)


def frame_text(page: PageMap, paper: Paper) -> tuple[str, str]:
    """What stands above and below the text of a page."""
    body = _body(page, paper)
    head = [glyph for glyph in page.glyphs if glyph.y > body.top]
    foot = [glyph for glyph in page.glyphs if glyph.y < body.bottom]
    return "".join("".join(_lines(head)).split()), "".join("".join(_lines(foot)).split())


def _pieces(page: PageMap, body: Box) -> list[Piece]:
    inside: dict[CellBox, list[Glyph]] = {cell: [] for cell in page.cells}
    loose: list[Glyph] = []
    for glyph in page.glyphs:
        if not body.bottom <= glyph.y <= body.top:
            continue
        own = next((cell for cell in page.cells if cell.box.holds(_middle(glyph.box), 0)), None)
        (inside[own] if own else loose).append(glyph)
    pieces = [Piece(cell.box, _lines(glyphs), cell) for cell, glyphs in inside.items()]
    for line in _baselines(loose):
        box = Box(line[0].box.left, line[0].y, line[-1].box.right, line[0].y + 1)
        pieces.append(Piece(box, ("".join(glyph.text for glyph in line),), None))
    return sorted(pieces, key=lambda piece: (-round(piece.box.top), piece.box.left))


def _rows(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    for _, row in groupby(pieces, key=lambda piece: (round(piece.box.top), piece.cell is None)):
        yield list(row)


def _lines(glyphs: Iterable[Glyph]) -> tuple[str, ...]:
    texts = ("".join(glyph.text for glyph in line) for line in _baselines(glyphs))
    return tuple(text for text in map(squeezed, texts) if text)


def _baselines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Lines from the top down, each from left to right."""
    lines: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        near = next((y for y in (round(glyph.y), round(glyph.y) + 1) if y in lines), round(glyph.y))
        lines[near].append(glyph)
    return [sorted(line, key=lambda glyph: glyph.x) for line in lines.values()]


# --- what is wrong -------------------------------------------------------------------------------


def faults(printed: Printed, paper: Paper, *, filing_id: str = "") -> list[str]:
    """Everything that is wrong with a finished paper."""
    pages = read(printed.pdf)
    return [
        *(
            f"printed says {printed.pages} pages, {len(pages)} there"
            for _ in "1"
            if printed.pages != len(pages)
        ),
        *outside(pages, paper),
        *crossing(pages),
        *overlapping(pages),
        *framed(pages, paper, filing_id),
        *ill_divided(pages, paper),
        *sign_place(pages, paper, printed.places.get(SIGNATURE)),
    ]


def outside(pages: Sequence[PageMap], paper: Paper) -> Iterator[str]:
    """Ink beyond the margins; head and foot reach as far as a printer does."""
    for number, page in enumerate(pages, 1):
        body = _body(page, paper)
        allowed = Box(body.left, _EDGE_PT, body.right, page.height - _EDGE_PT)
        for glyph in page.glyphs:
            if glyph.visible and not allowed.holds(glyph.box):
                yield f"page {number}: {glyph.text!r} stands outside the margins at {glyph.box}"


def crossing(pages: Sequence[PageMap]) -> Iterator[str]:
    """Ink that lies partly in a cell and partly not."""
    for number, page in enumerate(pages, 1):
        ink = [(glyph.text, glyph.box) for glyph in page.glyphs if glyph.visible]
        ink += [("a figure", figure) for figure in page.figures]
        for cell in page.cells:
            for text, box in ink:
                common = cell.box.common(box)
                if min(common.right - common.left, common.top - common.bottom) <= _TOUCH_PT:
                    continue
                if not cell.box.holds(box):
                    yield f"page {number}: {text!r} crosses the border of a cell at {box}"


def overlapping(pages: Sequence[PageMap]) -> Iterator[str]:
    """Ink on ink: two characters, or a character and a figure such as a tick box."""
    for number, page in enumerate(pages, 1):
        buckets: dict[tuple[int, int], list[tuple[str, Box]]] = defaultdict(list)
        seen: set[tuple[Box, Box]] = set()
        ink = [(glyph.text, glyph.core) for glyph in page.glyphs if glyph.visible and glyph.core.area]
        for each in ink + [("", figure) for figure in page.figures]:
            box = each[1]
            for column in range(int(box.left // 20), int(box.right // 20) + 1):
                for line in range(int(box.bottom // 20), int(box.top // 20) + 1):
                    buckets[column, line].append(each)
        for bucket in buckets.values():
            for (text, box), (other_text, other) in combinations(bucket, 2):
                common = box.common(other)
                touches = min(common.right - common.left, common.top - common.bottom) <= _KERN_PT
                if touches or common.area <= _OVERLAP * min(box.area, other.area):
                    continue
                if (text or other_text) and (box, other) not in seen:
                    seen.add((box, other))
                    yield f"page {number}: {text!r} and {other_text!r} overlap at {box}"


def framed(pages: Sequence[PageMap], paper: Paper, filing_id: str = "") -> Iterator[str]:
    """Page x of y at each foot, the filing's number at each head."""
    for number, page in enumerate(pages, 1):
        head, foot = frame_text(page, paper)
        if f"第{number}页共{len(pages)}页" not in foot:
            yield f"page {number}: the foot says {foot!r}"
        if filing_id and filing_id not in head:
            yield f"page {number}: the head says {head!r}"


def ill_divided(pages: Sequence[PageMap], paper: Paper) -> Iterator[str]:
    """A page with nothing on it, one that ends with a heading, a row of which one line is left or taken."""
    divided = [list(_rows(_pieces(page, _body(page, paper)))) for page in pages]
    for number, rows in enumerate(divided, 1):
        if not any(piece.text for row in rows for piece in row):
            yield f"page {number} is empty"
        elif number < len(divided) and all(piece.cell and piece.cell.shaded for piece in rows[-1]):
            yield f"page {number} ends with the heading {rows[-1][0].text!r}"
    for number, (before, after) in enumerate(pairwise(divided), 1):
        tail = next((row for row in after if not all(piece.cell and piece.cell.shaded for piece in row)), [])
        if not before or len(tail) < 2 or not tail[0].text.endswith(OVERLEAF):
            continue
        for left, taken in zip(before[-1][1:], tail[1:], strict=True):
            if (
                taken.text
                and not taken.text.endswith(OVERLEAF)
                and min(len(left.lines), len(taken.lines)) < 2 < len(left.lines + taken.lines)
            ):
                yield f"pages {number}–{number + 1}: one line alone of {(left.lines, taken.lines)}"


def sign_place(pages: Sequence[PageMap], paper: Paper, place: Place | None) -> Iterator[str]:
    """The place to sign lies on a page, within its margins, and covers no text."""
    if place is None:
        yield "there is no place to sign"
        return
    if not 1 <= place.page <= len(pages):
        yield f"the place to sign is on page {place.page} of {len(pages)}"
        return
    page = pages[place.page - 1]
    left, bottom = place.left_pt, place.bottom_pt
    box = Box(left, bottom, left + place.width_pt, bottom + place.height_pt)
    body = _body(page, paper)
    if not body.holds(box):
        yield f"the place to sign lies outside the margins: {box}"
    if not any(box.top < glyph.y <= body.top for glyph in page.glyphs):
        yield f"page {place.page}: nothing stands above the place to sign"
    for glyph in page.glyphs:
        if glyph.visible and box.common(glyph.box).area and box.holds(_middle(glyph.box), 0):
            yield f"the place to sign covers {glyph.text!r} at {glyph.box}"


# --- reading a page ------------------------------------------------------------------------------


def _body(page: PageMap, paper: Paper) -> Box:
    return Box(paper.left_pt, paper.bottom_pt, page.width - paper.right_pt, page.height - paper.top_pt)


def _middle(box: Box) -> Box:
    x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    return Box(x, y, x, y)


def _page(page: pdfium.PdfPage) -> PageMap:
    text_page = page.get_textpage()
    texts = [thing for thing in page.get_objects(max_depth=1) if thing.type == raw.FPDF_PAGEOBJ_TEXT]
    spans = {_address(thing.raw): _span(thing.raw) for thing in texts}
    glyphs = list(_glyphs(text_page, spans))
    for span, parts in groupby(texts, key=lambda thing: spans[_address(thing.raw)]):
        if span is not None:
            glyphs.append(_spoken(span[1], list(parts)))
    figures, cells = _drawn(page)
    return PageMap(page.get_width(), page.get_height(), tuple(glyphs), figures, cells)


def _spoken(words: str, parts: Sequence[pdfium.PdfTextObj]) -> Glyph:
    """What a span reads as, where those of its parts stand that are seen."""
    seen = [thing for thing in parts if raw.FPDFTextObj_GetTextRenderMode(thing.raw) != _INVISIBLE]
    boxes = [thing.get_bounds() for thing in seen or parts]
    box = Box(
        min(each[0] for each in boxes),
        min(each[1] for each in boxes),
        max(each[2] for each in boxes),
        max(each[3] for each in boxes),
    )
    matrix = parts[0].get_matrix()
    return Glyph(words, box, box, matrix.e, matrix.f, bool(seen))


def _glyphs(text_page: pdfium.PdfTextPage, spans: dict[int, Span | None]) -> Iterator[Glyph]:
    """Characters that are shown as they are, halves of surrogate pairs and of ligatures put together."""
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    room = raw.FS_RECTF()
    last: Glyph | None = None
    for index in range(text_page.count_chars()):
        shown_by = raw.FPDFText_GetTextObject(text_page, index)
        if not shown_by or raw.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        if spans.get(_address(shown_by)) is not None:
            continue
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        raw.FPDFText_GetLooseCharBox(text_page, index, room)
        character = chr(raw.FPDFText_GetUnicode(text_page, index))
        # PDFium marks a hyphen at the end of a line so.
        character = "-" if character == "\x02" else character
        box = Box(left.value, bottom.value, right.value, top.value)
        core = box.common(Box(room.left, box.bottom, room.right, box.top))
        if last and box == last.box and (x.value, y.value) == (last.x, last.y):
            joined = (
                (last.text + character).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            )
            last = replace(last, text=joined)
            continue
        if last:
            yield last
        visible = raw.FPDFTextObj_GetTextRenderMode(shown_by) != _INVISIBLE
        last = Glyph(character, box, core, x.value, y.value, visible)
    if last:
        yield last


def _drawn(page: pdfium.PdfPage) -> tuple[tuple[Box, ...], tuple[CellBox, ...]]:
    """Small figures among the text, and the rectangles of tables; the squares of a QR code are neither."""
    figures, cells = [], []
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1):
        fill, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(thing.raw, fill, stroked)
        if not stroked.value or raw.FPDFPath_CountSegments(thing.raw) < 4:
            continue
        half = ctypes.c_float()
        raw.FPDFPageObj_GetStrokeWidth(thing.raw, half)
        wide = Box(*thing.get_bounds())
        by = half.value / 2
        box = Box(wide.left + by, wide.bottom + by, wide.right - by, wide.top - by)
        if box.right - box.left >= _CELL_LEAST_PT[0] and box.top - box.bottom >= _CELL_LEAST_PT[1]:
            cells.append(CellBox(box, bool(fill.value)))
        else:
            figures.append(box)
    return tuple(figures), tuple(cells)


Span = tuple[int, str]
"""Which span of marked content, and what it says it reads as."""


def _span(thing: raw.FPDF_PAGEOBJECT) -> Span | None:
    """The span of a text object that says what it reads as (ISO 32000-1 §14.9.4), else None."""
    for index in range(raw.FPDFPageObj_CountMarks(thing)):
        mark = raw.FPDFPageObj_GetMark(thing, index)
        size = ctypes.c_ulong()
        raw.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", None, 0, size)
        if size.value:
            blob = (ctypes.c_ubyte * size.value)()
            raw.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", blob, size.value, size)
            return _address(mark), bytes(blob).decode("utf-16")
    return None


def _address(thing: raw.FPDF_PAGEOBJECT | raw.FPDF_PAGEOBJECTMARK) -> int:
    return ctypes.cast(thing, ctypes.c_void_p).value or 0
