"""The buttons under a brief, found by the action that their data names.

In: a press whose data names an action and a digest; out: what the handler of that action does. Works after a
restart, since digests are kept in the store. This module must know no wording and no stage.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext

from telegram import CallbackQuery, Message, Update
from telegram.error import Forbidden
from telegram.ext import ContextTypes

from bot.reply.keyboard import spoken_under
from bot.reply.wording import Wording
from handlers.changes import Changes
from handlers.failure import reply_to_failure, tell_presser
from handlers.handout import Handout
from handlers.newsroom import Newsroom
from handlers.press import Press, do_once, message_pressed
from handlers.send import toast
from handlers.verdicts import Verdicts

CHANGING = frozenset({"more", "less", "to"})
"""Actions that change the digest, so that they wait for one another."""

ACTIONS = (
    "full", "orig", "quotes", "quote", "names", *sorted(CHANGING), "lang", "menu", "back", "good", "wrong",
    "fault",
)  # fmt: skip

DIGEST_PRESSED = rf"^({'|'.join(ACTIONS)}):([\w-]{{1,20}})(?::([a-z]{{1,12}}|[0-9]{{1,9}}))?$"


class ButtonHandlers:
    """Handlers for presses under a brief."""

    def __init__(self, newsroom: Newsroom, handout: Handout) -> None:
        self._newsroom = newsroom
        changes, verdicts = Changes(newsroom), Verdicts(newsroom)
        self._handlers: Mapping[str, Callable[[Press], Awaitable[None]]] = {
            "full": handout.on_full_pressed,
            "orig": handout.on_originals_pressed,
            "quotes": changes.on_quotes_pressed,
            "quote": handout.on_quote_pressed,
            "names": handout.on_names_pressed,
            "more": changes.on_longer_pressed,
            "less": changes.on_shorter_pressed,
            "lang": changes.on_languages_pressed,
            "to": changes.on_language_pressed,
            "menu": changes.on_menu_pressed,
            "back": changes.on_back_pressed,
            "good": verdicts.on_good_pressed,
            "wrong": verdicts.on_wrong_pressed,
            "fault": verdicts.on_fault_pressed,
        }

    async def on_digest_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the button says, once however often somebody presses it meanwhile."""
        query = update.callback_query
        if query is None or context.match is None:
            return
        wording, message = await self._newsroom.wording(update), message_pressed(query)
        if message is None:
            await toast(query, wording.text("expired"), alert=True)
            return
        action, digest_id, argument = context.match.groups(default="")

        async def press() -> None:
            async with self._newsroom.change(digest_id) if action in CHANGING else nullcontext():
                await self._press(query, message, action, digest_id, argument, wording)

        job = ("press", query.from_user.id, digest_id, action)
        await do_once(job, self._newsroom.holds, query, wording, press)

    async def on_unknown_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a press that is none of ours, so that the button stops waiting."""
        if update.callback_query:
            wording = await self._newsroom.wording(update)
            await toast(update.callback_query, wording.text("expired"), alert=True)

    async def _press(
        self,
        query: CallbackQuery,
        message: Message,
        action: str,
        digest_id: str,
        argument: str,
        wording: Wording,
    ) -> None:
        newsroom = self._newsroom
        digest = await asyncio.to_thread(newsroom.store.digest, message.chat_id, digest_id)
        if digest is None:
            await toast(query, wording.text("expired"), alert=True)
            return
        stand = await newsroom.stand(digest_id, message)
        try:
            shown_in = spoken_under(_labels(message), wording) if stand.compact else wording
            press = Press(query, message, argument, digest_id, digest, stand, wording, shown_in)
            await self._handlers[action](press)
        except Forbidden:
            raise
        except Exception as error:
            await tell_presser(newsroom.outbox, query, message, reply_to_failure(error, wording))


def _labels(message: Message) -> frozenset[str]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return frozenset(button.text for row in rows for button in row)
