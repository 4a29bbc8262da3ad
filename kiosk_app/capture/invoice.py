"""What an invoice's code says, as facts of its paper."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk_app.capture.ocr import Line
from kiosk_app.domain.code_meaning import InvoiceCode, meaning_of
from kiosk_app.domain.paper import Fact, FactName


def invoice_facts(lines: Iterable[Line]) -> tuple[Fact, ...]:
    """Amount and day of the invoice whose code stands among the lines of a page.

    The amount is not certain: on most invoices the code holds the one without tax [K]. The day is.
    """
    facts = []
    for line in lines:
        meaning = meaning_of(line.text)
        if isinstance(meaning, InvoiceCode):
            facts.append(Fact(FactName.AMOUNT, meaning.amount, str(meaning.amount), 1.0, False, line.box))
            facts.append(Fact(FactName.DATE, meaning.issued, str(meaning.issued), 1.0, True, line.box))
    return tuple(facts)
