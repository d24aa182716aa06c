"""Reply -> Telegram's messages: the only writer.

In: a Reply and the message that it answers; out: messages sent or edited. This module must know no
stage and no wording.
"""

from __future__ import annotations

import logging

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, User
from telegram.error import BadRequest

from bot.records import Button, Reply

log = logging.getLogger(__name__)


async def send_reply(answered: Message, reply: Reply, *, status: Message | None = None) -> None:
    """Send a reply under the message that it answers; the first message replaces `status`, if given."""
    keyboard = keyboard_of(reply.buttons)
    last = len(reply.messages) - 1
    for position, html in enumerate(reply.messages):
        markup = keyboard if position == last else None
        if position == 0 and status is not None:
            await edit(status, html, markup)
        else:
            await answered.reply_html(html, reply_markup=markup, do_quote=position == 0)
    if reply.attachment:
        await answered.reply_document(reply.attachment.content, filename=reply.attachment.name)


async def edit(message: Message, html: str, markup: InlineKeyboardMarkup | None = None) -> None:
    """Bring a message of ours up to date; that it says so already is no fault."""
    try:
        await message.edit_text(html, parse_mode="HTML", reply_markup=markup)
    except BadRequest as exc:
        if "not modified" not in exc.message:
            raise


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
