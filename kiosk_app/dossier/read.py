"""Opening a dossier that somebody sent. Every byte is taken as hostile until it has proved itself."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyrage
from joserfc.jwk import OKPKey

from kiosk_app.court.protocol.signing import (
    SignatureDoesNotVerify,
    thumbprint,
    unverified_kid,
    verify_detached,
)
from kiosk_app.domain.errors import InputFault, IntegrityFault
from kiosk_app.dossier import bag, schema
from kiosk_app.dossier.seal import VERSION, VERSION_LABEL
from kiosk_app.dossier.tar import DEFAULT_LIMITS, ArchiveMalformed, Entry, Limits, TooLarge, Unpacker
from kiosk_app.pades.read import NotAReadablePdf, read_signatures

_AGE_MAGIC = b"age-encryption.org/v1\n"
_MAX_TAG_FILE_BYTES = 4 * 2**20
_MAX_SIGNED_BYTES = 16 * 2**20
"""A signed document is text and strokes. Looking for a signature takes some ten times its bytes in memory."""


class NotADossier(InputFault):
    """The file is no age file, or cannot be read at all. Facts: ``path``."""


class IdentityInvalid(InputFault):
    """A court's secret key is no age X25519 identity. Facts: none, it is a secret."""


class WrongRecipient(InputFault):
    """Sealed to another court's key. Facts: ``path``."""


class SealBroken(IntegrityFault):
    """The sealed bytes were changed or cut short after sealing. Facts: ``path``."""


class HashMismatch(IntegrityFault):
    """A file is not the one its manifest names. Facts: ``path``."""


class MissingFile(IntegrityFault):
    """A file that a manifest or filing.json names is not there. Facts: ``path``."""


class UnlistedFile(IntegrityFault):
    """A file is there that no manifest names. Facts: ``path``."""


class SignatureInvalid(IntegrityFault):
    """The dossier was not signed by this kiosk. Facts: ``signer`` (key id in the signature)."""


class DocumentSignatureBroken(IntegrityFault):
    """A document is not signed, or was changed after it was, or the kiosk did not certify who signed it.
    Facts: ``path``."""


class IdsDisagree(IntegrityFault):
    """Folder, filing.json and record.json name different filings. Facts: ``where``."""


@dataclass(frozen=True, slots=True)
class OpenedDossier:
    """A dossier whose hashes, listings and schemas hold; :func:`verify` proves who signed it.

    ``root`` is the bag on disk; ``sha256`` and ``size`` are of the sealed file; ``files`` are the
    payload files by path; ``filing`` and ``record`` are data/filing.json and data/record.json.
    """

    root: Path
    filing_id: str
    sha256: str
    size: int
    files: Mapping[str, Entry]
    bag_info: Mapping[str, str]
    filing: Mapping[str, Any]
    record: Mapping[str, Any]
    signature: str

    @property
    def signer(self) -> str:
        """The key id the signature names; proves nothing before :func:`verify`."""
        return unverified_kid(self.signature)


def read(path: Path, identities: Sequence[str], into: Path, limits: Limits = DEFAULT_LIMITS) -> OpenedDossier:
    """Open the sealed file ``path`` with ``identities`` (``AGE-SECRET-KEY-1…``) under ``into``.

    ``into`` must not exist yet; it is made for its owner alone, and removed again on any fault.
    Streams: memory does not grow with the dossier.

    Raises the faults of this module, of :mod:`~kiosk_app.dossier.tar`, of
    :mod:`~kiosk_app.dossier.bag` and of :mod:`~kiosk_app.dossier.schema`; ``OSError`` where the
    disk under ``into`` fails.
    """
    keys = [_parse_identity(identity) for identity in identities]
    into.mkdir(mode=0o700)
    try:
        sealed, entries = _unseal(path, keys, into, limits)
        return _open_bag(sealed, entries, into)
    except BaseException:
        shutil.rmtree(into, ignore_errors=True)
        raise


def verify(opened: OpenedDossier, key: OKPKey) -> None:
    """Prove that the holder of ``key`` signed exactly this bag. Raises :class:`SignatureInvalid`."""
    payload = (opened.root / bag.TAG_MANIFEST).read_bytes()
    try:
        verify_detached(opened.signature, payload, key)
    except SignatureDoesNotVerify as error:
        raise SignatureInvalid(signer=opened.signer[:64]) from error


def verify_documents(opened: OpenedDossier, key: OKPKey) -> None:
    """Prove that each document which filing.json calls signed bears that signature, unchanged since, by a
    certificate that the holder of ``key`` issued. Raises :class:`DocumentSignatureBroken`,
    :class:`~kiosk_app.dossier.tar.TooLarge`."""
    for document in opened.filing["documents"]:
        if "signature" not in document:
            continue
        path = document["path"]
        if opened.files[path].size > _MAX_SIGNED_BYTES:
            raise TooLarge(path=path, limit=_MAX_SIGNED_BYTES)
        try:
            found = read_signatures((opened.root / path).read_bytes(), [thumbprint(key)])
        except NotAReadablePdf as error:
            raise DocumentSignatureBroken(path=path) from error
        named = document["signature"]["certificate_sha256"]
        if [(each.sound, each.certificate_sha256) for each in found] != [(True, named)]:
            raise DocumentSignatureBroken(path=path)


def _parse_identity(text: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(text.strip())
    except pyrage.IdentityError as error:
        raise IdentityInvalid from error


class _Sealed:
    """A reader that hashes and counts what it gives."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.sha256.update(piece)
        self.size += len(piece)
        return piece


class _Plain:
    """Hands on to the unpacker and keeps its fault: pyrage's own errors then mean the seal."""

    def __init__(self, unpacker: Unpacker) -> None:
        self._unpacker = unpacker
        self.failure: Exception | None = None

    def write(self, piece: bytes) -> int:
        try:
            return self._unpacker.write(piece)
        except Exception as error:
            self.failure = error
            raise

    def flush(self) -> None:
        """Nothing is held back."""


def _unseal(
    path: Path, keys: Sequence[pyrage.x25519.Identity], into: Path, limits: Limits
) -> tuple[_Sealed, dict[str, Entry]]:
    unpacker = Unpacker(into, limits)
    plain = _Plain(unpacker)
    try:
        with path.open("rb") as file:
            if file.read(len(_AGE_MAGIC)) != _AGE_MAGIC:
                raise NotADossier(path=str(path))
            file.seek(0)
            sealed = _Sealed(file)
            pyrage.decrypt_io(sealed, plain, keys)
        unpacker.finish()
    except pyrage.DecryptError as error:
        raise _meaning(error, path) from error
    except OSError as error:
        if plain.failure is error:
            raise
        # Only pyrage raises an OSError without a number: a sealed piece does not authenticate.
        raise (SealBroken if error.errno is None else NotADossier)(path=str(path)) from error
    finally:
        unpacker.close()
    return sealed, unpacker.entries


def _meaning(error: pyrage.DecryptError, path: Path) -> InputFault | IntegrityFault:
    # pyrage has one type for all; a test holds this wording fast.
    if str(error) == "No matching keys found":
        return WrongRecipient(path=str(path))
    return SealBroken(path=str(path))


def _open_bag(sealed: _Sealed, entries: Mapping[str, Entry], into: Path) -> OpenedDossier:
    base = _base_folder(entries)
    root = into / base
    inside = {path.removeprefix(f"{base}/"): entry for path, entry in entries.items()}
    texts = {name: _tag_text(root, name, inside) for name in bag.TAG_FILES}
    bag.check_declaration(texts[bag.BAGIT_TXT])
    bag_info = bag.parse_bag_info(texts[bag.BAG_INFO])
    if (version := bag_info.get(VERSION_LABEL, "")) != VERSION:
        raise bag.UnknownVersion(what="dossier", version=version[:20])
    files = _check_listed(inside, texts)
    documents = {name: _json(root, name, files) for name in ("filing", "record")}
    _check_ids(base, documents)
    for path in named_files(documents["filing"]):
        if path not in files:
            raise MissingFile(path=path)
    return OpenedDossier(
        root=root,
        filing_id=base,
        sha256=sealed.sha256.hexdigest(),
        size=sealed.size,
        files=files,
        bag_info=bag_info,
        filing=documents["filing"],
        record=documents["record"],
        signature=texts[bag.SIGNATURE].strip(),
    )


def _base_folder(entries: Mapping[str, Entry]) -> str:
    tops = {path.partition("/")[0] for path in entries}
    if len(tops) != 1 or not all("/" in path for path in entries):
        raise ArchiveMalformed(why="not one folder")
    return tops.pop()


def _tag_text(root: Path, name: str, inside: Mapping[str, Entry]) -> str:
    if name not in inside:
        raise MissingFile(path=name)
    if inside[name].size > _MAX_TAG_FILE_BYTES:
        raise TooLarge(path=name, limit=_MAX_TAG_FILE_BYTES)
    try:
        return (root / name).read_bytes().decode()
    except UnicodeDecodeError as error:
        raise bag.ManifestMalformed(manifest=name, line=0) from error


def _check_listed(inside: Mapping[str, Entry], texts: Mapping[str, str]) -> dict[str, Entry]:
    """The payload files, if both manifests name exactly what is there with its right digest."""
    tags = {path: entry for path, entry in inside.items() if not path.startswith("data/")}
    files = {path: entry for path, entry in inside.items() if path.startswith("data/")}
    unsigned = {bag.TAG_MANIFEST, bag.SIGNATURE}
    tag_digests = bag.parse_manifest(texts[bag.TAG_MANIFEST], bag.TAG_MANIFEST)
    for path in set(bag.TAG_FILES) - unsigned - tag_digests.keys():
        raise UnlistedFile(path=path)
    _compare({path: entry for path, entry in tags.items() if path not in unsigned}, tag_digests)
    _compare(files, bag.parse_manifest(texts[bag.MANIFEST], bag.MANIFEST))
    return files


def _compare(entries: Mapping[str, Entry], digests: Mapping[str, str]) -> None:
    for path in sorted(digests.keys() - entries.keys()):
        raise MissingFile(path=path)
    for path in sorted(entries.keys() - digests.keys()):
        raise UnlistedFile(path=path)
    for path, entry in entries.items():
        if entry.sha256 != digests[path]:
            raise HashMismatch(path=path)


def _json(root: Path, name: str, files: Mapping[str, Entry]) -> Mapping[str, Any]:
    path = f"data/{name}.json"
    if path not in files:
        raise MissingFile(path=path)
    if files[path].size > schema.MAX_JSON_BYTES:
        raise TooLarge(path=path, limit=schema.MAX_JSON_BYTES)
    return schema.parse((root / path).read_bytes(), name)


def _check_ids(base: str, documents: Mapping[str, Mapping[str, Any]]) -> None:
    if documents["filing"]["id"] != base:
        raise IdsDisagree(where="filing.json")
    if documents["record"]["filing_id"] != base:
        raise IdsDisagree(where="record.json")


def named_files(filing: Mapping[str, Any]) -> set[str]:
    """Every payload path that filing.json speaks of."""
    named = {document["path"] for document in filing["documents"]}
    named |= {document["signature"]["strokes"] for document in filing["documents"] if "signature" in document}
    scans = [document["scan"] for document in filing["documents"] if "scan" in document]
    for scan in scans:
        named |= {scan["path"], *(page["path"] for page in scan["pages"] if "path" in page)}
    for item in filing["evidence"]:
        named |= {item["file"]} if "file" in item else set()
        named |= {page["path"] for page in item["pages"] if "path" in page}
    return named
