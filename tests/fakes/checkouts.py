"""A checkout of its own with the real scripts: real bash, venv and pip, a folder of wheels as index."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


def make_wheel(folder: Path, name: str) -> str:
    """Put a wheel of one empty module into `folder`; answers its line for a lock file."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}.py", "")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


# Stands in for hatchling, which a new environment of these tests has no index to get from.
BACKEND = """
import pathlib, zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    name, info = "hall-1.0-py3-none-any.whl", "hall-1.0.dist-info/"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        wheel.writestr("hall.pth", str(pathlib.Path.cwd()))
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: hall\\nVersion: 1.0\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "entry_points.txt", "[console_scripts]\\nkiosk-app = kiosk_app.__main__:main")
        wheel.writestr(info + "RECORD", "")
    return name
"""
KIOSK = "import os, sys\ndef main():\n    print('kiosk', os.getcwd(), sys.argv[1:])\n"


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout with the real scripts, empty package lists, and a kiosk that says how it was called."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)

    def call(
        self, script: str, *arguments: str, cwd: Path | None = None, extra: dict[str, str] | None = None
    ) -> tuple[int, str]:
        done = subprocess.run(
            ["bash", str(self.root / "installer" / script), *arguments],
            cwd=cwd or self.root,
            env=self.environment | (extra or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def lock(self, name: str, text: str) -> None:
        (self.root / "installer" / name).write_text("# comment\n" + text, encoding="utf-8")

    def has(self, module: str) -> bool:
        return any((self.root / ".venv" / "lib").glob(f"python3*/site-packages/{module}.py"))

    @property
    def stamp(self) -> Path:
        return self.root / ".venv" / "installed"


def make_checkout(base: Path) -> Checkout:
    root = base / "filing hall 立案"
    shutil.copytree(ROOT / "installer", root / "installer", ignore=shutil.ignore_patterns("*.lock"))
    (root / "kiosk_app").mkdir()
    (root / "kiosk_app" / "__init__.py").touch()
    (root / "kiosk_app" / "__main__.py").write_text(KIOSK)
    (root / "backend.py").write_text(BACKEND)
    (root / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    )
    for name in ("packages.txt", "packages-test.txt", "packages-wished.txt"):
        (root / "installer" / name).write_text("# nothing\n")
    index = base / "index"
    index.mkdir()
    checkout = Checkout(
        root,
        {
            "PATH": os.environ["PATH"],
            "HOME": str(base),
            "TMPDIR": str(base),
            "LC_ALL": "C.UTF-8",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(index),
            "PIP_RETRIES": "0",
        },
    )
    checkout.lock("requirements-build.lock", make_wheel(index, "hall_build"))
    one = make_wheel(index, "hall_one")
    checkout.lock("requirements.lock", one)
    checkout.lock("requirements-test.lock", one + make_wheel(index, "hall_test"))
    return checkout


def add_quick_venv(checkout: Checkout) -> None:
    """A hand-made environment that borrows our pip: installed into, with no wait for ensurepip."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout.root / ".venv"], check=True)
    site = next((checkout.root / ".venv" / "lib").glob("python3*/site-packages"))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
