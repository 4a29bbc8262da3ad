"""Every sentence for people about faults, states, findings and answers. No Qt: the command line uses it too.

Each entry has Chinese first, English second. A test finds every fault, state, problem and finding in
the program and fails where words are missing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from kiosk_app.domain.errors import EnvironmentFault, Fault, InputFault, IntegrityFault
from kiosk_app.domain.findings import OF_FORM, Finding, Place
from kiosk_app.domain.submission import State
from kiosk_app.forms.answers import AnswerProblem
from kiosk_app.ui.card_words import CARD_FINDINGS
from kiosk_app.ui.fault_words import FAULTS
from kiosk_app.visit.find_case import Match

Language = Literal["zh", "en"]


class Words(NamedTuple):
    zh: str
    en: str


def _said(words: tuple[str, str], language: Language) -> str:
    return words[0] if language == "zh" else words[1]


def fault_words(fault: Fault, language: Language = "zh") -> str:
    """What happened and what to do, in one sentence or two."""
    words = FAULTS.get(type(fault).__name__) or _of_tree(fault)
    told = {
        name: problem_words(fact, language) if isinstance(fact, AnswerProblem) else fact
        for name, fact in fault.facts.items()
    }
    return _said(words, language).format_map(_Facts(told))


def _of_tree(fault: Fault) -> tuple[str, str]:
    for tree, words in _TREES.items():
        if isinstance(fault, tree):
            return words
    return _TREES[Fault]


class _Facts(dict[str, object]):
    """Facts for a sentence; one that the fault does not carry leaves a gap, not a second fault."""

    def __init__(self, facts: Mapping[str, object]) -> None:
        super().__init__(facts)

    def __missing__(self, key: str) -> str:
        return "—"


_TREES: Mapping[type[Fault], tuple[str, str]] = {
    InputFault: Words("这份材料用不了，请换一份再试。", "This cannot be used; please try another."),
    EnvironmentFault: Words(
        "设备出了点问题，已保存的内容没有丢。请再试一次，或请工作人员帮助。",
        "Something is wrong with the machine; nothing saved is lost. Try again or ask the staff.",
    ),
    IntegrityFault: Words(
        "数据和保存时不一致，已停止使用。请工作人员帮助。",
        "The data is not what was saved, so it is not used. Please ask the staff.",
    ),
    Fault: Words("出了点问题，请工作人员帮助。", "Something went wrong; please ask the staff."),
}

VISITOR_STATES: Mapping[State, Words] = {
    State.DRAFTING: Words("正在填写，还没有提交", "Being filled in, not submitted yet"),
    State.SEALED: Words("已保存在本机，等待送往法院", "Saved on this kiosk, waiting to go to the court"),
    State.SENDING: Words("已保存在本机，正在送往法院", "Saved on this kiosk, on its way to the court"),
    State.DELIVERED: Words("法院已收到", "Received by the court"),
    State.UNDER_REVIEW: Words("法院已收到，正在审查", "Received by the court, under review"),
    State.ACCEPTED: Words("已立案", "Case filed"),
    State.SUPPLEMENT_WANTED: Words(
        "法院已收到，需要您补充材料", "Received by the court; it asks for more material"
    ),
    State.REFUSED: Words("法院已答复，请查看法院的文书", "The court has answered; please read its letter"),
    State.HELD: Words("已保存在本机，工作人员正在处理", "Saved on this kiosk; the staff is looking at it"),
    State.NEEDS_PERSON: Words("已保存在本机，需要工作人员处理", "Saved on this kiosk; it needs the staff"),
}

CLERK_STATES: Mapping[State, Words] = {
    State.DRAFTING: Words("填写中", "Drafting"),
    State.SEALED: Words("已封装，待发送", "Sealed, to be sent"),
    State.SENDING: Words("发送中", "Sending"),
    State.DELIVERED: Words("已送达，回执已验签", "Delivered, acknowledgement verified"),
    State.UNDER_REVIEW: Words("法院审查中", "Under review"),
    State.ACCEPTED: Words("已立案", "Accepted"),
    State.SUPPLEMENT_WANTED: Words("法院要求补正", "Supplement wanted"),
    State.REFUSED: Words("法院已答复（未立案）", "Refused by the court"),
    State.HELD: Words("已暂停发送", "Held"),
    State.NEEDS_PERSON: Words("需人工处理", "Needs a person"),
}

PROBLEMS: Mapping[AnswerProblem, Words] = {
    AnswerProblem.TOO_LONG: Words("写得太长了，请写短一些。", "This is too long; please shorten it."),
    AnswerProblem.NOT_TEXT: Words(
        "里面有不能印出来的符号，请删掉。", "It holds signs that cannot be printed."
    ),
    AnswerProblem.NOT_A_DATE: Words(
        "没有这一天。年写四位，月和日各写两位，例如 2024年03月01日。",
        "There is no such day. Four digits for the year, two each for month and day.",
    ),
    AnswerProblem.NOT_A_PERIOD: Words(
        "后一天比前一天还早，请看看是不是写反了。", "The second day is before the first."
    ),
    AnswerProblem.NOT_A_NUMBER: Words("只写数字，例如 30。", "Digits only, such as 30."),
    AnswerProblem.NOT_AN_AMOUNT: Words(
        "金额只写数字，最多两位小数，例如 50000。", "Digits only, at most two decimals, such as 50000."
    ),
    AnswerProblem.NOT_A_PERCENTAGE: Words("只写数字，例如 3.85。", "Digits only, such as 3.85."),
    AnswerProblem.NOT_A_PHONE: Words(
        "电话号码不完整。手机是11位；座机请带区号，例如 010-12345678。",
        "The number is not complete. A mobile has 11 digits; a landline needs its area code.",
    ),
    AnswerProblem.NOT_A_POSTCODE: Words("邮政编码是6位数字。", "A postcode has six digits."),
    AnswerProblem.NOT_A_CHOICE: Words("请从给出的几项里选。", "Please choose one of those offered."),
}

FINDINGS: Mapping[str, tuple[str, str]] = {
    **CARD_FINDINGS,
    "answer_missing": Words("“{about}”还没有填", "“{about}” is not filled in"),
    "reading_unconfirmed": Words("“{about}”没有看清，请确认", "“{about}” was hard to read; please confirm"),
    "date_in_future": Words(
        "“{about}”是将来的日子，请看看对不对", "“{about}” lies in the future; is that right?"
    ),
    "id_number_invalid": Words(
        "“{about}”和编码规则对不上，请核对", "“{about}” does not fit the rule; please check"
    ),
    "id_field_unreadable": Words("证件上“{about}”没有看清", "“{about}” on the card could not be read"),
    "id_birth_mismatch": Words("出生日期和身份证号码对不上", "Birth date and ID number do not agree"),
    "id_sex_mismatch": Words("性别和身份证号码对不上", "Sex and ID number do not agree"),
    "id_card_expired": Words(
        "证件已过有效期，立案时法院可能请您换证", "The card has expired; the court may ask"
    ),
    "name_sign_missing": Words(
        "姓名里有一个字这台机器打不出来，用“〓”代替，请工作人员照证件补上",
        "A character of the name cannot be written here; “〓” holds its place for the staff to fill",
    ),
    "id_validity_implausible": Words("身份证有效期可能没有看清", "The card's validity may have been misread"),
    "same_party": Words(
        "原告和被告的姓名一样，请看看是不是填错了", "Both parties have the same name; is that right?"
    ),
    "defendant_indistinct": Words(
        "“{about}”只有姓名，可能和别人重名；请再填一样，比如地址、电话或者单位",
        "“{about}” alone may fit several people; add an address, a telephone number or an employer",
    ),
    "identity_missing": Words("还没有拍身份证", "The ID card has not been captured yet"),
    "other_court": Words(
        "起诉状写给{court}。材料先由{own}收下，它会告诉您怎么办，或者移送",
        "The complaint is addressed to {court}. {own} receives it, and tells you what to do or transfers it",
    ),
    "agreed_court": Words(
        "合同里写了由哪个法院处理的，请填上是哪个法院；写的是仲裁机构的，不用填",
        "Where the contract names a court, please say which; not needed where it names arbitration",
    ),
    "evidence_missing": Words("还没有拍证据材料", "There is no evidence yet"),
    "relief_for_persons": Words(
        "免交诉讼费只有个人可以申请；单位可以改选缓交或者减交",
        "Only natural persons can be spared the fee; an organisation may ask to pay later or less",
    ),
    "relief_unproven": Words(
        "申请缓交、减交、免交诉讼费要附证明，证据里还没有看到：{proofs}。带来了请加拍，没有也可以先提交",
        "The proofs for the relief from fees are not among the evidence: {proofs}; add them if you can",
    ),
    "page_blurred": Words(
        "{where}有点模糊，请把纸放平、松开手，再拍一次",
        "Blurred{where}; lay the paper flat, let go of it and take it again",
    ),
    "page_glare": Words(
        "{where}有反光，请把材料转一下再拍", "There is glare{where}; turn the paper and take it again"
    ),
    "page_shadow": Words(
        "{where}有影子盖住了字，请让开一点再拍", "A shadow hides print{where}; step aside and take it again"
    ),
    "page_finger": Words(
        "{where}手指挡住了字，请把手拿开再拍", "A finger hides print{where}; take it away and try again"
    ),
    "page_dark": Words(
        "太暗了，请看看是不是挡住了灯光", "Too dark; see whether something stands in the light"
    ),
    "page_too_far": Words("字太小，请离镜头近一点", "The print is too small; move it closer"),
    "page_upscaled": Words(
        "摄像头拍得不够清楚，请告诉工作人员", "The camera gives less detail than it should; tell the staff"
    ),
    "page_seen": Words("这一页好像拍过了", "This page seems to be there already"),
    "amounts_disagree": Words(
        "“{about}”上的金额，数字写的是{figures}元，大写是{formal}元，请看一看",
        "“{about}” says {figures} yuan in figures and {formal} yuan in words; please look",
    ),
    "page_empty": Words("这一页好像是空白的", "This page seems to be empty"),
    "page_cut_off": Words(
        "没有拍全，请把四个角都放进画面", "Cut off; bring all four corners into the picture"
    ),
}

REMEDIES: Mapping[str, Words] = {
    "answer_missing": Words(
        "知道就补上；不知道可以先空着，法院会问您。",
        "Fill it in if you know; otherwise leave it, the court will ask.",
    ),
    "reading_unconfirmed": Words(
        "请对照材料看一看，对就点“对，没错”。", "Compare it with the paper; confirm if it is right."
    ),
    "date_in_future": Words("写错了就改过来；没有写错就不用管。", "Mend it if it is wrong; else leave it."),
    "id_number_invalid": Words(
        "照证件再看一遍；被告的号码不知道可以不填。",
        "Look at the card again; a defendant's number may be left out.",
    ),
    "id_field_unreadable": Words("照证件补上这一项。", "Fill it in from the card."),
    "id_birth_mismatch": Words("照证件改正其中一项。", "Mend one of the two from the card."),
    "id_sex_mismatch": Words("照证件改正其中一项。", "Mend one of the two from the card."),
    "id_validity_implausible": Words("请把背面再拍一次。", "Take the back of the card once more."),
    "same_party": Words(
        "填错了就改过来；真是同名，请补上对方的其他信息。", "Mend it, or add what tells them apart."
    ),
    "identity_missing": Words(
        "请拍身份证正反两面；没带的，工作人员可以帮您核对身份。",
        "Take both sides of the card; without it the staff can help.",
    ),
    "evidence_missing": Words(
        "有借条、合同、转账记录这类材料就拍下来；没有也可以提交。",
        "Take what you have: notes, contracts, transfers; you can submit without.",
    ),
    "page_seen": Words("拍重了就删掉一页。", "Remove one if it is there twice."),
    "page_empty": Words("不需要就删掉这一页。", "Remove it if it is not needed."),
}
"""What to do about a finding, where its own sentence does not say it."""

CUT_OFF: Mapping[str, Words] = {
    "left": Words("纸的左边没有拍全，请把纸往右移一点", "The left is cut off; move the paper to the right"),
    "right": Words("纸的右边没有拍全，请把纸往左移一点", "The right is cut off; move the paper to the left"),
    "top": Words("纸的上边没有拍全，请把纸往下移一点", "The top is cut off; move the paper down"),
    "bottom": Words("纸的下边没有拍全，请把纸往上移一点", "The bottom is cut off; move the paper up"),
    "both": Words(
        "纸比画面大，没有拍全，请把纸转个方向，或请工作人员帮忙",
        "The paper is larger than the picture; turn it, or ask the staff",
    ),
}
"""By the edge of the picture, as the visitor sees it on the screen and on the desk."""

_PLACES: tuple[tuple[Words, ...], ...] = (
    (
        Words("左上角", " at the top left"),
        Words("上边", " at the top"),
        Words("右上角", " at the top right"),
    ),
    (Words("左边", " on the left"), Words("中间", " in the middle"), Words("右边", " on the right")),
    (
        Words("左下角", " at the bottom left"),
        Words("下边", " at the bottom"),
        Words("右下角", " at the bottom right"),
    ),
)
_MOST = 0.7
"""What reaches over so much of a page has no side."""

BLOCKERS: Mapping[str, Words] = {
    "consent_needed": Words(
        "前两项都选“同意”，才能在这台机器上办理。不同意也能立案：请点“转人工窗口”。",
        "This machine needs a yes to the first two. Without it you can still file at the counter.",
    ),
    "signature_missing": Words("还有材料没有签名。", "A document has not been signed yet."),
    "not_submitted": Words("还没有提交。", "It has not been submitted yet."),
}


def state_words(state: State, audience: Literal["visitor", "clerk"], language: Language = "zh") -> str:
    """What a state is called, for the one who reads it."""
    return _said((VISITOR_STATES if audience == "visitor" else CLERK_STATES)[state], language)


def problem_words(problem: AnswerProblem, language: Language = "zh") -> str:
    """Why an answer cannot be taken, and how to write it."""
    return _said(PROBLEMS[problem], language)


def finding_words(finding: Finding, about: str, language: Language = "zh") -> str:
    """A finding in words. ``about`` is what the visitor calls the thing it speaks of."""
    facts = dict(finding.facts)
    if finding.code.startswith(OF_FORM):
        return facts["say"]
    words = FINDINGS[finding.code]
    if finding.code == "page_cut_off":
        words = CUT_OFF.get(facts.get("side", ""), words)
    where = place_words(finding.place, language) if finding.place else ""
    return _said(words, language).format_map(_Facts({**facts, "about": about, "where": where}))


def remedy_words(finding: Finding, language: Language = "zh") -> str:
    """What to do about it; empty where the finding's own words say that already."""
    if finding.code.startswith(OF_FORM):
        return dict(finding.facts)["remedy"]
    words = REMEDIES.get(finding.code)
    return _said(words, language) if words else ""


def finding_said(finding: Finding, about: str) -> tuple[str, str]:
    """Both for paper, in Chinese: the finding and what to do."""
    return finding_words(finding, about), remedy_words(finding)


def place_words(place: Place, language: Language = "zh") -> str:
    """Where on a page, as one says it; empty for what takes up nearly all of it."""
    if place.width > _MOST and place.height > _MOST:
        return ""
    row, column = (
        1 if size > _MOST else min(2, int(3 * (start + size / 2)))
        for start, size in ((place.top, place.height), (place.left, place.width))
    )
    return _said(_PLACES[row][column], language)


def blocker_words(code: str, language: Language = "zh") -> str:
    """What must be done before the visitor can go on."""
    return _said(BLOCKERS[code], language)


_MOST_SAID = 6
"""Of a long story only as many words are repeated to whoever told it."""


def match_words(match: Match, language: Language = "zh") -> str:
    """Why a situation is offered for what a visitor said."""
    if not match.said:
        return _said(("都不像，就选这一项", "for whatever fits none of these"), language)
    because = _said(("因为您说了：{said}", "because you said: {said}"), language)
    return because.format(said="、".join(match.said[:_MOST_SAID]))
