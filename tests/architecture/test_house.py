"""The house rules that a program can check."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "kiosk_app"
SOURCES = sorted(PACKAGE.rglob("*.py"))
STDLIB = sys.stdlib_module_names


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", sorted((PACKAGE / "domain").glob("*.py")), ids=lambda path: path.name)
def test_the_domain_stands_on_the_standard_library(path: Path) -> None:
    foreign = {name for name in imports(path) if name.split(".")[0] not in STDLIB}
    assert all(name.startswith("kiosk_app.domain") for name in foreign)


def test_only_screens_and_drivers_import_qt() -> None:
    rooms = {
        path.relative_to(PACKAGE).parts[0] for path in SOURCES for name in imports(path) if "PySide6" in name
    }
    assert rooms <= {"ui", "devices"}


def test_words_for_people_need_no_qt() -> None:
    code = "import sys, kiosk_app.ui.messages; sys.exit(any('PySide6' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


def test_no_broad_except_is_silent() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and all(isinstance(statement, ast.Pass) for statement in node.body)
    ]
    assert silent == []


def test_no_committed_file_names_a_package_registry() -> None:
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    if not any(tracked):
        pytest.skip("not a git checkout")
    registry = re.compile(r"py" r"pi\.org|python" r"hosted\.org|registry\.npm" r"js|deb\.debian" r"\.org")
    named = []
    for name in filter(None, tracked):
        try:
            text = (ROOT / name).read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        if registry.search(text):
            named.append(name)
    assert named == []


LIMITATION = re.compile("时效|胜诉|败诉|驳回|不予受理|不予立案")


CAPS = re.compile("不得超过|最多只能|超出部分|不受(法律)?保护|不予支持|会支持")
PREDICTIONS = re.compile("胜算|打赢|打不赢|赢面|稳赢|会判|应当判")
REFUSALS = re.compile("无权|不能起诉|拒收|不给办|不符合立案|(?<!有)没有管辖权|无管辖权")
VISITORS_READ = ("ui", "documents", "forms", "visit", "technician")
"""Rooms that hold sentences; those of resources/ are data."""


@pytest.mark.parametrize("unsaid", [LIMITATION, CAPS, PREDICTIONS, REFUSALS])
def test_nothing_a_visitor_reads_judges_the_case(unsaid: re.Pattern[str]) -> None:
    """No limitation (时效规定 2), no cap on a claim, no outcome, no refusal (登记立案规定 2)."""
    texts = [
        *(ROOT / "resources").rglob("*.yaml"),
        *(path for room in VISITORS_READ for path in (PACKAGE / room).rglob("*.py")),
    ]
    assert len(texts) > 100
    assert [path.name for path in texts if unsaid.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("unsaid", "said"),
    [
        (LIMITATION, "已经过了诉讼时效"),
        (CAPS, "利息最多只能要四倍"),
        (PREDICTIONS, "这个案子打不赢"),
        (REFUSALS, "本院没有管辖权"),
    ],
)
def test_the_words_would_be_noticed(unsaid: re.Pattern[str], said: str) -> None:
    assert unsaid.search(said)
