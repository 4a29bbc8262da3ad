"""What the gateway answers to whoever knocks: never a 500, always a typed problem."""

from __future__ import annotations

import io
import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk_app.court.gateway.database import open_database
from kiosk_app.court.gateway.enrolment import create_enrolment_code, revoke
from kiosk_app.court.protocol.signing import new_signing_key, public_jwk
from kiosk_app.court.protocol.statements import make_request_token
from kiosk_app.court.protocol.wire import Health, Problem, ProblemCode
from kiosk_app.logs import ALLOWED, make_logger
from tests.fakes.dossiers import FILING_ID, new_filing_id
from tests.fakes.gateways import Bench


def code_of(response: httpx.Response) -> tuple[int, str]:
    problem = Problem.model_validate_json(response.content)
    assert problem.status == response.status_code
    assert response.headers["problem-code"] == problem.code
    return response.status_code, problem.code


def test_health_needs_no_token(bench: Bench) -> None:
    response = bench.ask("GET", "/v1/health", signed=False)
    assert Health.model_validate_json(response.content).court.id == "bj-cy"


def test_openapi_is_published(bench: Bench) -> None:
    described = bench.ask("GET", "/openapi.json", signed=False).json()
    assert described["openapi"].startswith("3.1")
    for path in ("/v1/enrolments", "/v1/uploads", "/v1/filings/{filing_id}", "/v1/events", "/v1/health"):
        assert path in described["paths"]


def test_request_id_is_kept_or_made(bench: Bench) -> None:
    named = bench.ask("GET", "/v1/health", headers={"X-Request-Id": "kiosk-1-00000001"})
    assert named.headers["x-request-id"] == "kiosk-1-00000001"
    forged = bench.ask("GET", "/v1/health", headers={"X-Request-Id": 'x" y'})
    assert forged.headers["x-request-id"] not in ("", 'x" y')


def test_log_holds_allowed_things_only(bench: Bench) -> None:
    bench.ask("POST", "/v1/enrolments", json={"code": "张三的密码", "name": "张三"}, signed=False)
    assert bench.settings.log_to
    text = bench.settings.log_to.read_text()
    assert "张三" not in text
    for line in text.splitlines():
        assert set(json.loads(line)) <= ALLOWED


def test_logger_drops_what_is_not_allowed() -> None:
    out = io.StringIO()
    make_logger(out).info("request", status=200, name="张三")
    assert {"event": "request", "status": 200}.items() <= json.loads(out.getvalue()).items()
    assert "张三" not in out.getvalue()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/events"),
        ("GET", f"/v1/filings/{FILING_ID}"),
        ("PUT", f"/v1/filings/{FILING_ID}"),
        ("POST", "/v1/uploads"),
        ("PATCH", "/v1/uploads/x"),
        ("DELETE", "/v1/uploads/x"),
    ],
)
def test_needs_a_token(bench: Bench, method: str, path: str) -> None:
    assert code_of(bench.ask(method, path, signed=False)) == (401, ProblemCode.TOKEN_MISSING)
    head = bench.ask(method, path, signed=False, headers={"Authorization": "Basic eDp5"})
    assert code_of(head) == (401, ProblemCode.TOKEN_MISSING)


def events_with(bench: Bench, token: str) -> tuple[int, str]:
    return code_of(bench.ask("GET", "/v1/events", signed=False, headers={"Authorization": f"Bearer {token}"}))


def test_tokens_that_do_not_hold(bench: Bench) -> None:
    now, kiosk_id = datetime.now(UTC), bench.enrolment.kiosk_id
    make = make_request_token
    stranger = make(kiosk_id=new_filing_id(), court_id="bj-cy", key=bench.key, now=now)
    forged = make(kiosk_id=kiosk_id, court_id="bj-cy", key=new_signing_key(), now=now)
    other_court = make(kiosk_id=kiosk_id, court_id="sh-xh", key=bench.key, now=now)
    late = make(kiosk_id=kiosk_id, court_id="bj-cy", key=bench.key, now=now - timedelta(hours=3))
    for token, code in (
        ("nonsense", ProblemCode.KIOSK_UNKNOWN),
        (stranger, ProblemCode.KIOSK_UNKNOWN),
        (forged, ProblemCode.TOKEN_INVALID),
        (other_court, ProblemCode.TOKEN_INVALID),
        (late, ProblemCode.TOKEN_TIME),
    ):
        assert events_with(bench, token) == (401, code)


def test_token_works_once(bench: Bench) -> None:
    token = bench.token()
    with httpx.Client(trust_env=False, base_url=bench.url, headers=token) as http:
        assert http.get("/v1/events").status_code == 200
        assert code_of(http.get("/v1/events")) == (401, ProblemCode.TOKEN_USED)


def test_revoked_kiosk(bench: Bench) -> None:
    gone = bench.another_kiosk()
    sessions = open_database(bench.settings.database)
    assert revoke(sessions, gone.enrolment.kiosk_id, datetime.now(UTC))
    assert not revoke(sessions, gone.enrolment.kiosk_id, datetime.now(UTC))
    sessions.kw["bind"].dispose()
    assert code_of(gone.ask("GET", "/v1/events")) == (403, ProblemCode.KIOSK_REVOKED)


def enrol_with(bench: Bench, code: str, key: dict[str, str], name: str = "二号机") -> httpx.Response:
    body = {"code": code, "public_key": key, "name": name}
    return bench.ask("POST", "/v1/enrolments", json=body, signed=False)


def test_code_works_for_one_key(bench: Bench) -> None:
    code, key = create_enrolment_code(bench.settings), public_jwk(new_signing_key())
    first = enrol_with(bench, code, key)
    assert first.status_code == 201
    assert enrol_with(bench, code.lower().replace("-", " "), key).json() == first.json()
    other = enrol_with(bench, code, public_jwk(new_signing_key()))
    assert code_of(other) == (403, ProblemCode.CODE_UNUSABLE)


def test_code_past_its_time(bench: Bench) -> None:
    code = create_enrolment_code(bench.settings, now=datetime.now(UTC) - timedelta(hours=25))
    answer = enrol_with(bench, code, public_jwk(new_signing_key()))
    assert code_of(answer) == (403, ProblemCode.CODE_UNUSABLE)


def test_wrong_code(bench: Bench) -> None:
    answer = enrol_with(bench, "0000-0000-0000-0000", public_jwk(new_signing_key()))
    assert code_of(answer) == (403, ProblemCode.CODE_UNUSABLE)


def test_code_is_kept_only_as_its_hash(bench: Bench) -> None:
    code = create_enrolment_code(bench.settings).replace("-", "")
    files = [path for path in bench.settings.directory.iterdir() if path.name.startswith("gateway.sqlite3")]
    assert files
    assert not any(code.encode() in path.read_bytes() for path in files)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"null", b'{"code": 5}', b"[" * 60_000])
def test_malformed_json(bench: Bench, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = bench.ask("POST", "/v1/enrolments", content=content, headers=headers, signed=False)
    assert code_of(answer) == (400, ProblemCode.BAD_REQUEST)


def test_answers_do_not_repeat_what_was_sent(bench: Bench) -> None:
    assert "张三" not in enrol_with(bench, "张三张三张三张三", {"x": "张三"}).text


def test_long_json(bench: Bench) -> None:
    answer = bench.ask("POST", "/v1/enrolments", content=b" " * 70_000, signed=False)
    assert code_of(answer) == (413, ProblemCode.TOO_LARGE)
    pieces = bench.ask("POST", "/v1/enrolments", content=iter([b" " * 40_000] * 2), signed=False)
    assert code_of(pieces) == (400, ProblemCode.BAD_REQUEST)


@pytest.mark.parametrize("after", ["-1", "x", "1e9", str(2**53), "9" * 400])
def test_events_after_nonsense(bench: Bench, after: str) -> None:
    assert code_of(bench.ask("GET", f"/v1/events?after={after}")) == (400, ProblemCode.BAD_REQUEST)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["GET", "PUT", "POST", "PATCH", "DELETE", "HEAD"]),
    st.sampled_from(["/v1/uploads", "/v1/uploads/x", "/v1/filings/x", "/v1/events", "/v1/enrolments"]),
    st.dictionaries(
        st.sampled_from(
            "Upload-Length Upload-Offset Upload-Metadata Upload-Concat Upload-Defer-Length Tus-Resumable "
            "Content-Type X-HTTP-Method-Override X-Forwarded-Host X-Forwarded-Proto".split()
        ),
        st.sampled_from(
            ["", "0", "-1", "5", "1.0.0", "x", "final;a b", "partial", "9" * 30, "é, ;=", "PATCH"]
        ),
        max_size=5,
    ),
    st.sampled_from([b"", b"x", b"{}"]),
    st.booleans(),
)
def test_no_request_is_a_bug(
    bench: Bench, method: str, path: str, headers: dict[str, str], content: bytes, signed: bool
) -> None:
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    with httpx.Client(trust_env=False) as http:
        token = [(b"Authorization", bench.token()["Authorization"].encode())] if signed else []
        response = http.request(method, bench.url + path, headers=[*token, *encoded], content=content)
    assert response.status_code < 500 or response.status_code == 501
    if response.is_error and method != "HEAD":
        code_of(response)


def test_garbage_on_the_line_leaves_the_server_up(bench: Bench) -> None:
    for garbage in (
        b"\x16\x03\x01\x02\x00",
        b"GET /" + b"a" * 100_000,
        b"GET / HTTP/9\r\n\r\n",
        b"\0" * 1000,
    ):
        with socket.create_connection(("127.0.0.1", bench.port)) as line:
            line.sendall(garbage)
    assert bench.ask("GET", "/v1/health").status_code == 200


def test_secrets_are_for_their_owner(bench: Bench) -> None:
    for path in (bench.settings.age_key, bench.settings.signing_key):
        assert path.stat().st_mode & 0o777 == 0o600
    assert bench.settings.directory.stat().st_mode & 0o777 == 0o700


def test_no_secret_in_the_log(bench: Bench) -> None:
    bench.ask("GET", "/v1/events")
    assert isinstance(bench.settings.log_to, Path)
    text = bench.settings.log_to.read_text()
    assert "Bearer" not in text
    assert "AGE-SECRET" not in text
