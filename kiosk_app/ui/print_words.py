"""A sentence for every fault of a printer, Chinese and English, by the name of its class.

They say only what happened; what a visitor does without a printer differs from page to page.
"""

from __future__ import annotations

from collections.abc import Mapping

PRINT_FAULTS: Mapping[str, tuple[str, str]] = {
    "PrinterUnknown": (
        "设置里的打印机“{spec}”写法不对，应当是 cups:队列名 或 folder:文件夹。",
        "The printer setting “{spec}” is neither cups:QUEUE nor folder:DIR.",
    ),
    "PrinterMissing": (
        "没有打印成，打印机没有接好。请告诉工作人员。",
        "Not printed: the printer is not set up. Please tell the staff.",
    ),
    "OutOfPaper": (
        "没有打印成，打印机没有纸了。请告诉工作人员，加了纸再打印。",
        "Not printed: the printer is out of paper. Please tell the staff, then print again.",
    ),
    "PaperJam": (
        "没有打印成，打印机卡纸了。请告诉工作人员。",
        "Not printed: paper is stuck in the printer. Please tell the staff.",
    ),
    "PrinterOpen": (
        "没有打印成，打印机的盖子没有关好。请告诉工作人员。",
        "Not printed: a cover of the printer is open. Please tell the staff.",
    ),
    "OutOfInk": (
        "没有打印成，打印机没有墨了。请告诉工作人员。",
        "Not printed: the printer is out of toner or ink. Please tell the staff.",
    ),
    "PrinterSwitchedOff": (
        "没有打印成，打印机没有开，或者线松了。请告诉工作人员。",
        "Not printed: the printer is off or its cable is loose. Please tell the staff.",
    ),
    "PrintingTooSlow": (
        "等了{after_s}秒还没有打印好，已经取消。请再试一次，或者告诉工作人员。",
        "Not printed within {after_s} seconds, and cancelled. Try again or tell the staff.",
    ),
    "PrinterFailed": (
        "没有打印成，打印机停下来了。请再试一次，或者告诉工作人员。",
        "Not printed: the printer stopped. Try again or tell the staff.",
    ),
    "PrinterUnclear": (
        "没有打印成，打印机没有正常回答。请再试一次，或者告诉工作人员。",
        "Not printed: the printing system gave no clear answer. Try again or tell the staff.",
    ),
}
