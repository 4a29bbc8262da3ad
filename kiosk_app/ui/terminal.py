"""What all commands share: exit codes, the terminal's language, a table of commands for the parser."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable
from typing import TextIO

from kiosk_app.domain.errors import Fault
from kiosk_app.ui.messages import Language, fault_words

DELIVERED, FAILED, WRONG_USE, SAVED = 0, 1, 2, 3
"""Exit codes. SAVED: the filing is safe on this kiosk, but the court has not acknowledged it yet."""

Table = dict[str, tuple[Callable[[argparse.Namespace], int], Callable[[argparse.ArgumentParser], None], str]]
"""Each command: what it does, the options it takes, its line in the help."""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser], table: Table) -> None:
    for name, (command, add_options, text) in table.items():
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=command)
        add_options(sub)


def no_options(_sub: argparse.ArgumentParser) -> None:
    """For a command that takes none."""


def terminal_language() -> Language:
    """Chinese where the terminal speaks it, else English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if spoken.startswith("zh") else "en"


def named(fault: Fault) -> str:
    """The fault's sentence, behind what picture, file or camera it is about: visitors are told no paths."""
    words = fault_words(fault, terminal_language())
    about = (str(fault.facts[fact]) for fact in ("picture", "path", "source") if fault.facts.get(fact))
    return next((f"{name}: {words}" for name in about if name not in words), words)


def tell(lines: Iterable[str], to: TextIO | None = None) -> None:
    """One line after the other, at once; to standard output if nothing else is said."""
    for line in lines:
        print(line, file=to, flush=True)
