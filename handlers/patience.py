"""Calls to Telegram that wait their turn, and are made again when they did not get through.

In: a call of the bot's; out: its answer, or the error after the last try. Knows no message and no handler.

A call whose answer was lost may have taken effect, so that trying it again may say something twice; for a
reader that is better than never. Refusals (400, 403) are final. While Telegram is away, one call at a time
asks whether it is back, and all others wait for that one.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.runtime.ledger import Ledger
from handlers.pace import Pace

log = logging.getLogger(__name__)

PAUSES_S = (0.5, 2.0, 8.0)
"""Pauses before a call is made again: a hiccup of Telegram's lasts seconds."""

LONGEST_PAUSE_S = 30.0
"""Between two looks whether Telegram is back, when something has to be delivered whatever it takes."""

MOST_DOUBLINGS = 10
"""Of the pause: it has reached LONGEST_PAUSE_S long before."""

AWAY_AFTER = 3
"""Calls in a row that did not get through, after which Telegram counts as away."""

RETRIES_AFTER_429 = 8
"""How often a call waits as long as Telegram asks before it is given up."""

TRAVEL_S = 0.1
"""On top of what Telegram asks: its clock began to run before its answer came."""

READ_TIMEOUT_S = 20.0
"""How long an answer of Telegram's is waited for; a call given up too early is made twice."""

WRITING = ("send", "forward", "copy", "edit", "delete", "stop")
"""How the calls begin that Telegram counts; looking something up is free."""
FREE = ("sendChatAction",)
CHANGING = ("edit", "delete", "stop")
ANSWERING = ("reply_parameters", "reply_to_message_id")
"""What names a message that is answered, and means another one in another chat."""

Effort = Literal["once", "usual", "delivered"]
_effort: ContextVar[Effort] = ContextVar("effort", default="usual")

Answer = bool | dict[str, Any] | list[dict[str, Any]]


@contextmanager
def effort(meant: Effort) -> Iterator[None]:
    """Make the calls inside once only, as often as usual, or until they are delivered or refused."""
    token = _effort.set(meant)
    try:
        yield
    finally:
        _effort.reset(token)


def once() -> Any:
    """Make the calls inside once only: courtesies, and what must not be said twice."""
    return effort("once")


class Line:
    """Whether Telegram is there, as far as the calls so far can tell."""

    def __init__(self, pause: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep) -> None:
        self._pause = pause
        self._failures = 0
        self._asking = asyncio.Lock()

    @property
    def is_away(self) -> bool:
        """Whether so many calls in a row failed that it is no hiccup."""
        return self._failures >= AWAY_AFTER

    def held(self) -> None:
        """A call got through."""
        if self.is_away:
            log.warning("Telegram is back")
        self._failures = 0

    def failed(self) -> None:
        """A call did not get through."""
        self._failures += 1
        if self._failures == AWAY_AFTER:
            log.warning("Telegram is away; what is to be delivered waits for it")

    async def made(self, call: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
        """Make a call; while Telegram is away, alone and after a pause that grows."""
        if not self.is_away:
            return await self._counted(call)
        async with self._asking:
            if self.is_away:
                doublings = min(self._failures - AWAY_AFTER, MOST_DOUBLINGS)
                longest_s = min(LONGEST_PAUSE_S, PAUSES_S[0] * 2.0**doublings)
                await self._pause(longest_s * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
                return await self._counted(call)
        return await self._counted(call)

    async def _counted(self, call: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
        try:
            answer = await call()
        except NetworkError as exc:
            if isinstance(exc, BadRequest):
                self.held()
            else:
                self.failed()
            raise
        except TelegramError:
            self.held()
            raise
        self.held()
        return answer


class PatientLimiter(BaseRateLimiter[int]):
    """Telegram's limits kept (pace.py), its 429 honoured for the chat that it names, and calls repeated."""

    def __init__(self, ledger: Ledger | None = None) -> None:
        """`ledger`: what others have sent, and earlier lives of this process; see Pace."""
        self._ledger = ledger
        self._line = Line()
        self._pace: Pace | None = None
        self._moved: dict[str, int] = {}
        """Groups that have become supergroups, by their former ids, as far as calls were refused for it."""

    async def initialize(self) -> None:
        """Count from here on."""
        self._pace = Pace(self._ledger)

    async def shutdown(self) -> None:
        """Nothing is held."""

    @property
    def pace(self) -> Pace:
        """The turns of the calls."""
        if self._pace is None:
            self._pace = Pace(self._ledger)
        return self._pace

    @property
    def is_away(self) -> bool:
        """Whether Telegram does not answer at the moment."""
        return self._line.is_away

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Answer:
        """Return the answer of a call; raises TelegramError when it was refused or never got through."""

        async def call() -> Answer:
            return await self._in_turn(callback, args, kwargs, endpoint, data)

        tries = 0
        while True:
            try:
                return await (self._line.made(call) if _effort.get() == "delivered" else call())
            except BadRequest:
                raise
            except NetworkError as exc:
                if _effort.get() == "once" or (_effort.get() == "usual" and tries >= len(PAUSES_S)):
                    raise
                pause_s = PAUSES_S[min(tries, len(PAUSES_S) - 1)]
                tries += 1
                log.warning("%s did not get through, again in %s s: %s", endpoint, pause_s, exc)
                await asyncio.sleep(pause_s)

    async def _in_turn(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
    ) -> Answer:
        if data.get("chat_id") is None or endpoint in FREE or not endpoint.startswith(WRITING):
            return await callback(*args, **kwargs)
        fresh = not endpoint.startswith(CHANGING)
        retries = 0
        while True:
            chat_id = self._follow(data) if fresh else str(data["chat_id"])
            await self.pace.turn(chat_id, fresh=fresh)
            try:
                return await callback(*args, **kwargs)
            except ChatMigrated as exc:
                if not fresh or chat_id in self._moved or str(exc.new_chat_id) == chat_id:
                    raise  # a message that is to be changed has stayed in the old chat
                log.info("the group %s has become %d", chat_id, exc.new_chat_id)
                self._moved[chat_id] = exc.new_chat_id
            except RetryAfter as exc:
                if retries == RETRIES_AFTER_429 and _effort.get() != "delivered":
                    raise
                retries += 1
                # The public attribute warns of its coming change of type; python-telegram-bot's own
                # limiter reads this one too.
                pause_s = exc._retry_after.total_seconds() + TRAVEL_S
                log.warning("%s: Telegram wants a pause of %s s for a chat", endpoint, pause_s)
                await self.pace.hold(chat_id, pause_s)

    def _follow(self, data: dict[str, Any]) -> str:
        """Address a message to the supergroup that its group has become, where that is known; return whom."""
        moved_to = self._moved.get(str(data["chat_id"]))
        if moved_to is not None:
            data["chat_id"] = moved_to
            for name in ANSWERING:
                data.pop(name, None)
        return str(data["chat_id"])
