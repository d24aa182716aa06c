"""What a brief has no room for is handed out: the full translation, originals, a quotation alone, all names.

In: a press, or a deep link that stands for one; out: messages in a private chat. In a group nothing new is
posted: whoever presses gets it in their private chat with the bot. Telegram lets a bot write there only once
it was started; where it was not, the press opens the chat by a deep link, and what was wanted comes there.

Whoever has the id of a digest may have all of it: 72 random bits are not guessed, and who has seen the button
has seen the brief. This module must know no stage by name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Literal, get_args

from telegram import Message, Update
from telegram.constants import ChatAction
from telegram.error import Forbidden, TelegramError
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.records import Digest, Reply
from bot.reply.keyboard import Side
from bot.reply.render import (
    render_full,
    render_message,
    render_names,
    render_quote,
    render_sources,
    render_status,
)
from bot.reply.wording import Wording
from handlers.failure import reply_to_failure
from handlers.newsroom import Newsroom, is_crowd
from handlers.patience import once
from handlers.press import Press, message_pressed
from handlers.send import Room, toast
from handlers.status import Progress

SIDE_PRESSED = r"^side:([\w-]{1,20}):([a-z]{2,8}):(original|translation)$"

Piece = Literal["full", "orig", "quote", "names"]
"""What is handed out: the action of its button, and what its deep link begins with."""


class Handout:
    """Hands out what does not fit into a brief."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    async def on_full_pressed(self, press: Press) -> None:
        """Send the full translation."""
        if not is_crowd(press.message.chat):
            await toast(press.query)
            await self._send_full(press.message, press.digest_id, press.wording)
            return
        room = _room_of(press)
        status = render_status("translating", press.wording)
        status_id = await self._newsroom.outbox.open(room, status)
        if await self._told_where(press, "full", is_there=status_id is not None):
            await self._send_full(room, press.digest_id, press.wording, status_id)

    async def on_side_pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Turn a full translation over to the original sentences, or back, in its place."""
        query = update.callback_query
        if query is None or context.match is None:
            return
        wording, reply = await self._newsroom.wording(update), None
        message = message_pressed(query)
        if message is not None and not is_crowd(message.chat):
            digest_id, code, named = context.match.groups()
            side: Side = "original" if named == "original" else "translation"
            reply = await self._side(digest_id, code, side, wording)
        if message is None or reply is None:
            await toast(query, wording.text("expired"), alert=True)
            return
        await toast(query)
        await self._newsroom.outbox.replace(message, reply, message.message_id)

    async def _side(self, digest_id: str, code: str, side: Side, wording: Wording) -> Reply | None:
        """A side of the translation into a language, which the brief may have left since; None where it is
        not kept."""
        store = self._newsroom.store
        _, digest = await asyncio.to_thread(store.digest_anywhere, digest_id) or (0, None)
        if digest is not None and digest.target != code:
            digest = await asyncio.to_thread(store.translation, digest_id, code)
        if digest is None:
            return None
        render = partial(render_full, digest_id=digest_id, side=side)
        reply = await asyncio.to_thread(render, digest, wording)
        return None if reply.attachment else reply

    async def on_originals_pressed(self, press: Press) -> None:
        """Send the brief with each original under its translation."""
        await self._hand_out(press, "orig", render_sources(press.digest, press.wording))

    async def on_quote_pressed(self, press: Press) -> None:
        """Send one quotation alone, ready to be passed on; without a number the only one there is."""
        reply = _quote(press.digest, press.argument, press.wording)
        if reply is None:
            await toast(press.query, press.wording.text("expired"), alert=True)
            return
        await self._hand_out(press, "quote", reply)

    async def on_names_pressed(self, press: Press) -> None:
        """Send all names of the article."""
        await self._hand_out(press, "names", render_names(press.digest, press.wording))

    def deep_links(self) -> Mapping[str, Callable[..., Awaitable[bool]]]:
        """Return what deep links do that stand for a press in a group, by their prefix."""
        return {piece: partial(self._on_deep_link, piece) for piece in get_args(Piece)}

    async def _on_deep_link(
        self, piece: Piece, update: Update, context: ContextTypes.DEFAULT_TYPE, rest: str
    ) -> bool:
        """Send in a private chat what was wanted in a group; False where it is no longer kept."""
        message = update.effective_message
        if message is None or is_crowd(message.chat):
            return False
        argument, _, digest_id = rest.partition("-") if piece == "quote" else ("", "", rest)
        found = await asyncio.to_thread(self._newsroom.store.digest_anywhere, digest_id)
        if found is None:
            return False
        wording, (_, digest) = await self._newsroom.wording(update), found
        if piece == "full":
            await self._send_full(message, digest_id, wording)
            return True
        render = {"orig": render_sources, "names": render_names}.get(piece)
        reply = render(digest, wording) if render else _quote(digest, argument, wording)
        if reply is not None:
            await self._newsroom.outbox.send(message, reply)
        return reply is not None

    async def _hand_out(self, press: Press, piece: Piece, reply: Reply) -> None:
        if not is_crowd(press.message.chat):
            await toast(press.query)
            await self._newsroom.outbox.send(press.message, reply)
            return
        sent = await self._newsroom.outbox.send(_room_of(press), reply)
        await self._told_where(press, piece, is_there=bool(sent))

    async def _told_where(self, press: Press, piece: Piece, *, is_there: bool) -> bool:
        """Say where it went, or open the chat where it will go; return `is_there`."""
        if is_there:
            await toast(press.query, press.wording.text("sent-to-you"))
            return True
        rest = f"{press.argument}-{press.digest_id}" if piece == "quote" else press.digest_id
        username = press.query.get_bot().username
        await toast(press.query, url=create_deep_linked_url(username, f"{piece}-{rest}"))
        return False

    async def _send_full(
        self, where: Message | Room, digest_id: str, wording: Wording, status_id: int | None = None
    ) -> None:
        """Translate what is missing and send all of it, or say in the same place why not."""
        progress = Progress(self._newsroom.outbox, where, wording, status_id)
        try:
            async with self._newsroom.change(digest_id):
                digest = await self._translated(where, digest_id, progress)
            reply = render_message("expired", wording)
            if digest is not None:
                render = partial(render_full, digest_id=digest_id)
                reply = await asyncio.to_thread(render, digest, wording)
        except Forbidden:
            raise
        except Exception as error:
            reply = reply_to_failure(error, wording)
        await self._newsroom.outbox.send(where, reply, status_id=progress.status_id)

    async def _translated(
        self, where: Message | Room, digest_id: str, on_progress: Callable[[int, int], Awaitable[None]]
    ) -> Digest | None:
        store = self._newsroom.store
        found = await asyncio.to_thread(store.digest_anywhere, digest_id)
        if found is None:
            return None
        chat_id, digest = found
        with suppress(TelegramError), once():
            await where.get_bot().send_chat_action(where.chat_id, ChatAction.TYPING)
        digest = await self._newsroom.pipeline.translate_all(digest, on_progress)
        await asyncio.to_thread(store.replace_digest, chat_id, digest_id, digest)
        return digest


def _room_of(press: Press) -> Room:
    return Room(press.query.get_bot(), press.query.from_user.id)


def _quote(digest: Digest, start: str, wording: Wording) -> Reply | None:
    """The quotation that begins at a place of the article."""
    found = next((quote for quote in digest.quotes if str(quote.start) == start), None)
    return render_quote(found, digest, wording) if found else None
