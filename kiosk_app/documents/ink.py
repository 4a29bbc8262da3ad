"""Putting lines, tick boxes and signatures on a ReportLab canvas.

What is drawn as lines instead of a glyph (a tick box, a character that no font has) carries its
character as ActualText (ISO 32000-1 §14.9.4), so that it is found and copied as what it is.
"""

from __future__ import annotations

from itertools import groupby
from typing import Literal

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

_MOST_SLACK_EM = 2.0


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
    spread = not line.ends and len(line.atoms) > 1 and 0 < slack_em <= _MOST_SLACK_EM
    space_pt = slack_em * size_pt / (len(line.atoms) - 1) if spread else 0.0
    for ink, group in groupby(line.atoms, key=lambda atom: atom.ink):
        atoms = list(group)
        if ink is Ink.GLYPH:
            text = "".join(atom.character for atom in atoms)
            _show(canvas, text, face, size_pt, x_pt, y_pt, space_pt=space_pt)
            x_pt += sum(atom.width_em * size_pt + space_pt for atom in atoms)
            continue
        for atom in atoms:
            if ink is Ink.BOX:
                _tick_box(canvas, atom, face, size_pt, x_pt, y_pt)
            elif ink is Ink.MISSING:
                _missing(canvas, atom, face, size_pt, x_pt, y_pt)
            x_pt += atom.width_em * size_pt + space_pt


def draw_hidden(canvas: PaperCanvas, text: str, face: Face, size_pt: float, x_pt: float, y_pt: float) -> None:
    """Text that is searched but not seen; a character that the font has not takes one em."""
    for known, group in groupby(text, key=face.has):
        part = "".join(group)
        if known:
            _show(canvas, part, face, size_pt, x_pt, y_pt, mode=_INVISIBLE)
            x_pt += face.width_em(part) * size_pt
            continue
        for character in part:
            opened = _open_span(canvas, character)
            _show(canvas, "□", face, size_pt, x_pt, y_pt, mode=_INVISIBLE)
            _close_span(canvas, opened)
            x_pt += size_pt


def hidden_width_em(text: str, face: Face) -> float:
    return sum(face.width_em(character) if face.has(character) else 1.0 for character in text)


def draw_signature(
    canvas: PaperCanvas, signature: Signature, x_pt: float, y_pt: float, width_pt: float, height_pt: float
) -> None:
    """The strokes as vectors, fitted into the box whose lower left corner is given, never distorted."""
    points = [point for stroke in signature.strokes for point in stroke]
    if not points:
        return
    left, top = min(p.x for p in points) * signature.aspect, min(p.y for p in points)
    ink_width = max(p.x for p in points) * signature.aspect - left
    ink_height = max(p.y for p in points) - top
    # A small signature is not blown up to more than twice what fills the box by the pad's height.
    scale = min(width_pt / max(ink_width, 1e-6), height_pt / max(ink_height, 1e-6), 2 * height_pt)
    base = y_pt + (height_pt - ink_height * scale) / 2
    canvas.saveState()
    canvas.setLineWidth(1.3)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for stroke in signature.strokes:
        path = canvas.beginPath()
        for index, point in enumerate(stroke):
            x = x_pt + (point.x * signature.aspect - left) * scale
            y = base + (ink_height - (point.y - top)) * scale
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
    face: Face,
    size_pt: float,
    x_pt: float,
    y_pt: float,
    *,
    space_pt: float = 0.0,
    mode: _Mode = _FILL,
) -> None:
    shown = canvas.beginText(x_pt, y_pt)
    shown.setFont(face.name, size_pt)
    shown.setCharSpace(space_pt)
    shown.setTextRenderMode(mode)
    shown.textOut(text)
    # Text state outlives the text object: what follows must not inherit it.
    shown.setTextRenderMode(_FILL)
    shown.setCharSpace(0)
    canvas.drawText(shown)


def _tick_box(canvas: PaperCanvas, atom: Atom, face: Face, size_pt: float, x_pt: float, y_pt: float) -> None:
    side = _BOX_SIDE_EM * size_pt
    left, bottom = x_pt + _BOX_LEFT_EM * size_pt, y_pt + _BOX_BOTTOM_EM * size_pt
    opened = _open_span(canvas, atom.character)
    _show(canvas, _SEARCHED_AS[atom.character], face, size_pt * 0.9, x_pt, y_pt, mode=_INVISIBLE)
    _close_span(canvas, opened)
    canvas.saveState()
    canvas.setLineWidth(0.055 * size_pt)
    canvas.rect(left, bottom, side, side)
    if atom.character == "☑":
        canvas.setLineWidth(0.13 * size_pt)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        path = canvas.beginPath()
        for index, (x, y) in enumerate(_TICK):
            (path.lineTo if index else path.moveTo)(left + x * side, bottom + y * side)
        canvas.drawPath(path)
    canvas.restoreState()


def _missing(canvas: PaperCanvas, atom: Atom, face: Face, size_pt: float, x_pt: float, y_pt: float) -> None:
    """A crossed box and the code point: no look-alike, nothing silently lost."""
    side = 0.86 * size_pt
    left, bottom = x_pt + 0.06 * size_pt, y_pt - 0.08 * size_pt
    canvas.saveState()
    canvas.setLineWidth(0.05 * size_pt)
    canvas.rect(left, bottom, side, side)
    canvas.line(left, bottom, left + side, bottom + side)
    canvas.line(left, bottom + side, left + side, bottom)
    canvas.restoreState()
    opened = _open_span(canvas, atom.character)
    code_size_pt = MISSING_CODE_SIZE_EM * size_pt
    _show(canvas, code_point(atom.character), face, code_size_pt, x_pt + 1.02 * size_pt, y_pt)
    _close_span(canvas, opened)


def _open_span(canvas: PaperCanvas, character: str) -> bool:
    """Begin a span that reads as ``character``; half a surrogate pair is no text and gets none."""
    if "\ud800" <= character <= "\udfff":
        return False
    canvas.addLiteral(f"/Span <</ActualText <FEFF{character.encode('utf-16-be').hex().upper()}>>> BDC")
    return True


def _close_span(canvas: PaperCanvas, opened: bool) -> None:
    if opened:
        canvas.addLiteral("EMC")
