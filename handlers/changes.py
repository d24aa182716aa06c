"""What changes a brief in its place: its length, its language, and what its keyboard unfolds to.

In: a press; out: the brief as it is now, in the same message, or another keyboard under it. This module must
know no wording and no stage by name.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.errors import TranslationError
from bot.records import Digest
from bot.reply.keyboard import Rows, language_rows, main_rows, menu_rows, quote_rows
from bot.reply.render import note_for
from handlers.newsroom import Newsroom
from handlers.press import Press
from handlers.send import toast


class Changes:
    """Handlers for what stays in the message of the brief."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    async def on_longer_pressed(self, press: Press) -> None:
        """Show the summary at the next greater length."""
        await self._change_length(press, "more")

    async def on_shorter_pressed(self, press: Press) -> None:
        """Show the summary at the next smaller length."""
        await self._change_length(press, "less")

    async def on_language_pressed(self, press: Press) -> None:
        """Show the brief in the language of the button; what was in it before is not translated again."""
        newsroom, code = self._newsroom, press.argument
        if code not in newsroom.targets:
            await toast(press.query, press.wording.text("expired"), alert=True)
            return
        store, digest = newsroom.store, press.digest
        kept = await asyncio.to_thread(store.translation, press.digest_id, code)
        wait = press.wording.text("translating-into", language=press.wording.language_name(code))
        await toast(press.query, None if kept or code in (digest.target, digest.article.language) else wait)
        untranslated = None
        if code != digest.target:  # it is already where a run before this one was cut off
            digest, untranslated = await newsroom.switched(press.digest_id, digest, code, kept)
        await self._show(press, digest, untranslated)

    async def on_languages_pressed(self, press: Press) -> None:
        """Offer the languages, or another page of them."""
        page = int(press.argument) if press.argument.isdecimal() else None
        await self._unfold(press, language_rows(press.digest, press.shown_in, press.stand, page))

    async def on_menu_pressed(self, press: Press) -> None:
        """Offer what is wanted now and then."""
        await self._unfold(press, menu_rows(press.digest, press.shown_in, press.stand))

    async def on_back_pressed(self, press: Press) -> None:
        """Offer again what was offered first."""
        await self._unfold(press, main_rows(press.digest, press.shown_in, press.stand))

    async def on_quotes_pressed(self, press: Press) -> None:
        """Offer the quotations to choose from."""
        await self._unfold(press, quote_rows(press.digest, press.shown_in, press.stand))

    async def _unfold(self, press: Press, rows: Rows) -> None:
        """Offer buttons under the brief; under a copy of it where it is too old for Telegram to change."""
        await toast(press.query)
        newsroom, message = self._newsroom, press.message
        if await newsroom.outbox.rekey(message, rows) or message.text:
            return
        brief = await newsroom.brief(press.digest_id, press.digest, message, press.shown_in)
        await newsroom.outbox.send(message, replace(brief, buttons=rows))

    async def _change_length(self, press: Press, action: str) -> None:
        newsroom = self._newsroom
        count = await newsroom.work.step("count", self._next_count, press.digest, action)
        if count is None:  # a press on a message that is older than the digest is now
            await toast(press.query, press.wording.text("no-other-length", action=action))
            return
        await toast(press.query)
        await self._show(press, *await newsroom.pipeline.resummarise(press.digest, count))

    async def _next_count(self, digest: Digest, action: str) -> int | None:
        """Looked up once for each press: the digest that a second run finds has the new length already."""
        return await self._newsroom.pipeline.next_count(digest, longer=action == "more")

    async def _show(self, press: Press, digest: Digest, untranslated: TranslationError | None) -> None:
        """Keep the digest as it is now and show it; under the old brief where one message cannot hold it."""
        newsroom, wording = self._newsroom, press.shown_in
        await asyncio.to_thread(newsroom.store.replace_digest, press.message.chat_id, press.digest_id, digest)
        note = note_for(untranslated, wording) if untranslated else None
        before = await newsroom.brief(press.digest_id, press.digest, press.message, wording)
        after = await newsroom.brief(press.digest_id, digest, press.message, wording, note=note)
        fits = len(before.messages) == len(after.messages) == 1
        if not (fits and await newsroom.outbox.replace(press.message, after, press.message.message_id)):
            await newsroom.outbox.send(press.message, after)
