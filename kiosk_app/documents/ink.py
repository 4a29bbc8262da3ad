"""Putting lines, tick boxes and signatures on a ReportLab canvas.

What is drawn as lines instead of a glyph (a tick box, a character that no font has) carries its
character as ActualText (ISO 32000-1 §14.9.4), so that it is found and copied as what it is; and so does a
glyph that a variation selector or a joiner follows, which have no glyph of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal
from unicodedata import bidirectional

from kiosk_app.documents.linebreak import MISSING_CODE_SIZE_EM, Atom, Ink, Line, code_point
from kiosk_app.documents.paper_canvas import PaperCanvas
from kiosk_app.documents.typeface import Face
from kiosk_app.domain.signature import Signature

_Mode = Literal[0, 3]
_FILL: _Mode = 0
_INVISIBLE: _Mode = 3
_BOX_SIDE_EM, _BOX_LEFT_EM, _BOX_BOTTOM_EM = 0.80, 0.10, -0.06
_TICK = ((0.14, 0.46), (0.40, 0.16), (0.90, 0.96))
_SEARCHED_AS = {"☐": "□", "☑": "√"}
"""The glyph that lies unseen under a tick box, for readers that know nothing of ActualText."""

_UNSEEN = "□"
_MOST_GAP_EM = 0.12
"""So much may stand between two letters of a justified line; a line that needs more ends where it ends."""

_PEN_PT = 1.3
_EM_BOX = 0.86
_BRUSH = 0.065
"""How wide the lines of a character written by hand are, as a share of its box: like those of the print."""
_SMALLEST = 0.02
"""A dot is not blown up to fill a box."""


def draw_line(
    canvas: PaperCanvas,
    line: Line,
    face: Face,
    size_pt: float,
    x_pt: float,
    y_pt: float,
    *,
    fill_em: float = 0.0,
) -> None:
    """Draw a line with its baseline at ``y_pt``.

    With ``fill_em`` the letters are spread evenly to that width, except in a paragraph's last line.
    """
    slack_em = fill_em - line.width_em
    gaps = sum(atom.ink is not Ink.NONE for atom in line.atoms) - 1
    # Spread, a line to write on would fall into dashes.
    spread = not line.ends and "__" not in line.text and 0 < slack_em <= _MOST_GAP_EM * gaps
    space_pt = slack_em * size_pt / gaps if spread else 0.0
    for run in _runs(line.atoms, face):
        if run.ink is Ink.GLYPH:
            opened = run.read != run.shown and _open_span(canvas, run.read)
            _show(canvas, run.shown, run.font, size_pt, x_pt, y_pt, space_pt=space_pt)
            _close_span(canvas, opened)
        elif run.ink is Ink.BOX:
            _tick_box(canvas, run, face, size_pt, x_pt, y_pt)
        else:
            _without_font(canvas, run, face, size_pt, x_pt, y_pt)
        x_pt += run.width_em * size_pt + len(run.shown) * space_pt


@dataclass(frozen=True, slots=True)
class _Run:
    """What is drawn at once: letters of one font, or one sign by itself. ``read`` is what it says, ``shown``
    what of that is seen; ``font`` is empty but for letters."""

    ink: Ink
    font: str
    shown: str
    read: str
    width_em: float


def _runs(atoms: Sequence[Atom], face: Face) -> Iterator[_Run]:
    signs = (_sign(atoms[start:end], face) for start, end in _places(atoms))
    for (font, _), group in groupby(_as_seen(signs), key=lambda run: (run.font, run.read == run.shown)):
        runs = tuple(group)
        if not font or runs[0].read != runs[0].shown:
            yield from runs
            continue
        text = "".join(run.shown for run in runs)
        yield _Run(Ink.GLYPH, font, text, text, sum(run.width_em for run in runs))


def _as_seen(signs: Iterable[_Run]) -> Iterator[_Run]:
    """From left to right: a word of Hebrew or Arabic letters begins at its right end."""
    for leftward, group in groupby(signs, key=lambda run: bidirectional(run.shown) in ("R", "AL")):
        word = tuple(group)
        yield from reversed(word) if leftward else word


def _places(atoms: Sequence[Atom]) -> Iterator[tuple[int, int]]:
    """From where to where each seen atom goes with the unseen ones that follow it, such as a variation
    selector. Unseen ones that follow nothing say nothing."""
    starts = (place for place, atom in enumerate(atoms) if atom.ink is not Ink.NONE)
    return pairwise((*starts, len(atoms)))


def _sign(atoms: Sequence[Atom], face: Face) -> _Run:
    seen = atoms[0]
    font = face.font_of(seen.character) if seen.ink is Ink.GLYPH else None
    read = "".join(atom.character for atom in atoms)
    return _Run(seen.ink, font.name if font else "", seen.character, read, seen.width_em)


def draw_hidden(canvas: PaperCanvas, text: str, face: Face, size_pt: float, x_pt: float, y_pt: float) -> None:
    """Text that is searched but not seen; a character that the main font has not takes one em."""
    for known, group in groupby(text, key=face.main.has):
        part = "".join(group)
        if known:
            _show(canvas, part, face.name, size_pt, x_pt, y_pt, mode=_INVISIBLE)
            x_pt += face.width_em(part) * size_pt
            continue
        for character in part:
            opened = _open_span(canvas, character)
            _show(canvas, _UNSEEN, face.name, size_pt, x_pt, y_pt, mode=_INVISIBLE)
            _close_span(canvas, opened)
            x_pt += size_pt


def hidden_width_em(text: str, face: Face) -> float:
    return sum(face.width_em(character) if face.main.has(character) else 1.0 for character in text)


def draw_signature(
    canvas: PaperCanvas, signature: Signature, x_pt: float, y_pt: float, width_pt: float, height_pt: float
) -> None:
    """The strokes as vectors, fitted into the box whose lower left corner is given, never distorted."""
    if not any(signature.strokes):
        return
    left, top, ink_width, ink_height = _extent(signature)
    # A small signature is not blown up to more than twice what fills the box by the pad's height.
    scale = min(width_pt / max(ink_width, 1e-6), height_pt / max(ink_height, 1e-6), 2 * height_pt)
    base = y_pt + (height_pt - ink_height * scale) / 2
    corner = x_pt - left * scale, base + (ink_height + top) * scale
    _draw_strokes(canvas, signature, corner, scale, width_pt=_PEN_PT)


def _draw_strokes(
    canvas: PaperCanvas, drawn: Signature, corner: tuple[float, float], scale: float, *, width_pt: float
) -> None:
    """The strokes with the pad's upper left corner at ``corner``; ``scale`` is the pad's height in points."""
    canvas.saveState()
    canvas.setLineWidth(width_pt)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for stroke in drawn.strokes:
        path = canvas.beginPath()
        for index, point in enumerate(stroke):
            x, y = corner[0] + point.x * drawn.aspect * scale, corner[1] - point.y * scale
            if index == 0:
                path.moveTo(x, y)
            # A dot is a line to itself: round caps make it visible.
            path.lineTo(x, y)
        if stroke:
            canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def _show(
    canvas: PaperCanvas,
    text: str,
    font: str,
    size_pt: float,
    x_pt: float,
    y_pt: float,
    *,
    space_pt: float = 0.0,
    mode: _Mode = _FILL,
) -> None:
    shown = canvas.beginText(x_pt, y_pt)
    shown.setFont(font, size_pt)
    shown.setCharSpace(space_pt)
    shown.setTextRenderMode(mode)
    shown.textOut(text)
    # Text state outlives the text object: what follows must not inherit it.
    shown.setTextRenderMode(_FILL)
    shown.setCharSpace(0)
    canvas.drawText(shown)


def _tick_box(canvas: PaperCanvas, run: _Run, face: Face, size_pt: float, x_pt: float, y_pt: float) -> None:
    side = _BOX_SIDE_EM * size_pt
    left, bottom = x_pt + _BOX_LEFT_EM * size_pt, y_pt + _BOX_BOTTOM_EM * size_pt
    opened = _open_span(canvas, run.read)
    _show(canvas, _SEARCHED_AS[run.shown], face.name, size_pt * 0.9, x_pt, y_pt, mode=_INVISIBLE)
    _close_span(canvas, opened)
    canvas.saveState()
    canvas.setLineWidth(0.055 * size_pt)
    canvas.rect(left, bottom, side, side)
    if run.shown == "☑":
        canvas.setLineWidth(0.13 * size_pt)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        path = canvas.beginPath()
        for index, (x, y) in enumerate(_TICK):
            (path.lineTo if index else path.moveTo)(left + x * side, bottom + y * side)
        canvas.drawPath(path)
    canvas.restoreState()


def _without_font(
    canvas: PaperCanvas, run: _Run, face: Face, size_pt: float, x_pt: float, y_pt: float
) -> None:
    """As the visitor wrote it, or a crossed box, and the code point: no look-alike, nothing silently lost.

    Unseen glyphs at both ends make the span as wide and as large as its neighbours' type: else readers take
    the small code point for a line of its own, and a search for the name does not find it.
    """
    left, bottom, side = x_pt + 0.06 * size_pt, y_pt - 0.08 * size_pt, _EM_BOX * size_pt
    if run.ink is Ink.DRAWN:
        _draw_by_hand(canvas, face.drawn[run.shown], left, bottom, side)
    else:
        _crossed_box(canvas, left, bottom, side)
    opened = _open_span(canvas, run.read)
    code_size_pt = MISSING_CODE_SIZE_EM * size_pt
    last_pt = x_pt + (run.width_em - 1) * size_pt
    if opened:
        _show(canvas, _UNSEEN, face.name, size_pt, x_pt, y_pt, mode=_INVISIBLE)
    _show(canvas, code_point(run.shown), face.name, code_size_pt, x_pt + 1.02 * size_pt, y_pt)
    if opened:
        _show(canvas, _UNSEEN, face.name, size_pt, last_pt, y_pt, mode=_INVISIBLE)
    _close_span(canvas, opened)


def _crossed_box(canvas: PaperCanvas, left: float, bottom: float, side: float) -> None:
    canvas.saveState()
    canvas.setLineWidth(side / 17)
    canvas.rect(left, bottom, side, side)
    canvas.line(left, bottom, left + side, bottom + side)
    canvas.line(left, bottom + side, left + side, bottom)
    canvas.restoreState()


def _draw_by_hand(canvas: PaperCanvas, drawn: Signature, left: float, bottom: float, side: float) -> None:
    """What was written, as large as the box holds it and in its middle, whatever the size of the writing."""
    x0, y0, width, height = _extent(drawn)
    pen_pt = side * _BRUSH
    scale = (side - pen_pt) / max(width, height, _SMALLEST)
    corner = (
        left + (side - width * scale) / 2 - x0 * scale,
        bottom + (side + height * scale) / 2 + y0 * scale,
    )
    _draw_strokes(canvas, drawn, corner, scale, width_pt=pen_pt)


def _extent(drawn: Signature) -> tuple[float, float, float, float]:
    """Left, top, width and height of the ink, in heights of the pad."""
    points = [point for stroke in drawn.strokes for point in stroke]
    xs, ys = [point.x * drawn.aspect for point in points], [point.y for point in points]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _open_span(canvas: PaperCanvas, text: str) -> bool:
    """Begin a span that reads as ``text``; half a surrogate pair is no text and gets none."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        return False
    canvas.addLiteral(f"/Span <</ActualText <FEFF{text.encode('utf-16-be').hex().upper()}>>> BDC")
    return True


def _close_span(canvas: PaperCanvas, opened: bool) -> None:
    if opened:
        canvas.addLiteral("EMC")
