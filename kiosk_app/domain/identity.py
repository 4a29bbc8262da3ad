"""Who somebody is: the citizen identity number and what a resident identity card says."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from kiosk_app.domain.errors import InputFault

T = TypeVar("T")

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 "
    "61 62 63 64 65 71 81 82 83".split()
)

ETHNICITIES = tuple(
    """汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水
    东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯
    鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺""".split()
)
"""GB/T 3304-1991 as a card prints them, in the order of their codes, 01 first."""


class Sex(StrEnum):
    MALE = "男"
    FEMALE = "女"


class IdProblem(StrEnum):
    """Why an identity number does not hold, in the order in which it is looked at."""

    LENGTH = "bad_length"
    CHARACTER = "bad_char"
    REGION = "bad_region"
    DATE = "bad_date"
    CHECKSUM = "bad_checksum"


class InvalidResidentId(InputFault):
    """A number that cannot be a citizen identity number. Facts: ``problem`` (:class:`IdProblem`)."""


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A citizen identity number (GB 11643-1999), eighteen characters, upper case.

    A valid number is well-formed; it does not prove that the person exists.
    """

    number: str

    @classmethod
    def parse(cls, text_untrusted: str) -> ResidentId:
        """Accept full-width digits, spaces and a lower-case x.

        Only the province of the region is checked: counties are abolished, people are not.
        Raises :class:`InvalidResidentId`.
        """
        number = _bare(text_untrusted)
        if problem := _problem(number):
            raise InvalidResidentId(problem=problem)
        return cls(number)

    @property
    def of_residence_permit(self) -> bool:
        """Whether it stands on a residence permit of somebody from Hong Kong (81), Macao (82) or Taiwan (83):
        国办发〔2018〕81号. No mainland card has such a number."""
        return self.number[:6] in ("810000", "820000", "830000")

    @property
    def birth(self) -> date:
        return date.fromisoformat(self.number[6:14])

    @property
    def sex(self) -> Sex:
        return Sex.MALE if int(self.number[16]) % 2 else Sex.FEMALE

    def __str__(self) -> str:
        return self.number


class InvalidForeignerId(InputFault):
    """A number that cannot stand on a foreigner's permanent residence card. Facts: ``problem``
    (:class:`IdProblem`)."""


@dataclass(frozen=True, slots=True)
class ForeignerId:
    """The number of a foreign permanent resident's card, upper case.

    Of 2017: the nationality's three letters and twelve digits. Of 2023: eighteen digits, 9, the province of
    application, the nationality (ISO 3166 numeric), birth date, sequence and the check digit of GB 11643;
    what its digits mean was inferred from specimens.
    """

    number: str

    @classmethod
    def parse(cls, text_untrusted: str) -> ForeignerId:
        """Accept full-width characters, spaces and lower case. Raises :class:`InvalidForeignerId`."""
        number = _bare(text_untrusted)
        if problem := _foreigner_problem(number):
            raise InvalidForeignerId(problem=problem)
        return cls(number)

    @property
    def birth(self) -> date | None:
        """None on a card of 2017, whose digits are not known to say it."""
        return date.fromisoformat(self.number[6:14]) if len(self.number) == 18 else None

    @property
    def sex(self) -> Sex | None:
        if len(self.number) != 18:
            return None
        return Sex.MALE if int(self.number[16]) % 2 else Sex.FEMALE

    def __str__(self) -> str:
        return self.number


def parse_card_number(text_untrusted: str) -> ResidentId | ForeignerId:
    """The number of whichever card it is: told apart first, since both pass the same check digit.

    Raises :class:`InvalidResidentId`, :class:`InvalidForeignerId`.
    """
    number = _bare(text_untrusted)
    foreign = number[:3].isalpha() or (len(number) == 18 and number.startswith("9"))
    return ForeignerId.parse(number) if foreign else ResidentId.parse(number)


class InvalidCreditCode(InputFault):
    """A code that cannot be a unified social credit code. Facts: ``problem`` (:class:`IdProblem`)."""


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A unified social credit code (统一社会信用代码, GB 32100-2015), eighteen characters, upper case."""

    code: str

    @classmethod
    def parse(cls, text_untrusted: str) -> CreditCode:
        """Only the last character is held against the others: some genuine codes fail the older check digit
        inside, of GB 11714. Raises :class:`InvalidCreditCode`."""
        code = _bare(text_untrusted)
        if len(code) != 18:
            raise InvalidCreditCode(problem=IdProblem.LENGTH)
        if any(character not in _CODE_CHARACTERS for character in code):
            raise InvalidCreditCode(problem=IdProblem.CHARACTER)
        total = sum(_CODE_CHARACTERS.index(code[i]) * pow(3, i, 31) for i in range(17))
        if code[17] != _CODE_CHARACTERS[-total % 31]:
            raise InvalidCreditCode(problem=IdProblem.CHECKSUM)
        return cls(code)

    @property
    def of_sole_trader(self) -> bool:
        """个体工商户: the party is its operator (民诉法解释 59)."""
        return self.code.startswith("92")

    def __str__(self) -> str:
        return self.code


def from_old_number(text_untrusted: str) -> ResidentId:
    """The number that a citizen with one of the fifteen digits given out until 1999 has now: the same place,
    day and sequence, the century and the check digit added. It stands on older papers.

    Raises :class:`InvalidResidentId`.
    """
    number = _bare(text_untrusted)
    if len(number) != 15:
        raise InvalidResidentId(problem=IdProblem.LENGTH)
    if not (number.isascii() and number.isdigit()):
        raise InvalidResidentId(problem=IdProblem.CHARACTER)
    first_17 = f"{number[:6]}19{number[6:]}"
    return ResidentId.parse(first_17 + check_character(first_17))


def travel_permit(text_untrusted: str) -> str | None:
    """The number of a travel permit: H or M and eight digits, on older cards with two more for the renewal;
    a Taiwan resident's eight, in older booklets ten and a letter in brackets [K]. None where it is none."""
    number = _bare(text_untrusted)
    known = re.fullmatch(r"[HM]\d{8}(\d{2})?|\d{8}|\d{10}(\([A-Z]\))?", number, re.ASCII)
    return number if known else None


def lawyer_licence(text_untrusted: str) -> str | None:
    """The number of a lawyer's licence: seventeen digits, the first a 1 [K]; None where it is none. It has no
    check digit that is known here, so a digit read wrongly goes unnoticed."""
    number = _bare(text_untrusted)
    return number if re.fullmatch(r"1\d{16}", number, re.ASCII) else None


def _bare(text_untrusted: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text_untrusted).split()).upper()


def check_character(first_17: str) -> str:
    """The eighteenth character for seventeen digits (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def _problem(number: str) -> IdProblem | None:
    if len(number) != 18:
        return IdProblem.LENGTH
    if not (number[:17].isascii() and number[:17].isdigit() and number[17] in "0123456789X"):
        return IdProblem.CHARACTER
    return _inner_problem(number, region=number[:2])


def _foreigner_problem(number: str) -> IdProblem | None:
    if len(number) == 15:
        return None if re.fullmatch(r"[A-Z]{3}\d{12}", number, re.ASCII) else IdProblem.CHARACTER
    if len(number) != 18:
        return IdProblem.LENGTH
    if not re.fullmatch(r"9\d{16}[\dX]", number, re.ASCII):
        return IdProblem.CHARACTER
    return _inner_problem(number, region=number[1:3])


def _inner_problem(number: str, region: str) -> IdProblem | None:
    """What is wrong with place, day or check digit of eighteen characters (GB 11643)."""
    if region not in _PROVINCES:
        return IdProblem.REGION
    try:
        date.fromisoformat(number[6:14])
    except ValueError:
        return IdProblem.DATE
    return None if check_character(number[:17]) == number[17] else IdProblem.CHECKSUM


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """One thing read from a picture: never a guess, always with how sure we are.

    ``value`` is None where nothing usable was read; ``text`` is what stood there;
    ``confidence`` runs from 0 to 1; ``box`` is left, top, right, bottom in pixels of the flattened page.
    """

    value: T | None
    text: str = ""
    confidence: float = 0.0
    box: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class CardFront:
    """The portrait side of a resident identity card (居民身份证法 3)."""

    name: Reading[str]
    sex: Reading[Sex]
    ethnicity: Reading[str]
    birth: Reading[date]
    address: Reading[str]
    number: Reading[ResidentId]


@dataclass(frozen=True, slots=True)
class CardBack:
    """The emblem side. ``valid_until`` is :data:`LONG_TERM` for a card that does not expire."""

    authority: Reading[str]
    valid_from: Reading[date]
    valid_until: Reading[date]


LONG_TERM = date.max


def uncommon(name: str) -> str:
    """The characters of a name that are not among the 6,763 of GB 2312: text readers take such a one for its
    look-alike, so it is shown to the person. The middle dot of minority names is none of them."""
    return "".join(character for character in name if character != "·" and not _in_gb_2312(character))


def _in_gb_2312(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def age_on(birth: date, day: date) -> int:
    """Full years of age (周岁): complete on the birthday."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
