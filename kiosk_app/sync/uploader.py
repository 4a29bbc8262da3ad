"""The tus side of the client: tuspy's bookkeeping over our own HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

import httpx
from tusclient.client import TusClient
from tusclient.uploader.uploader import Uploader

from kiosk_app.sync.link import CourtAnsweredNonsense, CourtBusy, UploadLost

CHUNK_BYTES = 4 * 2**20
_GONE = (404, 410)


class CourtUploader(Uploader):
    """One upload. ``offset`` of ``stop_at`` bytes are at the court.

    tuspy itself sends through ``requests`` without timeouts, takes proxies from the environment and
    cannot be given a CA file for its PATCH requests; so it keeps the books and we send.
    """

    def __init__(self, call: Callable[..., httpx.Response], creation_url: str, file: BinaryIO) -> None:
        self._call = call
        self._creation_url = creation_url
        self._file = file
        super().__init__(
            file_stream=file,
            client=TusClient(creation_url),
            chunk_size=CHUNK_BYTES,
            metadata={"filename": "filing.dossier", "filetype": "application/age"},
        )

    def begin(self) -> str:
        """Create an upload; its URL under our own base, wherever a proxy says it is."""
        headers = _typed(self.get_url_creation_headers)
        response = self._call("POST", self._creation_url, headers=headers)
        location = response.headers.get("location", "").rstrip("/")
        if response.status_code != 201 or not location:
            raise CourtAnsweredNonsense(what="upload creation", status=response.status_code)
        self.set_url(self._own(location))
        self.offset = 0
        return str(self.url)

    def resume(self, url: str) -> bool:
        """Take up an upload where the court has it; False where it does not have ours any more."""
        self.set_url(self._own(url))
        try:
            response = self._call("HEAD", self.url, headers=_typed(self.get_headers))
        except (UploadLost, CourtAnsweredNonsense) as fault:
            if fault.facts["status"] in _GONE:
                return False
            raise
        if response.headers.get("upload-length") != str(self.stop_at):
            return False
        self.offset = self._offset_in(response)
        return True

    def upload_chunk(self) -> None:
        """Send the next piece. Raises :class:`UploadLost`, ``CourtBusy`` and the faults of the line."""
        self._file.seek(self.offset)
        piece = self._file.read(_typed(self.get_request_length))
        headers = {
            **_typed(self.get_headers),
            "Upload-Offset": str(self.offset),
            "Content-Type": "application/offset+octet-stream",
        }
        response = self._call("PATCH", self.url, headers=headers, content=piece)
        offset = self._offset_in(response)
        if offset <= self.offset:
            raise CourtBusy(retry_after_s=None, code="no_progress")
        self.offset = offset

    def _own(self, url: str) -> str:
        return f"{self._creation_url}/{url.rsplit('/', 1)[-1]}"

    def _offset_in(self, response: httpx.Response) -> int:
        text = response.headers.get("upload-offset", "")
        if not (text.isascii() and text.isdigit() and int(text[:18]) <= self.stop_at):
            raise CourtAnsweredNonsense(what="upload offset", status=response.status_code)
        return int(text)


def _typed(untyped: Callable[[], Any]) -> Any:
    """tuspy's methods carry no types."""
    return untyped()
