"""/today: what has been read in a chat or topic since midnight.

In: a command; out: a list of headlines with a number for each brief. In a group it is everybody's, in a
private chat one's own; in the general topic of a group it is the whole group's, topic by topic. The day is
that of the operator's time zone. This module must know no stage.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, tzinfo

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.reply.list import MOST_OF_A_DAY, Entry, Topic, line_of, render_today
from bot.reply.render import render_message
from bot.reply.wording import Wording
from bot.runtime.choices import WHOLE_CHAT
from bot.runtime.store import Made
from handlers.newsroom import Newsroom, is_crowd, place_of_message


class TodayHandlers:
    """Handlers for those who want to see the day."""

    def __init__(self, newsroom: Newsroom, zone: tzinfo) -> None:
        self._newsroom = newsroom
        self._zone = zone

    async def on_today_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """List the articles of the day on which the command was sent."""
        message = update.effective_message
        if message is None:
            return
        newsroom, place = self._newsroom, place_of_message(message)
        wording = await newsroom.wording(update)
        day = message.date.astimezone(self._zone).date()
        midnight = datetime.combine(day, time.min, self._zone).astimezone(UTC).replace(tzinfo=None)
        in_general = bool(message.chat.is_forum) and place.topic_id == WHOLE_CHAT
        topic_id = None if in_general else place.topic_id
        made = await asyncio.to_thread(newsroom.store.made_since, place.chat_id, topic_id, midnight)
        if made:
            topics = await self._topics(made, message) if in_general else {}
            made = await self._in_language_of(made, message, wording)
            entries = tuple(self._entries(made, topics, message))
            reply = render_today(entries, day, wording, one_topic=place.topic_id != WHOLE_CHAT)
        else:
            nothing = "today-nothing-in-group" if is_crowd(message.chat) else "today-nothing"
            reply = render_message(nothing, wording)
        await newsroom.outbox.send(message, reply)

    async def _in_language_of(
        self, made: Sequence[Made], message: Message, wording: Wording
    ) -> tuple[Made, ...]:
        """What was made, the newest, which are listed, in the language that its place has chosen since."""
        earlier, newest = made[:-MOST_OF_A_DAY], made[-MOST_OF_A_DAY:]
        return (*earlier, *[await self._switched(each, message, wording) for each in newest])

    async def _switched(self, made: Made, message: Message, wording: Wording) -> Made:
        """A brief with its headline in the language of its place; as it was where that cannot be had.

        What is translated for it is kept, so that the next list and the brief itself have it already.
        """
        newsroom, store = self._newsroom, self._newsroom.store
        target = await newsroom.target_of(made.digest.article, message, wording)
        if target == made.digest.target:
            return made
        kept = await asyncio.to_thread(store.translation, made.digest_id, target)
        opened = await newsroom.pipeline.opening_in(made.digest, target, kept)
        if opened is None:
            return made
        if kept is None:
            await asyncio.to_thread(store.keep_translation, made.digest_id, opened)
        return replace(made, digest=opened)

    async def _topics(self, made: Iterable[Made], message: Message) -> Mapping[int, Topic]:
        """The topics in which a day's articles were asked for, by their numbers."""
        names = await asyncio.to_thread(self._newsroom.store.topics.names, message.chat_id)
        return {
            topic_id: Topic(
                names.get(topic_id, ""), _address(topic_id, message), general=topic_id == WHOLE_CHAT
            )
            for topic_id in {each.topic_id for each in made}
        }

    def _entries(
        self, made: Iterable[Made], topics: Mapping[int, Topic], message: Message
    ) -> Iterator[Entry]:
        for each in made:
            line = line_of("", each.digest, each.digest_id)
            at = each.made_at.replace(tzinfo=UTC).astimezone(self._zone)
            yield Entry(line, at, _address(each.message_id, message), topics.get(each.topic_id))


def _address(message_id: int, message: Message) -> str | None:
    """The address of another message in the same chat, or of the topic that it opens; only those of
    supergroups have one."""
    return Message(message_id, message.date, message.chat).link if message_id else None
