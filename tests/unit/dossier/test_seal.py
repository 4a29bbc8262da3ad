from __future__ import annotations

import io
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import OKPKey

from kiosk_app.court.protocol.signing import new_signing_key
from kiosk_app.dossier.bag import PathEscapes
from kiosk_app.dossier.read import read, verify
from kiosk_app.dossier.seal import (
    Payload,
    PayloadChanged,
    RecipientInvalid,
    seal,
)
from kiosk_app.dossier.summary import inspect
from kiosk_app.dossier.tar import DuplicateName
from kiosk_app.durable import DiskFailed, DiskFull
from tests.fakes.dossiers import a_dossier, a_filing, age_pair, of_bytes, payloads_of

KEY = new_signing_key()
IDENTITY, RECIPIENT = age_pair()


class Zeroes(io.RawIOBase):
    """A stream of ``left`` zeroes that cannot seek, like a blob that is decrypted on the way."""

    def __init__(self, left: int) -> None:
        self.left = left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        count = min(len(buffer), self.left)
        self.left -= count
        return count


def zeroes(path: str, size: int) -> Payload:
    def open_zeroes() -> BinaryIO:
        return Zeroes(size)  # type: ignore[return-value]

    return Payload(path, open_zeroes)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_round_trip(folder: Path) -> None:
    filing = a_filing()
    sealed = a_dossier(folder, KEY, [RECIPIENT], filing=filing)
    opened = read(sealed.path, [IDENTITY], folder / "open")
    verify(opened, KEY)
    assert (opened.filing_id, opened.sha256, opened.size) == (filing.id, sealed.sha256, sealed.size)
    assert opened.filing["claim_total"] == "50000"
    assert opened.record["filing_id"] == filing.id
    for payload in payloads_of(filing, KEY):
        assert (opened.root / payload.path).read_bytes() == payload.open().read()


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(st.from_regex(r"[a-z借条]{1,9}", fullmatch=True), st.binary(max_size=200_000), max_size=4)
)
def test_any_content_survives(tmp_path_factory: pytest.TempPathFactory, content: dict[str, bytes]) -> None:
    folder = tmp_path_factory.mktemp("seal")
    more = [of_bytes(f"data/originals/x-{name}", data) for name, data in content.items()]
    sealed = a_dossier(folder, KEY, [RECIPIENT], change=lambda payloads: payloads + more)
    opened = read(sealed.path, [IDENTITY], folder / "open")
    verify(opened, KEY)
    for name, data in content.items():
        assert (opened.root / f"data/originals/x-{name}").read_bytes() == data


def test_same_filing_gives_same_tar(folder: Path) -> None:
    filing, other = a_filing(), folder / "other"
    other.mkdir()
    identity = pyrage.x25519.Identity.from_str(IDENTITY)
    first = a_dossier(folder, KEY, [RECIPIENT], filing=filing)
    second = a_dossier(other, KEY, [RECIPIENT], filing=filing, change=lambda payloads: payloads[::-1])
    plain = [pyrage.decrypt(sealed.path.read_bytes(), [identity]) for sealed in (first, second)]
    assert plain[0] == plain[1]
    assert first.sha256 != second.sha256  # the seal itself is fresh each time


def test_memory_does_not_grow(folder: Path) -> None:
    def peak_of(size: int) -> int:
        tracemalloc.start()
        a_dossier(folder, KEY, [RECIPIENT], change=lambda all_: [*all_, zeroes("data/originals/z", size)])
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    small = peak_of(1 * 2**20)
    assert peak_of(24 * 2**20) < small + 2**20


def test_every_court_key_opens(folder: Path) -> None:
    other_identity, other_recipient = age_pair()
    sealed = a_dossier(folder, KEY, [RECIPIENT, other_recipient])
    assert read(sealed.path, [other_identity], folder / "open").sha256 == sealed.sha256


def test_only_owner_reads(folder: Path) -> None:
    assert a_dossier(folder, KEY, [RECIPIENT]).path.stat().st_mode & 0o777 == 0o600


def test_inspect_names_the_case(folder: Path) -> None:
    opened = read(a_dossier(folder, KEY, [RECIPIENT]).path, [IDENTITY], folder / "open")
    text = inspect(opened)
    assert "张三" in text
    assert "data/evidence/01-借条.pdf" in text


@pytest.mark.parametrize("recipients", [[], ["age1nonsense"], [IDENTITY]])
def test_bad_recipient(folder: Path, recipients: list[str]) -> None:
    with pytest.raises(RecipientInvalid):
        a_dossier(folder, KEY, recipients)


@pytest.mark.parametrize("path", ["filing.json", "data/../x", "/data/x", "data/a\nb"])
def test_payload_outside_data(folder: Path, path: str) -> None:
    with pytest.raises(PathEscapes):
        a_dossier(folder, KEY, [RECIPIENT], change=lambda payloads: [*payloads, of_bytes(path, b"")])


def test_two_payloads_of_one_name(folder: Path) -> None:
    twin = of_bytes("data/FILING.json", b"")
    with pytest.raises(DuplicateName):
        a_dossier(folder, KEY, [RECIPIENT], change=lambda payloads: [*payloads, twin])


def test_payload_that_changes(folder: Path) -> None:
    sizes = iter([5, 4])
    changing = Payload("data/originals/z", lambda: io.BytesIO(bytes(next(sizes))))
    with pytest.raises(PayloadChanged):
        a_dossier(folder, KEY, [RECIPIENT], change=lambda payloads: [*payloads, changing])
    assert not list(folder.iterdir())


def test_payload_that_fails_raises_its_own_fault(folder: Path) -> None:
    class Gone(Exception):
        pass

    def fail() -> BinaryIO:
        raise Gone

    with pytest.raises(Gone):
        a_dossier(folder, KEY, [RECIPIENT], change=lambda all_: [*all_, Payload("data/originals/z", fail)])


def test_full_disk(folder: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs /dev/full")
    to = folder / "x.dossier"
    # The name under which it is written is a link to a device on which every write finds no room.
    part = folder / f".{to.name}.{os.getpid()}.part"
    with pytest.raises(DiskFull) as caught, _opened_as(part, full):
        seal(payloads_of(a_filing(), KEY), bag_info={}, device_key=KEY, recipients=[RECIPIENT], to=to)
    assert caught.value.facts == {"path": str(to)}
    assert not to.exists()


class _opened_as:  # noqa: N801
    """While open, writing ``path`` writes to ``device``."""

    def __init__(self, path: Path, device: Path) -> None:
        self.path, self.device, self.patch = path, device, pytest.MonkeyPatch()

    def __enter__(self) -> None:
        real = Path.open

        def opened(path: Path, mode: str = "r", *rest: object) -> object:
            return real(self.device, "wb") if path == self.path else real(path, mode)

        self.patch.setattr(Path, "open", opened)
        self.patch.setattr(Path, "chmod", lambda path, mode: None)

    def __exit__(self, *_: object) -> None:
        self.patch.undo()


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(DiskFailed) as caught:
        a_dossier(tmp_path / "none", KEY, [RECIPIENT])
    assert caught.value.facts["reason"] == "ENOENT"


def test_signature_is_of_this_device(folder: Path) -> None:
    other: OKPKey = new_signing_key()
    opened = read(a_dossier(folder, KEY, [RECIPIENT]).path, [IDENTITY], folder / "open")
    assert opened.signer == KEY.thumbprint() != other.thumbprint()
