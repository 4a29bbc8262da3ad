"""Exact amounts in renminbi."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kiosk_app.domain.errors import InputFault

_AMOUNT = re.compile(r"^(\d{1,15})(?:\.(\d{1,2}))?(万)?元?整?$")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


class NotAnAmount(InputFault):
    """The text is no amount of money. Facts: ``text``."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in yuan. Exact: fees may have fractions of a fen (诉讼费用交纳办法 13 has no rounding)."""

    yuan: Decimal

    @classmethod
    def parse(cls, text_untrusted: str) -> Money:
        """Read what people write: ``50000``, ``5万元``, ``５０，０００.00``, ``¥50,000``.

        Raises :class:`NotAnAmount`. At most two decimals are an amount a person can claim.
        """
        text = text_untrusted.translate(_FULL_WIDTH).strip().lstrip("¥￥").removeprefix("人民币")
        text = re.sub(r"[,\s]", "", text)
        match = _AMOUNT.match(text)
        if not match:
            raise NotAnAmount(text=text_untrusted[:40])
        yuan = Decimal(f"{match[1]}.{match[2]}" if match[2] else match[1])
        return cls(yuan * 10_000 if match[3] else yuan)

    def __add__(self, other: Money) -> Money:
        return Money(self.yuan + other.yuan)

    @property
    def plain(self) -> str:
        """The amount for machines: ``50000``, ``1125``, ``50.00025``; no grouping, no idle zeros."""
        text = f"{self.yuan:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def __str__(self) -> str:
        """``50,000.00``: grouped, two decimals, more only where they are not zero."""
        exponent = self.yuan.normalize().as_tuple().exponent
        places = max(2, -exponent) if isinstance(exponent, int) else 2
        return f"{self.yuan:,.{places}f}"


ZERO = Money(Decimal(0))
