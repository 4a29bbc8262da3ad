"""What the judge of pages finds, beside what is there; and how long taking a page lasts.

    python -m tests.benchmarks.judge [--seeds N] [--clean N] [--jobs N] [--tuning] [--only PART]

Papers, seeds and fonts are those that nothing was tuned on, unless ``--tuning``. Strengths are told in
:mod:`tests.samples.defects`; those between harmless and plain are not made. A page is right if exactly
the expected code is found.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

import cv2
import numpy as np

from kiosk_app.capture.enhance import clean
from kiosk_app.capture.flatten import flatten
from kiosk_app.capture.geometry import Corners, Image, PaperKind, Quad, quad_of
from kiosk_app.capture.quality import cut_off, judge
from kiosk_app.capture.upscaled import enlargement
from tests.samples.defects import PAPERS, render
from tests.samples.frames import blown_up, honest
from tests.samples.spoilt import CODES, DEFECTS, can_have, clean_sample, spoilt_sample

_NEW_SEEDS = 9_000


class Task(NamedTuple):
    paper: str
    defect: str
    plain: bool
    seed: int
    held_out: bool


class Result(NamedTuple):
    group: str
    found: tuple[str, ...]
    right: bool
    placed: bool | None


def _judged(task: Task) -> Result | None:
    cv2.setNumThreads(1)
    if task.defect:
        sample = spoilt_sample(task.paper, task.defect, task.seed, plain=task.plain, held_out=task.held_out)
    else:
        sample = clean_sample(task.paper, task.seed, held_out=task.held_out)
    if sample is None:
        return None
    findings = judge(sample.image, sample.kind)
    found = tuple(sorted(finding.code for finding in findings))
    expected = CODES[sample.wrong] if sample.wrong else frozenset()
    placed = None
    for finding in findings:
        if sample.where and finding.code in expected and finding.place:
            x, y = sample.where
            place = finding.place
            placed = (
                abs(place.left + place.width / 2 - x) < 0.25 and abs(place.top + place.height / 2 - y) < 0.25
            )
    group = (
        task.defect
        if task.plain and task.defect
        else f"{task.defect or 'clean'} {'' if not task.defect else 'harmless'}"
    )
    return Result(group.strip(), found, set(found) == expected, placed)


def _tasks(seeds: int, clean_pages: int, held_out: bool) -> Iterator[Task]:
    first = _NEW_SEEDS if held_out else 0
    for index in range(clean_pages):
        yield Task(PAPERS[index % len(PAPERS)], "", True, first + index // len(PAPERS), held_out)
    for seed in range(first, first + seeds):
        for paper in PAPERS:
            for defect in DEFECTS:
                if defect != "empty" and can_have(paper, defect):
                    yield Task(paper, defect, True, seed, held_out)
                    yield Task(paper, defect, False, seed, held_out)
        for k in range(13):
            yield Task("iou", "empty", True, seed * 13 + k, held_out)


def confusion(results: Iterable[Result]) -> bool:
    """Prints the table; whether it is as good as we promise."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.group].append(result)
    print(f"{'there is':22} {'pages':>5}  {'right':>6}  {'place':>6}  found")
    for group, members in sorted(groups.items()):
        right = np.mean([result.right for result in members])
        places = [result.placed for result in members if result.placed is not None]
        placed = f"{np.mean(places):6.0%}" if places else "     -"
        found = Counter(" + ".join(code[5:] for code in result.found) or "nothing" for result in members)
        told = ", ".join(f"{name} {count}" for name, count in found.most_common())
        print(f"{group:22} {len(members):5}  {right:6.1%}  {placed}  {told}")
    plain = [r.right for group, members in groups.items() if group in DEFECTS for r in members]
    false = [bool(r.found) for r in groups["clean"]]
    harmless = [bool(r.found) for group, members in groups.items() if "harmless" in group for r in members]
    print(f"plain defects right: {np.mean(plain):.1%} of {len(plain)}")
    print(f"false alarms: {np.mean(false):.1%} of {len(false)} clean pages, ", end="")
    print(f"{np.mean(harmless):.1%} of {len(harmless)} with harmless traces")
    return float(np.mean(plain)) >= 0.95 and float(np.mean(false)) <= 0.02


def cameras(seeds: int, held_out: bool) -> None:
    """Frames that are what they say, and frames blown up from smaller ones."""
    counts: dict[str, list[bool]] = defaultdict(list)
    first = _NEW_SEEDS if held_out else 0
    for seed in range(first, first + seeds):
        for name in ("dense", "iou", "chat", "photo", "card_back", "transfer"):
            paper = render(name, seed, held_out=held_out)
            for jpeg in (None, 88):
                frame, corners = honest(paper, seed, jpeg)
                counts["honest"].append(enlargement(frame, corners).factor > 1)
                for factor in (2.0, 2.5, 3.0, 4.0, 6.25):
                    frame, corners = blown_up(paper, seed, jpeg, factor)
                    counts[f"x{factor:g} jpeg {jpeg or '-'}"].append(enlargement(frame, corners).factor > 1)
    print("\nblown up, told as such: ", end="")
    print(", ".join(f"{name} {np.mean(told):.0%} of {len(told)}" for name, told in counts.items()))


def edges() -> None:
    """Outlines over the edge of the picture, by side."""
    picture = np.zeros((1_080, 1_920, 3), np.uint8)
    rng = np.random.default_rng(5)
    right = total = 0
    for _ in range(400):
        side = ("left", "right", "top", "bottom", None)[int(rng.integers(5))]
        quad = _outline_near(rng, side)
        found = dict(cut_off(quad, picture)[0].facts)["side"] if cut_off(quad, picture) else None
        right += found == side
        total += 1
    print(f"cut edges: {right / total:.1%} of {total} outlines named by their side")


def _outline_near(rng: np.random.Generator, side: str | None) -> Quad:
    wide, high = rng.uniform(500, 1_100), rng.uniform(400, 800)
    turn = np.radians(rng.uniform(-12, 12))
    box = np.array([(-wide, -high), (wide, -high), (wide, high), (-wide, high)]) / 2
    corners = box @ np.array(((np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))))
    low, far = corners.min(axis=0), corners.max(axis=0)
    middle = rng.uniform(-low + 20, np.array((1_920, 1_080)) - far - 20)
    beyond = rng.uniform(2, 200)
    if side in ("left", "top"):
        axis = ("left", "top").index(side)
        middle[axis] = -low[axis] - beyond
    elif side is not None:
        axis = ("right", "bottom").index(side)
        middle[axis] = (1_920, 1_080)[axis] - far[axis] + beyond
    return quad_of(corners + middle)


def naive(frame: Image, corners: Corners) -> float:
    """What one writes first: all of it at full size, in floating point."""
    size = (3_508, 2_480)
    target = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    transform = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat = cv2.warpPerspective(frame, transform, size, flags=cv2.INTER_CUBIC).astype(np.float32)
    light = cv2.GaussianBlur(cv2.dilate(flat, np.ones((31, 31))), (0, 0), 60)
    even = np.clip(flat / np.maximum(light, 1) * 246, 0, 255).astype(np.uint8)
    grey = cv2.cvtColor(even, cv2.COLOR_BGR2GRAY)
    return float(cv2.Laplacian(grey, cv2.CV_64F).var() + (grey > 250).mean())


def timing(repeats: int = 7) -> None:
    """Milliseconds of one core for 12 megapixels, the best and the middle of several runs. Time of the
    processor, so that other programs on the machine do not count."""
    cv2.setNumThreads(1)
    page = np.ascontiguousarray(np.rot90(render("dense", 1)))
    corners = np.array([(300, 220), (3_700, 260), (3_760, 2_700), (240, 2_740)], np.float64)
    height, width = page.shape[:2]
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    transform = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    noise = np.random.default_rng(1).normal(0, 3, (3_000, 4_000, 1))
    frame = cv2.warpPerspective(page, transform, (4_000, 3_000), borderValue=(60, 70, 80)) * 0.85 + noise
    picture: Image = np.clip(frame, 0, 255).astype(np.uint8)
    quad = quad_of(corners)
    flat = flatten(picture, quad, PaperKind.PAGE)
    steps: dict[str, Callable[[], object]] = {
        "flatten": lambda: flatten(picture, quad, PaperKind.PAGE),
        "clean": lambda: clean(flat),
        "upscaled": lambda: enlargement(picture, corners),
        "judge": lambda: judge(flat),
        "naive": lambda: naive(picture, corners),
    }
    print(
        f"\n12 megapixels, page of {flat.shape[1]} x {flat.shape[0]}, one core (best / median of its time):"
    )
    sums = np.zeros(2)
    for name, run in steps.items():
        times = []
        for _ in range(repeats):
            start = time.process_time()
            run()
            times.append((time.process_time() - start) * 1_000)
        both = np.array((min(times), float(np.median(times))))
        sums += both if name != "naive" else 0
        print(f"  {name:9} {both[0]:6.0f} / {both[1]:.0f} ms")
    print(f"  flatten + clean + upscaled + judge {sums[0]:.0f} / {sums[1]:.0f} ms")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--clean", type=int, default=308)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--tuning", action="store_true", help="the seeds and fonts that were tuned on")
    parser.add_argument("--only", choices=("time", "pages", "cameras"))
    chosen = parser.parse_args()
    good = True
    if chosen.only in (None, "pages"):
        tasks = list(_tasks(chosen.seeds, chosen.clean, not chosen.tuning))
        with ProcessPoolExecutor(chosen.jobs) as pool:
            good = confusion(result for result in pool.map(_judged, tasks, chunksize=8) if result)
        edges()
    if chosen.only in (None, "cameras"):
        cameras(chosen.seeds, not chosen.tuning)
    if chosen.only in (None, "time"):
        timing()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
