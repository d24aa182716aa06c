"""What a process does beside answering: it forgets in time, shows that it is alive, takes up what was left.

In: the store, the work and the figures of one process; out: tasks in the running event loop. This module must
know no chat library and no stage.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.runtime.metrics import Metrics
from bot.runtime.store import Store

log = logging.getLogger(__name__)

SWEEP_PAUSE_S = 24 * 60 * 60
"""Retention is counted in days, so that once a day will do."""

BEAT_S = 5.0
"""How often a worker says that it is alive, and takes over from those that are not."""

DEAD_AFTER_S = 20.0
"""A worker that was silent this long is dead: three beats may get lost, or the machine may be very busy."""

LISTEN_LOOK_S = 2.0
"""Between two looks at what was chosen elsewhere, and at how many workers there are: whoever has chosen in
one process tries it out at once, and another one may be asked. Two queries of few rows."""

HEARD_AFTER_S = LISTEN_LOOK_S + 1.0
"""After this long each of the others has looked, and sends no more than its new share."""

LAG_LOOK_S = 0.5
"""Between two looks at how late the event loop is."""


class Requests(Protocol):
    """What is asked of the work."""

    def take_over(self, living: frozenset[str]) -> int: ...

    def sweep(self, before: datetime) -> int: ...


class Upkeep:
    """The regular duties of one process."""

    def __init__(
        self,
        store: Store,
        work: Requests,
        metrics: Metrics,
        *,
        worker_id: str | None,
        retention_days: int,
        tell_living: Callable[[int], None],
        look: Callable[[], object],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """`worker_id`: this process' name as a worker; None where it answers nothing.

        `tell_living` is told how many workers there are; `look` blocks, and reads what others may
        have changed.
        """
        self._store, self._work, self._metrics = store, work, metrics
        self._worker_id = worker_id
        self._retention_days = retention_days
        self._tell_living = tell_living
        self._look = look
        self._pause = pause
        self._clock_s = clock_s
        self._announced_at_s: float | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def announce(self) -> None:
        """Let the others see this process come, while it loads its models."""
        if self._worker_id is not None:
            await self._living(self._worker_id)
            self._announced_at_s = self._clock_s()

    async def begin(self) -> None:
        """Know what was chosen, and show that this process is alive, before it takes up any work.

        Where others work already it takes up none until they know of it: each of them has a share of the
        limit over all chats, and a new one would be sent on top.
        """
        await asyncio.to_thread(self._look)
        if self._worker_id is None:
            return
        others = len(await self._living(self._worker_id)) > 1
        if others and (unheard_s := HEARD_AFTER_S - self._seen_for_s()) > 0:
            await self._pause(unheard_s)
        self._tell_living(len(await self._living(self._worker_id)))

    def _seen_for_s(self) -> float:
        """How long the others have known of this process; 0 where it loaded for so long that they forgot."""
        seen_s = 0.0 if self._announced_at_s is None else self._clock_s() - self._announced_at_s
        return seen_s if seen_s < DEAD_AFTER_S else 0.0

    def go_on(self) -> None:
        """Do all duties from now on, each in its time."""
        duties = [self._sweep(), self._look_at_the_loop(), self._look_at_the_others()]
        if self._worker_id is not None:
            duties.append(self._beat())
        self._tasks = [asyncio.create_task(duty) for duty in duties]

    def rest(self) -> None:
        """Do no more."""
        for task in self._tasks:
            task.cancel()

    async def end(self) -> None:
        """Let the others take over at once what was left."""
        if self._worker_id is not None:
            await asyncio.to_thread(self._store.leave, self._worker_id)

    async def beat_once(self, worker_id: str) -> None:
        """Show that this process is alive, and take up what was begun and is worked on by nobody."""
        living = await self._living(worker_id)
        if count := await asyncio.to_thread(self._work.take_over, living):
            log.warning("%d requests that were begun and left are taken over", count)
        self._tell_living(len(living))

    async def look_once(self) -> None:
        """Know what was chosen elsewhere, and take no more than this process' share by now."""
        await asyncio.to_thread(self._look)
        if self._worker_id is not None:
            self._tell_living(len(await self._seen()))

    async def _living(self, worker_id: str) -> frozenset[str]:
        """Show that this process is alive; return who else is, itself among them."""
        await asyncio.to_thread(self._store.beat, worker_id)
        return await self._seen()

    async def _seen(self) -> frozenset[str]:
        silent_s = await asyncio.to_thread(self._store.workers)
        return frozenset(name for name, age_s in silent_s.items() if age_s <= DEAD_AFTER_S)

    async def _beat(self) -> None:
        while self._worker_id is not None:
            try:
                await self.beat_once(self._worker_id)
            except Exception as exc:
                log.error("the database does not take a sign of life: %s", exc)
            await asyncio.sleep(BEAT_S)

    async def _sweep(self) -> None:
        days = self._retention_days
        while True:
            try:
                digests = await asyncio.to_thread(self._store.sweep, days)
                requests = await asyncio.to_thread(self._work.sweep, datetime.now(UTC) - timedelta(days=days))
                log.info("swept %d digests and %d requests older than %d days", digests, requests, days)
            except Exception as exc:
                log.error("the database does not take a sweep: %s", exc)
            await asyncio.sleep(SWEEP_PAUSE_S)

    async def _look_at_the_others(self) -> None:
        while True:
            await asyncio.sleep(LISTEN_LOOK_S)
            try:
                await self.look_once()
            except Exception as exc:
                log.error("the database does not say what was chosen, or who is there: %s", exc)

    async def _look_at_the_loop(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due_s = loop.time() + LAG_LOOK_S
            await asyncio.sleep(LAG_LOOK_S)
            self._metrics.lagged(loop.time() - due_s)
