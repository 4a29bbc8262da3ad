"""Everything resources/ holds, loaded once and handed around as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kiosk_app.content import data_file
from kiosk_app.content.form_files import load_form
from kiosk_app.domain.consent import ConsentKind
from kiosk_app.domain.fees import Bracket, FeeTable
from kiosk_app.domain.filing import Court
from kiosk_app.domain.money import Money
from kiosk_app.forms.question import Form


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
    """Forms by id, the property fee, the notices in order, the courts with the counter to go to.

    ``service_notices`` is what stands on the service address confirmation.
    """

    forms: Mapping[str, Form]
    property_fee: FeeTable
    notices: tuple[Notice, ...]
    service_notices: tuple[str, ...]
    courts: tuple[Court, ...]
    counters: Mapping[str, str]


def load_library(resources: Path) -> Library:
    """All of ``resources``. Raises ContentMissing or ContentInvalid (see ``data_file``)."""
    schemas = resources / "schema"
    form_paths = sorted(path for path in (resources / "forms").glob("*.yaml") if path.name != "common.yaml")
    forms = [load_form(path, schemas) for path in form_paths]
    courts = data_file.load(resources / "courts" / "courts.yaml", schemas / "courts.schema.json")
    guidance = resources / "guidance"
    notices = data_file.load(guidance / "notices.yaml", schemas / "notices.schema.json")
    sentences = data_file.load(guidance / "service_address.yaml", schemas / "sentences.schema.json")
    return Library(
        forms={form.id: form for form in forms},
        property_fee=load_fee_table(resources / "fees" / "property.yaml", schemas),
        notices=tuple(Notice(**{**notice, "kind": ConsentKind(notice["kind"])}) for notice in notices),
        service_notices=tuple(sentences),
        courts=tuple(Court(court["id"], court["name"]) for court in courts),
        counters={court["id"]: court["counter"] for court in courts},
    )


def load_fee_table(path: Path, schemas: Path) -> FeeTable:
    """A progressive fee, whose brackets rise and end in an open one, so that no amount is without a fee."""
    data = data_file.load(path, schemas / "fees.schema.json")
    brackets = tuple(
        Bracket(
            Money(Decimal(bracket["up_to"])) if "up_to" in bracket else None,
            Decimal(bracket.get("rate", "0")),
            Money(Decimal(bracket.get("flat", "0"))),
        )
        for bracket in data["brackets"]
    )
    text = path.read_text("utf-8")
    for index, bracket in enumerate(brackets):
        last = index == len(brackets) - 1
        before = brackets[index - 1].upper if index else Money(Decimal(0))
        rising = bracket.upper is None or (before is not None and before < bracket.upper)
        if (bracket.upper is None) != last or not rising:
            line = data_file.line_of(text, ["brackets", index])
            raise data_file.invalid(path, line, "brackets must rise, and only the last has no up_to")
    return FeeTable(data["kind"], data["source"], data["edition"], brackets)
