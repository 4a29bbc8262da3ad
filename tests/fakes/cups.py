"""A private CUPS for one test: the real scheduler on its own socket, with a printer made of a shell script.

The rules of who may do what are those that the distribution ships in /etc/cups/cupsd.conf.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CUPSD = shutil.which("cupsd", path="/usr/sbin:/usr/local/sbin:/usr/bin") or ""
_SHIPPED = Path("/etc/cups/cupsd.conf")
_OWN = (
    "Listen",
    "Browsing",
    "BrowseLocalProtocols",
    "IdleExitTimeout",
    "LogLevel",
    "WebInterface",
    "ErrorPolicy",
)

BACKEND = """#!/bin/sh
# A printer: called with job, user, title, copies, options and perhaps a file (man 7 backend).
[ $# = 0 ] && { echo 'direct paper "Unknown" "Paper"'; exit 0; }
desk=${DEVICE_URI#paper:}
printf '%s\\n' "$5" > "$desk/options"
printf '%s\\n' "$3" > "$desk/title"
if [ -s "$desk/reason" ]; then
  echo "STATE: +$(cat "$desk/reason")" >&2
  [ -e "$desk/waits" ] && exec sleep 600
  exit "$(cat "$desk/exit" 2>/dev/null || echo 1)"
fi
echo "STATE: -media-empty-error" >&2
cat ${6:+"$6"} > "$desk/printed.pdf"
"""


@dataclass(frozen=True)
class Cups:
    """``desk`` is what stands beside the printer: ``printed.pdf`` came out of it, with ``options`` and
    ``title`` of the job; a keyword in ``reason`` is its trouble, with ``waits`` it waits for somebody to mend
    it, else it ends with the code in ``exit`` (1: failed, 4: the queue is to stop)."""

    socket: Path
    desk: Path
    spool: Path

    def breaks(self, reason: str, *, waits: bool = False, exit_code: int = 1) -> None:
        (self.desk / "reason").write_text(reason)
        (self.desk / "exit").write_text(str(exit_code))
        if waits:
            (self.desk / "waits").touch()

    def mended(self) -> None:
        for name in ("reason", "waits", "exit"):
            (self.desk / name).unlink(missing_ok=True)

    @property
    def options(self) -> str:
        return (self.desk / "options").read_text()

    @property
    def printed(self) -> bytes | None:
        path = self.desk / "printed.pdf"
        return path.read_bytes() if path.exists() else None


@contextlib.contextmanager
def cups_at(root: Path, *queues: str) -> Iterator[Cups]:
    """The scheduler with these queues, the first part of whose names says their error policy."""
    made = Cups(root / "s", root / "desk", root / "spool")
    for folder in ("etc", "bin/backend", "bin/filter", "spool/tmp", "cache", "state", "desk"):
        (root / folder).mkdir(parents=True)
    (root / "bin" / "daemon").symlink_to("/usr/lib/cups/daemon")
    backend = root / "bin" / "backend" / "paper"
    backend.write_text(BACKEND)
    backend.chmod(0o700)  # readable by its owner alone, so it runs as who started the scheduler
    rules = [line for line in _SHIPPED.read_text().splitlines() if not line.strip().startswith(_OWN)]
    settings = (f"Listen {made.socket}", "LogLevel warn", "Browsing No", "PreserveJobFiles No", *rules)
    (root / "etc" / "cupsd.conf").write_text("\n".join((*settings, "")))
    (root / "etc" / "cups-files.conf").write_text(_FILES.format(root=root))
    entries = (_QUEUE.format(name=name, desk=made.desk, policy=name.partition("_")[0]) for name in queues)
    (root / "etc" / "printers.conf").write_text("".join(entries))
    # Without -f it goes to the background, and its first process ends when it listens.
    subprocess.run(
        [CUPSD, "-c", root / "etc" / "cupsd.conf", "-s", root / "etc" / "cups-files.conf"], check=True
    )
    try:
        yield made
    finally:
        os.kill(int((root / "state" / "cupsd.pid").read_text()), signal.SIGTERM)


_FILES = """ServerRoot {root}/etc
ServerBin {root}/bin
RequestRoot {root}/spool
TempDir {root}/spool/tmp
CacheDir {root}/cache
StateDir {root}/state
ErrorLog {root}/error
AccessLog {root}/access
PageLog {root}/page
SystemGroup root
"""

_QUEUE = """<Printer {name}>
DeviceURI paper:{desk}
State Idle
Type 4
Accepting Yes
Shared No
JobSheets none none
QuotaPeriod 0
PageLimit 0
KLimit 0
OpPolicy default
ErrorPolicy {policy}
</Printer>
"""
