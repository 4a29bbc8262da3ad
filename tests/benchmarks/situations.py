"""How often the first offer, or one of the first three, is what somebody meant: ours beside two other ways.

    python -m tests.benchmarks.situations

What the parts are, and what ``heard`` gave the first time, stands in tests/vectors/situations.yaml. Peers:
how many of a situation's words stand in the text, and, where jieba is installed, the words of its dictionary
weighted by how few situations have them.
"""

from __future__ import annotations

import importlib
import importlib.util
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from kiosk_app.content.library import load_library
from kiosk_app.domain.situations import Situations, plain
from kiosk_app.visit.find_case import search

ROOT = Path(__file__).parents[2]
Way = Callable[[str], list[str]]


def _ours(situations: Situations) -> Way:
    return lambda text: [match.situation.id for match in search(situations, text)]


def _counted(situations: Situations) -> Way:
    def ways(text: str) -> list[str]:
        said = plain(text)
        scores = {leaf.id: sum(word in said for word in leaf.words) for leaf in situations.leaves()}
        return _ranked(scores) or [situations.otherwise.id]

    return ways


def _cut_by_jieba(situations: Situations) -> Way:
    jieba: Any = importlib.import_module("jieba")
    parts = {
        leaf.id: {part for word in leaf.words for part in jieba.cut(word)} for leaf in situations.leaves()
    }
    shared = Counter(part for own in parts.values() for part in own)

    def ways(text: str) -> list[str]:
        said = set(jieba.cut(plain(text)))
        scores = {
            id: sum(len(part) * math.log(1 + len(parts) / shared[part]) for part in said & own)
            for id, own in parts.items()
        }
        return _ranked(scores) or [situations.otherwise.id]

    return ways


def _ranked(scores: dict[str, float] | dict[str, int]) -> list[str]:
    return sorted((id for id, score in scores.items() if score), key=lambda id: -scores[id])


def _ways(situations: Situations) -> Iterator[tuple[str, Way]]:
    yield "characters covered (ours)", _ours(situations)
    yield "words counted", _counted(situations)
    if importlib.util.find_spec("jieba"):
        yield "jieba, tf-idf", _cut_by_jieba(situations)


def main() -> None:
    situations = load_library(ROOT / "resources").situations
    vectors = yaml.safe_load((ROOT / "tests" / "vectors" / "situations.yaml").read_text("utf-8"))
    leaves = list(situations.leaves())
    print(f"{len(leaves)} situations, {sum(len(leaf.words) for leaf in leaves)} words")
    for name, way in _ways(situations):
        print(name)
        for part in ("tuned", "aside", "heard"):
            offers = [(way(each["say"]), each.get("first") or each["three"]) for each in vectors[part]]
            first = sum(offered[0] == meant for offered, meant in offers)
            three = sum(meant in offered[:3] for offered, meant in offers)
            print(f"  {part:<6} first {first}/{len(offers)}, among three {three}/{len(offers)}")
        none = sum(way(say) == [situations.otherwise.id] for say in vectors["none"])
        print(f"  none   left to the general form {none}/{len(vectors['none'])}")
        long = ("我去年在工地干活，老板一直不给工资，" * 30)[:500]
        begun = time.perf_counter()
        for _ in range(100):
            way(long)
        print(f"  500 characters in {(time.perf_counter() - begun) * 10:.2f} ms")


if __name__ == "__main__":
    main()
