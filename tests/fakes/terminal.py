"""The command line as a technician types it."""

from __future__ import annotations

import pytest

from kiosk_app.__main__ import main


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command."""
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err
