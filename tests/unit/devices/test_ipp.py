"""IPP as RFC 8010 spells it, and answers that are none."""

from __future__ import annotations

import random
import struct
from contextlib import suppress

import pytest

from kiosk_app.devices import ipp
from kiosk_app.devices.ipp import Operation, PrinterUnclear


def _attribute(tag: int, name: str, data: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(data)) + data


_ANSWER = (
    struct.pack(">HHI", 0x0200, 0x0000, 1)
    + b"\x01"
    + _attribute(0x47, "attributes-charset", b"utf-8")
    + b"\x04"
    + _attribute(0x23, "printer-state", struct.pack(">i", 5))
    + _attribute(0x44, "printer-state-reasons", b"media-empty-error")
    + _attribute(0x44, "", b"paused")
    + _attribute(0x22, "printer-is-accepting-jobs", b"\0")
    + _attribute(0x31, "printer-current-time", b"\x07\xea" + bytes(9))
    + b"\x03"
)


def test_a_request_is_spelled_as_the_standard_says() -> None:
    sent = ipp.request(
        Operation.GET_JOB_ATTRIBUTES, {"job-id": 7, "requested-attributes": ("job-state", "a")}
    )
    assert sent == (
        b"\x02\x00\x00\x09\x00\x00\x00\x01\x01"
        + _attribute(0x47, "attributes-charset", b"utf-8")
        + _attribute(0x48, "attributes-natural-language", b"en")
        + _attribute(0x21, "job-id", b"\0\0\0\7")
        + _attribute(0x44, "requested-attributes", b"job-state")
        + _attribute(0x44, "", b"a")
        + b"\x03"
    )


def test_what_is_wanted_of_a_job_stands_in_its_own_group() -> None:
    sent = ipp.request(Operation.PRINT_JOB, {"job-name": "x"}, {"media": "iso_a4_210x297mm"})
    assert sent.endswith(b"\x02" + _attribute(0x44, "media", b"iso_a4_210x297mm") + b"\x03")


def test_an_answer_gives_its_status_and_all_values() -> None:
    status, told = ipp.response(_ANSWER)
    assert not ipp.is_error(status)
    assert told["printer-state"] == (5,)
    assert told["printer-state-reasons"] == ("media-empty-error", "paused")
    assert told["printer-is-accepting-jobs"] == (False,)
    assert "printer-current-time" not in told, "a kind of value that nobody here asks for"


@pytest.mark.parametrize("length", range(len(_ANSWER)))
def test_an_answer_that_is_cut_short_is_refused(length: int) -> None:
    with pytest.raises(PrinterUnclear):
        ipp.response(_ANSWER[:length])


def test_no_answer_whatsoever_brings_it_down() -> None:
    choose = random.Random(8010)
    for _ in range(2_000):
        spoilt = bytearray(_ANSWER)
        for _ in range(choose.randint(1, 6)):
            spoilt[choose.randrange(len(spoilt))] = choose.randrange(256)
        with suppress(PrinterUnclear):
            ipp.response(bytes(spoilt))
