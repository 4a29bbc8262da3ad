"""Case numbers (案号) as courts write them since 2016: 法〔2015〕137号, amended by 法〔2018〕335号."""

from __future__ import annotations

import re
import unicodedata

_COURTS = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新军兵"
_NUMBER = re.compile(
    rf"\((\d{{4}})\)(最高法|[{_COURTS}](?:\d{{2}}|\d{{4}})?)(知)?([\u4e00-\u9fa5]{{1,5}})(\d+)号"
    r"(?:之[一二三四五六七八九十]+)?"
)


def case_number(text_untrusted: str) -> str | None:
    """The number with the brackets of the rule, such as ``（2026）京0105民初12345号``; None for what is none,
    older numbers (字第…号) among them."""
    text = "".join(unicodedata.normalize("NFKC", text_untrusted).split())
    return text.replace("(", "（").replace(")", "）") if _NUMBER.fullmatch(text) else None
