"""A press on a button under a brief, and whose turn it is to change one.

In: an update with a press; out: what a handler needs to know of it. This module must know no action.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from weakref import WeakValueDictionary

from telegram import CallbackQuery, Message, Update
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.records import Digest
from bot.reply.keyboard import Stand
from bot.reply.wording import Wording
from handlers.send import toast


class Pressed(CallbackQueryHandler[ContextTypes.DEFAULT_TYPE, None]):
    """python-telegram-bot's handler, which takes a press without data for any pattern's."""

    def check_update(self, update: object) -> bool | object | None:
        """Return the match of the data, False or None where there is none."""
        query = update.callback_query if isinstance(update, Update) else None
        return super().check_update(update) if query and query.data else None


@dataclass(frozen=True, slots=True)
class Press:
    """A press under a brief that is still kept."""

    query: CallbackQuery
    message: Message
    """The message with the button."""
    argument: str
    """What stands after the digest's id; whatever fits the pattern, since clients send what they like."""
    digest_id: str
    digest: Digest
    stand: Stand
    wording: Wording


class Jobs:
    """Does what a button says once, however often it is pressed meanwhile."""

    def __init__(self) -> None:
        self._running: set[Hashable] = set()

    async def once(
        self, job: Hashable, query: CallbackQuery, wording: Wording, work: Callable[[], Awaitable[None]]
    ) -> None:
        """Do a job, unless it is being done: then the press is told so."""
        if job in self._running:
            await toast(query, wording.text("already-working"))
            return
        self._running.add(job)
        try:
            await work()
        finally:
            self._running.discard(job)


class Turns:
    """One change of a digest at a time: the last to write must have seen what the others wrote."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, digest_id: str) -> asyncio.Lock:
        """Return what to hold while a digest is changed."""
        return self._locks.setdefault(digest_id, asyncio.Lock())
