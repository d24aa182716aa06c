"""Work tried until it succeeds, or until its failure is worth telling.

In: the work of a stage, or a request as it begins; out: what the work leaves behind, or what became of its
failure. What fails is tried again at once. What the process died in is begun again by its next life; whether
it was the cause or only there as it happened, nothing tells, so that its last try is made alone. What is run
again because the database failed counts for nothing, nor does what a stop cut off: whoever puts up three new
versions in a minute has no article given up. This module must know no wording and no stage by name.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

from bot.errors import RingkasError
from bot.runtime.store import Store
from bot.runtime.work import Work

log = logging.getLogger(__name__)

MOST_BEGINNINGS = 3
"""How often a stage is begun, in one life of the process after the other, before its reader is told that it
will not be."""

MOST_LIVES = MOST_BEGINNINGS + 1
"""How often a request with a message is begun without getting any further: once more than its stages, which
say better what failed. A press has no stages."""

MOST_GOODBYES = 3
"""How often it is tried to say that a request is given up: that too may be what the process dies of."""

FAILURE_PAUSES_S = (0.5, 2.0)
"""Pauses before a stage that failed for no known reason is tried again; the third failure is told."""

Outcome = dict[str, Any]
"""What a step leaves behind, as JSON: the id of a digest in the store, or what is told of a failure."""

Failed = Callable[[Exception, int], Outcome]
"""Takes what went wrong and how often it was tried."""


_begun: ContextVar[set[str]] = ContextVar("begun")
"""What the request that is worked on here has counted as begun and not finished yet."""


class NeverFinishedError(Exception):
    """The process died each time that something was begun."""

    def __init__(self, what: str, begun: int) -> None:
        super().__init__(f"{what} was begun {begun} times and never finished")
        self.begun = begun


class Tries:
    """What was begun in all lives of the process."""

    def __init__(self, work: Work, store: Store) -> None:
        self._work = work
        self._store = store
        self._alone = asyncio.Lock()
        self._cut_off: set[str] = set()

    @contextmanager
    def request(self) -> Iterator[None]:
        """Work on a request inside; where a stop cuts it off, what it has begun is among what `forgive`
        forgives."""
        begun: set[str] = set()
        token = _begun.set(begun)
        try:
            yield
        except asyncio.CancelledError:
            self._cut_off |= begun
            raise
        finally:
            _begun.reset(token)

    def forgive(self) -> None:
        """Count what was cut off as not begun. Blocks.

        To be the last act of a process that ends as it was told to: one that hangs in what it was cut off
        from does not come to this.
        """
        self._store.take_back_attempts(self._cut_off)

    async def stage(self, name: str, work: Callable[[], Awaitable[Outcome]], failed: Failed) -> Outcome:
        """Return what the work returned, as part of a step; after its last try what `failed` makes of its
        error. `name` says which stage it is; where a message changes while it is answered, the stage is done
        anew in a further step.

        The last try has no other one beside it: what the process dies of takes nothing else along thrice.
        """
        if self._work.was_failed():
            return await _until_it_works(name, work, failed)
        beginning = f"{self._work.request_id()}/{name}-{self._work.step_number()}"
        begun = await asyncio.to_thread(self._store.attempts, beginning)
        if begun >= MOST_BEGINNINGS:
            return failed(NeverFinishedError(name, begun), begun)
        async with self._alone if begun == MOST_BEGINNINGS - 1 else nullcontext():
            await self._begin(beginning)
            outcome = await _until_it_works(name, work, failed)
            _begun.get(set()).discard(beginning)
            return outcome

    async def given_up(self, *, is_press: bool, goodbye: Callable[[Exception], Awaitable[object]]) -> bool:
        """Count one more beginning of the request that is worked on here; return whether it is not to be.

        It got no further in its last lives: its steps are as many as they were. Then `goodbye` is told why,
        outside of the steps, which are those of the work and not of its end.
        """
        if self._work.was_failed():
            return False
        request_id, most = self._work.request_id(), MOST_BEGINNINGS if is_press else MOST_LIVES
        if await self._begin(request_id) == 1:
            return False
        kept = await asyncio.to_thread(self._work.steps_of, request_id)
        begun = await self._begin(f"{request_id}/after-{len(kept)}")
        if begun < most:
            return False
        error = NeverFinishedError("a request", begun)
        log.error("given up: %s", error)
        if begun < most + MOST_GOODBYES:
            await self._work.beside(goodbye, error)
        return True

    async def _begin(self, beginning: str) -> int:
        """Count one more beginning; return how many there are."""
        begun = await asyncio.to_thread(self._store.begin_attempt, beginning)
        _begun.get(set()).add(beginning)
        return begun


async def _until_it_works(name: str, work: Callable[[], Awaitable[Outcome]], failed: Failed) -> Outcome:
    for pause_s in FAILURE_PAUSES_S:
        try:
            return await work()
        except RingkasError as error:
            return failed(error, 1)
        except Exception as error:
            log.warning("%s failed, again in %s s", name, pause_s, exc_info=error)
            await asyncio.sleep(pause_s)
    try:
        return await work()
    except Exception as error:
        return failed(error, len(FAILURE_PAUSES_S) + 1)
