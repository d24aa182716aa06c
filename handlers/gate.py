"""Which chats are served at all.

In: an update; out: nothing, or the end of its way. This module must know no stage.

A group that is not among them is met with silence, and is not left: whoever runs the bot may be about to name
it, and finds its number in the log. What it had is deleted when it puts the bot out, as with any other.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from telegram import Chat, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot.reply.render import render_message
from bot.runtime.chats import Chats
from handlers.membership import has_come, has_gone
from handlers.newsroom import wording_for
from handlers.send import Outbox, toast

log = logging.getLogger(__name__)


class Gate:
    """Lets through the chats that the operator named, and tells a stranger once per message."""

    def __init__(self, allowed_chats: frozenset[int], outbox: Outbox, chats: Chats) -> None:
        self._allowed_chats = allowed_chats
        self._outbox = outbox
        self._chats = chats

    def handler(self) -> TypeHandler[Update, Any, Any]:
        """Return the handler that stands before all others."""
        return TypeHandler(Update, self.on_update)

    async def on_update(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Stop what comes from elsewhere; in a stranger's group without a word."""
        chat, change = update.effective_chat, update.my_chat_member
        if update.inline_query or (chat is not None and await self._is_allowed(chat, update)):
            return  # inline queries come from no chat: handlers/inline.py judges them by their person
        if change is not None and has_gone(change):
            return
        if change is not None and has_come(change):
            log.warning("taken into the group %d, which ALLOWED_CHATS does not name", change.chat.id)
        if update.callback_query:
            await toast(update.callback_query)
        if chat is not None and chat.type == chat.PRIVATE and update.message:
            refusal = render_message("not-allowed", wording_for(update), chat=str(chat.id))
            await self._outbox.send(update.message, refusal)
        raise ApplicationHandlerStop

    async def _is_allowed(self, chat: Chat, update: Update) -> bool:
        """Whether a chat is named, or was as the group that it has been before."""
        if chat.id in self._allowed_chats:
            return True
        if chat.type != chat.SUPERGROUP:
            return False
        moved_from = update.message.migrate_from_chat_id if update.message else None
        return (moved_from or await asyncio.to_thread(self._chats.former, chat.id)) in self._allowed_chats
