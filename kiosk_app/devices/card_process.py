"""The process in which a vendor's card reader runs: ``python -m kiosk_app.devices.card_process FD SPEC``.

It answers each message of the kiosk with one of its own until the kiosk closes the line or is gone. It
imports no more of the kiosk than the reader's protocol, writes nothing anywhere and leaves no core dump.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
import threading
from multiprocessing.connection import Connection

from kiosk_app.devices.card_reader import (
    CardReader,
    CardReaderMissing,
    CardReaderUnknown,
    RawCard,
    make_reader,
)

READ = b"read"
NOTHING, CARD, FAULT = b"\0", b"\1", b"\2"
"""First byte of an answer. A card follows as the length of its text in two bytes, its text, its portrait;
a fault as JSON: its name and facts."""

_LOOK_FOR_PARENT_S = 2.0
_LONGEST_TEXT = 0xFFFF


def main() -> None:
    number, spec = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    line: Connection[bytes, bytes] = Connection(int(number))
    try:
        serve(line, spec)
    except (CardReaderMissing, CardReaderUnknown) as fault:
        _tell(line, type(fault).__name__, fault.facts)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # the kiosk has ended
    except Exception as error:  # noqa: BLE001 - the process's edge: told to the kiosk, which logs it
        _tell(line, "CardReaderBroken", {"kind": type(error).__name__})


def serve(line: Connection[bytes, bytes], spec: str) -> None:
    """Open the reader, say that it is open, then read it as often as the kiosk asks."""
    reader = make_reader(spec)
    try:
        reader.open()
        line.send_bytes(NOTHING)
        while line.recv_bytes(len(READ)) == READ:
            line.send_bytes(_answer(reader))
    finally:
        reader.close()


def _answer(reader: CardReader) -> bytes:
    card = reader.read()
    if card is None:
        return NOTHING
    if not isinstance(card, RawCard) or len(card.text) > _LONGEST_TEXT:
        raise TypeError("a reader delivers RawCard or None")
    return CARD + len(card.text).to_bytes(2, "big") + card.text + card.portrait


def _tell(line: Connection[bytes, bytes], fault: str, facts: dict[str, object]) -> None:
    told = {"fault": fault, "facts": {name: str(fact) for name, fact in facts.items()}}
    with contextlib.suppress(OSError):  # nobody may listen any more
        line.send_bytes(FAULT + json.dumps(told).encode())


def _end_with(parent: int) -> None:
    """End this process when the kiosk is gone, even while the vendor's code hangs."""
    never = threading.Event()
    while os.getppid() == parent:
        never.wait(_LOOK_FOR_PARENT_S)
    os._exit(1)


if __name__ == "__main__":
    main()
