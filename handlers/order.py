"""Answers begin in the order of what was sent at one press.

In: messages as their first words are about to be sent; out: that what the same person sent a moment before
is being answered. Requests are worked on beside one another, and the shorter article would go first. What
another process answers is not seen here: then the wait is over after a while. This module must know no stage.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict

from telegram import Message

from bot.runtime.correspondence import Correspondence
from handlers.message import TOGETHER, sent_at, writer_of

LOOK_S = 0.05
"""Between two looks whether the message before has its answer begun."""

MOST_WAIT_S = 2.0
"""How long one is waited for at most: longer than a long text's next piece is waited for. What is answered
with a reaction, or not at all, is waited for as long."""

MOST_KEPT = 1_000
"""Messages that are known to have been answered, of all chats together: far more than come in two seconds."""


class Order:
    """Which messages of this process have their answer begun."""

    def __init__(self, correspondence: Correspondence) -> None:
        self._letters = correspondence
        self._begun: OrderedDict[tuple[int, int], None] = OrderedDict()

    def begun(self, message: Message) -> None:
        """Keep that somebody has been told something of a message."""
        self._begun[message.chat_id, message.message_id] = None
        while len(self._begun) > MOST_KEPT:
            self._begun.popitem(last=False)

    async def turn(self, message: Message) -> None:
        """Wait until what was sent at one press before a message is being answered."""
        ends_at = time.monotonic() + MOST_WAIT_S
        while time.monotonic() < ends_at:
            if not await asyncio.to_thread(self._is_after_others, message):
                return
            await asyncio.sleep(LOOK_S)

    def _is_after_others(self, message: Message) -> bool:
        at = sent_at(message)
        return any(
            letter.message_id < message.message_id
            and letter.leader_id in (None, letter.message_id)
            and (message.chat_id, letter.message_id) not in self._begun
            for letter in self._letters.written(writer_of(message), at - TOGETHER, at)
        )
