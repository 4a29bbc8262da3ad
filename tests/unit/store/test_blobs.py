from __future__ import annotations

import io
import resource
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk_app.durable import DiskFailed, DiskFull
from kiosk_app.store.blobs import CHUNK_BYTES, BlobDamaged, BlobMissing, BlobStore
from kiosk_app.store.keys import VisitKey

KEY = VisitKey("visit-1", b"k" * 32)
SIZES = st.one_of(
    st.integers(0, 300),
    st.sampled_from([1, 2, 3]).flatmap(
        lambda chunks: st.integers(chunks * CHUNK_BYTES - 2, chunks * CHUNK_BYTES + 2)
    ),
)
FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def content_of(size: int) -> bytes:
    return bytes(index * 7 % 251 for index in range(size))


def file_of(directory: Path, blob_id: str) -> Path:
    return directory / KEY.visit_id / f"{blob_id}.blob"


def read(directory: Path, blob_id: str, key: VisitKey = KEY) -> bytes:
    with BlobStore(directory).open(key, blob_id) as stream:
        return stream.read()


class Dribble(io.BytesIO):
    """Gives less than was asked for, as a pipe does."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 1000) if size and size > 0 else size)


@FEW
@given(size=SIZES)
def test_any_size_comes_back(tmp_path: Path, size: int) -> None:
    content = content_of(size)
    assert read(tmp_path, BlobStore(tmp_path).put(KEY, io.BytesIO(content))) == content


def test_a_slow_source_gives_the_same(tmp_path: Path) -> None:
    content = content_of(2 * CHUNK_BYTES + 5)
    assert read(tmp_path, BlobStore(tmp_path).put(KEY, Dribble(content))) == content


@FEW
@given(
    size=SIZES, moves=st.lists(st.tuples(st.integers(0, 4 * CHUNK_BYTES), st.integers(0, 5000)), max_size=5)
)
def test_it_can_be_read_from_anywhere(tmp_path: Path, size: int, moves: list[tuple[int, int]]) -> None:
    content = content_of(size)
    blobs = BlobStore(tmp_path)
    with blobs.open(KEY, blobs.put(KEY, io.BytesIO(content))) as stream:
        for start, length in moves:
            stream.seek(start)
            assert stream.read(length) == content[start : start + length]
        assert stream.seek(0, io.SEEK_END) == size


@FEW
@given(size=SIZES, data=st.data())
def test_a_flipped_bit_is_found(tmp_path: Path, size: int, data: st.DataObject) -> None:
    blob_id = BlobStore(tmp_path).put(KEY, io.BytesIO(content_of(size)))
    path = file_of(tmp_path, blob_id)
    raw = bytearray(path.read_bytes())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(raw)
    with pytest.raises(BlobDamaged):
        read(tmp_path, blob_id)


@FEW
@given(size=SIZES, data=st.data())
def test_a_missing_end_is_found_on_opening(tmp_path: Path, size: int, data: st.DataObject) -> None:
    blobs = BlobStore(tmp_path)
    blob_id = blobs.put(KEY, io.BytesIO(content_of(size)))
    path = file_of(tmp_path, blob_id)
    raw = path.read_bytes()
    edges = range(24 + CHUNK_BYTES + 16, len(raw), CHUNK_BYTES + 16)
    cut = data.draw(st.one_of(st.integers(0, len(raw) - 1), st.sampled_from([*edges, 0])))
    path.write_bytes(raw[:cut])
    with pytest.raises(BlobDamaged):
        blobs.open(KEY, blob_id)


def test_bytes_added_at_the_end_are_found(tmp_path: Path) -> None:
    blob_id = BlobStore(tmp_path).put(KEY, io.BytesIO(content_of(10)))
    with file_of(tmp_path, blob_id).open("ab") as file:
        file.write(b"x" * 20)
    with pytest.raises(BlobDamaged):
        read(tmp_path, blob_id)


def test_chunks_in_another_order_are_found(tmp_path: Path) -> None:
    blob_id = BlobStore(tmp_path).put(KEY, io.BytesIO(content_of(3 * CHUNK_BYTES)))
    path = file_of(tmp_path, blob_id)
    raw, step = path.read_bytes(), CHUNK_BYTES + 16
    first, second, rest = raw[24 : 24 + step], raw[24 + step : 24 + 2 * step], raw[24 + 2 * step :]
    path.write_bytes(raw[:24] + second + first + rest)
    with pytest.raises(BlobDamaged):
        read(tmp_path, blob_id)


def test_one_file_cannot_stand_for_another(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path)
    one, other = (blobs.put(KEY, io.BytesIO(content)) for content in (b"one", b"two"))
    file_of(tmp_path, one).rename(file_of(tmp_path, other))
    with pytest.raises(BlobDamaged):
        read(tmp_path, other)


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    blob_id = BlobStore(tmp_path).put(KEY, io.BytesIO(b"a picture"))
    with pytest.raises(BlobDamaged):
        read(tmp_path, blob_id, VisitKey(KEY.visit_id, b"x" * 32))


def test_the_same_picture_twice_looks_different(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path)
    first, second = (file_of(tmp_path, blobs.put(KEY, io.BytesIO(b"a" * 64))).read_bytes() for _ in range(2))
    assert first[24:] != second[24:]
    assert b"a" * 8 not in first


def test_what_is_gone_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BlobMissing):
        BlobStore(tmp_path).open(KEY, "0" * 32)


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path)
    kept = blobs.put(KEY, io.BytesIO(b"saved before"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (CHUNK_BYTES, hard))
    try:
        with pytest.raises(DiskFull):
            blobs.put(KEY, io.BytesIO(bytes(3 * CHUNK_BYTES)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert read(tmp_path, kept) == b"saved before"
    assert [path.stem for path in (tmp_path / KEY.visit_id).iterdir()] == [kept]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DiskFailed) as caught:
        BlobStore(tmp_path / "file").put(KEY, io.BytesIO(b"x"))
    assert caught.value.facts["reason"] == "ENOTDIR"


def test_sweeping_keeps_only_what_is_named(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path)
    kept, orphan = (blobs.put(KEY, io.BytesIO(b"x")) for _ in range(2))
    (tmp_path / KEY.visit_id / "half.blob.part").touch()
    blobs.put(VisitKey("visit-2", b"z" * 32), io.BytesIO(b"y"))
    assert blobs.sweep({KEY.visit_id: frozenset({kept})}) == 3
    assert [path.name for path in tmp_path.rglob("*.*")] == [f"{kept}.blob"]
    with pytest.raises(BlobMissing):
        blobs.open(KEY, orphan)
    assert BlobStore(tmp_path / "never made").sweep({}) == 0
