"""Calls to Telegram that wait their turn, and are made again when they did not get through.

In: a call of the bot's; out: its answer, or the error after the last try. Knows no message and no
handler.

A call whose answer was lost may have taken effect, so that trying it again may say something twice; for a
reader that is better than never. Refusals (400, 403) are final.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from telegram.error import BadRequest, NetworkError
from telegram.ext import AIORateLimiter

log = logging.getLogger(__name__)

PAUSES_S = (0.5, 2.0, 8.0)
"""Pauses before a call is made again: a hiccup of Telegram's lasts seconds."""

RETRIES_AFTER_429 = 8
"""How often a call waits as long as Telegram asks before it is given up."""

READ_TIMEOUT_S = 20.0
"""How long an answer of Telegram's is waited for; a call given up too early is made twice."""

_once: ContextVar[bool] = ContextVar("once", default=False)

Answer = bool | dict[str, Any] | list[dict[str, Any]]


@contextmanager
def once() -> Iterator[None]:
    """Make the calls inside once only: courtesies, and what must not be said twice."""
    token = _once.set(True)
    try:
        yield
    finally:
        _once.reset(token)


class PatientLimiter(AIORateLimiter):
    """python-telegram-bot's limiter (30 a second, 20 a minute per group), which also tries again."""

    def __init__(self) -> None:
        super().__init__(max_retries=RETRIES_AFTER_429)

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
        for pause_s in () if _once.get() else PAUSES_S:
            try:
                return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
            except BadRequest:
                raise
            except NetworkError as exc:
                log.warning("%s did not get through, again in %s s: %s", endpoint, pause_s, exc)
                await asyncio.sleep(pause_s)
        return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
