"""Everything resources/ holds, loaded once and handed around as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kiosk_app.content import data_file
from kiosk_app.content.fee_files import load_fees
from kiosk_app.content.form_files import load_form
from kiosk_app.domain.consent import ConsentKind
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.fees import Fee, FeeRule, compute, in_force
from kiosk_app.domain.filing import Court
from kiosk_app.domain.money import Money
from kiosk_app.forms.question import Form


class NoSuchFee(InputFault):
    """No rule in force is of that kind. Facts: ``kind``, ``known``."""


CourtFees = Mapping[str, Money]
"""What a court sets for each case, by the kind of fee."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is explained before a consent is asked: a sentence in plain words, the full text behind it."""

    kind: ConsentKind
    version: str
    required: bool
    title: str
    plain: str
    full: str


@dataclass(frozen=True, slots=True)
class Library:
    """Forms by id, fee rules, the notices in order, the courts with the counter to go to.

    ``court_fees`` is what a court sets inside the bounds of a rule, by court and kind; ``service_notices`` is
    what stands on the service address confirmation.
    """

    forms: Mapping[str, Form]
    fee_rules: tuple[FeeRule, ...]
    notices: tuple[Notice, ...]
    service_notices: tuple[str, ...]
    courts: tuple[Court, ...]
    counters: Mapping[str, str]
    court_fees: Mapping[str, CourtFees]

    def fee(self, kind: str, amount: Money | None, on: date, court_id: str = "") -> Fee:
        """The fee that a court takes on a day, as far as it is set.

        Raises :class:`NoSuchFee`, :class:`~kiosk_app.domain.fees.AmountNeeded`.
        """
        return compute(self.fee_rule(kind, on), amount, self.court_fees.get(court_id, {}).get(kind))

    def fee_rule(self, kind: str, on: date) -> FeeRule:
        """The rule of a kind that holds on a day. Raises :class:`NoSuchFee`."""
        rule = in_force(self.fee_rules, kind, on)
        if rule is None:
            raise NoSuchFee(kind=kind, known=" ".join(dict.fromkeys(rule.kind for rule in self.fee_rules)))
        return rule


def load_library(resources: Path) -> Library:
    """All of ``resources``. Raises ContentMissing or ContentInvalid (see ``data_file``)."""
    schemas = resources / "schema"
    form_paths = sorted(path for path in (resources / "forms").glob("*.yaml") if path.name != "common.yaml")
    forms = [load_form(path, schemas) for path in form_paths]
    courts_path = resources / "courts" / "courts.yaml"
    courts = data_file.load(courts_path, schemas / "courts.schema.json")
    courts_text = courts_path.read_text("utf-8")
    fee_rules = load_fees(resources / "fees", schemas)
    guidance = resources / "guidance"
    notices = data_file.load(guidance / "notices.yaml", schemas / "notices.schema.json")
    sentences = data_file.load(guidance / "service_address.yaml", schemas / "sentences.schema.json")
    return Library(
        forms={form.id: form for form in forms},
        fee_rules=fee_rules,
        notices=tuple(Notice(**{**notice, "kind": ConsentKind(notice["kind"])}) for notice in notices),
        service_notices=tuple(sentences),
        courts=tuple(Court(court["id"], court["name"]) for court in courts),
        counters={court["id"]: court["counter"] for court in courts},
        court_fees={
            court["id"]: _court_fees(courts_path, courts_text, index, court, fee_rules)
            for index, court in enumerate(courts)
        },
    )


def _court_fees(
    path: Path, text: str, index: int, court: Mapping[str, Any], rules: tuple[FeeRule, ...]
) -> CourtFees:
    """What a court sets for its cases, held against the bounds of the rules."""
    found = {}
    for kind, amount in court.get("fees", {}).items():
        base, bounds = (
            Money(Decimal(amount)),
            {rule.set_between for rule in rules if rule.kind == kind} - {None},
        )
        if not any(span and base in span for span in bounds):
            line = data_file.line_of(text, [index, "fees", kind])
            said = " or ".join(map(str, bounds)) or "nothing that a court sets"
            raise data_file.invalid(path, line, f"{kind}: {amount} is outside {said}")
        found[kind] = base
    return found
