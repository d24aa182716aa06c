"""What every handler needs: the collaborators that the composition root built.

This module must know no single handler.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from telegram import Update

from bot.pipeline import Pipeline
from bot.reply.wording import Wording
from bot.runtime.metrics import Metrics
from bot.runtime.store import ChatSettings, Store
from bot.runtime.work import Work
from handlers.send import Outbox


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The collaborators of the handlers; built once, passed in."""

    pipeline: Pipeline
    store: Store
    work: Work
    outbox: Outbox
    metrics: Metrics
    targets: tuple[str, ...]
    """The languages that a reader may choose, ISO 639-1, the articles' own included."""
    default_target: str
    chat_limit: int
    """Articles that one chat may send within store.ADMISSION_PERIOD_S."""

    async def settings(self, chat_id: int) -> ChatSettings:
        """Return what the chat has chosen."""
        return await asyncio.to_thread(self.store.settings, chat_id)

    async def target(self, chat_id: int) -> str:
        """Return the language in which the chat is answered."""
        return (await self.settings(chat_id)).target or self.default_target


def wording_for(update: Update) -> Wording:
    """Return the words in the language of the person's Telegram."""
    user = update.effective_user
    return Wording((user.language_code if user else None) or "en")
