"""`pip install .` takes everything along that a checkout keeps beside the package."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files in a wheel of this checkout, made by the build tool that pip would use."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        return set(packed.namelist())


@pytest.mark.parametrize("folder", ["resources", "migrations"])
def test_files_beside_the_package(names: set[str], folder: str) -> None:
    files = {
        path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    assert files
    assert {f"kiosk_app/{path.relative_to(ROOT).as_posix()}" for path in files} <= names


def test_licence_and_command(names: set[str]) -> None:
    inside = {name.split(".dist-info/", 1)[1] for name in names if ".dist-info/" in name}
    assert {"licenses/LICENSE", "licenses/resources/fonts/OFL.txt", "entry_points.txt"} <= inside


def test_nothing_of_the_workshop(names: set[str]) -> None:
    assert not [name for name in names if name.startswith(("tests/", "installer/", "docs/", ".venv/"))]
