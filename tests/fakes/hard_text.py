"""Text that is hard to set: what visitors, their children and their phones have typed, and worse."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from kiosk_app.documents.linebreak import _CONTROL, _IGNORABLE

PUNCTUATION = "，。、；：？！“”‘’（）《》—…·￥"
_HAN = st.sampled_from("法院立案原告被告借款合同利息证据一二三十年月日元的了在䶮㛃𠮷")
_PROSE = st.text(st.one_of(_HAN, _HAN, _HAN, st.sampled_from(PUNCTUATION)), min_size=1, max_size=400)
_LATIN = st.text(st.sampled_from("abcxyzABCXYZ0123456789-/.@_%"), min_size=1, max_size=80)

ODD = (
    "",
    "是",
    "。",
    "（",
    "2024年3月1日，欠本金500,000.00元（大写伍拾万元整）！《借条》写明“按月还”——可是……",
    "https://example.cn/" + "a1" * 200,
    "W" * 400,
    "8" * 300,
    "一" * 400,
    "（" * 90,
    "。" * 90,
    "“" * 60 + "”" * 60,
    "—" * 120,
    "……" * 60,
    "$\N{NO-BREAK SPACE}" * 70,
    "\n" * 40,
    "\n\n甲\n\n\n乙\n",
    "\r\n甲\r乙\u2028丙\u2029丁\x0b戊\x0c己\x85庚",
    "\t甲\t\t乙",
    "\N{IDEOGRAPHIC SPACE}" * 90 + "甲" + " " * 200 + "乙",
    "a\u2003b\u2009c\u202fd\u00a0e\u200bf\u2060g",
    "\x00\x07\x1b[31m\ufeff红\x7f",
    "\ud800孤\udfff",
    "السلام عليكم ورحمة الله",
    "שלום עולם",
    "ئۇيغۇرچە ئىسىم",
    "😀家人👨‍👩‍👧的聊天记录🇨🇳👍🏽",
    "e\u0301 o\u0308\u0304 n\u0303 甲\u0301 x" + "\u0302" * 40,
    "葛\U000e0100 辻\ufe00 ☺\ufe0f",
    "ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ ᠮᠣᠩᠭᠣᠯ ꆈꌠꁱꂷ",
    "☐☑" * 40,
    "是☐　否☑　" * 20,
    "甲：乙：丙：" * 30,
    "①②③④⑤⑥⑦⑧⑨⑩●○■□★√※" * 6,
    "ﬁ①㈠㎡℃‰№～·•‧",
    "{claims.principal} [不是记号] <b>&amp;</b> (\\)",
)
"""One of each sort; the longest are in :data:`LONG`."""

LONG = (
    "原告与被告于2024年3月1日签订《借款合同》，约定借款500,000.00元；被告“按月付息”，可是……" * 100,
    "很" * 5000,
    "a" * 2000,
    "0123456789" * 200,
    "https://example.cn/" + "x" * 2000,
    "一行\n" * 400,
    "𠮷野家😀" * 250,
)

hard_text: SearchStrategy[str] = st.one_of(
    st.sampled_from(ODD),
    st.sampled_from(ODD + LONG),
    _PROSE,
    st.lists(st.one_of(_PROSE, _LATIN, st.sampled_from((" ", "\n", "　"))), max_size=8).map("".join),
    st.text(max_size=200),
)
short_text: SearchStrategy[str] = st.one_of(st.sampled_from(ODD), _PROSE, _LATIN, st.text(max_size=40))


name_text: SearchStrategy[str] = short_text.map(lambda text: text[:60])
"""As long as a form lets a name be."""


def as_read(text: str) -> str:
    """How a text reads on paper: no white space, and nothing that has no picture of its own.

    Half of a surrogate pair is shown by its code point. PDFium reads a ligature as its letters.
    """
    shown = _CONTROL.sub("", text)
    kept = (each for each in shown if not any(low <= ord(each) <= high for low, high in _IGNORABLE))
    return canonical("".join(f"U+{ord(each):04X}" if "\ud800" <= each <= "\udfff" else each for each in kept))


def canonical(text: str) -> str:
    """Without white space; accents with their letters or apart and ligatures or letters are the same."""
    spread = unicodedata.normalize("NFD", "".join(text.split()))
    return "".join(
        unicodedata.normalize("NFKD", each) if "\ufb00" <= each <= "\ufb06" else each for each in spread
    )


def has_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(each) in ("R", "AL", "AN") for each in text)


def unmirrored(text: str) -> str:
    """Without brackets and quotation marks; narrow and wide marks are the same."""
    narrow = unicodedata.normalize("NFKD", canonical(text))
    return "".join(
        each for each in narrow if unicodedata.category(each) not in ("Ps", "Pe", "Pi", "Pf", "Sm")
    )
