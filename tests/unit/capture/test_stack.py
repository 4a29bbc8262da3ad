from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk_app.capture.geometry import Image, Quad, quad_of
from kiosk_app.capture.stack import Hint, Watch, forget, know, marks_in, taken_by_hand, watch
from tests.benchmarks.auto_capture import TrueFinder
from tests.samples.desk import on_desk
from tests.samples.stack_papers import contract_page
from tests.samples.stack_video import frames

_NOISE = np.random.default_rng(0).normal(0, 2, (1_080, 1_920, 3)).astype(np.float32)


class Scene:
    """Pages lying under a camera, one after the other, and a finder that knows where."""

    def __init__(self) -> None:
        self.shots = {number: on_desk(contract_page(number, 1), 4) for number in (3, 4)}
        self.quad: Quad | None = quad_of(self.shots[3].corners[0])
        self.state = Watch()
        self.now_ms = 1_000
        self.taken: list[Image] = []
        self.hints: list[Hint] = []

    def find(self, image: Image) -> Quad | None:
        return self.quad

    def see(self, image: Image, seconds: float, fps: int = 10, *, auto: bool = True) -> Watch:
        """Let the camera see one picture, with noise of its own each time, for a while."""
        for _ in range(round(seconds * fps)):
            noisy = cv2.add(
                image.astype(np.float32), np.roll(_NOISE, self.now_ms, 1)[: len(image), : image.shape[1]]
            )
            self.state = watch(
                self.state, noisy.clip(0, 255).astype(np.uint8), self.now_ms, self.find, auto=auto
            )
            self.now_ms += round(1_000 / fps)
            self.hints.append(self.state.hint)
            if self.state.taken:
                self.taken.append(self.state.taken.shot.image)
        return self.state

    def page(self, number: int = 3) -> Image:
        return self.shots[number].image

    def touch(self, number: int = 3) -> None:
        """A hand passes over the page."""
        for at_px in (900, 1_000, 1_100):
            touched = self.page(number).copy()
            touched[400:1_080, at_px : at_px + 150] = (128, 160, 212)
            self.see(touched, 0.1)


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.mark.parametrize("fps", [8, 10, 15, 30])
def test_a_page_that_lies_still_is_taken_once(scene: Scene, fps: int) -> None:
    assert not scene.see(scene.page(), 0.5, fps).taken
    assert 0 < scene.state.progress < 1
    scene.see(scene.page(), 0.8, fps)
    assert len(scene.taken) == 1
    scene.see(scene.page(), 1, fps)
    assert len(scene.taken) == 1
    assert scene.state.hint is Hint.TAKEN


def test_the_next_page_is_taken_where_the_last_one_lay(scene: Scene) -> None:
    scene.see(scene.page(3), 1.2)
    scene.see(scene.page(4), 1.2)
    assert len(scene.taken) == 2


def test_a_page_touched_or_laid_down_again_is_not_taken_again(scene: Scene) -> None:
    scene.see(scene.page(), 1.2)
    scene.touch()
    assert scene.see(scene.page(), 1.2).hint is Hint.SEEN
    scene.quad = None
    assert scene.see(np.full_like(scene.page(), 60), 1).hint is Hint.NO_PAPER
    again = on_desk(contract_page(3, 1), 9, turns=2)
    scene.quad = quad_of(again.corners[0])
    assert scene.see(again.image, 1.2).hint is Hint.SEEN
    assert len(scene.taken) == 1


def test_nothing_is_taken_while_a_hand_moves_over_the_page(scene: Scene) -> None:
    scene.see(scene.page(), 0.3)
    for _ in range(5):
        scene.touch()
    assert scene.taken == []
    assert scene.state.hint is Hint.HOLD_STILL


def test_the_sharpest_picture_is_taken(scene: Scene) -> None:
    softer = cv2.GaussianBlur(scene.page(), (0, 0), 0.6).astype(np.uint8)
    scene.see(softer, 0.4)
    scene.see(scene.page(), 0.2)
    scene.see(softer, 0.8)
    difference = [np.abs(scene.taken[0].astype(int) - image).mean() for image in (scene.page(), softer)]
    assert difference[0] < difference[1]


def test_a_camera_that_looks_for_its_focus_is_waited_for(scene: Scene) -> None:
    blurred = cv2.GaussianBlur(scene.page(), (0, 0), 3).astype(np.uint8)
    scene.see(blurred, 1.2)
    assert scene.taken == []
    assert scene.state.hint is Hint.BLURRED
    scene.see(scene.page(), 0.5)
    assert scene.taken == []
    scene.see(scene.page(), 0.5)
    assert len(scene.taken) == 1


def test_a_camera_that_sees_no_better_is_not_waited_for_for_ever(scene: Scene) -> None:
    scene.see(cv2.GaussianBlur(scene.page(), (0, 0), 3).astype(np.uint8), 4)
    assert len(scene.taken) == 1


def test_what_is_wrong_is_said_and_nothing_taken(scene: Scene) -> None:
    assert scene.see((scene.page() * 0.2).astype(np.uint8), 1.2).hint is Hint.DARK
    page = scene.quad
    assert page is not None
    scene.quad = page.scaled(0.15)
    assert scene.see(scene.page(), 1.5).hint is Hint.TOO_FAR
    scene.quad = quad_of(page.corners + np.array((-800.0, 0.0)))
    assert scene.see(scene.page(), 1.5).hint is Hint.MOVE_IN
    assert scene.taken == []


def test_words_do_not_flicker(scene: Scene) -> None:
    scene.see(scene.page(), 0.6, 30, auto=False)
    scene.touch()
    scene.quad = None
    scene.see(np.full_like(scene.page(), 60), 0.2, 30)
    assert set(scene.hints[15:]) == {Hint.HOLD_STILL}
    assert scene.see(np.full_like(scene.page(), 60), 0.5, 30).hint is Hint.NO_PAPER


def test_without_auto_the_page_is_left_to_the_button(scene: Scene) -> None:
    state = scene.see(scene.page(), 1.5, auto=False)
    assert (state.hint, state.progress, scene.taken) == (Hint.READY, 0, [])


def test_a_page_taken_by_hand_is_not_taken_again(scene: Scene) -> None:
    scene.see(scene.page(), 0.4)
    scene.state = taken_by_hand(scene.state, scene.page())
    scene.see(scene.page(), 1.2)
    scene.touch()
    scene.see(scene.page(), 1.2)
    assert scene.taken == []
    assert taken_by_hand(Watch(), scene.page()).seen == ()


def test_pages_of_an_earlier_time_are_known_until_they_are_forgotten(scene: Scene) -> None:
    marks = marks_in(scene.page(), scene.find)
    scene.state = know(know(scene.state, marks), marks)
    assert len(scene.state.seen) == 1
    scene.see(scene.page(), 1.2)
    assert scene.taken == []
    scene.state = forget(scene.state, marks_in(scene.page(), scene.find))
    scene.see(scene.page(), 1.2)
    assert scene.taken == [], "a page that cannot be read would be taken for ever"
    scene.touch()
    scene.see(scene.page(), 1.2)
    assert len(scene.taken) == 1
    assert marks_in(scene.page(), lambda _: None) == ()


def test_odd_pictures_are_survived(scene: Scene) -> None:
    scene.see(scene.page(), 0.4)
    for size in ((1, 1, 3), (40, 2_000, 3), (270, 480, 3), (2_160, 3_840, 3)):
        scene.state = watch(scene.state, np.zeros(size, np.uint8), scene.now_ms, scene.find)
        scene.now_ms += 33
    scene.see(scene.page(), 1.5)
    assert len(scene.taken) == 1


@pytest.fixture(scope="module")
def video() -> tuple[list[int | None], list[float]]:
    """Which pages were taken of a stack of five that a hand turns, and how blurred they were."""
    finder, state = TrueFinder(8), Watch()
    recent, pages, blurs = {}, [], []
    for frame in frames(5, 8, 10, (1_280, 720)):
        finder.truth = frame.quad
        recent[id(frame.image)] = frame
        state = watch(state, frame.image, frame.at_ms, finder)
        if state.taken:
            shot = recent[id(state.taken.shot.image)]
            pages.append(shot.page)
            blurs.append(shot.blur_px)
        recent = {key: old for key, old in recent.items() if frame.at_ms - old.at_ms < 8_000}
    return pages, blurs


def test_a_stack_turned_by_hand_is_taken_page_by_page(video: tuple[list[int | None], list[float]]) -> None:
    pages, blurs = video
    assert pages == [0, 1, 2, 3, 4]
    assert max(blurs) < 1
