"""A Bot API server in a thread of its own, for those who have no event loop.

In: a world; out: the same server as `bot_api`'s, as a plain context manager. People act from the caller's
thread: every verb of `World` wakes the server wherever it is called.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, TypeVar

from playground.bot_api import DEFAULT_TIMEOUT_S, DEFAULT_TOKEN, BotApiServer
from playground.world import World

T = TypeVar("T")


class ThreadedBotApiServer:
    """The server and its thread; both end with the context."""

    def __init__(self, world: World, token: str = DEFAULT_TOKEN, *, strict: bool = True) -> None:
        self.world = world
        self.token = token
        self.strict = strict

    def __enter__(self) -> ThreadedBotApiServer:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bot-api", daemon=True)
        self._thread.start()
        self.server = self._run(self._start())
        self.url, self.faults = self.server.url, self.server.faults
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self.server.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def wait_for(self, predicate: Callable[[], T], timeout_s: float = DEFAULT_TIMEOUT_S) -> T:
        """As BotApiServer.wait_for; the predicate is asked in the server's thread."""
        return self._run(self.server.wait_for(predicate, timeout_s))

    async def _start(self) -> BotApiServer:
        return await BotApiServer(self.world, self.token, strict=self.strict).__aenter__()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
