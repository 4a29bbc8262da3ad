"""The sentences about cards and their readers: faults by class, findings by code; Chinese, English."""

from __future__ import annotations

from collections.abc import Mapping

_CAMERA = "请把身份证放在镜头下面拍。"

CARD_FAULTS: Mapping[str, tuple[str, str]] = {
    "BusinessLicenceHere": (
        "这是营业执照。这里请放您本人的身份证或护照；营业执照到“证据材料”那一步再拍。替单位起诉，请到人工窗口。",
        "This is a business licence. Lay down your own card here; the licence belongs to the evidence.",
    ),
    "LawyerLicenceHere": (
        "这是律师执业证。这里请放原告本人的身份证或护照；律师的姓名、单位，后面问到代理人时再填。",
        "This is a lawyer's licence. Lay down the plaintiff's own card; the lawyer is asked for later.",
    ),
    "ChipUnreadable": (
        "读卡区没有读出这张身份证。" + _CAMERA,
        "The reader could not read this card ({problem} {field}). Please lay it under the camera.",
    ),
    "ChipOfOtherCard": (
        "读卡区读不了这种证件，请把它放在镜头下面拍。",
        "The reader cannot read this kind of card ({kind}). Please lay it under the camera.",
    ),
    "InvalidForeignerId": (
        "永久居留证的号码和编码规则对不上，请核对。",
        "The number of the residence card does not fit the rule ({problem}); please check it.",
    ),
    "InvalidCreditCode": (
        "统一社会信用代码和编码规则对不上，请核对。",
        "The social credit code does not fit the rule ({problem}); please check it.",
    ),
    "InvalidMrz": (
        "护照最下面两行没有看清，请放平再拍一次。",
        "The two lines at the foot of the passport were not read ({problem}); please take it again.",
    ),
    "CardReaderMissing": (
        "读卡区没有接上。" + _CAMERA,
        "The card reader is not connected ({source}). Please lay the card under the camera.",
    ),
    "CardReaderUnknown": (
        "设置里的读卡器“{spec}”没有安装。技术人员请改 card_reader；装好的有：{known}。",
        "The card reader “{spec}” is not installed. Technicians: card_reader may be one of {known}.",
    ),
    "CardReaderCrashed": (
        "读卡区出了故障，正在自动重启。" + _CAMERA,
        "The card reader's driver ended ({exit_code}) and is started again. Use the camera meanwhile.",
    ),
    "CardReaderHung": (
        "读卡区没有反应，正在自动重启。" + _CAMERA,
        "The card reader did not answer in {after_ms} ms and is started again. Use the camera meanwhile.",
    ),
    "CardReaderBroken": (
        "读卡区用不了。" + _CAMERA,
        "The card reader's driver does not work ({kind}). Please lay the card under the camera.",
    ),
}

CARD_FINDINGS: Mapping[str, tuple[str, str]] = {
    "id_sides_differ": (
        "两面不是同一种证件，请看看",
        "The two sides are of two kinds of card; please check",
    ),
    "id_authority_elsewhere": (
        "签发机关和住址不在一处，请看看两面是不是一张证",
        "Issuing authority and address are in different places; are both sides of one card?",
    ),
    "card_sample": (
        "这张卡上印着“样本”，立案时法院可能要看原件",
        "The card says that it is a sample; the court may ask for the original",
    ),
    "card_without_colour": (
        "拍到的好像是复印件，立案时法院可能要看原件",
        "This seems to be a photocopy; the court may ask for the original",
    ),
    "licence_codes_differ": (
        "营业执照上印的信用代码{printed}，和二维码里的{coded}不一样，请核对",
        "The licence prints the credit code {printed}, its QR code says {coded}; please check",
    ),
    "id_chip_other_card": (
        "读卡区和镜头下的，好像不是同一张身份证，请核对",
        "The card on the reader and the one under the camera seem to be two; please check",
    ),
    "id_chip_differs": (
        "“{about}”在芯片里和卡面上不一样，请核对",
        "“{about}” differs between the card's chip and its print; please check",
    ),
}
