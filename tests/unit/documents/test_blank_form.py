"""Blank forms: all that the official table asks can be written; the map says where to half a millimetre."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest
from jsonschema import Draft202012Validator
from numpy.typing import NDArray

from kiosk_app.capture.code_places import Grey
from kiosk_app.capture.codes import CodeKind, read_codes
from kiosk_app.content.library import Library
from kiosk_app.documents import blank_form
from kiosk_app.documents.blank_fields import Blanks, written_out
from kiosk_app.documents.blank_form import BlankForm
from kiosk_app.documents.blank_lines import PITCH_PT, pen_lines
from kiosk_app.documents.layout import Style
from kiosk_app.documents.registration import BITS
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.code_meaning import FormCode, meaning_of
from kiosk_app.domain.layout_map import DICTIONARY, BoxMm, Field, FieldKind, fingerprint, layout_json
from kiosk_app.forms.element_table import marks, question_in
from kiosk_app.forms.question import Form, Kind, Row, RowBlock
from kiosk_app.forms.unroll import unroll
from tests.fakes import papers, pdfa
from tests.fakes.papers import AT

FORMS = sorted(path.stem for path in (papers.FONTS.parent / "forms").glob("*.yaml") if path.stem != "common")
SCHEMA = papers.FONTS.parent / "schema" / "layout-1.schema.json"
OWN = {
    "signature": 1,
    "signature.on.year": 1,
    "signature.on.month": 1,
    "signature.on.day": 1,
    "continuation": 1,
    "continuation.page": 1,
    "continuation.about": 1,
}
ONE_OF_EACH = ("plaintiff", "defendant", "third_party", "agent")
PX_MM = 6.0
MM_PT = 72 / 25.4
DICTIONARY_OF_MARKS = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))


@pytest.fixture(scope="module", params=FORMS)
def form(request: pytest.FixtureRequest, library: Library) -> Form:
    return library.forms[request.param]


@pytest.fixture(scope="module")
def drawn(form: Form, typeface: Typeface) -> BlankForm:
    return blank_form.render(form, at=AT, typeface=typeface)


def printed_form(form: Form) -> Form:
    """The form with as many of each group as stand on paper."""
    return unroll(form, {group.key: 1 if group.key in ONE_OF_EACH else 2 for group in form.groups})


def printed_blocks(form: Form) -> Iterator[RowBlock]:
    told = set()
    for block in form.blocks:
        if not block.heading or (block.heading, block.group) not in told:
            told.add((block.heading, block.group))
            yield block


def expected(form: Form, rows: Iterator[Row]) -> Counter[tuple[str, str]]:
    """Each mark of the table; of a day its three parts, of a choice that is left open its choices."""
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for key, choice in marks(row.cell):
            named = question_in(key, form.by_key)
            kind = named[0].kind if named else None
            parts = named[1] if named else ()
            if named and kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO) and not choice:
                found.update((key, each.id) for each in named[0].choices)
            elif kind is Kind.PERIOD and not parts:
                found.update((f"{key}.{end}.{part}", "") for end in ("from", "to") for part in DAY)
            elif kind in (Kind.DATE, Kind.PERIOD) and parts in ((), ("from",), ("to",)):
                found.update((f"{key}.{part}", "") for part in DAY)
            else:
                found[key, choice] += 1
    return found


DAY = ("year", "month", "day")


def fields_of(drawn: BlankForm) -> list[Field]:
    return [field for page in drawn.layout.pages for field in page.fields]


def test_every_mark_of_the_table_is_in_the_map_once(form: Form, drawn: BlankForm) -> None:
    unrolled = printed_form(form)
    rows = (row for block in printed_blocks(unrolled) for row in block.rows)
    told = [
        (field.key + (f".{field.part}" if field.part else ""), field.choice) for field in fields_of(drawn)
    ]
    assert Counter(told) == expected(unrolled, rows) + Counter({(key, ""): n for key, n in OWN.items()})
    numbered = [(each, field.nth) for each, field in zip(told, fields_of(drawn), strict=True)]
    assert len(set(numbered)) == len(numbered)


def test_no_question_of_the_table_is_left_out(form: Form, drawn: BlankForm) -> None:
    unrolled = printed_form(form)
    anywhere = expected(unrolled, (row for block in unrolled.blocks for row in block.rows))
    asked = {named[0].key for key, _ in anywhere if (named := question_in(key, unrolled.by_key))}
    assert asked <= {field.key for field in fields_of(drawn)}


def test_labels_stand_in_the_order_of_the_table(form: Form, drawn: BlankForm) -> None:
    text, place = papers.text(drawn.printed.pdf), 0
    for block in printed_blocks(printed_form(form)):
        place = text.index(block.heading, place)
        for row in block.rows:
            # A label may be divided by the fields beside it, its beginning is not.
            place = text.index("".join(row.label.split())[:4], place)


def overlap(one: BoxMm, other: BoxMm) -> bool:
    return (
        one.left < other.left + other.width
        and other.left < one.left + one.width
        and one.top < other.top + other.height
        and other.top < one.top + one.height
    )


def test_nothing_overlaps_and_all_is_on_the_paper(drawn: BlankForm) -> None:
    layout = drawn.layout
    for page in layout.pages:
        boxes = [field.box for field in page.fields] + [mark.box for mark in page.marks] + [page.code]
        assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
        for box in boxes:
            assert box.left + layout.frame.left >= 8
            assert box.top + layout.frame.top >= 8
            assert box.left + box.width + layout.frame.left <= layout.paper_width - 8
            assert box.top + box.height + layout.frame.top <= layout.paper_height - 8


def test_there_is_room_for_a_pen(drawn: BlankForm) -> None:
    assert PITCH_PT / MM_PT >= 8
    for field in fields_of(drawn):
        if field.kind is FieldKind.TICK:
            assert min(field.box.width, field.box.height) >= 4
        elif field.kind is FieldKind.COMB:
            assert field.box.width / field.cells >= 4.5
        else:
            assert field.box.height >= 6.5
            assert field.box.width >= (10 if field.part else 15)


def test_the_map_is_as_its_schema_says(drawn: BlankForm) -> None:
    told = layout_json(drawn.layout)
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(told)
    assert told["layout"] == fingerprint(drawn.layout)


def pictures(pdf: bytes, folder: Path, dpi: int) -> list[Grey]:
    (folder / "form.pdf").write_bytes(pdf)
    papers.run("pdftoppm", "-r", str(dpi), "-gray", str(folder / "form.pdf"), str(folder / "page"), pdf=b"")
    return [grey(path) for path in sorted(folder.glob("page-*.pgm"))]


def grey(path: Path) -> Grey:
    picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    return picture.astype(np.uint8)


def laid_on_frame(picture: Grey, drawn: BlankForm, page: int) -> Grey:
    """The frame of the marks, straight, with so many pixels a millimetre and the frame's own margin."""
    corners, ids, _ = cv2.aruco.ArucoDetector(DICTIONARY_OF_MARKS).detectMarkers(picture)
    assert ids is not None
    assert sorted(int(each) for each in ids.ravel()) == [0, 1, 2, 3]
    seen = {int(each): corner.reshape(4, 2) for each, corner in zip(ids.ravel(), corners, strict=True)}
    layout = drawn.layout
    margin = np.array([layout.frame.left, layout.frame.top])
    there, here = [], []
    for mark in layout.pages[page - 1].marks:
        box = mark.box
        square = [(0, 0), (box.width, 0), (box.width, box.height), (0, box.height)]
        there += [(np.array([box.left + x, box.top + y]) + margin) * PX_MM for x, y in square]
        here += list(seen[mark.id])
    move, _ = cv2.findHomography(np.array(here), np.array(there))
    size = round(layout.paper_width * PX_MM), round(layout.paper_height * PX_MM)
    flat = cv2.warpPerspective(picture, move, size, flags=cv2.INTER_LINEAR, borderValue=255)
    return flat.astype(np.uint8)


def ink(flat: Grey, left: float, top: float, right: float, bottom: float) -> NDArray[np.float64]:
    """How dark it is, 0 to 1, in a rectangle of millimetres on the paper."""
    y0, y1, x0, x1 = (round(each * PX_MM) for each in (top, bottom, left, right))
    return 1 - flat[y0:y1, x0:x1].astype(float) / 255


def assert_empty_and_there(flat: Grey, drawn: BlankForm, field: Field, least: float) -> None:
    """The rule or the border is within half a millimetre of where the map says, and nothing inside."""
    frame, box, near = drawn.layout.frame, field.box, 0.5
    left, top = box.left + frame.left, box.top + frame.top
    right, bottom = left + box.width, top + box.height
    rules = [bottom]
    if field.kind is FieldKind.AREA:
        rules = [bottom - line * drawn.layout.line_pitch for line in range(field.cells)]
    rims = [ink(flat, left + 1, rule - near, right - 1, rule + near).mean(axis=1) for rule in rules]
    if field.kind in (FieldKind.TICK, FieldKind.COMB):
        rims += [
            ink(flat, left + 1, top - near, right - 1, top + near).mean(axis=1),
            ink(flat, left - near, top + 1, left + near, bottom - 1).mean(axis=0),
            ink(flat, right - near, top + 1, right + near, bottom - 1).mean(axis=0),
        ]
    assert min(rim.max() for rim in rims) > least, field
    if field.kind is FieldKind.COMB:
        right = left + box.width / field.cells
    inside = ink(flat, left + 0.8, top + 0.8, right - 0.8, min(rules) - 0.8)
    assert inside.mean() < 0.02, field


def assert_read_back(picture: Grey, form: Form, drawn: BlankForm, page: int, least: float) -> None:
    pages = len(drawn.layout.pages)
    texts = [c.text for c in read_codes(np.dstack([picture] * 3)) if c.kind is CodeKind.QR]
    assert [meaning_of(text) for text in texts] == [
        FormCode(form.id, form.edition, page, pages, fingerprint(drawn.layout))
    ]
    flat = laid_on_frame(picture, drawn, page)
    for field in drawn.layout.pages[page - 1].fields:
        assert_empty_and_there(flat, drawn, field, least)


def test_the_map_lies_on_the_printed_page(form: Form, drawn: BlankForm, tmp_path: Path) -> None:
    shown = pictures(drawn.printed.pdf, tmp_path, 110)
    assert len(shown) == len(drawn.layout.pages) == drawn.printed.pages
    for page, picture in enumerate(shown, 1):
        assert_read_back(picture, form, drawn, page, least=0.3)


@pytest.mark.parametrize(("page", "turn"), [(3, 4.0), (3, 178.0), (5, 93.0), (5, 271.0)])
def test_a_crooked_scan_is_laid_straight(
    library: Library, typeface: Typeface, tmp_path: Path, page: int, turn: float
) -> None:
    form = library.forms["divorce"]
    drawn = blank_form.render(form, at=AT, typeface=typeface)
    shown = grey(papers.picture(drawn.printed.pdf, tmp_path, page, 150))
    assert_read_back(crooked(shown, turn), form, drawn, page, least=0.2)


def crooked(picture: Grey, turn: float) -> Grey:
    """A page on a grey desk: turned, nine tenths as large, its right side a little farther away."""
    height, width = picture.shape
    side = round(1.25 * float(np.hypot(height, width)))
    move = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 0.9)
    move[:, 2] += (side - width) / 2, (side - height) / 2
    skew = np.array([[1, 0.01, 0], [0, 1, 0], [0.00001, 0, 1]], float)
    whole = skew @ np.vstack([move, [0, 0, 1]])
    moved = cv2.warpPerspective(picture, whole, (side, side), flags=cv2.INTER_AREA, borderValue=150)
    return moved.astype(np.uint8)


def test_the_check_of_a_picture_sees_a_shift(library: Library, typeface: Typeface, tmp_path: Path) -> None:
    drawn = blank_form.render(library.forms["loan"], at=AT, typeface=typeface)
    flat = laid_on_frame(grey(papers.picture(drawn.printed.pdf, tmp_path, 1, 110)), drawn, 1)
    tick = next(field for field in drawn.layout.pages[0].fields if field.kind is FieldKind.TICK)
    shifted = replace(tick, box=replace(tick.box, left=tick.box.left + 1.2))
    with pytest.raises(AssertionError):
        assert_empty_and_there(flat, drawn, shifted, 0.3)


def test_the_marks_are_those_of_the_dictionary() -> None:
    for number, rows in enumerate(BITS):
        side = len(rows) + 2
        marker = cv2.aruco.generateImageMarker(DICTIONARY_OF_MARKS, number, side)
        assert [[int(bit) for bit in row] for row in rows] == (marker[1:-1, 1:-1] == 0).astype(int).tolist()


def test_a_layout_that_differs_has_another_fingerprint(library: Library, typeface: Typeface) -> None:
    layout = blank_form.render(library.forms["loan"], at=AT, typeface=typeface).layout
    first, *others = layout.pages
    moved = replace(first, code=replace(first.code, left=first.code.left + 0.01))
    assert fingerprint(replace(layout, pages=(moved, *others))) != fingerprint(layout)
    assert fingerprint(replace(layout, edition="2026")) != fingerprint(layout)


def test_the_same_form_is_the_same_file(library: Library, typeface: Typeface, tmp_path: Path) -> None:
    first, second = (blank_form.render(library.forms["loan"], at=AT, typeface=typeface) for _ in range(2))
    assert first == second
    papers.assert_sound(first.printed.pdf, tmp_path)
    assert not pdfa.faults(first.printed.pdf)


def test_a_form_for_home_is_no_book(form: Form, drawn: BlankForm) -> None:
    assert drawn.printed.pages <= {"general": 8, "loan": 10}.get(form.id, 12)


@pytest.mark.parametrize(
    ("cell", "blanks"),
    [
        ("{plaintiff.1.trade_code}和{plaintiff.1.id_number}、{plaintiff.1.trade_code}", 3),
        ("极长的没有任何标点的一段文字之后{plaintiff.1.id_number}又是极长的没有任何标点的一段文字", 1),
        ("一{claims.principal}二{claims.interest}三{claims.costs_amount}四{claims.other_amount}五", 4),
        ("{claims.principal}{claims.interest}{claims.early=no}{claims.early=early}{contract.lender}", 5),
        ("", 0),
    ],
)
def test_a_strange_cell_keeps_its_blanks(
    library: Library, typeface: Typeface, cell: str, blanks: int
) -> None:
    form = printed_form(library.forms["loan"])
    made = Blanks(form)
    lines = pen_lines(written_out(cell, form, labelled=True), made, Style(typeface.serif, 12.5, 19), 390)
    placed = [blank for line in lines for blank in line.blanks]
    assert len(placed) == len(made.made) == blanks
    assert all(line.line.width_em * 12.5 <= 390 + 1e-6 for line in lines)
