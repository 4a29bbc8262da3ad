from __future__ import annotations

import hashlib
import json
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest

from kiosk_app.court.gateway.uploads import UploadFiles
from kiosk_app.court.protocol.wire import ProblemCode
from tests.fakes.gateways import Bench, running

TUS = {"Tus-Resumable": "1.0.0"}
PATCH = {**TUS, "Content-Type": "application/offset+octet-stream"}
METADATA = {"Upload-Metadata": "filename eA==,filetype eA=="}


def create(bench: Bench, length: int, **headers: str) -> httpx.Response:
    return bench.ask(
        "POST", "/v1/uploads", headers={**TUS, **METADATA, "Upload-Length": str(length), **headers}
    )


def path_of(created: httpx.Response) -> str:
    assert created.status_code == 201
    return httpx.URL(created.headers["location"]).path


def put(bench: Bench, path: str, offset: int, content: bytes) -> httpx.Response:
    return bench.ask("PATCH", path, headers={**PATCH, "Upload-Offset": str(offset)}, content=content)


def offset_of(bench: Bench, path: str) -> int:
    response = bench.ask("HEAD", path, headers=TUS)
    assert response.status_code == 200
    return int(response.headers["upload-offset"])


def file_of(bench: Bench, path: str) -> Path:
    return bench.settings.uploads / path.rsplit("/", 1)[-1]


def test_announces_what_it_does(bench: Bench) -> None:
    for path in ("/v1/uploads", "/v1/uploads/"):
        headers = bench.ask("OPTIONS", path, signed=False).headers
        assert headers["tus-extension"] == "creation,expiration,termination"
        assert headers["tus-version"] == "1.0.0"
        assert headers["tus-max-size"] == str(bench.settings.max_upload_bytes)


def test_pieces_make_the_file(bench: Bench) -> None:
    path = path_of(create(bench, 7))
    assert put(bench, path, 0, b"abc").headers["upload-offset"] == "3"
    assert offset_of(bench, path) == 3
    answer = put(bench, path, 3, b"defg")
    assert (answer.status_code, answer.headers["upload-offset"]) == (204, "7")
    assert "upload-expires" in answer.headers
    assert file_of(bench, path).read_bytes() == b"abcdefg"


def test_wrong_offset_changes_nothing(bench: Bench) -> None:
    path = path_of(create(bench, 7))
    put(bench, path, 0, b"abc")
    for offset in (0, 2, 4, 7):
        answer = put(bench, path, offset, b"xxx")
        assert (answer.status_code, answer.json()["code"]) == (409, ProblemCode.UPLOAD_CONFLICT)
    assert file_of(bench, path).read_bytes() == b"abc"


def test_more_than_announced_is_not_kept(bench: Bench) -> None:
    path = path_of(create(bench, 5))
    put(bench, path, 0, b"abc")
    assert put(bench, path, 3, b"defghi").status_code == 400
    assert offset_of(bench, path) == 3
    assert put(bench, path, 3, b"de").status_code == 204
    assert file_of(bench, path).read_bytes() == b"abcde"


def test_bytes_past_the_offset_are_cut(bench: Bench) -> None:
    """What a crash in mid-piece leaves: more in the file than the court has said it has."""
    path = path_of(create(bench, 6))
    put(bench, path, 0, b"abc")
    with file_of(bench, path).open("ab") as file:
        file.write(b"garbage of a crash")
    assert offset_of(bench, path) == 3
    put(bench, path, 3, b"def")
    assert file_of(bench, path).read_bytes() == b"abcdef"


def test_broken_line_keeps_what_came(bench: Bench) -> None:
    path = path_of(create(bench, 1_000_000))
    head = [f"PATCH {path} HTTP/1.1", "Host: x", "Content-Length: 1000000", "Upload-Offset: 0"]
    head += [f"{name}: {value}" for name, value in {**PATCH, **bench.token()}.items()]
    with socket.create_connection(("127.0.0.1", bench.port)) as line:
        line.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + b"a" * 300_000)
        line.shutdown(socket.SHUT_WR)
        while line.recv(65536):  # until the court has noticed and closed
            pass
    offset = offset_of(bench, path)
    assert 0 < offset <= 300_000
    assert put(bench, path, offset, b"b" * (1_000_000 - offset)).status_code == 204
    digest = hashlib.sha256(b"a" * offset + b"b" * (1_000_000 - offset)).digest()
    assert hashlib.sha256(file_of(bench, path).read_bytes()).digest() == digest


def test_silent_sender_counts_as_gone(tmp_path: Path) -> None:
    with running(tmp_path, body_idle_s=0.2) as bench:
        path = path_of(create(bench, 100))
        head = [f"PATCH {path} HTTP/1.1", "Host: x", "Content-Length: 100", "Upload-Offset: 0"]
        head += [f"{name}: {value}" for name, value in {**PATCH, **bench.token()}.items()]
        with socket.create_connection(("127.0.0.1", bench.port)) as line:
            line.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + b"a" * 10)
            assert line.recv(65536)
            assert put(bench, path, 10, b"b" * 90).status_code == 204


def test_length_must_be_known_and_fit(bench: Bench) -> None:
    limit = bench.settings.max_upload_bytes
    assert create(bench, limit + 1).json()["code"] == ProblemCode.TOO_LARGE
    assert create(bench, 0).json()["code"] == ProblemCode.UPLOAD_REFUSED
    assert create(bench, -5).json()["code"] == ProblemCode.UPLOAD_REFUSED
    deferred = bench.ask("POST", "/v1/uploads", headers={**TUS, "Upload-Defer-Length": "1"})
    assert deferred.json()["code"] == ProblemCode.UPLOAD_REFUSED
    joined = bench.ask(
        "POST", "/v1/uploads", headers={**TUS, "Upload-Concat": "partial", "Upload-Length": "5"}
    )
    assert joined.json()["code"] == ProblemCode.UPLOAD_REFUSED
    with_body = bench.ask("POST", "/v1/uploads", headers={**TUS, "Upload-Length": "5"}, content=b"abcde")
    assert with_body.json()["code"] == ProblemCode.UPLOAD_REFUSED


def test_other_tus_version(bench: Bench) -> None:
    answer = bench.ask("POST", "/v1/uploads", headers={"Tus-Resumable": "0.2.2", "Upload-Length": "5"})
    assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
def test_other_kiosks_upload_is_not_there(bench: Bench, method: str) -> None:
    path = path_of(create(bench, 5))
    other = bench.another_kiosk()
    headers = {**PATCH, "Upload-Offset": "0"}
    answer = other.ask(method, path, headers=headers, content=b"evil!" if method == "PATCH" else b"")
    never = other.ask(method, f"{path[:-8]}00000000", headers=headers)
    assert answer.status_code == never.status_code == 404
    assert answer.headers["problem-code"] == never.headers["problem-code"] == ProblemCode.UPLOAD_UNKNOWN
    assert offset_of(bench, path) == 0


def test_method_override_needs_the_owner_too(bench: Bench) -> None:
    path = path_of(create(bench, 5))
    headers = {**PATCH, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    assert bench.another_kiosk().ask("POST", path, headers=headers, content=b"evil!").status_code == 404
    assert bench.ask("POST", path, headers=headers, content=b"good!").status_code == 204


@pytest.mark.parametrize("uid", ["..%2f..%2fcourt.key", "%2e%2e", "x", ".info"])
def test_upload_ids_lead_nowhere(bench: Bench, uid: str) -> None:
    assert (
        bench.ask("PATCH", f"/v1/uploads/{uid}", headers={**PATCH, "Upload-Offset": "0"}).status_code == 404
    )


def test_termination(bench: Bench) -> None:
    path = path_of(create(bench, 5))
    assert bench.ask("DELETE", path, headers=TUS).status_code == 204
    assert bench.ask("HEAD", path, headers=TUS).status_code == 404
    assert not file_of(bench, path).exists()


def expire(bench: Bench, path: str) -> None:
    info_file = file_of(bench, path).with_name(file_of(bench, path).name + ".info")
    info = json.loads(info_file.read_text())
    then = datetime.now(UTC) - timedelta(minutes=1)
    info_file.write_text(json.dumps({**info, "expires": format_datetime(then, usegmt=True)}))


def test_expiry(bench: Bench) -> None:
    path = path_of(create(bench, 5))
    expire(bench, path)
    for method in ("HEAD", "PATCH"):
        answer = bench.ask(method, path, headers={**PATCH, "Upload-Offset": "0"})
        assert (answer.status_code, answer.headers["problem-code"]) == (410, ProblemCode.UPLOAD_GONE)


def test_sweep_takes_the_expired_and_the_broken(bench: Bench) -> None:
    live, old, broken = (path_of(create(bench, 5)) for _ in range(3))
    expire(bench, old)
    file_of(bench, broken).with_name(file_of(bench, broken).name + ".info").write_text("{")
    files = UploadFiles(bench.settings.uploads)
    assert files.sweep(datetime.now(UTC)) >= 2
    assert [file_of(bench, path).exists() for path in (live, old, broken)] == [True, False, False]
