"""One filing: everything a court receives, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum

from kiosk_app.domain.cause import Cause
from kiosk_app.domain.consent import Consent
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.fees import Fee
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.money import Money
from kiosk_app.domain.party import Agent, Party
from kiosk_app.domain.service_address import ServiceAddress
from kiosk_app.domain.values import Answer

CHINA = timezone(timedelta(hours=8))
"""The time of day that papers and screens speak of: one zone for the whole country."""


class ClockConfidence(StrEnum):
    """How far the kiosk's clock can be trusted when it names the moment of submission."""

    SYNCHRONISED = "synchronised"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time and how sure the kiosk is of it (it interrupts limitation: 时效规定 10)."""

    at: datetime
    confidence: ClockConfidence


@dataclass(frozen=True, slots=True)
class Court:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class FormEdition:
    """Which form of which edition the answers belong to."""

    id: str
    edition: str


@dataclass(frozen=True, slots=True)
class Filing:
    """A filing as it was signed. ``court`` receives it; ``addressed_to`` is the court that the complaint asks
    to hear the case, mostly the same. ``answers`` holds every answer by key, parties included;
    ``plaintiffs``, ``defendants`` and the rest are the same answers understood."""

    id: str
    receipt_number: str
    court: Court
    addressed_to: Court
    cause: Cause
    form: FormEdition
    plaintiffs: tuple[Party, ...]
    defendants: tuple[Party, ...]
    third_parties: tuple[Party, ...]
    agents: tuple[Agent, ...]
    answers: Mapping[str, Answer]
    claim_total: Money
    fee: Fee
    evidence: tuple[EvidenceItem, ...]
    service_address: ServiceAddress | None
    consents: tuple[Consent, ...]
    findings: tuple[Finding, ...]
    prepared: Moment
