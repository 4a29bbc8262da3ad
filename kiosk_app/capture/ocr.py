"""Print on a flattened page → lines of text (PP-OCRv6 through rapidocr; its models ship in its wheel)."""

from __future__ import annotations

import importlib.util
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Image
from kiosk_app.domain.errors import EnvironmentFault

if TYPE_CHECKING:
    from rapidocr import RapidOCR

_LONG_SIDE_PX = 1_500  # half the time of 2,000, and no more errors
_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNISER = "PP-OCRv6_rec_small.onnx"
_LEAST_CONFIDENCE = 0.5
_LINE_ASPECT = 2.0  # a box this long shows which way its text runs
_PROBES = 6  # lines that are read both ways round to tell up from down

_Boxes = NDArray[np.float32]  # N x 4 x 2, clockwise from the top left of the text


class TextModelsMissing(EnvironmentFault):
    """rapidocr or the models in its wheel are not installed. Facts: ``name``."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print. ``confidence`` is 0 to 1; ``box`` is left, top, right, bottom in pixels."""

    text: str
    confidence: float
    box: tuple[int, int, int, int]


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
        self._engine: RapidOCR | None = None

    def load(self) -> None:
        """Load the networks now, behind an idle screen, so that the first page does not wait."""
        with self._lock:
            self._load()

    def read(self, image: Image) -> tuple[Line, ...]:
        """The lines of a picture that stands upright, in reading order.

        Raises :class:`TextModelsMissing`.
        """
        with self._lock:
            engine = self._load()
            return _recognise(engine, image, _detect(engine, image))

    def read_upright(self, image: Image) -> Upright:
        """The picture turned upright, and its lines. A picture without text stays as it is.

        Costs one detection and a few lines more than :meth:`read`. Raises :class:`TextModelsMissing`.
        """
        with self._lock:
            engine = self._load()
            boxes = _detect(engine, image)
            turns = _quarter_turns(engine, image, boxes)
            upright = np.ascontiguousarray(np.rot90(image, turns))
            lines = _recognise(engine, upright, _turn_boxes(boxes, image.shape, turns))
            return Upright(upright, lines, turns)

    def _load(self) -> RapidOCR:
        if self._engine is None:
            self._engine = _new_engine(self._threads)
        return self._engine


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

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.use_vertical_padding": False,
            "Det.model_path": str(models / _DETECTOR),
            "Det.limit_type": "max",
            "Det.limit_side_len": _LONG_SIDE_PX,
            "Rec.model_path": str(models / _RECOGNISER),
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _detect(engine: RapidOCR, image: Image) -> _Boxes:
    from rapidocr.main import RapidOCRError  # loaded with the engine

    try:
        _, found = engine.detect_and_crop(image, {})
    except RapidOCRError:  # its word for "no text here"
        return np.empty((0, 4, 2), np.float32)
    return np.asarray(found.boxes, np.float32).reshape(-1, 4, 2)


def _recognise(engine: RapidOCR, image: Image, boxes: _Boxes) -> tuple[Line, ...]:
    if not len(boxes):
        return ()
    found = engine.recognize_txt([_crop(image, box) for box in boxes])
    lines = [
        Line(text.strip(), float(confidence), _bounds(box, image.shape))
        for text, confidence, box in zip(found.txts or (), found.scores, boxes, strict=True)
        if text.strip() and confidence >= _LEAST_CONFIDENCE
    ]
    return in_reading_order(lines)


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


def _quarter_turns(engine: RapidOCR, image: Image, boxes: _Boxes) -> int:
    """How often to turn the picture left: by the way the lines run, then by which way reads better."""
    width = np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1)
    height = np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1)
    lying, standing = width > _LINE_ASPECT * height, height > _LINE_ASPECT * width
    turned = int(width[lying].sum() < height[standing].sum())
    image = np.rot90(image, turned)
    boxes = _turn_boxes(boxes[standing if turned else lying], image.shape[1::-1] if turned else (), turned)
    if not len(boxes):
        return 0
    longest = boxes[np.argsort(-np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1))[:_PROBES]]
    crops = [_crop(np.ascontiguousarray(image), box) for box in longest]
    upside_down = [np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops]
    here, there = (sum(engine.recognize_txt(way).scores) for way in (crops, upside_down))
    return turned if here >= there else turned + 2


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


def in_rows(lines: list[Line]) -> list[list[Line]]:
    """Lines that stand side by side form a row; rows from the top down, lines from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: (each.box[1] + each.box[3]) / 2):
        middle = (line.box[1] + line.box[3]) / 2
        if rows and rows[-1][-1].box[1] < middle < rows[-1][-1].box[3]:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda each: each.box[0]) for row in rows]


def in_reading_order(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(line for row in in_rows(lines) for line in row)
