"""What is said while somebody waits: one message that is brought up to date, and not too often.

In: how far the work is; out: edits of a message that the answer will replace. This module must know no stage
by name and no handler.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from telegram import Message
from telegram.error import TelegramError

from bot.pipeline import Stage
from bot.records import Reply
from bot.reply.render import render_page_reading, render_progress, render_status
from bot.reply.wording import Wording
from handlers.patience import once
from handlers.send import Outbox, Room, edit

log = logging.getLogger(__name__)

STATUS_AFTER_S = 1.0
"""How long a stage runs before the status message tells of it: Telegram takes about one edit a second."""

GROUP_STATUS_AFTER_S = 5.0
"""The same in a group, where edits count among its 20 messages a minute: most articles are done before."""

BETTER_WITHIN_S = 1.0
"""How long a better preview is waited for before the one that is there is shown: two short texts are
translated in a tenth of a second, unless the machine has much to do."""

Better = Callable[[], Awaitable[Reply | None]]
"""Returns a better preview than the one that is there; None where there is none."""


class StatusLine:
    """Brings the status message up to date, for stages that begin late enough to be worth an edit."""

    def __init__(self, answered: Message, status_id: int | None, wording: Wording, *, crowd: bool) -> None:
        """`crowd`: it stands in a group."""
        self._answered = answered
        self._status_id = status_id
        self._pause_s = GROUP_STATUS_AFTER_S if crowd else STATUS_AFTER_S
        self.wording = wording
        self._told_at_s = asyncio.get_running_loop().time()

    async def __call__(self, stage: Stage) -> None:
        """Tell that a stage begins."""
        if asyncio.get_running_loop().time() - self._told_at_s >= self._pause_s:
            await self._tell(render_status(stage, self.wording))

    async def on_page(self, number: int, count: int) -> None:
        """Tell which page of a story is read, of how many."""
        if asyncio.get_running_loop().time() - self._told_at_s >= self._pause_s:
            await self._tell(render_page_reading(number, count, self.wording))

    @asynccontextmanager
    async def meanwhile(self, reply: Reply, better: Better) -> AsyncIterator[None]:
        """Show a reply of one message while the work inside goes on, if it goes on for long; and a better one
        as soon as it can be had, which is asked for only then."""
        over = asyncio.Event()
        showing = asyncio.create_task(self._tell_later(reply, better, over))
        try:
            yield
        finally:
            over.set()
            await showing  # an edit that came after the answer would stand there for ever

    async def _tell_later(self, reply: Reply, better: Better, over: asyncio.Event) -> None:
        if self._status_id is None or await _comes(over.wait(), self._pause_s):
            return
        ended, coming = asyncio.create_task(over.wait()), asyncio.create_task(_tried(better))
        try:
            await _either(ended, coming, BETTER_WITHIN_S)
            if not (ended.done() or coming.done()):
                await self._tell(reply)
                await _either(ended, coming, None)
                await _comes(over.wait(), self._pause_s)
            if not ended.done():
                await self._tell(coming.result() or reply)
        finally:
            ended.cancel()
            coming.cancel()

    async def _tell(self, reply: Reply) -> None:
        if self._status_id is None:
            return
        self._told_at_s = asyncio.get_running_loop().time()
        with once():
            await edit(self._answered, self._status_id, reply.messages[0])


async def _tried(better: Better) -> Reply | None:
    """A preview is a courtesy: that there is none is told by what it is a preview of."""
    try:
        return await better()
    except Exception as exc:
        log.warning("no preview: %s", exc)
        return None


async def _comes(event: Awaitable[object], within_s: float) -> bool:
    """Whether something happens within a time."""
    try:
        await asyncio.wait_for(event, within_s)
    except TimeoutError:
        return False
    return True


async def _either(first: asyncio.Task[Any], second: asyncio.Task[Any], within_s: float | None) -> None:
    """Wait until one of two is done, or the time is over."""
    await asyncio.wait({first, second}, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)


class Progress:
    """A status message of a translation that takes long; there is none where it does not."""

    def __init__(
        self, outbox: Outbox, answered: Message | Room, wording: Wording, status_id: int | None = None
    ) -> None:
        """`status_id`: the message that says "translating" already, if one does."""
        self._outbox = outbox
        self._answered = answered
        self._wording = wording
        self.status_id = status_id
        self._told_at_s = asyncio.get_running_loop().time()

    async def __call__(self, done: int, whole: int) -> None:
        """Tell how many sentences of how many are translated."""
        now_s = asyncio.get_running_loop().time()
        if now_s - self._told_at_s < STATUS_AFTER_S or done >= whole:
            return
        self._told_at_s = now_s
        if self.status_id is None:
            # The same words each time, by which a second run of this request knows that they stand there.
            with suppress(TelegramError):
                begun = render_status("translating", self._wording)
                self.status_id = await self._outbox.send_status(self._answered, begun)
        if self.status_id is not None:
            words = render_progress(done, whole, self._wording).messages[0]
            with once():
                await edit(self._answered, self.status_id, words)
