"""What a process does beside answering: it forgets in time, shows that it is alive, takes up what was left.

In: the store, the work and the figures of one process; out: tasks in the running event loop. This module must
know no chat library and no stage.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.runtime.metrics import Metrics
from bot.runtime.store import Store

log = logging.getLogger(__name__)

SWEEP_PAUSE_S = 24 * 60 * 60
"""Retention is counted in days, so that once a day will do."""

BEAT_S = 5.0
"""How often a worker says that it is alive, and looks whether the others are."""

HEARD_AFTER_S = BEAT_S + 1.0
"""After this long each of the others has looked, and sends no more than its new share."""

DEAD_AFTER_S = 20.0
"""A worker that was silent this long is dead: three beats may get lost, or the machine may be very busy."""

LISTEN_LOOK_S = 2.0
"""Between two looks at what was chosen elsewhere: whoever has chosen in one process tries it out at once, and
another one may be asked. One query of few rows."""

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
        look_at_choices: Callable[[], object],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`worker_id`: this process' name as a worker; None where it answers nothing.

        `tell_living` is told how many workers there are; `look_at_choices` blocks.
        """
        self._store, self._work, self._metrics = store, work, metrics
        self._worker_id = worker_id
        self._retention_days = retention_days
        self._tell_living = tell_living
        self._look_at_choices = look_at_choices
        self._pause = pause
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self) -> None:
        """Know what was chosen, and show that this process is alive, before it takes up any work.

        Where others work already it takes up none until they know of it: each of them has a share of the
        limit over all chats, and a new one would be sent on top.
        """
        await asyncio.to_thread(self._look_at_choices)
        if self._worker_id is None:
            return
        if len(await self._living(self._worker_id)) > 1:
            await self._pause(HEARD_AFTER_S)
        self._tell_living(len(await self._living(self._worker_id)))

    def go_on(self) -> None:
        """Do all duties from now on, each in its time."""
        duties = [self._sweep(), self._look_at_the_loop(), self._look_at_the_choices()]
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

    async def _living(self, worker_id: str) -> frozenset[str]:
        """Show that this process is alive; return who else is, itself among them."""
        await asyncio.to_thread(self._store.beat, worker_id)
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

    async def _look_at_the_choices(self) -> None:
        while True:
            await asyncio.sleep(LISTEN_LOOK_S)
            try:
                await asyncio.to_thread(self._look_at_choices)
            except Exception as exc:
                log.error("the database does not say what was chosen: %s", exc)

    async def _look_at_the_loop(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due_s = loop.time() + LAG_LOOK_S
            await asyncio.sleep(LAG_LOOK_S)
            self._metrics.lagged(loop.time() - due_s)
