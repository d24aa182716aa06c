"""Where an update is put down before Telegram is told that it has arrived.

In: updates, as python-telegram-bot's updater or webhook server receives them; out: requests in the database.
Both hand an update to the application's queue and confirm it to Telegram only when `put` has returned: the
next getUpdates carries the new offset, and the webhook's 200 is sent. A queue whose `put` writes to the
database therefore leaves no moment at which an update is known to nobody.

This module must know no stage and no wording.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatType

from bot.runtime.choices import WHOLE_CHAT, Place
from bot.runtime.holds import Holds
from bot.runtime.store import Store
from bot.runtime.work import Lane, Work
from handlers.administrators import is_rise_or_fall
from handlers.article import COMMAND_IN_CAPTION, is_asked
from handlers.forget import FORGETTING, forgets
from handlers.group import is_late, unasked
from handlers.membership import has_come, has_gone
from handlers.message import (
    begins_with_command,
    holds_an_article,
    is_by,
    is_by_a_bot,
    is_for_another_bot,
    text_of,
)
from handlers.newsroom import place_of_message
from handlers.profile import EVERY_COMMAND
from handlers.start import READ

log = logging.getLogger(__name__)

PAUSE_S = 1.0
"""Between two tries to write down an update while the database does not take it."""

READS_LINK = rf"/start(?:@\w+)? {READ}-"
"""A deep link that has an article read."""

Sort = Callable[[Update], Lane | None]
"""Returns the lane of an update, None for one that asks for nothing."""

Note = Callable[[Update, Lane | None], Awaitable[Lane | None]]
"""Notes what an update says, and returns its lane where what came before makes it ours."""


Aside = Callable[[Update, Lane | None], None]
"""Keeps what is to be known of an update beside it, given its lane; blocks."""

Listens = Callable[[Place], bool]
"""Whether every link is looked at in a place; asks nobody."""


def lane_of(update: Update, listens: Listens = lambda place: False) -> Lane | None:
    """Return the lane of an update: articles wait for one another, commands and buttons do not.

    None for a group's talk that is not for us, which is therefore not written down anywhere, and for what
    bots write: two that answered each other would never end. An edited message is looked at as it is now: who
    adds the bot's name, or corrects a command, asks.
    """
    message, bot, change = update.message or update.edited_message, update.get_bot(), update.my_chat_member
    if change is not None:
        return "presses" if has_come(change) or has_gone(change) or is_rise_or_fall(change) else None
    if update.chat_member is not None:
        return "presses" if is_rise_or_fall(update.chat_member) else None
    if message is None:
        return "presses" if update.callback_query else None
    if message.migrate_to_chat_id or message.migrate_from_chat_id:
        return "presses"
    if is_by_a_bot(message) or (message.via_bot and message.via_bot.id == bot.id):
        return None
    in_group = message.chat.type != ChatType.PRIVATE
    if in_group and (is_for_another_bot(message, bot.username) or is_by(message, bot.id)):
        return None
    if re.match(COMMAND_IN_CAPTION, text_of(message)) or re.match(READS_LINK, text_of(message)):
        return "articles"
    if begins_with_command(message) and not _is_known(message) and in_group:
        return None
    if begins_with_command(message):
        return "presses" if _is_known(message) or not holds_an_article(message) else "articles"
    if not in_group or is_asked(message, bot):
        return "articles"
    is_looked_at = listens(place_of_message(message)) and unasked(message) and not is_late(message)
    return "articles" if is_looked_at else None


def _is_known(message: Message) -> bool:
    """Whether a command is one of ours: in a group any other is its own talk, or for another bot."""
    return re.split(r"[@\s]", text_of(message)[1:], maxsplit=1)[0].lower() in EVERY_COMMAND


class Inbox(asyncio.Queue[Any]):
    """The application's update queue, kept in the database; only inline queries come out at its other end."""

    def __init__(self, work: Work, sort: Sort, note: Note, aside: Aside) -> None:
        super().__init__()
        self._work = work
        self._sort = sort
        self._note = note
        self._aside = aside

    async def put(self, item: Any) -> None:
        """Put an update down, however long that takes; what is no update goes its usual way.

        So does an inline query: it is answered within seconds or never, and is made with every key.
        """
        if not isinstance(item, Update) or item.inline_query:
            await super().put(item)
            return
        lane = self._sort(item)
        if lane is None and item.message is None and item.edited_message is None:
            return
        chat = str(item.effective_chat.id) if item.effective_chat else "none"
        while True:
            try:
                ours = await self._note(item, lane)
                await asyncio.to_thread(self._aside, item, ours)
                if ours is not None:
                    await self._work.put_down(request_id_of(item), ours, chat, item.to_json())
                return
            except Exception as exc:
                log.error("update %d cannot be put down, again in %s s: %s", item.update_id, PAUSE_S, exc)
                await asyncio.sleep(PAUSE_S)


def keep_aside(store: Store, holds: Holds, update: Update, ours: Lane | None) -> None:
    """Keep whose words are put down, that a chat is about to be forgotten, and what a topic is called: told
    as it is opened or renamed, and with what is said to us in it. Blocks."""
    if (chat_id := forgets(update)) is not None:
        holds.reserve(request_id_of(update), FORGETTING, chat_id)
    if ours is not None and (people := people_in(update)):
        store.people.note(request_id_of(update), people)
    message = update.message
    if message is None or place_of_message(message).topic_id == WHOLE_CHAT:
        return
    told, replied = message.forum_topic_edited or message.forum_topic_created, message.reply_to_message
    if told is not None and told.name:
        store.topics.note(place_of_message(message), told.name, renamed=True)
    elif ours is not None and replied is not None and replied.forum_topic_created:
        store.topics.note(place_of_message(message), replied.forum_topic_created.name)


def people_in(update: Update) -> frozenset[int]:
    """Return whose words or press an update from a group holds: their own chat is known by its number."""
    message, chat = update.effective_message, update.effective_chat
    if chat is None or chat.type == ChatType.PRIVATE:
        return frozenset()
    answered = message.reply_to_message if isinstance(message, Message) else None
    people = [update.effective_user, answered.from_user if answered else None]
    return frozenset(person.id for person in people if person is not None and not person.is_bot)


def request_id_of(update: Update) -> str:
    """Return the id under which an update is worked off: the bot's and the update's own."""
    return f"{update.get_bot().id}-{update.update_id}"
