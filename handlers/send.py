"""Reply -> Telegram's messages: the only writer.

In: a Reply and the message that it answers; out: messages sent or edited, each as a step of its request, so
that none is sent again when the request is run again. This module must know no stage and no wording.

A message counts as sent when Telegram has answered; what was on its way as the process died is sent again.
The first message of an answer takes the place of the status message, and putting the same words into the
same place twice changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.records import Attachment, Button, Reply
from handlers.patience import effort, once

log = logging.getLogger(__name__)

Step = Callable[..., Awaitable[Any]]
"""Runs a function under a name, once for each request, and keeps what it returns (JSON)."""


class Outbox:
    """Sends replies; everything that is sent must arrive, however long Telegram is away."""

    def __init__(self, step: Step) -> None:
        self._step = step

    async def send(self, answered: Message, reply: Reply, *, status_id: int | None = None) -> None:
        """Send a reply under the message that it answers; its first message replaces the status, if given."""
        keyboard = keyboard_of(reply.buttons)
        last = len(reply.messages) - 1
        for position, html in enumerate(reply.messages):
            markup = keyboard if position == last else None
            in_place = position == 0 and status_id is not None
            if in_place and await self._step("replace", _replaced, answered, status_id, html, markup):
                continue
            if not await self._step("say", _said, answered, html, markup, position == 0):
                return
        if reply.attachment:
            await self._step("attach", _attached, answered, reply.attachment)

    async def replace(self, answered: Message, reply: Reply, message_id: int) -> bool:
        """Put a reply of one message into a message's place; return False when that cannot be done."""
        keyboard = keyboard_of(reply.buttons)
        return bool(await self._step("edit", _edited, answered, message_id, reply.messages[0], keyboard))


async def _said(answered: Message, html: str, markup: InlineKeyboardMarkup | None, quote: bool) -> bool:
    """Whether a message could be sent; False where the chat is closed to us."""
    try:
        with effort("delivered"):
            await answered.reply_html(html, reply_markup=markup, do_quote=quote)
    except Forbidden as exc:
        log.info("the chat is closed to us: %s", exc)
        return False
    return True


async def _attached(answered: Message, attachment: Attachment) -> None:
    with effort("delivered"):
        await answered.reply_document(attachment.content, filename=attachment.name)


async def _edited(answered: Message, message_id: int, html: str, markup: InlineKeyboardMarkup | None) -> bool:
    with effort("delivered"):
        return await edit(answered, message_id, html, markup)


async def _replaced(
    answered: Message, status_id: int, html: str, markup: InlineKeyboardMarkup | None
) -> bool:
    """Turn the status message into the answer; where that fails, take it away."""
    if await _edited(answered, status_id, html, markup):
        return True
    with suppress(TelegramError):
        await answered.get_bot().delete_message(answered.chat_id, status_id)
    return False


async def edit(
    answered: Message, message_id: int, html: str, markup: InlineKeyboardMarkup | None = None
) -> bool:
    """Bring a message of ours up to date; return False when that cannot be done."""
    try:
        await answered.get_bot().edit_message_text(
            html,
            chat_id=answered.chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
        )
    except TelegramError as exc:
        if isinstance(exc, BadRequest) and "not modified" in exc.message.lower():
            return True
        log.warning("a message could not be edited: %s", exc)
        return False
    return True


async def toast(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Answer a press, with words where there are any; `alert` makes them stay until they are put away.

    Not getting through is no fault: the work that was asked for goes on.
    """
    with suppress(TelegramError), once():
        await query.answer(text, show_alert=alert)


def keyboard_of(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Return Telegram's form of the buttons; None when there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.action) for button in row] for row in rows]
    )
