"""Reply -> Telegram's messages: the only writer.

In: a Reply and the message that it answers; out: messages sent or edited. This module must know no
stage and no wording.
"""

from __future__ import annotations

import asyncio
import logging

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, User
from telegram.constants import ParseMode
from telegram.error import BadRequest, NetworkError

from bot.records import Button, Reply

log = logging.getLogger(__name__)

EDIT_PAUSES_S = (0.5, 2.0, 8.0)
"""Pauses before an edit is tried again: a hiccup of Telegram's lasts seconds."""


async def send_reply(answered: Message, reply: Reply, *, status: Message | None = None) -> None:
    """Send a reply under the message that it answers; the first message replaces `status`, if given."""
    keyboard = keyboard_of(reply.buttons)
    last = len(reply.messages) - 1
    for position, html in enumerate(reply.messages):
        markup = keyboard if position == last else None
        replaced = position == 0 and status is not None and await edit(status, html, markup)
        if not replaced:
            await answered.reply_html(html, reply_markup=markup, do_quote=position == 0)
    if reply.attachment:
        await answered.reply_document(reply.attachment.content, filename=reply.attachment.name)


async def edit(message: Message, html: str, markup: InlineKeyboardMarkup | None = None) -> bool:
    """Bring a message of ours up to date; return False when somebody has deleted it.

    An edit that does not get through is tried again: done twice it is the same as done once.
    """
    for pause_s in EDIT_PAUSES_S:
        try:
            return await _edit_once(message, html, markup)
        except BadRequest:
            raise
        except NetworkError as exc:
            log.warning("an edit did not get through: %s", exc)
            await asyncio.sleep(pause_s)
    return await _edit_once(message, html, markup)


async def _edit_once(message: Message, html: str, markup: InlineKeyboardMarkup | None) -> bool:
    try:
        await message.edit_text(html, parse_mode=ParseMode.HTML, reply_markup=markup)
    except BadRequest as exc:
        if "message to edit not found" in exc.message.lower():
            return False
        if "not modified" not in exc.message.lower():
            raise
    return True


def keyboard_of(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Return Telegram's form of the buttons; None when there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.action) for button in row] for row in rows]
    )


def is_from(message: Message | None, user: User) -> bool:
    """Whether a message is there and that user wrote it."""
    return message is not None and message.from_user is not None and message.from_user.id == user.id
