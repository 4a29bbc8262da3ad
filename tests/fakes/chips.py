"""The chip of an identity card as a reader delivers it, made from what the card says."""

from __future__ import annotations

from pathlib import Path

from kiosk_app.domain.identity import ETHNICITIES, Sex
from tests.samples.people import LENDER, Person

PORTRAIT = bytes(1_024)
"""A portrait is 1,024 bytes that only a licensed decoder understands."""

WIDTHS = (15, 1, 2, 8, 35, 18, 15, 8, 8, 18)


def chip_text(person: Person = LENDER, **changed: str) -> bytes:
    """256 bytes, UTF-16LE padded with spaces; what is too long is cut, as a chip cuts it."""
    start, end = person.valid.split("-")
    fields = {
        "name": person.name,
        "sex": "1" if person.sex is Sex.MALE else "2",
        "ethnicity": f"{ETHNICITIES.index(person.ethnicity) + 1:02}",
        "birth": f"{person.birth:%Y%m%d}",
        "address": person.address,
        "number": person.number,
        "authority": person.authority,
        "valid_from": start.replace(".", ""),
        "valid_until": end.replace(".", ""),
        "reserved": "",
    } | changed
    return b"".join(
        (text.encode("utf-16-le") + " ".encode("utf-16-le") * width)[: 2 * width]
        for text, width in zip(fields.values(), WIDTHS, strict=True)
    )


def lay_card(folder: Path, person: Person = LENDER, **changed: str) -> None:
    """Lay a card on the ``folder:`` reader."""
    (folder / "portrait.wlt").write_bytes(PORTRAIT)
    half = folder / "half"
    half.write_bytes(chip_text(person, **changed))
    half.rename(folder / "chip.bin")


def take_card_away(folder: Path) -> None:
    (folder / "chip.bin").unlink()
