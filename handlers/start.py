"""/start, /help and /about: what the bot is and how it is used.

In: a command; out: a few sentences. This module must know no stage.
"""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from bot.reply.render import render_message
from handlers.newsroom import Newsroom, place_of_message


class StartHandlers:
    """Handlers for those who want to know what this is."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    async def on_start_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet, and say what to send."""
        await self._say("start", update)

    async def on_help_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what can be sent and what the commands do; unknown commands end here too."""
        await self._say("help", update)

    async def on_about_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how it works and where the text goes: nowhere."""
        await self._say("about", update)

    async def _say(self, message_id: str, update: Update) -> None:
        message = update.effective_message
        if message is None:
            return
        wording = await self._newsroom.wording(update)
        language = wording.language_name(await self._newsroom.target(place_of_message(message)))
        await self._newsroom.outbox.send(message, render_message(message_id, wording, language=language))
