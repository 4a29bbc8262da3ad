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


def test_nothing_a_visitor_reads_speaks_of_limitation_or_outcome() -> None:
    texts = [
        *(ROOT / "resources").rglob("*.yaml"),
        *(PACKAGE / "ui").rglob("*.py"),
        *(PACKAGE / "documents").rglob("*.py"),
    ]
    assert [path.name for path in texts if LIMITATION.search(path.read_text("utf-8"))] == []
