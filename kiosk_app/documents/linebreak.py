"""From text to lines that fit a width, by the rules of Chinese typesetting.

No closing mark starts a line and no opening mark ends one (GB/T 15834-2011 §5.1, W3C clreq §3.1.2);
words and numbers stay whole, a number keeps its unit and a tick box its label, as long as the line is
wide enough. Nothing is ever dropped but spaces at a line's edge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kiosk_app.documents.typeface import Face

NOT_AT_START = frozenset("，。、；：？！）》」』】〕〉］｝〗”’…—～·％‰℃°／,.;:?!)]}%>/々ー・")
NOT_AT_END = frozenset("（《「『【〔〈［｛〖“‘([{<￥¥＄$№#§★")
UNITS = frozenset("年月日时分秒元角万亿千百个名位周期天页份号条项件笔张套台辆人次岁倍米吨亩公平％%‰℃㎡")
_UNIT_WORDS = frozenset(
    ("万元", "亿元", "千元", "百元", "个月", "公里", "公斤", "平方", "方米", "小时", "分钟")
)
BOXES = frozenset("☐☑")
MISSING_CODE_SIZE_EM = 0.52
"""How large the code point stands beside a character that no font has."""

SPACES = frozenset(" \N{IDEOGRAPHIC SPACE}")

_LABEL_LENGTH, _FIELD_LENGTH, _NEXT_CHOICE_LENGTH = 16, 8, 4
_LABEL_ENDS = BOXES | SPACES | frozenset("_，。；：（）／、")
_NEXT_CHOICE = re.compile(rf"[ \u3000][^ \u3000☐☑，。；：]{{1,{_NEXT_CHOICE_LENGTH}}}[☐☑]")
_ARTICLE = re.compile("第[0-9〇零一二三四五六七八九十百千]{1,8}[条款项章]")
_LINE_FEED = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_EMPTY_LINES = re.compile("\n(?: *\n){2,}")
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_ACCENTED = re.compile("[\x41-\u2e7f][\u0300-\u036f]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_IGNORABLE = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF),
)  # fmt: skip
"""Default_Ignorable_Code_Point of Unicode: what has no picture of its own."""
_IGNORABLE_POINTS = frozenset(point for low, high in _IGNORABLE for point in range(low, high + 1))


class Ink(StrEnum):
    """How an atom gets onto the paper: by a font, as a tick box, from the visitor's hand or as a crossed box,
    both with the code point beside it, or not at all."""

    GLYPH = "glyph"
    BOX = "box"
    DRAWN = "drawn"
    MISSING = "missing"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Atom:
    """One character, its width in em, and how it is drawn."""

    character: str
    width_em: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Line:
    """Atoms that stand on one line. ``ends`` is True for the last line of a paragraph."""

    atoms: tuple[Atom, ...]
    width_em: float
    ends: bool

    @property
    def text(self) -> str:
        return "".join(atom.character for atom in self.atoms)


def code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def break_lines(text: str, face: Face, width_em: float) -> tuple[Line, ...]:
    """The lines of ``text`` at most ``width_em`` wide; line feeds end paragraphs, empty ones stay."""
    lines = (_set(paragraph, face, width_em) for paragraph in tidy(text).split("\n"))
    return tuple(line for paragraph in lines for line in paragraph)


def tidy(text: str) -> str:
    """The same words with one kind of line feed and of space, no control characters, and no empty line but
    one between others.

    A letter and its accent become one character where Unicode has it. Han characters stay as they are:
    to normalise those would turn a rare form of a name into the common one.
    """
    text = _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    text = _SPACE.sub(" ", _LINE_FEED.sub("\n", text).replace("\t", "    "))
    text = _CONTROL.sub("", text)
    return _EMPTY_LINES.sub("\n\n", text).strip("\n")


def _set(paragraph: str, face: Face, width_em: float) -> tuple[Line, ...]:
    """The lines of one paragraph; a single character never has the last line to itself if that costs none."""
    lines = tuple(_fill(paragraph, face, width_em))
    alone = [atom for atom in lines[-1].atoms if atom.character not in NOT_AT_START]
    if len(lines) > 1 and len(alone) <= 1:
        narrower = tuple(_fill(paragraph, face, width_em - 1))
        return narrower if len(narrower) == len(lines) else lines
    return lines


def is_ignorable(character: str) -> bool:
    """Whether the character has no picture of its own: a variation selector, a joiner, a mark of order."""
    return ord(character) in _IGNORABLE_POINTS


def _atom(character: str, face: Face) -> Atom:
    if character in BOXES:
        return Atom(character, 1.0, Ink.BOX)
    if is_ignorable(character):
        return Atom(character, 0.0, Ink.NONE)
    font = face.font_of(character)
    # An accent left by itself would stand on the letter after it: fonts place it by rules that PDF has not.
    if font and unicodedata.category(character) not in ("Mn", "Me"):
        return Atom(character, font.advances[ord(character)] / 1000, Ink.GLYPH)
    ink = Ink.DRAWN if character in face.drawn else Ink.MISSING
    return Atom(character, 1.1 + MISSING_CODE_SIZE_EM * face.width_em(code_point(character)), ink)


def _fill(paragraph: str, face: Face, width_em: float) -> Iterator[Line]:
    line: list[Atom] = []
    used_em = 0.0
    for chunk in _chunks(tuple(_atom(character, face) for character in paragraph)):
        for part in _parts(chunk, width_em):
            if line and used_em + _width(_trimmed(part)) > width_em + 1e-6:
                yield _line(line, ends=False)
                line, used_em = [], 0.0
                if part[0].character in SPACES:
                    continue
            line.extend(part)
            used_em += _width(part)
    yield _line(line, ends=True)


def _line(atoms: Iterable[Atom], *, ends: bool) -> Line:
    kept = _trimmed(atoms)
    return Line(kept, _width(kept), ends)


def _parts(chunk: tuple[Atom, ...], width_em: float) -> Iterable[tuple[Atom, ...]]:
    """The chunk as it is, or single atoms where it is wider than a whole line."""
    return (chunk,) if _width(_trimmed(chunk)) <= width_em else ((atom,) for atom in chunk)


def _chunks(atoms: tuple[Atom, ...]) -> Iterator[tuple[Atom, ...]]:
    """The pieces that a line break may not divide."""
    characters = "".join(atom.character for atom in atoms)
    labels = _labels(characters)
    start = 0
    for index in range(1, len(atoms)):
        if index not in labels and _may_break(characters[index - 1], characters[index]):
            yield atoms[start:index]
            start = index
    if atoms:
        yield atoms[start:]


def _labels(characters: str) -> frozenset[int]:
    """The places inside what reads as one: 是☐ or ☐是, a pair of short choices 是☐　否☐, a field's name,
    the number of an article."""
    glued: set[int] = set()
    for place, character in enumerate(characters):
        if character == "：":
            glued.update(_run(characters, place, -1, _FIELD_LENGTH))
        elif character in BOXES and place and characters[place - 1] not in _LABEL_ENDS:
            glued.update(_run(characters, place, -1, _LABEL_LENGTH))
            glued.update(_next_choice(characters, place))
        elif character in BOXES:
            glued.update(_run(characters, place, 1, _LABEL_LENGTH))
    for article in _ARTICLE.finditer(characters):
        glued.update(range(article.start() + 1, article.end()))
    return frozenset(glued)


def _run(characters: str, place: int, step: int, longest: int) -> Iterator[int]:
    """The places between ``place`` and the end of its label in one direction; none if it is too long."""
    index = place + step
    while 0 <= index < len(characters) and characters[index] not in _LABEL_ENDS:
        index += step
        if abs(index - place) > longest + 1:
            return iter(())
    return iter(range(index + 2, place + 1) if step < 0 else range(place + 1, index))


def _next_choice(characters: str, box: int) -> Iterator[int]:
    """The places up to a short choice that follows after one space, as in 了解☐　不了解☐."""
    label = _NEXT_CHOICE.match(characters, box + 1)
    return iter(range(box + 1, box + 3) if label else ())


def _may_break(before: str, after: str) -> bool:
    if after in SPACES or after in NOT_AT_START or before in NOT_AT_END:
        return False
    if (before, after) == ("：", "_"):  # a field stays with the line to write on
        return False
    if before in SPACES:
        return True
    if unicodedata.category(after) in ("Mn", "Mc", "Me", "Cf") or before == "\N{ZERO WIDTH JOINER}":
        return False
    if before + after in _UNIT_WORDS:
        return False
    return not (_in_word(before) and (_in_word(after) or after in UNITS))


def _in_word(character: str) -> bool:
    """Scripts with words: everything below the CJK blocks but the marks that may stand alone."""
    return ord(character) < 0x2E80 and character not in "☐☑—…·“”‘’①②③④⑤⑥⑦⑧⑨⑩●○■□★√"


def _width(atoms: Iterable[Atom]) -> float:
    return sum(atom.width_em for atom in atoms)


def _trimmed(atoms: Iterable[Atom]) -> tuple[Atom, ...]:
    kept = list(atoms)
    while kept and kept[-1].character in SPACES:
        kept.pop()
    return tuple(kept)
