"""An error -> the words for its user; a bug goes to the log with an id that the user can quote.

In: an exception; out: a Reply. This module must know no stage.
"""

from __future__ import annotations

import logging
import secrets
from html import unescape

from telegram import CallbackQuery, Message, Update
from telegram.constants import CallbackQueryLimit
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.ext import ContextTypes

from bot.errors import RingkasError
from bot.records import Reply
from bot.reply.render import render_bug, render_error
from bot.reply.safe import clipped, units_of
from bot.reply.wording import Wording
from handlers.newsroom import Newsroom, is_crowd
from handlers.send import Outbox, Room, is_answered, is_closed, toast
from handlers.tries import NeverFinishedError

log = logging.getLogger(__name__)

BUG_ID_BYTES = 4
"""Eight hexadecimal digits: enough to find one line in a log, short enough to type."""


def reply_to_failure(error: Exception, wording: Wording, tries: int = 1) -> Reply:
    """Return what the user is told; a bug is logged with its traceback under the id told.

    `tries`: how often it was tried.
    """
    if isinstance(error, RingkasError):
        log.info("told: %s", type(error).__name__)
        return render_error(error, wording)
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        log.warning("Telegram did not take it: %s", error)
        return render_error(RingkasError(), wording)
    bug_id = secrets.token_hex(BUG_ID_BYTES)
    log.error("bug %s", bug_id, exc_info=error)
    return render_bug(bug_id, wording, tries)


async def tell_presser(outbox: Outbox, query: CallbackQuery, message: Message | None, reply: Reply) -> None:
    """Say why a press led to nothing; in a group to the presser alone, for whom nobody else has waited.

    Over the chat, or in their private chat where the press was answered already or the words are many. Who
    can be told by neither, having never started the bot, is told in the group.
    """
    if message is not None and not is_crowd(message.chat):
        if not is_answered(query):
            await toast(query)
        await outbox.send(message, reply)
        return
    words, room = unescape(reply.messages[0]), Room(query.get_bot(), query.from_user.id)
    is_long = units_of(words) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
    is_told = False
    if not is_answered(query):
        shown = clipped(words, CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)
        is_told = await toast(query, shown, alert=True)
    if is_long or not is_told:
        is_told = bool(await outbox.send(room, reply)) or is_told
    if message is not None and not is_told:
        await outbox.send(message, reply)


class Apology:
    """Answers for what went wrong outside of a handler's own care."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Write down what happened, and tell whoever waits for an answer."""
        error = context.error
        if isinstance(error, TelegramError) and is_closed(error):
            log.info("the chat is closed to us: %s", error)
            return
        if isinstance(error, NetworkError) and not isinstance(update, Update):
            log.warning("Telegram is not reachable: %s", error)
            return
        if not isinstance(error, Exception) or not isinstance(update, Update):
            log.error("outside of any update", exc_info=error)
            return
        tries = error.begun if isinstance(error, NeverFinishedError) else 1
        reply = reply_to_failure(error, await self._newsroom.wording(update), tries)
        outbox, message, query = self._newsroom.outbox, update.effective_message, update.callback_query
        standing = await outbox.standing()
        try:
            if standing is not None:
                chat_id, status_id = standing
                await outbox.send(Room(context.bot, chat_id), reply, status_id=status_id)
            elif query is not None:
                await tell_presser(outbox, query, message if isinstance(message, Message) else None, reply)
            elif message is not None:
                await outbox.send(message, reply)
        except TelegramError as exc:
            log.warning("the apology could not be sent: %s", exc)
