"""The amount that a paper is about: its figures and its 大写 must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kiosk_app.capture import paper_tables as tables
from kiosk_app.capture.chinese_numbers import Amount, Found, amount, find_amounts
from kiosk_app.capture.paper_text import SURE, SURE_ALONE, PaperText, fact_at, place_of
from kiosk_app.domain.findings import Finding, Grade
from kiosk_app.domain.paper import Fact, FactName, PaperSort

_BETWEEN_PAIR = re.compile(r"[\s()（）\[\]【】，,、:：;；。即为是计共金额合大小写人民币RMB¥￥整元]{0,16}")


def amounts_of(
    paper: PaperText, sort: PaperSort, size_px: tuple[int, int]
) -> tuple[list[Fact], tuple[Finding, ...]]:
    found = list(_of_the_matter(paper, sort))
    found = [_confirmed(each, found) for each in found]
    pairs = list(_pairs(paper, found))
    apart = next(
        (
            (one, other)
            for one, other in pairs
            if one.value and other.value and one.value.money != other.value.money
        ),
        None,
    )
    if apart:
        return _disagreeing(paper, apart, size_px)
    broken = any(each.value is None for each in found)
    readable = [each for each in found if each.value]
    paired = [each for pair in pairs for each in pair if each.value and all(one.value for one in pair)]
    formal = [each for each in readable if each.value and each.value.formal]
    best = paired or formal or readable
    distinct = list(dict.fromkeys(each.value.money for each in best if each.value))
    facts = []
    for money in distinct:
        own = [each for each in best if each.value and each.value.money == money]
        shown = next((each for each in own if each.value and not each.value.formal), own[0])
        confidence = min(paper.confidence(each.start, each.end) for each in own[:2])
        least = SURE if paired or formal else SURE_ALONE
        others = {each.value.money for each in readable if each.value} - {money}
        certain = len(distinct) == 1 and not broken and confidence >= least and (bool(paired) or not others)
        facts.append(fact_at(paper, FactName.AMOUNT, money, shown.start, shown.end, confidence, certain))
    return facts, ()


def _confirmed(found: Found[Amount], others: list[Found[Amount]]) -> Found[Amount]:
    """Without its value where a sign of it may be missing and no other amount confirms it."""
    if found.value is None or found.value.clean:
        return found
    money = found.value.money
    same = any(other is not found and other.value and other.value.money == money for other in others)
    return replace(found, value=replace(found.value, clean=True) if same else None)


def _of_the_matter(paper: PaperText, sort: PaperSort) -> Iterator[Found[Amount]]:
    """The amounts that the paper is about: those behind its labels, else all but interest and the like."""
    labels = tables.AMOUNT_LABELS.get(sort)
    if labels is None:
        for found in find_amounts(paper.text):
            before = re.split("[，。；\n\t]", paper.text[max(0, found.start - 12) : found.start])[-1]
            if not re.search(tables.NOT_THE_PRINCIPAL, before):
                yield found
        return
    seen: set[int] = set()
    for match in re.finditer(rf"(?:{labels})[^\d\n\t:：，。]{{0,8}}?[:：\t]{{0,2}}", paper.text):
        cell = re.match(r"[^\n\t，。]{0,40}", paper.text[match.end() :])
        text = cell[0] if cell else ""
        start = match.end()
        for found in find_amounts(text):
            if start + found.start not in seen:
                seen.add(start + found.start)
                yield replace(found, start=start + found.start, end=start + found.end)
            break
        else:
            money = amount(text) if len(text) > 1 else None
            if money is not None and start not in seen:
                seen.add(start)
                yield Found(Amount(money, not text.isascii()), start, start + len(text), text)
    if sort is PaperSort.TRANSFER and not seen:
        yield from _on_a_bill(paper.text)


def _on_a_bill(text: str) -> Iterator[Found[Amount]]:
    """The large figure that a phone shows: signed, to the fen, alone in its row."""
    for match in re.finditer(r"(?:^|(?<=\n))[-+][¥￥]?(\d[\d,]*\.\d{2})(?=\n|\Z)", text):
        money = amount(match[1])
        yield Found(Amount(money, False) if money else None, match.start(1), match.end(1), match[1])


def _pairs(paper: PaperText, found: list[Found[Amount]]) -> Iterator[tuple[Found[Amount], Found[Amount]]]:
    """Figures and 大写 of the same amount: beside each other, or the only ones on the paper."""
    readable = [each for each in found if each.value]
    formal, figures = (
        [each for each in readable if each.value and each.value.formal is kind] for kind in (True, False)
    )
    near = [
        (one, other)
        for one, other in pairwise(readable)
        if one.value and other.value and one.value.formal != other.value.formal
        and _BETWEEN_PAIR.fullmatch(paper.text[one.end : other.start])
    ]  # fmt: skip
    if near:
        yield from near
    elif len({each.value for each in formal}) == 1 == len({each.value for each in figures}):
        yield figures[0], formal[0]
    else:
        monies = {each.value.money for each in figures if each.value}
        for each in formal:
            if each.value and each.value.money in monies:
                yield next(one for one in figures if one.value and one.value.money == each.value.money), each


def _disagreeing(
    paper: PaperText, pair: tuple[Found[Amount], Found[Amount]], size_px: tuple[int, int]
) -> tuple[list[Fact], tuple[Finding, ...]]:
    """Both amounts, none of them certain, and the finding that says so."""
    ordered = sorted(pair, key=lambda each: bool(each.value and each.value.formal))
    facts = [
        fact_at(
            paper,
            FactName.AMOUNT,
            each.value.money,
            each.start,
            each.end,
            paper.confidence(each.start, each.end),
            False,
        )
        for each in ordered
        if each.value
    ]
    start, end = min(each.start for each in pair), max(each.end for each in pair)
    told = tuple((name, str(fact.value)) for name, fact in zip(("figures", "formal"), facts, strict=True))
    place = place_of(paper.box(start, end), size_px)
    return facts, (Finding("amounts_disagree", Grade.WORTH_KNOWING, facts=told, place=place),)
