"""Resumable uploads (tus 1.0 by tuspyserver) on a storage that survives a crash in mid-piece.

tuspyserver's own file storage appends at the end of the file; after a crash that is past the
offset it told the client. This one writes at the recorded offset, off the event loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4
from weakref import WeakValueDictionary

from fastapi import APIRouter, Depends, Request, Response
from tuspyserver import create_tus_router
from tuspyserver.storage import TusStorage

from kiosk_app.court.gateway.auth import KioskDep, authenticate
from kiosk_app.court.gateway.problems import Refused, disk_full_refused
from kiosk_app.court.gateway.settings import GatewaySettings
from kiosk_app.court.protocol.wire import ProblemCode

PREFIX = "/v1/uploads"
EXTENSIONS = ("creation", "expiration", "termination")
"""What is offered here. tuspyserver also announces concatenation, which no storage of its own but
the plain one can do, and creation-with-upload, which reads the whole body into memory."""

_UPLOAD_ID = re.compile(r"[0-9a-f-]{36}\.[0-9a-f]{32}")
_LOCK_WAIT_S = 5.0


def upload_id_of(kiosk_id: str, url_or_id_untrusted: str) -> str:
    """The id of this kiosk's upload. Refuses what belongs to another like what never was (404)."""
    upload_id = url_or_id_untrusted.rsplit("/", 1)[-1]
    if not _UPLOAD_ID.fullmatch(upload_id) or not upload_id.startswith(f"{kiosk_id}."):
        raise Refused(404, ProblemCode.UPLOAD_UNKNOWN)
    return upload_id


class UploadFiles(TusStorage):
    """Uploads as ``<id>`` and ``<id>.info`` in one folder; one writer an upload at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writing: dict[str, BinaryIO] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def path(self, uid: str) -> Path:
        if not _UPLOAD_ID.fullmatch(uid):
            raise Refused(404, ProblemCode.UPLOAD_UNKNOWN)
        return self._folder / uid

    def info(self, uid: str) -> dict[str, Any] | None:
        """What is recorded of an upload: ``size``, ``offset``, ``expires`` …; None where there is none."""
        try:
            value = json.loads(self._info_path(uid).read_text())
        except (OSError, ValueError):
            return None
        return value if isinstance(value, dict) else None

    def remove(self, uid: str) -> None:
        self.path(uid).unlink(missing_ok=True)
        self._info_path(uid).unlink(missing_ok=True)

    def sweep(self, now: datetime) -> int:
        """Remove uploads past their time and parts of none; how many went."""
        gone = 0
        for path in sorted(self._folder.iterdir()):
            if _UPLOAD_ID.fullmatch(path.name):
                info = self.info(path.name)
                if info is None or _expired(info, now):
                    self.remove(path.name)
                    gone += 1
        return gone

    def _info_path(self, uid: str) -> Path:
        return self.path(uid).with_name(f"{uid}.info")

    async def create(self, uid: str) -> None:
        await asyncio.to_thread(_do, self.path(uid).touch, 0o600)

    async def exists(self, uid: str) -> bool:
        return self.path(uid).exists()

    async def size(self, uid: str) -> int:
        with contextlib.suppress(FileNotFoundError):
            return self.path(uid).stat().st_size
        return 0

    async def append(self, uid: str, chunk: bytes) -> None:
        if uid not in self._writing:
            self._writing[uid] = await asyncio.to_thread(self._open_at_offset, uid)
        await asyncio.to_thread(_do, self._writing[uid].write, chunk)

    def _open_at_offset(self, uid: str) -> BinaryIO:
        info = self.info(uid)
        if info is None:
            raise Refused(404, ProblemCode.UPLOAD_UNKNOWN)
        file = self.path(uid).open("r+b")
        file.truncate(info["offset"])
        file.seek(info["offset"])
        return file

    async def flush(self, uid: str) -> None:
        file = self._writing.pop(uid, None)
        if file is not None:
            await asyncio.to_thread(_do, _sync_and_close, file)

    async def finalize(self, uid: str) -> None:
        """The file is whole and on disk already; the court takes it when the kiosk finalises."""

    async def read(self, uid: str) -> bytes | None:
        """Nobody reads uploads whole; tuspyserver asks for the method, not for its result."""
        return None

    async def delete(self, uid: str) -> None:
        await asyncio.to_thread(self.remove, uid)

    async def read_info(self, uid: str) -> dict[str, Any] | None:
        return await asyncio.to_thread(self.info, uid)

    async def write_info(self, uid: str, data: dict[str, Any]) -> None:
        await asyncio.to_thread(_do, self._write_info, uid, data)

    def _write_info(self, uid: str, data: dict[str, Any]) -> None:
        part = self.path(uid).with_name(f"{uid}.info.part")
        with part.open("w") as file:
            json.dump(data, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._info_path(uid))

    async def list_uids(self) -> list[str]:
        return [path.name for path in self._folder.iterdir() if _UPLOAD_ID.fullmatch(path.name)]

    def location(self, uid: str) -> str:
        return str(self.path(uid))

    @contextlib.asynccontextmanager
    async def lock(self, uid: str) -> AsyncIterator[None]:  # type: ignore[override]  # its hint is wrong
        """Waits a little for a connection that is about to end, then says busy (TimeoutError)."""
        lock = self._locks.setdefault(uid, asyncio.Lock())
        await asyncio.wait_for(lock.acquire(), _LOCK_WAIT_S)
        try:
            yield
        finally:
            left = self._writing.pop(uid, None)
            if left is not None:
                left.close()
            lock.release()


def _sync_and_close(file: BinaryIO) -> None:
    with file:
        file.flush()
        os.fsync(file.fileno())


def _do(action: Callable[..., object], *arguments: object) -> None:
    with disk_full_refused():
        action(*arguments)


def _expired(info: dict[str, Any], now: datetime) -> bool:
    try:
        return parsedate_to_datetime(str(info.get("expires"))) < now
    except ValueError:
        return True


def upload_routes(settings: GatewaySettings, files: UploadFiles) -> APIRouter:
    """The tus routes under :data:`PREFIX`, each kiosk seeing its own uploads only."""
    routes = APIRouter()

    # Before the library's own, which would announce more than is true here.
    @routes.options(PREFIX, status_code=204, tags=["uploads"])
    @routes.options(f"{PREFIX}/", status_code=204, include_in_schema=False)
    def describe() -> Response:
        headers = {
            "Tus-Resumable": "1.0.0",
            "Tus-Version": "1.0.0",
            "Tus-Extension": ",".join(EXTENSIONS),
            "Tus-Max-Size": str(settings.max_upload_bytes),
        }
        return Response(status_code=204, headers=headers)

    def own_upload(request: Request, kiosk: KioskDep) -> None:
        if "uuid" in request.path_params:
            upload_id_of(kiosk.id, request.path_params["uuid"])

    def may_create(request: Request) -> Callable[[dict[str, str], dict[str, Any]], None]:
        def check(metadata: dict[str, str], upload: dict[str, Any]) -> None:
            _check_creation(request, upload["size"], settings.max_upload_bytes)

        return check

    def name_upload(kiosk: KioskDep) -> Callable[[dict[str, str]], dict[str, str]]:
        return lambda metadata: {"uid": f"{kiosk.id}.{uuid4().hex}"}

    tus = create_tus_router(
        prefix=PREFIX,
        files_dir=str(settings.uploads),
        max_size=settings.max_upload_bytes,
        auth=authenticate,  # type: ignore[arg-type]  # it is a dependency, the hint knows none
        days_to_keep=settings.keep_uploads_days,
        pre_create_dep=may_create,
        file_dep=name_upload,  # type: ignore[arg-type]  # it may answer an id, says its source
        tags=["uploads"],
        storage=files,
    )
    # tuspyserver writes a PATCH's body before it asks its own auth: ours must stand before both.
    routes.include_router(tus, dependencies=[Depends(own_upload)])
    return routes


def _check_creation(request: Request, size: int | None, max_bytes: int) -> None:
    if size is None or size <= 0 or "upload-concat" in request.headers:
        raise Refused(
            400, ProblemCode.UPLOAD_REFUSED, reason="length must be known, concatenation is not done"
        )
    if size > max_bytes:
        raise Refused(413, ProblemCode.TOO_LARGE)
    if request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers:
        raise Refused(400, ProblemCode.UPLOAD_REFUSED, reason="creation takes no body")


def upload_expired(info: dict[str, Any], now: datetime) -> bool:
    """Whether an upload is past its time."""
    return _expired(info, now.astimezone(UTC))
