"""A real gateway on a loopback port, a kiosk enrolled at it, and dossiers for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import httpx
from joserfc.jwk import OKPKey

from kiosk_app.court.gateway.enrolment import create_enrolment_code
from kiosk_app.court.gateway.server import GatewayThread
from kiosk_app.court.gateway.settings import GatewaySettings
from kiosk_app.court.protocol.signing import new_signing_key
from kiosk_app.court.protocol.statements import make_request_token
from kiosk_app.domain.filing import Filing
from kiosk_app.dossier.seal import Payload, SealedDossier
from kiosk_app.store.enrolment import Enrolment
from kiosk_app.sync.client import CourtClient, enrol, utc_now
from tests.fakes.dossiers import a_dossier


def settings_in(folder: Path, **changes: object) -> GatewaySettings:
    settings = GatewaySettings(
        directory=folder / "gateway",
        court_id="bj-cy",
        court_name="北京市朝阳区人民法院",
        port=0,
        log_to=folder / "gateway.log",
    )
    return replace(settings, **changes)  # type: ignore[arg-type]


@dataclass
class Bench:
    """One running gateway and one kiosk enrolled at it."""

    settings: GatewaySettings
    url: str
    key: OKPKey
    enrolment: Enrolment
    folder: Path

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def client(self, *, url: str = "", now: Callable[[], datetime] = utc_now) -> CourtClient:
        """A client of this kiosk, by another way to the gateway if ``url`` is given."""
        at = replace(self.enrolment, gateway_url=url or self.url)
        return CourtClient(at, now=now)

    def another_kiosk(self) -> Bench:
        return self._enrolled(new_signing_key())

    def _enrolled(self, key: OKPKey) -> Bench:
        enrolment = enrol(self.url, create_enrolment_code(self.settings), key=key, name="窗口一")
        return replace(self, key=key, enrolment=enrolment)

    def dossier(
        self,
        filing: Filing,
        *,
        size: int = 1000,
        key: OKPKey | None = None,
        change: Callable[[list[Payload]], list[Payload]] = list,
    ) -> SealedDossier:
        recipients = self.enrolment.recipients
        scan = bytes(size)
        return a_dossier(self.folder, key or self.key, recipients, filing=filing, scan=scan, change=change)

    def token(self) -> dict[str, str]:
        token = make_request_token(
            kiosk_id=self.enrolment.kiosk_id, court_id="bj-cy", key=self.key, now=utc_now()
        )
        return {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, *, signed: bool = True, **rest: object) -> httpx.Response:
        """One plain HTTP request, signed unless told otherwise."""
        headers = {**(self.token() if signed else {}), **rest.pop("headers", {})}  # type: ignore[dict-item]
        with httpx.Client(trust_env=False) as http:
            return http.request(method, self.url + path, headers=headers, **rest)  # type: ignore[arg-type]


@contextmanager
def running(folder: Path, **changes: object) -> Iterator[Bench]:
    settings = settings_in(folder, **changes)
    with GatewayThread(settings) as gateway:
        key = new_signing_key()
        enrolment = enrol(gateway.url, create_enrolment_code(settings), key=key, name="一号机")
        yield Bench(settings, gateway.url, key, enrolment, folder)


def deliver(bench: Bench, sealed: SealedDossier, filing_id: str) -> str:
    """Upload and finalise; the acknowledgement as a compact JWS."""
    with bench.client() as client:
        url = client.upload(sealed.path, resume_url=None, on_url=lambda _: None, on_progress=lambda *_: None)
        return client.finalise(filing_id, url, sealed.sha256, sealed.size).jws
