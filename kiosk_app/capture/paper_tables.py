"""What papers of the trade are called and how they name their parties: tables for ``prefill``."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk_app.domain.paper import FactName, PaperSort

TITLES: Mapping[PaperSort, tuple[str, ...]] = {
    PaperSort.IOU: ("借条", "借据", "借款条"),
    PaperSort.DEBT_NOTE: ("欠条", "欠据", "欠款条", "欠款单", "结算欠条"),
    PaperSort.RECEIPT: ("收条", "收据", "收款条", "收款收据"),
    PaperSort.LOAN_CONTRACT: ("借款合同", "借款协议", "贷款合同", "借贷合同", "借款协议书", "借款合同书"),
    PaperSort.TRANSFER: (
        "转账回单",
        "电子回单",
        "客户回单",
        "汇款回单",
        "转账凭证",
        "转账记录",
        "转账电子凭证",
        "业务回单",
        "交易回单",
        "账单详情",
        "转账详情",
        "交易详情",
    ),
    PaperSort.LABOUR_CONTRACT: ("劳动合同", "劳动合同书", "聘用合同"),
    PaperSort.PAYSLIP: ("工资条", "工资单", "工资表", "薪资单", "工资明细"),
    PaperSort.PURCHASE_CONTRACT: ("买卖合同", "购销合同", "采购合同", "销售合同", "订购合同"),
    PaperSort.DELIVERY_NOTE: ("送货单", "发货单", "出库单", "提货单", "销货清单"),
    PaperSort.ACCIDENT: ("事故认定书", "事故责任认定书", "交通事故认定书"),
}
"""What stands at the head of a paper."""

BODIES: Mapping[PaperSort, str] = {
    PaperSort.IOU: (
        "[今现兹]借到|[今现兹]向[^，。\n]{2,40}借|向[^，。\n]{2,40}借(?:到|款|得)|立此借据|借到人民币"
        "|借给[^你我他她，。\n]{2,4}(?:人民币|现金|[0-9一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾])"
    ),
    PaperSort.DEBT_NOTE: "[今尚兹共]欠",
    PaperSort.RECEIPT: "[今现兹]收到",
    PaperSort.TRANSFER: "交易流水号|付款人户名|收款人户名|转账单号|转账-转给|转账-来自|对方已收[钱款]",
    PaperSort.PAYSLIP: "实发工资|应发工资",
}
"""What tells a paper without a head. Looked for in this order."""

ROLES: Mapping[PaperSort, Mapping[FactName, str]] = {
    PaperSort.IOU: {
        FactName.LENDER: "出借人|贷款人|债权人|借出人|出借方|贷款方|放款人",
        FactName.BORROWER: (
            "借款人|借款方|借入人|债务人|立据人|立借据人|借据人|具借人|今借人|借钱人|欠款人|具条人"
        ),
    },
    PaperSort.DEBT_NOTE: {
        FactName.LENDER: "债权人|收款人|出借人|供货人|供货方",
        FactName.BORROWER: "欠款人|债务人|借款人|欠款方|立据人|具欠人|今欠人|具条人",
    },
    PaperSort.RECEIPT: {
        FactName.PAYER: "付款人|交款人|交款单位|付款方|还款人",
        FactName.PAYEE: "收款人|收款单位|收条人|今收人|收款方|领款人|经收人|具收人",
    },
    PaperSort.LOAN_CONTRACT: {
        FactName.LENDER: "出借人|贷款人|债权人|出借方|贷款方|贷款单位",
        FactName.BORROWER: "借款人|借款方|债务人|借款单位",
    },
    PaperSort.TRANSFER: {
        FactName.PAYER: "付款人|付款方|付款户名|付款账户名|转出户名|汇款人|付款单位|转出方|转出人",
        FactName.PAYEE: "收款人|收款方|收款户名|收款账户名|转入户名|收款单位|转入方|对方(?:户名|名称|账户)",
    },
    PaperSort.LABOUR_CONTRACT: {
        FactName.EMPLOYER: "用人单位|单位名称|聘用单位",
        FactName.WORKER: "劳动者|员工|受聘人|职工",
    },
    PaperSort.PAYSLIP: {
        FactName.EMPLOYER: "单位|公司|用人单位|单位名称",
        FactName.WORKER: "姓名|员工姓名|员工",
    },
    PaperSort.PURCHASE_CONTRACT: {
        FactName.BUYER: "买受人|买方|需方|采购方|购货方|买受方|订货方",
        FactName.SELLER: "出卖人|卖方|供方|销售方|供货方|出卖方",
    },
    PaperSort.DELIVERY_NOTE: {
        FactName.BUYER: "收货单位|客户|客户名称|购货单位|收货方",
        FactName.SELLER: "送货单位|供货单位|发货单位|供应商|发货方",
    },
    PaperSort.ACCIDENT: {FactName.PARTY: "(?:甲方|乙方)?当事人(?:[甲乙丙]方?|[一二三123ABC])?"},
}
"""The labels before a party's name."""

ANCHORS: Mapping[PaperSort, tuple[tuple[str, FactName | None, FactName | None], ...]] = {
    PaperSort.IOU: (
        (r"向(?=[^，。；\n\t向]{2,40}?借)", FactName.BORROWER, FactName.LENDER),
        (r"(?:出借给|转借给|借给|借予|借与|出借予)", FactName.LENDER, FactName.BORROWER),
        (r"(?:借到|借得|借入|借用|借取|借款自|借)(?:了)?", FactName.BORROWER, FactName.LENDER),
    ),
    PaperSort.DEBT_NOTE: ((r"(?:尚|共|仍|还|今|兹|现)*欠(?:到|付|下)?", FactName.BORROWER, FactName.LENDER),),
    PaperSort.RECEIPT: ((r"收到(?:了)?:?", FactName.PAYEE, FactName.PAYER),),
    PaperSort.TRANSFER: (
        (r"(?:转账|付款)?-?(?:转|付款?)给", None, FactName.PAYEE),
        (r"转账-?来自", None, FactName.PAYER),
    ),
}
"""Words in a sentence, whose name stands before them and whose behind."""

PAYS_A_DEBT = r"收到[^。\n]{0,60}(?:归还|偿还|还款|还来|还清|所欠|欠款|本息)"
"""What makes a receipt one of a repayment."""

LETTERHEADS: Mapping[PaperSort, FactName] = {
    PaperSort.PAYSLIP: FactName.EMPLOYER,
    PaperSort.DELIVERY_NOTE: FactName.SELLER,
}
"""Who an organisation is whose name stands alone above the paper's head."""

SIGNATURES = (
    r"(?:[一-鿿]{2,8}[(（](?:签名|签字|签章|盖章|捺印|按印|公章)[^()（）\n\t]{0,8}[)）]"
    r"|[一-鿿]{2,6}(?:签名|签字|签章)|收货人|签收人)[:：\t]*"
)
"""The words before a signature, on papers that several people sign."""

SIGNER: Mapping[PaperSort, FactName] = {
    PaperSort.IOU: FactName.BORROWER,
    PaperSort.DEBT_NOTE: FactName.BORROWER,
    PaperSort.RECEIPT: FactName.PAYEE,
}
"""Whose name stands alone at the foot of the paper."""

NUMBERS: Mapping[FactName, FactName] = {
    FactName.LENDER: FactName.LENDER_ID,
    FactName.BORROWER: FactName.BORROWER_ID,
}
"""What an identity number behind a name is called."""

AMOUNT_LABELS: Mapping[PaperSort, str] = {
    PaperSort.TRANSFER: "转账金额|交易金额|付款金额|汇款金额|金额|小写|大写|发生额|人民币",
    PaperSort.PAYSLIP: "实发工资|实发合计|实发金额|实发",
    PaperSort.LABOUR_CONTRACT: "月工资|基本工资|工资标准|劳动报酬|工资",
    PaperSort.PURCHASE_CONTRACT: "合同总价|总价款|合同总金额|总金额|总价|货款总额|合计|共计",
    PaperSort.DELIVERY_NOTE: "总金额|合计|总计|金额合计",
}
"""The labels of the amount that counts, where a paper has many. Papers about a debt have their own way."""

NOT_THE_PRINCIPAL = (
    "利息|违约金|滞纳金|罚息|每月|月供|月还|已还|归还了|律师费|诉讼费|余款|罚款|每天|每日|工本费"
)

DATE_LABELS = (
    "日期|时间|借款日期|出具日期|立据日期|签订日期|签署日期|交易日期|交易时间|转账时间|转账日期|记账日期|入账日期|"
    "支付时间|创建时间|付款时间|开单日期|送货日期|事故时间|落款日期|借款时间"
)
OTHER_DATE_LABELS = "打印日期|打印时间|有效期|出生日期|出生|生日"
"""The labels of days that are not the paper's."""
MATTER_DATE_LABELS: Mapping[PaperSort, str] = {
    PaperSort.ACCIDENT: "事故时间|事故发生时间|发生时间",
    PaperSort.TRANSFER: (
        "交易日期|交易时间|转账时间|转账日期|记账日期|入账日期|支付时间|创建时间|付款时间|收款时间"
    ),
}
"""The labels of the day on which it happened, where a paper is written on another one."""
DUE_LABELS = "还款日期|还款时间|还款日|到期日|到期日期|归还日期|还款期限|借款到期日|约定还款日"

DELIVERIES: Mapping[str, str] = {
    "transfer": "转账|汇款|微信支付|微信转|支付宝|网银|打款|银行卡",
    "cash": "现金",
}

SURNAMES = frozenset(
    "".join(
        """赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗
    凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛
    禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌
    霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳
    汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印
    宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农
    温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁
    勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢
    涂钦商牟佘佴伯赏墨哈谯笪年爱阳佟言福肖付代覃兰苟原闾苑仝折卿展矫种战鹿才但信迟修门由""".split()
    )
)
"""The first sign of names: 百家姓 and the common ones beyond it."""
COMPOUND_SURNAMES = frozenset(
    "欧阳 上官 司马 诸葛 司徒 东方 独孤 南宫 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 端木 闻人 澹台".split()
)

ORGANIZATION = (
    "(?:公司|商行|经营部|合作社|工厂|加工厂|制造厂|中心|学校|医院|银行|支行|事务所|工作室|服务部|超市|饭店"
    "|门市部|村民委员会|居委会)"
)
"""How organisations' names end."""

AFTER_NAME = tuple(
    "人民币 现金 身份证 公民身份 先生 女士 同志 电话 手机 住址 住所 归还 交来 支付 交付 借款 大写 小写 签字 "
    "签名 处 借 欠 的 款 货款 工程款 出借 现因 因为 用于 "
    "工资 工钱 劳务 材料 房租 租金 运费 加工 医疗 本金 人工 报酬 尾款 定金 押金 保证金 彩礼 装修 购".split()
)
"""What follows a name without being part of one."""

MAYBE_AFTER_NAME = "今于因共现转付还收交系住汇向和与及等出为"
"""Signs that follow names, and that a given name may hold."""

BEFORE_NAME = (
    "本人",
    "借款人",
    "出借人",
    "欠款人",
    "今有",
    "兹有",
    "现有",
    "甲方",
    "乙方",
    "今",
    "兹",
    "现",
    "由",
    "我",
    "是",
)
BETWEEN_NAME = ("同意", "自愿", "今天", "今日", "今", "现", "已", "曾", "特", "因", "共", "尚", "兹")
