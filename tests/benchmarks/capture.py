"""All figures of the capture room, one table after the other, each beside a peer. About half an hour.

python -m tests.benchmarks.capture
"""

from __future__ import annotations

import subprocess
import sys

_PARTS = ("find_page", "judge", "clean", "auto_capture", "decode")


def main() -> int:
    worst = 0
    for part in _PARTS:
        print(f"\n=== {part} ===", flush=True)
        # Each in a process of its own: caches and threads of one do not help another.
        worst = max(
            worst, subprocess.run([sys.executable, "-m", f"tests.benchmarks.{part}"], check=False).returncode
        )
    return worst


if __name__ == "__main__":
    sys.exit(main())
