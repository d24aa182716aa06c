"""/language and /length: what a chat may choose, by a word or by a button.

In: a command or a press; out: a panel, or the word that it is saved. This module must know no stage.
"""

from __future__ import annotations

import asyncio

from telegram import Update
from telegram.ext import ContextTypes

from bot.records import Reply
from bot.reply.render import render_languages, render_length_saved, render_lengths, render_message
from bot.reply.wording import language_meant, length_meant
from handlers.newsroom import Newsroom, place_of
from handlers.send import toast

LANGUAGE_PRESSED = r"^language:([a-z]{2,3})$"
LENGTH_PRESSED = r"^length:(\w{1,10})$"
"""A name of LENGTHS, or the number that stands on panels of earlier versions."""


class SettingsHandlers:
    """Handlers for what a chat chooses."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    async def on_language_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the languages, or take the one that stands after the command."""
        wanted = " ".join(context.args or ())
        await self._answer(update, await self._choose_language(update, wanted))

    async def on_length_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the lengths, or take the one that stands after the command."""
        wanted = " ".join(context.args or ())
        await self._answer(update, await self._choose_length(update, wanted))

    async def on_language_pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take the language of the button."""
        wanted = context.match.group(1) if context.match else ""
        await self._bring_up_to_date(update, await self._choose_language(update, wanted))

    async def on_length_pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take the length of the button."""
        wanted = context.match.group(1) if context.match else ""
        await self._bring_up_to_date(update, await self._choose_length(update, wanted))

    async def _choose_language(self, update: Update, wanted: str) -> Reply:
        wording, targets = await self._newsroom.wording(update), self._newsroom.targets
        place = place_of(update)
        code = language_meant(wanted, targets, wording)
        if code is None:
            current = await self._newsroom.target(place)
            return render_languages(targets, current, wording, refused=wanted)
        await asyncio.to_thread(self._newsroom.choices.choose_target, place, code)
        return render_message("language-saved", wording, language=wording.language_name(code))

    async def _choose_length(self, update: Update, wanted: str) -> Reply:
        wording, place = await self._newsroom.wording(update), place_of(update)
        try:
            count = length_meant(wanted, wording)
        except ValueError:
            current = (await self._newsroom.settings(place)).sentence_count
            return render_lengths(current, wording, refused=wanted)
        await asyncio.to_thread(self._newsroom.choices.choose_sentence_count, place, count)
        return render_length_saved(count, wording)

    async def _answer(self, update: Update, reply: Reply) -> None:
        if update.effective_message:
            await self._newsroom.outbox.send(update.effective_message, reply)

    async def _bring_up_to_date(self, update: Update, reply: Reply) -> None:
        query, message = update.callback_query, update.effective_message
        if query is None or message is None:
            return
        await toast(query)
        if not await self._newsroom.outbox.replace(message, reply, message.message_id):
            await self._newsroom.outbox.send(message, reply)
