"""What is right of the facts that are called certain on IOUs, and how many are, beside plain expressions.

    python -m tests.benchmarks.prefill [--ious N] [--level easy] [--keep DIR]

Thirty layouts, printed and in fonts like handwriting, photographed on a desk. ``right`` is the share of
those given as certain; ``certain`` the share of all that are given so. The peer takes the first match of
one plain expression for each field in the raw text of the same reading, and calls every match certain.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from kiosk_app.capture.ocr import Reader
from kiosk_app.capture.picture import encode_jpeg
from kiosk_app.capture.prefill import PaperFacts, read_facts
from kiosk_app.capture.take import NoPageFound, take_page
from kiosk_app.domain.money import Money
from kiosk_app.domain.paper import FactName
from tests.samples.desk import Difficulty, on_desk
from tests.samples.ious import COUNT, Iou, ious

_FIELDS = (FactName.AMOUNT, FactName.DATE, FactName.LENDER, FactName.BORROWER)
_PLAIN = {
    FactName.AMOUNT: r"([\d,]+(?:\.\d+)?)元",
    FactName.DATE: r"(\d{4})[年.](\d{1,2})[月.](\d{1,2})",
    FactName.LENDER: r"(?:出借人[:：]|借到|向)([一-鿿]{2,3})",
    FactName.BORROWER: r"借款人[:：]([一-鿿]{2,3})",
}


def truth(iou: Iou) -> dict[FactName, object]:
    return {
        FactName.AMOUNT: iou.yuan,
        FactName.DATE: iou.on,
        FactName.LENDER: iou.lender,
        FactName.BORROWER: iou.borrower,
    }


def ours(facts: PaperFacts) -> dict[FactName, object]:
    """The values given as certain. Money as whole yuan where it is."""
    given: dict[FactName, object] = {}
    for name in _FIELDS:
        fact = facts.first(name)
        if fact and fact.certain:
            given[name] = fact.value.yuan if isinstance(fact.value, Money) else fact.value
    return given


def plain(text: str) -> dict[FactName, object]:
    given: dict[FactName, object] = {}
    for name, expression in _PLAIN.items():
        if match := re.search(expression, text):
            given[name] = _value(name, match)
    return given


def _value(name: FactName, match: re.Match[str]) -> object:
    try:
        if name is FactName.DATE:
            return date(*(int(part) for part in match.groups()))
        return float(match[1].replace(",", "")) if name is FactName.AMOUNT else match[1]
    except ValueError:
        return None


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--ious", type=int, default=COUNT)
    parser.add_argument("--level", type=Difficulty, default=Difficulty.EASY)
    parser.add_argument("--keep", type=Path, help="a folder for the photographs that went wrong")
    options = parser.parse_args()
    reader = Reader()
    scores: dict[str, Counter[tuple[FactName, str]]] = {"ours": Counter(), "plain": Counter()}
    count, took_ms = 0, []
    for number, iou in enumerate(ious(options.ious)):
        count += 1
        image = on_desk(iou.image, 4_000 + number, options.level, turns=1).image
        try:
            upright = reader.read_upright(take_page(image).clean)
        except NoPageFound:
            print(f"{number}: no page found")
            continue
        begun_s = time.perf_counter()
        facts = read_facts(upright.lines, (upright.image.shape[1], upright.image.shape[0]))
        took_ms.append(1_000 * (time.perf_counter() - begun_s))
        raw = "\n".join(line.text for line in upright.lines)
        for who, given in (("ours", ours(facts)), ("plain", plain(raw))):
            for name, right in truth(iou).items():
                if given.get(name) is not None:
                    scores[who][name, "right" if given[name] == right else "wrong"] += 1
                if who == "ours" and given.get(name) != right:
                    print(f"{number} {name}: {given.get(name)!r} for {right!r}")
                    if options.keep:
                        options.keep.mkdir(parents=True, exist_ok=True)
                        (options.keep / f"{number:02}.jpg").write_bytes(encode_jpeg(image))
                        (options.keep / f"{number:02}.txt").write_text(raw, "utf-8")
    print(f"\n{count} IOUs, {options.level}; at most {max(took_ms, default=0):.1f} ms after the reading")
    print(f"{'':10}" + "".join(f"{f'{who} right':>14}{'certain':>10}" for who in scores))
    for name in _FIELDS:
        cells = ""
        for score in scores.values():
            right, wrong = score[name, "right"], score[name, "wrong"]
            cells += f"{right / max(1, right + wrong):14.1%}{(right + wrong) / max(1, count):10.1%}"
        print(f"{name:10}{cells}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
