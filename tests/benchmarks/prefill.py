"""What is right of the facts that are called certain on papers, and how many are, beside plain expressions.

    python -m tests.benchmarks.prefill [--of ious|papers] [--level easy] [--each N] [--keep DIR]

Thirty layouts of IOUs, printed and in fonts like handwriting, or the other papers of the trade, each layout
``--each`` times over other matters; photographed on a desk. ``certain`` is the share of what the papers say
that is called certain, ``right`` the share of that which is right. The peer takes the first match of one
plain expression for each field in the raw text of the same reading, and calls every match certain.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np

from kiosk_app.capture.doubt import doubt_lines
from kiosk_app.capture.geometry import Image
from kiosk_app.capture.ocr import Line, Reader
from kiosk_app.capture.picture import encode_jpeg
from kiosk_app.capture.prefill import PaperFacts, read_facts
from kiosk_app.capture.take import NoPageFound, take_page
from kiosk_app.domain.money import Money
from kiosk_app.domain.paper import FactName, PaperSort
from tests.samples.desk import Difficulty, on_desk
from tests.samples.ious import ious
from tests.samples.trade_papers import LAYOUTS, trade_papers
from tests.samples.trade_sheet import TradePaper
from tests.samples.work_papers import WORK_LAYOUTS

_PLAIN = {
    FactName.AMOUNT: r"([\d,]+(?:\.\d+)?)元",
    FactName.DATE: r"(\d{4})[年.\-](\d{1,2})[月.\-](\d{1,2})",
    FactName.LENDER: r"(?:出借人[:：]|借到|向)([一-鿿]{2,3})",
    FactName.BORROWER: r"[借欠]款人[:：]([一-鿿]{2,3})",
    FactName.PAYER: r"(?:付款人[:：]|收到)([一-鿿]{2,3})",
    FactName.PAYEE: r"收款人[:：]([一-鿿]{2,3})",
    FactName.WORKER: r"(?:劳动者|姓名)[:：）]*([一-鿿]{2,3})",
    FactName.BUYER: r"(?:买方|需方|收货单位|客户名称).*?[:：]([一-鿿]+)",
    FactName.SELLER: r"(?:卖方|供方|发货单位).*?[:：]([一-鿿]+)",
}

Given = dict[FactName, list[object]]


def papers(of: str, each: int) -> Iterator[TradePaper]:
    if of == "papers":
        yield from trade_papers(LAYOUTS + WORK_LAYOUTS, each)
        return
    for iou in ious(30 * each):
        told = {
            FactName.LENDER: (iou.lender,),
            FactName.BORROWER: (iou.borrower,),
            FactName.AMOUNT: (Money(Decimal(iou.yuan)),),
            FactName.DATE: (iou.on,) if iou.dated else (),
        }
        yield TradePaper(iou.image, PaperSort.IOU, "IOU", told)


def ours(facts: PaperFacts) -> Given:
    given: Given = {}
    for fact in facts.facts:
        if fact.certain:
            given.setdefault(fact.name, []).append(fact.value)
    return given


def plain(text: str) -> Given:
    found = {name: re.search(expression, text) for name, expression in _PLAIN.items()}
    return {name: [_value(name, match)] for name, match in found.items() if match}


def _value(name: FactName, match: re.Match[str]) -> object:
    try:
        if name is FactName.DATE:
            return date(*(int(part) for part in match.groups()))
        return Money(Decimal(match[1].replace(",", ""))) if name is FactName.AMOUNT else match[1]
    except (ValueError, ArithmeticError):
        return None


def score(told: TradePaper, given: Given, counts: Counter[tuple[FactName, str]]) -> list[str]:
    """Count what is right and what is not; what went wrong, in words."""
    wrong = []
    for name, right in told.told.items():
        values = given.get(name, [])
        bad = [value for value in values if value not in right]
        counts[name, "said"] += bool(right)
        counts[name, "certain"] += bool(values) and bool(right)
        counts[name, "values"] += len(values)
        counts[name, "wrong"] += len(bad)
        wrong += [f"{name} is {value}, not {' or '.join(map(str, right)) or 'there'}" for value in bad]
    return wrong


def read(image: Image, reader: Reader) -> tuple[tuple[Line, ...], tuple[int, int]]:
    """As a visit reads a page. Raises NoPageFound."""
    taken = take_page(image)
    upright = reader.read_upright(taken.clean)
    flat = np.ascontiguousarray(np.rot90(taken.flat, upright.quarter_turns))
    return doubt_lines(flat, upright.lines), (upright.image.shape[1], upright.image.shape[0])


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--of", choices=("ious", "papers"), default="ious")
    parser.add_argument("--each", type=int, default=1, help="how often each layout is drawn")
    parser.add_argument("--level", type=Difficulty, default=Difficulty.EASY)
    parser.add_argument("--keep", type=Path, help="a folder for the photographs that went wrong")
    options = parser.parse_args()
    reader = Reader()
    counts: dict[str, Counter[tuple[FactName, str]]] = {"ours": Counter(), "plain": Counter()}
    seen: Counter[str] = Counter()
    took_ms = []
    for number, paper in enumerate(papers(options.of, options.each)):
        image = on_desk(paper.image, 4_000 + number, options.level, turns=1).image
        seen["papers"] += 1
        try:
            lines, size_px = read(image, reader)
        except NoPageFound:
            lines, size_px = (), (1, 1)
            seen["not found"] += 1
        begun_s = time.perf_counter()
        facts = read_facts(lines, size_px)
        took_ms.append(1_000 * (time.perf_counter() - begun_s))
        told_apart = any(found.code == "amounts_disagree" for found in facts.findings)
        seen["of the right kind"] += facts.sort is paper.sort
        seen["disagreeing"] += paper.disagrees
        seen["called so"] += paper.disagrees and told_apart
        seen["called so wrongly"] += told_apart and not paper.disagrees
        raw = "\n".join(line.text for line in lines)
        wrong = score(paper, ours(facts), counts["ours"])
        score(paper, plain(raw), counts["plain"])
        for words in wrong:
            print(f"{number} {paper.layout}: {words}")
        if wrong and options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{number:02}.jpg").write_bytes(encode_jpeg(image))
            (options.keep / f"{number:02}.txt").write_text(raw, "utf-8")
    print(f"\n{options.level}, at most {max(took_ms):.1f} ms after the reading:", end=" ")
    print(", ".join(f"{count} {what}" for what, count in seen.items()))
    print(f"{'':14}" + "".join(f"{f'{who} right':>14}{'certain':>10}" for who in counts))
    for name in FactName:
        if counts["ours"][name, "said"]:
            print(f"{name:14}" + "".join(_cells(counted, name) for counted in counts.values()))
    return 0


def _cells(counts: Counter[tuple[FactName, str]], name: FactName) -> str:
    values = counts[name, "values"]
    right = f"{1 - counts[name, 'wrong'] / values:.1%}" if values else "—"
    return f"{right:>14}{counts[name, 'certain'] / counts[name, 'said']:10.1%}"


if __name__ == "__main__":
    sys.exit(main())
