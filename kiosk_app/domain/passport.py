"""The machine-readable zone of a passport: two lines of 44 characters (ICAO Doc 9303 part 4, TD3)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.identity import Sex

LINE_LENGTH = 44
_FILLERS = str.maketrans(dict.fromkeys("〈‹《«＜", "<"))
_FIRST = re.compile(r"P[A-Z<][A-Z<]{3}[A-Z<]{39}")
_SECOND = re.compile(r"[A-Z0-9<]{44}")
_DIGITS = str.maketrans("OQDILZSBG", "001112586")
"""Letters that print makes of digits: tried where only digits may stand."""
_LETTERS = str.maketrans("012568", "OIZSGB")
"""The other way round, where only letters may stand. A nought is an O; of the others nobody is sure."""


class MrzProblem(StrEnum):
    LENGTH = "bad_length"
    CHARACTER = "bad_char"


class InvalidMrz(InputFault):
    """Two lines that are no machine-readable zone of a passport. Facts: ``problem`` (:class:`MrzProblem`)."""


@dataclass(frozen=True, slots=True)
class PassportZone:
    """What the two lines say. A value whose check digit does not hold is None.

    ``names_cut``: the names fill their room and may go on. ``birth_sure`` is False where the two digits of
    the year fit this century too; then ``birth`` is the later one. ``whole``: the check digit over everything
    holds as well. ``names_doubted``: digits were read among their letters, which no check digit proves.
    """

    issuer: str
    surname: str
    given: str
    names_cut: bool
    number: str | None
    nationality: str
    birth: date | None
    birth_sure: bool
    sex: Sex | None
    expiry: date | None
    personal: str | None
    whole: bool
    names_doubted: bool = False


def check_digit(field: str) -> str:
    """Weights 7, 3, 1; letters count from 10, the filler nothing."""
    values = (int(character, 36) if character != "<" else 0 for character in field)
    return str(sum(value * (7, 3, 1)[i % 3] for i, value in enumerate(values)) % 10)


def zone_line(text_untrusted: str) -> str:
    """A line as it may have been printed: no spaces, upper case, one sign for the filler."""
    text = unicodedata.normalize("NFKC", text_untrusted).translate(_FILLERS)
    return "".join(text.split()).upper()


def parse_zone(first_untrusted: str, second_untrusted: str, today: date) -> PassportZone:
    """The two lines as values, for any two strings. Raises :class:`InvalidMrz`."""
    raw, second = zone_line(first_untrusted), zone_line(second_untrusted)
    first = raw.translate(_LETTERS)
    if len(first) != LINE_LENGTH or len(second) != LINE_LENGTH:
        raise InvalidMrz(problem=MrzProblem.LENGTH)
    if not (_FIRST.fullmatch(first) and _SECOND.fullmatch(second)):
        raise InvalidMrz(problem=MrzProblem.CHARACTER)
    surname, _, given = first[5:].rstrip("<").partition("<<")
    second = _digits_mended(second)
    birth, birth_sure = _birth(second, today)
    return PassportZone(
        issuer=first[2:5].strip("<"),
        surname=surname.replace("<", " ").strip(),
        given=given.replace("<", " ").strip(),
        names_cut=not first.endswith("<"),
        number=_checked(second, 0, 9),
        nationality=second[10:13].translate(_LETTERS).strip("<"),
        birth=birth,
        birth_sure=birth_sure,
        sex={"M": Sex.MALE, "F": Sex.FEMALE}.get(second[20]),
        expiry=_expiry(second),
        personal=_checked(second, 28, 42),
        names_doubted=any(sign in "12568" for sign in raw[5:]),
        whole=check_digit(second[:10] + second[13:20] + second[21:43]) == second[43],
    )


def _digits_mended(second: str) -> str:
    """Only digits may stand in the two dates and in the check digits but the personal number's."""
    characters = list(second)
    for at in (9, *range(13, 20), *range(21, 28), 43):
        characters[at] = characters[at].translate(_DIGITS)
    return "".join(characters)


def _checked(line: str, start: int, end: int) -> str | None:
    """A field without its fillers, where the digit behind it holds; an empty one may have a filler there."""
    field, digit = line[start:end], line[end]
    if digit == "<" and not field.strip("<"):
        return ""
    return field.strip("<") if check_digit(field) == digit else None


def _birth(line: str, today: date) -> tuple[date | None, bool]:
    text = _checked(line, 13, 19)
    if text is None:
        return None, False
    later = _day(f"20{text}")
    if later is not None and later <= today:
        return later, False
    return _day(f"19{text}"), True


def _expiry(line: str) -> date | None:
    text = _checked(line, 21, 27)
    return _day(f"20{text}") if text else None


def _day(text: str) -> date | None:
    if not re.fullmatch(r"\d{8}", text, re.ASCII):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
