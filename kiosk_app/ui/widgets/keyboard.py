"""Qt's pinyin keyboard as a part of the window. It is a plug-in: where it does not load, words say so."""

from __future__ import annotations

from pathlib import Path

import structlog
from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtQuickWidgets import QQuickWidget


class Keyboard(QQuickWidget):
    """Types into the field that has the focus, through Qt's input method.

    ``height_changed`` carries pixels.
    """

    height_changed = Signal(int)

    def __init__(self, qml: Path) -> None:
        """Make it before the window is shown: Qt builds a window anew when its first quick part comes."""
        super().__init__()
        self._qml = qml
        # A touch on a key must leave the focus in the field.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setResizeMode(QQuickWidget.ResizeMode.SizeRootObjectToView)

    def load(self) -> bool:
        """Load the plug-in, once (about half a second); whether it is there."""
        if self.source().isEmpty():
            self.setSource(QUrl.fromLocalFile(str(self._qml)))
            root = self.rootObject()
            if root is None:
                reasons = [error.toString() for error in self.errors()]
                structlog.get_logger().warning("keyboard_missing", reasons=reasons)
            else:
                root.panelHeightChanged.connect(self._on_height)  # type: ignore[attr-defined]
        return self.rootObject() is not None

    @property
    def ready(self) -> bool:
        """Whether the way of writing for the present field is loaded; keys do nothing before."""
        root = self.rootObject()
        return root is not None and bool(root.property("ready"))

    @property
    def wanted_px(self) -> int:
        """How high the keys are at the present width."""
        root = self.rootObject()
        return round(root.property("panelHeight")) if root else 0

    def _on_height(self) -> None:
        self.height_changed.emit(self.wanted_px)
