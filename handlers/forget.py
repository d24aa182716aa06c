"""/forget: all that is kept of a chat, deleted at the word of whoever may say so.

In: a command, then a press; out: a question, then what was deleted. This module must know no stage.

What is remembered of administrators is not asked here: deleting is final, so Telegram is asked anew.
"""

from __future__ import annotations

from dataclasses import asdict

from telegram import Update
from telegram.ext import ContextTypes

from bot.records import Reply
from bot.reply.group import render_forget_question, render_forgotten
from bot.reply.render import render_message
from bot.reply.wording import Wording
from handlers.administrators import Administrators
from handlers.newsroom import Newsroom, is_crowd
from handlers.press import message_pressed
from handlers.send import toast

FORGET_PRESSED = r"^forget:(yes|no)$"

FORGETTING = "forgetting"
"""The job of deleting what is kept of a chat: held from the moment at which the press is put down, so that
what is chosen after it is not deleted with what was chosen before."""


def forgets(update: Update) -> int | None:
    """Return the chat that a press has forgotten; None where an update is no such press."""
    query = update.callback_query
    if query is None or query.message is None or query.data != "forget:yes":
        return None
    return query.message.chat.id


class ForgetHandlers:
    """Handlers for those who want nothing kept."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    async def on_forget_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask whether all is to be deleted; of a group only its administrators."""
        message = update.effective_message
        if message is None:
            return
        wording = await self._newsroom.wording(update)
        if await Administrators().may_change(update, context.bot):
            reply = render_forget_question(wording, group=is_crowd(message.chat))
        else:
            reply = render_message("forget-refused", wording)
        await self._newsroom.outbox.send(message, reply)

    async def on_forget_pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Delete, or leave all as it is; anybody may press, so that who does is looked at again."""
        query = update.callback_query
        message = message_pressed(query) if query else None
        if query is None or message is None or context.match is None:
            return
        newsroom, wording = self._newsroom, await self._newsroom.wording(update)
        answer, chat_id = context.match.group(1), message.chat.id
        await newsroom.holds.take(FORGETTING, chat_id)
        try:
            if not await Administrators().may_change(update, context.bot):
                await toast(query, wording.text("forget-refused"), alert=True)
                return
            await toast(query)
            reply = await self._decided(answer, chat_id, wording)
        finally:
            await newsroom.holds.let_go(FORGETTING, chat_id)
        await newsroom.outbox.replace(message, reply, message.message_id)
        if answer != "no":
            await newsroom.work.step("forget the rest", newsroom.forget_the_rest, chat_id)

    async def _decided(self, answer: str, chat_id: int, wording: Wording) -> Reply:
        if answer == "no":
            return render_message("forget-not-done", wording)
        gone = await self._newsroom.work.step("forget", self._forget, chat_id)
        return render_forgotten(wording, digests=gone["digests"], requests=gone["requests"])

    async def _forget(self, chat_id: int) -> dict[str, int]:
        return asdict(await self._newsroom.forget(chat_id))
