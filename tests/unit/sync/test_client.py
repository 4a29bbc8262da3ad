from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk_app.court.gateway.database import open_database
from kiosk_app.court.gateway.enrolment import create_enrolment_code, revoke
from kiosk_app.court.gateway.server import GatewayThread
from kiosk_app.court.gateway.settings import GatewaySettings
from kiosk_app.court.protocol.signing import new_signing_key, private_jwk, public_jwk
from kiosk_app.court.protocol.statements import sign_acknowledgement
from kiosk_app.court.protocol.wire import Acknowledgement, CourtName, FilingStatus
from kiosk_app.domain.errors import Fault
from kiosk_app.domain.submission import State
from kiosk_app.dossier.seal import SealedDossier
from kiosk_app.sync import uploader
from kiosk_app.sync.client import (
    AcknowledgementInvalid,
    CourtClient,
    RetryableFault,
    SealedFileUnreadable,
    TerminalFault,
    enrol,
    utc_now,
)
from kiosk_app.sync.link import (
    CaFileUnusable,
    ClocksDisagree,
    CourtAnsweredNonsense,
    CourtBusy,
    CourtFailed,
    CourtUnreachable,
    DossierRejected,
    EnrolmentRefused,
    FilingConflict,
    KioskNotEnrolled,
    Link,
    NotACourtUrl,
    RequestRefused,
    UploadLost,
)
from tests.fakes.dossiers import a_filing, new_filing_id, of_bytes
from tests.fakes.gateways import Bench, deliver, running, settings_in
from tests.fakes.network import Answers, BreakingLine

MIB = 2**20


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with running(tmp_path_factory.mktemp("court")) as bench:
        yield bench


class Watch:
    """Remembers what an upload told of itself."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.offsets: list[int] = []

    def on_progress(self, sent: int, total: int) -> None:
        assert sent <= total
        self.offsets.append(sent)

    def send(self, client: CourtClient, path: Path, resume_url: str | None = None) -> str:
        return client.upload(
            path, resume_url=resume_url, on_url=self.urls.append, on_progress=self.on_progress
        )


def test_whole_way(bench: Bench) -> None:
    filing, watch = a_filing(), Watch()
    sealed = bench.dossier(filing, size=9 * MIB)
    with bench.client() as client:
        assert client.status(filing.id) is None
        assert client.acknowledgement_of(filing.id, sealed.sha256, sealed.size) is None
        url = watch.send(client, sealed.path)
        received = client.finalise(filing.id, url, sealed.sha256, sealed.size)
        status = client.status(filing.id)
        assert status is not None
        assert (status.state, status.acknowledgement) == (State.DELIVERED, received.jws)
        assert client.acknowledgement_of(filing.id, sealed.sha256, sealed.size) == received
    assert watch.urls == [url]
    assert watch.offsets[0] == 0
    assert watch.offsets[-1] == sealed.size
    assert watch.offsets == sorted(set(watch.offsets))
    assert received.claims.receipt == filing.receipt_number


def test_resumes_where_the_line_broke(bench: Bench) -> None:
    filing, watch = a_filing(), Watch()
    sealed = bench.dossier(filing, size=10 * MIB)
    broken = BreakingLine(bench.port, after_bytes=6 * MIB)
    with broken, bench.client(url=broken.url) as client, pytest.raises(CourtUnreachable):
        watch.send(client, sealed.path)
    url, sent = watch.urls[0], watch.offsets[-1]
    again = Watch()
    assert retried(lambda: send_again(bench, again, sealed, url)) == bench.url + url[url.index("/v1/") :]
    assert again.urls == []
    assert again.offsets[0] >= sent == uploader.CHUNK_BYTES
    with bench.client() as client:
        client.finalise(filing.id, url, sealed.sha256, sealed.size)


def send_again(bench: Bench, watch: Watch, sealed: SealedDossier, url: str) -> str:
    with bench.client() as client:
        return watch.send(client, sealed.path, url)


def retried(call: Callable[[], str], times: int = 5) -> str:
    """As the engine does: the court may still hold the broken connection at the first try."""
    for _ in range(times - 1):
        try:
            return call()
        except RetryableFault:
            continue
    return call()


@pytest.mark.parametrize("old", ["http://elsewhere.example/v1/uploads/x", "x"])
def test_unknown_upload_is_started_afresh(bench: Bench, old: str) -> None:
    filing, watch = a_filing(), Watch()
    sealed = bench.dossier(filing)
    with bench.client() as client:
        url = watch.send(client, sealed.path, old)
        client.finalise(filing.id, url, sealed.sha256, sealed.size)
    assert watch.urls == [url]


def test_upload_of_another_length_is_not_continued(bench: Bench) -> None:
    with bench.client() as client:
        old = Watch().send(client, bench.dossier(a_filing(), size=5000).path)
        watch = Watch()
        assert watch.send(client, bench.dossier(a_filing(), size=5001).path, old) != old
    assert len(watch.urls) == 1


def test_finished_upload_is_not_sent_twice(bench: Bench) -> None:
    sealed, watch = bench.dossier(a_filing()), Watch()
    with bench.client() as client:
        url = watch.send(client, sealed.path)
        assert watch.send(client, sealed.path, url) == url
    assert watch.offsets == [0, sealed.size, sealed.size]


def test_upload_gone_before_finalise(bench: Bench) -> None:
    sealed = bench.dossier(a_filing())
    with bench.client() as client:
        url = Watch().send(client, sealed.path)
        bench.ask("DELETE", url[url.index("/v1/") :], headers={"Tus-Resumable": "1.0.0"})
        with pytest.raises(UploadLost):
            client.finalise(new_filing_id(), url, sealed.sha256, sealed.size)


def test_no_file_to_send(bench: Bench, tmp_path: Path) -> None:
    with bench.client() as client, pytest.raises(SealedFileUnreadable):
        Watch().send(client, tmp_path / "none")


def test_fault_of_the_caller_stays_his(bench: Bench) -> None:
    def fail(url: str) -> None:
        raise OSError("the caller's own disk")

    sealed = bench.dossier(a_filing())
    with bench.client() as client, pytest.raises(OSError, match="own disk"):
        client.upload(sealed.path, resume_url=None, on_url=fail, on_progress=lambda *_: None)


@pytest.mark.parametrize("off", [timedelta(days=-400), timedelta(hours=9)])
def test_wrong_clock_is_set_by_the_courts(bench: Bench, off: timedelta) -> None:
    filing = a_filing()
    sealed = bench.dossier(filing)
    with bench.client(now=lambda: utc_now() + off) as client:
        url = Watch().send(client, sealed.path)
        client.finalise(filing.id, url, sealed.sha256, sealed.size)


def test_clock_that_cannot_be_set(bench: Bench) -> None:
    later = iter(range(0, 10_000_000, 1_000_000))

    def leaping() -> datetime:
        return utc_now() + timedelta(seconds=next(later) + 5000)

    with bench.client(now=leaping) as client, pytest.raises(ClocksDisagree):
        client.status(new_filing_id())


def test_rejected_and_conflicting(bench: Bench) -> None:
    filing = a_filing()
    bad = bench.dossier(filing, change=lambda payloads: [*payloads[1:], of_bytes("data/filing.json", b"{}")])
    with pytest.raises(DossierRejected) as rejected:
        deliver(bench, bad, filing.id)
    assert rejected.value.facts["code"] == "SchemaViolation"
    deliver(bench, bench.dossier(filing), filing.id)
    with pytest.raises(FilingConflict):
        deliver(bench, bench.dossier(filing), filing.id)


def test_not_enrolled(bench: Bench) -> None:
    strange_key = private_jwk(new_signing_key())
    stranger = replace(bench, enrolment=replace(bench.enrolment, device_jwk=strange_key))
    gone = bench.another_kiosk()
    sessions = open_database(bench.settings.database)
    revoke(sessions, gone.enrolment.kiosk_id, datetime.now(UTC))
    sessions.kw["bind"].dispose()
    for kiosk in (stranger, gone):
        with kiosk.client() as client, pytest.raises(KioskNotEnrolled):
            client.status(new_filing_id())
        with kiosk.client() as client, pytest.raises(KioskNotEnrolled):
            Watch().send(client, bench.dossier(a_filing()).path)
        with kiosk.client() as client, pytest.raises(KioskNotEnrolled):
            Watch().send(client, bench.dossier(a_filing()).path, "http://x/v1/uploads/x")


@pytest.mark.parametrize("code", ["0000-0000-0000-0000", "x", ""])
def test_bad_code(bench: Bench, code: str) -> None:
    with pytest.raises(EnrolmentRefused):
        enrol(bench.url, code, key=new_signing_key(), name="一号机")


def test_enrolling_again_after_a_lost_answer(bench: Bench) -> None:
    code, key = create_enrolment_code(bench.settings), new_signing_key()
    first = enrol(bench.url, code, key=key, name="一号机")
    again = enrol(bench.url + "/", code, key=key, name="一号机")
    assert replace(again, enrolled_at=first.enrolled_at) == first


def test_too_large_for_this_court(tmp_path: Path) -> None:
    with running(tmp_path, max_upload_bytes=2000) as bench:
        sealed = bench.dossier(a_filing(), size=5000)
        with bench.client() as client, pytest.raises(RequestRefused) as caught:
            Watch().send(client, sealed.path)
    assert caught.value.facts["code"] == "too_large"


@pytest.mark.parametrize("url", ["", "court", "ftp://x", "http://", "http://x:port", "file:///etc/passwd"])
def test_not_a_url(url: str) -> None:
    with pytest.raises(NotACourtUrl):
        enrol(url, "0000-0000", key=new_signing_key(), name="x")


def test_ca_file(tmp_path: Path) -> None:
    bad = tmp_path / "ca.pem"
    bad.write_text("no certificate")
    for path in (bad, tmp_path / "none"):
        with pytest.raises(CaFileUnusable):
            enrol(
                "https://127.0.0.1:9", "0000-0000", key=new_signing_key(), name="x", link=Link(ca_file=path)
            )


def certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "court")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "cert.pem").write_bytes(signed.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *plain))
    return folder / "cert.pem", folder / "key.pem"


def test_https_with_the_courts_own_ca(tmp_path: Path) -> None:
    cert, cert_key = certificate(tmp_path)
    settings = replace(settings_in(tmp_path), certificate=cert, certificate_key=cert_key)
    key, link, filing, watch = new_signing_key(), Link(ca_file=cert), a_filing(), Watch()
    with GatewayThread(settings) as gateway:
        code = create_enrolment_code(settings)
        with pytest.raises(CourtUnreachable):
            enrol(gateway.url, code, key=key, name="一号机")
        enrolment = enrol(gateway.url, code, key=key, name="一号机", link=link)
        sealed = Bench(settings, gateway.url, key, enrolment, tmp_path).dossier(filing)
        with CourtClient(enrolment, link=link) as client:
            url = watch.send(client, sealed.path)
            assert url.startswith("https://127.0.0.1:")
            client.finalise(filing.id, url, sealed.sha256, sealed.size)


def test_nobody_listens(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with bench.client(url=f"http://127.0.0.1:{port}") as client:
        with pytest.raises(CourtUnreachable):
            client.health()
        with pytest.raises(CourtUnreachable):
            Watch().send(client, bench.dossier(a_filing()).path)


def test_court_that_never_answers(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        at = replace(bench.enrolment, gateway_url=url)
        impatient = CourtClient(at, link=Link(answer_timeout_s=0.2))
        with impatient, pytest.raises(CourtUnreachable):
            impatient.health()


def test_proxies_of_the_environment_are_not_used(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with bench.client() as client:
        assert client.health().ok


def http(status: str, body: bytes, *headers: str, length: int | None = None) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*head, "Connection: close", "", ""]).encode() + body


def problem(status: int, code: str, *, retryable: bool = False, headers: tuple[str, ...] = ()) -> bytes:
    body = {"title": "x", "status": status, "code": code, "retryable": retryable}
    content = "Content-Type: application/problem+json"
    return http(f"{status} X", json.dumps(body).encode(), content, *headers)


LOGIN = b"<!doctype html><title>Sign in to the network</title>"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (http("200 OK", LOGIN, "Content-Type: text/html"), CourtAnsweredNonsense),
        (http("200 OK", b'{"filing_id": "01a2'), CourtAnsweredNonsense),
        (http("200 OK", b"{}"), CourtAnsweredNonsense),
        (http("200 OK", b"[" * 50_000), CourtAnsweredNonsense),
        (http("200 OK", b"\xff\xfe\x00"), CourtAnsweredNonsense),
        (http("200 OK", b"not gzip", "Content-Encoding: gzip"), CourtAnsweredNonsense),
        (CHUNKED + b"500000\r\n" + b"x" * 0x500000 + b"\r\n", CourtAnsweredNonsense),
        (http("302 Found", b"", "Location: http://login.example/"), CourtAnsweredNonsense),
        (http("200 OK", b"", "X-Odd: \xff", "Location: \xff"), CourtAnsweredNonsense),
        (http("403 Forbidden", LOGIN), CourtAnsweredNonsense),
        (http("404 Not Found", LOGIN), CourtAnsweredNonsense),
        (http("500 Oops", LOGIN), CourtAnsweredNonsense),
        (http("200 OK", b'{"filing_id"', length=5000), CourtUnreachable),
        (CHUNKED + b"zz\r\n", CourtUnreachable),
        (b"SSH-2.0-OpenSSH_9.2\r\n", CourtUnreachable),
        (b"", CourtUnreachable),
        (http("503 Busy", LOGIN, "Retry-After: 7"), CourtBusy),
        (http("429 Slow down", b""), CourtBusy),
        (problem(503, "busy", retryable=True, headers=("Retry-After: 7",)), CourtBusy),
        (problem(507, "storage_full", retryable=True), CourtBusy),
        (problem(500, "internal", retryable=True), CourtFailed),
        (problem(418, "a_code_of_tomorrow", retryable=True), CourtFailed),
        (problem(418, "a_code_of_tomorrow"), RequestRefused),
        (problem(401, "kiosk_unknown"), KioskNotEnrolled),
        (problem(403, "kiosk_revoked"), KioskNotEnrolled),
        (problem(401, "token_time", retryable=True), ClocksDisagree),
        (problem(409, "filing_conflict"), FilingConflict),
        (problem(422, "dossier_rejected"), DossierRejected),
        (problem(409, "upload_incomplete", retryable=True), UploadLost),
    ],
)
def test_whatever_is_answered_is_one_fault(bench: Bench, answer: bytes, fault: type[Fault]) -> None:
    with Answers(answer) as server, bench.client(url=server.url) as client:
        for call in (
            lambda: client.finalise(new_filing_id(), "x", "0" * 64, 5),
            lambda: client.status(new_filing_id()),
            client.events,
            client.health,
        ):
            with pytest.raises((RetryableFault, TerminalFault)) as caught:
                call()
            assert caught.type is fault


def test_retry_after(bench: Bench) -> None:
    for header, seconds in (("7", 7), ("9" * 30, 86_400), ("Wed, 21 Oct 2026 07:28:00 GMT", None)):
        answer = problem(503, "busy", headers=(f"Retry-After: {header}",))
        server, busy = Answers(answer), pytest.raises(CourtBusy)
        with server, bench.client(url=server.url) as client, busy as caught:
            client.health()
        assert caught.value.facts["retry_after_s"] == seconds


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (http("200 OK", LOGIN), CourtAnsweredNonsense),
        (http("201 Created", b""), CourtAnsweredNonsense),
        (http("201 Created", b"", "Location: /v1/uploads/x", "Upload-Offset: -5"), CourtAnsweredNonsense),
        (http("201 Created", b"", "Location: /v1/uploads/x", "Upload-Offset: x"), CourtAnsweredNonsense),
        (
            http("201 Created", b"", "Location: /v1/uploads/x", f"Upload-Offset: {'9' * 30}"),
            CourtAnsweredNonsense,
        ),
        (http("201 Created", b"", "Location: /v1/uploads/x", "Upload-Offset: 0"), CourtBusy),
    ],
)
def test_nonsense_for_an_upload(bench: Bench, answer: bytes, fault: type[Fault]) -> None:
    sealed = bench.dossier(a_filing())
    with Answers(answer) as server, bench.client(url=server.url) as client, pytest.raises(fault):
        Watch().send(client, sealed.path)


def test_upload_address_elsewhere_is_not_followed(bench: Bench) -> None:
    """The token goes to our court alone, whatever address an answer names."""
    created = http("201 Created", b"", "Location: http://thief.example/v1/uploads/x", "Upload-Offset: x")
    watch = Watch()
    with Answers(created) as server, bench.client(url=server.url) as client:
        with pytest.raises(CourtAnsweredNonsense):
            watch.send(client, bench.dossier(a_filing()).path)
        assert watch.urls == [f"{server.url}/v1/uploads/x"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"filing_id": new_filing_id()}, "filing_id"),
        ({"sha256": "1" * 64}, "sha256"),
        ({"size": 6}, "size"),
        ({"court": CourtName(id="other", name="x")}, "court"),
        ({"signed_by": "stranger"}, "signature"),
    ],
)
def test_acknowledgement_of_something_else(bench: Bench, change: dict[str, object], why: str) -> None:
    court_key, filing_id, now = new_signing_key(), new_filing_id(), datetime.now(UTC)
    key = new_signing_key() if change.pop("signed_by", None) else court_key
    court = CourtName(id="bj-cy", name="x")
    ack = Acknowledgement(
        filing_id=filing_id, sha256="0" * 64, size=5, received_at=now, court=court, receipt="r"
    ).model_copy(update=change)
    status = FilingStatus(
        filing_id=filing_id,
        state=State.DELIVERED,
        sha256="0" * 64,
        size=5,
        received_at=now,
        acknowledgement=sign_acknowledgement(ack, key),
    )
    with Answers(http("200 OK", status.model_dump_json().encode())) as server:
        enrolment = replace(bench.enrolment, gateway_url=server.url, court_jwk=public_jwk(court_key))
        client = CourtClient(enrolment)
        with client, pytest.raises(AcknowledgementInvalid) as caught:
            client.finalise(filing_id, "x", "0" * 64, 5)
    assert caught.value.facts == {"filing_id": filing_id, "why": why}


class Process:
    """A gateway as a process of its own, so that it can be killed."""

    def __init__(self, settings: GatewaySettings) -> None:
        program = (
            "import sys; from pathlib import Path\n"
            "from kiosk_app.court.gateway.server import run_gateway\n"
            "from kiosk_app.court.gateway.settings import GatewaySettings\n"
            "folder, port = Path(sys.argv[1]), int(sys.argv[2])\n"
            f"settings = GatewaySettings(folder, {settings.court_id!r}, {settings.court_name!r}, port=port)\n"
            "run_gateway(settings, on_up=lambda url: print(url, flush=True))\n"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, str(settings.directory), str(settings.port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout
        self.url = self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def test_gateway_killed_in_the_middle(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    gateway = Process(settings)
    key, filing, watch = new_signing_key(), a_filing(), Watch()
    enrolment = enrol(gateway.url, create_enrolment_code(settings), key=key, name="一号机")
    bench = Bench(settings, gateway.url, key, enrolment, tmp_path)
    sealed = bench.dossier(filing, size=10 * MIB)

    def kill_after_a_piece(sent: int, total: int) -> None:
        if sent:
            gateway.kill()

    with bench.client() as client, pytest.raises(CourtUnreachable):
        client.upload(sealed.path, resume_url=None, on_url=watch.urls.append, on_progress=kill_after_a_piece)
    # A kill while a piece is being written leaves more in the file than was said to have arrived.
    upload = settings.uploads / watch.urls[0].rsplit("/", 1)[-1]
    with upload.open("ab") as file:
        file.write(b"half a piece")
    again = Process(settings)
    try:
        with bench.client(url=again.url) as client:
            url = watch.send(client, sealed.path, watch.urls[0])
            received = client.finalise(filing.id, url, sealed.sha256, sealed.size)
    finally:
        again.kill()
    assert watch.offsets[0] == uploader.CHUNK_BYTES
    assert received.claims.sha256 == sealed.sha256
