"""Consents, each asked on its own (在线诉讼规则 4; 个人信息保护法 14–16, 29)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ConsentKind(StrEnum):
    ONLINE_FILING = "online_filing"
    SENSITIVE_DATA = "sensitive_data"
    ELECTRONIC_SERVICE = "electronic_service"
    MEDIATION = "mediation"


@dataclass(frozen=True, slots=True)
class Consent:
    """What was answered to which text, and when. "No" is an answer like "yes"."""

    kind: ConsentKind
    given: bool
    text_version: str
    at: datetime
