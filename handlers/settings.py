"""/language and /length: what a chat may choose, by a word or by a button.

In: a command or a press; out: a panel, or the word that it is saved. This module must know no stage.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from telegram import Update
from telegram.ext import ContextTypes

from bot.records import MAX_SENTENCE_COUNT, Reply
from bot.reply.render import render_languages, render_lengths, render_message
from handlers.newsroom import Newsroom, wording_for
from handlers.send import edit, keyboard_of, send_reply

LANGUAGE_PRESSED = r"^language:([a-z]{2,3})$"
LENGTH_PRESSED = r"^length:(\d{1,2})$"


class SettingsHandlers:
    """Handlers for what a chat chooses."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    async def on_language_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the languages, or take the one that stands after the command."""
        wanted = context.args[0].lower() if context.args else ""
        await self._answer(update, await self._choose_language(update, wanted))

    async def on_length_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the lengths, or take the one that stands after the command."""
        wanted = context.args[0] if context.args else ""
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
        wording, targets = wording_for(update), self._newsroom.targets
        chat_id = _chat_id(update)
        if wanted not in targets:
            return render_languages(targets, await self._newsroom.target(chat_id), wording)
        chosen = replace(await self._newsroom.settings(chat_id), target=wanted)
        await asyncio.to_thread(self._newsroom.store.save_settings, chat_id, chosen)
        return render_message("language-saved", wording, language=wording.language_name(wanted))

    async def _choose_length(self, update: Update, wanted: str) -> Reply:
        wording, chat_id = wording_for(update), _chat_id(update)
        chosen = await self._newsroom.settings(chat_id)
        if not (wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= MAX_SENTENCE_COUNT):
            return render_lengths(chosen.sentence_count, wording)
        chosen = replace(chosen, sentence_count=int(wanted))
        await asyncio.to_thread(self._newsroom.store.save_settings, chat_id, chosen)
        return render_message("length-saved", wording, count=chosen.sentence_count)

    async def _answer(self, update: Update, reply: Reply) -> None:
        if update.effective_message:
            await send_reply(update.effective_message, reply)

    async def _bring_up_to_date(self, update: Update, reply: Reply) -> None:
        query = update.callback_query
        if query is None:
            return
        await query.answer()
        if update.effective_message:
            await edit(update.effective_message, reply.messages[0], keyboard_of(reply.buttons))


def _chat_id(update: Update) -> int:
    if update.effective_chat is None:
        raise ValueError("an update without a chat reached a handler of chats")
    return update.effective_chat.id
