"""The names and text files of a BagIt 1.0 bag (RFC 8493), as text in and values out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from kiosk_app.domain.errors import InputFault

BAGIT_TXT = "bagit.txt"
BAG_INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SIGNATURE = "signature.jws"
FILING_JSON = "data/filing.json"
RECORD_JSON = "data/record.json"
TAG_FILES = (BAGIT_TXT, BAG_INFO, MANIFEST, TAG_MANIFEST, SIGNATURE)

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

MAX_PATH_BYTES = 240
MAX_SEGMENT_BYTES = 100
MAX_DEPTH = 8

_MANIFEST_LINE = re.compile(r"([0-9a-f]{64}) +\*?(\S.*)")


class PathEscapes(InputFault):
    """A path that leads out of the dossier, or that some system could misread. Facts: ``path``."""


class UnknownVersion(InputFault):
    """A dossier made by rules this program does not know. Facts: ``what``, ``version``."""


class ManifestMalformed(InputFault):
    """A manifest line cannot be read, or names a file twice. Facts: ``manifest``, ``line`` (from 1)."""


def check_path(path_untrusted: str) -> str:
    """The path, if every system reads it as the same place inside the bag. Raises :class:`PathEscapes`."""
    segments = path_untrusted.split("/")
    sound = (
        1 <= len(segments) <= MAX_DEPTH
        and all(_sound_segment(segment) for segment in segments)
        and len(_utf8(path_untrusted)) <= MAX_PATH_BYTES
    )
    if not sound:
        raise PathEscapes(path=path_untrusted[:120])
    return path_untrusted


def _sound_segment(segment: str) -> bool:
    return (
        segment not in ("", ".", "..")
        and 0 < len(_utf8(segment)) <= MAX_SEGMENT_BYTES
        and not any(character in '\\:*?"<>|' for character in segment)
        # Cc, Cf, Cs: control characters, invisible direction marks, lone surrogates.
        and not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in segment)
        and segment == segment.strip(" ")
        and not segment.endswith(".")
        and segment == unicodedata.normalize("NFC", segment)
    )


def file_name(number: int, title: str, suffix: str) -> str:
    """A sound file name such as ``01-借条.pdf`` from what a person called a thing."""
    kept = "".join(
        character
        for character in unicodedata.normalize("NFC", title)
        if character.isalnum() or character in "-_（）()《》"
    )
    short = kept.encode()[:80].decode(errors="ignore")
    return f"{number:02d}-{short}{suffix}" if short else f"{number:02d}{suffix}"


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def fold(path: str) -> str:
    """Equal for paths that some file system would take for the same file."""
    return unicodedata.normalize("NFKC", path).casefold()


def manifest_text(digests: Mapping[str, str]) -> str:
    """A manifest of SHA-256 digests by path, sorted. ``%`` is written as RFC 8493, 2.1.3 asks."""
    return "".join(f"{digest}  {path.replace('%', '%25')}\n" for path, digest in sorted(digests.items()))


def parse_manifest(text_untrusted: str, name: str) -> dict[str, str]:
    """Digests by path. Raises :class:`ManifestMalformed`, :class:`PathEscapes`."""
    digests: dict[str, str] = {}
    for number, line in enumerate(text_untrusted.removesuffix("\n").split("\n"), start=1):
        match = _MANIFEST_LINE.fullmatch(line.removesuffix("\r"))
        if not match:
            raise ManifestMalformed(manifest=name, line=number)
        path = check_path(match[2].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%"))
        if path in digests:
            raise ManifestMalformed(manifest=name, line=number)
        digests[path] = match[1]
    return digests


def bag_info_text(fields: Iterable[tuple[str, str]]) -> str:
    """The metadata file: one ``Label: value`` a line; line breaks inside a value become spaces."""
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in fields)


def parse_bag_info(text_untrusted: str) -> dict[str, str]:
    """Labels and values. Folded lines are joined; a line without a colon is passed over."""
    fields: dict[str, str] = {}
    label = ""
    for line in text_untrusted.splitlines():
        if line[:1] in (" ", "\t") and label:
            fields[label] += f" {line.strip()}"
        elif ":" in line:
            label, _, value = line.partition(":")
            label = label.strip()
            fields[label] = value.strip()
    return fields


def check_declaration(text_untrusted: str) -> None:
    """Raises :class:`UnknownVersion` unless this is BagIt 1.0 (or its equal draft 0.97) in UTF-8."""
    fields = parse_bag_info(text_untrusted)
    version, encoding = fields.get("BagIt-Version", ""), fields.get("Tag-File-Character-Encoding", "")
    if version not in ("1.0", "0.97"):
        raise UnknownVersion(what="bagit", version=version[:20])
    if encoding.upper() != "UTF-8":
        raise UnknownVersion(what="encoding", version=encoding[:20])
