"""Fills a real disk of two megabytes under a store: `python -m tests.faults.full_disk DIRECTORY`.

Runs in a mount namespace of its own, so that the small disk is gone with the process, however it ends.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk_app.durable import DiskFull
from kiosk_app.store import drafts
from kiosk_app.store.store import Store, open_store
from tests.fakes import stores
from tests.fakes.stores import MIGRATIONS, SECRET


def save_much(store: Store) -> None:
    for number in range(500):
        with store.database.begin() as session:
            drafts.save_answer(session, "v", stores.answer(f"key{number}", "x" * 4000))


def fill_and_go_on(disk: Path) -> None:
    """What was saved stays, what finds no room is refused as such, and with room again the visit goes on."""
    store = open_store(disk / "store", disk / "root.key", MIGRATIONS)
    stores.begin(store, "v")
    ballast = fill(disk)
    with pytest.raises(DiskFull):
        store.put_blob("v", io.BytesIO(bytes(500_000)))
    with pytest.raises(DiskFull):
        save_much(store)
    ballast.unlink()
    with store.database.begin() as session:
        drafts.save_answer(session, "v", stores.answer("after", "there is room again"))
        draft = drafts.load(session, "v")
    assert draft.answers["lender"].value == SECRET
    assert draft.answers["after"].value == "there is room again"
    with store.open_blob("v", draft.pages[0].original) as stream:
        assert len(stream.read()) == len(SECRET.encode()) * 1000
    store.close()


def mount(disk: Path, size: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all the room there is."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return ballast


if __name__ == "__main__":
    mount(Path(sys.argv[1]), "2m")
    fill_and_go_on(Path(sys.argv[1]))
