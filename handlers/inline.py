"""Words written behind the bot's name in any chat: inline mode.

In: an inline query; out: a brief that is known already, to be sent by whoever asked, or a button that opens
the private chat, where the link is read. What others read is never shown: a brief is found by its link, which
the asker must know, or among those of the asker's own private chat. Nothing is fetched, and nothing written
down while somebody is still typing.

An answer is wanted within seconds and worth nothing later: a query does not go through the database, and one
that was overtaken by the same person's next is dropped. This module must know no stage.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from telegram import InlineQuery, InlineQueryResultArticle, InlineQueryResultsButton, Update
from telegram import InputTextMessageContent as Content
from telegram.constants import InlineQueryLimit
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.intake.links import find_links
from bot.records import Digest
from bot.reply.offer import having, render_offer
from bot.reply.page import web_address
from bot.reply.wording import Wording
from bot.runtime.choices import Choices, Place, Settings
from bot.runtime.store import Store
from handlers.known import known_digest
from handlers.links import request_for
from handlers.newsroom import wording_for
from handlers.patience import once
from handlers.start import HELP, READ

log = logging.getLogger(__name__)

SETTLED_AFTER_S = 0.7
"""Without a further query of the same person: a key follows the last one in 0.3 s, Telegram's apps send what
stands there after a short pause themselves."""

CACHE_TIME_S = 10
"""How long Telegram may repeat an answer: what is read meanwhile is to be found."""

MOST_LOOKED_THROUGH = 50
"""Briefs of one's own among which words are looked for, the newest: about 1 MB of the database."""

MOST_OFFERED = 10
"""Results: two screens of a phone."""


class InlineHandlers:
    """Handlers for inline queries."""

    def __init__(
        self, store: Store, choices: Choices, *, default_target: str, allowed_chats: frozenset[int]
    ) -> None:
        """`allowed_chats`: who is served, by the number of their private chat; empty for everybody."""
        self._store = store
        self._choices = choices
        self._default_target = default_target
        self._allowed_chats = allowed_chats
        self._newest: dict[int, str] = {}
        """The newest query of each person who waits for an answer."""

    async def on_inline_query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer with briefs to send, or with a button that leads to one."""
        query = update.inline_query
        if query is None:
            return
        person_id = query.from_user.id
        if self._allowed_chats and person_id not in self._allowed_chats:
            await _answer(query)
            return
        self._newest[person_id] = query.id
        try:
            await self._answer(query, update)
        finally:
            if self._newest.get(person_id) == query.id:
                del self._newest[person_id]

    async def _answer(self, query: InlineQuery, update: Update) -> None:
        chosen = await asyncio.to_thread(self._choices.settings, Place(query.from_user.id))
        wording = Wording(chosen.interface) if chosen.interface else wording_for(update)
        words = query.query.strip()
        if not words:
            await _say(query, wording.text("inline-hint"), HELP)
        elif len(words) >= InlineQueryLimit.MAX_QUERY_LENGTH:  # the rest is cut off
            await _say(query, wording.text("inline-too-long"), HELP)
        elif links := find_links(words):
            await self._answer_link(query, links[0], chosen, wording)
        elif await self._settled(query):
            await self._answer_words(query, words, chosen, wording)

    async def _answer_link(self, query: InlineQuery, link: str, chosen: Settings, wording: Wording) -> None:
        request = request_for(link, chosen, self._default_target, wording)
        known = await known_digest(self._store, request)
        if known is not None and known.is_whole:
            await _offer(query, (known.digest,), chosen, wording)
        elif await self._settled(query):
            token = await asyncio.to_thread(self._store.promises.promise, query.from_user.id, link)
            await _say(query, wording.text("inline-read"), f"{READ}-{token}")

    async def _answer_words(self, query: InlineQuery, words: str, chosen: Settings, wording: Wording) -> None:
        own = await asyncio.to_thread(self._store.newest_digests, query.from_user.id, MOST_LOOKED_THROUGH)
        if found := having(words, own)[:MOST_OFFERED]:
            await _offer(query, found, chosen, wording)
        else:
            await _say(query, wording.text("inline-nothing"), HELP)

    async def _settled(self, query: InlineQuery) -> bool:
        """Whether the person has stopped typing here; False once a further query of theirs has come."""
        await asyncio.sleep(SETTLED_AFTER_S)
        return self._newest.get(query.from_user.id) == query.id


async def _offer(query: InlineQuery, digests: tuple[Digest, ...], chosen: Settings, wording: Wording) -> None:
    results = []
    for number, digest in enumerate(digests):
        offer = render_offer(digest, wording, chosen.parts)
        results.append(
            InlineQueryResultArticle(
                str(number),
                offer.title,
                Content(offer.html),
                description=offer.description,
                url=web_address(digest.article.url),
            )
        )
    await _answer(query, *results)


async def _say(query: InlineQuery, words: str, start_parameter: str) -> None:
    """A button over no results; it opens the private chat."""
    await _answer(query, button=InlineQueryResultsButton(words, start_parameter=start_parameter))


async def _answer(
    query: InlineQuery, *results: InlineQueryResultArticle, button: InlineQueryResultsButton | None = None
) -> None:
    with suppress(TelegramError), once():  # it may be too late
        await query.answer(results, cache_time=CACHE_TIME_S, is_personal=True, button=button)
