"""The people and bodies of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk_app.domain.identity import ResidentId, Sex


class Role(StrEnum):
    PLAINTIFF = "plaintiff"
    DEFENDANT = "defendant"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class NaturalPerson:
    """A person. Of a defendant, only what tells them apart from others is needed (民诉法解释 209)."""

    name: str
    sex: Sex | None = None
    birth: date | None = None
    ethnicity: str = ""
    employer: str = ""
    position: str = ""
    phone: str = ""
    domicile: str = ""
    residence: str = ""
    id_kind: str = ""
    id_number: ResidentId | str | None = None


@dataclass(frozen=True, slots=True)
class Organization:
    """A legal person or unincorporated organisation."""

    name: str
    domicile: str = ""
    registered_at: str = ""
    representative: str = ""
    position: str = ""
    phone: str = ""
    credit_code: str = ""


Party = NaturalPerson | Organization
