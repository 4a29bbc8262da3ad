from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk_app.court.protocol.signing import new_signing_key
from kiosk_app.domain.errors import Fault
from kiosk_app.dossier import bag
from kiosk_app.dossier.bag import ManifestMalformed, PathEscapes, UnknownVersion
from kiosk_app.dossier.read import (
    HashMismatch,
    IdentityInvalid,
    IdsDisagree,
    MissingFile,
    NotADossier,
    OpenedDossier,
    SealBroken,
    SignatureInvalid,
    UnlistedFile,
    WrongRecipient,
    read,
    verify,
)
from kiosk_app.dossier.schema import SchemaViolation
from kiosk_app.dossier.tar import (
    DEFAULT_LIMITS,
    ArchiveMalformed,
    DuplicateName,
    Limits,
    LinkInDossier,
    TooLarge,
    TooManyFiles,
)
from tests.fakes.dossiers import FILING_ID, a_dossier, a_filing, age_pair
from tests.fakes.hostile import RawEntry, bag_of, entries_of, entry, listed, sealed, signed, tar_of

KEY = new_signing_key()
IDENTITY, RECIPIENT = age_pair()
FILING = a_filing(FILING_ID)
BASE = FILING.id
Files = dict[str, bytes]


def open_tar(tmp_path: Path, plain: bytes, limits: Limits = DEFAULT_LIMITS) -> OpenedDossier:
    path = sealed(plain, RECIPIENT, tmp_path / f"{BASE}.dossier")
    try:
        return read(path, [IDENTITY], tmp_path / "open", limits)
    except Fault:
        assert not (tmp_path / "open").exists(), "what a bad dossier left must be gone"
        assert [item.name for item in tmp_path.iterdir()] == [path.name]
        raise


def open_files(tmp_path: Path, files: Files) -> OpenedDossier:
    return open_tar(tmp_path, tar_of(entries_of(BASE, files)))


def with_json(name: str, change: Callable[[dict[str, object]], object]) -> Files:
    files = bag_of(FILING, KEY)
    value = json.loads(files[name])
    change(value)
    return listed({**files, name: json.dumps(value).encode()}, KEY)


def test_tar_of_others_opens(tmp_path: Path) -> None:
    folders = [entry(f"{BASE}/", type=tarfile.DIRTYPE), entry(f"{BASE}/data", type=tarfile.DIRTYPE)]
    opened = open_tar(tmp_path, tar_of([*folders, *entries_of(BASE, bag_of(FILING, KEY))]))
    verify(opened, KEY)


def test_not_age(tmp_path: Path) -> None:
    path = tmp_path / "x.dossier"
    for data in (b"", b"PK\x03\x04", b"age-encryption.org/v2\n", tar_of([])):
        path.write_bytes(data)
        with pytest.raises(NotADossier):
            read(path, [IDENTITY], tmp_path / "open")


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotADossier):
        read(tmp_path / "none", [IDENTITY], tmp_path / "open")


def test_wrong_recipient(tmp_path: Path) -> None:
    with pytest.raises(WrongRecipient):
        read(a_dossier(tmp_path, KEY, [age_pair()[1]]).path, [IDENTITY], tmp_path / "open")


def test_bad_identity(tmp_path: Path) -> None:
    with pytest.raises(IdentityInvalid):
        read(a_dossier(tmp_path, KEY, [RECIPIENT]).path, ["AGE-SECRET-KEY-1NO"], tmp_path / "open")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_changed_or_cut_seal(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("seal")
    path = a_dossier(folder, KEY, [RECIPIENT], scan=bytes(70_000)).path
    good = path.read_bytes()
    start = len(b"age-encryption.org/v1\n")
    at = start + (len(good) - 1 - start) * data.draw(st.integers(0, 1000)) // 1000
    flipped = good[:at] + bytes([good[at] ^ data.draw(st.integers(1, 255))]) + good[at + 1 :]
    path.write_bytes(data.draw(st.sampled_from([flipped, good[:at]])))
    with pytest.raises((SealBroken, WrongRecipient)):
        read(path, [IDENTITY], folder / "open")
    assert not (folder / "open").exists()


def test_cut_between_pieces_is_noticed(tmp_path: Path) -> None:
    path = a_dossier(tmp_path, KEY, [RECIPIENT], scan=bytes(300_000)).path
    whole = path.read_bytes()
    header_end = whole.index(b"\n--- ") + 4 + 1 + 43 + 1
    path.write_bytes(whole[: header_end + 16 + 2 * (64 * 1024 + 16)])
    with pytest.raises(SealBroken):
        read(path, [IDENTITY], tmp_path / "open")


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../evil",
        f"{BASE}/../../evil",
        f"{BASE}/data/./x",
        f"{BASE}/data//x",
        f"{BASE}/data/a\\..\\b",
        f"{BASE}/data/C:evil",
        f"{BASE}/data/new\nline",
        f"{BASE}/data/\u202efdp.exe",
        f"{BASE}/data/cafe\u0301",
        f"{BASE}/data/dot.",
        f"{BASE}/data/ space",
        f"{BASE}/{'d/' * 9}x",
    ],
)
def test_path_escapes(tmp_path: Path, path: str) -> None:
    with pytest.raises(PathEscapes):
        open_tar(tmp_path, tar_of([entry(path, b"x"), *entries_of(BASE, bag_of(FILING, KEY))]))


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_links_and_devices(tmp_path: Path, kind: bytes) -> None:
    link = entry(f"{BASE}/data/link", type=kind, linkname="/etc/passwd")
    with pytest.raises(LinkInDossier):
        open_tar(tmp_path, tar_of([link, *entries_of(BASE, bag_of(FILING, KEY))]))


def test_extension_headers_are_not_read(tmp_path: Path) -> None:
    long_name = entry(f"{BASE}/data/{'x' * 150}", b"x")
    with pytest.raises(LinkInDossier):
        open_tar(tmp_path, tar_of([long_name]))


@pytest.mark.parametrize(
    "twin", ["data/filing.json", "data/FILING.JSON", "data/ﬁling.json", "data/filing.json/x"]
)
def test_duplicate_names(tmp_path: Path, twin: str) -> None:
    entries: list[RawEntry] = [*entries_of(BASE, bag_of(FILING, KEY)), entry(f"{BASE}/{twin}", b"x")]
    with pytest.raises((DuplicateName, PathEscapes)) as caught:
        open_tar(tmp_path, tar_of(entries))
    assert caught.type is DuplicateName


def test_file_where_a_folder_is(tmp_path: Path) -> None:
    with pytest.raises(DuplicateName):
        open_tar(tmp_path, tar_of([*entries_of(BASE, bag_of(FILING, KEY)), entry(f"{BASE}/data", b"x")]))


def test_bombs(tmp_path: Path) -> None:
    plain = tar_of(entries_of(BASE, bag_of(FILING, KEY)))
    for limits, fault in (
        (Limits(total_bytes=2000), TooLarge),
        (Limits(file_bytes=100), TooLarge),
        (Limits(files=5), TooManyFiles),
    ):
        with pytest.raises(fault):
            open_tar(tmp_path, plain, limits)


def test_claimed_size_is_refused_before_it_is_written(tmp_path: Path) -> None:
    info = tarfile.TarInfo(f"{BASE}/data/huge")
    info.size = 2**40
    with pytest.raises(TooLarge):
        open_tar(tmp_path, info.tobuf(tarfile.GNU_FORMAT) + bytes(10 * 512))


def test_malformed_archives(tmp_path: Path) -> None:
    good = tar_of(entries_of(BASE, bag_of(FILING, KEY)))
    two_folders = tar_of([*entries_of(BASE, bag_of(FILING, KEY)), entry("other/x", b"x")])
    at_top = tar_of([*entries_of(BASE, bag_of(FILING, KEY)), entry("x", b"x")])
    for plain in (
        b"",
        b"no tar at all" * 100,
        good[:1500],
        good[:1024],
        good + b"x" * 512,
        good + b"x",
        two_folders,
        at_top,
        bytes(1024),
    ):
        with pytest.raises(ArchiveMalformed):
            open_tar(tmp_path, plain)


def test_hash_mismatch(tmp_path: Path) -> None:
    for path in ("data/evidence/01-借条.pdf", bag.MANIFEST):
        files = bag_of(FILING, KEY)
        with pytest.raises(HashMismatch) as caught:
            open_files(tmp_path, {**files, path: files[path].replace(b"1", b"2", 1)})
        assert caught.value.facts == {"path": path}


@pytest.mark.parametrize("path", [*bag.TAG_FILES, "data/filing.json", "data/originals/page-1.jpg"])
def test_missing_file(tmp_path: Path, path: str) -> None:
    files = bag_of(FILING, KEY)
    del files[path]
    with pytest.raises(MissingFile) as caught:
        open_files(tmp_path, files)
    assert caught.value.facts == {"path": path}


@pytest.mark.parametrize("path", ["data/filing.json", "data/record.json", "data/evidence/01-借条.pdf"])
def test_needed_file_missing_from_a_sound_bag(tmp_path: Path, path: str) -> None:
    files = bag_of(FILING, KEY)
    del files[path]
    with pytest.raises(MissingFile):
        open_files(tmp_path, listed(files, KEY))


@pytest.mark.parametrize("path", ["data/evidence/extra.pdf", "extra.txt", "fetch.txt"])
def test_unlisted_file(tmp_path: Path, path: str) -> None:
    with pytest.raises(UnlistedFile):
        open_files(tmp_path, {**bag_of(FILING, KEY), path: b"x"})


def test_manifest_must_be_signed(tmp_path: Path) -> None:
    files = bag_of(FILING, KEY)
    lines = [line for line in files[bag.TAG_MANIFEST].splitlines() if b"manifest-" not in line]
    with pytest.raises(UnlistedFile):
        open_files(tmp_path, signed({**files, bag.TAG_MANIFEST: b"\n".join(lines) + b"\n"}, KEY))


def test_malformed_manifest(tmp_path: Path) -> None:
    files = bag_of(FILING, KEY)
    line = files[bag.TAG_MANIFEST].splitlines(keepends=True)[0]
    for text in (b"", b"nonsense\n", b"ab  data/x\n", files[bag.TAG_MANIFEST] + line, b"\xff"):
        with pytest.raises(ManifestMalformed):
            open_files(tmp_path, {**files, bag.TAG_MANIFEST: text})


def test_manifest_that_leads_out(tmp_path: Path) -> None:
    files = bag_of(FILING, KEY)
    text = files[bag.TAG_MANIFEST] + b"0" * 64 + b"  ../../etc/passwd\n"
    with pytest.raises(PathEscapes):
        open_files(tmp_path, {**files, bag.TAG_MANIFEST: text})


def test_signature(tmp_path: Path) -> None:
    opened = open_files(tmp_path, signed(bag_of(FILING, KEY), new_signing_key()))
    with pytest.raises(SignatureInvalid):
        verify(opened, KEY)


@pytest.mark.parametrize("text", [b"", b"..", b"a.b.c", b"e30..AAAA", b"\xc3\xa4..x"])
def test_malformed_signature(tmp_path: Path, text: bytes) -> None:
    opened = open_files(tmp_path, {**bag_of(FILING, KEY), bag.SIGNATURE: text})
    with pytest.raises(SignatureInvalid):
        verify(opened, KEY)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (bag.BAGIT_TXT, b"BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n"),
        (bag.BAGIT_TXT, b"BagIt-Version: 1.0\nTag-File-Character-Encoding: GBK\n"),
        (bag.BAG_INFO, b"Filing-Dossier-Version: 2\n"),
        (bag.BAG_INFO, b"\n"),
    ],
)
def test_unknown_version(tmp_path: Path, path: str, text: bytes) -> None:
    with pytest.raises(UnknownVersion):
        open_files(tmp_path, listed({**bag_of(FILING, KEY), path: text}, KEY))


def test_unknown_filing_version(tmp_path: Path) -> None:
    with pytest.raises(UnknownVersion):
        open_files(tmp_path, with_json("data/filing.json", lambda value: value.update(version=2)))


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.pop("court"),
        lambda value: value.update(extra=1),
        lambda value: value.update(claim_total=5),
        lambda value: value.update(claim_total="1e5"),
        lambda value: value.update(plaintiffs=[{"kind": "robot"}]),
        lambda value: value["prepared"].update(at="2026-03-02 09:30"),
        lambda value: value["documents"][0].update(path="/etc/passwd"),
        lambda value: value.update(version=True),
    ],
)
def test_schema_violation(tmp_path: Path, change: Callable[[dict[str, object]], object]) -> None:
    with pytest.raises(SchemaViolation):
        open_files(tmp_path, with_json("data/filing.json", change))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b'{"version":1,"version":1}',
        b'{"version":NaN}',
        b'{"v":' + b"9" * 5000 + b"}",
    ],
)
def test_json_that_is_none(tmp_path: Path, text: bytes) -> None:
    for name in ("data/filing.json", "data/record.json"):
        with pytest.raises(SchemaViolation):
            open_files(tmp_path, listed({**bag_of(FILING, KEY), name: text}, KEY))


def test_ids_disagree(tmp_path: Path) -> None:
    other = a_filing()
    with pytest.raises(IdsDisagree):
        open_tar(tmp_path, tar_of(entries_of(other.id, bag_of(FILING, KEY))))
    with pytest.raises(IdsDisagree):
        open_files(tmp_path, with_json("data/record.json", lambda value: value.update(filing_id=other.id)))


def test_huge_json(tmp_path: Path) -> None:
    files = listed({**bag_of(FILING, KEY), "data/filing.json": b" " * (9 * 2**20)}, KEY)
    with pytest.raises(TooLarge):
        open_files(tmp_path, files)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_damage_inside_is_a_fault(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whoever holds the court's public key can seal anything: the answer is a fault, never a crash."""
    plain = bytearray(tar_of(entries_of(BASE, bag_of(FILING, KEY))))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(plain) - 1))
        plain[at] ^= data.draw(st.integers(1, 255))
    folder = tmp_path_factory.mktemp("inside")
    path = sealed(bytes(plain), RECIPIENT, folder / "x.dossier")
    try:
        verify(read(path, [IDENTITY], folder / "open"), KEY)
    except Fault:
        return
    # Bytes that carry nothing: padding, and header fields such as the owner.
    good = read(
        sealed(tar_of(entries_of(BASE, bag_of(FILING, KEY))), RECIPIENT, path), [IDENTITY], folder / "good"
    )
    opened = {item.relative_to(folder / "open") for item in (folder / "open").rglob("*") if item.is_file()}
    assert opened == {
        item.relative_to(folder / "good") for item in good.root.parent.rglob("*") if item.is_file()
    }
