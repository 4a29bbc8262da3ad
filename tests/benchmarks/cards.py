"""Resident cards on desks: fields read right, wrong ones told as sure, time for both sides; beside a peer.

Each level of difficulty tilts and turns the card more, alone, under a shadow, under glare and upside down.
The peer is plain rapidocr on the raw frame with regular expressions over all it reads, as one begins.

    python -m tests.benchmarks.cards --seeds 5 [--ours] [--tell]
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from kiosk_app.capture.ocr import Reader
from kiosk_app.domain.errors import Fault
from kiosk_app.domain.identity import LONG_TERM, Reading
from kiosk_app.visit.card import SURE, read_sides
from kiosk_app.visit.pages import Picture, read_card
from tests.samples.desk import Difficulty, Pixels, on_desk
from tests.samples.papers import render_card_back, render_card_front
from tests.samples.people import Person, person

_FIRST_SEED = 9_000
_SHADOW = 0.55
_GLARE, _GLARE_ASIDE = 130.0, 0.2
Said = Mapping[str, tuple[str, bool]]
"""By field, what was read and whether it was told as sure."""


@dataclass
class Score:
    cards: int = 0
    whole: int = 0
    right: int = 0
    fields: int = 0
    wrong_and_sure: int = 0
    took_s: list[float] = field(default_factory=list)

    def add(self, truth: Mapping[str, str], said: Said, took_s: float) -> None:
        right = [said.get(name, ("", False))[0] == value for name, value in truth.items()]
        self.cards += 1
        self.whole += all(right)
        self.right += sum(right)
        self.fields += len(right)
        self.wrong_and_sure += sum(sure and truth[name] != text for name, (text, sure) in said.items())
        self.took_s.append(took_s)

    def line(self) -> str:
        median_s, slow_s = np.median(self.took_s), np.percentile(self.took_s, 95)
        return (
            f"{self.whole:3d}/{self.cards:3d} whole  {self.right:4d}/{self.fields:4d} fields  "
            f"{self.wrong_and_sure:3d} wrong told as sure  {median_s:5.2f} / {slow_s:5.2f} s"
        )


def truth_of(who: Person) -> dict[str, str]:
    return {
        "name": who.name,
        "sex": who.sex.value,
        "ethnicity": f"{who.ethnicity}族",
        "birth": str(who.birth),
        "address": who.address,
        "number": who.number,
        "authority": who.authority,
        "valid_from": who.valid.partition("-")[0].replace(".", "-"),
        "valid_until": "长期",
    }


def ours(reader: Reader, frames: tuple[Pixels, Pixels]) -> Said:
    lines = {}
    for frame in frames:
        try:
            side, page = read_card(Picture(frame), reader)
        except Fault:
            continue  # the visitor is asked to lay it down again: nothing is told
        lines[side] = page.lines
    said: dict[str, tuple[str, bool]] = {}
    for fields in read_sides(lines):
        for name in fields.__dataclass_fields__ if fields else ():
            reading: Reading[object] = getattr(fields, name)
            if reading.value is not None:
                text = "长期" if reading.value == LONG_TERM else str(reading.value)
                said[name] = text, reading.confidence >= SURE
    return said


_PEER = {
    "name": r"姓名?\s*([一-鿿·]{2,})",
    "sex": r"性别\s*(男|女)",
    "ethnicity": r"民族\s*([一-鿿]+)",
    "birth": r"出生\s*(\d{4}年\d{1,2}月\d{1,2}日)",
    "address": r"住址\s*(.+?)(?=公民|$)",
    "number": r"(\d{17}[\dXx])",
    "authority": r"签发机关\s*([一-鿿]+?)(?=有效|$)",
    "valid_from": r"(\d{4}\.\d{2}\.\d{2})-",
    "valid_until": r"\d{4}\.\d{2}\.\d{2}-(长期|\d{4}\.\d{2}\.\d{2})",
}


def peer(engine: Callable[..., object], frames: tuple[Pixels, Pixels]) -> Said:
    text = ""
    for frame in frames:
        found = getattr(engine(frame), "txts", None) or ()
        text += "".join("".join(found).split())
    said = {}
    for name, pattern in _PEER.items():
        if match := re.search(pattern, text):
            said[name] = _as_truth(name, match[1]), True
    return said


def _as_truth(name: str, text: str) -> str:
    if name == "birth":
        year, month, day = re.findall(r"\d+", text)
        return f"{year}-{int(month):02}-{int(day):02}"
    return f"{text}族" if name == "ethnicity" else text.replace(".", "-")


def shadowed(frame: Pixels, _rng: np.random.Generator) -> Pixels:
    """A shadow over the left half, its edge across the card."""
    width_px = frame.shape[1]
    soft = 1 / (1 + np.exp(-(np.arange(width_px) - width_px / 2) / 25))
    light = (_SHADOW + (1 - _SHADOW) * soft)[None, :, None]
    return np.asarray((frame * light).clip(0, 255), np.uint8)


def glaring(frame: Pixels, rng: np.random.Generator) -> Pixels:
    """A lamp mirrored somewhere in the card's glossy middle: what lies there is burnt out to white."""
    height_px, width_px = frame.shape[:2]
    x, y = np.meshgrid(np.arange(width_px), np.arange(height_px))
    at = np.array((width_px, height_px)) / 2 + rng.uniform(-1, 1, 2) * (_GLARE_ASIDE * width_px)
    spot = np.exp(-(((x - at[0]) / (width_px / 14)) ** 2 + ((y - at[1]) / (width_px / 24)) ** 2))
    return np.asarray((frame + _GLARE * spot[:, :, None]).clip(0, 255), np.uint8)


Light = Callable[[Pixels, np.random.Generator], Pixels]


def even(frame: Pixels, _rng: np.random.Generator) -> Pixels:
    return frame


Scene = tuple[Difficulty, int, Light]
_WAYS: Mapping[str, tuple[int, Light]] = {
    "": (0, even),
    "shadow": (0, shadowed),
    "glare": (0, glaring),
    "upside down": (2, even),
}
_SCENES: Mapping[str, Scene] = {
    f"{level} {way}".strip(): (level, turns, light)
    for way, (turns, light) in _WAYS.items()
    for level in Difficulty
}


def frames_of(who: Person, seed: int, scene: Scene) -> tuple[Pixels, Pixels]:
    difficulty, turns, light = scene
    rng = np.random.default_rng(seed)
    front, back = (
        light(on_desk(draw(who), seed, difficulty, turns).image, rng)
        for draw in (render_card_front, render_card_back)
    )
    return front, back


def tell(scene: str, seed: int, truth: Mapping[str, str], said: Said) -> None:
    """What was not read right, for whoever mends it."""
    for name, value in truth.items():
        text, sure = said.get(name, ("", False))
        if text != value:
            print(
                f"    {scene} {seed} {name}: {value!r} read as {text!r}{' SURE' if sure else ''}", flush=True
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--ours", action="store_true", help="without the peer")
    parser.add_argument("--tell", action="store_true", help="name what was not read right")
    options = parser.parse_args()
    from rapidocr import RapidOCR

    reader, engine = Reader(), RapidOCR(params={"Global.log_level": "critical"})
    reader.load()
    readers: dict[str, Callable[[tuple[Pixels, Pixels]], Said]] = {
        "ours": lambda frames: ours(reader, frames)
    }
    if not options.ours:
        readers["peer"] = lambda frames: peer(engine, frames)
    print(
        "scene               reader  all fields right, fields right, wrong ones told as sure, s median / p95"
    )
    for name, scene in _SCENES.items():
        scores = {each: Score() for each in readers}
        for seed in range(_FIRST_SEED, _FIRST_SEED + options.seeds):
            who = person(seed)
            frames = frames_of(who, seed, scene)
            for each, read in readers.items():
                began_s = time.perf_counter()
                said = read(frames)
                scores[each].add(truth_of(who), said, time.perf_counter() - began_s)
                if options.tell and each == "ours":
                    tell(name, seed, truth_of(who), said)
        for each, score in scores.items():
            print(f"{name:19} {each:6}  {score.line()}", flush=True)


if __name__ == "__main__":
    main()
