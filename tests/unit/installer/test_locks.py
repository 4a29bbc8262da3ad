"""The lock files name exact versions with hashes, for everything the project asks for and from nowhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[3]
LOCKS = ["requirements.lock", "requirements-test.lock", "requirements-build.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def entries(lock: str) -> list[str]:
    """The lock file's entries, each on one line with its hashes."""
    text = (ROOT / "installer" / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def versions(lock: str) -> dict[str, str]:
    pinned = (re.match(r"([a-z0-9-]+)==(\S+)", entry) for entry in entries(lock))
    return {found[1]: found[2] for found in pinned if found}


@pytest.mark.parametrize("lock", LOCKS)
def test_exact_versions_with_hashes(lock: str) -> None:
    assert entries(lock)
    for entry in entries(lock):
        assert re.fullmatch(r"[a-z0-9-]+==\S+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+", entry), entry


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address(lock: str) -> None:
    assert "://" not in (ROOT / "installer" / lock).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        ("requirements-test.lock", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]),
    ],
)
def test_all_that_the_project_asks_for(lock: str, asked: list[str]) -> None:
    locked = versions(lock)
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), requirement


def test_the_tests_run_on_what_the_kiosk_runs_on() -> None:
    assert versions("requirements.lock").items() <= versions("requirements-test.lock").items()


def test_one_cv2_only() -> None:
    locked = versions("requirements-test.lock")
    assert "opencv-python-headless" in locked
    assert "opencv-python" not in locked
