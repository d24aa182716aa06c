"""Who may change what holds in a group.

In: an update; out: whether its sender is an administrator there. This module must know no stage and no
wording.

Telegram is asked once and then not again for some minutes, since a panel is pressed several times in a row.
It tells a bot of a new or former administrator only where the bot is one itself; then what was known is
forgotten at once, by the process that takes up the update. Elsewhere it is wrong for `KNOWN_S` at most.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from telegram import Bot, Chat, ChatMember, ChatMemberUpdated, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

log = logging.getLogger(__name__)

DECIDING = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})

KNOWN_S = 300.0
"""How long somebody counts as an administrator after Telegram said so: longer than a panel is open."""

REFUSED_S = 15.0
"""How long somebody counts as none: who has just been made one tries again at once."""

MOST_KNOWN = 10_000
"""People of whom it is remembered, a megabyte or so."""


class Administrators:
    """Who is an administrator where, as far as Telegram has said lately."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """`now` gives seconds, from any beginning."""
        self._now = now
        self._known: dict[tuple[int, int], tuple[bool, float]] = {}
        """(chat, person) -> whether an administrator, and until when that is believed."""

    async def may_change(self, update: Update, bot: Bot) -> bool:
        """Whether whoever wrote or pressed may change what holds in the chat: in a group an administrator.

        One who hides their name writes in the name of the group itself, but presses under their own.
        """
        chat, user, message = update.effective_chat, update.effective_user, update.effective_message
        if chat is None or chat.type == Chat.PRIVATE:
            return True
        speaker = message.sender_chat if message is not None and update.callback_query is None else None
        if speaker is not None:
            return speaker.id == chat.id
        return user is not None and await self.is_one(bot, chat.id, user.id)

    async def is_one(self, bot: Bot, chat_id: int, user_id: int) -> bool:
        """Whether somebody is an administrator of a group; not where Telegram does not say."""
        known, believed_until = self._known.get((chat_id, user_id), (False, -1.0))
        if self._now() < believed_until:
            return known
        try:
            member = await bot.get_chat_member(chat_id, user_id)
        except TelegramError as exc:
            log.warning("Telegram does not say who is an administrator: %s", exc)
            return False
        decides = member.status in DECIDING
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[chat_id, user_id] = decides, self._now() + (KNOWN_S if decides else REFUSED_S)
        return decides

    async def on_member_changed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Forget what was known of somebody who has risen or fallen, the bot itself included."""
        change = update.chat_member or update.my_chat_member
        if change is not None:
            self._known.pop((change.chat.id, change.new_chat_member.user.id), None)


def is_rise_or_fall(change: ChatMemberUpdated) -> bool:
    """Whether somebody has become an administrator or is none any more."""
    return (change.old_chat_member.status in DECIDING) != (change.new_chat_member.status in DECIDING)
