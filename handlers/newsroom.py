"""What every handler needs: the collaborators that the composition root built.

This module must know no single handler.
"""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial

from telegram import Chat, MaybeInaccessibleMessage, Message, Update
from telegram.constants import ChatType

from bot.errors import TranslationError
from bot.pipeline import Pipeline, target_for
from bot.records import Article, Digest, Reply, Request
from bot.reply.keyboard import Stand
from bot.reply.render import render_digest
from bot.reply.wording import Wording
from bot.runtime.chats import Chats, Forgotten
from bot.runtime.choices import WHOLE_CHAT, Choices, Place, Settings
from bot.runtime.feedback import Feedback
from bot.runtime.holds import Holds
from bot.runtime.metrics import Metrics
from bot.runtime.postings import Postings
from bot.runtime.store import Store
from bot.runtime.work import Work
from handlers.send import Outbox
from handlers.tries import Tries

LOOKS_FOR_AN_END, END_PAUSE_S = 120, 1.0
"""How often, and how long apart, it is looked whether a forgotten chat's last requests have ended: a slow
page with all its further pages and a translation take half a minute."""


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The collaborators of the handlers; built once, passed in."""

    pipeline: Pipeline
    store: Store
    choices: Choices
    chats: Chats
    postings: Postings
    holds: Holds
    work: Work
    tries: Tries
    outbox: Outbox
    metrics: Metrics
    feedback: Feedback
    targets: tuple[str, ...]
    """The languages that a reader may choose, ISO 639-1, the articles' own included."""
    default_target: str
    chat_limit: int
    """Articles that one chat may send within store.ADMISSION_PERIOD_S."""

    def change(self, digest_id: str) -> AbstractAsyncContextManager[None]:
        """One change of a digest at a time: the last to write must have seen what the others wrote."""
        return self.holds.turn("digest", digest_id)

    async def settings(self, place: Place) -> Settings:
        """Return what has been chosen in a place."""
        return await asyncio.to_thread(self.choices.settings, place)

    async def target(self, place: Place) -> str:
        """Return the language in which a place is answered."""
        return (await self.settings(place)).target or self.default_target

    async def forget(self, chat_id: int, *, rest: bool = False) -> Forgotten:
        """Delete all that is kept of a chat, or the `rest` of it; return how much it was."""
        gone = await asyncio.to_thread(self.chats.forget, chat_id, rest=rest)
        await asyncio.to_thread(self.choices.look)
        return gone

    async def forget_the_rest(self, chat_id: int) -> None:
        """Delete what was being worked on as a chat was forgotten, once it has ended, and what it left."""
        left = await asyncio.to_thread(self.chats.begun, chat_id)
        if not left:
            return
        for _ in range(LOOKS_FOR_AN_END):
            if not left & await asyncio.to_thread(self.chats.begun, chat_id):
                break
            await asyncio.sleep(END_PAUSE_S)
        await self.forget(chat_id, rest=True)

    async def target_of(self, article: Article, message: Message, wording: Wording) -> str:
        """Return the language in which the place of a message has an article, as is chosen by now."""
        chosen = await self.settings(place_of_message(message))
        return target_for(article, wanted(chosen, self.default_target, wording))

    async def switched(
        self, digest_id: str, digest: Digest, code: str, kept: Digest | None
    ) -> tuple[Digest, TranslationError | None]:
        """Return a digest in another language, and why not where that failed; `kept`: as it was in that."""
        await asyncio.to_thread(self.store.keep_translation, digest_id, digest)
        return await self.pipeline.switch(digest, code, kept)

    async def stand(self, digest_id: str, message: Message) -> Stand:
        """Return what the buttons under a brief hang on, in the place of a message."""
        parts = (await self.settings(place_of_message(message))).parts
        return Stand(digest_id, self.targets, compact=is_crowd(message.chat), beside="originals" in parts)

    async def brief(
        self, digest_id: str, digest: Digest, message: Message, wording: Wording, *, note: str | None = None
    ) -> Reply:
        """Return a digest as it is shown in the place of a message; `note` is as for render_digest."""
        render = partial(
            render_digest,
            digest_id=digest_id,
            parts=(await self.settings(place_of_message(message))).parts,
            compact=is_crowd(message.chat),
            targets=self.targets,
            note=note,
        )
        return await asyncio.to_thread(render, digest, wording)

    async def wording(self, update: Update) -> Wording:
        """Return the words in the language that the place has chosen, else in the person's own."""
        chosen = (await self.settings(place_of(update))).interface
        return Wording(chosen) if chosen else wording_for(update)


def wanted(chosen: Settings, default_target: str, wording: Wording) -> Request:
    """Return a request for what a reader wants, with nothing to read in it yet; who chose no language may get
    an article in the language that the bot speaks with them."""
    return Request(
        target=chosen.target or default_target,
        own_language="" if chosen.target else wording.language,
        sentence_count=chosen.sentence_count,
    )


def place_of(update: Update) -> Place:
    """Return where an update comes from; what a person does outside of any chat belongs to their own."""
    message, chat = update.effective_message, update.effective_chat
    if message is not None:
        return place_of_message(message)
    if chat is None and update.effective_user is None:
        raise ValueError("an update without a chat or a person reached a handler")
    return Place(chat.id if chat else update.effective_user.id)  # type: ignore[union-attr]


def place_of_message(message: MaybeInaccessibleMessage) -> Place:
    """Return where a message stands: its chat, or its topic there."""
    topic_id = (
        message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    )
    return Place(message.chat.id, topic_id or WHOLE_CHAT)


def is_crowd(chat: Chat) -> bool:
    """Whether several people read along, so that everything is said as shortly as can be."""
    return chat.type != ChatType.PRIVATE


def wording_for(update: Update) -> Wording:
    """Return the words in the language of the person's Telegram, for those who cannot have chosen one."""
    user = update.effective_user
    return Wording((user.language_code if user else None) or "en")
