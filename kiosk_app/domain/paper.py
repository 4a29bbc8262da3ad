"""What a visitor's papers say: kinds of papers, facts read from them, and what they suggest for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk_app.domain.values import Origin, Value


class PaperSort(StrEnum):
    """What a paper is in the trade."""

    IOU = "iou"  # 借条
    DEBT_NOTE = "debt_note"  # 欠条
    RECEIPT = "receipt"  # 收条
    REPAYMENT = "repayment"  # 还款收条: what was received pays a debt
    LOAN_CONTRACT = "loan_contract"  # 借款合同
    TRANSFER = "transfer"  # 转账凭证
    LABOUR_CONTRACT = "labour_contract"  # 劳动合同
    PAYSLIP = "payslip"  # 工资条
    PURCHASE_CONTRACT = "purchase_contract"  # 买卖合同
    DELIVERY_NOTE = "delivery_note"  # 送货单
    ACCIDENT = "accident"  # 事故认定书
    UNKNOWN = "unknown"


class FactName(StrEnum):
    """What can be known from a paper. Who gave and who got are named by the paper's own roles."""

    LENDER = "lender"
    BORROWER = "borrower"
    LENDER_ID = "lender_id"
    BORROWER_ID = "borrower_id"
    PAYER = "payer"
    PAYEE = "payee"
    EMPLOYER = "employer"
    WORKER = "worker"
    BUYER = "buyer"
    SELLER = "seller"
    PARTY = "party"
    ID_NUMBER = "id_number"
    AMOUNT = "amount"
    DATE = "date"
    """The day the paper was written or the thing happened."""
    FROM = "from"
    DUE = "due"
    RATE = "rate"
    RATE_PERIOD = "rate_period"
    PERIOD = "period"
    DELIVERY = "delivery"
    SIGNED = "signed"
    """The name at the place of a signature."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a paper says. ``text`` is how it stands there; ``confidence`` runs from 0 to 1; ``box`` is
    left, top, right, bottom in pixels of the page.

    ``certain`` promises that nothing on the paper speaks against it, not that the paper is right.
    """

    name: FactName
    value: Value
    text: str
    confidence: float
    certain: bool
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a paper suggests for a question. It is never an answer until a person takes it.

    ``paper`` is what the visitor calls the paper; ``text`` how it stands there; ``box`` where, in pixels of
    the cleaned page. One that is not ``certain`` is to be compared with the picture.
    """

    key: str
    value: Value
    text: str
    paper: str
    origin: Origin
    box: tuple[int, int, int, int]
    confidence: float
    certain: bool
