"""A fee's computation in words for screens, papers and terminals: a person can check each line."""

from __future__ import annotations

from typing import Any

from kiosk_app.domain.fees import Fee, FeeStep, Span, StepKind
from kiosk_app.domain.money import ZERO, Money

_NUMERALS = "零一二三四五六七八九"


def amount_words(span: Span) -> str:
    """``4,660.00元``, or ``50.00元至300.00元`` where it is not yet decided."""
    return f"{span.low}元" if span.exact else f"{span.low}元至{span.high}元"


def step_words(step: FeeStep) -> str:
    """``超过1万元至10万元的部分：40,000.00 × 2.5% = 1,000.00元``."""
    match step.kind:
        case StepKind.BASE:
            return f"每件{amount_words(step.fee)}" + ("" if step.fee.exact else "（由法院按当地标准定）")
        case StepKind.PART:
            return f"{_part(step)}：{_sum(step)}"
        case StepKind.SHARE:
            rounded = "（四舍五入到分）" if step.rounded else ""
            return f"以上合计的{_NUMERALS[step.divided_by]}分之一：{amount_words(step.fee)}{rounded}"
        case StepKind.CAP:
            return f"最多交{amount_words(step.fee)}"


def fee_json(fee: Fee) -> dict[str, Any]:
    """A fee for programs, amounts as decimal strings. What is not decided yet is a ``range``, no ``fee``."""
    return {
        "kind": fee.rule.kind,
        "amount": fee.amount.plain if fee.amount else None,
        **_spanned("fee", fee.total),
        **_spanned("halved", fee.halved),
        "steps": [
            {"step": step.kind, "text": step_words(step), **_spanned("fee", step.fee)} for step in fee.steps
        ],
        "notes": list(fee.rule.notes),
        "source": fee.rule.source,
        "edition": fee.rule.edition,
        "verified": fee.rule.verified,
    }


def _spanned(name: str, span: Span | None) -> dict[str, Any]:
    exact = span.exact if span else None
    between = {"low": span.low.plain, "high": span.high.plain} if span and not exact else None
    key = "range" if name == "fee" else f"{name}_range"
    return {name: exact.plain if exact else None, key: between}


def _part(step: FeeStep) -> str:
    if step.upper is None:
        return f"超过{_short(step.lower)}的部分"
    if step.lower == ZERO:
        return f"不超过{_short(step.upper)}的部分"
    return f"超过{_short(step.lower)}至{_short(step.upper)}的部分"


def _sum(step: FeeStep) -> str:
    if step.rate:
        return f"{step.part} × {(step.rate * 100).normalize():f}% = {amount_words(step.fee)}"
    return "不另外交" if step.fee.exact == ZERO else amount_words(step.fee)


def _short(amount: Money) -> str:
    """``10万元`` for round sums, ``1,000元`` for those without fen."""
    tens, whole = amount.yuan / 10_000, amount.yuan == amount.yuan.to_integral_value()
    if tens == tens.to_integral_value():
        return f"{tens.normalize():f}万元"
    return f"{amount.yuan:,.0f}元" if whole else f"{amount}元"
