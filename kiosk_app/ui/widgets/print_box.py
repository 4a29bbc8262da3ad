"""Prints one document and says what has become of it: printed only where the printer said so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.devices.printer import Paper, Printer
from kiosk_app.domain.errors import Fault
from kiosk_app.ui.messages import fault_words
from kiosk_app.ui.tasks import Tasks
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import banner, button, clear, rows


@dataclass(frozen=True, slots=True)
class PrintWords:
    """What is said. ``otherwise`` is what to do where it was not printed, or where there is no printer."""

    offer: str
    printing: str
    printed: str
    missing: str
    otherwise: str


class PrintBox(QWidget):
    """``changed`` is emitted when printing begins and ends. ``printer`` is None where there is none."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        printer: Printer | None,
        paper: Paper,
        make: Callable[[], bytes],
        words: PrintWords,
        *,
        wide: bool,
    ) -> None:
        """``make`` gives the PDF; it is called in the worker."""
        super().__init__()
        self._theme, self._tasks, self._words, self._wide = theme, tasks, words, wide
        self._printer, self._paper, self._make = printer, paper, make
        self.printing = self.printed = False
        self._lay = rows()
        self.setLayout(self._lay)
        if printer is None:
            self._say(words.missing + words.otherwise, "", "info")
        else:
            self._say(words.offer, "", "printer", self.tr("打印"))

    @property
    def available(self) -> bool:
        return self._printer is not None

    @property
    def settled(self) -> bool:
        """Whether there is nothing to wait for or to press here: it was printed, or cannot be."""
        return self.printed or self._printer is None

    def start(self) -> None:
        """Print, and say so. Does nothing while it is being printed, or without a printer."""
        printer = self._printer
        if printer is None or self.printing:
            return
        make, paper = self._make, self._paper
        self.printing = True
        self._say(self._words.printing, "", "clock")
        self._tasks.run(lambda: printer.print_pdf(make(), paper), self._on_printed, self._on_failed, self)
        self.changed.emit()

    def _on_printed(self, _none: None) -> None:
        self.printing, self.printed = False, True
        self._say(self._words.printed, "good", "check", self.tr("再打印一份"))
        self.changed.emit()

    def _on_failed(self, fault: Fault) -> None:
        self.printing = False
        self._say(fault_words(fault) + self._words.otherwise, "bad", "warning", self.tr("再打印一次"))
        self.changed.emit()

    def _say(self, words: str, state: str, icon_name: str, again: str = "") -> None:
        clear(self._lay)
        actions = [button(self._theme, again, self.start, "", "printer", "print")] if again else []
        self._lay.addWidget(banner(self._theme, words, state, icon_name, *actions, wide=self._wide))
