"""Which chats are served at all.

In: an update; out: nothing, or the end of its way. This module must know no stage.
"""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import ApplicationHandlerStop, ContextTypes, TypeHandler

from bot.reply.render import render_message
from handlers.newsroom import wording_for
from handlers.send import Outbox, toast


class Gate:
    """Lets through the chats that the operator named, and tells a stranger once per message."""

    def __init__(self, allowed_chats: frozenset[int], outbox: Outbox) -> None:
        self._allowed_chats = allowed_chats
        self._outbox = outbox

    def handler(self) -> TypeHandler[Update, Any, Any]:
        """Return the handler that stands before all others."""
        return TypeHandler(Update, self.on_update)

    async def on_update(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Stop what comes from elsewhere; in a stranger's group without a word."""
        chat = update.effective_chat
        if update.inline_query or (chat is not None and chat.id in self._allowed_chats):
            return  # inline queries come from no chat: handlers/inline.py judges them by their person
        if update.callback_query:
            await toast(update.callback_query)
        if chat is not None and chat.type == chat.PRIVATE and update.message:
            refusal = render_message("not-allowed", wording_for(update), chat=str(chat.id))
            await self._outbox.send(update.message, refusal)
        raise ApplicationHandlerStop
