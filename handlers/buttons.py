"""The buttons under a digest: full translation, originals, longer, shorter.

In: a press whose data names an action and a digest; out: another message, or the brief at another
length in its place. Works after a restart, since digests are kept in the store.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from weakref import WeakValueDictionary

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatAction
from telegram.error import Forbidden, TelegramError
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.records import Digest
from bot.reply.render import note_for, render_digest, render_full, render_sources
from bot.reply.wording import Wording
from handlers.failure import reply_to_failure
from handlers.newsroom import Newsroom, is_crowd, place_of_message
from handlers.patience import once
from handlers.send import toast

DIGEST_PRESSED = r"^(full|orig|more|less):([\w-]{1,20})$"


class Pressed(CallbackQueryHandler[ContextTypes.DEFAULT_TYPE, None]):
    """python-telegram-bot's handler, which takes a press without data for any pattern's."""

    def check_update(self, update: object) -> bool | object | None:
        """Return the match of the data, False or None where there is none."""
        query = update.callback_query if isinstance(update, Update) else None
        return super().check_update(update) if query and query.data else None


class ButtonHandlers:
    """Handlers for presses under a digest."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._running: set[tuple[int, str, str]] = set()
        self._turns: WeakValueDictionary[tuple[int, str], asyncio.Lock] = WeakValueDictionary()
        """One press at a time changes a digest: the last to write must have seen what the others wrote."""

    async def on_digest_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the button says, once however often it is pressed meanwhile."""
        query, message = update.callback_query, update.effective_message
        if query is None or context.match is None:
            return
        wording = await self._newsroom.wording(update)
        if message is None or not message.is_accessible:
            await toast(query, wording.text("expired"), alert=True)
            return
        action, digest_id = context.match.groups()
        job = (message.chat_id, digest_id, action)
        if job in self._running:
            await toast(query, wording.text("already-working"))
            return
        self._running.add(job)
        turn = self._turns.setdefault((message.chat_id, digest_id), asyncio.Lock())
        try:
            async with turn:
                await self._press(query, message, action, digest_id, wording)
        finally:
            self._running.discard(job)

    async def on_unknown_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a press that is none of ours, so that the button stops waiting."""
        if update.callback_query:
            wording = await self._newsroom.wording(update)
            await toast(update.callback_query, wording.text("expired"), alert=True)

    async def _press(
        self, query: CallbackQuery, message: Message, action: str, digest_id: str, wording: Wording
    ) -> None:
        digest = await asyncio.to_thread(self._newsroom.store.digest, message.chat_id, digest_id)
        if digest is None:
            await toast(query, wording.text("expired"), alert=True)
            return
        try:
            if action in ("more", "less"):
                await self._change_length(query, message, digest, digest_id, action, wording)
                return
            await toast(query)
            if action == "full":
                await self._send_full(message, digest, digest_id, wording)
            else:
                await self._newsroom.outbox.send(
                    message, await asyncio.to_thread(render_sources, digest, wording)
                )
        except Forbidden:
            raise
        except Exception as error:
            await self._newsroom.outbox.send(message, reply_to_failure(error, wording))

    async def _send_full(self, message: Message, digest: Digest, digest_id: str, wording: Wording) -> None:
        with suppress(TelegramError), once():
            await message.reply_chat_action(ChatAction.TYPING)
        digest = await self._newsroom.pipeline.translate_all(digest)
        await self._keep(message.chat_id, digest_id, digest)
        await self._newsroom.outbox.send(message, await asyncio.to_thread(render_full, digest, wording))

    async def _change_length(
        self,
        query: CallbackQuery,
        message: Message,
        digest: Digest,
        digest_id: str,
        action: str,
        wording: Wording,
    ) -> None:
        newsroom = self._newsroom
        count = await newsroom.work.step("count", self._next_count, digest, action)
        if count is None:  # a press on a message that is older than the digest is now
            await toast(query, wording.text("no-other-length", action=action))
            return
        await toast(query)
        parts = (await newsroom.settings(place_of_message(message))).parts
        shown = partial(
            render_digest,
            wording=wording,
            digest_id=digest_id,
            parts=parts,
            compact=is_crowd(message.chat),
        )
        before = shown(digest)
        digest, untranslated = await newsroom.pipeline.resummarise(digest, count)
        await self._keep(message.chat_id, digest_id, digest)
        after = shown(digest, note=note_for(untranslated, wording) if untranslated else None)
        fits = len(before.messages) == len(after.messages) == 1
        if not (fits and await newsroom.outbox.replace(message, after, message.message_id)):
            await newsroom.outbox.send(message, after)

    async def _next_count(self, digest: Digest, action: str) -> int | None:
        """Looked up once for each press: the digest that a second run finds has the new length already."""
        return await self._newsroom.pipeline.next_count(digest, longer=action == "more")

    async def _keep(self, chat_id: int, digest_id: str, digest: Digest) -> None:
        await asyncio.to_thread(self._newsroom.store.replace_digest, chat_id, digest_id, digest)
