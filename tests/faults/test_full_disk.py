from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

APART = ["unshare", "--mount", "--propagation", "private"]


@pytest.mark.parametrize("scene", ["full_disk", "full_outbox"])
def test_a_full_disk_keeps_what_was_saved(tmp_path: Path, scene: str) -> None:
    if subprocess.run([*APART, "mount", "-t", "tmpfs", "none", tmp_path], capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root")
    done = subprocess.run(
        [*APART, sys.executable, "-m", f"tests.faults.{scene}", tmp_path],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert not any(tmp_path.iterdir())
