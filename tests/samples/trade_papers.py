"""Papers about money that went from one to another: contracts, transfers, receipts, notes of debt.

Several layouts each, as such papers look: forms filled in by hand, banks' tables, printed screenshots of
payments, sheets written by hand. Everybody is fictional.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from kiosk_app.domain.money import Money
from kiosk_app.domain.paper import FactName, PaperSort
from tests.samples.chinese import formal
from tests.samples.papers import SANS, SERIF
from tests.samples.trade_sheet import INKS, Deal, Sheet, TradePaper, deal, hand_font, written

Told = dict[FactName, tuple[object, ...]]


def _loan(deal: Deal) -> Told:
    return {
        FactName.LENDER: (deal.one.name,),
        FactName.BORROWER: (deal.other.name,),
        FactName.AMOUNT: (Money(deal.yuan),),
        FactName.DATE: (deal.on,),
        FactName.DUE: (deal.due,),
    }


def _paid(deal: Deal) -> Told:
    return {
        FactName.PAYER: (deal.one.name,),
        FactName.PAYEE: (deal.other.name,),
        FactName.AMOUNT: (Money(deal.yuan),),
        FactName.DATE: (deal.on,),
    }


def _by_hand(deal: Deal, size: int = 54) -> Sheet:
    sheet = Sheet(deal.rng, hand_font(deal.rng), size)
    sheet.ink = INKS[int(deal.rng.integers(len(INKS)))]
    return sheet


# Loan contracts ---------------------------------------------------------------------------------------


def printed_contract(deal: Deal) -> TradePaper:
    """Articles in print, the parties with their numbers, both signatures at the foot."""
    sheet = Sheet(deal.rng, SERIF, 38)
    hand = hand_font(deal.rng)
    sheet.title("借 款 合 同")
    sheet.write(f"出借人（甲方）：{deal.one.name}")
    sheet.write(f"身份证号码：{deal.one.number}")
    sheet.write(f"借款人（乙方）：{deal.other.name}")
    sheet.write(f"身份证号码：{deal.other.number}")
    sheet.write("甲、乙双方经协商一致，就借款事宜订立本合同，以资共同遵守：", indent=True)
    sheet.write(
        f"第一条　借款金额：甲方同意借给乙方人民币{deal.words}（小写：¥{deal.figures}元）。", indent=True
    )
    sheet.write("第二条　借款用途：用于乙方经营周转，不得用于非法活动。", indent=True)
    sheet.write(f"第三条　借款期限：自{written(deal.on)}起至{written(deal.due)}止。", indent=True)
    sheet.write("第四条　借款利率：年利率为8%，利息按月支付。", indent=True)
    sheet.write("第五条　违约责任：乙方逾期还款的，每逾期一日按未还金额的万分之三支付违约金。", indent=True)
    sheet.write("第六条　本合同一式两份，甲、乙双方各执一份，自双方签字之日起生效。", indent=True)
    sheet.y += 120
    sheet.form("甲方（签字）：", deal.one.name, hand, down=False)
    sheet.form("乙方（签字）：", deal.other.name, hand, x=880)
    sheet.form("日期：", written(deal.on), hand, down=False)
    sheet.form("日期：", written(deal.on), hand, x=880)
    sheet.stamp(1_240, sheet.y - 200)
    told = _loan(deal) | {
        FactName.FROM: (deal.on,),
        FactName.RATE: (Decimal(8),),
        FactName.LENDER_ID: (deal.one.number,),
        FactName.BORROWER_ID: (deal.other.number,),
        FactName.SIGNED: (deal.one.name, deal.other.name),
    }
    return TradePaper(sheet.pixels(), PaperSort.LOAN_CONTRACT, "printed", told)


def filled_contract(deal: Deal) -> TradePaper:
    """A form that was bought and filled in by hand."""
    sheet = Sheet(deal.rng, SANS, 36)
    sheet.ink = INKS[0]
    hand = hand_font(deal.rng)
    sheet.title("借款协议", 72)
    sheet.form("甲方（出借方）：", deal.one.name, hand)
    sheet.form("乙方（借款方）：", deal.other.name, hand)
    sheet.form("一、借款金额（大写）：人民币", deal.words, hand)
    sheet.form("　　（小写）：¥", f"{deal.yuan:.2f}", hand)
    sheet.form("二、借款日期：", written(deal.on), hand)
    sheet.form("三、还款日期：", written(deal.due), hand)
    sheet.form("四、借款利率：月利率", "1%", hand)
    sheet.write("五、乙方应按期还款，逾期不还的，甲方有权追究乙方的责任。")
    sheet.write("六、因本协议发生争议的，由甲方住所地人民法院管辖。")
    sheet.y += 80
    sheet.form("出借方（签名）：", deal.one.name, hand, down=False)
    sheet.form("借款方（签名）：", deal.other.name, hand, x=860)
    sheet.y += 30
    sheet.form("签订日期：", written(deal.on), hand, x=860)
    sheet.stamp(1_300, sheet.y - 260)
    told = _loan(deal) | {
        FactName.RATE: (Decimal(1),),
        FactName.SIGNED: (deal.one.name, deal.other.name),
    }
    return TradePaper(sheet.pixels(), PaperSort.LOAN_CONTRACT, "filled in", told)


def contract_that_disagrees(deal: Deal) -> TradePaper:
    """Its figures say ten times what its 大写 says."""
    other = formal(deal.yuan * 10)
    paper = printed_contract(deal)
    sheet = Sheet(deal.rng, SERIF, 40)
    sheet.title("借款合同")
    sheet.write(f"出借人：{deal.one.name}")
    sheet.write(f"借款人：{deal.other.name}")
    sheet.write(f"借款金额：人民币{deal.figures}元（大写：{other}）", indent=True)
    sheet.write(f"还款日期：{written(deal.due)}", indent=True)
    sheet.y += 60
    sheet.write(f"借款人（签字）：{deal.other.name}")
    sheet.write(f"签订日期：{written(deal.on)}")
    told = {name: value for name, value in _loan(deal).items() if name is not FactName.AMOUNT}
    return replace(
        paper, image=sheet.pixels(), layout="disagreeing", told=told | {FactName.AMOUNT: ()}, disagrees=True
    )


# Transfers --------------------------------------------------------------------------------------------


def bank_table(deal: Deal) -> TradePaper:
    """A bank's receipt: payer on the left, payee on the right, the words for who is who standing upright."""
    sheet = Sheet(deal.rng, SANS, 36)
    sheet.title("样本商业银行", 56)
    sheet.title("网上银行电子回单", 48)
    sheet.write(f"电子回单号码：0022-{deal.on:%m%d}-8841-0093　　打印日期：{written(deal.due, 3)}", size=28)
    rows = [
        ("付款人", "户名", deal.one.name, "收款人", "户名", deal.other.name),
        ("", "账号", "6200000000001896", "", "账号", "6200000000001877"),
        ("", "开户行", "样本银行东城支行", "", "开户行", "样本银行朝阳支行"),
    ]
    sheet.grid(rows, (14, 12, 34, 14, 12, 34), size=28)
    wide = [
        ("金额", f"人民币（大写）：{deal.words}　¥{deal.yuan:,.2f}元"),
        ("摘要", "转账汇款"),
        ("用途", "借款"),
        ("交易流水号", f"{deal.on:%Y%m%d}0098120033"),
        ("时间戳", f"{deal.on:%Y-%m-%d}-10.22.31.008712"),
    ]
    sheet.grid(wide, (20, 80), size=32)
    sheet.grid(
        [("记账网点", "1021", "记账柜员", "00017", "记账日期", written(deal.on))], (1, 1, 1, 1, 1, 2), size=30
    )
    sheet.seal(1_160, sheet.y + 30, "业务章")
    sheet.y += 40
    sheet.write("重要提示：本回单不作为收款方发货依据，请勿重复记账。", size=28)
    return TradePaper(sheet.pixels(), PaperSort.TRANSFER, "bank's table", _paid(deal))


def bank_list(deal: Deal) -> TradePaper:
    """Labels and values one below the other."""
    sheet = Sheet(deal.rng, SANS, 40)
    sheet.title("样本农村商业银行", 58)
    sheet.title("转账凭证", 50)
    for label, value in (
        ("交易日期", written(deal.on, 1)),
        ("付款户名", deal.one.name),
        ("付款账号", "6230 **** **** 1896"),
        ("收款户名", deal.other.name),
        ("收款账号", "6217 **** **** 1877"),
        ("收款银行", "样本银行"),
        ("转账金额", f"{deal.yuan:,.2f}元"),
        ("金额大写", deal.words),
        ("手续费", "0.00元"),
        ("附言", "往来款"),
        ("交易状态", "成功"),
    ):
        sheet.put(180, label, down=False)
        sheet.put(560, value)
        sheet.y += 24
    return TradePaper(sheet.pixels(), PaperSort.TRANSFER, "bank's list", _paid(deal))


def _phone(deal: Deal, size: int = 38) -> Sheet:
    """A screenshot printed in the middle of a sheet."""
    sheet = Sheet(deal.rng, SANS, size)
    sheet.left, sheet.right, sheet.y = 330, 1_324, 240
    sheet.draw.rectangle((300, 180, 1_354, 2_120), fill=(250, 250, 250), outline=(205, 205, 205), width=3)
    sheet.put(330, f"{10 + deal.on.day % 9}:{20 + deal.on.day}", size=30, down=False)
    sheet.put(1_200, "5G 82%", size=30)
    return sheet


def chat_payment(deal: Deal) -> TradePaper:
    """What a messenger shows of a transfer: to whom and how much, and nothing of who paid."""
    sheet = _phone(deal)
    sheet.put(330, "账单", size=40)
    sheet.y += 90
    sheet.draw.text(
        (827, sheet.y), f"转账-转给{deal.other.name}", font=sheet.face(42), fill=sheet.ink, anchor="mt"
    )
    sheet.y += 100
    sheet.draw.text((827, sheet.y), f"-{deal.yuan:.2f}", font=sheet.face(84), fill=sheet.ink, anchor="mt")
    sheet.y += 190
    for label, value in (
        ("当前状态", "对方已收钱"),
        ("转账说明", "微信转账"),
        ("转账时间", f"{written(deal.on)} 10:26:12"),
        ("收款时间", f"{written(deal.on)} 10:31:45"),
        ("支付方式", "零钱"),
        ("转账单号", f"1000050001{deal.on:%Y%m%d}0088134"),
    ):
        sheet.put(350, label, size=36, down=False)
        sheet.put(640, value, size=36)
        sheet.y += 26
    sheet.put(350, "账单服务", size=36)
    told = _paid(deal) | {FactName.PAYER: ()}
    return TradePaper(sheet.pixels(), PaperSort.TRANSFER, "messenger's bill", told)


def wallet_payment(deal: Deal) -> TradePaper:
    """What a payment app shows: the other's name on top, values at the right edge."""
    sheet = _phone(deal)
    sheet.draw.text((827, sheet.y), "账单详情", font=sheet.face(44), fill=sheet.ink, anchor="mt")
    sheet.y += 170
    sheet.draw.text((827, sheet.y), deal.other.name, font=sheet.face(40), fill=sheet.ink, anchor="mt")
    sheet.y += 80
    sheet.draw.text((827, sheet.y), f"-{deal.yuan:,.2f}", font=sheet.face(80), fill=sheet.ink, anchor="mt")
    sheet.y += 120
    sheet.draw.text((827, sheet.y), "交易成功", font=sheet.face(34), fill=(120, 120, 120), anchor="mt")
    sheet.y += 120
    for label, value in (
        ("付款方式", "余额宝"),
        ("转账备注", "借款"),
        ("对方账户", f"{deal.other.name} 138******12"),
        ("创建时间", f"{written(deal.on, 1)} 10:22:31"),
        ("订单号", f"{deal.on:%Y%m%d}200040011100"),
        ("商家订单号", f"T200P{deal.on:%m%d}8812"),
    ):
        sheet.put(350, label, size=36, down=False)
        face = sheet.face(36)
        sheet.draw.text((1_310, sheet.y), value, font=face, fill=sheet.ink, anchor="ra")
        sheet.y += 92
    told = _paid(deal) | {FactName.PAYER: ()}
    return TradePaper(sheet.pixels(), PaperSort.TRANSFER, "wallet's bill", told)


# Receipts -----------------------------------------------------------------------------------------------


def hand_receipt(deal: Deal) -> TradePaper:
    sheet = _by_hand(deal)
    sheet.title("收    条", 100, sheet.font)
    wording = (
        f"今收到{deal.one.name}归还的借款人民币{deal.words}（¥{deal.figures}元），此前借条作废。",
        f"今收到{deal.one.name}现金{deal.figures}元（大写：{deal.words}），系装修工程款。",
        f"兹收到{deal.one.name}（身份证号：{deal.one.number}）交来购车款人民币{deal.words}，小写{deal.figures}元。此据。",
    )[int(deal.rng.integers(3))]
    sheet.write(wording, indent=True)
    sheet.y += 120
    sheet.put(820, ("收款人：", "收条人：", "收款人（签字）：")[int(deal.rng.integers(3))] + deal.other.name)
    sheet.put(820, written(deal.on))
    sheet.stamp(1_330, sheet.y - 200)
    told = _paid(deal) | {FactName.SIGNED: (deal.other.name,)}
    return TradePaper(sheet.pixels(), PaperSort.RECEIPT, "by hand", told)


def printed_receipt(deal: Deal) -> TradePaper:
    """A printed block of receipts, filled in by hand."""
    sheet = Sheet(deal.rng, SERIF, 40)
    sheet.ink = INKS[2]
    hand = hand_font(deal.rng)
    sheet.title("收 款 收 据", 80)
    sheet.put(1_120, f"No.00{deal.on:%m%d}17", size=36)
    sheet.form("日期：", written(deal.on), hand)
    sheet.y += 20
    sheet.form("今收到：", deal.one.name, hand)
    sheet.form("交来：", "货款", hand)
    sheet.form("金额（大写）：", deal.words, hand)
    sheet.form("¥：", f"{deal.yuan:.2f}", hand)
    sheet.form("收款方式：", "现金", hand)
    sheet.y += 60
    sheet.form("收款单位：", deal.firm, hand)
    sheet.form("收款人：", deal.other.name, hand, down=False)
    sheet.form("交款人：", deal.one.name, hand, x=860)
    sheet.seal(420, sheet.y - 180)
    told = _paid(deal) | {FactName.PAYEE: (deal.firm, deal.other.name)}
    return TradePaper(sheet.pixels(), PaperSort.RECEIPT, "printed", told)


def untitled_receipt(deal: Deal) -> TradePaper:
    sheet = _by_hand(deal, 58)
    sheet.y += 120
    sheet.write(f"今收到{deal.one.name}支付的房屋租金{deal.figures}元整（{deal.words}）。", indent=True)
    sheet.y += 140
    sheet.put(900, deal.other.name)
    sheet.put(820, written(deal.on, 2))
    told = _paid(deal) | {FactName.SIGNED: (deal.other.name,)}
    return TradePaper(sheet.pixels(), PaperSort.RECEIPT, "untitled", told)


# Notes of debt ------------------------------------------------------------------------------------------


def _debt(deal: Deal, layout: str, body: str, foot: tuple[str, ...], title: str = "欠 条") -> TradePaper:
    sheet = _by_hand(deal)
    if title:
        sheet.title(title, 100, sheet.font)
    sheet.write(body, indent=True)
    sheet.y += 120
    for row in foot:
        sheet.put(min(820, sheet.right - round(sheet.draw.textlength(row, font=sheet.face()))), row)
    sheet.stamp(1_330, sheet.y - 200)
    told = _loan(deal)
    told[FactName.DUE] = (deal.due,) if written(deal.due) in body else ()
    return TradePaper(
        sheet.pixels(), PaperSort.DEBT_NOTE, layout, told | {FactName.SIGNED: (deal.other.name,)}
    )


def goods_debt(deal: Deal) -> TradePaper:
    body = f"今欠{deal.one.name}货款人民币{deal.words}（¥{deal.figures}元），于{written(deal.due)}前付清。"
    return _debt(deal, "goods", body, (f"欠款人：{deal.other.name}", written(deal.on)))


def wage_debt(deal: Deal) -> TradePaper:
    body = (
        f"截止{deal.on.year}年{deal.on.month}月，{deal.other.name}共欠{deal.one.name}工资款{deal.figures}元"
        f"（大写{deal.words}）。"
    )
    return _debt(deal, "wages", body, (f"欠款人（签字）：{deal.other.name}", written(deal.on)))


def settled_debt(deal: Deal) -> TradePaper:
    body = (
        f"经双方结算，本人{deal.other.name}尚欠{deal.one.name}工程款人民币{deal.words}，"
        f"小写：{deal.figures}元，定于{written(deal.due)}前还清。"
    )
    return _debt(deal, "settled", body, (deal.other.name, written(deal.on, 2)))


def untitled_debt(deal: Deal) -> TradePaper:
    body = f"今欠到{deal.one.name}人民币{deal.figures}元整，大写{deal.words}，此据。"
    return _debt(deal, "untitled", body, (f"具欠人：{deal.other.name}", f"日期：{written(deal.on)}"), "")


LAYOUTS: tuple[Callable[[Deal], TradePaper], ...] = (
    printed_contract, filled_contract, contract_that_disagrees,
    bank_table, bank_list, chat_payment, wallet_payment,
    hand_receipt, printed_receipt, untitled_receipt,
    goods_debt, wage_debt, settled_debt, untitled_debt,
)  # fmt: skip


def trade_papers(
    layouts: tuple[Callable[[Deal], TradePaper], ...] = LAYOUTS, each: int = 2
) -> Iterator[TradePaper]:
    """Each layout so many times, over matters of their own; always the same."""
    for number, layout in enumerate(layouts):
        for turn in range(each):
            yield layout(deal(1_000 * turn + number))
