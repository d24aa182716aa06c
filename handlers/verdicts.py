"""What a reader thinks of a brief: good or wrong, and what was wrong; kept for the operator.

In: a press; out: a vote in the database, and a word of thanks. This module must know no stage.
"""

from __future__ import annotations

import asyncio
from typing import get_args

from bot.records import Fault
from bot.reply.keyboard import fault_rows, main_rows
from bot.runtime.feedback import Verdict
from handlers.newsroom import Newsroom
from handlers.press import Press
from handlers.send import toast


class Verdicts:
    """Handlers for the buttons that judge a brief."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    async def on_good_pressed(self, press: Press) -> None:
        """Keep that somebody found it good."""
        await self._vote(press, "good")
        await self._thank(press)

    async def on_wrong_pressed(self, press: Press) -> None:
        """Keep that somebody found it wrong, and ask what."""
        await self._vote(press, "wrong")
        await toast(press.query, press.wording.text("fault-ask"))
        await self._newsroom.outbox.rekey(press.message, fault_rows(press.shown_in, press.stand))

    async def on_fault_pressed(self, press: Press) -> None:
        """Keep what was wrong."""
        faults: tuple[Fault, ...] = get_args(Fault)
        await self._vote(press, "wrong", next((fault for fault in faults if fault == press.argument), None))
        await self._thank(press)

    async def _vote(self, press: Press, verdict: Verdict, fault: Fault | None = None) -> None:
        await asyncio.to_thread(
            self._newsroom.feedback.vote,
            press.digest_id,
            press.query.from_user.id,
            verdict,
            press.digest.target,
            fault,
        )

    async def _thank(self, press: Press) -> None:
        await toast(press.query, press.wording.text("verdict-kept"))
        await self._newsroom.outbox.rekey(press.message, main_rows(press.digest, press.shown_in, press.stand))
