"""Handwriting on the glass → what it may mean, the likeliest first.

The strokes are drawn and read by the recogniser of rapidocr (PP-OCRv6, its model in rapidocr's wheel) without
its detector. A word is cut where characters may end, side by side or on top of each other; every piece is
read alone, and the cut that reads best wins. Digits are read as a row.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kiosk_app.capture.alphabet import ALPHABETS, FieldKind, meant, weight
from kiosk_app.capture.geometry import Image
from kiosk_app.capture.ocr import TextModelsMissing
from kiosk_app.capture.stroke_counts import fits
from kiosk_app.capture.strokes import NETWORK_PX, Break, Stroke, breaks, clean, draw, extent, is_row

MOST_CANDIDATES = 6
_RECOGNISER = "PP-OCRv6_rec_small.onnx"
_BLANK = 0
_BEAM = 12
_LOOKED_AT = 8
"""How many signs are tried at each step of a row."""
_TRUST_IN_CUTS = 0.5
"""How much the place of a cut counts beside what is read in the pieces."""
_TRUST_IN_STROKES = 0.5
"""How much the number of strokes counts: nobody here has seen how the hands in the hall join them."""
_WIDEST = 1.7
_MOST_STROKES_IN_ONE = 32
_NOTHING = 1e-12

Chances = NDArray[np.float32]
"""For every class of the network, how likely a picture shows exactly this one character."""
Seen = dict[bytes, Chances]
"""Pictures that were read before, by their bytes. Its owner keeps it between readings of one word."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """``confidence``, 0 to 1: how likely this whole text is meant. What the field cannot take, and what the
    network sees but cannot read, counts against it."""

    text: str
    confidence: float


def load() -> None:
    """Load the network now (a second), so that the first word does not wait. Raises TextModelsMissing."""
    _network()


def recognise(
    strokes_untrusted: Sequence[Stroke], kind: FieldKind = FieldKind.TEXT, seen: Seen | None = None
) -> tuple[Candidate, ...]:
    """What the strokes may mean in a field of this kind, the likeliest first, six at most; none for none.

    With ``seen``, pieces that were read before cost nothing; what is not part of this word any more is
    dropped from it. Raises TextModelsMissing.
    """
    strokes = clean(strokes_untrusted)
    if not strokes:
        if seen is not None:
            seen.clear()
        return ()
    if not ALPHABETS[kind].han and (len(strokes) > 1 or kind is FieldKind.DIGITS):
        return _read_row(strokes, kind)
    return _read_pieces(strokes, kind, {} if seen is None else seen)


# The network ------------------------------------------------------------------------------------------


@cache
def _network() -> tuple[onnxruntime.InferenceSession, tuple[str, ...]]:
    """The network, and the sign of each of its classes: none for the first, "nothing here"."""
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise TextModelsMissing(name="rapidocr")
    path = Path(spec.origin).parent / "models" / _RECOGNISER
    if not path.is_file():
        raise TextModelsMissing(name=_RECOGNISER)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(2, len(os.sched_getaffinity(0)))
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    signs = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, ("", *signs, " ")


def look(pictures: Sequence[Image]) -> NDArray[np.float32]:
    """Pictures of the network's height → pictures x steps x classes, chances that add up to 1."""
    wide = max(picture.shape[1] for picture in pictures)
    batch = np.zeros((len(pictures), 3, NETWORK_PX, wide), np.float32)
    for place, picture in enumerate(pictures):
        batch[place, :, :, : picture.shape[1]] = picture / np.float32(127.5) - 1
    session, _ = _network()
    (steps,) = session.run(None, {"x": batch})
    return np.asarray(steps, np.float32)


def known_signs() -> tuple[str, ...]:
    """The sign of each class of :func:`look`; the first class is none, "nothing here"."""
    return _network()[1]


@dataclass(frozen=True, slots=True, eq=False)
class _Signs:
    """What a field takes. ``classes`` of the network mean the sign ``meant_as``, with a ``weight`` each."""

    signs: tuple[str, ...]
    classes: NDArray[np.intp]
    meant_as: NDArray[np.intp]
    weights: NDArray[np.float32]

    def chances(self, of_classes: NDArray[np.float32]) -> NDArray[np.float64]:
        """Chances of the network's classes → those of the signs, weighted by how usual they are."""
        folded = np.bincount(
            self.meant_as, of_classes[self.classes] * self.weights, minlength=len(self.signs)
        )
        return np.asarray(folded, np.float64)


@cache
def _signs(kind: FieldKind) -> _Signs:
    _, of_class = _network()
    found = [
        (place, sign, weight(sign, kind))
        for place, raw in enumerate(of_class)
        if raw and weight(sign := meant(raw, kind), kind) > 0
    ]
    signs = tuple(dict.fromkeys(sign for _, sign, _ in found))
    place_of = {sign: place for place, sign in enumerate(signs)}
    return _Signs(
        signs,
        np.array([place for place, _, _ in found]),
        np.array([place_of[sign] for _, sign, _ in found]),
        np.array([usual for _, _, usual in found], np.float32),
    )


# Characters, one by one -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a piece of the word may be: signs with their chances; ``sound`` is how much of what the network
    saw the field can take."""

    options: tuple[tuple[str, float], ...]
    sound: float


@dataclass(frozen=True, slots=True)
class _Path:
    """A reading of the first strokes."""

    score: float
    text: str
    sound: float


def _read_pieces(strokes: tuple[Stroke, ...], kind: FieldKind, seen: Seen) -> tuple[Candidate, ...]:
    cuts = breaks(strokes)
    ends = [0, *(cut.at for cut in cuts), len(strokes)]
    pieces = _pieces(strokes, ends, kind, seen)
    paths: list[list[_Path]] = [[_Path(0.0, "", 1.0)], *([] for _ in ends[1:])]
    for (start, end), piece in pieces.items():
        cost = _cut_cost(cuts, start, end)
        paths[end] = _best(
            [
                *paths[end],
                *(
                    _Path(path.score + cost + log(chance), path.text + sign, path.sound * piece.sound)
                    for path in paths[start]
                    for sign, chance in piece.options
                ),
            ]
        )
    return _candidates(paths[-1])


def _pieces(
    strokes: tuple[Stroke, ...], ends: list[int], kind: FieldKind, seen: Seen
) -> Mapping[tuple[int, int], _Piece]:
    """Each piece that may be one character, by the numbers of its ends, in order of its end."""
    row = is_row(strokes)
    box = extent(strokes)
    side_px = box.height if row else max(box.width, box.height)
    pictures = {}
    for end in range(1, len(ends)):
        for start in range(end):
            piece = strokes[ends[start] : ends[end]]
            alone = end == start + 1
            if alone or not _too_much(piece, _WIDEST * side_px if row else None):
                pictures[start, end] = draw(piece, side_px if len(ends) > 2 else 0)
    chances = _chances(list(pictures.values()), seen)
    return {
        (start, end): _piece(each, ends[end] - ends[start], kind)
        for (start, end), each in zip(pictures, chances, strict=True)
    }


def _too_much(piece: tuple[Stroke, ...], widest_px: float | None) -> bool:
    """Whether this cannot be one character."""
    return len(piece) > _MOST_STROKES_IN_ONE or (widest_px is not None and extent(piece).width > widest_px)


def _chances(pictures: list[Image], seen: Seen) -> list[Chances]:
    """What each picture shows, of one character. Looks only at those that were not seen before."""
    keys = [picture.shape[1].to_bytes(4, "big") + picture.tobytes() for picture in pictures]
    new = {key: picture for key, picture in zip(keys, pictures, strict=True) if key not in seen}
    if new:
        for key, steps in zip(new, look(list(new.values())), strict=True):
            seen[key] = _one_character(steps)
    for old in seen.keys() - set(keys):
        del seen[old]
    return [seen[key] for key in keys]


def _one_character(steps: NDArray[np.float32]) -> Chances:
    """For every class, the chance that the steps say exactly this one sign: the sum over every way to put
    it between blanks (connectionist temporal classification, Graves et al. 2006)."""
    blank = steps[:, _BLANK].astype(np.float64)
    before = np.concatenate(([1.0], np.cumprod(blank)[:-1]))
    after = np.concatenate((np.cumprod(blank[::-1])[::-1][1:], [1.0]))
    going = np.zeros(steps.shape[1])
    total = np.zeros(steps.shape[1])
    for step, chance in enumerate(steps):
        going = (going + before[step]) * chance
        total += going * after[step]
    total[_BLANK] = 0
    return total.astype(np.float32)


def _piece(chances: Chances, written: int, kind: FieldKind) -> _Piece:
    """What a piece of so many strokes may be."""
    known = _signs(kind)
    weighted = known.chances(chances)
    likeliest = np.argsort(-weighted)[:_LOOKED_AT]
    allowed = float(chances[known.classes].sum())
    # What is not in the alphabet, and what is no single character, is honest doubt.
    doubt = max(0.0, 1.0 - allowed)
    total = float(weighted.sum())
    options = tuple(
        (
            sign := known.signs[place],
            max(float(weighted[place]) * fits(sign, written) ** _TRUST_IN_STROKES, _NOTHING),
        )
        for place in likeliest
    )
    return _Piece(options, total / (total + doubt) if total else 0.0)


def _cut_cost(cuts: tuple[Break, ...], start: int, end: int) -> float:
    """The logarithm of how likely a piece ends where it does and goes on until there."""
    cost = sum(-_softplus(cut.log_odds) for cut in cuts[start : end - 1])
    if end <= len(cuts):
        cost -= _softplus(-cuts[end - 1].log_odds)
    return _TRUST_IN_CUTS * cost


def _softplus(value: float) -> float:
    return log(1 + exp(min(value, 50.0)))


def _best(paths: list[_Path]) -> list[_Path]:
    """The best few, each text once."""
    best: dict[str, _Path] = {}
    for path in sorted(paths, key=lambda each: -each.score):
        best.setdefault(path.text, path)
    return list(best.values())[:_BEAM]


def _candidates(paths: list[_Path]) -> tuple[Candidate, ...]:
    top = paths[0].score
    total = sum(exp(path.score - top) for path in paths)
    return tuple(
        Candidate(path.text, path.sound * exp(path.score - top) / total) for path in paths[:MOST_CANDIDATES]
    )


# A row of digits --------------------------------------------------------------------------------------


def _read_row(strokes: tuple[Stroke, ...], kind: FieldKind) -> tuple[Candidate, ...]:
    """Prefix beam search over the steps of one picture (Graves 2012), with what the field takes."""
    known = _signs(kind)
    (steps,) = look([draw(strokes, row=is_row(strokes))])
    beam: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}  # text: chance ending in a blank, in its sign
    for step in steps:
        weighted = known.chances(step)
        looked_at = [(known.signs[place], weighted[place]) for place in np.argsort(-weighted)[:_LOOKED_AT]]
        grown: dict[str, tuple[float, float]] = {}
        for text, (blank, sign_last) in beam.items():
            _add(grown, text, (blank + sign_last) * float(step[_BLANK]), 0.0)
            for sign, chance in looked_at:
                if text.endswith(sign):
                    _add(grown, text, 0.0, sign_last * chance)
                    _add(grown, text + sign, 0.0, blank * chance)
                else:
                    _add(grown, text + sign, 0.0, (blank + sign_last) * chance)
        beam = dict(sorted(grown.items(), key=lambda each: -sum(each[1]))[:_BEAM])
    found = [Candidate(text, min(1.0, sum(chances))) for text, chances in beam.items() if text]
    return tuple(sorted(found, key=lambda each: -each.confidence)[:MOST_CANDIDATES])


def _add(grown: dict[str, tuple[float, float]], text: str, blank: float, sign_last: float) -> None:
    before = grown.get(text, (0.0, 0.0))
    grown[text] = (before[0] + blank, before[1] + sign_last)
