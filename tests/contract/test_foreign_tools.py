"""Other people's programs open what the demonstration left: age, tar, bagit, two JOSE libraries."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from joserfc import jws as joserfc_jws
from joserfc.jwk import OKPKey
from jsonschema import Draft202012Validator

from kiosk_app.__main__ import main
from kiosk_app.dossier.read import read, verify
from kiosk_app.dossier.schema import schema_path
from kiosk_app.ui.terminal import DELIVERED


@dataclass(frozen=True)
class Delivered:
    sealed: Path
    identity_file: Path
    filing_id: str
    device_key: dict[str, str]
    court_key: dict[str, str]
    acknowledgement: str


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory, resources: Path) -> Delivered:
    out = tmp_path_factory.mktemp("demonstration") / "out"
    sample = resources / "samples" / "evidence_iou.jpg"
    assert main(["demo", "--evidence", str(sample), "--out", str(out)]) == DELIVERED
    report = json.loads((out / "report.json").read_text("utf-8"))
    return Delivered(
        sealed=out / report["dossier"]["file"],
        identity_file=out / "court.key",
        filing_id=report["filing_id"],
        device_key=report["device_jwk"],
        court_key=report["acknowledgement"]["court_jwk"],
        acknowledgement=report["acknowledgement"]["jws"],
    )


@pytest.fixture(scope="module")
def bag(delivered: Delivered, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bag as a stranger gets it: ``age -d -i court.key X.dossier | tar x``."""
    age, tar = shutil.which("age"), shutil.which("tar")
    if not age or not tar:
        pytest.skip("the programs age and tar are not installed (Debian: apt install age)")
    folder = tmp_path_factory.mktemp("opened")
    plain = folder / "bag.tar"
    run(age, "-d", "-i", str(delivered.identity_file), "-o", str(plain), str(delivered.sealed))
    run(tar, "-xf", str(plain), "-C", str(folder))
    return folder / delivered.filing_id


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_bagit_validates(bag: Path) -> None:
    run(sys.executable, "-m", "bagit", "--validate", str(bag))


def test_bagit_notices_a_change(bag: Path, tmp_path: Path) -> None:
    changed = Path(shutil.copytree(bag, tmp_path / "changed"))
    (changed / "data/filing.json").write_bytes(b"{}")
    done = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", str(changed)], capture_output=True, check=False
    )
    assert done.returncode != 0


def test_schema_holds(bag: Path) -> None:
    for name in ("filing", "record"):
        schema = json.loads(schema_path(name).read_bytes())
        Draft202012Validator(schema).validate(json.loads((bag / f"data/{name}.json").read_bytes()))


def test_signature_by_jwcrypto(bag: Path, delivered: Delivered) -> None:
    """A JOSE library that the project itself does not use."""
    jwk = pytest.importorskip("jwcrypto.jwk", reason="jwcrypto is not installed (test extra)")
    jws = pytest.importorskip("jwcrypto.jws")
    key = jwk.JWK(**delivered.device_key)
    signature = (bag / "signature.jws").read_text().strip()
    payload = (bag / "tagmanifest-sha256.txt").read_bytes()
    token = jws.JWS()
    token.deserialize(signature)
    token.verify(key, alg="EdDSA", detached_payload=payload)
    other = jws.JWS()
    other.deserialize(signature)
    with pytest.raises(jws.InvalidJWSSignature):
        other.verify(key, alg="EdDSA", detached_payload=payload.replace(b"0", b"1", 1))


def test_acknowledgement_by_jwcrypto(delivered: Delivered) -> None:
    jwk = pytest.importorskip("jwcrypto.jwk", reason="jwcrypto is not installed (test extra)")
    jws = pytest.importorskip("jwcrypto.jws")
    token = jws.JWS()
    token.deserialize(delivered.acknowledgement, jwk.JWK(**delivered.court_key), alg="EdDSA")
    assert json.loads(token.payload)["filing_id"] == delivered.filing_id


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
def test_signature_by_joserfc_alone(bag: Path, delivered: Delivered) -> None:
    signed = joserfc_jws.deserialize_compact(
        (bag / "signature.jws").read_text().strip(),
        OKPKey.import_key({**delivered.device_key}),
        algorithms=["EdDSA"],
        payload=(bag / "tagmanifest-sha256.txt").read_bytes(),
    )
    assert signed.headers()["b64"] is False


def test_age_encrypts_what_we_read(bag: Path, delivered: Delivered, tmp_path: Path) -> None:
    """The other direction: a dossier made by tar and age alone is read here."""
    age, tar = shutil.which("age"), shutil.which("tar")
    assert age
    assert tar
    recipient = run("age-keygen", "-y", str(delivered.identity_file)).strip()
    plain, sealed = tmp_path / "bag.tar", tmp_path / f"{delivered.filing_id}.dossier"
    run(tar, "--format=ustar", "-cf", str(plain), "-C", str(bag.parent), bag.name)
    run(age, "-r", recipient, "-o", str(sealed), str(plain))
    identity = delivered.identity_file.read_text().splitlines()[-1]
    verify(read(sealed, [identity], tmp_path / "open"), OKPKey.import_key({**delivered.device_key}))
