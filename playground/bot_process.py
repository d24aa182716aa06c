"""The bot as a process of its own, as an operator runs it, to be started, stopped and killed.

In: the address of a Bot API server on loopback and settings; out: a running `python -m bot run`. It must not
know the bot's inside: it has its environment and its standard error, as a supervisor would.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[1]
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_DATA_HOME")
"""What a bot inherits of our environment: no setting and no token, but where packages are installed."""

READY = "ready as @"
START_TIMEOUT_S = 120.0
"""A start loads the models and digests once: two seconds on an idle core, many on a crowded machine."""


class BotProcess:
    """One process; starting it again after it ended is a new life of the same bot."""

    def __init__(
        self,
        settings: Mapping[str, str],
        log: Path,
        *,
        role: str = "both",
        folder: Path = ROOT,
        apart: bool = False,
    ) -> None:
        """`settings` by the names in .env.example; what the bot writes is added to `log`.

        It works in `folder`, whose .env it reads; `apart` keeps the terminal's Ctrl-C from it.
        """
        self._settings = dict(settings)
        self._log = log
        self._role = role
        self._folder = folder
        self._apart = apart
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """The process' number; raises RuntimeError when there is none."""
        if self._process is None:
            raise RuntimeError("the bot was not started")
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.returncode is None

    async def start(self, *, ready: bool = True) -> None:
        """Start a life, and wait until it is `ready`. Raises RuntimeError when it ends instead."""
        written = self._log.stat().st_size if self._log.exists() else 0
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", "--role", self._role,
                cwd=self._folder, env={**kept, "PYTHONPATH": str(ROOT), **self._settings},
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=self._apart,
            )  # fmt: skip
        if ready:
            async with asyncio.timeout(START_TIMEOUT_S):
                while READY not in self._said_since(written):
                    if not self.is_running:
                        raise RuntimeError(
                            f"the bot ended at its start:\n{self._said_since(written)[-2000:]}"
                        )
                    await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """End it as kill -9 does: nothing of it gets to say goodbye."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Ask it to end, and return its exit status."""
        return await self._end(signal.SIGTERM)

    async def _end(self, number: int) -> int:
        if self._process is None:
            return 0
        if self._process.returncode is None:
            self._process.send_signal(number)
        return await self._process.wait()

    def said(self) -> str:
        """Return all that it has written."""
        return self._said_since(0)

    def _said_since(self, start: int) -> str:
        if not self._log.exists():
            return ""
        with self._log.open("rb") as log:
            log.seek(start)
            return log.read().decode(errors="replace")

    async def __aenter__(self) -> BotProcess:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.kill()
