"""What the command line says when all is well. Chinese first, English second, as in ``messages``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kiosk_app.ui.fault_words import FAULTS
from kiosk_app.ui.messages import Language

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "received": (
        "法院已收到：签名回执核验通过。结果在 {out}",
        "Received by the court: its signed acknowledgement verified. Results in {out}",
    ),
    "saved": (
        "已保存在本机，法院还没有收到。线路恢复后运行：kiosk-app sync --once --demo {out}",
        "Saved on this kiosk; the court has not received it. When the line is up: "
        "kiosk-app sync --once --demo {out}",
    ),
    "delivered": ("法院已收到 {filing_id}", "Received by the court: {filing_id}"),
    "waiting": ("{filing_id} 仍在本机：{reason}", "{filing_id} is still on this kiosk: {reason}"),
    "other_courier": (
        "另一个程序正在送材料，这次没有再送。",
        "Another program is delivering just now, so this one did not.",
    ),
    "nothing": ("没有等待送达的材料。", "Nothing waits to be delivered."),
    "enrolled": (
        "本机已在{court}登记，编号 {kiosk_id}",
        "This kiosk is enrolled at {court} as {kiosk_id}",
    ),
    "code": (
        "登记码 {code}，{hours} 小时内有效，只能用一次。",
        "Enrolment code {code}: valid for {hours} hours, for one kiosk.",
    ),
    "listening": ("法院服务已就绪：{url}", "The court's server answers at {url}"),
    "screens": ("{count} 张屏幕图在 {out}", "{count} pictures of screens in {out}"),
    "outline": (
        "{picture}: {kind}  把握 {confidence:.2f}  {took_ms:.0f} ms  四角 {corners}",
        "{picture}: {kind}  confidence {confidence:.2f}  {took_ms:.0f} ms  corners {corners}",
    ),
    "no_outline": ("{picture}: 没有找到  {took_ms:.0f} ms", "{picture}: none found  {took_ms:.0f} ms"),
    "page": ("纸", "page"),
    "card": ("卡", "card"),
    "taken": (
        "{out} 里有：outline.jpg 边框、flat.png 展平、clean.png 清理、findings.json 检查结果",
        "In {out}: outline.jpg, flat.png, clean.png and findings.json",
    ),
    "read": (
        "{picture}: {place} {width_px}×{height_px}，左转 {turns} 次，{count} 行",
        "{picture}: {place} {width_px}×{height_px}, turned left {turns} times, {count} lines",
    ),
    "on_page": ("纸", "page"),
    "on_picture": ("没找到纸，读整张图", "no page found, so the whole picture"),
    "line": ("{confidence:.3f}  {box:<22} {text}", "{confidence:.3f}  {box:<22} {text}"),
    "card_side": ("{picture}: {kind}，{side}", "{picture}: {kind}, {side}"),
    "front": ("正面", "front"),
    "back": ("背面", "back"),
    "field": (
        "  {name:<14} {confidence:.3f}  {box:<22} {value}",
        "  {name:<14} {confidence:.3f}  {box:<22} {value}",
    ),
    "unread": ("（没有读出）", "(not read)"),
    "code_line": ("{kind:<7}{box:<22} {says}", "{kind:<7}{box:<22} {says}"),
    "code_says": ("  码上的内容：{says}", "  its code: {says}"),
    "code_separator": ("证据分隔页 {number} 号", "separator sheet {number}"),
    "code_form": (
        "空白表 {form_id}（{edition}），第 {page} 页共 {pages} 页，版面 {layout}",
        "blank form {form_id} ({edition}), page {page} of {pages}, layout {layout}",
    ),
    "code_receipt": (
        "收件回执 {receipt_number}，材料包 {filing_id}",
        "receipt {receipt_number} of filing {filing_id}",
    ),
    "code_licence": (
        "营业执照，统一社会信用代码 {credit_code}",
        "business licence with credit code {credit_code}",
    ),
    "code_invoice": (
        "发票 {number}（代码 {code}，种类 {kind}），{amount} 元，{issued}",
        "invoice {number} (code {code}, kind {kind}), {amount} yuan, {issued}",
    ),
    "code_plain": ("文字（不可信）：{text}", "text, untrusted: {text}"),
    "no_card_kind": ("{picture}: 不认识的卡", "{picture}: no card that is known"),
    "this_page": ("这一页", "this page"),
    "no_findings": ("没有发现问题。", "Nothing is wrong with it."),
    "paper": ("{picture}: {sort}，读到 {count} 项", "{picture}: {sort}, {count} facts"),
    "suggested": ("{label}  {value}  {sure}  {picture}", "{label}  {value}  {sure}  {picture}"),
    "certain": ("无矛盾", "certain"),
    "compare": ("请对照", "to be compared"),
    "nothing_suggested": ("没有可以照填的内容。", "Nothing on them answers a question of this case."),
    "iou": ("借条", "IOU"),
    "debt_note": ("欠条", "debt note"),
    "receipt": ("收条", "receipt"),
    "repayment": ("还款收条", "receipt of a repayment"),
    "loan_contract": ("借款合同", "loan contract"),
    "transfer": ("转账凭证", "transfer record"),
    "labour_contract": ("劳动合同", "labour contract"),
    "payslip": ("工资条", "payslip"),
    "purchase_contract": ("买卖合同", "purchase contract"),
    "delivery_note": ("送货单", "delivery note"),
    "accident": ("事故认定书", "accident certificate"),
    "unknown": ("不认识的材料", "unknown paper"),
    "no_camera": ("没有找到镜头。", "There is no camera."),
    "camera": ("uvc:{name}\n  {device}  {card}", "uvc:{name}\n  {device}  {card}"),
    "mode": (
        "  {pixel_format} {width_px}×{height_px} 每秒 {frames_a_second:.0f} 张",
        "  {pixel_format} {width_px}×{height_px} at {frames_a_second:.0f} a second",
    ),
    "pictures": ("画面 {width_px}×{height_px}", "Pictures of {width_px}×{height_px}"),
    "pace": (
        "第一张用了 {first_ms} ms，每秒 {pictures_a_second:.1f} 张",
        "The first after {first_ms} ms, {pictures_a_second:.1f} a second",
    ),
    "brightness": ("亮度 {brightness:.0f}（0–255）", "Brightness {brightness:.0f} (0–255)"),
    "sharpness": (
        "清晰度 {sharpness:.2f}（0–1；0.3 以下字看不清）",
        "Sharpness {sharpness:.2f} (0–1; below 0.3 print cannot be read)",
    ),
    "no_print": (
        "画面里没有看到字，量不出清晰度。请放一张有字的纸。",
        "No print is seen, so sharpness was not measured. Lay a printed page under the camera.",
    ),
    "agrees": ("镜头按要求工作。", "The camera does what it was asked to."),
    "differs": (
        "镜头没有照要求的做：{field}要 {asked}，给的是 {got}",
        "The camera does not do what it was asked to: {field} {asked}, and it gives {got}",
    ),
    "remark": ("有的画面{remark}", "Some pictures were {remark}"),
    "black": ("全黑", "black"),
    "repeated": ("和前一张完全相同", "the same as the one before"),
    "torn": ("不完整", "torn"),
    "resized": ("大小变了", "of another size than the one before"),
    "width_px": ("宽度", "width"),
    "height_px": ("高度", "height"),
    "frames_a_second": ("每秒张数", "pictures a second"),
    "pixel_format": ("格式", "format"),
    "exposure": ("曝光", "exposure"),
    "focus": ("对焦", "focus"),
    "automatic": ("自动", "automatic"),
    "separators": (
        "{count} 张分隔页在 {path}，请用 A4 纸打印",
        "{count} separator sheets in {path}; print them on A4",
    ),
    "unsigned": ("{path}: 没有电子签名", "{path}: not signed"),
    "signed_by": (
        "{path}: {person} 签名，{how}，{at}",
        "{path}: signed by {person}, {how}, at {at}",
    ),
    "identified_chip": ("身份来自证件芯片", "identified by the card's chip"),
    "identified_card": ("身份来自拍摄的证件", "identified by a photographed card"),
    "identified_stated": ("姓名是自己说的，没有核对证件", "by a name that was only stated"),
    "identified_unknown": ("不知道怎么确认的身份", "identified nobody knows how"),
    "paper_unchanged": ("  签名后没有改动", "  Unchanged since it was signed"),
    "paper_extended": ("  签名后又加了内容", "  Something was added after it was signed"),
    "paper_changed": ("  签名后被改动过", "  Changed after it was signed"),
    "by_kiosk": (
        "  终端 {kiosk_id}，密钥 {thumbprint}（{trust}）",
        "  Kiosk {kiosk_id}, key {thumbprint} ({trust})",
    ),
    "no_kiosk": ("  没有终端为这个签名作证", "  No kiosk vouches for this signature"),
    "kiosk_trusted": ("可信", "trusted"),
    "kiosk_other": ("不是 --key 说的终端", "not a kiosk of --key"),
    "kiosk_to_compare": ("请与登记的密钥对照", "compare it with the enrolled one"),
    "picture_in": ("画面在 {path}", "A picture is in {path}"),
}

_STATIONS: Mapping[str, tuple[str, str]] = {
    "gateway": ("启动法院服务", "start a court's server"),
    "enrol": ("登记本机", "enrol this kiosk"),
    "id_front": ("身份证人像面：找边、展平、识读", "identity card, portrait side: find, flatten, read"),
    "id_back": ("身份证国徽面：找边、展平、识读", "identity card, emblem side: find, flatten, read"),
    "evidence": ("证据：找边、展平、识读", "evidence page: find, flatten, read"),
    "documents": ("生成文书", "draw the documents"),
    "seal": ("签名、封装、加密、入队", "sign, pack, seal, queue"),
    "deliver": ("送达法院并核验回执", "deliver, verify the acknowledgement"),
    "total": ("全程", "in all"),
}


def said(key: str, language: Language, **facts: object) -> str:
    """The sentence of that name with its facts."""
    return _SENTENCES[key][language == "en"].format(**facts)


def station_words(name: str, language: Language) -> str:
    """What a station of the demonstration does; ``evidence 2`` is the second of its kind."""
    station, _, number = name.partition(" ")
    return f"{_STATIONS[station][language == 'en']} {number}".rstrip()


def reason_words(fault_name: str, language: Language) -> str:
    """Why a filing still waits, from the name of the fault: the queue keeps no facts, so none are named."""
    if fault_name not in FAULTS:
        return fault_name or "—"
    return _FACT.sub("—", _FACTS_ASIDE.sub("", FAULTS[fault_name][language == "en"]))


_FACTS_ASIDE = re.compile(r" ?[(（][^()（）]*\{\w+\}[^()（）]*[)）]")
_FACT = re.compile(r"\{\w+\}")
