"""Where the court's papers reach a party (送达地址确认书)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServiceAddress:
    """A confirmed postal address; ``electronic`` is empty unless e-service was agreed to. ``confidential`` is
    whether the court is asked not to tell it; None where nobody was asked.

    Sources: 专递规定 3–5, 民诉法解释 136–137, 在线诉讼规则 29–31.
    """

    recipient: str
    phone: str
    address: str
    postcode: str
    electronic: str = ""
    confidential: bool | None = None

    @property
    def accepts_electronic_service(self) -> bool:
        return bool(self.electronic)
