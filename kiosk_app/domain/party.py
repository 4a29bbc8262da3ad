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


class Power(StrEnum):
    """What an agent may do: only special authority covers admitting, waiving or changing claims, settling,
    counterclaims and appeals (民事诉讼法 62)."""

    GENERAL = "general"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who acts for somebody that cannot do so himself (法定代理人, 民事诉讼法 60)."""

    name: str
    relation: str = ""
    phone: str = ""
    domicile: str = ""
    id_number: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent ad litem (委托诉讼代理人, 民事诉讼法 61). ``standing`` is what makes them one (解释 88)."""

    name: str
    standing: str = ""
    firm: str = ""
    position: str = ""
    phone: str = ""
    power: Power | None = None


@dataclass(frozen=True, slots=True)
class NaturalPerson:
    """A person. Of a defendant, only what tells them apart from others is needed (民诉法解释 209).

    ``trade_name`` and ``trade_code`` are those of an individual business, whose operator is the party (59).
    """

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
    trade_name: str = ""
    trade_code: str = ""
    guardian: Guardian | None = None


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
