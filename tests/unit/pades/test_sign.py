"""What a signed paper is made of, to our reader, to poppler and to qpdf."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk_app.court.protocol.signing import new_signing_key, thumbprint
from kiosk_app.documents.paper_canvas import Place
from kiosk_app.domain.errors import Bug
from kiosk_app.pades.certificate import Identification, Signatory, certify, signatory_on
from kiosk_app.pades.read import read_signatures
from kiosk_app.pades.sign import one_time_signer
from tests.fakes.signed_papers import PLACE, SIGNED_AT, WANG, flipped, paper, signed_paper

KEY = new_signing_key()


def certified(signatory: Signatory, at: datetime = SIGNED_AT) -> tuple[x509.Certificate, x509.Certificate]:
    return certify(ec.generate_private_key(ec.SECP256R1()).public_key(), signatory, at, KEY, "K01")


@pytest.mark.parametrize("place", [PLACE, None])
def test_the_drawn_paper_stays_in_the_file_byte_by_byte(place: Place | None) -> None:
    drawn = paper()
    signed = signed_paper(KEY, pdf=drawn, place=place)
    assert signed.startswith(drawn)
    (report,) = read_signatures(signed, [thumbprint(KEY)])
    assert report.sound
    assert (report.person, report.identified, report.at) == ("王建国", Identification.CHIP, SIGNED_AT)
    assert (report.kiosk_id, report.device_key) == ("K01", thumbprint(KEY))


def test_a_touch_on_the_strokes_finds_the_signature() -> None:
    with pikepdf.open(io.BytesIO(signed_paper(KEY))) as document:
        (field,) = document.Root.AcroForm.Fields
        assert field.objgen == document.pages[PLACE.page - 1].Annots[0].objgen
        left, bottom, right, top = (float(each) for each in field.Rect)
        assert (left, bottom) == (PLACE.left_pt, PLACE.bottom_pt)
        assert (right - left, top - bottom) == pytest.approx((PLACE.width_pt, PLACE.height_pt), abs=0.01)
        assert int(field.F) & 0b100111 == 0b100, "printed, and not hidden in any way (ISO 19005-2, 6.3.2)"
        assert bytes(field.AP.N.read_bytes()) == b""
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        assert str(field.V.M) == "D:20260302093000+08'00'"


def test_properties_of_the_paper_and_the_time_of_the_computer_stay_out() -> None:
    """The kiosk's clock is the one that counts, and the drawn paper says what it is."""
    drawn = paper()
    signed = signed_paper(KEY, pdf=drawn, at=SIGNED_AT.replace(year=2031))
    with pikepdf.open(io.BytesIO(drawn)) as before, pikepdf.open(io.BytesIO(signed)) as after:
        assert {**after.docinfo} == {**before.docinfo}
    assert re.findall(rb"\(D(?::|\\072)(\d{4})", signed[len(drawn) :]) == [b"2031"]


def test_a_key_is_gone_with_its_block() -> None:
    with one_time_signer(KEY, "K01", WANG, SIGNED_AT) as signer:
        signer.sign(paper(), None, SIGNED_AT)
    with pytest.raises(Bug):
        signer.sign(paper(), None, SIGNED_AT)


def test_every_visit_has_a_key_of_its_own_and_its_papers_share_it() -> None:
    with (
        one_time_signer(KEY, "K01", WANG, SIGNED_AT) as first,
        one_time_signer(KEY, "K01", WANG, SIGNED_AT) as second,
    ):
        (one,) = read_signatures(first.sign(paper(), None, SIGNED_AT))
        (two,) = read_signatures(first.sign(paper(), PLACE, SIGNED_AT))
        assert one.certificate_sha256 == two.certificate_sha256 == first.certificate_sha256
        assert second.certificate_sha256 != first.certificate_sha256


@pytest.mark.parametrize("how", list(Identification))
@pytest.mark.parametrize("name", ["王建国", "䶮𬱖", "阿卜杜热合曼·阿卜杜热合曼", 'J. O\'Neill, "Jo"+=<>#;'])
def test_the_certificate_says_who_and_how_it_is_known(name: str, how: Identification) -> None:
    person, _ = certified(Signatory(name, how))
    assert signatory_on(person) == (name, how)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("", "（未填写姓名）"), ("长" * 200, "长" * 20 + "…"), ("王\ud800", "王?")],
)
def test_names_that_no_certificate_can_hold(name: str, shown: str) -> None:
    person, _ = certified(Signatory(name, Identification.STATED))
    assert signatory_on(person) == (shown, Identification.STATED)


def test_the_certificate_is_short_and_says_no_more_than_it_must() -> None:
    person, issuer = certified(WANG)
    assert person.not_valid_before_utc <= SIGNED_AT <= person.not_valid_after_utc
    assert person.not_valid_after_utc - person.not_valid_before_utc < timedelta(hours=1)
    usage = person.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment
    assert usage.digital_signature
    assert not usage.key_cert_sign
    assert len(list(person.subject)) == 2
    person.verify_directly_issued_by(issuer)


def test_the_certificate_of_a_kiosk_is_the_same_each_time() -> None:
    assert certified(WANG)[1] == certified(Signatory("别人", Identification.CARD))[1]


def test_poppler_and_qpdf_agree(tmp_path: Path) -> None:
    if not (shutil.which("pdfsig") and shutil.which("qpdf")):
        pytest.skip("needs poppler-utils and qpdf")
    signed = signed_paper(KEY)
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)
    said = pdfsig(path)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Common Name: 王建国" in said
    path.write_bytes(flipped(signed, signed.index(b"ReportLab")))
    assert "Signature is Valid." not in pdfsig(path)


def test_openssl_follows_the_chain_to_the_kiosk(tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("needs openssl")
    for name, each in zip(("person", "issuer"), certified(WANG), strict=True):
        (tmp_path / name).write_bytes(each.public_bytes(Encoding.PEM))
    at = str(int(SIGNED_AT.timestamp()))
    command = ["openssl", "verify", "-x509_strict", "-attime", at, "-CAfile", "issuer", "person"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0


def pdfsig(path: Path) -> str:
    # The words of the machine's language are not ours to know.
    return subprocess.run(
        ["pdfsig", str(path)], capture_output=True, text=True, check=False, env={"LC_ALL": "C.UTF-8"}
    ).stdout
