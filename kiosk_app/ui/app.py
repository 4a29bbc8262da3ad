"""Qt itself: its environment, its fonts, the loop."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path

import structlog
from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QLoggingCategory,
    QMessageLogContext,
    QTimer,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from kiosk_app.domain.errors import EnvironmentFault
from kiosk_app.ui.parts import KioskParts
from kiosk_app.ui.private_place import PrivatePlace
from kiosk_app.ui.theme import FAMILY

_FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


class ScreenFontMissing(EnvironmentFault):
    """A font of the screens is not there or cannot be read. Facts: ``path``."""


def _hold_constants() -> None:
    """Keep ``None``, ``True`` and their like alive: PySide 6.12 is built as if they were immortal, which they
    are from Python 3.12 on. Before, each ``setText`` takes a reference from ``None`` and each ``emit`` one
    from ``True``, and within the hour CPython would end the process ("none_dealloc", "bool_dealloc")."""
    if sys.version_info < (3, 12):
        for constant in (None, True, False, NotImplemented, ...):
            ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40


def prepare_environment(place: PrivatePlace, resources: Path) -> None:
    """What must be set before there is a QApplication: the keyboard plug-in, and where Qt may write."""
    _hold_constants()
    os.environ["QT_VIRTUALKEYBOARD_STYLE"] = "kiosk"
    os.environ["QML_IMPORT_PATH"] = str(resources / "theme")
    os.environ["QT_IM_MODULE"] = "qtvirtualkeyboard"
    # The keyboard stands in our window; a window of its own would cover the field or hide behind us.
    os.environ["QT_VIRTUALKEYBOARD_DESKTOP_DISABLE"] = "1"
    os.environ["XDG_CONFIG_HOME"] = str(place.path)
    os.environ["QML_DISABLE_DISK_CACHE"] = "1"
    # Plain drawing is enough for a keyboard and works on every machine, also without a graphics driver.
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    os.environ.setdefault(
        "QT_LOGGING_RULES", "qt.virtualkeyboard.*=false;qt.multimedia.*=false;qt.qml.*=false"
    )
    # Whoever has loaded Qt Multimedia by now is past reading that variable. It matters: a warning of QML's
    # loader thread wants Python's lock for our message handler while the screen's thread holds it and waits.
    QLoggingCategory.setFilterRules(os.environ["QT_LOGGING_RULES"].replace(";", "\n"))


def make_application() -> QApplication:
    """The one QApplication of this process."""
    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])


def log_grave_messages() -> None:
    """Qt tells of much that is no concern of anybody's; what is grave goes into the log."""
    qInstallMessageHandler(_on_qt_message)


def _on_qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        structlog.get_logger().error("qt", text=text)


def load_fonts(resources: Path) -> None:
    """The Chinese fonts that ship with the program, so that it looks the same everywhere.

    Raises :class:`ScreenFontMissing`.
    """
    for name in _FONTS:
        path = resources / "fonts" / name
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise ScreenFontMissing(path=str(path))
    QApplication.setFont(QFont(FAMILY))


def run_window(parts: KioskParts, once_shown: Callable[[], None] | None = None) -> int:
    """Show the kiosk until it is closed; the exit code. Raises faults of the theme and the fonts.

    ``once_shown`` is called behind the first screen, so that what it begins does not hold that up.
    """
    from kiosk_app.ui.window import Window  # after the environment is set: it loads Qt Quick

    place = PrivatePlace()
    try:
        prepare_environment(place, parts.resources)
        log_grave_messages()
        application = make_application()
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        translator = QTranslator()
        if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(translator)
        load_fonts(parts.resources)
        screen = QGuiApplication.primaryScreen().size()
        window = Window(parts, place, screen.width(), screen.height())
        window.open()
        if once_shown:
            QTimer.singleShot(0, once_shown)
        code = application.exec()
        window.close_down()
        return code
    finally:
        place.close()
