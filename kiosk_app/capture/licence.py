"""A business licence's print held against its code."""

from __future__ import annotations

from kiosk_app.capture.cards import CardKind, CardRead
from kiosk_app.domain.code_meaning import LicenceCode, meaning_of
from kiosk_app.domain.findings import Finding, Grade


def licence_findings(card: CardRead) -> tuple[Finding, ...]:
    """``licence_codes_differ`` where the printed credit code is another than the one in the QR code. Each has
    passed its check character, so neither is called wrong. Nothing where one of them was not read."""
    printed = card.fields["code"].value if card.kind is CardKind.BUSINESS else None
    coded = [
        meaning.credit_code for text in card.untrusted if isinstance(meaning := meaning_of(text), LicenceCode)
    ]
    if printed is None or not coded or printed in coded:
        return ()
    facts = (("printed", str(printed)), ("coded", str(coded[0])))
    return (Finding("licence_codes_differ", Grade.COURT_WILL_ASK, "code", facts=facts),)
