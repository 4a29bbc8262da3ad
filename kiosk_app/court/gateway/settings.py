"""Everything a gateway is told from outside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk_app.dossier.tar import DEFAULT_LIMITS, Limits


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """One court's reference server. ``directory`` holds all it keeps; ``port`` 0 takes a free one.

    Without a certificate it speaks plain HTTP: only behind a proxy, or on a loopback address.
    """

    directory: Path
    court_id: str
    court_name: str
    host: str = "127.0.0.1"
    port: int = 8443
    certificate: Path | None = None
    certificate_key: Path | None = None
    log_to: Path | None = None
    max_upload_bytes: int = 2 * 2**30
    keep_uploads_days: int = 7
    body_idle_s: float = 60.0
    dossier_limits: Limits = DEFAULT_LIMITS

    @property
    def uploads(self) -> Path:
        return self.directory / "uploads"

    @property
    def filings(self) -> Path:
        return self.directory / "filings"

    @property
    def quarantine(self) -> Path:
        return self.directory / "quarantine"

    @property
    def work(self) -> Path:
        return self.directory / "work"

    @property
    def database(self) -> Path:
        return self.directory / "gateway.sqlite3"

    @property
    def age_key(self) -> Path:
        return self.directory / "court.key"

    @property
    def signing_key(self) -> Path:
        return self.directory / "court.jwk.json"
