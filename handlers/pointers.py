"""A group is not given a brief twice: within a day it is pointed to the one that it has.

In: a message with a link, or the brief that was made of one; out: a pointer, or a note of where the brief
stands. A brief in another language than the place has chosen since, or one that is no longer kept, is no
earlier one; one that was in it, and was put into another by its button, is: a press leads back. This module
must know no stage by name and no wording.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from typing import Any

from telegram import Message
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError

from bot.intake.links import story_of
from bot.records import Digest
from bot.reply.group import render_pointer
from bot.reply.wording import Wording
from bot.runtime.postings import Posting
from handlers.newsroom import Newsroom, is_crowd, place_of_message

log = logging.getLogger(__name__)

SUPERGROUP_PREFIX = "-100"
"""Before the number that stands in links to a supergroup's messages; other groups have no links."""


class Pointers:
    """Where a group's briefs stand."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    def turn(self, message: Message, link: str) -> AbstractAsyncContextManager[None]:
        """Let one request at a time make a brief of a story in a chat: the next is pointed to it."""
        return self._newsroom.holds.turn("story", message.chat_id, story_of(link))

    async def point(self, message: Message, link: str, wording: Wording, *, asked: bool) -> Sequence[int]:
        """Point to the brief that a group has of a link; return what was sent, nothing where it has none."""
        earlier = await self._newsroom.work.step("earlier brief", self._earlier, message, link)
        if earlier is None:
            return ()
        posting = Posting(**earlier)
        digest = await self._readable(message, posting)
        if digest is None:  # swept a moment ago
            return ()
        address = address_of(message, posting.message_id)
        if address and not await self._newsroom.work.step(
            "still there", _stands, message, posting.message_id
        ):
            return ()
        reply = render_pointer(digest, wording, link=address, digest_id=posting.digest_id, asked=asked)
        under = None if address else posting.message_id
        return await self._newsroom.outbox.send(message, reply, under=under)

    async def note(self, message: Message, link: str | None, digest_id: str, sent: Sequence[int]) -> None:
        """Keep where the brief of a link stands in a group."""
        if link and is_crowd(message.chat):
            await self._newsroom.work.step("posted", self._note, message.chat_id, link, digest_id, sent[0])

    async def _earlier(self, message: Message, link: str) -> dict[str, Any] | None:
        newsroom, chat_id = self._newsroom, message.chat_id
        letters = newsroom.store.correspondence
        if await asyncio.to_thread(letters.answer, chat_id, message.message_id):
            return None  # it was edited: its own answer is brought up to date
        posting = await asyncio.to_thread(newsroom.postings.earlier, chat_id, story_of(link))
        if posting is None:
            return None
        return asdict(posting) if await self._readable(message, posting) else None

    async def _readable(self, message: Message, posting: Posting) -> Digest | None:
        """The digest of a brief as it is, or was, in the language of a message's place; else None.

        Where no language is chosen, an article in the default one may have been put into the reader's own.
        """
        newsroom, chat_id = self._newsroom, message.chat_id
        digest = await asyncio.to_thread(newsroom.store.digest, chat_id, posting.digest_id)
        chosen = (await newsroom.settings(place_of_message(message))).target
        wanted = chosen or newsroom.default_target
        if digest is None or digest.target == wanted:
            return digest
        if chosen is None and digest.article.language == wanted:
            return digest
        return await asyncio.to_thread(newsroom.store.translation, posting.digest_id, wanted)

    async def _note(self, chat_id: int, link: str, digest_id: str, message_id: int) -> None:
        digest = await asyncio.to_thread(self._newsroom.store.digest, chat_id, digest_id)
        found_at = digest.article.url if digest else None
        stories = [story_of(each) for each in (link, found_at) if each]
        posting = Posting(message_id, digest_id)
        await asyncio.to_thread(self._newsroom.postings.note, chat_id, stories, posting)


async def _stands(message: Message, message_id: int) -> bool:
    """Whether our message is still in the chat; a link would lead nowhere, where Telegram refuses an answer.

    Nothing tells a bot. But taking off a reaction that is not there changes nothing, and is refused for a
    message that is gone.
    """
    try:
        await message.get_bot().set_message_reaction(message.chat_id, message_id, [])
    except BadRequest as exc:
        return "not found" not in exc.message.lower()
    except TelegramError as exc:
        log.warning("whether an earlier brief still stands: %s", exc)
    return True


def address_of(message: Message, message_id: int) -> str | None:
    """Return the link to a message in the same chat, for its members; None where messages have none."""
    number = str(message.chat_id)
    if message.chat.type != ChatType.SUPERGROUP or not number.startswith(SUPERGROUP_PREFIX):
        return None
    return f"https://t.me/c/{number.removeprefix(SUPERGROUP_PREFIX)}/{message_id}"
