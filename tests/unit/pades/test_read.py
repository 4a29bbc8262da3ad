"""Whatever is changed in a signed paper is found, and so is whoever signed in a kiosk's name."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from kiosk_app.court.protocol.signing import new_signing_key, thumbprint
from kiosk_app.pades.certificate import Identification, Signatory
from kiosk_app.pades.read import NotAReadablePdf, SignatureReport, read_signatures
from tests.fakes.signed_papers import SIGNED_AT, container, flipped, paper, signed_paper

KEY = new_signing_key()
SIGNED = signed_paper(KEY)
HELD = container(SIGNED)
TRUSTED = [thumbprint(KEY)]

# Changed certificates are what these tests are about; the library says so before it refuses them.
pytestmark = pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")


def looked_at(pdf: bytes) -> tuple[SignatureReport, ...]:
    """The reports; none where the file cannot be read at all, which nobody overlooks."""
    try:
        return read_signatures(pdf, TRUSTED)
    except NotAReadablePdf:
        return ()


def is_found(changed: bytes) -> bool:
    return not any(report.sound for report in looked_at(changed))


def test_untouched_it_is_sound() -> None:
    assert [report.sound for report in read_signatures(SIGNED, TRUSTED)] == [True]


@pytest.mark.parametrize("at", range(7, len(SIGNED), len(SIGNED) // 20))
def test_a_changed_byte_is_found_wherever_it_stands(at: int) -> None:
    assert is_found(flipped(SIGNED, at))


@settings(max_examples=30, deadline=None)
@given(at=st.integers(0, len(SIGNED) - 1), bit=st.integers(0, 7))
def test_any_flipped_bit_is_found(at: int, bit: int) -> None:
    assert is_found(flipped(SIGNED, at, bit))


@settings(max_examples=30, deadline=None)
@given(at=st.integers(HELD.first, HELD.end - 1), digit=st.sampled_from(b"0123456789ABCDEFabcdef"))
def test_any_other_digit_in_the_signature_itself_is_found(at: int, digit: int) -> None:
    """电子签名法 13 (三): no signature covers its own container, so this is on the reader."""
    changed = SIGNED[:at] + bytes([digit]) + SIGNED[at + 1 :]
    assert is_found(changed) == (changed != SIGNED)


def test_another_spelling_of_the_issuer_is_found() -> None:
    """Names of issuers are compared without regard to case, so nothing else would notice."""
    name = b"device key of a filing kiosk".hex().upper().encode()
    at = SIGNED.rindex(name)
    changed = SIGNED[:at] + b"44" + SIGNED[at + 2 :]
    assert is_found(changed)


@pytest.mark.parametrize("what", ["page", "field", "comment"])
def test_an_addition_behind_it_is_a_change(what: str) -> None:
    changed = SIGNED + b"% added\n"
    if what != "comment":
        writer = IncrementalPdfFileWriter(io.BytesIO(SIGNED))
        if what == "field":
            append_signature_field(writer, SigFieldSpec("another"))
        else:
            writer.root["/PageMode"] = writer.root["/Pages"].raw_get("/Type")
            writer.update_root()
        stream = io.BytesIO()
        writer.write(stream)
        changed = stream.getvalue()
    (report,) = read_signatures(changed, TRUSTED)
    assert (report.extended, report.sound) == (True, False)
    assert report.person == "王建国", "what was signed before is still told"


def test_a_paper_without_its_signature_is_unsigned() -> None:
    assert read_signatures(paper(), TRUSTED) == ()
    with pikepdf.open(io.BytesIO(SIGNED)) as document:
        del document.Root.AcroForm, document.pages[1].Annots
        stream = io.BytesIO()
        document.save(stream)
    assert read_signatures(stream.getvalue(), TRUSTED) == ()


def test_rewritten_by_another_program_it_is_no_longer_intact() -> None:
    with pikepdf.open(io.BytesIO(SIGNED)) as document:
        stream = io.BytesIO()
        document.save(stream)
    (report,) = read_signatures(stream.getvalue(), TRUSTED)
    assert not report.intact


def test_another_kiosk_is_told_apart() -> None:
    other = new_signing_key()
    (report,) = read_signatures(signed_paper(other), TRUSTED)
    assert (report.intact, report.trusted, report.sound) == (True, False, False)
    assert report.device_key == thumbprint(other)


def test_without_a_key_to_trust_nothing_is_sound() -> None:
    (report,) = read_signatures(SIGNED)
    assert (report.intact, report.extended, report.sound) == (True, False, False)


def test_long_afterwards_it_is_still_sound_and_outside_its_time_it_never_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decades_ago = SIGNED_AT - timedelta(days=20 * 365)
    assert read_signatures(signed_paper(KEY, at=decades_ago), TRUSTED)[0].sound
    monkeypatch.setattr("kiosk_app.pades.certificate._EARLIER", timedelta(minutes=-5))
    (report,) = read_signatures(signed_paper(KEY), TRUSTED)
    assert (report.intact, report.device_key, report.sound) == (True, "", False)


def test_how_somebody_was_identified_is_told() -> None:
    (report,) = read_signatures(signed_paper(KEY, signatory=Signatory("李四", Identification.STATED)))
    assert (report.person, report.identified) == ("李四", Identification.STATED)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\xff\xd8 a picture", b"x" * 3000, SIGNED[:3000]])
def test_what_is_no_pdf(data: bytes) -> None:
    with pytest.raises(NotAReadablePdf):
        read_signatures(data)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_refused(data: bytes) -> None:
    assert looked_at(b"%PDF-1.7\n" + data) == ()


@pytest.mark.parametrize(("fields", "is_read"), [(100, True), (101, False)])
def test_more_signatures_than_people_make_are_not_looked_at(fields: int, is_read: bool) -> None:
    with pikepdf.new() as document:
        document.add_blank_page()
        value = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig))
        signed = [
            document.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=f"{number}", V=value))
            for number in range(fields)
        ]
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(signed))
        written = io.BytesIO()
        document.save(written)
    if is_read:
        assert len(read_signatures(written.getvalue())) == fields
    else:
        with pytest.raises(NotAReadablePdf):
            read_signatures(written.getvalue())
