"""What a finger writes is read, whatever it writes. The strokes here are drawn by hand in this file."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from kiosk_app.capture.alphabet import ALPHABETS, FieldKind, common_characters, weight
from kiosk_app.capture.handwriting import MOST_CANDIDATES, Seen, recognise
from kiosk_app.capture.strokes import NETWORK_PX, Stroke, breaks, clean, draw, is_row

Lines = tuple[tuple[tuple[float, float], ...], ...]

WANG: Lines = (
    ((60, 60), (240, 55)),
    ((70, 150), (230, 145)),
    ((150, 60), (150, 245)),
    ((40, 250), (265, 245)),
)
DA: Lines = (
    ((40, 110), (260, 100)),
    ((150, 30), (145, 110), (110, 190), (40, 260)),
    ((150, 110), (190, 190), (270, 260)),
)
SHAN: Lines = (((150, 40), (150, 230)), ((60, 110), (60, 235), (240, 235)), ((240, 105), (240, 240)))
ONE: Lines = (((100, 20), (100, 240)),)
ZERO: Lines = (((90, 20), (40, 70), (40, 190), (90, 240), (140, 190), (140, 70), (90, 20)),)
SEVEN: Lines = (((40, 30), (160, 30), (90, 240)),)


def strokes(lines: Lines, right_px: float = 0, start_ms: float = 0) -> tuple[Stroke, ...]:
    """Lines as a finger draws them: a point every few pixels, 100 ms between strokes."""
    made, clock_ms = [], start_ms
    for corners in lines:
        places = np.vstack([np.linspace(a, b, 20) for a, b in pairwise(corners)])
        places[:, 0] += right_px
        times = clock_ms + 8 * np.arange(len(places))
        made.append(np.column_stack((places, times)).astype(np.float32))
        clock_ms = float(times[-1]) + 100
    return tuple(made)


def word(*characters: Lines, step_px: float) -> tuple[Stroke, ...]:
    """Characters one after the other, each ``step_px`` further to the right; 0 is on top of each other."""
    made: list[Stroke] = []
    for number, lines in enumerate(characters):
        start_ms = float(made[-1][-1, 2]) + 450 if made else 0
        made += strokes(lines, number * step_px, start_ms)
    return tuple(made)


def texts(written: tuple[Stroke, ...], kind: FieldKind = FieldKind.TEXT) -> list[str]:
    return [candidate.text for candidate in recognise(written, kind)]


@pytest.mark.parametrize(("lines", "sign"), [(WANG, "王"), (DA, "大"), (SHAN, "山")])
def test_one_character(lines: Lines, sign: str) -> None:
    assert texts(strokes(lines))[0] == sign


@pytest.mark.parametrize("step_px", [290, 0], ids=["in a row", "on top of each other"])
def test_a_name(step_px: float) -> None:
    assert texts(word(WANG, DA, SHAN, step_px=step_px), FieldKind.NAME)[0] == "王大山"


@pytest.mark.parametrize("slower", [0.4, 3.0])
def test_a_quick_and_a_slow_hand_write_the_same(slower: float) -> None:
    written = [stroke * (1, 1, slower) for stroke in word(WANG, DA, step_px=290)]
    assert texts(tuple(np.asarray(stroke, np.float32) for stroke in written), FieldKind.NAME)[0] == "王大"


@pytest.mark.parametrize("kind", [FieldKind.DIGITS, FieldKind.MONEY])
def test_digits_stay_digits(kind: FieldKind) -> None:
    written = word(SEVEN, ZERO, ONE, ZERO, step_px=170)
    assert texts(written, kind)[0] == "7010"


@pytest.mark.parametrize("kind", list(FieldKind))
def test_a_field_is_offered_only_what_it_can_take(kind: FieldKind) -> None:
    for written in (strokes(WANG), strokes(ONE), strokes(ZERO), word(DA, ZERO, step_px=290)):
        for candidate in recognise(written, kind):
            assert all(weight(sign, kind) > 0 for sign in candidate.text)


def test_candidates_are_few_different_and_in_order_of_confidence() -> None:
    found = recognise(word(WANG, DA, step_px=290), FieldKind.NAME)
    assert 0 < len(found) <= MOST_CANDIDATES
    assert len({candidate.text for candidate in found}) == len(found)
    confidences = [candidate.confidence for candidate in found]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert sum(confidences) <= 1 + 1e-6


def test_a_character_in_a_field_for_digits_is_no_certain_digit() -> None:
    assert all(each.confidence < 0.5 for each in recognise(strokes(WANG), FieldKind.DIGITS))


def test_a_scribble_is_not_certain() -> None:
    rng = np.random.default_rng(3)
    scribble = np.column_stack((rng.uniform(0, 300, (400, 2)), np.arange(400))).astype(np.float32)
    assert all(candidate.confidence < 0.6 for candidate in recognise((scribble,)))


def test_what_was_read_before_is_not_read_again() -> None:
    """And what is no longer part of the word is forgotten."""
    seen: Seen = {}
    written = strokes(WANG)
    first = recognise(written, FieldKind.NAME, seen)
    assert seen
    marker = next(iter(seen.values()))
    kept = dict(seen)
    assert recognise(written, FieldKind.NAME, seen) == first
    assert seen.keys() == kept.keys()
    assert any(each is marker for each in seen.values())
    recognise(strokes(DA), FieldKind.NAME, seen)
    assert not kept.keys() & seen.keys()
    assert recognise((), FieldKind.NAME, seen) == ()
    assert not seen


# Bad input --------------------------------------------------------------------------------------------

NAN = float("nan")
BAD: dict[str, tuple[Stroke, ...]] = {
    "nothing": (),
    "an empty stroke": (np.empty((0, 3), np.float32),),
    "no number": (np.array([(NAN, 3, 0), (4, NAN, 1), (5, 5, float("inf"))], np.float32),),
    "endlessly far": (np.array([(1e30, 0, 0), (-1e30, 5, 1)], np.float32),),
}
ODD: dict[str, tuple[Stroke, ...]] = {
    "one dot": (np.array([(50, 50, 0)], np.float32),),
    "two dots in one place": (np.array([(50, 50, 0), (50, 50, 0)], np.float32),) * 2,
    "outside the pad": strokes(WANG, -5_000),
    "thousands of points": (np.column_stack((np.random.default_rng(1).uniform(0, 900, (50_000, 3)),)),),
    "five hundred strokes": tuple(
        np.array([(x % 90, x % 70, x * 50), (x % 80, 90, x * 50 + 9)], np.float32) for x in range(500)
    ),
    "a line across": (np.array([(0, 50, 0), (99_000, 51, 900)], np.float32),),
    "time that runs backward": tuple(stroke[::-1].copy() for stroke in word(WANG, DA, step_px=0)),
    "all at one moment": tuple(
        stroke * np.array([1, 1, 0], np.float32) for stroke in word(WANG, DA, step_px=290)
    ),
    "one good and one bad": (*strokes(WANG), np.full((3, 3), NAN, np.float32)),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("kind", [FieldKind.TEXT, FieldKind.DIGITS])
def test_nothing_to_read_gives_no_candidate(name: str, kind: FieldKind) -> None:
    assert recognise(BAD[name], kind) == ()


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("kind", [FieldKind.TEXT, FieldKind.MONEY])
def test_odd_strokes_are_read_without_harm(name: str, kind: FieldKind) -> None:
    found = recognise(ODD[name], kind)
    assert len(found) <= MOST_CANDIDATES
    assert all(0 <= candidate.confidence <= 1 for candidate in found)


def test_bad_points_do_not_spoil_the_good_ones() -> None:
    assert texts(ODD["one good and one bad"], FieldKind.NAME)[0] == "王"


def test_a_long_word_stays_a_bounded_picture() -> None:
    for written in ODD.values():
        if kept := clean(written):
            picture = draw(kept, row=True)
            assert picture.shape[0] == NETWORK_PX
            assert picture.shape[1] <= 18 * NETWORK_PX


# Cuts and alphabets -----------------------------------------------------------------------------------


def test_the_place_between_two_characters_is_the_likeliest_cut() -> None:
    for step_px in (0, 290):
        written = word(WANG, DA, step_px=step_px)
        assert is_row(written) == (step_px > 0)
        assert max(breaks(written), key=lambda cut: cut.log_odds).at == len(WANG)


def test_a_single_stroke_has_no_cut() -> None:
    assert breaks(strokes(ONE)) == ()


def test_a_rare_character_is_never_ruled_out() -> None:
    """Names have characters outside every common table."""
    for sign in ("喆", "堃", "䶮", "\U00020bb7"):
        assert weight(sign, FieldKind.NAME) > 0


def test_common_characters_are_those_of_the_standard() -> None:
    common = common_characters()
    assert (len(common), common[0], common[-1]) == (3755, "啊", "座")


def test_every_kind_of_field_has_its_alphabet() -> None:
    assert ALPHABETS.keys() == set(FieldKind)
    for kind, alphabet in ALPHABETS.items():
        assert all(weight(sign, kind) > 0 for sign in alphabet.same.values()), kind
