from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.content.library import Library, NoSuchFee
from kiosk_app.domain.fees import AmountNeeded, BaseOutside, Fee, StepKind, compute
from kiosk_app.domain.money import ZERO, Money
from kiosk_app.forms.fee_words import fee_json, step_words

DAY = date(2026, 11, 22)
VECTORS = yaml.safe_load((Path(__file__).parents[2] / "vectors" / "fees.yaml").read_text("utf-8"))
_FLAT = {"ip_no_amount": "intellectual_property"}
"""Kinds that the vectors name otherwise."""


def fee(library: Library, kind: str, amount: str | None = None, base: str | None = None) -> Fee:
    return compute(
        library.fee_rule(kind, DAY),
        None if amount is None else Money(Decimal(amount)),
        None if base is None else Money(Decimal(base)),
    )


def exact(computed: Fee) -> Decimal:
    assert computed.total.exact is not None
    return computed.total.exact.yuan


def vectors() -> Iterator[object]:
    for group, cases in VECTORS.items():
        if group.endswith("_fee"):
            for case in cases:
                amount = case.get("amount") or case.get("property_total") or case["damages"]
                yield pytest.param(
                    group.removesuffix("_fee"),
                    amount,
                    case,
                    id=f"{group}-{'-'.join(map(str, case.values()))}",
                )


@pytest.mark.parametrize(("kind", "amount", "case"), list(vectors()))
def test_every_vector_is_exact(library: Library, kind: str, amount: str, case: dict[str, str]) -> None:
    computed = fee(library, kind, amount, case.get("base"))
    if "denominator" in case:
        owed = Fraction(case["numerator"]) / int(case["denominator"])
        assert abs(Fraction(exact(computed)) - owed) <= Fraction(1, 200)
        assert computed.steps[-1].rounded
        return
    assert exact(computed) == Decimal(case["fee"])
    if "halved" in case:
        assert computed.halved
        assert computed.halved.low.yuan == Decimal(case["halved"])


@pytest.mark.parametrize(("name", "bounds"), VECTORS["flat_fees"].items())
def test_fees_without_an_amount(library: Library, name: str, bounds: str | list[int]) -> None:
    total = fee(library, _FLAT.get(name, name)).total
    assert [total.low.yuan, total.high.yuan] == (
        [Decimal(each) for each in bounds] if isinstance(bounds, list) else [Decimal(bounds)] * 2
    )


@given(
    kind=st.sampled_from(["property", "execution", "preservation", "divorce", "personality", "bankruptcy"]),
    data=st.data(),
)
def test_more_never_costs_less_and_no_fen_makes_a_leap(
    library: Library, kind: str, data: st.DataObject
) -> None:
    """Continuous and rising, also where brackets meet: a fen more costs no more than a fen."""
    rule = library.fee_rule(kind, DAY)
    edges = [bracket.upper.yuan for bracket in (rule.of or rule).brackets if bracket.upper]
    near = st.builds(lambda edge, off: edge + off, st.sampled_from(edges), st.decimals(-1, 1, places=2))
    yuan = data.draw(st.one_of(st.decimals(0, 10**9, places=2), near))
    less, more = (fee(library, kind, str(amount)).total.low.yuan for amount in (yuan, yuan + Decimal("0.01")))
    assert less <= more <= less + Decimal("0.01")


@given(yuan=st.decimals(0, 10**9, places=2))
def test_steps_add_up(library: Library, yuan: Decimal) -> None:
    computed = fee(library, "property", str(yuan))
    assert sum(step.fee.low.yuan for step in computed.steps) == exact(computed)
    assert sum(step.part.yuan for step in computed.steps) == yuan


def test_a_range_stays_a_range_until_somebody_decides(library: Library) -> None:
    divorce = fee(library, "divorce", "1000000")
    assert (divorce.total.low.plain, divorce.total.high.plain) == ("4050", "4300")
    assert divorce.total.exact is None
    assert exact(fee(library, "divorce", "1000000", "150")) == 4150


def test_a_divorce_without_anything_to_divide_costs_its_base(library: Library) -> None:
    assert [step.kind for step in fee(library, "divorce").steps] == [StepKind.BASE]


def test_only_acceptance_fees_are_halved(library: Library) -> None:
    assert fee(library, "labour_dispute").halved is not None
    assert fee(library, "execution", "50000").halved is None


def test_what_a_court_has_set_counts_there(library: Library) -> None:
    rule = library.fee_rule("divorce", DAY)
    assert library.fee("divorce", None, DAY, "elsewhere").total == rule.base


@pytest.mark.parametrize("kind", ["property", "payment_order", "bankruptcy"])
def test_an_amount_that_is_needed_is_asked_for(library: Library, kind: str) -> None:
    with pytest.raises(AmountNeeded):
        fee(library, kind)


@pytest.mark.parametrize(
    ("kind", "base"), [("divorce", "49.99"), ("divorce", "301"), ("property", "50"), ("labour_dispute", "9")]
)
def test_nobody_sets_what_the_rule_does_not_leave_open(library: Library, kind: str, base: str) -> None:
    with pytest.raises(BaseOutside):
        fee(library, kind, "100", base)


def test_before_the_rule_there_is_none(library: Library) -> None:
    with pytest.raises(NoSuchFee):
        library.fee("property", ZERO, date(2007, 3, 31))


def test_each_step_can_be_checked_by_hand(library: Library) -> None:
    assert [step_words(step) for step in fee(library, "property", "224000").steps] == [
        "不超过1万元的部分：50.00元",
        "超过1万元至10万元的部分：90,000.00 × 2.5% = 2,250.00元",
        "超过10万元至20万元的部分：100,000.00 × 2% = 2,000.00元",
        "超过20万元至50万元的部分：24,000.00 × 1.5% = 360.00元",
    ]
    assert step_words(fee(library, "divorce").steps[0]) == "每件50.00元至300.00元（由法院按当地标准定）"
    assert (
        step_words(fee(library, "payment_order", "300000").steps[-1])
        == "以上合计的三分之一：1,933.33元（四舍五入到分）"
    )
    assert step_words(fee(library, "preservation", "2000000").steps[-1]) == "最多交5,000.00元"
    assert step_words(fee(library, "preservation", "500").steps[0]) == "不超过1,000元的部分：30.00元"


def test_a_program_reads_decimal_strings(library: Library) -> None:
    said = fee_json(fee(library, "property", "224000"))
    assert {name: said[name] for name in ("kind", "amount", "fee", "halved", "range")} == {
        "kind": "property",
        "amount": "224000",
        "fee": "4660",
        "halved": "2330",
        "range": None,
    }
    assert [step["fee"] for step in said["steps"]] == ["50", "2250", "2000", "360"]
    assert "第十三条" in said["source"]
    between = fee_json(fee(library, "divorce", "1000000"))
    assert (between["fee"], between["range"]) == (None, {"low": "4050", "high": "4300"})
