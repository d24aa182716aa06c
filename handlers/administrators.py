"""Who may change what a chat has chosen: in a group its administrators, elsewhere whoever writes.

In: an update; out: yes or no, from Telegram's list of members, remembered for a while. This module must know
no setting and no wording.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from telegram import Bot, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest

REMEMBERED_S = 300.0
"""A press on a panel follows another within seconds; who was made an administrator just now waits at most as
long as reading the group's rules takes."""

MOST_REMEMBERED = 10_000
"""Members of whom it is remembered at a time, some 2 MB."""

RULING = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})


class Administrators:
    """Looks up members of groups, each once in a while."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._known: dict[tuple[int, int], tuple[bool, float]] = {}

    async def may_change(self, update: Update, bot: Bot) -> bool:
        """Whether whoever wrote or pressed may change what holds in the chat.

        An administrator who writes as the group itself is one; a press comes under the person's own name.
        """
        chat, user, message = update.effective_chat, update.effective_user, update.message
        if chat is None or chat.type == ChatType.PRIVATE:
            return True
        if message is not None and message.sender_chat is not None:
            return message.sender_chat.id == chat.id
        return user is not None and await self._rules(bot, chat.id, user.id)

    async def _rules(self, bot: Bot, chat_id: int, user_id: int) -> bool:
        key, now = (chat_id, user_id), self._now()
        rules, until = self._known.get(key, (False, now))
        if now < until:
            return rules
        try:
            member = await bot.get_chat_member(chat_id, user_id)
        except BadRequest:  # Telegram hides plain members from bots that are no administrators
            rules = False
        else:
            rules = member.status in RULING
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[key] = rules, now + REMEMBERED_S
        return rules
