"""Papers of work, trade in goods and the road: contracts, payslips, delivery notes, accident certificates."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from kiosk_app.domain.money import Money
from kiosk_app.domain.paper import FactName, PaperSort
from tests.samples.papers import SANS, SERIF
from tests.samples.trade_sheet import INKS, Deal, Sheet, TradePaper, hand_font, written


def _wage(deal: Deal) -> Decimal:
    return Decimal(3_000 + 50 * (deal.on.toordinal() % 120))


def _net(wage: Decimal) -> str:
    return f"{wage - Decimal('312.5'):.2f}"


# Work ---------------------------------------------------------------------------------------------------


def labour_contract(deal: Deal) -> TradePaper:
    """The model text: both parties, term, pay, signatures."""
    sheet = Sheet(deal.rng, SERIF, 36)
    hand = hand_font(deal.rng)
    wage = _wage(deal)
    sheet.title("劳 动 合 同", 76)
    sheet.write(f"甲方（用人单位）：{deal.firm}")
    sheet.write(f"法定代表人：{deal.one.name}")
    sheet.write(f"乙方（劳动者）：{deal.other.name}")
    sheet.write(f"居民身份证号码：{deal.other.number}")
    sheet.write("根据《中华人民共和国劳动合同法》，甲乙双方平等自愿，协商一致，订立本合同。", indent=True)
    sheet.write(
        f"一、合同期限：固定期限，自{written(deal.on)}起至{written(deal.due)}止，其中试用期一个月。",
        indent=True,
    )
    sheet.write("二、工作内容：乙方同意担任仓库管理员。", indent=True)
    sheet.write(f"三、劳动报酬：甲方每月15日前支付乙方上月工资，月工资为{wage}元。", indent=True)
    sheet.write("四、工作时间：每日八小时，每周工作五日。", indent=True)
    sheet.write("五、本合同一式两份，双方各执一份。", indent=True)
    sheet.y += 100
    sheet.form("甲方（盖章）：", deal.firm, SERIF)
    sheet.form("乙方（签字）：", deal.other.name, hand)
    sheet.form("签订日期：", written(deal.on), hand)
    sheet.seal(330, sheet.y - 320)
    return TradePaper(sheet.pixels(), PaperSort.LABOUR_CONTRACT, "model text", _work(deal, wage, True))


def filled_labour_contract(deal: Deal) -> TradePaper:
    """A form filled in by hand, the parties in a table."""
    sheet = Sheet(deal.rng, SANS, 34)
    sheet.ink = INKS[0]
    hand = hand_font(deal.rng)
    wage = _wage(deal)
    sheet.title("劳动合同书", 66)
    sheet.form("用人单位名称：", deal.firm, hand)
    sheet.form("劳动者姓名：", deal.other.name, hand, down=False)
    sheet.form("性别：", deal.other.sex.value, hand, x=900)
    sheet.form("身份证号码：", deal.other.number, hand)
    sheet.form("第一条 合同起始日：", written(deal.on), hand)
    sheet.form("第二条 工作岗位：", "装卸工", hand)
    sheet.form("第三条 乙方的工资标准为每月人民币", f"{wage}元", hand)
    sheet.write("第四条 甲方依法为乙方缴纳社会保险费。")
    sheet.y += 80
    sheet.form("劳动者签名：", deal.other.name, hand, down=False)
    sheet.form("日期：", written(deal.on), hand, x=900)
    return TradePaper(sheet.pixels(), PaperSort.LABOUR_CONTRACT, "filled in", _work(deal, wage, False))


def _work(deal: Deal, wage: Decimal, with_span: bool) -> dict[FactName, tuple[object, ...]]:
    told: dict[FactName, tuple[object, ...]] = {
        FactName.EMPLOYER: (deal.firm,),
        FactName.WORKER: (deal.other.name,),
        FactName.AMOUNT: (Money(wage),),
        FactName.DATE: (deal.on,),
        FactName.SIGNED: (deal.other.name, deal.firm),
    }
    return told | ({FactName.FROM: (deal.on,), FactName.DUE: (deal.due,)} if with_span else {})


def _paid(deal: Deal, firm: bool) -> dict[FactName, tuple[object, ...]]:
    return {
        FactName.EMPLOYER: (deal.firm,) if firm else (),
        FactName.WORKER: (deal.other.name,),
        FactName.AMOUNT: (Money(_wage(deal) - Decimal("312.5")),),
        FactName.DATE: (),
    }


def wide_payslip(deal: Deal) -> TradePaper:
    """One row of names of the columns, one of values."""
    sheet = Sheet(deal.rng, SANS, 34)
    sheet.left, sheet.right = 70, 1_584
    wage = _wage(deal)
    sheet.title(deal.firm, 50)
    sheet.title(f"{deal.on.year}年{deal.on.month}月工资条", 46)
    rows = [
        ("姓名", "部门", "出勤", "基本工资", "加班费", "应发工资", "扣社保", "实发工资"),
        (deal.other.name, "仓储部", "22", f"{wage - 400:.2f}", "400.00", f"{wage:.2f}", "312.50", _net(wage)),
    ]
    sheet.grid(rows, (10, 10, 7, 13, 11, 14, 11, 14), size=30)
    sheet.y += 30
    sheet.write("备注：如有疑问请于三日内与财务部联系。", size=28)
    return TradePaper(sheet.pixels(), PaperSort.PAYSLIP, "wide", _paid(deal, True))


def long_payslip(deal: Deal) -> TradePaper:
    """Names and values in pairs, one below the other."""
    sheet = Sheet(deal.rng, SANS, 38)
    wage = _wage(deal)
    sheet.title("工资单", 66)
    rows = [
        ("姓名", deal.other.name, "工号", "0317"),
        ("所属月份", f"{deal.on.year}年{deal.on.month}月", "部门", "生产部"),
        ("基本工资", f"{wage - 400:.2f}", "绩效工资", "400.00"),
        ("应发合计", f"{wage:.2f}", "扣款合计", "312.50"),
        ("个人所得税", "0.00", "实发工资", _net(wage)),
    ]
    sheet.grid(rows, (18, 26, 18, 26), size=36)
    return TradePaper(sheet.pixels(), PaperSort.PAYSLIP, "long", _paid(deal, False))


# Goods ----------------------------------------------------------------------------------------------------


def purchase_contract(deal: Deal) -> TradePaper:
    sheet = Sheet(deal.rng, SERIF, 36)
    hand = hand_font(deal.rng)
    sheet.title("买 卖 合 同", 76)
    sheet.write(f"买方（甲方）：{deal.firm}")
    sheet.write(f"卖方（乙方）：{deal.other_firm}")
    sheet.write("双方就买卖货物一事，订立合同如下：", indent=True)
    unit = deal.yuan / 20
    sheet.grid(
        [
            ("货物名称", "规格", "数量", "单价", "金额"),
            ("水泥", "P.O42.5", "20", f"{unit:.2f}", f"{deal.yuan:.2f}"),
        ],
        (24, 18, 12, 18, 22), size=32,
    )  # fmt: skip
    sheet.y += 20
    sheet.write(f"合同总价：人民币{deal.words}（¥{deal.yuan:,.2f}元）。")
    sheet.write("付款方式：货到验收合格后三十日内付清。")
    sheet.write("违约责任：逾期付款的，每日按未付金额的万分之五支付违约金。")
    sheet.y += 100
    sheet.form("甲方（盖章）：", deal.firm, SERIF)
    sheet.form("乙方（盖章）：", deal.other_firm, SERIF)
    sheet.form("签订日期：", written(deal.on), hand)
    sheet.seal(300, sheet.y - 340)
    return TradePaper(sheet.pixels(), PaperSort.PURCHASE_CONTRACT, "print", _goods(deal))


def supply_contract(deal: Deal) -> TradePaper:
    sheet = Sheet(deal.rng, SANS, 34)
    sheet.title("购销合同", 66)
    sheet.put(150, f"供方：{deal.other_firm}", down=False)
    sheet.put(960, f"合同编号：XS{deal.on:%Y%m}08", size=30)
    sheet.put(150, f"需方：{deal.firm}", down=False)
    sheet.put(960, f"签订日期：{written(deal.on)}", size=30)
    half = deal.yuan / 2
    rows = [
        ("序号", "名称", "单位", "数量", "单价（元）", "金额（元）"),
        ("1", "钢筋", "吨", "10", f"{half / 10:.2f}", f"{half:.2f}"),
        ("2", "角钢", "吨", "8", f"{half / 8:.2f}", f"{half:.2f}"),
        ("合计", "", "", "", "", f"{deal.yuan:.2f}"),
    ]
    sheet.grid(rows, (9, 18, 9, 10, 18, 18), size=30)
    sheet.y += 20
    sheet.write(f"合计人民币（大写）：{deal.words}")
    sheet.write("一、交货地点：需方工地。二、结算方式：月结。")
    sheet.write("三、本合同经双方盖章后生效，一式两份。")
    sheet.seal(250, sheet.y + 40, "合同章")
    return TradePaper(sheet.pixels(), PaperSort.PURCHASE_CONTRACT, "supply", _goods(deal))


def _goods(deal: Deal) -> dict[FactName, tuple[object, ...]]:
    return {
        FactName.BUYER: (deal.firm,),
        FactName.SELLER: (deal.other_firm,),
        FactName.AMOUNT: (Money(deal.yuan),),
        FactName.DATE: (deal.on,),
    }


def delivery_note(deal: Deal) -> TradePaper:
    """A printed block with a table, filled in by hand."""
    sheet = Sheet(deal.rng, SERIF, 38)
    sheet.ink = INKS[2]
    hand = hand_font(deal.rng)
    sheet.title(deal.other_firm, 50)
    sheet.title("送 货 单", 68)
    sheet.form("收货单位：", deal.firm, hand, down=False)
    sheet.put(1_150, f"№ 00{deal.on:%m%d}", size=34)
    sheet.form("日期：", written(deal.on), hand)
    half = deal.yuan / 2
    rows = [
        ("品名", "规格", "数量", "单价", "金额"),
        ("瓷砖", "800*800", "100", f"{half / 100:.2f}", f"{half:.2f}"),
        ("水管", "DN25", "50", f"{half / 50:.2f}", f"{half:.2f}"),
        ("", "", "", "", ""),
        ("合计", "", "", "", f"{deal.yuan:.2f}"),
    ]
    sheet.grid(rows, (24, 18, 12, 18, 20), hand=hand, size=34)
    sheet.y += 20
    sheet.form("合计人民币（大写）：", deal.words, hand)
    sheet.form("送货人：", deal.one.name, hand, down=False)
    sheet.form("收货人（签字）：", deal.other.name, hand, x=800)
    told = _goods(deal) | {FactName.SIGNED: (deal.other.name,)}
    return TradePaper(sheet.pixels(), PaperSort.DELIVERY_NOTE, "filled in", told)


def printed_delivery_note(deal: Deal) -> TradePaper:
    sheet = Sheet(deal.rng, SANS, 34)
    sheet.title("销售出库单", 60)
    sheet.put(150, f"客户名称：{deal.firm}", down=False)
    sheet.put(1_000, f"开单日期：{written(deal.on, 1)}")
    sheet.put(150, f"发货单位：{deal.other_firm}", down=False)
    sheet.put(1_000, f"单号：CK{deal.on:%Y%m%d}003")
    rows = [
        ("商品", "单位", "数量", "单价", "金额"),
        ("洗衣液", "箱", "40", f"{deal.yuan / 40:.3f}", f"{deal.yuan:.2f}"),
    ]
    sheet.grid(rows, (30, 10, 12, 18, 20), size=32)
    sheet.y += 14
    sheet.write(f"合计：{deal.yuan:.2f}元　　大写：{deal.words}")
    sheet.write("收货人签字：　　　　　　　　送货人：")
    return TradePaper(sheet.pixels(), PaperSort.DELIVERY_NOTE, "printed", _goods(deal))


# The road -------------------------------------------------------------------------------------------------


def accident(deal: Deal) -> TradePaper:
    """The ordinary procedure: who, how it came about, who is responsible."""
    sheet = Sheet(deal.rng, SERIF, 36)
    sheet.title("示范市公安局交通警察支队", 46)
    sheet.title("道路交通事故认定书", 64)
    sheet.put(760, f"第4401{deal.on:%Y%m}0{deal.on.day:03}号", size=32)
    sheet.write(f"事故时间：{written(deal.on)} 18时20分　　天气：晴")
    sheet.write("事故地点：示范市人民路与建设巷路口")
    for label, who in (("甲方", deal.one), ("乙方", deal.other)):
        sheet.write(
            f"当事人{label}：{who.name}，{who.sex.value}，身份证号码：{who.number}，驾驶小型轿车。",
            indent=False,
        )
    sheet.write("道路交通事故发生经过：", indent=False)
    sheet.write(
        f"{written(deal.on)}18时20分许，{deal.one.name}驾驶小型轿车沿人民路由东向西行驶，与"
        f"{deal.other.name}驾驶的小型轿车相撞，造成两车受损、{deal.other.name}受伤。",
        indent=True,
    )
    sheet.write("道路交通事故成因及责任：", indent=False)
    sheet.write(
        f"{deal.one.name}违反《中华人民共和国道路交通安全法》第二十二条的规定，负事故全部责任；"
        f"{deal.other.name}无责任。",
        indent=True,
    )
    sheet.y += 60
    sheet.put(820, "交通警察：王警官")
    sheet.put(820, written(deal.due))
    sheet.seal(1_060, sheet.y - 220, "公章")
    told: dict[FactName, tuple[object, ...]] = {
        FactName.PARTY: (deal.one.name, deal.other.name),
        FactName.DATE: (deal.on,),
        FactName.AMOUNT: (),
    }
    return TradePaper(sheet.pixels(), PaperSort.ACCIDENT, "ordinary", told)


def simple_accident(deal: Deal) -> TradePaper:
    """The simple procedure: a form with a table of the parties."""
    sheet = Sheet(deal.rng, SANS, 32)
    sheet.title("道路交通事故认定书（简易程序）", 52)
    sheet.grid([("事故时间", f"{written(deal.on)}8时5分", "天气", "阴")], (16, 44, 12, 16), size=30)
    sheet.grid([("事故地点", "示例县建设路12号门前路段")], (16, 72), size=30)
    for who, plate in ((deal.one, "测A00001"), (deal.other, "测A00002")):
        sheet.grid([("当事人", who.name, "身份证号", who.number)], (14, 16, 16, 42), size=28)
        sheet.grid([("交通方式", "驾驶小型轿车", "车辆牌号", plate)], (14, 28, 16, 30), size=28)
    sheet.y += 20
    sheet.write(f"交通事故事实及责任：{deal.other.name}倒车时未察明车后情况，与{deal.one.name}的车辆相撞。")
    sheet.write(f"{deal.other.name}负全部责任，{deal.one.name}无责任。")
    sheet.y += 60
    sheet.put(150, "当事人签名：", down=False)
    sheet.put(900, written(deal.on))
    told: dict[FactName, tuple[object, ...]] = {
        FactName.PARTY: (deal.one.name, deal.other.name),
        FactName.DATE: (deal.on,),
        FactName.AMOUNT: (),
    }
    return TradePaper(sheet.pixels(), PaperSort.ACCIDENT, "simple", told)


WORK_LAYOUTS: tuple[Callable[[Deal], TradePaper], ...] = (
    labour_contract, filled_labour_contract, wide_payslip, long_payslip, purchase_contract,
    supply_contract, delivery_note, printed_delivery_note, accident, simple_accident,
)  # fmt: skip
