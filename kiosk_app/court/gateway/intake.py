"""An upload becomes a filing the court has received: opened, verified, kept, acknowledged."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session
from uuid_utils import uuid7

from kiosk_app.court.gateway.auth import EnrolledKiosk
from kiosk_app.court.gateway.problems import Refused, disk_full_refused
from kiosk_app.court.gateway.state import Gateway
from kiosk_app.court.gateway.tables import EventRow, FilingRow, QuarantineRow
from kiosk_app.court.gateway.uploads import UploadFiles, upload_expired, upload_id_of
from kiosk_app.court.protocol.statements import sign_acknowledgement
from kiosk_app.court.protocol.wire import (
    Acknowledgement,
    EventKind,
    FilingStatus,
    FinaliseRequest,
    ProblemCode,
)
from kiosk_app.domain.errors import Fault, InputFault, IntegrityFault
from kiosk_app.domain.submission import State
from kiosk_app.dossier.read import IdsDisagree, OpenedDossier, read, verify, verify_documents
from kiosk_app.durable import sync_directory

_OPENING_WAIT_S = 20.0
_PIECE = 1024 * 1024


def finalise(
    gateway: Gateway, files: UploadFiles, kiosk: EnrolledKiosk, filing_id: str, request: FinaliseRequest
) -> FilingStatus:
    """Receive a filing. Asked again for the same bytes, it gives the same acknowledgement.

    Refuses with 409 for another content under a known id, 404/409 for an upload that is not
    (wholly) there, 422 for a dossier that does not open or verify (it is quarantined), 503 when
    too many are being opened, 507 on a full disk.
    """
    with gateway.turns.hold(filing_id):
        upload_id = upload_id_of(kiosk.id, request.upload)
        if known := _known(gateway, kiosk, filing_id, request.sha256):
            files.remove(upload_id)
            return known
        sealed = _whole_upload(gateway, files, upload_id, request)
        with _one_of_few(gateway), disk_full_refused():
            try:
                _check_digest(sealed, request)
                opened = _open(gateway, kiosk, filing_id, sealed)
            except _UploadDamaged as error:
                files.remove(upload_id)
                raise Refused(422, ProblemCode.UPLOAD_DAMAGED) from error
            except (InputFault, IntegrityFault) as error:
                _quarantine(gateway, kiosk, filing_id, request.sha256, sealed, error)
                files.remove(upload_id)
                raise Refused(422, ProblemCode.DOSSIER_REJECTED, reason=type(error).__name__) from error
            status = _keep(gateway, kiosk, opened, sealed)
        files.remove(upload_id)
        return status


class _UploadDamaged(Exception):
    """What arrived is not what was sent."""


def status_of(gateway: Gateway, kiosk: EnrolledKiosk, filing_id: str) -> FilingStatus:
    """Where a filing of this kiosk is. Refuses with 404."""
    with gateway.sessions() as session:
        row = session.get(FilingRow, filing_id)
    if row is None or row.kiosk_id != kiosk.id:
        raise Refused(404, ProblemCode.FILING_UNKNOWN)
    return _status(row)


def _status(row: FilingRow) -> FilingStatus:
    return FilingStatus(
        filing_id=row.id,
        state=State(row.state),
        sha256=row.sha256,
        size=row.size,
        received_at=row.received_at,
        acknowledgement=row.acknowledgement,
    )


def _known(gateway: Gateway, kiosk: EnrolledKiosk, filing_id: str, sha256: str) -> FilingStatus | None:
    with gateway.sessions() as session:
        row = session.get(FilingRow, filing_id)
    if row is None:
        return None
    if row.kiosk_id != kiosk.id or row.sha256 != sha256:
        raise Refused(409, ProblemCode.FILING_CONFLICT)
    return _status(row)


def _whole_upload(gateway: Gateway, files: UploadFiles, upload_id: str, request: FinaliseRequest) -> Path:
    info, path = files.info(upload_id), files.path(upload_id)
    if info is None or not path.is_file():
        raise Refused(404, ProblemCode.UPLOAD_UNKNOWN)
    if upload_expired(info, gateway.now()):
        raise Refused(410, ProblemCode.UPLOAD_GONE)
    if info.get("offset") != info.get("size"):
        raise Refused(409, ProblemCode.UPLOAD_INCOMPLETE)
    if path.stat().st_size != request.size:
        files.remove(upload_id)
        raise Refused(422, ProblemCode.UPLOAD_DAMAGED)
    return path


@contextmanager
def _one_of_few(gateway: Gateway) -> Iterator[None]:
    """Opening takes a core and a copy on disk: few at once, the others are told to come back."""
    if not gateway.opening.acquire(timeout=_OPENING_WAIT_S):
        raise Refused(503, ProblemCode.BUSY)
    try:
        yield
    finally:
        gateway.opening.release()


def _check_digest(sealed: Path, request: FinaliseRequest) -> None:
    digest = hashlib.sha256()
    with sealed.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    if digest.hexdigest() != request.sha256:
        raise _UploadDamaged


def _open(gateway: Gateway, kiosk: EnrolledKiosk, filing_id: str, sealed: Path) -> OpenedDossier:
    """What is inside, verified. The plain copy is removed at once: the court keeps the sealed one."""
    room = gateway.settings.work / str(uuid7())
    try:
        opened = read(sealed, gateway.keys.identities, room, gateway.settings.dossier_limits)
        if opened.filing_id != filing_id:
            raise IdsDisagree(where="request")
        verify(opened, kiosk.key)
        verify_documents(opened, kiosk.key)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return opened


def _keep(gateway: Gateway, kiosk: EnrolledKiosk, opened: OpenedDossier, sealed: Path) -> FilingStatus:
    """File first, row second: what is acknowledged is on disk."""
    kept = gateway.settings.filings / f"{opened.filing_id}.dossier"
    kept.unlink(missing_ok=True)  # left by a crash between file and row
    os.link(sealed, kept)
    sync_directory(kept.parent)
    acknowledgement = Acknowledgement(
        filing_id=opened.filing_id,
        sha256=opened.sha256,
        size=opened.size,
        received_at=gateway.now(),
        court=gateway.court,
        receipt=opened.filing["receipt_number"],
    )
    row = FilingRow(
        id=opened.filing_id,
        kiosk_id=kiosk.id,
        sha256=opened.sha256,
        size=opened.size,
        state=State.DELIVERED.value,
        received_at=acknowledgement.received_at,
        receipt_number=acknowledgement.receipt,
        acknowledgement=sign_acknowledgement(acknowledgement, gateway.keys.signing),
        filing_json=json.dumps(opened.filing, ensure_ascii=False),
    )
    with gateway.sessions.begin() as session:
        session.add(row)
        session.flush()
        _add_event(session, row, EventKind.RECEIVED)
    return _status(row)


def _add_event(session: Session, row: FilingRow, kind: EventKind) -> None:
    event = EventRow(
        id=str(uuid7()),
        kiosk_id=row.kiosk_id,
        filing_id=row.id,
        kind=kind.value,
        at=row.received_at,
        facts={"receipt": row.receipt_number},
    )
    session.add(event)


def _quarantine(
    gateway: Gateway, kiosk: EnrolledKiosk, filing_id: str, sha256: str, sealed: Path, fault: Fault
) -> None:
    """Kept sealed, for a person to look at: a filing is never thrown away by a program."""
    quarantine_id = str(uuid7())
    os.link(sealed, gateway.settings.quarantine / f"{quarantine_id}.dossier")
    sync_directory(gateway.settings.quarantine)
    row = QuarantineRow(
        id=quarantine_id,
        kiosk_id=kiosk.id,
        filing_id=filing_id,
        sha256=sha256,
        reason=type(fault).__name__,
        at=gateway.now(),
    )
    with gateway.sessions.begin() as session:
        session.add(row)
