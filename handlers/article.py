"""An article sent, forwarded, linked or filed; in a group, asked for.

In: an update with a message; out: one status message that becomes the brief. This module must know
no wording and no stage by name.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from telegram import Document, Message, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.errors import NoArticle
from bot.pipeline import Stage, is_article_beside_link
from bot.records import Page, Reply, Request
from bot.reply.render import note_for, render_digest, render_message, render_status
from bot.reply.wording import Wording
from handlers.failure import reply_to_failure
from handlers.message import (
    brings_its_own,
    file_of,
    holds_an_article,
    is_for_another_bot,
    is_readable,
    links_of,
    names_bot,
    text_of,
    words_of,
)
from handlers.newsroom import Newsroom, wording_for
from handlers.patience import once
from handlers.send import edit, send_reply

log = logging.getLogger(__name__)

ARTICLE_COMMANDS = ("ringkas", "summary")

COMMAND_IN_CAPTION = rf"(?i)^/(?:{'|'.join(ARTICLE_COMMANDS)})(?:@\w+)?(?:\s|$)"
"""python-telegram-bot's CommandHandler looks at texts alone; a file's command stands in its caption."""

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
            await self._answer(message, message, update, context)

    async def on_summary_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /ringkas: the article that comes with it, else the message that it replies to."""
        message = update.effective_message
        if message is None or is_for_another_bot(message, context.bot.username):
            return
        await self._answer_asked(message, update, context)

    async def on_group_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer in a group when the bot is named, or replied to with an article; stay quiet otherwise."""
        message = update.effective_message
        if message is None:
            return
        if names_bot(message, context.bot.username):
            await self._answer_asked(message, update, context)
        elif _is_by_bot(message.reply_to_message, context) and (
            brings_its_own(message) or is_article_beside_link(text_of(message))
        ):
            await self._answer(message, message, update, context)

    async def _answer_asked(
        self, message: Message, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> None:
        """Answer somebody who asked for a brief in so many words, or say how to ask."""
        replied = message.reply_to_message
        if replied and (replied.forum_topic_created or _is_by_bot(replied, context)):
            replied = None
        article = _article_asked_about(message, replied)
        if article is not None:
            await self._answer(message, article, update, context)
            return
        wording = wording_for(update)
        language = wording.language_name(await self._newsroom.target(message.chat_id))
        hint = "help" if message.chat.type == ChatType.PRIVATE else "group-help"
        await send_reply(message, render_message(hint, wording, language=language))

    async def _answer(
        self, message: Message, article: Message, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> None:
        wording = wording_for(update)
        if refusal := _refusal(article):
            await send_reply(message, render_message(refusal, wording))
            return
        if message.chat.type == ChatType.PRIVATE:  # in a group it would count among 20 calls a minute
            context.application.create_task(_show_typing(message), update)
        status = await _status(message, wording)
        try:
            reply = await self._brief(article, message.chat_id, status, wording)
        except Forbidden:
            raise
        except Exception as error:
            reply = reply_to_failure(error, wording)
        await send_reply(message, reply, status=status)

    async def _brief(self, article: Message, chat_id: int, status: Message | None, wording: Wording) -> Reply:
        chosen = await self._newsroom.settings(chat_id)
        links = links_of(article)
        request = Request(
            text=words_of(article),
            links=links,
            file=await _file(article.document),
            target=chosen.target or self._newsroom.default_target,
            sentence_count=chosen.sentence_count,
        )
        if not (request.text or request.file):
            raise NoArticle
        digest, untranslated = await self._newsroom.pipeline.run(request, _StatusLine(status, wording))
        digest_id = await asyncio.to_thread(self._newsroom.store.add_digest, chat_id, digest)
        return await asyncio.to_thread(
            render_digest,
            digest,
            wording,
            digest_id=digest_id,
            other_links=0 if request.file else max(0, len(links) - 1),
            note=note_for(untranslated, wording) if untranslated else None,
        )


def _article_asked_about(message: Message, replied: Message | None) -> Message | None:
    """Return the message that is asked about: beside an article, a long question is no article itself."""
    if brings_its_own(message):
        return message
    if replied is not None and (holds_an_article(replied) or not holds_an_article(message)):
        return replied
    has_something = holds_an_article(message) or message.document or message.photo
    return message if has_something else None


class _StatusLine:
    """Brings the status message up to date, for stages that begin late enough to be worth an edit."""

    def __init__(self, status: Message | None, wording: Wording) -> None:
        self._status = status
        self._wording = wording
        self._told_at_s = asyncio.get_running_loop().time()

    async def __call__(self, stage: Stage) -> None:
        now_s = asyncio.get_running_loop().time()
        if self._status is None or now_s - self._told_at_s < STATUS_AFTER_S:
            return
        self._told_at_s = now_s
        await edit(self._status, render_status(stage, self._wording).messages[0])


async def _status(message: Message, wording: Wording) -> Message | None:
    """Say that the article is being read; where that does not get through, the brief comes without it.

    Said once only: a second status would say "reading" for ever when the first had arrived after all.
    """
    try:
        with once():
            return await message.reply_html(render_status("reading", wording).messages[0], do_quote=True)
    except Forbidden:
        raise
    except TelegramError as exc:
        log.warning("the status did not get through: %s", exc)
        return None


async def _show_typing(message: Message) -> None:
    with suppress(TelegramError), once():
        await message.reply_chat_action(ChatAction.TYPING)


async def _file(document: Document | None) -> Page | None:
    return await file_of(document) if document and is_readable(document) else None


def _is_by_bot(message: Message | None, context: ContextTypes.DEFAULT_TYPE) -> bool:
    return message is not None and message.from_user is not None and message.from_user.id == context.bot.id


def _refusal(message: Message) -> str | None:
    """Return the message that says why there is no article in it, seen before anything is fetched."""
    if message.document and is_readable(message.document):
        return None
    if holds_an_article(message) or (text_of(message).strip() and not message.document):
        return None
    if message.document:
        return "unsupported"
    return "photo-without-text" if message.photo else "sticker"
