"""A name that waits for the person's word; without Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from kiosk_app.capture.name_signs import SignSeen
from kiosk_app.domain.values import Answer, Source
from kiosk_app.visit.name_check import MISSING, NameCheck, doubtful_signs, is_checkable
from kiosk_app.visit.open_doubts import OpenDoubts

AT = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def test_a_character_outside_the_tables_and_one_that_a_rare_one_fits_are_asked_about() -> None:
    seen = (SignSeen("林"), SignSeen("诚", ("𫍯",), rare_fits=True), SignSeen("喆"), SignSeen("䶮"))
    assert doubtful_signs(seen) == (1, 2, 3)


def test_one_character_is_put_into_its_place_and_is_in_doubt_no_more() -> None:
    signs = (SignSeen("林"), SignSeen("诚", ("𫍯",), True), SignSeen("喆"))
    check = NameCheck("林诚喆", signs, (1, 2), np.zeros((4, 4, 3), np.uint8))
    once = check.put(1, "𫍯")
    assert (once.name, once.doubtful) == ("林𫍯喆", (2,))
    twice = once.put(2, MISSING)
    assert (twice.name, twice.doubtful, twice.lacks_a_sign) == ("林𫍯〓", (), True)
    assert not once.lacks_a_sign
    assert check.name == "林诚喆", "what was read stays what was read"


@pytest.mark.parametrize(
    ("name", "checkable"),
    [
        ("林知远", True),
        ("阿卜杜热合曼·买买提艾力", True),
        ("王䶮", True),
        ("李𬱖", True),
        ("林〓", True),
        ("ERIKSSON ANNA", False),
        ("", False),
        (None, False),
        ("林" * 21, False),
    ],
)
def test_only_names_in_characters_are_asked_about_one_by_one(name: object, checkable: bool) -> None:
    assert is_checkable(name) is checkable


def test_what_is_in_doubt_is_named_once_and_holds_nobody_up() -> None:
    doubtful = Answer("a", "林诚", Source.CARD, AT, 0.6, confirmed=False)
    answers = {"a": doubtful, "b": replace(doubtful, key="b", confirmed=True)}
    doubts = OpenDoubts().seen(answers, ("a", "b", "c"))
    assert (doubts.keys, doubts.calls) == (("a",), True)
    doubts = doubts.leaving().seen(answers, ("a", "b", "c"))
    assert not doubts.calls, "who goes on now goes on"
    answers["b"] = replace(doubtful, key="b")
    assert doubts.seen(answers, ("a", "b")).calls, "what is new is named as well"
    answers = {key: replace(answer, confirmed=True) for key, answer in answers.items()}
    assert not doubts.seen(answers, ("a", "b")).calls
    assert OpenDoubts().seen({}, ("a",)).keys == ()
