"""What the screen says about the paper under the camera: few words, large, one thing to do."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk_app.capture.geometry import PaperKind
from kiosk_app.capture.stack import Hint
from kiosk_app.ui.messages import Language, Words

PAGE_HINTS: Mapping[Hint, Words] = {
    Hint.NO_PAPER: Words("请放一页纸", "Lay down a page"),
    Hint.MOVE_IN: Words("请移到中间", "Move it to the middle"),
    Hint.HOLD_STILL: Words("请放稳，别动", "Keep it still"),
    Hint.TOO_FAR: Words("太小了，请靠近镜头一点", "Too small; move it closer"),
    Hint.DARK: Words("光线太暗，请挪到亮一点的地方", "Too dark; move it to a brighter place"),
    Hint.BLURRED: Words("有点模糊，请放平，别动", "Blurred; lay it flat and keep it still"),
    Hint.READY: Words("可以了，请点“拍照”", "Ready; press the button"),
    Hint.SEEN: Words("这一页拍过了，请换下一页", "This page was taken already; lay down the next"),
    Hint.TAKEN: Words("拍好了，请换下一页", "Taken; lay down the next page"),
}

CARD_HINTS: Mapping[Hint, Words] = {
    **PAGE_HINTS,
    Hint.NO_PAPER: Words("请放上身份证", "Lay down your ID card"),
    Hint.SEEN: Words("这一面拍过了", "This side was taken already"),
    Hint.TAKEN: Words("拍好了", "Taken"),
}

GOOD = frozenset({Hint.HOLD_STILL, Hint.READY, Hint.TAKEN})
"""Hints of a page that lies well; the others ask for something."""


def hint_words(hint: Hint, kind: PaperKind, language: Language = "zh") -> str:
    words = (CARD_HINTS if kind is PaperKind.CARD else PAGE_HINTS)[hint]
    return words.zh if language == "zh" else words.en
