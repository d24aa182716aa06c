"""An event loop whose clock jumps to whatever is due next: minutes of waiting in no time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

ROUNDING_S = 1e-6
"""What is due must be past when the clock has jumped to it, however its sum was rounded."""


class _Jumping(selectors.SelectSelector):
    """Never waits: it puts the clock forward instead."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0

    def select(self, timeout: float | None = None) -> Any:
        self.now_s += timeout + ROUNDING_S if timeout else 0.0
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """For coroutines that only sleep and wait for one another."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now_s


def run_virtually(main: Coroutine[Any, Any, T]) -> T:
    """Return what the coroutine returns, its sleeps skipped."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
