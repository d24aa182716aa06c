"""How soon /help is answered while digests are being made: `python -m benchmarks.responsiveness`.

In: nothing but the samples; out: the time to an answer, idle and under load, in milliseconds. The real
Application runs against the project's own Bot API server on loopback, so that what is timed is the whole way:
poll, handler, sendMessage. The server shares the process and so the figures: Telegram's own would not. The
load is bounded: one article of ARTICLE_CHARS for each core, PROBES commands.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

from playground.world import Chat
from tests.newsroom import Scene, scene

PROBES = 20
LOAD = os.cpu_count() or 1
ARTICLE_CHARS = 20_000
WANTED_MS = 100

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "harga-cabai.txt"


async def time_to_help_ms(bot: Scene, chat: Chat) -> float:
    """Return how long one /help takes, from the person's press to the bot's call."""
    seen = len(bot.bot_messages(chat))
    began = time.perf_counter()
    bot.world.send_text(chat, "/help")
    await bot.server.wait_for(lambda: len(bot.bot_messages(chat)) > seen)
    return (time.perf_counter() - began) * 1000


def is_working(bot: Scene, chats: list[Chat]) -> bool:
    """Whether any of the long articles is still without its brief."""
    return any(not message.buttons for chat in chats for message in bot.bot_messages(chat))


async def measure() -> None:
    """Print the figures."""
    article = SAMPLE.read_text(encoding="utf-8")
    long = (article * (ARTICLE_CHARS // len(article) + 1))[:ARTICLE_CHARS].encode()
    with tempfile.TemporaryDirectory() as folder:
        async with scene(Path(folder)) as bot:
            reader = bot.world.private_chat(bot.world.user("Reader"))
            idle = [await time_to_help_ms(bot, reader) for _ in range(PROBES)]
            others = [bot.world.private_chat(bot.world.user(f"Sender {number}")) for number in range(LOAD)]
            for chat in others:
                bot.world.send_document(chat, long, "article.txt", "text/plain")
            await bot.server.wait_for(lambda: all(bot.bot_messages(chat) for chat in others), timeout_s=60)
            loaded: list[float] = []
            while is_working(bot, others) and len(loaded) < PROBES:
                loaded.append(await time_to_help_ms(bot, reader))
            await bot.server.wait_for(lambda: not is_working(bot, others), timeout_s=300)
    show("idle", idle)
    show(f"while {LOAD} articles of {ARTICLE_CHARS:,} characters are digested", loaded)
    print(f"wanted under load: {WANTED_MS} ms")


def show(label: str, times_ms: list[float]) -> None:
    """Print one line: how many, median, worst."""
    if times_ms:
        print(f"{label}: {len(times_ms)} × /help, median {statistics.median(times_ms):.0f} ms, "
              f"worst {max(times_ms):.0f} ms")  # fmt: skip
    else:
        print(f"{label}: no probe fell into the work")


if __name__ == "__main__":
    asyncio.run(measure())
