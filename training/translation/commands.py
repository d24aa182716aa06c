"""Runs the modules of this package as commands of their own. In: a name, arguments. Out: did it work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence


def start(module: str, *arguments: object) -> subprocess.Popen[bytes]:
    """Start `python -m training.translation.MODULE ARGUMENTS`."""
    command = [sys.executable, "-m", f"training.translation.{module}", *map(str, arguments)]
    return subprocess.Popen(command)  # noqa: S603


def finish(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Wait for all of them; leave the program when one failed."""
    results = [process.wait() for process in processes]
    if any(results):
        raise SystemExit("a step failed: its own message stands above")


def run(module: str, *arguments: object) -> None:
    """Start one and wait for it."""
    finish([start(module, *arguments)])
