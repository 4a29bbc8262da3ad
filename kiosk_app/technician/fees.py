"""``kiosk-app fees``: a court fee with every step of its computation, from the tables the kiosk uses."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from kiosk_app.content.library import Library, load_library
from kiosk_app.devices.clock import SystemClock
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.fees import Charge, Fee, FeeRule, compute
from kiosk_app.domain.money import Money
from kiosk_app.forms.fee_words import amount_words, fee_json, step_words
from kiosk_app.settings import load_settings
from kiosk_app.ui.terminal import DELIVERED, tell

_EXAMPLES = """\
examples:
  kiosk-app fees                                     every kind of fee
  kiosk-app fees property --amount 224000            property cases, for this sum claimed
  kiosk-app fees divorce --amount 1000000            a span: the province sets what each case costs
  kiosk-app fees divorce --amount 100万元 --base 150 with what it has set
  kiosk-app fees payment_order --amount 300000 --json
"""
_CHARGES = {Charge.ACCEPTANCE: "案件受理费", Charge.APPLICATION: "申请费"}


class NoSuchCourt(InputFault):
    """No court of that id is in the table. Facts: ``court``, ``known``."""


def fees_options(sub: argparse.ArgumentParser) -> None:
    sub.epilog, sub.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    sub.add_argument("kind", nargs="?", help="which fee; without it, every kind is listed")
    sub.add_argument(
        "--amount", metavar="YUAN", help="what is claimed, divided, preserved …: 224000, 22.4万元"
    )
    sub.add_argument(
        "--base", metavar="YUAN", help="what is set for each case, where the rule leaves it open"
    )
    sub.add_argument("--court", metavar="ID", help="the court whose settings count (resources/courts)")
    sub.add_argument("--json", action="store_true", help="for programs; amounts are decimal strings")


def fees(options: argparse.Namespace) -> int:
    library = load_library(load_settings().resources)
    if options.kind is None:
        tell(_table(library))
        return DELIVERED
    fee = _fee(library, options)
    tell([json.dumps(fee_json(fee), ensure_ascii=False)] if options.json else fee_lines(fee))
    return DELIVERED


def _fee(library: Library, options: argparse.Namespace) -> Fee:
    if options.court and options.court not in library.courts:
        raise NoSuchCourt(court=options.court, known=" ".join(library.courts))
    set_there = library.courts[options.court].fees if options.court else {}
    rule = library.fee_rule(options.kind.replace("-", "_"), SystemClock().now().at.date())
    base = Money.parse(options.base) if options.base is not None else set_there.get(rule.kind)
    return compute(rule, Money.parse(options.amount) if options.amount is not None else None, base)


def _table(library: Library) -> Iterator[str]:
    for rule in library.fee_rules:
        yield f"{rule.kind:<26}{_CHARGES[rule.charge]}  {rule.name}  {rule.source}{_doubt(rule)}"


def fee_lines(fee: Fee) -> Iterator[str]:
    """A fee with each step of its computation."""
    rule = fee.rule
    yield f"{rule.name} · {_CHARGES[rule.charge]}：{amount_words(fee.total)}"
    if fee.amount is not None and rule.by_amount:
        yield f"  {rule.counted}：{fee.amount}元"
    for step in fee.steps:
        yield f"  {step_words(step)}"
    if fee.halved:
        yield f"  如果减半（由法院决定）：{amount_words(fee.halved)}"
    for note in rule.notes:
        yield f"  {note}"
    yield f"  依据：{rule.source}{_doubt(rule)}"


def _doubt(rule: FeeRule) -> str:
    return "" if rule.verified else "（未核实）"
