from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import OKPKey
from sqlalchemy import select

from kiosk_app.court.gateway.database import open_database
from kiosk_app.court.gateway.tables import FilingRow, QuarantineRow
from kiosk_app.court.protocol.signing import new_signing_key
from kiosk_app.court.protocol.wire import ProblemCode
from kiosk_app.domain.filing import Filing
from kiosk_app.dossier.seal import Payload, SealedDossier
from kiosk_app.dossier.tar import Limits
from kiosk_app.pades.read import read_signatures
from tests.fakes.dossiers import a_filing, age_pair, new_filing_id, of_bytes
from tests.fakes.gateways import Bench, deliver, running
from tests.fakes.signed_papers import flipped, paper, signed_paper

Change = Callable[[list[Payload]], list[Payload]]


def upload(bench: Bench, path: Path) -> str:
    with bench.client() as client:
        return client.upload(path, resume_url=None, on_url=lambda _: None, on_progress=lambda *_: None)


def finalise(bench: Bench, filing_id: str, upload_url: str, sha256: str, size: int) -> httpx.Response:
    body = {"upload": upload_url, "sha256": sha256, "size": size}
    return bench.ask("PUT", f"/v1/filings/{filing_id}", json=body)


def hand_in(bench: Bench, sealed: SealedDossier, filing_id: str) -> httpx.Response:
    return finalise(bench, filing_id, upload(bench, sealed.path), sealed.sha256, sealed.size)


def problem(response: httpx.Response) -> tuple[int, str, str]:
    assert response.headers["content-type"] == "application/problem+json"
    said = response.json()
    assert said["request_id"] == response.headers["x-request-id"]
    return response.status_code, said["code"], said["reason"]


def test_received_filing_is_kept_and_its_upload_gone(bench: Bench) -> None:
    filing = a_filing()
    sealed = bench.dossier(filing)
    deliver(bench, sealed, filing.id)
    kept = bench.settings.filings / f"{filing.id}.dossier"
    assert kept.read_bytes() == sealed.path.read_bytes()
    assert not list(bench.settings.uploads.glob(f"{bench.enrolment.kiosk_id}.*"))
    assert not list(bench.settings.work.iterdir()), "no plain copy stays"
    sessions = open_database(bench.settings.database)
    with sessions() as session:
        row = session.scalars(select(FilingRow).where(FilingRow.id == filing.id)).one()
    sessions.kw["bind"].dispose()
    assert json.loads(row.filing_json)["receipt_number"] == row.receipt_number == filing.receipt_number


def test_same_again_gets_same_acknowledgement(bench: Bench) -> None:
    filing = a_filing()
    sealed = bench.dossier(filing)
    first = deliver(bench, sealed, filing.id)
    assert deliver(bench, sealed, filing.id) == first
    assert not list(bench.settings.uploads.glob(f"{bench.enrolment.kiosk_id}.*"))
    with bench.client() as client:
        events = [event for event in client.events().events if event.filing_id == filing.id]
    assert [event.kind for event in events] == ["received"]


def test_many_at_once_make_one_filing(bench: Bench) -> None:
    filing = a_filing()
    sealed = bench.dossier(filing)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: deliver(bench, sealed, filing.id), range(4)))
    assert len(set(answers)) == 1


def test_other_content_under_a_known_id(bench: Bench) -> None:
    filing = a_filing()
    deliver(bench, bench.dossier(filing), filing.id)
    again = bench.dossier(filing)  # sealed afresh: other bytes
    assert problem(hand_in(bench, again, filing.id))[:2] == (409, ProblemCode.FILING_CONFLICT)


def test_other_kiosks_filing_stays_hidden(bench: Bench) -> None:
    filing = a_filing()
    sealed = bench.dossier(filing)
    deliver(bench, sealed, filing.id)
    other = bench.another_kiosk()
    assert problem(hand_in(other, sealed, filing.id))[:2] == (409, ProblemCode.FILING_CONFLICT)
    response = other.ask("GET", f"/v1/filings/{filing.id}")
    assert problem(response)[:2] == (404, ProblemCode.FILING_UNKNOWN)
    assert other.ask("GET", "/v1/events").json()["events"] == []


def _other_court(bench: Bench, filing: Filing) -> SealedDossier:
    return Bench.dossier(_with_recipient(bench, age_pair()[1]), filing)


def _with_recipient(bench: Bench, recipient: str) -> Bench:
    enrolment = replace(bench.enrolment, recipients=(recipient,))
    return Bench(bench.settings, bench.url, bench.key, enrolment, bench.folder)


def _without(path: str) -> Change:
    return lambda payloads: [payload for payload in payloads if payload.path != path]


def _no_json(payloads: list[Payload]) -> list[Payload]:
    return [*_without("data/filing.json")(payloads), of_bytes("data/filing.json", b"{}")]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_other_court, "WrongRecipient"),
        (lambda bench, filing: bench.dossier(filing, key=new_signing_key()), "SignatureInvalid"),
        (lambda bench, filing: bench.dossier(filing, change=_no_json), "SchemaViolation"),
        (
            lambda bench, filing: bench.dossier(filing, change=_without("data/evidence/01-借条.pdf")),
            "MissingFile",
        ),
    ],
)
def test_bad_dossier_is_quarantined(
    bench: Bench, make: Callable[[Bench, Filing], SealedDossier], reason: str
) -> None:
    filing = a_filing()
    sealed = make(bench, filing)
    assert problem(hand_in(bench, sealed, filing.id)) == (422, ProblemCode.DOSSIER_REJECTED, reason)
    sessions = open_database(bench.settings.database)
    with sessions() as session:
        row = session.scalars(select(QuarantineRow).where(QuarantineRow.filing_id == filing.id)).one()
    sessions.kw["bind"].dispose()
    kept = bench.settings.quarantine / f"{row.id}.dossier"
    assert (row.reason, kept.read_bytes()) == (reason, sealed.path.read_bytes())
    assert not list(bench.settings.work.iterdir())
    assert problem(bench.ask("GET", f"/v1/filings/{filing.id}"))[0] == 404


def _signed(bench: Bench, *, by: OKPKey | None = None, spoil: Callable[[bytes], bytes] = bytes) -> Change:
    """The complaint signed by the one-time key of a visit, as filing.json says."""
    pdf = signed_paper(by or bench.key)
    (report,) = read_signatures(pdf)
    path, strokes = "data/documents/起诉状.pdf", "data/signatures/complaint.inkml"

    def change(payloads: list[Payload]) -> list[Payload]:
        whole = {payload.path: payload for payload in payloads}
        with whole["data/filing.json"].open() as stream:
            filing = json.load(stream)
        sealed = {"kind": "pades", "certificate_sha256": report.certificate_sha256, "strokes": strokes}
        filing["documents"][0] |= {"signed": "screen", "signature": sealed}
        new = {"data/filing.json": json.dumps(filing).encode(), path: spoil(pdf), strokes: b"<ink/>"}
        return [*(whole | {name: of_bytes(name, data) for name, data in new.items()}).values()]

    return change


def test_signed_documents_are_received(bench: Bench) -> None:
    filing = a_filing()
    assert hand_in(bench, bench.dossier(filing, change=_signed(bench)), filing.id).status_code == 200


@pytest.mark.parametrize(
    "spoil",
    [
        lambda pdf: flipped(pdf, pdf.index(b"ReportLab")),
        lambda pdf: pdf + b"% added",
        lambda pdf: paper(),
        lambda pdf: b"no paper at all",
        lambda pdf: signed_paper(new_signing_key()),
    ],
    ids=["changed", "extended", "unsigned", "no PDF", "another signature"],
)
def test_a_document_with_a_broken_signature_is_quarantined(
    bench: Bench, spoil: Callable[[bytes], bytes]
) -> None:
    filing = a_filing()
    answer = hand_in(bench, bench.dossier(filing, change=_signed(bench, spoil=spoil)), filing.id)
    assert problem(answer) == (422, ProblemCode.DOSSIER_REJECTED, "DocumentSignatureBroken")


def test_a_signed_document_that_is_far_too_large_is_not_looked_into(bench: Bench) -> None:
    filing = a_filing()
    change = _signed(bench, spoil=lambda pdf: pdf + b" " * 2**24)
    answer = hand_in(bench, bench.dossier(filing, change=change), filing.id)
    assert problem(answer) == (422, ProblemCode.DOSSIER_REJECTED, "TooLarge")


def test_a_document_signed_at_another_kiosk_is_quarantined(bench: Bench) -> None:
    filing = a_filing()
    change = _signed(bench, by=new_signing_key())
    answer = hand_in(bench, bench.dossier(filing, change=change), filing.id)
    assert problem(answer) == (422, ProblemCode.DOSSIER_REJECTED, "DocumentSignatureBroken")


def test_dossier_of_another_id(bench: Bench) -> None:
    sealed = bench.dossier(a_filing())
    answer = hand_in(bench, sealed, new_filing_id())
    assert problem(answer) == (422, ProblemCode.DOSSIER_REJECTED, "IdsDisagree")


def test_rejected_filing_may_come_again(bench: Bench) -> None:
    filing = a_filing()
    assert hand_in(bench, bench.dossier(filing, change=_no_json), filing.id).status_code == 422
    assert hand_in(bench, bench.dossier(filing), filing.id).status_code == 200


def test_too_large_inside(tmp_path: Path) -> None:
    with running(tmp_path, dossier_limits=Limits(total_bytes=10_000)) as bench:
        filing = a_filing()
        answer = hand_in(bench, bench.dossier(filing, size=20_000), filing.id)
        assert problem(answer) == (422, ProblemCode.DOSSIER_REJECTED, "TooLarge")


def test_damaged_upload_is_sent_again(bench: Bench) -> None:
    filing = a_filing()
    sealed = bench.dossier(filing)
    for sha256, size in (("0" * 64, sealed.size), (sealed.sha256, sealed.size + 1)):
        answer = finalise(bench, filing.id, upload(bench, sealed.path), sha256, size)
        assert problem(answer)[:2] == (422, ProblemCode.UPLOAD_DAMAGED)
        assert answer.json()["retryable"]
    assert hand_in(bench, sealed, filing.id).status_code == 200


def test_unknown_and_unfinished_uploads(bench: Bench) -> None:
    filing = a_filing()
    sealed = bench.dossier(filing)
    for unknown in ("x", "../../x", f"{bench.enrolment.kiosk_id}.{'0' * 32}"):
        answer = finalise(bench, filing.id, unknown, sealed.sha256, sealed.size)
        assert problem(answer)[:2] == (404, ProblemCode.UPLOAD_UNKNOWN)
    tus = {"Tus-Resumable": "1.0.0", "Upload-Length": str(sealed.size)}
    created = bench.ask("POST", "/v1/uploads", headers=tus)
    answer = finalise(bench, filing.id, created.headers["location"], sealed.sha256, sealed.size)
    assert problem(answer)[:2] == (409, ProblemCode.UPLOAD_INCOMPLETE)


def test_other_kiosks_upload_cannot_be_taken(bench: Bench) -> None:
    filing = a_filing()
    sealed = bench.dossier(filing)
    url = upload(bench, sealed.path)
    answer = finalise(bench.another_kiosk(), filing.id, url, sealed.sha256, sealed.size)
    assert problem(answer)[:2] == (404, ProblemCode.UPLOAD_UNKNOWN)


def test_file_left_by_a_crash_is_replaced(bench: Bench) -> None:
    filing = a_filing()
    sealed = bench.dossier(filing)
    (bench.settings.filings / f"{filing.id}.dossier").write_bytes(b"left before its row was written")
    deliver(bench, sealed, filing.id)
    assert (bench.settings.filings / f"{filing.id}.dossier").read_bytes() == sealed.path.read_bytes()


@pytest.mark.parametrize(
    "filing_id", ["x", "01A20188-65AD-72CC-A7F4-57A6E7353E48", "6f1c0f6e-1b1a-4c3e-9c8d-0a0a0a0a0a0a"]
)
def test_id_that_is_none(bench: Bench, filing_id: str) -> None:
    answer = finalise(bench, filing_id, "x", "0" * 64, 1)
    assert problem(answer)[:2] == (400, ProblemCode.BAD_REQUEST)
