"""Reply -> Telegram's messages: the only writer.

In: a Reply and the message that it answers; out: messages sent or edited. This module must know no
stage and no wording.
"""

from __future__ import annotations

import logging
from contextlib import suppress

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.records import Button, Reply
from handlers.patience import once

log = logging.getLogger(__name__)


async def send_reply(answered: Message, reply: Reply, *, status: Message | None = None) -> None:
    """Send a reply under the message that it answers; the first message replaces `status`, if given."""
    keyboard = keyboard_of(reply.buttons)
    last = len(reply.messages) - 1
    for position, html in enumerate(reply.messages):
        markup = keyboard if position == last else None
        if position == 0 and status is not None and await _replaced(status, html, markup):
            continue
        await answered.reply_html(html, reply_markup=markup, do_quote=position == 0)
    if reply.attachment:
        await answered.reply_document(reply.attachment.content, filename=reply.attachment.name)


async def edit(message: Message, html: str, markup: InlineKeyboardMarkup | None = None) -> bool:
    """Bring a message of ours up to date; return False when that cannot be done."""
    try:
        await message.edit_text(html, parse_mode=ParseMode.HTML, reply_markup=markup)
    except TelegramError as exc:
        if isinstance(exc, BadRequest) and "not modified" in exc.message.lower():
            return True
        log.warning("a message could not be edited: %s", exc)
        return False
    return True


async def _replaced(status: Message, html: str, markup: InlineKeyboardMarkup | None) -> bool:
    """Turn the status message into the answer; where that fails, take it away."""
    if await edit(status, html, markup):
        return True
    with suppress(TelegramError):
        await status.delete()
    return False


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
