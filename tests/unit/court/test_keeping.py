"""Keys, database, start and stop of the gateway."""

from __future__ import annotations

import socket
from pathlib import Path

import pyrage
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from kiosk_app.court.gateway.database import (
    DatabaseUnusable,
    downgrade,
    new_engine,
    open_database,
    upgrade,
)
from kiosk_app.court.gateway.enrolment import create_enrolment_code
from kiosk_app.court.gateway.keys import KeyFileUnusable, load_or_make
from kiosk_app.court.gateway.problems import Refused, disk_full_refused
from kiosk_app.court.gateway.server import CertificateUnusable, GatewayThread, PortTaken
from kiosk_app.court.gateway.tables import Base
from kiosk_app.court.protocol.signing import thumbprint
from kiosk_app.court.protocol.wire import ProblemCode
from kiosk_app.durable import DiskFailed
from tests.fakes.dossiers import a_filing
from tests.fakes.gateways import deliver, running, settings_in


def test_models_equal_migrations(tmp_path: Path) -> None:
    engine = new_engine(tmp_path / "x.sqlite3")
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    models = new_engine(tmp_path / "models.sqlite3")
    Base.metadata.create_all(models)
    checks = [
        {table: inspect(each).get_check_constraints(table) for table in Base.metadata.tables}
        for each in (engine, models)
    ]
    assert checks[0] == checks[1]
    engine.dispose()
    models.dispose()


def test_down_and_up(tmp_path: Path) -> None:
    engine = new_engine(tmp_path / "x.sqlite3")
    upgrade(engine)
    downgrade(engine)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    upgrade(engine)
    assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_every_connection_is_durable(tmp_path: Path) -> None:
    sessions = open_database(tmp_path / "x.sqlite3")
    with sessions() as session:
        connection = session.connection()
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    sessions.kw["bind"].dispose()


def test_damaged_database(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(DatabaseUnusable):
        open_database(path)


def test_keys_stay(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    settings.directory.mkdir()
    first, second = load_or_make(settings), load_or_make(settings)
    assert (first.identities, first.recipients) == (second.identities, second.recipients)
    assert thumbprint(first.signing) == thumbprint(second.signing)


def test_new_key_above_the_old(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    settings.directory.mkdir()
    old = load_or_make(settings)
    new = pyrage.x25519.Identity.generate()
    settings.age_key.write_text(f"# new\n{new}\n\n" + settings.age_key.read_text())
    keys = load_or_make(settings)
    assert keys.recipients == (str(new.to_public()),)
    assert keys.identities == (str(new), *old.identities)


@pytest.mark.parametrize("text", ["", "# nothing\n", "AGE-SECRET-KEY-1NO\n"])
def test_damaged_age_key_is_never_replaced(tmp_path: Path, text: str) -> None:
    settings = settings_in(tmp_path)
    settings.directory.mkdir()
    settings.age_key.write_text(text)
    with pytest.raises(KeyFileUnusable):
        load_or_make(settings)
    assert settings.age_key.read_text() == text


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"kty":"OKP","crv":"Ed25519","x":"A","d":"A"}'])
def test_damaged_signing_key_is_never_replaced(tmp_path: Path, text: str) -> None:
    settings = settings_in(tmp_path)
    settings.directory.mkdir()
    settings.signing_key.write_text(text)
    with pytest.raises(KeyFileUnusable):
        load_or_make(settings)
    assert settings.signing_key.read_text() == text


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_said_as_such() -> None:
    with (
        Path("/dev/full").open("wb", buffering=0) as full,
        pytest.raises(Refused) as caught,
        disk_full_refused(),
    ):
        full.write(b"x")
    assert (caught.value.status_code, caught.value.code) == (507, ProblemCode.STORAGE_FULL)


def test_port_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings = settings_in(tmp_path, port=other.getsockname()[1])
        with pytest.raises(PortTaken), GatewayThread(settings):
            pass


def test_start_clears_plain_copies_of_a_crash(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    left = settings.work / "left"
    left.mkdir(parents=True)
    (left / "filing.json").write_text("a visitor's data")
    with GatewayThread(settings):
        assert not left.exists()


def test_restart_keeps_everything(tmp_path: Path) -> None:
    filing = a_filing()
    with running(tmp_path) as bench:
        sealed = bench.dossier(filing)
        first = deliver(bench, sealed, filing.id)
    with GatewayThread(bench.settings) as gateway:
        bench.url = gateway.url
        with bench.client(url=gateway.url) as client:
            again = client.acknowledgement_of(filing.id, sealed.sha256, sealed.size)
    assert again is not None
    assert again.jws == first


def test_a_certificate_that_is_none_is_named_before_anything_starts(tmp_path: Path) -> None:
    for certificate in (tmp_path / "none.pem", Path(__file__)):
        settings = settings_in(tmp_path, certificate=certificate)
        with pytest.raises(CertificateUnusable) as caught, GatewayThread(settings):
            pass
        assert caught.value.facts["certificate"] == str(certificate)
    assert not settings.directory.exists()


def test_a_file_in_the_place_of_its_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "gateway").write_text("in the way")
    with pytest.raises(DiskFailed), GatewayThread(settings_in(tmp_path)):
        pass
    with pytest.raises(DiskFailed):
        create_enrolment_code(settings_in(tmp_path))
