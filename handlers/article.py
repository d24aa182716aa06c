"""An article sent, forwarded, linked or filed; in a group, asked for.

In: an update with a message; out: one status message that becomes the brief. This module must know
no wording and no stage by name.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from telegram import Document, Message, MessageEntity, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.errors import NoArticle
from bot.pipeline import Stage
from bot.records import Page, Reply, Request
from bot.reply.render import note_for, render_digest, render_message, render_status
from bot.reply.wording import Wording
from handlers.failure import reply_to_failure
from handlers.message import file_of, is_readable, links_of, text_of
from handlers.newsroom import Newsroom, wording_for
from handlers.send import edit, is_from, send_reply

STATUS_AFTER_S = 1.0
"""How long a stage runs before the status message tells of it: Telegram takes about one edit a second."""


class ArticleHandlers:
    """Handlers for messages that are, or lead to, an article."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    async def on_article(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer an article in a private chat, or say why there is none in the message."""
        message = update.effective_message
        if message is not None:
            await self._answer(message, message, wording_for(update))

    async def on_summary_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /ringkas: what stands after it, else the message that it replies to."""
        message = update.effective_message
        if message is None:
            return
        asked_with_it = " ".join(context.args or ()).strip() or message.document
        article = message if asked_with_it else message.reply_to_message
        wording = wording_for(update)
        if article is None:
            await send_reply(message, render_message("group-help", wording))
        else:
            await self._answer(message, article, wording)

    async def on_group_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer in a group when the bot is named or replied to; stay quiet otherwise."""
        message = update.effective_message
        if message is None:
            return
        replied = message.reply_to_message
        if _names(message, context.bot.username):
            has_own = links_of(message) or len(_without_command(message)) > len(context.bot.username) + 1
            await self._answer(message, replied if replied and not has_own else message, wording_for(update))
        elif is_from(replied, context.bot.bot) and (links_of(message) or message.document):
            await self._answer(message, message, wording_for(update))

    async def _answer(self, message: Message, article: Message, wording: Wording) -> None:
        if refusal := _refusal(article):
            await send_reply(message, render_message(refusal, wording))
            return
        with suppress(TelegramError):
            await message.reply_chat_action(ChatAction.TYPING)
        status = await message.reply_html(render_status("reading", wording).messages[0], do_quote=True)
        try:
            reply = await self._brief(article, status, wording)
        except Exception as error:
            reply = reply_to_failure(error, wording)
        await send_reply(message, reply, status=status)

    async def _brief(self, article: Message, status: Message, wording: Wording) -> Reply:
        chosen = await self._newsroom.settings(status.chat_id)
        links = links_of(article)
        request = Request(
            text=_without_command(article),
            links=links,
            file=await _file(article.document),
            target=chosen.target or self._newsroom.default_target,
            sentence_count=chosen.sentence_count,
        )
        if not (request.text or request.file):
            raise NoArticle
        digest, untranslated = await self._newsroom.pipeline.run(request, _StatusLine(status, wording))
        digest_id = await asyncio.to_thread(self._newsroom.store.add_digest, status.chat_id, digest)
        return render_digest(
            digest,
            wording,
            digest_id=digest_id,
            other_links=0 if request.file else max(0, len(links) - 1),
            note=note_for(untranslated, wording) if untranslated else None,
        )


class _StatusLine:
    """Brings the status message up to date, for stages that begin late enough to be worth an edit."""

    def __init__(self, status: Message, wording: Wording) -> None:
        self._status = status
        self._wording = wording
        self._told_at_s = asyncio.get_running_loop().time()

    async def __call__(self, stage: Stage) -> None:
        now_s = asyncio.get_running_loop().time()
        if now_s - self._told_at_s < STATUS_AFTER_S:
            return
        self._told_at_s = now_s
        with suppress(TelegramError):
            await edit(self._status, render_status(stage, self._wording).messages[0])


def _refusal(message: Message) -> str | None:
    """Return the message that says why there is no article in it, seen before anything is fetched."""
    if message.document:
        return None if is_readable(message.document) else "unsupported"
    if text_of(message).strip():
        return None
    return "photo-without-text" if message.photo else "sticker"


async def _file(document: Document | None) -> Page | None:
    return await file_of(document) if document else None


def _names(message: Message, username: str) -> bool:
    mentions = {
        **message.parse_entities([MessageEntity.MENTION]),
        **message.parse_caption_entities([MessageEntity.MENTION]),
    }
    return any(mention.casefold() == f"@{username}".casefold() for mention in mentions.values())


def _without_command(message: Message) -> str:
    """Return the message's words without the command that it begins with."""
    text = text_of(message)
    entities = message.entities or message.caption_entities
    if entities and entities[0].type == MessageEntity.BOT_COMMAND and entities[0].offset == 0:
        return text[entities[0].length :].strip()
    return text.strip()
