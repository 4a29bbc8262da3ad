"""The little of the Internet Printing Protocol that printing one document needs (RFC 8010, RFC 8011).

Written here because no maintained library does it without a compiler or an event loop of its own, and
because ``lpstat`` of CUPS 2.4 shows a job that was printed and one that was cancelled by the same words.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum

from kiosk_app.domain.errors import EnvironmentFault

Value = str | int | bool
Attributes = Mapping[str, tuple[Value, ...]]
"""Values by name. Of kinds that nobody here asks for, nothing is kept."""


class PrinterUnclear(EnvironmentFault):
    """The printing system answered what is no IPP. Facts: none; the answer may be anything."""


class Operation(IntEnum):
    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_PRINTER_ATTRIBUTES = 0x000B


NOT_FOUND = 0x0406
_FIRST_ERROR = 0x0400
_VERSION = b"\2\0"
_OPERATION_GROUP, _JOB_GROUP, _END = 0x01, 0x02, 0x03
_FIRST_VALUE_TAG = 0x10
_INTEGER, _BOOLEAN, _ENUM, _KEYWORD, _URI, _CHARSET, _LANGUAGE, _MIME, _NAME = (
    0x21,
    0x22,
    0x23,
    0x44,
    0x45,
    0x47,
    0x48,
    0x49,
    0x42,
)
_TEXTS = frozenset({0x41, _NAME, _KEYWORD, _URI, 0x46, _CHARSET, _LANGUAGE, _MIME})
_TAGS: Mapping[str, int] = {
    "attributes-charset": _CHARSET,
    "attributes-natural-language": _LANGUAGE,
    "document-format": _MIME,
    "job-id": _INTEGER,
    "job-name": _NAME,
    "media": _KEYWORD,
    "print-scaling": _KEYWORD,
    "printer-uri": _URI,
    "requested-attributes": _KEYWORD,
    "requesting-user-name": _NAME,
}
"""The kind of value of each attribute that is asked or sent."""


def is_error(status: int) -> bool:
    return status >= _FIRST_ERROR


def request(
    operation: Operation,
    asked: Mapping[str, str | int | Sequence[str]],
    of_job: Mapping[str, str] | None = None,
) -> bytes:
    """A request, to be followed by the document where there is one."""
    head = {"attributes-charset": "utf-8", "attributes-natural-language": "en"}
    parts = [_VERSION, struct.pack(">HI", operation, 1), bytes([_OPERATION_GROUP])]
    parts += [_attribute(name, value) for name, value in {**head, **asked}.items()]
    if of_job:
        parts += [bytes([_JOB_GROUP]), *(_attribute(name, value) for name, value in of_job.items())]
    return b"".join((*parts, bytes([_END])))


def _attribute(name: str, value: str | int | Sequence[str]) -> bytes:
    values = [value] if isinstance(value, str | int) else value
    tag, shown = _TAGS[name], name.encode()
    encoded = b""
    for each in values:
        data = struct.pack(">i", each) if isinstance(each, int) else each.encode()
        encoded += struct.pack(">BH", tag, len(shown)) + shown + struct.pack(">H", len(data)) + data
        shown = b""  # further values of the same attribute have no name
    return encoded


def response(answer_untrusted: bytes) -> tuple[int, Attributes]:
    """The status of an answer and its attributes, all groups as one. Raises :class:`PrinterUnclear`."""
    try:
        _version, status, _number = struct.unpack_from(">HHI", answer_untrusted)
        found: dict[str, tuple[Value, ...]] = {}
        last = ""
        for tag, name, data in _values(answer_untrusted, 8):
            last = name or last
            value = _value(tag, data)
            if value is not None:
                found[last] = (*found.get(last, ()), value) if not name else (value,)
    except (struct.error, UnicodeDecodeError) as error:
        raise PrinterUnclear from error
    return status, found


def _values(answer: bytes, at: int) -> Iterator[tuple[int, str, bytes]]:
    """Tag, name and bytes of each value; the name is empty where a value belongs to the attribute before."""
    while (tag := struct.unpack_from(">B", answer, at)[0]) != _END:
        at += 1
        if tag < _FIRST_VALUE_TAG:
            continue
        name, at = _counted(answer, at)
        data, at = _counted(answer, at)
        yield tag, name.decode(), data


def _counted(answer: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", answer, at)
    (data,) = struct.unpack_from(f">{length}s", answer, at + 2)
    return data, at + 2 + length


def _value(tag: int, data: bytes) -> Value | None:
    if tag in (_INTEGER, _ENUM):
        return int(struct.unpack(">i", data)[0])
    if tag == _BOOLEAN:
        return data == b"\1"
    return data.decode() if tag in _TEXTS else None
