"""What a QR or bar code says, as a value. A code is printed by anybody: what is not known is bounded text to
be shown, and nothing is ever opened, looked up or executed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.identity import CreditCode
from kiosk_app.domain.money import Money

LONGEST_SHOWN = 300
"""Characters of a code that a person is shown; the rest says nothing more to anybody."""

MOST_SEPARATORS = 99

_OWN = "FHK"
"""Codes on our own sheets: ``FHK:KIND:VERSION:…``. Capitals, so that a QR code packs them two and two."""
_SEPARATOR = re.compile(rf"{_OWN}:SEPARATOR:1:([1-9]\d?)", re.ASCII)
_FORM = re.compile(
    rf"{_OWN}:FORM:1:([A-Z][A-Z0-9-]{{0,40}}):([\w.-]{{1,20}}):([1-9][0-9]?):([1-9][0-9]?):([0-9A-F]{{10}})"
)
_LONGEST_EDITION = 20
_NOT_IN_EDITION = re.compile(r"[^\w.-]")
_RECEIPT = re.compile(r"([0-9A-Z][0-9A-Z-]{3,39})\n([0-9a-f-]{36})", re.ASCII)
_LONGEST_READ = 4_296  # ISO/IEC 18004: the largest QR code holds no more
_REGISTER = "gsxt.gov.cn"
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])", re.ASCII)
_INVOICE_DIGITS = re.compile(r"\d{8}|\d{20}", re.ASCII)
_INVOICE_CODE = re.compile(r"\d{10}|\d{12}|", re.ASCII)
_PLACEHOLDER = "\ufffd"


@dataclass(frozen=True, slots=True)
class SeparatorCode:
    """A printed separator sheet of that number: the page behind it begins an item of evidence."""

    number: int


@dataclass(frozen=True, slots=True)
class FormCode:
    """A page of a blank form. ``layout`` is the fingerprint of its layout map; of ``edition`` there are 20
    signs, and a ``-`` for each that is neither letter nor figure."""

    form_id: str
    edition: str
    page: int
    pages: int
    layout: str


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """The receipt of a filing. That it says so proves nothing."""

    receipt_number: str
    filing_id: str


@dataclass(frozen=True, slots=True)
class LicenceCode:
    """A business licence's code: the credit code in an address of the register of enterprises
    (国家企业信用信息公示系统). The form of that address is general knowledge and was not verified [K]."""

    credit_code: CreditCode


@dataclass(frozen=True, slots=True)
class InvoiceCode:
    """The code of a value-added tax invoice. Its form is general knowledge and was not verified [K]:
    ``01,kind,code,number,amount,YYYYMMDD,check,…``. ``code`` is empty on fully digital invoices (数电票, a
    number of twenty digits); ``amount`` is without tax on the older ones and with tax on those [K]."""

    kind: str
    code: str
    number: str
    amount: Money
    issued: date
    check: str


@dataclass(frozen=True, slots=True)
class PlainCode:
    """Anything else, fit to be shown."""

    text: str


Meaning = SeparatorCode | FormCode | ReceiptCode | LicenceCode | InvoiceCode | PlainCode


def meaning_of(text_untrusted: str) -> Meaning:
    """What a code says. Total: every text has a meaning, if only that of plain text."""
    if len(text_untrusted) <= _LONGEST_READ:
        for read in (_separator, _form, _receipt, _invoice, _licence):
            if (meaning := read(text_untrusted.strip())) is not None:
                return meaning
    return PlainCode(shown(text_untrusted))


def separator_text(number: int) -> str:
    """What the code of a separator sheet holds, from 1 to :data:`MOST_SEPARATORS`."""
    return f"{_OWN}:SEPARATOR:1:{number}"


def form_text(code: FormCode) -> str:
    """What the code on a page of a blank form holds (docs/blank_forms.md)."""
    form_id = code.form_id.upper().replace("_", "-")
    edition = _NOT_IN_EDITION.sub("-", code.edition)[:_LONGEST_EDITION]
    return f"{_OWN}:FORM:1:{form_id}:{edition}:{code.page}:{code.pages}:{code.layout}"


def shown(text_untrusted: str) -> str:
    """The text in one line, bounded, without signs that cannot be seen or that turn the reading direction.

    What zbar could not decode is a placeholder already; control, format and private signs become one too.
    """
    cut = text_untrusted[: LONGEST_SHOWN + 1]
    spaced = "".join(
        " " if each in "\t\r\n\v\f\x85\u2028\u2029"
        else each if unicodedata.category(each)[0] != "C"
        else _PLACEHOLDER
        for each in cut
    )  # fmt: skip
    line = re.sub(r" {2,}", " ", spaced).strip()
    return line if len(text_untrusted) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


def _separator(text: str) -> SeparatorCode | None:
    match = _SEPARATOR.fullmatch(text)
    return SeparatorCode(int(match[1])) if match else None


def _form(text: str) -> FormCode | None:
    match = _FORM.fullmatch(text)
    if not match or int(match[3]) > int(match[4]):
        return None
    form_id = match[1].lower().replace("-", "_")
    return FormCode(form_id, match[2], int(match[3]), int(match[4]), match[5])


def _receipt(text: str) -> ReceiptCode | None:
    match = _RECEIPT.fullmatch(text)
    if not match:
        return None
    try:
        return ReceiptCode(match[1], str(UUID(match[2])))
    except ValueError:
        return None


def _licence(text: str) -> LicenceCode | None:
    try:
        address = urlsplit(text)
        host = (address.hostname or "").lower()
    except ValueError:  # such as a broken IPv6 address
        return None
    if address.scheme.lower() not in ("http", "https") or not f".{host}".endswith(f".{_REGISTER}"):
        return None
    for candidate in _CODE.findall(f"{address.path} {address.query} {address.fragment}"):
        try:
            return LicenceCode(CreditCode.parse(candidate))
        except InputFault:
            continue
    return None


def _invoice(text: str) -> InvoiceCode | None:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 7 or parts[0] != "01" or not re.fullmatch(r"\d{2}", parts[1], re.ASCII):
        return None
    _, kind, code, number, amount, day, check, *_ = parts
    plain = re.fullmatch(r"-?\d{1,12}(?:\.\d{1,2})?", amount, re.ASCII)
    if not (plain and _INVOICE_CODE.fullmatch(code) and _INVOICE_DIGITS.fullmatch(number)):
        return None
    if amount.startswith("-") or not re.fullmatch(r"\d{8}", day, re.ASCII):  # a red-letter invoice takes back
        return None
    if not re.fullmatch(r"\d{0,20}", check, re.ASCII):
        return None
    try:
        issued = date.fromisoformat(day)
    except ValueError:
        return None
    return InvoiceCode(kind, code, number, Money.parse(amount), issued, check)
