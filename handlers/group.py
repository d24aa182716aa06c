"""What is said in a group: answered where the bot is asked; elsewhere only where every link is wanted.

In: a group's message, or a press under a pointer; out: a brief, a pointer to an earlier one, or nothing.
Whoever did not ask is told of no failure: a reaction says that a link is being read, and goes away where no
article is behind it. This module must know no wording and no stage by name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from itertools import chain
from typing import Any

from telegram import CallbackQuery, Message, MessageOriginChannel, Update
from telegram.constants import ReactionEmoji
from telegram.ext import ContextTypes

from bot.errors import Busy
from bot.pipeline import is_article_beside_link, is_published
from bot.reply.render import render_status
from bot.reply.wording import Wording
from handlers.article import ArticleHandlers, is_asked, link_as_message
from handlers.failure import reply_to_failure, tell_presser
from handlers.message import begins_with_command, names_bot, story_links_of, text_of, words_of
from handlers.newsroom import Newsroom, place_of_message
from handlers.pointers import Pointers
from handlers.press import do_once, message_pressed
from handlers.send import as_it_was, react, toast
from handlers.status import StatusLine
from handlers.tries import Outcome

AGAIN_PRESSED = r"^again:([\w-]{1,20})$"

READING = ReactionEmoji.EYES

UNASKED_LANGUAGE = "id"
"""Articles in this language are summarised unasked; of others only what their readers get in another one."""

ADDED_WITHIN = timedelta(hours=1)
"""How long after a message was sent a link may be added to it that is read unasked: an old message is edited
for its spelling, and a brief of it would stand among the news of the day."""

MOST_UNASKED_LINKS = 3
"""Of one message: more are a list, of which nobody wants ten briefs unasked; /ringkas makes one of it."""


def unasked(message: Message) -> tuple[str, ...]:
    """Return what of a message is looked at where every link is: its links, or "" for its own text.

    A text counts where a channel wrote it, or where it says which outlet or author did: a remark never does,
    however long it is.
    """
    if message.via_bot or begins_with_command(message):
        return ()
    is_long = is_article_beside_link(text_of(message))
    if is_long and (_is_from_channel(message) or is_published(words_of(message))):
        return ("",)
    return story_links_of(message)[:MOST_UNASKED_LINKS]


def is_late(message: Message) -> bool:
    """Whether a message was edited so long after it was sent that nobody sees a brief of it unasked."""
    return message.edit_date is not None and message.edit_date - message.date > ADDED_WITHIN


class GroupHandlers:
    """Handlers for a group's talk."""

    def __init__(self, newsroom: Newsroom, articles: ArticleHandlers, pointers: Pointers) -> None:
        self._newsroom = newsroom
        self._articles = articles
        self._pointers = pointers

    async def on_group_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer when the bot is named, or replied to with an article; else look whether links are wanted."""
        message = update.effective_message
        if message is None:
            return
        if names_bot(message, context.bot.username, context.bot.id):
            await self._articles.answer_asked(message, update, context)
            return
        if is_asked(message, context.bot) or await self._newsroom.work.step("known", self._is_known, message):
            await self._articles.answer(message, message, update, context)
            return
        if await self._newsroom.work.step("listens", self._listens, message):
            await self._look_at(message, await self._newsroom.wording(update))

    async def on_again_pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Put a new brief into the place of a pointer, its page read anew."""
        query = update.callback_query
        if query is None or context.match is None:
            return
        wording, digest, message = await self._newsroom.wording(update), None, message_pressed(query)
        if message is not None:
            of = (message.chat_id, context.match.group(1))
            digest = await asyncio.to_thread(self._newsroom.store.digest, *of)
        if message is None or digest is None or not digest.article.url:
            await toast(query, wording.text("expired"), alert=True)
            return
        job = ("again", message.chat_id, message.message_id)
        make = partial(self._make_anew, query, message, digest.article.url, wording)
        await do_once(job, self._newsroom.holds, query, wording, make)

    async def _make_anew(self, query: CallbackQuery, message: Message, link: str, wording: Wording) -> None:
        newsroom, articles = self._newsroom, self._articles
        refusal = await newsroom.work.step("admit", articles.admit, message, 1)
        if refusal:
            busy = reply_to_failure(Busy(refusal["retry_after_s"]), wording)
            await tell_presser(newsroom.outbox, query, message, busy)
            return
        await toast(query)
        status_id = message.message_id if message.text else None  # what it said is put back after a failure
        if status_id is not None:
            await newsroom.outbox.replace(message, render_status("reading", wording), status_id)
        status = StatusLine(message, status_id, wording, crowd=True)
        read = await articles.read(link_as_message(link, message), message, status, afresh=True)
        outcome = await articles.translated(read, message, status)
        newsroom.metrics.answered("link", "failure" if "failure" in outcome else "brief")
        await articles.give_back(1, int("failure" in outcome))
        reply = await articles.reply(outcome, message, wording)
        if "failure" in outcome:
            if status_id is not None:
                await newsroom.outbox.replace(message, as_it_was(message), status_id)
            await tell_presser(newsroom.outbox, query, message, reply)
            return
        sent = await newsroom.outbox.send(message, reply, status_id=message.message_id)
        await articles.note_place(outcome, message, link, sent)

    async def _is_known(self, message: Message) -> bool:
        """Whether a message was answered before, so that its answer is to be brought up to date."""
        letters = self._newsroom.store.correspondence
        return await asyncio.to_thread(letters.answer, message.chat_id, message.message_id) is not None

    async def _listens(self, message: Message) -> bool:
        """Whether every link is wanted still: that may have been chosen otherwise since it was put down."""
        return (await self._newsroom.settings(place_of_message(message))).every_link

    async def _look_at(self, message: Message, wording: Wording) -> None:
        """Answer what of a message is news, or point to its brief; say nothing of anything else."""
        newsroom, wanted = self._newsroom, unasked(message)
        refusal = await newsroom.work.step("admit", self._articles.admit, message, len(wanted))
        if refusal or not wanted:
            if "" in wanted:  # it was shown while further pieces were waited for
                await newsroom.work.step("take back", react, message, None)
            return
        await newsroom.work.step("react", react, message, READING)
        answers = [await self._answer_unasked(message, link, wording) for link in wanted]
        await self._articles.give_back(len(wanted), answers.count(()))
        if sent := list(chain.from_iterable(answers)):
            await self._articles.keep(message, message, sent, is_brief=True)
        else:
            await newsroom.work.step("take back", react, message, None)
            await self._articles.keep_silence(message)

    async def _answer_unasked(self, message: Message, link: str, wording: Wording) -> tuple[int, ...]:
        """What was sent of one link, or of the message itself where that is ""."""
        if not link:
            return tuple(await self._brief(message, None, wording))
        async with self._pointers.turn(message, link):
            pointed = await self._pointers.point(message, link, wording, asked=False)
            return tuple(pointed or await self._brief(message, link, wording))

    async def _brief(self, message: Message, link: str | None, wording: Wording) -> Sequence[int]:
        """What was sent of a link, or of the message itself; nothing where no article is there."""
        newsroom, articles = self._newsroom, self._articles
        status = StatusLine(message, None, wording, crowd=True)
        article = link_as_message(link, message) if link else message
        outcome = await articles.read(article, message, status)
        if "digest_id" not in outcome:
            return ()
        found = await newsroom.work.step("found", self._found, message.chat_id, outcome["digest_id"])
        if not found["wanted"]:
            return ()
        if link and found["url"]:
            pointed = await self._pointers.point(message, found["url"], wording, asked=False)
            if pointed:
                return pointed
        return await self._post(message, link, await articles.translated(outcome, message, status), wording)

    async def _post(
        self, message: Message, link: str | None, outcome: Outcome, wording: Wording
    ) -> Sequence[int]:
        newsroom, has_brief = self._newsroom, "digest_id" in outcome
        newsroom.metrics.answered("link" if link else "forward", "brief" if has_brief else "failure")
        if not has_brief:
            return ()
        reply = await self._articles.reply(outcome, message, wording)
        sent = await newsroom.outbox.send(message, reply)
        await self._articles.note_place(outcome, message, link, sent)
        return sent

    async def _found(self, chat_id: int, digest_id: str) -> dict[str, Any]:
        """Where an article was found in the end, and whether a group wants it that did not ask."""
        digest = await asyncio.to_thread(self._newsroom.store.digest, chat_id, digest_id)
        if digest is None:
            return {"url": None, "wanted": False}
        language = digest.article.language
        return {
            "url": digest.article.url,
            "wanted": language == UNASKED_LANGUAGE or language != digest.target,
        }


def _is_from_channel(message: Message) -> bool:
    return bool(message.is_automatic_forward) or isinstance(message.forward_origin, MessageOriginChannel)
