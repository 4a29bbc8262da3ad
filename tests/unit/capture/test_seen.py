from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from kiosk_app.capture.enhance import clean
from kiosk_app.capture.flatten import flatten
from kiosk_app.capture.geometry import Image, PaperKind, quad_of
from kiosk_app.capture.seen import Fingerprint, fingerprint, likeness, same_page
from tests.samples import papers
from tests.samples.desk import Difficulty, on_desk
from tests.samples.people import person
from tests.samples.stack_papers import contract_page

PAPERS: dict[str, Callable[[], Image]] = {
    "slip": papers.render_transfer,
    "contract 3": lambda: contract_page(3, 1),
    "contract 4": lambda: contract_page(4, 1),
    "iou": papers.render_iou,
    "chat": papers.render_chat,
    "card": papers.render_card_front,
    "card of another": lambda: papers.render_card_front(person(3)),
}


def laid(paper: Image, seed: int, turns: int = 0, difficulty: Difficulty = Difficulty.EASY) -> Image:
    """The page flattened after a finder that is a little wrong found it in one of many pictures."""
    shot = on_desk(paper, seed, difficulty, turns)
    error = np.random.default_rng(seed).normal(0, 1.5, (4, 2))
    return flatten(shot.image, quad_of(shot.corners[0] + error), PaperKind.PAGE)


@pytest.fixture(scope="module")
def marks() -> dict[str, Fingerprint]:
    return {name: fingerprint(laid(render(), 1)) for name, render in PAPERS.items()}


@pytest.mark.parametrize("name", PAPERS)
def test_a_page_laid_down_again_is_the_same(marks: dict[str, Fingerprint], name: str) -> None:
    paper = PAPERS[name]()
    again = [laid(paper, 2), laid(paper, 3, turns=2), laid(paper, 4, turns=1), clean(laid(paper, 5))]
    again.append(laid(paper, 6, difficulty=Difficulty.MEDIUM))
    for flat in again:
        assert same_page(marks[name], fingerprint(flat))


def test_different_pages_differ(marks: dict[str, Fingerprint]) -> None:
    names = list(marks)
    same = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if same_page(marks[a], marks[b])]
    assert same == []


@pytest.mark.parametrize("yuan", [52_731, 49_999, 18_250])
def test_slips_that_differ_in_a_few_digits_differ(marks: dict[str, Fingerprint], yuan: int) -> None:
    for seed, turns in ((1, 0), (7, 2)):
        other = fingerprint(laid(papers.render_transfer(yuan=yuan), seed, turns))
        assert not same_page(marks["slip"], other)


def test_ious_that_differ_in_one_digit_differ(marks: dict[str, Fingerprint]) -> None:
    assert not same_page(marks["iou"], fingerprint(laid(papers.render_iou(yuan=70_000), 9)))


def test_a_page_with_something_added_is_another_one(marks: dict[str, Fingerprint]) -> None:
    signed = laid(papers.render_iou(), 2)
    cv2.putText(
        signed, "signed 12", (120, signed.shape[0] - 90), cv2.FONT_HERSHEY_SIMPLEX, 1, (60, 40, 30), 2
    )
    assert not same_page(marks["iou"], fingerprint(signed))
    assert not same_page(fingerprint(signed), marks["iou"])


def test_empty_pages_are_never_the_same() -> None:
    empty = fingerprint(laid(np.full((2_339, 1_654, 3), 250, np.uint8), 1))
    assert likeness(empty, empty) == 0


def test_the_smallest_flat_picture_has_a_mark() -> None:
    tiny = fingerprint(np.zeros((2, 2, 3), np.uint8))
    assert not same_page(tiny, tiny)


def test_a_mark_is_small(marks: dict[str, Fingerprint]) -> None:
    assert max(len(mark.png) for mark in marks.values()) < 100_000
