from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

APART = ["unshare", "--mount", "--propagation", "private"]


def test_a_full_disk_keeps_what_was_saved(tmp_path: Path) -> None:
    if subprocess.run([*APART, "mount", "-t", "tmpfs", "none", tmp_path], capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root")
    done = subprocess.run(
        [*APART, sys.executable, "-m", "tests.faults.full_disk", tmp_path], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert not any(tmp_path.iterdir())
