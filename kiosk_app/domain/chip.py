"""What the chip of a resident identity card says: 256 bytes of text (GA/T 490) → typed values.

The table of fields was read in secondary sources that agree and add up to 256 bytes. What the standard
itself says of encoding and padding (UTF-16LE, spaces), of the text 长期 in place of a last day and of the
letter that marks other kinds of card is common knowledge of the trade that nobody here could verify [K].
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.identity import ETHNICITIES, LONG_TERM, InvalidResidentId, ResidentId, Sex

CHIP_TEXT_BYTES = 256

_WIDTHS = {
    "name": 15,
    "sex": 1,
    "ethnicity": 2,
    "birth": 8,
    "address": 35,
    "number": 18,
    "authority": 15,
    "valid_from": 8,
    "valid_until": 8,
    "reserved": 18,
}
"""Each field's room in characters of two bytes, in the order in which they stand."""

_WORDS = ("name", "address", "authority")

_KIND_AT = 14
"""Where in the reserved characters other cards carry the letter of their kind: a foreigner's of 2017 ``I``
(from a vendor's table), one for residents from Hong Kong, Macao or Taiwan ``J`` [K]."""
_OTHER_CARDS = frozenset("IJY")
_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE, "0": None, "9": None}
"""GB/T 2261.1 [K]: 0 not known, 9 not stated."""
_NOT_RECOGNISED = "97"
_OTHER_ETHNICITIES = {_NOT_RECOGNISED: "其他", "98": "外国血统中国籍人士", "": "", "00": ""}
"""Of public security, beside the 56 of GB/T 3304. Behind 97 the card prints a name of its own."""


class ChipProblem(StrEnum):
    """Why the text of a chip is none."""

    LENGTH = "bad_length"
    ENCODING = "bad_encoding"
    FIELD = "bad_field"


class ChipUnreadable(InputFault):
    """What a reader delivered is no text of a resident card's chip. Facts: ``problem``
    (:class:`ChipProblem`), ``field`` (its name, or empty)."""


class ChipOfOtherCard(InputFault):
    """A card of another kind lies on the reader; its chip is laid out differently. Facts: ``kind``."""


@dataclass(frozen=True, slots=True)
class Chip:
    """The chip's text. ``valid_until`` is :data:`~kiosk_app.domain.identity.LONG_TERM` without an end.

    ``doubtful`` names the fields to be held against the print: text that fills its room may have been cut
    (a name of more than fifteen characters always is), characters of a private use area are signs that only
    the maker of the card has a picture of, and 其他 is no ethnicity. None of it is mended here.
    """

    name: str
    sex: Sex | None
    ethnicity: str
    birth: date
    address: str
    number: ResidentId
    authority: str
    valid_from: date
    valid_until: date
    doubtful: frozenset[str] = frozenset()


def parse_chip(text_untrusted: bytes) -> Chip:
    """The chip's text as values. Raises :class:`ChipUnreadable`, :class:`ChipOfOtherCard`."""
    if len(text_untrusted) != CHIP_TEXT_BYTES:
        raise ChipUnreadable(problem=ChipProblem.LENGTH, field="")
    fields = _split(text_untrusted)
    kind = fields["reserved"].ljust(_WIDTHS["reserved"])[_KIND_AT]
    if kind in _OTHER_CARDS:
        raise ChipOfOtherCard(kind=kind)
    return Chip(
        name=_words(fields, "name"),
        sex=_sex(fields["sex"]),
        ethnicity=_ethnicity(fields["ethnicity"]),
        birth=_date(fields, "birth"),
        address=_words(fields, "address"),
        number=_number(fields["number"]),
        authority=_words(fields, "authority"),
        valid_from=_date(fields, "valid_from"),
        valid_until=LONG_TERM if fields["valid_until"] == "长期" else _date(fields, "valid_until"),
        doubtful=_doubtful(fields),
    )


def _split(data: bytes) -> dict[str, str]:
    """The fields without their padding. A character outside the basic plane takes two places; where the
    first half of one stands alone at the end of a full field, the rest was cut away with it."""
    fields, start = {}, 0
    for name, width in _WIDTHS.items():
        piece = data[start : start + 2 * width]
        start += 2 * width
        if 0xD8 <= piece[-1] <= 0xDB:
            piece = piece[:-2] + "\ufffd".encode("utf-16-le")
        try:
            fields[name] = piece.decode("utf-16-le").rstrip(" \0\u3000")
        except UnicodeDecodeError:
            raise ChipUnreadable(problem=ChipProblem.ENCODING, field=name) from None
    return fields


def _words(fields: dict[str, str], name: str) -> str:
    """Text that may stand on paper; what is left of a character that was cut in two is not part of it."""
    words = fields[name].removesuffix("\ufffd")
    if not words or any(unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") for character in words):
        raise ChipUnreadable(problem=ChipProblem.FIELD, field=name)
    return words


def _doubtful(fields: dict[str, str]) -> frozenset[str]:
    found = {"ethnicity"} if fields["ethnicity"] == _NOT_RECOGNISED else set()
    for name in _WORDS:
        full = len(fields[name].encode("utf-16-le")) // 2 >= _WIDTHS[name]
        if full or any(unicodedata.category(character) == "Co" for character in fields[name]):
            found.add(name)
    return frozenset(found)


def _sex(code: str) -> Sex | None:
    if code not in _SEXES:
        raise ChipUnreadable(problem=ChipProblem.FIELD, field="sex")
    return _SEXES[code]


def _ethnicity(code: str) -> str:
    if code in _OTHER_ETHNICITIES:
        return _OTHER_ETHNICITIES[code]
    if not (len(code) == 2 and code.isascii() and code.isdigit() and 1 <= int(code) <= len(ETHNICITIES)):
        raise ChipUnreadable(problem=ChipProblem.FIELD, field="ethnicity")
    return f"{ETHNICITIES[int(code) - 1]}族"


def _date(fields: dict[str, str], name: str) -> date:
    text = fields[name]
    try:
        if len(text) == 8 and text.isascii() and text.isdigit():
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        pass
    raise ChipUnreadable(problem=ChipProblem.FIELD, field=name)


def _number(text: str) -> ResidentId:
    try:
        return ResidentId.parse(text)
    except InvalidResidentId:
        raise ChipUnreadable(problem=ChipProblem.FIELD, field="number") from None
