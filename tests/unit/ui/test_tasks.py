from __future__ import annotations

from functools import partial
from threading import Event

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from kiosk_app.domain.errors import Fault, InputFault
from kiosk_app.ui.tasks import Tasks, WorkFailed


class Unusable(InputFault):
    pass


@pytest.fixture
def tasks(qtbot: QtBot) -> Tasks:
    return Tasks()


def test_the_result_comes_back_on_the_ui_thread(tasks: Tasks, qtbot: QtBot) -> None:
    threads: list[QThread] = []
    results: list[QThread] = []

    def done(worker: QThread) -> None:
        results.append(worker)
        threads.append(QThread.currentThread())

    with qtbot.waitSignal(tasks.settled):
        tasks.run(QThread.currentThread, done, _never)
    assert threads == [tasks.thread()]
    assert results != [tasks.thread()]


def test_a_fault_comes_back_as_it_is(tasks: Tasks, qtbot: QtBot) -> None:
    faults: list[Fault] = []
    fault = Unusable(name="x")
    with qtbot.waitSignal(tasks.settled):
        tasks.run(lambda: _raise(fault), _never, faults.append)
    assert faults == [fault]


def test_a_bug_surfaces_without_its_message(
    tasks: Tasks, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    faults: list[Fault] = []
    with qtbot.waitSignal(tasks.settled):
        tasks.run(lambda: _raise(ValueError("王秀兰")), _never, faults.append)
    assert isinstance(faults[0], WorkFailed)
    assert faults[0].facts == {"kind": "ValueError"}
    assert "王秀兰" not in "".join(capsys.readouterr())


def test_nothing_is_told_to_a_page_that_is_gone(tasks: Tasks, qtbot: QtBot) -> None:
    owner = QObject()
    told: list[object] = []
    with qtbot.waitSignal(tasks.settled):
        tasks.run(lambda: 1, told.append, told.append, owner)
        delete(owner)
    assert told == []


def test_work_is_done_in_the_order_of_asking(tasks: Tasks, qtbot: QtBot) -> None:
    order: list[int] = []
    with qtbot.waitSignal(tasks.settled):
        for number in range(20):
            tasks.run(partial(order.append, number), lambda _: None, _never)
    assert order == list(range(20))
    assert tasks.running == 0


def test_work_that_nobody_wants_any_more_is_not_begun(tasks: Tasks, qtbot: QtBot) -> None:
    begun, goes_on = Event(), Event()
    done: list[str] = []

    def slow() -> None:
        begun.set()
        assert goes_on.wait(10)
        done.append("begun before")

    with qtbot.waitSignal(tasks.settled):
        tasks.run(slow, _never, _never)
        tasks.run(partial(done.append, "still waiting"), _never, _never)
        assert begun.wait(10)
        tasks.give_up()
        tasks.run(partial(done.append, "asked for later"), lambda _: None, _never)
        goes_on.set()
    assert done == ["begun before", "asked for later"]


def _raise(error: Exception) -> object:
    raise error


def _never(_: object) -> None:
    raise AssertionError("this must not be called")
