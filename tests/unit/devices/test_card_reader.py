"""Card readers in their own process: what lies there, vendors' crashes, hangs and nonsense, the end."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.devices.card_reader import (
    PLUGIN_GROUP,
    CardReader,
    CardReaderMissing,
    CardReaderUnknown,
    FolderReader,
    RawCard,
)
from kiosk_app.devices.card_worker import (
    CardReaderBroken,
    CardReaderCrashed,
    CardReaderHung,
    CardWorker,
    Patience,
)
from kiosk_app.domain.errors import Fault
from tests.fakes.chips import PORTRAIT, chip_text, lay_card, take_card_away

_VENDOR = '''
import ctypes, os, sys, threading
from pathlib import Path
from kiosk_app.devices.card_reader import CardReaderMissing, RawCard

class Reader:
    """``options``: a folder that keeps count of the starts, and what the reader does."""
    def __init__(self, options):
        folder, self.does = options.rsplit("|", 1)
        self.count = Path(folder) / "starts"
        if self.does == "fails to load":
            raise ImportError("no libvendor.so")
    def open(self):
        starts = int(self.count.read_text()) + 1 if self.count.exists() else 1
        self.count.write_text(str(starts))
        (self.count.parent / "pid").write_text(str(os.getpid()))
        if self.does == "hangs once" and starts == 1:
            threading.Event().wait()
        if self.does == "is not there":
            raise CardReaderMissing(source="usb 1-1")
    def read(self):
        print("the card says 110101189602290017")
        match self.does:
            case "aborts": os.abort()
            case "segfaults": ctypes.string_at(0)
            case "exits": sys.exit(3)
            case "hangs": threading.Event().wait()
            case "raises": raise ValueError("secret 110101189602290017")
            case "delivers text": return "林知远"
            case "delivers too much": return RawCard(bytes(256), bytes(1 << 20))
            case "writes into the line": os.write(int(sys.argv[1]), b"\\0\\0\\0\\4\\2{x}")
        return RawCard(b"t" * 256, b"p")
    def close(self):
        (self.count.parent / "closed").touch()
'''


class Clock:
    def __init__(self) -> None:
        self.ms = 0

    def __call__(self) -> int:
        return self.ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed plug-in, as a vendor's package would bring it. Gives the folder it writes into."""
    site, told = tmp_path / "site", tmp_path / "told"
    info = site / "vendor_reader-1.0.dist-info"
    info.mkdir(parents=True)
    told.mkdir()
    (site / "vendor_reader.py").write_text(_VENDOR, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: vendor-reader\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[filing_kiosk.card_readers]\nvendor = vendor_reader:Reader\n")
    monkeypatch.syspath_prepend(str(site))
    return told


@pytest.fixture
def workers(clock: Clock) -> Iterator[list[CardWorker]]:
    made: list[CardWorker] = []
    yield made
    for worker in made:
        worker.close()


def start(workers: list[CardWorker], clock: Clock, spec: str, limit_ms: int = 20_000) -> CardWorker:
    worker = CardWorker(spec, Patience(limit_ms, limit_ms), clock)
    workers.append(worker)
    return worker


def test_a_folder_behaves_like_a_reader(tmp_path: Path, workers: list[CardWorker], clock: Clock) -> None:
    worker = start(workers, clock, f"folder:{tmp_path}")
    assert worker.read() is None
    lay_card(tmp_path)
    card = RawCard(chip_text(), PORTRAIT)
    assert worker.read() == card
    assert worker.read() == card, "it lies there still"
    take_card_away(tmp_path)
    assert worker.read() is None


def test_a_folder_without_a_process(tmp_path: Path) -> None:
    reader: CardReader = FolderReader(str(tmp_path))
    reader.open()
    assert reader.read() is None
    (tmp_path / "chip.bin").write_bytes(b"")
    assert reader.read() is None
    (tmp_path / "chip.bin").write_bytes(b"x")
    assert reader.read() == RawCard(b"x")
    reader.close()


def test_a_plug_in_is_found_by_its_entry_point(vendor: Path, workers: list[CardWorker], clock: Clock) -> None:
    worker = start(workers, clock, f"vendor:{vendor}|works")
    assert worker.read() == RawCard(b"t" * 256, b"p")
    assert worker.read() == RawCard(b"t" * 256, b"p")
    assert (vendor / "starts").read_text() == "1"


@pytest.mark.parametrize(
    ("does", "fault"),
    [
        ("aborts", CardReaderCrashed),
        ("segfaults", CardReaderCrashed),
        ("exits", CardReaderCrashed),
        ("raises", CardReaderBroken),
        ("delivers text", CardReaderBroken),
        ("delivers too much", CardReaderCrashed),
        ("fails to load", CardReaderBroken),
        ("is not there", CardReaderMissing),
        ("writes into the line", CardReaderBroken),
    ],
)
def test_what_goes_wrong_there_stays_there(
    vendor: Path, workers: list[CardWorker], clock: Clock, does: str, fault: type[Fault]
) -> None:
    worker = start(workers, clock, f"vendor:{vendor}|{does}")
    with pytest.raises(fault) as raised:
        worker.read()
    assert "110101" not in str(raised.value)


def test_a_crash_says_which_signal(vendor: Path, workers: list[CardWorker], clock: Clock) -> None:
    with pytest.raises(CardReaderCrashed) as raised:
        start(workers, clock, f"vendor:{vendor}|aborts").read()
    assert raised.value.facts["exit_code"] == -6


def test_a_hang_is_ended(vendor: Path, workers: list[CardWorker], clock: Clock) -> None:
    worker = CardWorker(f"vendor:{vendor}|hangs", Patience(20_000, 200), clock)
    workers.append(worker)
    with pytest.raises(CardReaderHung):
        worker.read()
    assert not _lives(int((vendor / "pid").read_text()))


def test_it_is_started_again_later_and_later(vendor: Path, workers: list[CardWorker], clock: Clock) -> None:
    patience = Patience(restart_ms=(1_000, 5_000))
    worker = CardWorker(f"vendor:{vendor}|aborts", patience, clock)
    workers.append(worker)
    starts = []
    for at_ms in (0, 999, 1_000, 1_001, 5_999, 6_000, 10_999, 11_000):
        clock.ms = at_ms
        with pytest.raises(CardReaderCrashed):
            worker.read()
        starts.append(int((vendor / "starts").read_text()))
    assert starts == [1, 1, 2, 2, 2, 3, 3, 4]


def test_after_a_hang_it_reads_again(vendor: Path, workers: list[CardWorker], clock: Clock) -> None:
    worker = start(workers, clock, f"vendor:{vendor}|hangs once", 3_000)
    with pytest.raises(CardReaderHung):
        worker.read()
    clock.ms = 1_000
    assert worker.read() == RawCard(b"t" * 256, b"p")


def test_an_unknown_reader_names_those_that_are_there(
    vendor: Path, workers: list[CardWorker], clock: Clock
) -> None:
    with pytest.raises(CardReaderUnknown) as raised:
        start(workers, clock, "vandor:x").read()
    assert raised.value.facts == {"spec": "vandor:x", "known": "folder, vendor"}


def test_closing_lets_the_driver_close(vendor: Path, workers: list[CardWorker], clock: Clock) -> None:
    worker = start(workers, clock, f"vendor:{vendor}|works")
    worker.read()
    worker.close()
    assert (vendor / "closed").exists()
    assert not _lives(int((vendor / "pid").read_text()))
    assert worker.read() is None, "nothing is started after the end"
    worker.close()


def test_closing_does_not_wait_for_one_that_hangs(
    vendor: Path, workers: list[CardWorker], clock: Clock
) -> None:
    worker = start(workers, clock, f"vendor:{vendor}|hangs", 60_000)
    ended: list[Fault] = []

    def read() -> None:
        try:
            worker.read()
        except Fault as fault:
            ended.append(fault)

    reading = threading.Thread(target=read)
    reading.start()
    while not (vendor / "pid").exists():
        os.sched_yield()
    worker.close()
    reading.join(30)
    assert [type(fault) for fault in ended] == [CardReaderCrashed]


def test_what_a_vendor_prints_reaches_no_log(
    vendor: Path, workers: list[CardWorker], clock: Clock, capfd: pytest.CaptureFixture[str]
) -> None:
    start(workers, clock, f"vendor:{vendor}|works").read()
    out, err = capfd.readouterr()
    assert "110101" not in out + err


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_example_of_the_documentation_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: list[CardWorker], clock: Clock
) -> None:
    """docs/card_reader.md, packaged as it says, with a device file that delivers one card."""
    text = (Path(__file__).parents[3] / "docs" / "card_reader.md").read_text("utf-8")
    code = text.split("```python\n")[1].split("```")[0]
    group, entry = text.split("```toml\n")[1].split("```")[0].strip().splitlines()
    assert group == f'[project.entry-points."{PLUGIN_GROUP}"]'
    info = tmp_path / "court_reader-1.0.dist-info"
    info.mkdir()
    (tmp_path / "court_reader.py").write_text(code, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: court-reader\nVersion: 1.0\n")
    entry_line = entry.replace('"', "")
    (info / "entry_points.txt").write_text(f"[{PLUGIN_GROUP}]\n{entry_line}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    device = tmp_path / "device"
    worker = start(workers, clock, f"court:{device}")
    with pytest.raises(CardReaderMissing):
        worker.read()
    device.write_bytes(b"\0" + bytes(1_280))
    clock.ms = 1_000
    assert worker.read() is None
    device.write_bytes(b"\1" + chip_text() + PORTRAIT)
    assert worker.read() == RawCard(chip_text(), PORTRAIT)
