from __future__ import annotations

import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.dossier.bag import (
    ManifestMalformed,
    PathEscapes,
    bag_info_text,
    check_path,
    file_name,
    fold,
    manifest_text,
    parse_bag_info,
    parse_manifest,
)
from kiosk_app.dossier.tar import header

DIGEST = "0123456789abcdef" * 4


@given(
    st.dictionaries(
        st.from_regex(r"data/[%a-z借条 ]{1,20}[a-z]", fullmatch=True), st.just(DIGEST), min_size=1
    )
)
def test_manifest_round_trip(digests: dict[str, str]) -> None:
    sound = {path: digest for path, digest in digests.items() if "/ " not in path}
    if sound:
        assert parse_manifest(manifest_text(sound), "m") == sound


def test_manifests_of_others() -> None:
    text = f"{DIGEST} *data/a\r\n{DIGEST}  data/50%25.pdf\n"
    assert parse_manifest(text, "m") == {"data/a": DIGEST, "data/50%.pdf": DIGEST}


@pytest.mark.parametrize("text", ["", "\n", f"{DIGEST}data/a", f"{DIGEST[:-1]}  data/a", f"{DIGEST}  \n"])
def test_malformed(text: str) -> None:
    with pytest.raises(ManifestMalformed):
        parse_manifest(text, "m")


def test_encoded_line_break_in_a_path() -> None:
    with pytest.raises(PathEscapes):
        parse_manifest(f"{DIGEST}  data/a%0Ab\n", "m")


@given(st.dictionaries(st.from_regex(r"[A-Z][a-z-]{0,10}", fullmatch=True), st.text(max_size=50)))
def test_bag_info_round_trip(fields: dict[str, str]) -> None:
    again = parse_bag_info(bag_info_text(fields.items()))
    assert again == {label: " ".join(value.split()) for label, value in fields.items()}


@given(st.integers(1, 99), st.text(max_size=200))
def test_any_title_gives_a_sound_file_name(number: int, title: str) -> None:
    path = f"data/evidence/{file_name(number, title, '.pdf')}"
    assert check_path(path) == path
    assert tarfile.TarInfo.frombuf(header(path, 5), "utf-8", "strict").name == path


@given(st.text(max_size=60))
def test_any_path_is_taken_or_refused(path: str) -> None:
    try:
        assert check_path(path) == path
    except PathEscapes:
        return
    assert not path.startswith("/")
    assert ".." not in path.split("/")


def test_fold() -> None:
    assert fold("data/ＡＢ.pdf") == fold("data/ab.PDF")
