"""When a message may be sent: Telegram's limits, kept before it has to enforce them.

In: the chat of a call and whether it writes; out: the moment at which the call's turn has come. Limits are
over any period, not on average: a burst never passes them. What a limit was of the bot's own making is
https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this

What a process sends it knows itself; what others send to the same chat, or its own earlier life did, stands
in the ledger. The limit over all chats is divided among the processes instead: a row that every call of each
of them writes would hold up all.

This module must know no call's content and no error.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.runtime.ledger import Ledger, Limit

OVERALL = 30
"""Messages a second to all chats."""
A_CHAT = 1
"""Messages a second to one chat; changing one that stands there is free in private."""
A_GROUP = 20
"""Messages and changes of messages a minute to one group."""

MARGIN = 1.05
"""Periods are kept this much longer: two calls a second apart do not arrive exactly a second apart."""

CROWD = 3
"""When Telegram tells this many chats to wait at once, it means the bot: all wait, the shortest time told."""

IDLE_S = 120.0
"""After this long without a call nothing about a chat can matter any more: twice the longest period."""

SECOND_S, MINUTE_S = 1.0, 60.0

Clock = Callable[[], float]


class Window:
    """At most `limit` moments in any period of `period_s`."""

    def __init__(self, limit: int, period_s: float) -> None:
        self.limit = limit
        self.period_s = period_s * MARGIN
        self._taken: deque[float] = deque()

    def opens_at(self) -> float:
        """Return the earliest moment at which another one fits; it may lie in the past."""
        if len(self._taken) < self.limit:
            return 0.0
        return self._taken[-self.limit] + self.period_s

    def take(self, moment: float) -> None:
        """Put a moment down."""
        while self._taken and self._taken[0] + self.period_s < moment:
            self._taken.popleft()
        self._taken.append(moment)


@dataclass(slots=True)
class _Chat:
    line: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Calls to one chat go out in the order in which they came."""
    messages: Window = field(default_factory=lambda: Window(A_CHAT, SECOND_S))
    writes: Window | None = None
    """Messages and changes, in groups."""
    resumes_at: float = 0.0
    """Until then Telegram wants nothing for this chat."""
    free_at: float = 0.0
    """Until then it is full of what others have sent, or an earlier life of this process."""
    used_at: float = 0.0


class Pace:
    """The turns of all calls of one process that write to a chat."""

    def __init__(self, ledger: Ledger | None = None, *, clock: Clock | None = None) -> None:
        """Without a ledger nobody else sends to these chats, and nobody has."""
        self._ledger = ledger
        self._clock = clock or asyncio.get_running_loop().time
        self._overall = Window(OVERALL, SECOND_S)
        self._line = asyncio.Lock()
        self._chats: dict[str, _Chat] = {}
        self._resumes_at = 0.0
        self._swept_at = 0.0

    def share(self, processes: int) -> None:
        """Take an equal part of the limit over all chats: that many processes send."""
        self._overall.limit = max(1, OVERALL // max(1, processes))

    async def turn(self, chat_id: str, *, fresh: bool) -> None:
        """Wait until a call may go out; `fresh` when it makes a message instead of changing one."""
        chat = self._chat(chat_id)
        async with chat.line:
            chat.used_at = self._clock()
            windows = [chat.messages] if fresh else []
            windows += [chat.writes] if chat.writes else []
            while True:
                await self._wait(
                    lambda: max([chat.resumes_at, chat.free_at, *(window.opens_at() for window in windows)])
                )
                async with self._line:
                    await self._wait(lambda: max(self._resumes_at, self._overall.opens_at()))
                    self._overall.take(self._clock())
                wait_s = await self._taken_elsewhere(chat_id, chat, fresh=fresh)
                if wait_s <= 0:
                    break
                chat.free_at = self._clock() + wait_s
            for window in windows:
                window.take(self._clock())

    async def hold(self, chat_id: str, pause_s: float) -> None:
        """Send nothing to a chat for a while: Telegram said so."""
        now = self._clock()
        self._chat(chat_id).resumes_at = now + pause_s
        held = sorted(chat.resumes_at for chat in self._chats.values() if chat.resumes_at > now)
        if len(held) >= CROWD:
            self._resumes_at = held[0]
        if self._ledger is not None and _has_number(chat_id):
            await self._ledger.hold(int(chat_id), pause_s)

    async def _taken_elsewhere(self, chat_id: str, chat: _Chat, *, fresh: bool) -> float:
        """How long a call is to wait for what others sent; 0: it is written down for them.

        Where nobody else sends, a second is over before a new life begins, and only a group's minute is not.
        """
        if self._ledger is None or not _has_number(chat_id):
            return 0.0
        limits = [Limit("messages", A_CHAT, chat.messages.period_s)] if fresh else []
        limits += [Limit("writes", A_GROUP, chat.writes.period_s)] if chat.writes else []
        if not limits or not (chat.writes or self._ledger.is_shared):
            return 0.0
        return await self._ledger.take(int(chat_id), limits)

    async def _wait(self, due: Callable[[], float]) -> None:
        """Sleep until a moment that may be put off meanwhile."""
        while (left_s := due() - self._clock()) > 0:  # noqa: ASYNC110 - there is nothing to be woken by
            await asyncio.sleep(left_s)

    def _chat(self, chat_id: str) -> _Chat:
        now = self._clock()
        if now - self._swept_at > IDLE_S:
            self._chats = {
                key: chat
                for key, chat in self._chats.items()
                if chat.line.locked() or max(chat.used_at + IDLE_S, chat.resumes_at) > now
            }
            self._swept_at = now
        if chat_id not in self._chats:
            is_group = chat_id.startswith(("-", "@"))
            writes = Window(A_GROUP, MINUTE_S) if is_group else None
            self._chats[chat_id] = _Chat(writes=writes, used_at=now)
        return self._chats[chat_id]


def _has_number(chat_id: str) -> bool:
    """Whether a chat is named by its number, as all are to which something is sent again and again."""
    return chat_id.removeprefix("-").isdecimal()
