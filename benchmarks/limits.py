"""How Telegram's limits are kept, by our limiter and by python-telegram-bot's: `python -m benchmarks.limits`.

In virtual time, without a network. A burst of messages over private chats and groups: the most in any second,
in any second to one chat, in any minute to one group, and how long the burst takes. Then one chat is told to
wait: how long the others wait for it.
"""

from __future__ import annotations

import asyncio
import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, BaseRateLimiter

from handlers.patience import PatientLimiter
from playground.virtual_time import run_virtually

BURST = 1_000
PRIVATE_CHATS, GROUPS = 10, 10
PAUSE_S = 30
"""What the one chat is told to wait."""

Sent = list[tuple[float, int]]
"""When each message was sent, and to which chat."""


def most_within(moments: Sequence[float], period_s: float) -> int:
    """Return the most moments in any period."""
    return max((sum(start <= one < start + period_s for one in moments) for start in moments), default=0)


async def burst(limiter: BaseRateLimiter[Any]) -> Sent:
    """Send a burst at once; return when each message went out."""
    sent: Sent = []
    chats = [*range(1, PRIVATE_CHATS + 1), *range(-GROUPS, 0)]

    async def send(chat_id: int) -> bool:
        sent.append((asyncio.get_running_loop().time(), chat_id))
        return True

    await limiter.initialize()
    turns = (
        limiter.process_request(send, (chat_id,), {}, "sendMessage", {"chat_id": chat_id}, None)
        for chat_id in (chats[number % len(chats)] for number in range(BURST))
    )
    await asyncio.gather(*turns)
    return sent


async def held_up(limiter: BaseRateLimiter[Any]) -> float:
    """Return how long another chat waits after one was told to."""
    told = False

    async def send(chat_id: int) -> bool:
        nonlocal told
        if chat_id == 1 and not told:
            told = True
            raise RetryAfter(PAUSE_S)
        return True

    await limiter.initialize()
    first = asyncio.create_task(limiter.process_request(send, (1,), {}, "sendMessage", {"chat_id": 1}, None))
    while not told:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0)
    began = asyncio.get_running_loop().time()
    await asyncio.sleep(0)
    await limiter.process_request(send, (2,), {}, "sendMessage", {"chat_id": 2}, None)
    waited = asyncio.get_running_loop().time() - began
    await first
    return waited


def figures(make: type[BaseRateLimiter[Any]], options: dict[str, int]) -> Iterable[float]:
    """Return the figures of one limiter, in the order of the table."""
    sent = run_virtually(burst(make(**options)))
    by_chat: dict[int, list[float]] = defaultdict(list)
    for moment, chat_id in sent:
        by_chat[chat_id].append(moment)
    yield most_within([moment for moment, _ in sent], 1.0)
    yield max(most_within(moments, 1.0) for moments in by_chat.values())
    yield max(most_within(moments, 60.0) for chat_id, moments in by_chat.items() if chat_id < 0)
    yield max(moment for moment, _ in sent)
    yield run_virtually(held_up(make(**options)))


def main() -> None:
    """Print both limiters side by side."""
    warnings.simplefilter("ignore")  # python-telegram-bot announces a change of RetryAfter's type
    table = Table("", "ours", "python-telegram-bot's", "Telegram's limit")
    rows = zip(
        (
            f"most of {BURST} messages in any second",
            "most in any second to one chat",
            "most in any minute to one group",
            "seconds until all are sent",
            f"seconds that others wait when one chat is told to wait {PAUSE_S}",
        ),
        figures(PatientLimiter, {}),
        figures(AIORateLimiter, {"max_retries": 1}),
        ("30", "1", "20", "", ""),
        strict=True,
    )
    for name, ours, stock, limit in rows:
        table.add_row(name, f"{ours:.0f}", f"{stock:.0f}", limit)
    Console().print(table)


if __name__ == "__main__":
    main()
