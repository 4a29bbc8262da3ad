"""Print on a flattened page → lines of text (PP-OCRv6 through rapidocr; its models ship in its wheel)."""

from __future__ import annotations

import importlib.util
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.alphabet import is_han
from kiosk_app.capture.geometry import Image, PaperKind
from kiosk_app.capture.lines import Line, in_reading_order, in_rows
from kiosk_app.capture.seals import in_seals
from kiosk_app.domain.errors import EnvironmentFault

if TYPE_CHECKING:
    from rapidocr import RapidOCR

__all__ = ["Line", "Reader", "TextModelsMissing", "Upright", "in_reading_order", "in_rows"]

_LONG_SIDE_PX = {PaperKind.PAGE: 1_500, PaperKind.CARD: 800}
"""At which size lines are looked for: half the time of 2,000 for a page, and no more errors."""
_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNISER = "PP-OCRv6_rec_small.onnx"
_STRIP_PX = (48, 96)  # the recogniser's height, and the least width that it is shown
_LEAST_CONFIDENCE = 0.5
_LINE_ASPECT = 2.0  # a box this long shows which way its text runs
_PROBES = 4  # lines that tell up from down
_READS_WELL = 0.9
"""Mean confidence of the longest lines, which are surely the right way up: upside down 0.8 is the most."""
_IS_TEXT = 0.5  # mean confidence of the longest lines below which nothing tells which way is up
_MOST_STACKED = 8  # characters that tell vertical writing from a page on its side

_Boxes = NDArray[np.float32]  # N x 4 x 2, clockwise from the top left of the text
_Words = tuple[str, float]


class TextModelsMissing(EnvironmentFault):
    """rapidocr or the models in its wheel are not installed. Facts: ``name``."""


@dataclass(frozen=True, slots=True, eq=False)
class Upright:
    """A picture turned so that its text stands up. ``quarter_turns`` is how often it was turned left."""

    image: Image
    lines: tuple[Line, ...]
    quarter_turns: int


class Reader:
    """Reads print. Loads its two networks (about a second) at the first reading; offline, always.

    One may be shared by threads: readings queue up behind each other.
    """

    def __init__(self, threads: int | None = None) -> None:
        self._threads = threads or len(os.sched_getaffinity(0))
        self._lock = threading.Lock()
        self._networks: _Networks | None = None

    def load(self) -> None:
        """Load the networks now, behind an idle screen, so that the first page does not wait."""
        with self._lock:
            self._load()

    def read(self, image: Image, kind: PaperKind = PaperKind.PAGE) -> tuple[Line, ...]:
        """The lines of a picture that stands upright, in reading order; what stands in red seals is left out.

        Raises :class:`TextModelsMissing`.
        """
        with self._lock:
            networks = self._load()
            boxes = networks.detect(image, kind)
            return _lines(image, boxes, networks.recognise(_strips(image, boxes)))

    def read_upright(self, image: Image, kind: PaperKind = PaperKind.PAGE) -> Upright:
        """The picture turned upright, and its lines as :meth:`read` has them. A picture without text stays
        as it is. Costs some lines more than :meth:`read` where it stood upside down, else nothing.

        Raises :class:`TextModelsMissing`.
        """
        with self._lock:
            networks = self._load()
            boxes = networks.detect(image, kind)
            words, turns = _either_way(networks, image, boxes)
            upright = np.ascontiguousarray(np.rot90(image, turns))
            return Upright(upright, _lines(upright, _turn_boxes(boxes, image.shape, turns), words), turns)

    def _load(self) -> _Networks:
        if self._networks is None:
            self._networks = _Networks(self._threads)
        return self._networks


class _Networks:
    """The two networks of rapidocr: where lines are, and what a line says."""

    def __init__(self, threads: int) -> None:
        # One pool for good: threads that come and go leave memory behind that is not used again.
        self._pool = ThreadPoolExecutor(threads, "text")
        # A page is one large step for the detector, which shares it among its threads. Lines are many small
        # ones: each on one thread, without the padding of a batch, takes half the work.
        self._detector = _new_engine(threads)
        self._recogniser = _new_engine(1)
        from rapidocr.main import RapidOCRError  # loaded with the engine

        self._nothing_seen = RapidOCRError
        blank = np.full((*_STRIP_PX, 3), 255, np.uint8)  # rapidocr loads a network at its first use
        self.detect(blank, PaperKind.PAGE)
        self._recognise(blank)

    def detect(self, image: Image, kind: PaperKind) -> _Boxes:
        scale = min(1.0, _LONG_SIDE_PX[kind] / max(image.shape[:2]))
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        try:
            _, found = self._detector.detect_and_crop(small, {})
        except self._nothing_seen:
            return np.empty((0, 4, 2), np.float32)
        return np.asarray(found.boxes, np.float32).reshape(-1, 4, 2) / np.float32(scale)

    def recognise(self, strips: Sequence[Image]) -> list[_Words]:
        """Text and confidence of each line."""
        return list(self._pool.map(self._recognise, strips))

    def _recognise(self, strip: Image) -> _Words:
        found = self._recogniser.recognize_txt([strip])
        (text,), (confidence,) = found.txts or ("",), found.scores
        return text.strip(), float(confidence)


def _new_engine(threads: int) -> RapidOCR:
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise TextModelsMissing(name="rapidocr")
    models = Path(spec.origin).parent / "models"
    # rapidocr downloads a model that is not there: a kiosk never does.
    for name in (_DETECTOR, _RECOGNISER):
        if not (models / name).is_file():
            raise TextModelsMissing(name=name)
    # Imported here because it takes half a second, which only a reading is worth.
    from rapidocr import RapidOCR

    height_px, least_width_px = _STRIP_PX
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.use_vertical_padding": False,
            "Det.model_path": str(models / _DETECTOR),
            "Det.limit_type": "max",
            "Det.limit_side_len": max(_LONG_SIDE_PX.values()),
            "Rec.model_path": str(models / _RECOGNISER),
            "Rec.rec_img_shape": [3, height_px, least_width_px],
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _lines(image: Image, boxes: _Boxes, words: Sequence[_Words]) -> tuple[Line, ...]:
    """``boxes`` are of the upright ``image``, ``words`` what each of them says."""
    return in_reading_order(
        Line(text, confidence, _bounds(box, image.shape))
        for box, (text, confidence), stamped in zip(boxes, words, in_seals(image, boxes), strict=True)
        if text and confidence >= _LEAST_CONFIDENCE and not stamped
    )


def _strips(image: Image, boxes: _Boxes) -> list[Image]:
    return [_crop(image, box) for box in boxes]


def _crop(image: Image, box: _Boxes) -> Image:
    """One line, straightened. A column of upright characters is laid on its side, as the network wants."""
    width = max(2, round(float(max(np.linalg.norm(box[0] - box[1]), np.linalg.norm(box[2] - box[3])))))
    height = max(2, round(float(max(np.linalg.norm(box[0] - box[3]), np.linalg.norm(box[1] - box[2])))))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    line = cv2.warpPerspective(
        image,
        cv2.getPerspectiveTransform(box, target),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.uint8, copy=False)
    return np.rot90(line) if height >= 1.5 * width else line


def _either_way(networks: _Networks, image: Image, boxes: _Boxes) -> tuple[list[_Words], int]:
    """What each box says, and how often the picture is to be turned left: by the way the lines run, then by
    which way the longest of them read."""
    turns = int(_is_sideways(boxes))
    boxes = _turn_boxes(boxes, image.shape, turns)
    strips = _strips(np.ascontiguousarray(np.rot90(image, turns)), boxes)
    longest = np.argsort(-np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1))[:_PROBES].tolist()
    probed = networks.recognise([strips[index] for index in longest])
    if _confidence(probed) < _READS_WELL:
        upside_down = [np.rot90(strip, 2) for strip in strips]
        other = networks.recognise([upside_down[index] for index in longest])
        if _confidence(other) > _confidence(probed):
            strips, probed, turns = upside_down, other, turns + 2
    if _confidence(probed) < _IS_TEXT:
        turns = 0
    elif _is_vertical(networks, strips[longest[0]], probed[0][0]):
        turns = (turns - 1) % 4
    known = dict(zip(longest, probed, strict=True))
    others = [index for index in range(len(strips)) if index not in known]
    known.update(zip(others, networks.recognise([strips[index] for index in others]), strict=True))
    return [known[index] for index in range(len(strips))], turns


def _is_sideways(boxes: _Boxes) -> bool:
    width = np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1)
    height = np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1)
    lying, standing = width > _LINE_ASPECT * height, height > _LINE_ASPECT * width
    return bool(width[lying].sum() < height[standing].sum())


def _confidence(words: Sequence[_Words]) -> float:
    return float(np.mean([confidence for _, confidence in words])) if words else 0.0


def _is_vertical(networks: _Networks, strip: Image, text: str) -> bool:
    """Whether a strip is a column of vertical writing laid on its side: its characters, each turned upright
    and set side by side, read the same."""
    if sum(map(is_han, text[:_MOST_STACKED])) <= _MOST_STACKED / 2:
        return False  # digits read much the same on their side
    pitch = strip.shape[1] / len(text)
    starts = [round(at * pitch) for at in range(min(len(text), _MOST_STACKED))]
    signs = [np.rot90(strip[:, start : start + max(1, int(pitch))], -1) for start in starts]
    [(row, confidence)] = networks.recognise([np.hstack(signs)])
    same = SequenceMatcher(None, row, text[:_MOST_STACKED]).ratio() > 0.5
    return same and confidence > _READS_WELL


def _turn_boxes(boxes: _Boxes, shape: tuple[int, ...], turns: int) -> _Boxes:
    """The boxes after ``numpy.rot90(image, turns)`` of an image of ``shape``, corners in order again."""
    for turn in range(turns):
        side = shape[0] if turn % 2 else shape[1]
        boxes = np.stack((boxes[:, :, 1], side - 1 - boxes[:, :, 0]), axis=2)
        # What was the top right corner is the top left one now.
        boxes = np.roll(boxes, -1, axis=1)
    return boxes


def _bounds(box: _Boxes, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    left, top = np.maximum(np.floor(box.min(axis=0)), 0)
    right, bottom = np.minimum(np.ceil(box.max(axis=0)), (shape[1], shape[0]))
    return int(left), int(top), int(right), int(bottom)
