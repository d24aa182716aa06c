"""What is said while somebody waits: one message that is brought up to date, and not too often.

In: how far the work is; out: edits of a message that the answer will replace. This module must know no stage
by name and no handler.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Message
from telegram.error import TelegramError

from bot.pipeline import Stage
from bot.records import Reply
from bot.reply.render import render_progress, render_status
from bot.reply.wording import Wording
from handlers.patience import once
from handlers.send import Outbox, Room, edit

STATUS_AFTER_S = 1.0
"""How long a stage runs before the status message tells of it: Telegram takes about one edit a second."""

GROUP_STATUS_AFTER_S = 5.0
"""The same in a group, where edits count among its 20 messages a minute: most articles are done before."""


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

    @asynccontextmanager
    async def meanwhile(self, reply: Reply) -> AsyncIterator[None]:
        """Show a reply of one message while the work inside goes on, if it goes on for long."""
        over = asyncio.Event()
        showing = asyncio.create_task(self._tell_later(reply, over))
        try:
            yield
        finally:
            over.set()
            await showing  # an edit that came after the answer would stand there for ever

    async def _tell_later(self, reply: Reply, over: asyncio.Event) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), self._pause_s)
            return
        await self._tell(reply)

    async def _tell(self, reply: Reply) -> None:
        if self._status_id is None:
            return
        self._told_at_s = asyncio.get_running_loop().time()
        with once():
            await edit(self._answered, self._status_id, reply.messages[0])


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
