"""Lets a small real disk be full while a filing is sealed: `python -m tests.faults.full_outbox DIRECTORY`.

As tests.faults.full_disk, in a mount namespace of its own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kiosk_app.durable import DiskFull
from kiosk_app.store import drafts
from kiosk_app.visit.visit import Visit
from tests.fakes.kiosks import kiosk_at
from tests.fakes.papers import SIGNATURE
from tests.fakes.pictures import heavy_jpeg
from tests.fakes.stacks import SilentReader, thick_stack
from tests.faults.full_disk import fill, mount

_PAGES = 20
_PICTURE = heavy_jpeg(120_000)


def seal_and_go_on(disk: Path) -> None:
    """A dossier that finds no room leaves nothing of itself and the visit whole; with room it is sealed."""
    kiosk = kiosk_at(disk, SilentReader())
    store, visit = kiosk.store, kiosk.parts.reception.open("loan")
    thick_stack(store, visit.id, _PAGES, _PICTURE)
    with store.database.read() as session:
        visit = Visit(kiosk.parts.reception._parts, visit.form, drafts.load(session, visit.id))
    for document in visit.signing.documents():
        visit.signing.sign(document.id, SIGNATURE)
    ballast = fill(disk)
    os.truncate(ballast, ballast.stat().st_size - 2_000_000)  # enough to begin with, not for all of it
    with pytest.raises(DiskFull):
        visit.submit()
    assert not any(store.outbox_directory.iterdir())
    with store.database.read() as session:
        assert len(drafts.load(session, visit.id).pages) == _PAGES
    ballast.unlink()
    submitted = visit.submit()
    assert store.dossier_path(submitted.filing_id).stat().st_size > 2 * _PAGES * len(_PICTURE)
    store.close()


if __name__ == "__main__":
    mount(Path(sys.argv[1]), "10m")
    seal_and_go_on(Path(sys.argv[1]))
