"""What is in a sealed dossier, and what sealing it takes."""

from __future__ import annotations

import io
import tarfile
import tracemalloc
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pyrage
import pytest

from kiosk_app.documents.evidence_pages import PictureUnusable
from kiosk_app.store import drafts, enrolment
from kiosk_app.visit.visit import Visit
from tests.fakes import papers
from tests.fakes.kiosks import FakeKiosk
from tests.fakes.pictures import heavy_jpeg
from tests.fakes.stacks import SilentReader, thick_stack
from tests.unit.visit.test_visit import sign_all


@pytest.fixture
def reader() -> SilentReader:
    return SilentReader()


def loaded(kiosk: FakeKiosk, visit: Visit) -> Visit:
    with kiosk.store.database.read() as session:
        return Visit(kiosk.parts.reception._parts, visit.form, drafts.load(session, visit.id))


def seal_to_us(kiosk: FakeKiosk) -> pyrage.x25519.Identity:
    """Let the kiosk seal to a court whose key is ours."""
    court = pyrage.x25519.Identity.generate()
    with kiosk.store.database.begin() as session:
        enrolled = enrolment.load(session)
        assert enrolled
        enrolment.save(session, replace(enrolled, recipients=(str(court.to_public()),)))
    return court


def opened(kiosk: FakeKiosk, court: pyrage.x25519.Identity) -> Mapping[str, bytes]:
    (dossier,) = kiosk.store.outbox_directory.iterdir()
    bag = pyrage.decrypt(dossier.read_bytes(), [court])
    with tarfile.open(fileobj=io.BytesIO(bag)) as tar:
        files = {name.partition("/")[2]: tar.extractfile(name) for name in tar.getnames()}
        return {path: file.read() for path, file in files.items() if file}


def test_evidence_is_sealed_with_its_pictures(kiosk: FakeKiosk, visit: Visit, tmp_path: Path) -> None:
    court, picture = seal_to_us(kiosk), heavy_jpeg(100_000)
    thick_stack(kiosk.store, visit.id, 5, picture)
    visit = loaded(kiosk, visit)
    sign_all(visit)
    visit.submit()
    files = opened(kiosk, court)
    evidence = [files[path] for path in sorted(files) if path.startswith("data/evidence/")]
    assert [papers.pages(pdf)[0][:40].count("材料包编号") for pdf in evidence] == [1, 1]
    assert "总第3页至总第5页" in papers.pages(evidence[1])[0]
    for pdf, count in zip(evidence, (2, 3), strict=True):
        papers.assert_sound(pdf, tmp_path)
        with pikepdf.open(io.BytesIO(pdf)) as pages:
            held = [image.read_raw_bytes() for page in pages.pages for image in page.get_images().values()]
        assert held == [picture] * count


def test_sealing_never_holds_the_pictures(kiosk: FakeKiosk, visit: Visit) -> None:
    picture = heavy_jpeg(1_000_000)
    thick_stack(kiosk.store, visit.id, 40, picture)
    visit = loaded(kiosk, visit)
    sign_all(visit)
    tracemalloc.start()
    try:
        visit.submit()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 30 * len(picture)


def test_a_picture_that_breaks_off_is_named_and_the_visit_stays(kiosk: FakeKiosk, visit: Visit) -> None:
    thick_stack(kiosk.store, visit.id, 4, heavy_jpeg(0)[:-30])
    visit = loaded(kiosk, visit)
    sign_all(visit)
    with pytest.raises(PictureUnusable) as fault:
        visit.submit()
    assert fault.value.facts == {"item": 1, "page": 1}
    assert not list(kiosk.store.outbox_directory.iterdir())
    assert len(loaded(kiosk, visit).stack.items) == 2
