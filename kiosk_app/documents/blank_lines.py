"""Lines of a blank form: printed words with room for a pen between them, noted where it is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice
from math import ceil

from reportlab.lib.units import mm

from kiosk_app.documents.blank_fields import Blank, Blanks
from kiosk_app.documents.ink import draw_line
from kiosk_app.documents.layout import SetLine, Style
from kiosk_app.documents.linebreak import Atom, Ink, Line, break_lines
from kiosk_app.documents.paper_canvas import PaperCanvas
from kiosk_app.domain.layout_map import FieldKind

PITCH_PT = 8.5 * mm
"""From line to line of what is written by hand."""
SIGNATURE_PT = 16 * mm
_TICKED_PT = 6.9 * mm
_PRINTED_PT = 6.3 * mm
TICK_PT, TICK_RULE_PT = 4.05 * mm, 0.8
CELL_PT = 4.6 * mm
_CELL_HEIGHT_PT = 6.8 * mm
_RULE_PT = 0.7
_RULE_UP_PT = 1.3 * mm
"""From the foot of a line to its rule."""
_BASE_UP_PT = 2.5 * mm
_HEAD_PT = 0.5 * mm
"""White above what is written, so that the places of two lines do not touch."""
_MIDDLE_EM = 0.36
"""How high above the baseline the middle of a Chinese glyph lies."""
_GAP_PT = 0.4 * mm
_MOST_BEFORE_AREA = 0.5
"""An area stands beside its label where that takes no more of the width, else below it."""

_LINE, _BOX, _JOINER = "_", "☐", "\N{ZERO WIDTH JOINER}"
_SPACE = Atom("　", 1.0, Ink.GLYPH)
_SHORT_TICKS = 8
"""Letters of two lines of choices, such as 是☐ and 否☐, that may stand beside each other."""
_TICKED = re.compile(r"：(?=[^：　]*$)")
_LOOSE = "　，。；、"
_STUCK = re.compile(r"(?<![_☐])[^　，。；、：（）/／_☐起\u200d]{2,7}$")
"""The last words before a blank, where nothing parts them: they go onto its line."""


@dataclass(frozen=True, slots=True)
class PenLine(SetLine):
    """A line whose runs of ``_`` and whose ``☐`` are its blanks, one after the other. With ``area`` the rest
    of the line, and as many lines below it as the area has, are to be written on."""

    blanks: tuple[Blank, ...] = ()
    area: Blank | None = None

    @property
    def is_written(self) -> bool | None:
        """Whether all of its blanks are written on; False where all are ticked, None for neither."""
        kinds = {blank.room.kind is not FieldKind.TICK for blank in self.blanks}
        return kinds.pop() if len(kinds) == 1 else None

    @property
    def height_pt(self) -> float:
        if self.area:
            return self.area.room.cells * PITCH_PT
        kinds = {blank.room.kind for blank in self.blanks}
        if FieldKind.SIGNATURE in kinds:
            return SIGNATURE_PT
        if kinds - {FieldKind.TICK}:
            return PITCH_PT
        return _TICKED_PT if kinds else _PRINTED_PT

    def draw(self, canvas: PaperCanvas, left: float, top: float) -> None:
        first_pt = PITCH_PT if self.area else self.height_pt
        foot = top - first_pt
        written = self.area or any(blank.room.kind is not FieldKind.TICK for blank in self.blanks)
        size = self.style.size_pt
        base = foot + (_BASE_UP_PT if written else first_pt / 2 - _MIDDLE_EM * size)
        x = self._draw_words(canvas, left, top, base)
        if self.area:
            _draw_area(canvas, self.area, x, top, left + self.width_pt)

    def _draw_words(self, canvas: PaperCanvas, left: float, top: float, base: float) -> float:
        """Words and blanks from left to right; where the next would stand."""
        size, face = self.style.size_pt, self.style.face
        waiting = list(reversed(self.blanks))
        slack = self.width_pt - self.line.width_em * size
        growing = sum(blank.room.grows for blank in self.blanks)
        more = slack / growing if growing and not self.area else 0.0
        x = left
        for sort, group in groupby(self.line.atoms, key=_sort):
            atoms = tuple(group)
            width = sum(atom.width_em for atom in atoms) * size
            if sort == _LINE:
                blank = waiting.pop()
                width += more if blank.room.grows else 0.0
                _draw_blank(canvas, blank, x, top, base, width)
            elif sort == _BOX:
                for place, atom in enumerate(atoms):
                    _draw_tick(canvas, waiting.pop(), x + place * atom.width_em * size, base, size)
            else:
                draw_line(canvas, Line(atoms, width / size, True), face, size, x, base)
            x += width
        return x


def pen_lines(text: str, blanks: Blanks, style: Style, width_pt: float) -> tuple[PenLine, ...]:
    """The lines of a cell that :func:`~kiosk_app.documents.blank_fields.written_out` made. Short ones that
    are alike stand beside each other: 是☐　否☐."""
    lines: list[PenLine] = []
    for paragraph in text.split("\n"):
        own = list(_paragraph(paragraph, blanks, style, width_pt))
        beside = _beside(lines[-1], own[0]) if lines and own else None
        if beside:
            lines[-1:] = [beside]
            own = own[1:]
        lines += own
    return tuple(lines)


def _beside(one: PenLine, other: PenLine) -> PenLine | None:
    """Both as one line, where they are of one kind and it is wide enough for them."""
    atoms = (*one.line.atoms, _SPACE, *other.line.atoms)
    width_em = one.line.width_em + _SPACE.width_em + other.line.width_em
    kinds = {line.is_written for line in (one, other)}
    too_long = width_em * one.style.size_pt > one.width_pt or not (one.line.ends and other.line.ends)
    ticks = kinds == {False} and len(atoms) > _SHORT_TICKS
    if one.area or other.area or len(kinds) > 1 or None in kinds or too_long or ticks:
        return None
    return replace(one, line=Line(atoms, width_em, True), blanks=(*one.blanks, *other.blanks))


def _paragraph(text: str, blanks: Blanks, style: Style, width_pt: float) -> Iterator[PenLine]:
    words, inline = "", list[Blank]()
    for piece in blanks.pieces(text):
        if isinstance(piece, str):
            words += piece if words or inline else piece.lstrip(_LOOSE)
        elif piece.room.kind is FieldKind.AREA:
            before, label = words.rpartition("　")[::2]
            if _LINE in before and not {_LINE, _BOX} & set(label):
                yield from _flow(before, inline, style, width_pt)
                words, inline = label, []
            yield from _with_area(_flow(words, inline, style, width_pt), piece, style, width_pt)
            words, inline = "", []
        elif piece.room.kind is FieldKind.TICK:
            # The first choice stays with the name of what is chosen.
            words = _TICKED.sub(f"：{_JOINER}", words) + _BOX
            inline.append(piece)
        else:
            words = _STUCK.sub(lambda match: _JOINER.join(match[0]), words) + _stand_in(piece, style)
            inline.append(piece)
    if words.strip(_LOOSE):
        yield from _flow(words, inline, style, width_pt)


def _stand_in(blank: Blank, style: Style) -> str:
    """As many ``_`` as the blank is wide. They read as a word: the line breaks neither within nor, by the
    joiner, between the blank and its label."""
    room = blank.room
    width_pt = room.cells * CELL_PT if room.kind is FieldKind.COMB else room.width_mm * mm
    return _JOINER + _LINE * ceil((width_pt + 2 * _GAP_PT) / (style.face.width_em(_LINE) * style.size_pt))


def _flow(words: str, inline: list[Blank], style: Style, width_pt: float) -> list[PenLine]:
    """Words with their blanks as lines. Where what holds together is wider than a line, it is parted."""
    broken = _broken(words, style, width_pt)
    if sum(map(_count, broken)) != len(inline):
        broken = _broken(words.replace(_JOINER, ""), style, width_pt)
    waiting = iter(inline)
    return [PenLine(line, style, width_pt, blanks=tuple(islice(waiting, _count(line)))) for line in broken]


def _broken(words: str, style: Style, width_pt: float) -> list[Line]:
    lines = break_lines(words, style.face, width_pt / style.size_pt) if words else ()
    return [
        replace(line, atoms=tuple(atom for atom in line.atoms if atom.ink is not Ink.NONE)) for line in lines
    ]


def _count(line: Line) -> int:
    """How many blanks a line has."""
    runs = ((sort, len(tuple(group))) for sort, group in groupby(line.atoms, key=_sort))
    return sum(length if sort == _BOX else 1 for sort, length in runs if sort)


def _with_area(lines: list[PenLine], area: Blank, style: Style, width_pt: float) -> list[PenLine]:
    """The lines with the area beside the last of them, or below it where too little room is left."""
    nothing = Line((), 0.0, True)
    if lines and lines[-1].line.width_em * style.size_pt <= _MOST_BEFORE_AREA * width_pt:
        last = lines.pop()
        return [*lines, PenLine(last.line, style, width_pt, blanks=last.blanks, area=area)]
    return [*lines, PenLine(nothing, style, width_pt, area=area)]


def _sort(atom: Atom) -> str:
    """What an atom belongs to: a blank, a tick box, or words (empty)."""
    return atom.character if atom.character in (_LINE, _BOX) else ""


def _draw_blank(canvas: PaperCanvas, blank: Blank, x: float, top: float, base: float, width: float) -> None:
    rule = base - _BASE_UP_PT + _RULE_UP_PT
    left, width = x + _GAP_PT, width - 2 * _GAP_PT
    if blank.room.kind is FieldKind.COMB:
        _draw_comb(canvas, blank, left, rule)
        return
    canvas.setLineWidth(_RULE_PT)
    canvas.line(left, rule, left + width, rule)
    canvas.note(blank.name, left, rule, width, top - _HEAD_PT - rule)


def _draw_comb(canvas: PaperCanvas, blank: Blank, left: float, foot: float) -> None:
    width = blank.room.cells * CELL_PT
    canvas.setLineWidth(_RULE_PT)
    canvas.rect(left, foot, width, _CELL_HEIGHT_PT)
    for cell in range(1, blank.room.cells):
        canvas.line(left + cell * CELL_PT, foot, left + cell * CELL_PT, foot + _CELL_HEIGHT_PT)
    canvas.note(blank.name, left, foot, width, _CELL_HEIGHT_PT)


def _draw_tick(canvas: PaperCanvas, blank: Blank, x: float, base: float, size: float) -> None:
    left = x + size - TICK_PT
    foot = base + _MIDDLE_EM * size - TICK_PT / 2
    canvas.setLineWidth(TICK_RULE_PT)
    canvas.rect(left, foot, TICK_PT, TICK_PT)
    canvas.note(blank.name, left, foot, TICK_PT, TICK_PT)


def _draw_area(canvas: PaperCanvas, area: Blank, x: float, top: float, right: float) -> None:
    canvas.setLineWidth(_RULE_PT)
    left = x + _GAP_PT
    for number in range(1, area.room.cells + 1):
        rule = top - number * PITCH_PT + _RULE_UP_PT
        canvas.line(left, rule, right - _GAP_PT, rule)
    canvas.note(area.name, left, rule, right - _GAP_PT - left, top - _HEAD_PT - rule)
