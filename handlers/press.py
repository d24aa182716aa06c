"""A press on a button under a brief, and that what it says is done once.

In: an update with a press; out: what a handler needs to know of it. This module must know no action.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.records import Digest
from bot.reply.keyboard import Stand
from bot.reply.wording import Wording
from bot.runtime.holds import Holds
from handlers.send import toast


class Pressed(CallbackQueryHandler[ContextTypes.DEFAULT_TYPE, None]):
    """python-telegram-bot's handler, which takes a press without data for any pattern's."""

    def check_update(self, update: object) -> bool | object | None:
        """Return the match of the data, False or None where there is none."""
        query = update.callback_query if isinstance(update, Update) else None
        return super().check_update(update) if query and query.data else None


def message_pressed(query: CallbackQuery) -> Message | None:
    """Return the message with the button; None where somebody sent it through inline mode.

    Of an old one Telegram tells no more than its number and its chat. That is enough to answer it, and to put
    something else into its place: only what it says is missing.
    """
    told = query.message
    if told is None or isinstance(told, Message):
        return told
    message = Message(told.message_id, told.date, told.chat)
    message.set_bot(query.get_bot())
    return message


@dataclass(frozen=True, slots=True)
class Press:
    """A press under a brief that is still kept."""

    query: CallbackQuery
    message: Message
    """The message with the button; of an old one nothing but its number and its chat."""
    argument: str
    """What stands after the digest's id; whatever fits the pattern, since clients send what they like."""
    digest_id: str
    digest: Digest
    stand: Stand
    wording: Wording
    """What is said to whoever presses."""
    shown_in: Wording
    """What the brief and its buttons say. In a group they go on in the language in which they were made."""


async def do_once(
    job: tuple[str | int, ...],
    holds: Holds,
    query: CallbackQuery,
    wording: Wording,
    work: Callable[[], Awaitable[None]],
) -> None:
    """Do what a button says, unless it is being done: then the press is told so."""
    if not await holds.take(*job):
        await toast(query, wording.text("already-working"))
        return
    try:
        await work()
    finally:
        await holds.let_go(*job)
