"""Waiting for the world to change, in an event loop.

In: word that something has changed, from any thread; out: those who wait are woken. It must not know what has
changed: whoever waits looks again.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """The changes of one world, as an event loop hears of them."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def begin(self) -> None:
        """Belong to the loop and the thread that run now."""
        self._loop = asyncio.get_running_loop()
        self._thread_ident = threading.get_ident()

    def tell(self) -> None:
        """Wake those who wait; may be called in any thread."""
        if threading.get_ident() == self._thread_ident:
            self._tell()
        else:
            self._loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        told, self._next = self._next, asyncio.Event()
        told.set()

    def next(self) -> asyncio.Event:
        """What will be set at the next change: to be taken before one looks, so that none is missed."""
        return self._next

    async def until(self, predicate: Callable[[], T]) -> T:
        """The first true value of `predicate`, asked anew after every change."""
        while True:
            changed = self.next()
            if value := predicate():
                return value
            await changed.wait()
