"""The bot comes into a group, goes from it, or the group becomes a supergroup.

In: my_chat_member and service messages; out: one greeting, all data deleted, all data moved. This module must
know no stage.

A group that becomes a supergroup looks like two other things: the bot is told that it is a member of a chat
it was never added to, and at times that it has left the old one. So a greeting waits a moment for the message
that says what happened, and before a basic group is forgotten Telegram is asked whether it still is one.
"""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot, ChatMember, ChatMemberRestricted, ChatMemberUpdated, Update
from telegram.constants import ChatType
from telegram.error import ChatMigrated, TelegramError
from telegram.ext import ContextTypes

from bot.reply.group import render_greeting
from handlers.newsroom import Newsroom, place_of

log = logging.getLogger(__name__)

GREETING_PAUSE_S = 2.0
"""Before a greeting: the updates of one move come within a second of each other."""

GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})

_THERE = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER})


def has_come(change: ChatMemberUpdated) -> bool:
    """Whether the bot is in a group in which it was not; being promoted or demoted is neither."""
    was, is_now = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
    return change.chat.type in GROUPS and is_now and not was


def has_gone(change: ChatMemberUpdated) -> bool:
    """Whether the bot is no longer in a group, left or put out."""
    was, is_now = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
    return change.chat.type in GROUPS and was and not is_now


class MembershipHandlers:
    """Handlers for what happens to a group as a whole."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    async def on_membership(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet a group that has taken the bot in; forget one that has put it out."""
        change = update.my_chat_member
        if change is None:
            return
        if has_come(change):
            await self._greet(update, change, context.bot)
        elif has_gone(change):
            await self._part(change, context.bot)

    async def on_migration(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let the supergroup have what the group had; either of Telegram's two messages will do."""
        message = update.effective_message
        if message is None:
            return
        if message.migrate_to_chat_id:
            await self._move(message.chat_id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            await self._move(message.migrate_from_chat_id, message.chat_id)

    async def _greet(self, update: Update, change: ChatMemberUpdated, bot: Bot) -> None:
        newsroom, chat_id = self._newsroom, change.chat.id
        await asyncio.sleep(GREETING_PAUSE_S)
        if not await newsroom.work.step("meet", self._meet, chat_id):
            return
        is_administrator = change.new_chat_member.status == ChatMember.ADMINISTRATOR
        sees_all = is_administrator or await newsroom.work.step("privacy", _reads_all, bot)
        wording = await newsroom.wording(update)
        language = wording.language_name(await newsroom.target(place_of(update)))
        greeting = render_greeting(wording, language=language, sees_all=sees_all)
        await newsroom.outbox.announce(bot, chat_id, greeting)

    async def _meet(self, chat_id: int) -> bool:
        return await asyncio.to_thread(self._newsroom.chats.meet, chat_id)

    async def _part(self, change: ChatMemberUpdated, bot: Bot) -> None:
        chat = change.chat
        moved_to = None
        if chat.type == ChatType.GROUP:
            moved_to = await self._newsroom.work.step("moved", _moved_to, bot, chat.id)
        if moved_to is not None:
            await self._move(chat.id, moved_to)
        else:
            await self._newsroom.work.step("forget", self._forget, chat.id)
            await self._newsroom.work.step("forget the rest", self._newsroom.forget_the_rest, chat.id)

    async def _forget(self, chat_id: int) -> None:
        gone = await self._newsroom.forget(chat_id)
        log.info("left a group and forgot it: %d digests, %d requests", gone.digests, gone.requests)

    async def _move(self, chat_id: int, new_chat_id: int) -> None:
        await self._newsroom.work.step("move", self._move_all, chat_id, new_chat_id)

    async def _move_all(self, chat_id: int, new_chat_id: int) -> None:
        newsroom = self._newsroom
        await asyncio.to_thread(newsroom.chats.move, chat_id, new_chat_id)
        await asyncio.to_thread(newsroom.choices.look)
        log.warning("the group %d has become the supergroup %d", chat_id, new_chat_id)


def _is_in(member: ChatMember) -> bool:
    return member.status in _THERE or (isinstance(member, ChatMemberRestricted) and member.is_member)


async def _reads_all(bot: Bot) -> bool:
    """Whether privacy mode is off; asked anew, since it may have been changed since the start."""
    try:
        return bool((await bot.get_me()).can_read_all_group_messages)
    except TelegramError as exc:
        log.warning("Telegram does not say whether privacy mode is on: %s", exc)
        return False


async def _moved_to(bot: Bot, chat_id: int) -> int | None:
    """The supergroup that a group has become; None where it has not, or where nobody says so."""
    try:
        await bot.get_chat(chat_id)
    except ChatMigrated as exc:
        return exc.new_chat_id
    except TelegramError:
        return None
    return None
