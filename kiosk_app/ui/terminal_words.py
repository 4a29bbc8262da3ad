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
